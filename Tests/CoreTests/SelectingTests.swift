import Foundation
import Gemini
import Screen
import TestSupport
import Testing

@testable import Core

@Suite("Selecting text and copying its source")
struct SelectingTests {
  private static let markdown = """
    # A *first* title

    One **bold** word, [a link](http://a.b/c "its title") and `code`, in a paragraph that is wrapped.

    - item one
    - item **two**

    | name | size |
    |------|-----:|
    | hall | 8.3 |
    | room | 4.1 |

    ```swift
    let a = 1
    ```
    """

  /// A desk in the answer's cursor mode, on its first line.
  private static func desk(_ answer: String = markdown, columns: Int = 60, rows: Int = 40) throws -> Desk {
    var desk = Desk(columns: columns, rows: rows)
    try desk.talk("The *prompt*\nhas two lines", answer)
    desk.press("escape g v j j")
    return desk
  }

  private static func copied(_ keys: String, _ desk: Desk) -> String? {
    var desk = desk
    for effect in desk.press(keys) { if case .copy(let text) = effect { return text } }
    return nil
  }

  @Test(
    "What is copied is the source, whatever was drawn",
    arguments: [
      ("y", "# A *first* title"), ("v e y", "A *first*"), ("w v e y", "first"), ("w v $ y", "*first* title"),
      (
        "V j j y",
        "# A *first* title\n\nOne **bold** word, [a link](http://a.b/c \"its title\") and `code`, in a paragraph that is"
      ),
      ("j j w v e y", "bold"), ("j j w w w w v e y", "a link"),
      (
        "j j v j $ y",
        """
        One **bold** word, [a link](http://a.b/c "its title") and `code`, in a paragraph that is wrapped.
        """
      ),
      ("j j j j j y", "- item one"), ("j j j j j V j y", "- item one\n- item **two**"),
      ("j j j j j l l v $ y", "item one"), ("j j j j j j j j v $ y", "name | size"),
      ("j j j j j j j j j j j w w v $ y", "4.1"), ("G y", "let a = 1"), ("G V { y", "let a = 1"),
      ("k y", "has two lines"), ("k k V j y", "The *prompt*\nhas two lines"), ("k v j y", "has two lines\n\nA"),
    ])
  func sources(keys: String, expected: String) throws {
    #expect(Self.copied(keys, try Self.desk()) == expected)
  }

  @Test("The number behind a link stands for all of it")
  func links() throws {
    let desk = try Self.desk("See [it](http://a.b).")
    #expect(Self.copied("w v e y", desk) == "it")
    #expect(Self.copied("w v e l y", desk) == "[it](http://a.b)")
  }

  @Test(
    "Marks are copied in pairs or not at all",
    arguments: [
      ("from the **offline simulator**, not", "v e e y", "from the"),
      ("from the **offline simulator**, not", "v e e e y", "from the offline"),
      ("from the **offline simulator**, not", "w w w v $ y", "simulator, not"),
      ("from the **offline simulator**, not", "w w v e e y", "offline simulator"),
      ("from the **offline simulator**, not", "v e e e e y", "from the **offline simulator**"),
      ("a ***b** c* d", "v e y", "a **b**"), ("a ***b** c* d", "w v $ y", "***b** c* d"),
      ("a ***b** c* d", "w w v $ y", "c d"), ("one `` `two` three `` four", "v e e e y", "one `two"),
      ("one `` `two` three `` four", "v $ y", "one `` `two` three `` four"),
      ("a [b c](http://d.e \"f\") g", "v w y", "a b"),
      ("a [b c](http://d.e \"f\") g", "v w w e y", "a [b c](http://d.e \"f\")"),
      ("| one | **two three** |\n|---|---|\n| a | ~~b c~~ |", "v e e e y", "one | two"),
      (
        "| one | **two three** |\n|---|---|\n| a | ~~b c~~ |", "v j j $ y",
        "one | **two three** |\n|---|---|\n| a | ~~b c~~"
      ),
      (
        "**two words that are wrapped at the end of this line of text, and go on**", "y",
        "two words that are wrapped at the end of this line of text,"
      ),
    ])
  func pairs(answer: String, keys: String, expected: String) throws {
    var desk = Desk(columns: 64, rows: 40)
    try desk.talk("p", answer)
    desk.press("escape g v")
    while desk.studio.selection?.head.part == 0 { desk.press("j") }
    #expect(Self.copied(keys, desk) == expected)
  }

  @Test("While it grows, an open mark is not copied: it is not on the screen")
  func openMark() throws {
    var desk = Desk(columns: 60, rows: 20)
    let generation = try desk.ask("go")
    desk.receive(generation.run.id, ["text": "One **two thr"])
    desk.press("tab g v j v $")
    #expect(desk.studio.selectedSource == "One two thr")
    desk.receive(generation.run.id, ["text": "ee** four"])
    desk.press("$")
    #expect(desk.studio.selectedSource == "One **two three** four")
  }

  @Test("Escape takes back what is selected, then the cursor, and does not leave the pane")
  func leaving() throws {
    var desk = try Self.desk()
    desk.press("v w")
    #expect(!desk.studio.textMarks.isEmpty && desk.studio.place == .cursor)
    desk.press("escape")
    #expect(desk.studio.textMarks.isEmpty && desk.studio.place == .cursor)
    desk.press("escape")
    #expect(desk.studio.place == .conversation)
  }

  @Test("The cursor is seen wherever it goes")
  func seen() throws {
    var random = Seeded(3)
    var desk = try Self.desk(random.text(of: ["word ", "**bold** ", "\n\n", "- a ", "\n"], count: 900), rows: 20)
    let keys = [
      "j", "k", "w", "b", "e", "l", "h", "}", "{", "ctrl+d", "ctrl+u", "pagedown", "pageup", "g", "G", "$", "0",
    ]
    for _ in 0..<300 {
      desk.press(keys.randomElement(using: &random) ?? "j")
      #expect(desk.studio.textCursor != nil)
    }
  }

  @Test("While an answer streams, cursor and selection stay on their characters, and the text stays where it is")
  func streaming() throws {
    var desk = Desk(columns: 90, rows: 24)
    let generation = try desk.ask("go")
    desk.receive(generation.run.id, ["text": "Zero one two three.\n\n| a | b |\n|---|---|\n| first | second |\n"])
    desk.press("tab g v j w v e e")
    #expect(desk.studio.selectedSource == "one two")
    let cursor = desk.studio.textCursor
    for number in 0..<200 {
      desk.receive(
        generation.run.id, ["text": .string("| row \(number) | \(String(repeating: "x", count: number % 60)) |\n")])
      #expect(desk.studio.textCursor == cursor)
    }
    #expect(desk.studio.selectedSource == "one two")
    desk.press("escape w w w")
    let word = desk.studio.selectedWord
    desk.receive(generation.run.id, ["text": .string("\n\nThe end.\n\n")])
    desk.send(.resized(Size(columns: 61, rows: 24), cellPixels: nil))
    desk.send(.resized(Size(columns: 140, rows: 24), cellPixels: nil))
    #expect(desk.studio.selectedWord == word)
  }

  @Test(
    "Ends on the bars and rules of a table stay beside the same text when it is laid out anew",
    arguments: ["v w", "v w w", "w v j j", "w w v k k", "$ v 0", "w w v b b", "v w k k k k", "k k k k k k v w j j j"])
  func bars(keys: String) throws {
    let rows = (1...12).map {
      "| \($0) | \(String(repeating: "日本 ", count: $0)) | \(String(repeating: "x", count: 3 * $0)) |"
    }
    let table = ["| n | name | more |", "|---|---|---|"] + rows
    var desk = Desk(columns: 160, rows: 60)
    try desk.talk("A table, please", "Before.\n\n\(table.joined(separator: "\n"))\n\nAfter.")
    desk.press("escape g v")
    while !desk.studio.cursorLine.contains("10") { desk.press("j") }
    desk.press(keys)
    let before = desk.studio.selectedSource
    for size in [Size(columns: 60, rows: 24), Size(columns: 80, rows: 24), Size(columns: 160, rows: 60)] {
      desk.send(.resized(size, cellPixels: nil))
      #expect(desk.studio.selectedSource == before)
    }
  }

  @Test("In thoughts and in lanes as well")
  func panes() throws {
    var desk = Desk(columns: 140, rows: 30)
    let generation = try desk.ask("think")
    desk.receive(generation.run.id, ["text": "A **deep** thought.", "thought": true], ["text": "An answer."])
    desk.press("tab tab v w")
    #expect(desk.studio.focus == .thinking)
    #expect(Self.copied("v e y", desk) == "deep")
    #expect(Self.copied("y", desk) == "A **deep** thought.")
  }

  // MARK: Mouse

  private static func mouse(_ action: Mouse.Action, _ row: Int, _ column: Int, _ desk: inout Desk) -> String? {
    let rect = desk.studio.textRect(of: .conversation)
    let point = Point(row: rect.row + row, column: rect.column + column)
    for effect in desk.send(.input(.mouse(Mouse(action, button: 1, at: point)))) {
      if case .copy(let text) = effect { return text }
    }
    return nil
  }

  @Test("A drag copies on release, and the next key takes the mark away")
  func drag() throws {
    var desk = Desk(columns: 60, rows: 40)
    try desk.talk("prompt", Self.markdown)
    // Rows: header, prompt, gap, header, title, blank, paragraph.
    #expect(Self.mouse(.press, 6, 4, &desk) == nil)
    #expect(Self.mouse(.drag, 6, 7, &desk) == nil)
    #expect(desk.studio.textMarks.map(\.role) == [.selection])
    #expect(Self.mouse(.release, 6, 7, &desk) == "bold")
    desk.press("escape")
    #expect(desk.studio.textMarks.isEmpty && desk.studio.focus == .conversation)
    _ = Self.mouse(.press, 6, 4, &desk)
    #expect(Self.mouse(.release, 6, 4, &desk) == nil)
  }

  @Test("Two clicks take a word, three a line")
  func clicks() throws {
    var desk = Desk(columns: 60, rows: 40)
    try desk.talk("prompt", Self.markdown)
    _ = Self.mouse(.press, 4, 3, &desk)
    #expect(Self.mouse(.release, 4, 3, &desk) == nil)
    _ = Self.mouse(.press, 4, 3, &desk)
    #expect(Self.mouse(.release, 4, 3, &desk) == "first")
    _ = Self.mouse(.press, 4, 3, &desk)
    #expect(Self.mouse(.release, 4, 3, &desk) == "# A *first* title")
    desk.wait(1000)
    _ = Self.mouse(.press, 4, 3, &desk)
    #expect(Self.mouse(.release, 4, 3, &desk) == nil)
  }

  @Test("Dragged over the edge the text comes along")
  func edge() throws {
    var desk = Desk(columns: 60, rows: 20)
    try desk.talk("prompt", (0..<60).map { "Line \($0).\n\n" }.joined())
    desk.press("escape g")
    _ = Self.mouse(.press, 4, 0, &desk)
    let below = desk.studio.layout.conversation.rows + 1
    for _ in 0..<30 { _ = Self.mouse(.drag, below, 3, &desk) }
    let text = try #require(Self.mouse(.release, below, 3, &desk))
    #expect(text.hasPrefix("Line 0.\n\nLine 1.") && text.contains("Line 15."))
  }

  @Test("Random keys copy nothing but what stands in the source, and no half of a pair of marks", arguments: 0..<8)
  func random(seed: Int) throws {
    var random = Seeded(900 + seed)
    let words = [
      "word ", "**bold** ", "`code` ", "\n\n", "\n- item ", "\n> quote ", "| a | b |\n|---|---|\n| c | d |\n", "é ",
      "你好 ",
    ]
    let answer = random.text(of: words, count: 150)
    var desk = Desk(columns: 70, rows: 20)
    let generation = try desk.talk("prompt", answer)
    desk.press("escape v")
    let keys = [
      "j", "k", "w", "b", "e", "l", "h", "}", "{", "g", "G", "$", "0", "v", "V", "y", "v", "escape", "/ a enter", "n",
    ]
    let source = try Self.unmarked(desk.run(generation.run.id).shownText(thought: false))
    for _ in 0..<200 {
      for effect in desk.press(keys.randomElement(using: &random) ?? "y") {
        guard case .copy(let marked) = effect else { continue }
        #expect(marked.count { $0 == "*" } % 4 == 0 && marked.count { $0 == "`" } % 2 == 0, "\(marked)")
        let text = Self.unmarked(marked)
        let isWritten =
          text.isEmpty || source.contains(text) || "prompt".contains(text)
          || (1...6).contains { count in
            let start = "prompt".suffix(count) + "\n\n"
            return text.hasPrefix(start) && source.contains(text.dropFirst(start.count))
          }
        #expect(isWritten, "\(text)")
      }
      if desk.studio.place == .conversation { desk.press("v") }
      if desk.studio.place == .prompt || desk.studio.place == .emptyPrompt { desk.press("escape v") }
    }
  }

  private static func unmarked(_ text: String) -> String { text.filter { $0 != "*" && $0 != "`" } }
}

extension Studio {
  fileprivate var selectedSource: String {
    var copy = self
    return copy.selectedText()
  }

  fileprivate var cursorLine: String {
    guard let selection else { return "" }
    return textLines(
      selection.head.line..<selection.head.line + 1, ofPart: selection.head.part, in: selection.pane
    ).map(\.text).joined()
  }

  fileprivate var selectedWord: String {
    guard let selection else { return "" }
    let cells = cells(atLine: selection.head.line, ofPart: selection.head.part, in: selection.pane)
    return cells.text(in: cells.word(at: selection.head.column))
  }
}
