import Gemini
import Screen
import Testing

@testable import Core

@Suite("Tokens before sending, and what was spent")
struct TokenTests {
  private static func counts(_ effects: [Effect]) -> [(request: GenerateContentRequest, key: CountKey)] {
    effects.compactMap { if case .countTokens(let request, let key) = $0 { (request, key) } else { nil } }
  }

  /// Lets time pass as the program does: to each deadline.
  private static func rest(_ desk: inout Desk, _ milliseconds: Int = 2000) -> [Effect] {
    let end = desk.now + milliseconds
    var effects: [Effect] = []
    while let next = desk.studio.nextDeadline, next <= end, next > desk.now {
      desk.wait(next - desk.now)
      effects += desk.effects
    }
    if end > desk.now { desk.wait(end - desk.now) }
    return effects + desk.effects
  }

  @Test("A count is asked for once, a pause after the last key, of all that would be sent")
  func pause() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    var effects: [Effect] = []
    for _ in 1...20 {
      desk.type("x")
      desk.wait(600)
      effects += desk.effects
    }
    #expect(Self.counts(effects).isEmpty)
    let asked = Self.counts(Self.rest(&desk))
    #expect(asked.count == 1)
    let request = try #require(asked.first?.request)
    #expect(request.contents.map(\.text) == ["one", "1", String(repeating: "x", count: 20)])
    #expect(Self.counts(Self.rest(&desk, 60_000)).isEmpty)
  }

  @Test("The count takes the place of the estimate until something that counts is another")
  func known() throws {
    var desk = Desk()
    desk.type("hello")
    let key = try #require(Self.counts(Self.rest(&desk)).first?.key)
    #expect(!desk.studio.sendEstimate.isCounted)
    desk.send(.tokensCounted(key, .success(77)))
    #expect(desk.studio.sendEstimate.isCounted && desk.studio.sendEstimate.tokens == 77)
    #expect(desk.studio.sendEstimate.limit == 1_048_576)
    desk.press("left")
    #expect(desk.studio.sendEstimate.isCounted, "moving the cursor changes nothing")
    desk.type("x")
    #expect(!desk.studio.sendEstimate.isCounted)
    // A count that comes late is of another text.
    desk.send(.tokensCounted(key, .success(78)))
    #expect(!desk.studio.sendEstimate.isCounted)
    let next = try #require(Self.counts(Self.rest(&desk)).first?.key)
    desk.send(.tokensCounted(next, .success(79)))
    desk.studio.session.systemInstruction = "Be brief."
    #expect(!desk.studio.sendEstimate.isCounted)
    #expect(Self.counts(Self.rest(&desk)).count <= 1)
  }

  @Test("A setting switches counting off; it is not done in a comparison, nor while an answer comes")
  func off() throws {
    var settings = Settings()
    settings.countsTokens = false
    var desk = Desk(settings: settings)
    desk.type("hello")
    #expect(Self.counts(Self.rest(&desk)).isEmpty)
    var comparison = Desk()
    comparison.press("ctrl+x c")
    comparison.type("hello")
    #expect(Self.counts(Self.rest(&comparison)).isEmpty)
    var busy = Desk()
    _ = try busy.ask("one")
    busy.type("two")
    #expect(Self.counts(Self.rest(&busy)).isEmpty)
  }

  @Test("A model that does not count is not asked again, a network that failed is")
  func refused() throws {
    var desk = Desk()
    desk.type("a")
    let first = try #require(Self.counts(Self.rest(&desk)).first?.key)
    desk.send(.tokensCounted(first, .failure(.sample(.network))))
    desk.type("b")
    let second = try #require(Self.counts(Self.rest(&desk)).first?.key)
    desk.send(.tokensCounted(second, .failure(.sample(.notFound, httpStatus: 404))))
    #expect(desk.studio.notice == nil)
    desk.type("c")
    #expect(Self.counts(Self.rest(&desk)).isEmpty)
  }

  @Test("A prompt that waits for an answer is estimated with that answer, as far as it came")
  func queued() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    desk.type("two")
    let alone = desk.studio.sendEstimate
    #expect(alone.turns == 2)
    let id = try #require(desk.press("enter").generation).run.id
    desk.send(.run(id, .attempt(1)))
    desk.type("three")
    let before = desk.studio.sendEstimate
    #expect(before.turns == 3 && !before.isCounted)
    desk.receive(id, ["text": .string(String(repeating: "word ", count: 80))])
    let during = desk.studio.sendEstimate
    #expect(during.turns == 3 && during.tokens == before.tokens + 100)
    #expect(Self.counts(Self.rest(&desk)).isEmpty && !during.isCounted, "nobody can count what is still coming")
    desk.receive(id, finish: "STOP")
    desk.end(id)
    #expect(desk.studio.sendEstimate.turns == 3 && desk.studio.sendEstimate.tokens == during.tokens)
  }

  @Test("Large files are estimated: a count would carry them at each pause")
  func large() throws {
    var desk = Desk()
    desk.send(.attached([AttachedPath(path: "a", attachment: .sample("a"))], problems: [], sends: false))
    desk.type("what is it")
    #expect(Self.counts(Self.rest(&desk)).first?.request.contents.first?.blobs.count == 1)
    var heavy = Core.Attachment.sample("b", 2)
    heavy.asset = .sample(2, bytes: 5_000_000)
    desk.send(.attached([AttachedPath(path: "b", attachment: heavy)], problems: [], sends: false))
    #expect(Self.counts(Self.rest(&desk)).isEmpty)
  }

  // MARK: The gauge

  @Test("The gauge fills with the share of the limit and warns when it is nearly full")
  func gauge() {
    #expect(ContextGauge.bar(0, of: 1000) == "▱▱▱▱▱▱▱▱▱▱" && ContextGauge.bar(1, of: 1000) == "▰▱▱▱▱▱▱▱▱▱")
    #expect(ContextGauge.bar(5000, of: 1000) == "▰▰▰▰▰▰▰▰▰▰" && ContextGauge.bar(550, of: 1000, cells: 4) == "▰▰▱▱")
    #expect(ContextGauge.percent(3, of: 1000) == "0.3 %" && ContextGauge.percent(126, of: 1000) == "13 %")
    #expect(ContextGauge.percent(1, of: 1_000_000) == "<0.1 %" && ContextGauge.percent(5, of: 0) == "500 %")
    #expect(!ContextGauge.isNearlyFull(799, of: 1000) && ContextGauge.isNearlyFull(800, of: 1000))
    #expect([1_048_576, 65_536, 2_000_000, 8192].map(ContextGauge.name) == ["1M", "65k", "2M", "8,192"])
  }

  // MARK: What was spent

  @Test("All answers of a session count, by model, also those that are not shown")
  func spent() throws {
    var desk = Desk()
    for _ in 1...2 {
      let id = try desk.ask("one").run.id
      desk.receive(
        id, ["text": "1"], finish: "STOP",
        extra: JSONObject(["usageMetadata": ["promptTokenCount": 1000, "candidatesTokenCount": 200]]))
      desk.end(id)
      desk.press("escape r")
      let again = try #require(desk.studio.activeRun?.id)
      desk.receive(
        again, ["text": "1"], finish: "STOP",
        extra: JSONObject(["usageMetadata": ["promptTokenCount": 1000, "thoughtsTokenCount": 10]]))
      desk.end(again)
      desk.press("i")
    }
    let total = desk.studio.usage.total
    #expect(total.answers == 4 && total.prompt == 4000 && total.thoughts == 20 && total.answer == 400)
    #expect(total.unpriced == 0 && total.cost > 0)
    let costs = desk.studio.session.turns.flatMap(\.runs).compactMap { $0.cost(by: .builtIn) }
    #expect(abs(costs.reduce(0, +) - total.cost) < 1e-12)
    let text = desk.studio.usageLines.map(\.text).joined(separator: "\n")
    #expect(text.contains("This session · 4 answers") && text.contains("in 4,000, thought 20, out 400 tokens"))
    #expect(text.contains("List prices as of \(ModelTable.builtIn.date)"))
    desk.press("ctrl+x n")
    #expect(desk.studio.usage == SessionUsage())
  }

  @Test("What nobody knows the price of is said")
  func unpriced() throws {
    var settings = Settings()
    settings.textModel = "some-model"
    var desk = Desk(settings: settings)
    let id = try desk.ask("one").run.id
    desk.receive(
      id, ["text": "1"], finish: "STOP", extra: JSONObject(["usageMetadata": ["promptTokenCount": 1000]]))
    desk.end(id)
    #expect(desk.studio.usage.total.costText == "price not known")
  }
}
