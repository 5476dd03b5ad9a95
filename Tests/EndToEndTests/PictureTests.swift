import Foundation
import Gemini
import TestSupport
import Testing

@Suite("Pictures on the screen")
struct PictureTests {
  /// A picture the studio shows with room to spare at each size.
  private static let png = StoredPNG.make(width: 96, height: 64)

  private static func gemini() throws -> ScriptedGemini {
    try ScriptedGemini { exchange in
      exchange.begin()
      exchange.text("Here it is.")
      exchange.picture(png)
      exchange.finish()
    }
  }

  /// The one picture on the screen, if it is whole and on nothing but the preview pane.
  private static func preview(_ screen: TerminalScreen) -> TerminalScreen.Picture? {
    guard let picture = screen.wholePictures.last, screen.visiblePictures.count == 1,
      let title = screen.lines.firstIndex(where: { $0.contains("Preview · ") }), picture.row > title,
      let rule = screen.lines.lastIndex(where: { $0.hasPrefix("─") }),
      screen.covered(by: picture).allSatisfy({ $0.row < rule })
    else { return nil }
    return picture
  }

  @Test("A picture is drawn in the preview pane after the text, and an overlay hides it for as long as it is open")
  func overlay() async throws {
    let gemini = try Self.gemini()
    let studio = try await Studio.start(home: try Home(), gemini: gemini)
    try await studio.send("draw")
    try await studio.until("the picture") { Self.preview($0.screen) != nil }
    try await studio.answered()
    let screen = studio.screen
    let first = try #require(Self.preview(screen))
    #expect(first.column > 47, "the right column of 32 at 80 columns")
    #expect(screen.shows("▣ image 1 · 96x64 PNG"))
    studio.press(.ctrlP)
    try await studio.until("the palette without a picture") {
      $0.screen.shows("type to filter") && $0.screen.visiblePictures.isEmpty
    }
    studio.press(.escape)
    let back = try await studio.until("the picture again") { Self.preview($0.screen) != nil }
    #expect(Self.preview(back)?.bytes == first.bytes)
    #expect(Self.preview(back)?.id != first.id, "sent again")
    try await studio.leave()
    try await studio.until("an empty screen") { $0.screen.visiblePictures.isEmpty }
  }

  @Test("The picture fills the screen on o, is sent again on Ctrl+L, and goes with the next turn on e")
  func fullScreen() async throws {
    let gemini = try Self.gemini()
    let studio = try await Studio.start(home: try Home(), gemini: gemini)
    try await studio.send("draw")
    try await studio.until("the picture") { Self.preview($0.screen) != nil }
    try await studio.answered()
    let small = try #require(Self.preview(studio.screen))
    studio.type(Studio.Key.ctrlX.rawValue + "o")
    let full = try await studio.until("the full screen") { output in
      output.screen.wholePictures.count == 1 && output.screen.wholePictures.allSatisfy { $0.width > small.width }
    }
    let large = try #require(full.wholePictures.first)
    #expect(full.covered(by: large).allSatisfy { (1..<23).contains($0.row) }, "never on the last row")
    studio.press(.ctrlL)
    try await studio.until("the picture once more") { $0.screen.wholePictures.contains { $0.id > large.id } }
    studio.type("e")
    try await studio.until("the attachment") { output in
      output.screen.shows("The picture goes with the next prompt.") && Self.preview(output.screen) != nil
    }
    try await studio.send("redder")
    let parts = try await gemini.body(ofRequest: 2)["contents"]?.array?.last?["parts"]?.array
    #expect(parts?.first?["inlineData"]?["data"]?.string.flatMap(Base64.decode) == Self.png)
    try await studio.leave()
  }

  @Test("Every size shows a whole screen, with the picture placed anew; too small a one says so")
  func resize() async throws {
    let gemini = try Self.gemini()
    let studio = try await Studio.start(home: try Home(), gemini: gemini)
    try await studio.send("draw")
    try await studio.until("the picture") { Self.preview($0.screen) != nil }
    try await studio.answered()
    for (columns, rows) in [(120, 40), (60, 16), (20, 5), (80, 24)] {
      studio.pty.resize(columns: columns, rows: rows)
      if rows < 24 {
        let sentence =
          rows == 5 ? "gemstudio needs 60 x 16 cells; this is 20 x 5." : "^X o shows it"
        let screen = try await studio.shows(sentence)
        #expect(screen.visiblePictures.isEmpty)
        continue
      }
      let screen = try await studio.until("\(columns)x\(rows)") { output in
        let screen = output.screen
        return Self.preview(screen) != nil && screen.lines[1].hasPrefix("─") && screen.lines[rows - 1].contains("Enter")
      }
      #expect(screen.lines[rows - 2] == "› describe a picture" || screen.lines[rows - 2].hasPrefix("› write"))
      #expect(screen.lines.contains { $0.contains("Here it is.") })
      #expect(screen.unknown.isEmpty)
    }
    try await studio.leave()
  }

  @Test("A terminal without pictures gets character art, one that answers nothing too")
  func art() async throws {
    for replies in [TerminalReplies.plain, .silent] {
      let gemini = try Self.gemini()
      let studio = try await Studio.start(
        home: try Home(), gemini: gemini, terminal: Studio.Terminal(columns: 120, rows: 40, replies: replies))
      try await studio.send("draw")
      try await studio.until("character art") { output in
        output.screen.lines.contains { $0.count { "▀▄█▌▐▖▗▘▝▚▞".contains($0) } > 20 }
      }
      #expect(studio.screen.placed.isEmpty)
      try await studio.leave()
    }
  }

  @Test("The picture model takes the next turn by one key, and draws on the simulator")
  func pictureModel() async throws {
    let studio = try await Studio.start(
      home: try Home(), terminal: Studio.Terminal(columns: 120, rows: 40))
    studio.type(Studio.Key.ctrlX.rawValue + "i")
    try await studio.shows("offline simulator · pictures by gemini-nano-banana-2.1")
    try await studio.send("a red circle")
    try await studio.until("a picture", seconds: 90) { $0.screen.wholePictures.count == 1 }
    try await studio.shows("1024x1024 PNG")
    try await studio.leave()
  }

  @Test("Pictures are attached by a path after @ and by a pasted path, and go out as their exact bytes")
  func attach() async throws {
    let gemini = try ScriptedGemini { $0.answer("I see both.") }
    let home = try Home()
    try home.write(Self.png, as: "room.png")
    let hall = StoredPNG.make(width: 40, height: 30)
    let path = try home.write(hall, as: "the hall.png")
    let studio = try await Studio.start(
      home: home, gemini: gemini, terminal: Studio.Terminal(columns: 120, rows: 40))
    studio.type("compare @ro")
    try await studio.until("the completion") { output in
      output.screen.lines.contains { $0.trimmingCharacters(in: .whitespaces).hasPrefix("room.png") }
    }
    studio.press(.tab)
    try await studio.shows("[room.png")
    studio.paste("'\(path)'")
    try await studio.shows("[the hall.png")
    try await studio.shows("sends 1 turn, 2 pictures")
    studio.press(.enter)
    try await studio.shows("I see both.")
    let parts = try await gemini.body(ofRequest: 1)["contents"]?.array?.last?["parts"]?.array ?? []
    let sent = parts.compactMap { $0["inlineData"]?["data"]?.string.flatMap(Base64.decode) }
    #expect(sent == [Self.png, hall])
    #expect(parts.last?["text"]?.string?.hasPrefix("compare") == true)
    try await studio.leave()
  }

  @Test("A file that the API does not take gets a sentence, and the prompt stays")
  func unreadable() async throws {
    let gemini = try ScriptedGemini { $0.answer("unused") }
    let home = try Home()
    try home.write(Array("no picture at all".utf8), as: "text.png")
    try home.write([], as: "empty.png")
    try home.write(StoredPNG.claiming(width: 60000, height: 60000), as: "huge.png")
    let studio = try await Studio.start(home: home, gemini: gemini)
    for (name, sentence) in [
      ("text.png", "text.png is not attached: its name says png, but it holds text."),
      ("empty.png", "empty.png is not attached: it is empty."),
      ("missing.png", "missing.png is not attached: there is no such file."),
      ("huge.png", "huge.png is not attached."),
    ] {
      studio.type("look at @\(home.work)/\(name) ")
      try await studio.until("the path") { $0.screen.words.contains(name) }
      studio.press(.enter)
      try await studio.shows(sentence)
      #expect(studio.screen.words.contains("› look at @"), "the prompt stays")
      studio.press(.ctrlC)
      try await studio.until("an empty prompt") { $0.screen.shows("› write a prompt") }
    }
    #expect(gemini.requests.isEmpty)
    try await studio.leave()
  }
}
