import Gemini
import Screen
import Testing

@testable import Core

@Suite("Code blocks and pictures of the conversation")
struct BlockTests {
  private static let code = "let a = 1\n\tlet b = \"\u{1B}\"\n"

  /// Two answers with two code blocks each, far apart, and one that has none between them.
  private static func desk() throws -> Desk {
    var desk = Desk(columns: 100, rows: 30)
    let words = String(repeating: "A paragraph.\n\n", count: 20)
    try desk.talk("one", "```swift\n\(code)```\n\n\(words)- item\n\n  ```\n  two\n  ```\n")
    try desk.talk("two", words)
    try desk.talk("three", "\(words)~~~\nthree\n~~~\n\n\(words)    four\n")
    desk.press("escape")
    return desk
  }

  private static func marked(_ desk: Desk) -> [String] {
    desk.studio.markedRows.compactMap { row in
      if case .body(let line) = desk.studio.rows[row].kind { line.text } else { nil }
    }
  }

  @Test("Brackets walk through all blocks, back and forth, and each is seen whole")
  func walking() throws {
    var desk = try Self.desk()
    desk.press("g ]")
    #expect(Self.marked(desk) == ["┌ swift", "│ let a = 1", "│         let b = \"␛\""])
    for expected in ["  │ two", "│ three", "│ four"] {
      desk.press("]")
      #expect(Self.marked(desk) == [expected])
    }
    desk.press("]")
    #expect(desk.studio.notice?.text == "There is no code block or picture after this.")
    #expect(Self.marked(desk) == ["│ four"])
    desk.press("[ [ [")
    #expect(Self.marked(desk).first == "┌ swift")
    desk.press("[")
    #expect(desk.studio.notice?.text == "There is no code block or picture before this.")
  }

  @Test("Without a mark the search begins with what is on the screen")
  func onScreen() throws {
    var desk = try Self.desk()
    desk.press("[")
    #expect(Self.marked(desk) == ["│ four"])
    desk.press("g [")
    #expect(Self.marked(desk).first == "┌ swift")
  }

  @Test("y copies the code as it was written, and the message once nothing is marked")
  func copying() throws {
    var desk = try Self.desk()
    #expect(desk.press("g ] y") == [.copy(Self.code)])
    #expect(desk.press("] y") == [.copy("two\n")])
    desk.press("escape")
    #expect(desk.studio.focus == .conversation && desk.studio.markedRows.isEmpty)
    #expect(desk.press("y") == [.copy(try #require(desk.studio.session.turns[0].shownRun).shownText(thought: false))])
    desk.press("escape")
    #expect(desk.studio.focus == .prompt)
  }

  @Test("A picture is marked, shown beside, and its path is copied")
  func pictures() throws {
    var desk = Desk(columns: 100, rows: 30)
    let generation = try desk.ask("two pictures")
    desk.receive(
      generation.run.id, .picture(.sample(5)), ["text": "and"], .picture(.sample(6)), finish: "STOP")
    desk.end(generation.run.id)
    desk.press("escape g ]")
    #expect(desk.studio.shownPicture?.asset == .sample(5))
    #expect(Self.marked(desk).first?.contains("image 1") == true)
    #expect(desk.press("y") == [.copyPicturePath(.sample(5), mimeType: "image/png")])
    desk.press("]")
    #expect(desk.studio.shownPicture?.asset == .sample(6))
  }

  @Test("The mark stays on its block while the answer grows, and copies what is there by then")
  func growing() throws {
    var desk = Desk(columns: 100, rows: 30)
    let generation = try desk.ask("code")
    desk.receive(generation.run.id, ["text": "```\none\n"])
    desk.press("tab g ]")
    #expect(desk.press("y") == [.copy("one\n")])
    desk.receive(generation.run.id, ["text": "two\n```\n\nmore"])
    #expect(Self.marked(desk) == ["│ one", "│ two"])
    #expect(desk.press("y") == [.copy("one\ntwo\n")])
  }

  @Test("Scrolled away the mark counts no more")
  func away() throws {
    var desk = try Self.desk()
    desk.press("g ] G")
    #expect(desk.studio.markedRows.isEmpty)
    desk.press("[")
    #expect(Self.marked(desk) == ["│ four"])
  }
}
