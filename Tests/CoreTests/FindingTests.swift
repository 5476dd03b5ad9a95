import Gemini
import Screen
import Testing

@testable import Core

@Suite("Finding text")
struct FindingTests {
  /// Every tenth answer of forty has the text, with a mark in it.
  private static func desk() -> Desk {
    var desk = Desk(columns: 100, rows: 30)
    desk.send(
      .sessionOpened(
        .sample(turns: 40) { $0 % 10 == 5 ? "The **blue** Whale \($0) is *here*.\n\nA blue end." : "Answer \($0)." }))
    desk.press("escape")
    return desk
  }

  private static func find(_ text: String, _ desk: inout Desk) {
    desk.press("/")
    desk.type(text)
    desk.press("enter")
  }

  /// What stands out on the screen; in brackets what `n` went to.
  private static func found(_ desk: Desk) -> [String] {
    desk.studio.rows.flatMap { row -> [String] in
      guard case .body(let line) = row.kind else { return [] }
      return desk.studio.marked(line, of: row).spans.compactMap { span in
        span.style.role == .selected ? "[\(span.text)]" : span.style.role == .match ? span.text : nil
      }
    }
  }

  @Test("Each place is gone to in turn, marked and counted, and after the last comes the first")
  func walking() throws {
    var desk = Self.desk()
    desk.press("g")
    Self.find("whale", &desk)
    #expect(Self.found(desk) == ["[Whale]"])
    #expect(desk.studio.notice?.text == "\u{201C}whale\u{201D}: message 1 of 4 with it.")
    for number in [2, 3, 4] {
      desk.press("n")
      #expect(desk.studio.notice?.text.contains("message \(number) of 4") == true)
      #expect(Self.found(desk).contains("[Whale]"))
    }
    desk.press("n")
    #expect(desk.studio.notice?.text.contains("message 1 of 4 with it, from the start again.") == true)
    desk.press("N")
    #expect(desk.studio.notice?.text.contains("message 4 of 4 with it, from the end again.") == true)
    desk.press("N")
    #expect(desk.studio.notice?.text.contains("message 3 of 4 with it.") == true)
  }

  @Test("Capitals make case matter, and marks of Markdown do not stand between words")
  func matching() throws {
    var desk = Self.desk()
    Self.find("blue whale 5 is here", &desk)
    #expect(Self.found(desk) == ["[blue Whale 5 is here]"])
    Self.find("Blue", &desk)
    #expect(desk.studio.notice?.text == "\u{201C}Blue\u{201D} is not in the conversation.")
    desk.press("g")
    Self.find("blue", &desk)
    #expect(Self.found(desk) == ["[blue]", "blue"])
    desk.press("n")
    #expect(Self.found(desk) == ["blue", "[blue]"])
  }

  @Test("Only what is shown is laid out")
  func lazily() {
    var desk = Desk(columns: 100, rows: 30)
    desk.send(.sessionOpened(.sample(turns: 5000) { $0 == 7 ? "A needle." : "Answer \($0)." }))
    desk.press("escape")
    Self.find("needle", &desk)
    #expect(Self.found(desk) == ["[needle]"])
    #expect(desk.studio.transcript.messages.count { $0.layout != nil } < 100)
  }

  @Test("Escape clears what was found before it leaves")
  func clearing() {
    var desk = Self.desk()
    Self.find("whale", &desk)
    desk.press("escape")
    #expect(Self.found(desk).isEmpty && desk.studio.focus == .conversation)
    desk.press("n")
    #expect(desk.studio.notice?.text == "Nothing is looked for here. / finds text.")
    desk.press("escape")
    #expect(desk.studio.focus == .prompt)
  }

  @Test("The thinking pane is searched for itself")
  func thinking() throws {
    var desk = Desk(columns: 140, rows: 30)
    let generation = try desk.ask("whale?")
    let thoughts =
      String(repeating: "A line.\n\n", count: 60) + "The whale.\n\n" + String(repeating: "On.\n\n", count: 60)
    desk.receive(generation.run.id, ["text": .string(thoughts), "thought": true], ["text": "A whale."])
    desk.press("tab tab g")
    #expect(desk.studio.focus == .thinking)
    Self.find("whale", &desk)
    let rows = desk.studio.layout.thinking.rows
    let marked = desk.studio.thinkingLines(rows: rows).flatMap(\.spans).filter { $0.style.role == .selected }
    #expect(marked.map(\.text) == ["whale"])
    #expect(Self.found(desk).isEmpty)
  }
}
