import Gemini
import Testing

@testable import Core

@Suite("One run")
struct RunTests {
  private static func run() -> Run {
    Run(
      id: RunID(rawValue: "r"), model: "gemini-flash-latest", backend: .developer, config: GenerationConfig(),
      startTime: Desk.start)
  }

  @Test("Times are those of the first event, thought and text, and of the end")
  func times() {
    var run = Self.run()
    run.apply(.attempt(1), at: Desk.start + 10)
    #expect(run.phase == .sending && run.attempts == 1)
    run.apply(.received([.sample([["text": ""]])]), at: Desk.start + 100)
    #expect(run.phase == .streaming)
    run.apply(.received([.sample([["text": "hm", "thought": true]])]), at: Desk.start + 200)
    run.apply(.received([.sample([["text": "A"]])]), at: Desk.start + 300)
    run.apply(.received([.sample([["text": "B"]], finish: "STOP")]), at: Desk.start + 400)
    run.apply(.ended(nil), at: Desk.start + 500)
    #expect(run.firstEventTime == Desk.start + 100)
    #expect(run.firstThoughtTime == Desk.start + 200)
    #expect(run.firstTextTime == Desk.start + 300)
    #expect(run.lastEventTime == Desk.start + 400)
    #expect(run.endTime == Desk.start + 500)
    #expect(run.parts == [Part(text: "hm", thought: true), Part(text: "AB")])
    #expect(run.ending == .answered && run.failure == nil && !run.isActive)
  }

  @Test("Candidates stay apart and in order, and usage keeps the last value of each key")
  func candidates() {
    var run = Self.run()
    func chunk(_ index: Int, _ text: String, _ usage: JSON) -> GenerateContentResponse {
      GenerateContentResponse([
        "candidates": [["index": .int(index), "content": ["parts": [["text": .string(text)]]]]],
        "usageMetadata": usage, "modelVersion": "m-1", "responseId": "id",
      ])
    }
    run.apply(
      .received([
        chunk(1, "b", ["promptTokenCount": 4]), chunk(0, "a", ["candidatesTokenCount": 1]),
        chunk(1, "B", ["candidatesTokenCount": 2]),
      ]), at: Desk.start)
    #expect(run.candidates.map(\.index) == [0, 1])
    #expect(run.candidates.map { $0.text(thought: false) } == ["a", "bB"])
    #expect(run.usage.promptTokenCount == 4 && run.usage.candidatesTokenCount == 2)
    #expect(run.modelVersion == "m-1" && run.responseId == "id")
  }

  @Test("A retry waits; the next attempt takes the thoughts of the one before back once it brings its own")
  func retry() {
    var run = Self.run()
    run.apply(.attempt(1), at: Desk.start)
    run.apply(.received([.sample([["text": "hm", "thought": true]])]), at: Desk.start + 100)
    run.apply(.retry(.sample(.rateLimited), attempt: 1, delaySeconds: 2.5), at: Desk.start + 200)
    #expect(run.phase == .waiting(until: Desk.start + 2700, .sample(.rateLimited)))
    run.apply(.queued(seconds: nil), at: Desk.start + 2700)
    #expect(run.phase == .queued(until: nil) && run.isActive)
    run.apply(.queued(seconds: 1.5), at: Desk.start + 2700)
    #expect(run.phase == .queued(until: Desk.start + 4200))
    run.apply(.attempt(2), at: Desk.start + 2700)
    #expect(run.phase == .sending && run.attempts == 2)
    #expect(run.parts == [Part(text: "hm", thought: true)] && run.edition == 0)
    var failed = run
    failed.apply(.ended(.sample(.server)), at: Desk.start + 2800)
    #expect(failed.parts == run.parts, "what came is kept if nothing replaces it")
    run.apply(.received([.sample([["text": "Hi"]], finish: "STOP")]), at: Desk.start + 2900)
    #expect(run.parts == [Part(text: "Hi")] && run.edition == 1)
  }

  @Test("News in fewer pieces make the same run, and only text is joined")
  func joined() throws {
    let answers: [GenerateContentResponse] = try [
      #"{"candidates":[{"content":{"parts":[{"text":"<thi"}]}}],"usageMetadata":{"promptTokenCount":1}}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"nk>so</think>"},{"text":""}]}}],"usageMetadata":{"totalTokenCount":2}}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"Wo"}]}}],"responseId":"a","modelVersion":"m"}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"rd"}]}}],"responseId":"b"}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"s "}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"x"}]},"continuationToken":"T"}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"y"}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"z"}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"one","thoughtSignature":"S"}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"b"}]},"index":1}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"c"}]},"safetyRatings":[{"category":"C"}]}]}"#,
      #"{"usageMetadata":{"totalTokenCount":9}}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"end"}]},"finishReason":"STOP"}]}"#,
    ].map { GenerateContentResponse(try JSON(parsing: $0)) }
    let event = RunEvent.received(answers)
    guard case .received(let fewer) = event.joined else { return #expect(Bool(false)) }
    #expect(fewer.map { $0.candidates.first?.parts.count } == [3, 1, 1, 1, 1, 1, nil, 1])
    for splits in [false, true] {
      var one = Self.run()
      one.splitsReasoning = splits
      one.apply(.attempt(1), at: Desk.start)
      var other = one
      for response in answers { one.apply(.received([response]), at: Desk.start + 100) }
      other.apply(event.joined, at: Desk.start + 100)
      #expect(one == other)
      for event in [.hop(2), .received([answers[3]]), .ended(nil)] as [RunEvent] {
        one.apply(event, at: Desk.start + 200)
        other.apply(event, at: Desk.start + 200)
      }
      #expect(one == other)
    }
    #expect(RunEvent.ended(nil).joined == .ended(nil))
  }

  @Test("Text is let go of once nothing that comes can need it, and the rest goes on as before")
  func releases() {
    var run = Self.run()
    run.splitsReasoning = true
    func receive(_ part: JSON, token: String? = nil) {
      var response = GenerateContentResponse.sample([part])
      response.candidates[0].continuationToken = token
      run.apply(.received([response]), at: Desk.start)
    }
    receive(["text": "<think>Ä"])
    run.release(candidate: 0, part: 0, upTo: 7)
    #expect(!run.hasReleased, "the tag may still be read")
    receive(["text": "</think>Ölung"])
    run.release(candidate: 0, part: 0, upTo: 17 + 2)
    #expect(run.parts[0].text == "lung" && run.parts[0].textLength == 23 && run.hasReleased)
    receive(["text": "!"], token: "T")
    run.release(candidate: 0, part: 0, upTo: 22)
    #expect(run.parts[0].text == "lung!", "it may be taken up again at the token")
    receive(["text": " lost"])
    run.apply(.hop(2), at: Desk.start)
    receive(["text": " found"])
    #expect(run.parts[0].text == "lung! found" && run.parts[0].released == 19 && run.reasoning.isInAnswer)
    run.apply(.attempt(2), at: Desk.start)
    receive(["text": "anew"])
    #expect(run.parts == [Part(text: "anew")] && !run.hasReleased)
  }

  /// How a run may come to its end.
  struct Course: Sendable {
    var name: String
    var parts: JSON = []
    var finish: String?
    var block = false
    var failure: Failure?
    var isUnary = false
    var ending: RunEnding
    var exitCode: Int32
    var isGoodHistory = false
  }

  private static let text: JSON = [["text": "Hi"]]
  private static let thought: JSON = [["text": "hm", "thought": true]]

  static let courses = [
    Course(name: "whole", parts: text, finish: "STOP", ending: .answered, exitCode: 0, isGoodHistory: true),
    Course(name: "limit", parts: text, finish: "MAX_TOKENS", ending: .cut, exitCode: 0, isGoodHistory: true),
    Course(name: "limit without text", parts: thought, finish: "MAX_TOKENS", ending: .empty, exitCode: 3),
    Course(name: "unknown reason", parts: text, finish: "NEW_ONE", ending: .answered, exitCode: 0, isGoodHistory: true),
    Course(name: "unknown reason, no content", finish: "NEW_ONE", ending: .empty, exitCode: 3),
    Course(
      name: "one piece without reason", parts: text, isUnary: true, ending: .answered, exitCode: 0, isGoodHistory: true
    ),
    Course(name: "blocked prompt", block: true, ending: .blocked, exitCode: 3),
    Course(name: "safety after text", parts: text, finish: "SAFETY", ending: .blocked, exitCode: 3),
    Course(name: "recitation", parts: text, finish: "RECITATION", ending: .blocked, exitCode: 3),
    Course(name: "no image", parts: text, finish: "NO_IMAGE", ending: .blocked, exitCode: 3),
    Course(name: "image reason", finish: "IMAGE_OTHER", ending: .blocked, exitCode: 3),
    Course(name: "nothing", finish: "STOP", ending: .empty, exitCode: 3),
    Course(
      name: "no reason in a stream", parts: text, ending: .failed(.incompleteStream), exitCode: 4),
    Course(name: "empty stream", ending: .failed(.incompleteStream), exitCode: 4),
    Course(name: "error", failure: .sample(.server), ending: .failed(.sample(.server)), exitCode: 1),
    Course(
      name: "error after thoughts", parts: thought, failure: .sample(.network), ending: .failed(.sample(.network)),
      exitCode: 1),
    Course(
      name: "error after text", parts: text, failure: .sample(.network), ending: .failed(.sample(.network)), exitCode: 4
    ),
    Course(name: "stopped", parts: text, failure: .cancelled, ending: .failed(.cancelled), exitCode: 130),
    Course(
      name: "cancelled by the server, after text", parts: text, failure: .sample(.cancelled, httpStatus: 499),
      ending: .failed(.sample(.cancelled, httpStatus: 499)), exitCode: 4),
    Course(
      name: "cancelled by the server", failure: .sample(.cancelled, httpStatus: 499),
      ending: .failed(.sample(.cancelled, httpStatus: 499)), exitCode: 1),
  ]

  @Test("A run ends as it went, with its exit code", arguments: courses)
  func endings(course: Course) {
    var run = Self.run()
    run.isUnary = course.isUnary
    var extra = JSONObject()
    if course.block { extra["promptFeedback"] = ["blockReason": "SAFETY"] }
    #expect(run.ending == nil)
    run.apply(.received([.sample(course.parts, finish: course.finish, extra: extra)]), at: Desk.start)
    run.apply(.ended(course.failure), at: Desk.start + 100)
    #expect(run.ending == course.ending, "\(course.name)")
    #expect(run.exitCode == course.exitCode, "\(course.name)")
    #expect(run.isGoodHistory == course.isGoodHistory, "\(course.name)")
    let isPlain = course.ending == .answered && course.finish != "NEW_ONE"
    #expect((run.endingSentence == nil) == isPlain, "\(course.name): \(run.endingSentence ?? "nothing")")
  }

  @Test("An answer that all tokens of went to thinking says so, with the number")
  func thinkingTookAll() {
    var run = Self.run()
    let usage: JSONObject = JSONObject(["usageMetadata": ["thoughtsTokenCount": 65_536]])
    run.apply(.received([.sample(Self.thought, finish: "MAX_TOKENS", extra: usage)]), at: Desk.start)
    run.apply(.ended(nil), at: Desk.start)
    #expect(run.endingSentence?.contains("65,536 output tokens went to thinking") == true)
  }

  @Test("Events of a run that has ended change nothing")
  func late() throws {
    var desk = Desk()
    let generation = try desk.talk("one", "1")
    let before = desk.studio.session
    desk.receive(generation.run.id, ["text": "late"])
    desk.end(generation.run.id, .sample(.server))
    desk.send(.run(RunID(rawValue: "unknown"), .attempt(1)))
    #expect(desk.studio.session == before)
    #expect(desk.studio.prompt.isEmpty)
  }
}
