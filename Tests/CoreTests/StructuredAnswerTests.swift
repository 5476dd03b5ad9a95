import Gemini
import Screen
import Testing

@testable import Core

@Suite("Answers that are no Markdown")
struct StructuredAnswerTests {
  private static let json = """
    {
      "glob": "src/*.swift and *.md",
      "html": "[x](http://e.org)"
    }
    """

  private static func answered(_ type: String?, _ text: String) throws -> Desk {
    var desk = Desk(columns: 100, rows: 30)
    desk.studio.session.config["responseMimeType"] = type.map(JSON.string)
    try desk.talk("one", text)
    return desk
  }

  private static func shown(_ desk: Desk) -> [String] {
    desk.studio.rows.compactMap { row in
      if case .body(let line) = row.kind, line.text != "one" { line.text } else { nil }
    }
  }

  @Test("JSON is drawn as it came, is one block, and is copied as it was written")
  func json() throws {
    var desk = try Self.answered("application/json", Self.json)
    #expect(
      Self.shown(desk) == [
        "┌ json", "│ {", #"│   "glob": "src/*.swift and *.md","#, #"│   "html": "[x](http://e.org)""#, "│ }",
      ])
    #expect(desk.press("escape ] y") == [.copy(Self.json)])
  }

  @Test(
    "By the type that was asked for",
    arguments: [
      ("text/x.enum", "│ *one*"), ("application/xml", "┌ xml"), ("text/plain", "one"), (nil, "one"),
    ] as [(String?, String)])
  func types(type: String?, first: String) throws {
    #expect(try Self.shown(Self.answered(type, "*one*")).first ?? "one" == first)
  }

  @Test("A lane's answer is drawn like that as well")
  func lanes() throws {
    var desk = Desk(columns: 100, rows: 30)
    desk.studio.session.config.schema = ["type": "object"]
    desk.press("ctrl+x c")
    desk.type("one")
    for run in desk.press("enter").generations.map(\.run.id) {
      desk.receive(run, ["text": .string(Self.json)], finish: "STOP")
      desk.end(run)
    }
    let columns = desk.studio.comparison.columns.values
    #expect(columns.count == 2 && columns.allSatisfy { $0.lines(rows: 20).first?.text == "┌ json" })
  }

  @Test("Read line by line, a line of it comes once it is whole")
  func settled() throws {
    let desk = Desk()
    var config = GenerationConfig()
    config.schema = ["type": "object"]
    var run = Run(
      id: RunID(rawValue: "r"), model: "gemini-flash-latest", backend: .developer, config: config,
      startTime: Desk.start)
    var layout = MessageLayout()
    for (text, settled) in [("{", 0), ("\n  \"a", 2), ("\": 1,\n  \"b\": 2", 3)] {
      run.apply(.received([.sample([["text": .string(text)]])]), at: Desk.start)
      layout.sync(run)
      layout.layout(columns: 40, shelf: desk.studio.shelf)
      #expect(layout.settledLineCount == settled, "after \(text)")
    }
  }
}
