import Core
import Images
import Screen
import TTY

/// What the doctor tries on the terminal for a person to judge, since no terminal says whether it worked.
struct DoctorTrials: Sendable {
  let workshop: Workshop
  let console: Console
  let terminal: AskedTerminal?

  /// Shows a small picture in the way the studio would.
  func showPicture() async {
    guard let picture = try? PNGEncoder.encode(Self.rainbow) else { return }
    let show = PictureShow(console, workshop, terminal: terminal, wish: workshop.settings.pictures)
    let problem = await show.print(picture, name: "test picture", in: PictureShow.Room(columns: 24, rows: 4))
    say(problem?.sentence ?? "A band of all colours stands above this line if pictures work.")
  }

  /// Sends a word to the clipboard.
  func copyWord() {
    let word = "gemstudio"
    let clipboard = Clipboard(
      variables: workshop.environment.process, isTmux: terminal?.state.isTmux == true,
      passesThrough: terminal?.state.passesThrough == true, folder: workshop.paths.state)
    switch clipboard.copy(word) {
    case .done(let sentence): say("The word \(word): \(sentence) Pasting it shows whether it arrived.")
    case .needsTerminal(let base64, let passesThrough, let sentence):
      let sequence = Array("\u{1b}]52;c;\(base64)\u{7}".utf8)
      console.out.write(passesThrough ? PictureSequences.passThrough([sequence], at: nil) : sequence)
      say("The word \(word): \(sentence) Pasting it shows whether it arrived.")
    }
  }

  private func say(_ sentence: String) {
    for line in TextWrap.wrap(sentence, columns: max(20, (console.out.columns ?? 80) - 2)) {
      console.out.line("  " + line.text)
    }
  }

  /// All hues from left to right, getting darker downwards.
  private static let rainbow = Pixels(width: 240, height: 80) { column, row in
    let hue = Double(column) / 40
    func channel(_ shift: Double) -> UInt8 {
      let distance = abs((hue + shift).truncatingRemainder(dividingBy: 6) - 3)
      return UInt8(max(0, min(1, distance - 1)) * Double(255 - 2 * row))
    }
    return RGB(red: channel(0), green: channel(4), blue: channel(2))
  }
}
