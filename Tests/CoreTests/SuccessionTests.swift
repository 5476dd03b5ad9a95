import Gemini
import Screen
import Testing

@testable import Core

/// - Source: gemini-api.md section 16.
@Suite("Models that have ended")
struct SuccessionTests {
  private static let gone = Failure(
    .notFound, "models/gemini-2.0-flash is not found for API version v1beta", hint: "Choose another model.",
    httpStatus: 404, status: "NOT_FOUND")

  private static func asked(_ model: String, _ failure: Failure = gone) throws -> Desk {
    var settings = Settings()
    settings.textModel = model
    var desk = Desk(settings: settings)
    desk.end(try desk.ask("hello").run.id, failure)
    return desk
  }

  static let oldIDs = [
    "gemini-2.0-flash", "gemini-2.0-flash-thinking", "gemini-2.0-flash-thinking-exp-01-21", "gemini-2.0-flash-exp",
    "gemini-2.0-flash-exp-image-generation",
  ]

  @Test("An old id is asked for as it is; refused, it names its successor, and one key takes that", arguments: oldIDs)
  func old(model: String) throws {
    var desk = try Self.asked(model)
    let run = try #require(desk.studio.latestRun)
    #expect(run.model == model)
    let traits = ModelTraits(model)
    let successor = try #require(traits.successor)
    let end = try #require(traits.endDate)
    #expect(run.failure?.hint == "\(model) ended on \(end); its successor is \(successor).")
    #expect(run.endingSentence?.contains(successor) == true)
    #expect(desk.studio.noticeLines.contains { $0.text.contains("asks \(successor) instead") })

    let again = try #require(desk.press("alt+s").generation)
    #expect(again.run.model == successor && !again.isNewTurn)
    #expect(again.request.contents.map(\.text) == ["hello"])
    #expect(desk.studio.prompt.isEmpty && desk.studio.session.model == successor)
    #expect(desk.studio.currentSiblings.count == 2)
    #expect(desk.studio.offeredModel == nil)
    desk.receive(again.run.id, ["text": "Hi"], finish: "STOP")
    desk.end(again.run.id)
    #expect(desk.studio.noticeLines.allSatisfy { !$0.text.contains("instead") })
  }

  @Test("What was typed since stays in the prompt")
  func typed() throws {
    var desk = try Self.asked("gemini-2.0-flash")
    desk.type(" and more")
    desk.press("alt+s")
    #expect(desk.studio.prompt.text == "hello and more")
  }

  @Test("Nothing is offered for other failures, other models, or a file that is missing")
  func others() throws {
    let file = Failure(
      .notFound, "File files/abc does not exist.", hint: "Choose another model.", httpStatus: 404, status: "NOT_FOUND")
    let address = Failure(.notFound, "There is nothing at this address (404).", hint: "Check.", httpStatus: 404)
    let cases: [(model: String, failure: Failure)] = [
      ("gemini-2.0-flash", .sample(.server, httpStatus: 503)), ("gemini-2.0-flash", file),
      ("gemini-2.0-flash", address), ("gemini-flash-latest", Self.gone),
    ]
    for (model, failure) in cases {
      var desk = try Self.asked(model, failure)
      #expect(desk.studio.latestRun?.failure == failure)
      #expect(desk.studio.offeredModel == nil && desk.press("alt+s").isEmpty)
    }
  }

  @Test("A model that has no day of its end is no longer offered; one whose day is to come ends then")
  func days() throws {
    let open = try Self.asked("gemini-3.1-flash-image")
    #expect(
      open.studio.latestRun?.failure?.hint
        == "gemini-3.1-flash-image is not offered here any more; its successor is gemini-nano-banana-2.1.")
    let later = try Self.asked("gemini-2.5-pro")
    #expect(
      later.studio.latestRun?.failure?.hint == "gemini-2.5-pro ends on 2026-12-01; its successor is gemini-3.8-flash.")
  }
}

@Suite("What an answer cost")
struct RunCostTests {
  private static func run(_ model: String, backend: Backend = .developer, extra: JSONObject = JSONObject()) -> Run {
    var run = Run(
      id: RunID(rawValue: "r"), model: model, backend: backend, config: GenerationConfig(), startTime: Desk.start)
    let usage: JSON = ["promptTokenCount": 1000, "candidatesTokenCount": 300, "thoughtsTokenCount": 100]
    var whole = extra
    whole["usageMetadata"] = usage
    run.apply(.received([.sample([["text": "Hi"]], finish: "STOP", extra: whole)]), at: Desk.start)
    return run
  }

  private static func ended(_ run: Run) -> Run {
    var run = run
    run.apply(.ended(nil), at: Desk.start + 10)
    return run
  }

  @Test("It is the table's price on the day the run began, thoughts being output, once it has ended")
  func price() throws {
    let run = Self.run("gemini-3.8-flash")
    #expect(run.cost(by: .builtIn) == nil)
    let cost = try #require(Self.ended(run).cost(by: .builtIn))
    #expect(abs(cost - (1000 * 0.75 + 400 * 3.75) / 1e6) < 1e-12)
    var later = Self.run("gemini-3.8-flash")
    later.startTime = Desk.start + 60 * 86_400_000
    #expect(abs((Self.ended(later).cost(by: .builtIn) ?? 0) - cost * 2) < 1e-12)
  }

  @Test("An alias costs what the model does that answered")
  func alias() throws {
    let answered = Self.run("gemini-flash-latest", extra: JSONObject(["modelVersion": "gemini-3.5-flash"]))
    let cost = try #require(Self.ended(answered).cost(by: .builtIn))
    #expect(abs(cost - (1000 * 1.5 + 400 * 9) / 1e6) < 1e-12)
    #expect(Self.ended(Self.run("gemini-flash-latest")).cost(by: .builtIn) != nil)
  }

  @Test("Unknown is unknown: other backends, other tiers, other models")
  func unknown() {
    #expect(Self.ended(Self.run("gemini-3.8-flash", backend: .simulator)).cost(by: .builtIn) == nil)
    #expect(Self.ended(Self.run("gemini-3.8-flash", backend: .vertex)).cost(by: .builtIn) == nil)
    #expect(Self.ended(Self.run("gemini-4-carbon")).cost(by: .builtIn) == nil)
    var flex = Self.run("gemini-3.8-flash")
    flex.usage.merge(UsageMetadata(JSONObject(["serviceTier": "flex"])))
    #expect(Self.ended(flex).cost(by: .builtIn) == nil)
  }
}
