import Core
import Gemini
import TestSupport
import Testing

@testable import App

@Suite("What commands give of reasoning, drafts and ended models")
struct ShownAnswerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let reasoning = [
    #"{"candidates":[{"content":{"parts":[{"text":"\n<thi"}]}}]}"#,
    #"{"candidates":[{"content":{"parts":[{"text":"nk>Two rooms.</th"}]}}]}"#,
    #"{"candidates":[{"content":{"parts":[{"text":"ink>\n\nThe hall."}]},"finishReason":"STOP"}]}"#,
  ]

  private static let drafts = [
    #"{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":{"sha256":"aa","bytes":5}},"thought":true},{"inlineData":{"mimeType":"image/png","data":{"sha256":"bb","bytes":7}},"thought":true,"thoughtSignature":"S"}]},"finishReason":"STOP"}]}"#
  ]

  private func run(_ responses: [String], splits: Bool = true) throws -> Run {
    var run = try makeRun(responses)
    run.splitsReasoning = splits
    return run
  }

  /// The lines of a whole run, as they are printed.
  private func lines(_ responses: [String], splits: Bool = true, defersImages: Bool = false) throws -> [JSON] {
    let run = try run(responses, splits: splits)
    var lines = EventLines(run, defersImages: defersImages)
    var all: [JSON] = []
    for text in responses {
      all += lines.lines(for: .received([try response(text)]), at: run.startTime) { _ in nil }
    }
    all += lines.lines(for: .ended(nil), at: run.startTime) { _ in nil }
    return all + lines.lines(forEndOf: run, exitCode: run.exitCode) { _ in nil }
  }

  private func joined(_ lines: [JSON], _ event: String) -> String {
    lines.filter { $0["event"]?.string == event }.compactMap { $0["text"]?.string }.joined()
  }

  // MARK: Reasoning in tags

  @Test("An answer that speaks of a tag and never closes it is the answer")
  func openTag() throws {
    let text = "<thinking> is a tag that models use."
    let answer = [
      #"{"candidates":[{"content":{"parts":[{"text":"<thinking> is a tag "}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"that models use."}]},"finishReason":"STOP"}]}"#,
    ]
    var ended = Run(
      id: RunID(rawValue: "r"), model: "m", backend: .developer, config: GenerationConfig(),
      startTime: Instant(milliseconds: 0))
    ended.splitsReasoning = true
    for response in try answer.map(response) { ended.apply(.received([response]), at: ended.startTime) }
    #expect(!ended.hasAnswerContent)
    ended.apply(.ended(nil), at: ended.startTime)
    #expect(ended.ending == .answered && ended.exitCode == 0)
    #expect(RunReport.json(ended) { _ in nil }["text"]?.string == text)
    ended.splitsReasoning = true
    #expect(ended.ending == .answered, "also when it is looked at again")
    var run = ended
    run.splitsReasoning = false
    #expect(RunReport.json(run) { _ in nil }["text"]?.string == text)
    #expect(joined(try lines(answer), "text").hasSuffix(text))
  }

  @Test("The object has reasoning among the thoughts, and parts as on the wire", arguments: [true, false])
  func json(splits: Bool) throws {
    let object = RunReport.json(try run(Self.reasoning, splits: splits)) { _ in nil }
    let whole = "\n<think>Two rooms.</think>\n\nThe hall."
    let candidate = try #require(object["candidates"]?.array?.first)
    #expect(object["text"]?.string == (splits ? "The hall." : whole))
    #expect(candidate["text"] == object["text"])
    #expect(candidate["thoughts"]?.string == (splits ? "Two rooms." : ""))
    #expect(candidate["parts"]?.array?.first?["text"]?.string == whole)
  }

  @Test("The lines tell thoughts from text as they come, and join to what the object has")
  func jsonl() throws {
    let split = try lines(Self.reasoning)
    #expect(joined(split, "text") == "The hall." && joined(split, "thought") == "Two rooms.")
    let whole = try lines(Self.reasoning, splits: false)
    #expect(joined(whole, "text") == "\n<think>Two rooms.</think>\n\nThe hall." && joined(whole, "thought").isEmpty)
  }

  @Test("What is held back at the end comes before the end")
  func held() throws {
    let lines = try lines([#"{"candidates":[{"content":{"parts":[{"text":"<thi"}]},"finishReason":"STOP"}]}"#])
    #expect(lines.compactMap { $0["event"]?.string } == ["text", "finish", "done"])
    #expect(joined(lines, "text") == "<thi")
  }

  @Test("Text goes to standard output without its reasoning, unless the settings leave it there")
  func text() async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(text: Self.reasoning.map { "data: \($0)\n\n" }.joined())
    }
    let program = ProgramProcess(folder, ["GEMINI_API_KEY": "k", "GOOGLE_GEMINI_BASE_URL": server.baseURL])
    let split = try await program.run(["ask", "Say"])
    #expect(split.text == "The hall." && split.err == "Two rooms.\n")
    try folder.write("[thinking]\nsplit_tags = false\n", to: "home/config.toml")
    let whole = try await program.run(["ask", "Say"])
    #expect(whole.text == "\n<think>Two rooms.</think>\n\nThe hall." && whole.err.isEmpty, "\(whole.err)")
  }

  // MARK: Drafts

  @Test("If every picture is a draft, the last one is the answer's, in the object and in the lines")
  func drafts() throws {
    let run = try run(Self.drafts)
    let candidate = try #require(RunReport.json(run) { _ in nil }["candidates"]?.array?.first)
    #expect(candidate["images"]?.array?.map { $0["thought"]?.bool } == [true, false])
    #expect(candidate["parts"]?.array?.map { $0["thought"]?.bool } == [true, true])
    #expect(run.finalPictures.map(\.asset?.sha256) == ["bb"] && run.exitCode == 0)
    let now = try lines(Self.drafts).filter { $0["event"]?.string == "image" }
    #expect(now.map { $0["thought"]?.bool } == [true, true, false])
    #expect(now.map { $0["sha256"]?.string } == ["aa", "bb", "bb"])
    let later = try lines(Self.drafts, defersImages: true).filter { $0["event"]?.string == "image" }
    #expect(later.map { $0["thought"]?.bool } == [true, false])
  }

  // MARK: Ended models

  @Test("An ended model is asked all the same, and the hint of its 404 names the successor")
  func ended() async throws {
    let server = try LoopbackServer { request, connection in
      let id = request.path.split(separator: "/").last?.split(separator: ":").first ?? ""
      connection.respond(
        status: 404, text: #"{"error":{"code":404,"status":"NOT_FOUND","message":"models/\#(id) is not found"}}"#)
    }
    let program = ProgramProcess(folder, ["GEMINI_API_KEY": "k", "GOOGLE_GEMINI_BASE_URL": server.baseURL])
    let result = try await program.run(["ask", "Say", "-m", "gemini-2.0-flash", "--format", "json", "--no-store"])
    #expect(result.exitCode == 1)
    #expect(server.requests.first?.path.contains("gemini-2.0-flash:") == true)
    let hint = try JSON(parsing: result.out)["error"]?["hint"]?.string
    #expect(hint == "gemini-2.0-flash ended on 2026-06-01; its successor is gemini-3.5-flash-lite.")
  }
}
