import Core
import Gemini
import Screen

/// The last line: the keys that matter here, and what the current answer took.
enum HintLine {
  static func draw(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    // On a narrow screen the keys matter more.
    let usage = rect.columns < 70 ? "" : usageText(studio)
    let end = rect.endColumn - (usage.isEmpty ? 1 : TextWidth.columns(of: usage) + 2)
    var at = rect.column + 1
    for name in names(studio) {
      let command = Command.named(name)
      guard command.whyOff(studio) == nil, let keys = studio.settings.keymap.keys(for: name, at: studio.place).first
      else { continue }
      let width = TextWidth.columns(of: keys.label) + 1 + TextWidth.columns(of: command.hint)
      guard at + width <= end else { break }
      at = grid.write(keys.label, row: rect.row, column: at, style: Style(.hintKey))
      at = grid.write(" " + command.hint, row: rect.row, column: at, style: Style(.hintText)) + 2
    }
    grid.write(usage, row: rect.row, column: rect.endColumn - TextWidth.columns(of: usage) - 1, style: Style(.status))
  }

  /// The commands worth a hint, the most wanted first.
  private static func names(_ studio: Studio) -> [CommandName] {
    switch studio.place {
    case .emptyPrompt, .prompt:
      switch studio.activeRun?.phase {
      case nil: [.takeSuccessor, .send, .newLine, .menu, .foldThinking, .palette, .help]
      case .waiting?, .queued?: [.interrupt, .chooseModel, .menu, .help]
      default: [.interrupt, .send, .menu, .foldThinking, .help]
      }
    case .conversation:
      [.takeSuccessor, .home, .lineDown, .nextMessage, .edit, .regenerate, .copyMessage, .fullPicture, .menu, .help]
    case .thinking: [.home, .lineDown, .foldThinking, .copyMessage, .menu, .help]
    case .preview: [.home, .fullPicture, .usePicture, .savePicture, .menu, .help]
    case .picture: [.close, .nextPicture, .previousPicture, .usePicture, .savePicture, .saveAllPictures, .openPicture]
    case .list:
      if case .sessions? = studio.overlay { [.accept, .renameSelected, .close] } else { [.accept, .close] }
    case .settings: [.accept, .valueNext, .valueReset, .close]
    case .entry: [.accept, .close]
    case .help: [.selectNextPage, .close]
    case .question: [.close]
    case .reading, .everywhere: []
    }
  }

  private static func usageText(_ studio: Studio) -> String {
    guard let run = studio.currentRun else { return "" }
    let usage = run.usage
    var facts = run.isActive ? [RunFacts.elapsed(run, now: studio.now)] : []
    if let count = usage.promptTokenCount { facts.append("in \(countText(count))") }
    if let count = usage.thoughtsTokenCount { facts.append("thought \(tokenText(count, of: run))") }
    if let count = usage.candidatesTokenCount { facts.append("out \(tokenText(count, of: run))") }
    if let cost = run.cost(by: studio.settings.models) { facts.append(priceText(cost)) }
    return facts.joined(separator: " · ")
  }

  /// Tokens of what is coming, above a thousand in hundreds: a figure that is another one in each frame costs the line as
  /// many bytes as the answer, and nobody can read it.
  private static func tokenText(_ count: Int, of run: Run) -> String {
    countText(run.isActive && count >= 1000 ? count / 100 * 100 : count)
  }
}
