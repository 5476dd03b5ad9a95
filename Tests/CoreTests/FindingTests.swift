import Gemini
import Markdown
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
  private static func found(_ desk: Desk, in pane: TextPane = .conversation) -> [String] {
    desk.studio.textMarks.map { mark in
      let rect = desk.studio.textRect(of: pane)
      let line = desk.studio.textLine(atRow: mark.row - rect.row, of: pane)
      let cells = line.map { desk.studio.cells(atLine: $0.line, ofPart: $0.part, in: pane) }
      let columns = mark.columns.lowerBound - rect.column..<mark.columns.upperBound - rect.column
      let text = cells?.text(in: columns) ?? "?"
      return mark.role == .selected ? "[\(text)]" : text
    }
  }

  @Test("Each place is gone to in turn, marked and counted, and after the last comes the first")
  func walking() throws {
    var desk = Self.desk()
    desk.press("g")
    Self.find("whale", &desk)
    #expect(Self.found(desk) == ["[Whale]"])
    #expect(desk.studio.notice?.text == "\u{201C}whale\u{201D} 1/4")
    for number in [2, 3, 4] {
      desk.press("n")
      #expect(desk.studio.notice?.text == "\u{201C}whale\u{201D} \(number)/4")
      #expect(Self.found(desk).contains("[Whale]"))
    }
    desk.press("n")
    #expect(desk.studio.notice?.text == "\u{201C}whale\u{201D} 1/4, from the start again.")
    desk.press("N")
    #expect(desk.studio.notice?.text == "\u{201C}whale\u{201D} 4/4, from the end again.")
    desk.press("N")
    #expect(desk.studio.notice?.text == "\u{201C}whale\u{201D} 3/4")
  }

  @Test("What is typed is lit where it is seen, before it is gone to; Esc puts it out")
  func typing() {
    var desk = Self.desk()
    desk.press("g /")
    desk.type("an")
    #expect(Self.found(desk).allSatisfy { $0 == "An" } && Self.found(desk).count > 3)
    let top = desk.studio.textLine(atRow: 1, of: .conversation)?.part
    desk.type("swer 1")
    #expect(Self.found(desk) == ["Answer 1"])
    desk.press("backspace")
    desk.send(.input(.paste("3.")))
    #expect(Self.found(desk) == ["Answer 3."])
    #expect(desk.studio.textLine(atRow: 1, of: .conversation)?.part == top)
    desk.press("escape")
    #expect(Self.found(desk).isEmpty && desk.studio.overlay == nil)
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

  @Test("What stands under an answer is looked through as well: how it ended, and its sources, whatever the width")
  func notes() throws {
    var desk = Desk(columns: 60, rows: 30)
    let id = try desk.ask("whale?").run.id
    let title = "The grey whale and " + String(repeating: "other ", count: 12) + "animals"
    let candidate: JSON = [
      "content": ["role": "model", "parts": [["text": "**Yes**, a blue one."]]], "finishReason": "MAX_TOKENS",
      "groundingMetadata": ["groundingChunks": [["web": ["title": .string(title)]]]], "index": 0,
    ]
    desk.send(.run(id, .received([GenerateContentResponse(["candidates": [candidate]])])))
    desk.end(id)
    desk.press("escape g")
    Self.find("whale", &desk)
    #expect(desk.studio.notice?.text == "\u{201C}whale\u{201D} 1/2")
    #expect(Self.found(desk) == ["[whale]", "whale"])
    desk.press("n")
    #expect(Self.found(desk) == ["whale", "[whale]"])
    // The source has more than one line at this width.
    Self.find(String(repeating: "other ", count: 12) + "animals", &desk)
    #expect(desk.studio.notice?.text.hasSuffix(" 1/1") == true)
    #expect(Self.found(desk).count == 2 && Self.found(desk).allSatisfy { $0.hasPrefix("[other") })
    let sentence = try #require(desk.run(id).endingSentence)
    Self.find(String(sentence.prefix(20)), &desk)
    #expect(Self.found(desk) == ["[\(sentence.prefix(20))]"])
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
    #expect(Self.found(desk, in: .thinking) == ["[whale]"])
    #expect(desk.studio.notice?.text == "\u{201C}whale\u{201D} 1/1")
  }

  @Test("What an answer cites is among its links")
  func citations() throws {
    var desk = Desk()
    let id = try desk.ask("whale?").run.id
    let page: JSON = ["title": "Whales", "uri": "https://whales.example"]
    let candidate: JSON = [
      "content": ["role": "model", "parts": [["text": "Yes, [a blue one](https://blue.example)."]]],
      "finishReason": "STOP", "index": 0, "groundingMetadata": ["groundingChunks": [["web": page], ["web": page]]],
      "citationMetadata": ["citationSources": [["uri": "https://other.example"], ["license": "none"]]],
    ]
    desk.send(.run(id, .received([GenerateContentResponse(["candidates": [candidate]])])))
    desk.end(id)
    desk.press("escape L")
    #expect(
      desk.studio.currentLinks.map { "\($0.number) \($0.text) \($0.address)" } == [
        "1 a blue one https://blue.example", "2 [1] Whales https://whales.example",
        "3 [2] https://other.example https://other.example",
      ])
    desk.press("down enter")
    #expect(desk.press("c") == [.copy("https://whales.example")])
  }

  @Test("What was found stays on the screen while the answer goes on")
  func streaming() throws {
    var desk = Desk(columns: 80, rows: 24)
    let id = try desk.ask("a long one").run.id
    desk.receive(id, ["text": .string(String(repeating: "A line.\n\n", count: 30) + "The whale.\n\n")])
    desk.press("tab")
    Self.find("whale", &desk)
    #expect(Self.found(desk) == ["[whale]"])
    for _ in 0..<20 { desk.receive(id, ["text": "More of it.\n\n"]) }
    #expect(Self.found(desk) == ["[whale]"])
    desk.press("escape")
    #expect(Self.found(desk).isEmpty && desk.studio.notice == nil)
  }
}
