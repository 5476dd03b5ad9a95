import Screen
import Testing

@testable import Core

@Suite("The mouse in the prompt, and on links")
struct PromptMouseTests {
  /// A cell of the prompt's text, counted from its first row and column.
  private static func send(
    _ action: Mouse.Action, _ row: Int, _ column: Int, _ desk: inout Desk
  ) -> [Effect] {
    let rect = desk.studio.layout.prompt
    let point = Point(row: rect.row + row, column: rect.column + PromptRows.indent + column)
    return desk.send(.input(.mouse(Mouse(action, button: 1, at: point))))
  }

  private static func click(_ row: Int, _ column: Int, _ desk: inout Desk) -> [Effect] {
    send(.press, row, column, &desk) + send(.release, row, column, &desk)
  }

  @Test("A click places the cursor, in any row, behind the end at the end; from another pane it comes along")
  func click() throws {
    var desk = Desk(columns: 80, rows: 24)
    try desk.talk("one", "1")
    desk.type("some words here")
    desk.press("ctrl+j")
    desk.type("日本 two")
    desk.press("escape")
    #expect(desk.studio.focus == .conversation)
    #expect(Self.click(0, 5, &desk).isEmpty)
    #expect(desk.studio.focus == .prompt && desk.studio.prompt.cursor == 5)
    desk.type("X")
    #expect(desk.studio.prompt.text == "some Xwords here\n日本 two")
    for (row, column, position) in [
      (0, 60, 16), (1, 0, 17), (1, 1, 17), (1, 2, 18), (1, 3, 18), (1, 4, 19), (1, 70, 23),
    ] {
      desk.wait(1000)
      _ = Self.click(row, column, &desk)
      #expect(desk.studio.prompt.cursor == position, "\(row) \(column)")
    }
  }

  @Test("Where a long line goes on below, a click behind its end stays in its row")
  func wrapped() {
    var desk = Desk(columns: 60, rows: 24)
    desk.type(Array(repeating: "word", count: 20).joined(separator: " "))
    let rows = desk.studio.promptRows
    #expect(rows.rows.count == 2)
    _ = Self.click(0, 56, &desk)
    #expect(desk.studio.promptRows.cursor.row == 0)
    _ = Self.click(1, 0, &desk)
    #expect(desk.studio.prompt.cursor == rows.rows[1].lowerBound)
  }

  @Test("A prompt that goes out while the button is held leaves nothing to select")
  func shortened() throws {
    var desk = Desk()
    desk.type("some words here")
    _ = Self.send(.press, 0, 15, &desk)
    desk.studio.prompt = PromptEditor()
    #expect(Self.send(.drag, 0, 3, &desk).isEmpty)
    #expect(Self.send(.release, 0, 3, &desk).isEmpty)
    #expect(desk.studio.prompt.selectedText == nil)
  }

  @Test("A click on digits that are no number of a link does nothing")
  func smallDigits() throws {
    var desk = Desk()
    let digits = String(repeating: "¹²³⁴⁵⁶⁷⁸⁹⁰", count: 3)
    try desk.talk("one", "**\(digits)**")
    let row = try #require(
      desk.studio.rows.firstIndex { if case .body(let line) = $0.kind { line.text.contains("¹²³") } else { false } })
    let place = Point(row: desk.studio.layout.conversation.row + row, column: 5)
    desk.send(.input(.mouse(Mouse(.press, button: 1, at: place))))
    desk.send(.input(.mouse(Mouse(.release, button: 1, at: place))))
    #expect(desk.studio.overlay == nil)
  }

  @Test("Dragging selects, forth and back, and copies on release; typing takes the place of it")
  func drag() {
    var desk = Desk()
    desk.type("some words here")
    _ = Self.send(.press, 0, 5, &desk)
    _ = Self.send(.drag, 0, 9, &desk)
    #expect(desk.studio.prompt.selectedText == "words")
    _ = Self.send(.drag, 0, 0, &desk)
    #expect(desk.studio.prompt.selectedText == "some w")
    _ = Self.send(.drag, 0, 5, &desk)
    #expect(desk.studio.prompt.selectedText == "w")
    _ = Self.send(.drag, 0, 60, &desk)
    #expect(desk.studio.prompt.selectedText == "words here")
    _ = Self.send(.drag, 0, 9, &desk)
    #expect(Self.send(.release, 0, 9, &desk) == [.copy("words")])
    desk.type("W")
    #expect(desk.studio.prompt.text == "some W here")
    desk.press("alt+z")
    #expect(desk.studio.prompt.text == "some words here")
  }

  @Test("Two clicks take a word, three the line, and dragging goes on in words")
  func units() {
    var desk = Desk()
    desk.type("some words, here")
    desk.press("ctrl+j")
    desk.type("two")
    #expect(Self.click(0, 7, &desk).isEmpty)
    #expect(Self.click(0, 7, &desk) == [.copy("words")])
    #expect(Self.click(0, 7, &desk) == [.copy("some words, here")])
    desk.wait(1000)
    _ = Self.click(0, 7, &desk)
    _ = Self.send(.press, 0, 7, &desk)
    _ = Self.send(.drag, 0, 2, &desk)
    #expect(Self.send(.release, 0, 2, &desk) == [.copy("some words")])
    desk.wait(1000)
    _ = Self.click(0, 2, &desk)
    #expect(desk.studio.prompt.selection == nil)
  }

  @Test("A long prompt stays where it is while it is clicked in, and comes along where the mouse leaves it")
  func scrolled() {
    var desk = Desk(columns: 80, rows: 24)
    for number in 0..<40 {
      desk.type("line \(number)")
      desk.press("ctrl+j")
    }
    desk.press("up up up up up up up up up up up up up up up up up up up up")
    let rows = desk.studio.layout.prompt.rows
    let first = desk.studio.firstPromptRow
    #expect(first > 0 && rows > 3)
    _ = Self.click(0, 3, &desk)
    #expect(desk.studio.firstPromptRow == first && desk.studio.promptRows.cursor.row == first)
    _ = Self.click(rows - 1, 3, &desk)
    #expect(desk.studio.firstPromptRow == first && desk.studio.promptRows.cursor.row == first + rows - 1)
    _ = Self.send(.press, 1, 0, &desk)
    for _ in 0..<4 { _ = Self.send(.drag, -1, 0, &desk) }
    #expect(desk.studio.firstPromptRow == first - 4 && desk.studio.promptRows.cursor.row == first - 4)
    for _ in 0..<rows + 3 { _ = Self.send(.drag, rows, 0, &desk) }
    #expect(desk.studio.promptRows.cursor.row == desk.studio.firstPromptRow + rows - 1)
    #expect(Self.send(.release, rows, 0, &desk).count == 1)
  }

  @Test("Nothing a mouse does to a prompt fails, and no text changes by it")
  func anything() {
    var random = SystemRandomNumberGenerator()
    var desk = Desk(columns: 60, rows: 20)
    desk.type("a 日本 b\tc")
    desk.press("ctrl+j ctrl+j")
    desk.send(.input(.paste(String(repeating: "x", count: 5000))))
    desk.type(" end of it")
    let text = desk.studio.prompt.text
    for _ in 0..<500 {
      let action = [Mouse.Action.press, .drag, .drag, .release].randomElement(using: &random) ?? .press
      _ = Self.send(action, Int.random(in: -3...6, using: &random), Int.random(in: -2...70, using: &random), &desk)
      desk.wait(Int.random(in: 0...500, using: &random))
    }
    #expect(desk.studio.prompt.text == text)
  }

  // MARK: Links

  @Test("A click on a link, or on its number, asks what to do with it, also where the link goes on in the next line")
  func links() throws {
    var desk = Desk(columns: 80, rows: 24)
    let words = Array(repeating: "long", count: 30).joined(separator: " ")
    try desk.talk("one", "Plain [first](https://a.example/) and [\(words)](https://b.example/) end.")
    for (text, address) in [
      ("first", "https://a.example/"), ("¹", "https://a.example/"), ("long", "https://b.example/"),
      ("²", "https://b.example/"),
    ] {
      #expect(try Self.link(at: text, &desk) == address, "\(text)")
    }
    for text in ["Plain", "and", "end"] { #expect(try Self.link(at: text, &desk) == nil, "\(text)") }
    // Dragging over a link selects.
    let place = try Self.point(of: "first", desk)
    desk.wait(1000)
    desk.send(.input(.mouse(Mouse(.press, button: 1, at: place))))
    let end = Point(row: place.row, column: place.column + 3)
    desk.send(.input(.mouse(Mouse(.drag, button: 1, at: end))))
    #expect(!desk.send(.input(.mouse(Mouse(.release, button: 1, at: end)))).isEmpty && desk.studio.overlay == nil)
  }

  @Test("Only the link that was clicked is meant, whatever other links come before it has ended")
  func otherLinks() throws {
    var desk = Desk(columns: 80, rows: 24)
    try desk.talk(
      "one",
      """
      A [drawing](data:image/png;base64,AAAA), [nowhere]() and [somewhere](https://a.example/).

      > See https://bare.example/\(String(repeating: "long/", count: 30)) and [so on](https://b.example/).

      | left | right |
      |------|-------|
      | [\(Array(repeating: "wrapped", count: 14).joined(separator: " "))](https://c.example/) | [short](https://d.example/) |
      """)
    for (text, address) in [
      ("drawing", nil), ("nowhere", nil), ("somewhere", "https://a.example/"),
      ("https", "https://bare.example/" + String(repeating: "long/", count: 30)), ("so on", "https://b.example/"),
      ("wrapped", "https://c.example/"), ("short", "https://d.example/"),
    ] { #expect(try Self.link(at: text, &desk) == address, "\(text)") }
  }

  /// Where a text is drawn, for the first time in its last message.
  private static func point(of text: String, _ desk: Desk) throws -> Point {
    let rows = desk.studio.rows
    let row = try #require(
      rows.firstIndex { if case .body(let line) = $0.kind { line.text.contains(text) } else { false } }, "\(text)")
    guard case .body(let line) = rows[row].kind, let range = line.text.firstRange(of: text) else {
      return Point(row: 0, column: 0)
    }
    let rect = desk.studio.textRect(of: .conversation)
    return Point(row: rect.row + row, column: rect.column + line.text[..<range.lowerBound].count)
  }

  /// The address that a click on a text asks about.
  private static func link(at text: String, _ desk: inout Desk) throws -> String? {
    let place = try point(of: text, desk)
    desk.wait(1000)
    desk.send(.input(.mouse(Mouse(.press, button: 1, at: place))))
    #expect(desk.studio.overlay == nil)
    desk.send(.input(.mouse(Mouse(.release, button: 1, at: place))))
    guard case .question(let question) = desk.studio.overlay, case .link(let address) = question.purpose else {
      return nil
    }
    desk.press("n")
    return address
  }
}
