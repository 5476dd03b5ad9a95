import Gemini
import TestSupport
import Testing

@Suite("Answers side by side on the screen")
struct CompareTests {
  /// Says its thinking level, once `count` requests are on their way: alone it would wait for ever.
  private static func overlapping(_ count: Int) -> ScriptedGemini.Script {
    let begun = Watched(0)
    return { exchange in
      begun.change { $0 += 1 }
      exchange.begin()
      _ = begun.blockingWait { $0 >= count }
      exchange.text("Thought of at level \(level(exchange.request)).")
      exchange.finish()
    }
  }

  private static func level(_ request: ReceivedRequest) -> String {
    (try? JSON(parsing: request.body))?["generationConfig"]?["thinkingConfig"]?["thinkingLevel"]?.string ?? "?"
  }

  private static func texts(_ body: JSON) -> [String] {
    body["contents"]?.array?.map { $0["parts"]?.array?.first?["text"]?.string ?? "" } ?? []
  }

  @Test("Requests overlap, each lane stands in a column, and after a restart the chosen one goes on exactly")
  func comparison() async throws {
    let first = Self.overlapping(2)
    let second = Self.overlapping(2)
    let gemini = try ScriptedGemini(first, first, second, second, { $0.answer("Alone again.") })
    let home = try Home()
    let wide = Studio.Terminal(columns: 120, rows: 40)
    var studio = try await Studio.start(home: home, gemini: gemini, terminal: wide)
    studio.type(Studio.Key.ctrlX.rawValue + "c")
    try await studio.shows("compares 2 lanes")
    try await studio.send("a question")
    var screen = try await studio.shows("Thought of at level HIGH.")
    screen = try await studio.shows("Thought of at level LOW.")
    #expect(screen.lines.contains { $0.contains("level LOW.") && $0.contains("level HIGH.") }, "side by side")
    try await studio.until("both figures") { output in
      output.screen.lines.count { $0.contains("thinking") && $0.hasSuffix("STOP") } == 2
    }
    try await studio.send("another one")
    try await studio.until("both figures again") { output in
      output.screen.lines[1].contains("another one")
        && output.screen.lines.count { $0.contains("thinking") && $0.hasSuffix("STOP") } == 2
    }
    try await studio.leave()

    studio = try await Studio.start(home: home, gemini: gemini, ["--continue"], terminal: wide)
    try await studio.shows("compares 2 lanes")
    screen = try await studio.shows("Thought of at level HIGH.")
    #expect(screen.lines.count { $0.contains("thinking") && $0.hasSuffix("STOP") } == 2, "the figures are there")
    studio.press(.tab)
    studio.type("2")
    studio.press(.enter)
    try await studio.shows("The conversation goes on from lane 2")
    try await studio.leave()

    studio = try await Studio.start(home: home, gemini: gemini, ["--continue"], terminal: wide)
    try await studio.send("and now")
    try await studio.shows("Alone again.")
    try await studio.leave()
    let body = try await gemini.body(ofRequest: 5)
    let high = "Thought of at level HIGH."
    #expect(Self.texts(body) == ["a question", high, "another one", high, "and now"])
    #expect(body["generationConfig"]?["thinkingConfig"]?["thinkingLevel"] == "HIGH")
  }

  @Test("A lane that is refused says so in its column and holds no other; a verdict is kept")
  func failure() async throws {
    let gemini = try ScriptedGemini({ exchange in
      if Self.level(exchange.request) == "LOW" {
        exchange.refuse(400, "INVALID_ARGUMENT", "The level is too low")
      } else {
        exchange.answer("A high answer.")
      }
    })
    let studio = try await Studio.start(home: try Home(), gemini: gemini)
    studio.type(Studio.Key.ctrlX.rawValue + "c")
    try await studio.shows("compares 2 lanes")
    try await studio.send("a question")
    let screen = try await studio.until("both ends") { $0.screen.shows("failed 400") && $0.screen.shows("STOP") }
    #expect(screen.shows("The level is too low"))
    studio.press(.tab)
    studio.type("2")
    try await studio.shows("A high answer.")
    studio.type("v2")
    try await studio.shows("Why?")
    studio.press(.enter)
    try await studio.shows("Kept: lane 2")
    studio.type("V")
    try await studio.shows("1 of 1 won")
    studio.press(.ctrlC)
    try await studio.hides("1 of 1 won")
    try await studio.leave()
  }
}
