import Gemini
import Testing

@testable import Core

@Suite("A long answer over several requests")
struct ContinuationTests {
  private static let start = Desk.start

  private static func chunk(
    _ text: String, finish: String? = nil, token: String? = nil, usage: Int? = nil
  ) -> GenerateContentResponse {
    var candidate = JSONObject(["content": ["parts": [["text": .string(text)]]]])
    candidate["finishReason"] = finish.map(JSON.string)
    candidate["continuationToken"] = token.map(JSON.string)
    var response = JSONObject(["candidates": [.object(candidate)]])
    response["usageMetadata"] = usage.map { ["candidatesTokenCount": .int($0), "promptTokenCount": 10] }
    return GenerateContentResponse(.object(response))
  }

  private static func run(_ events: [RunEvent]) -> Run {
    var run = Run(
      id: RunID(rawValue: "r"), model: "gemini-4-argon", backend: .developer, config: GenerationConfig(),
      startTime: start)
    for (index, event) in events.enumerated() { run.apply(event, at: start + index * 10) }
    return run
  }

  private func text(_ run: Run) -> String { run.answer?.text(thought: false) ?? "" }

  @Test("Pieces are joined, and usage is added up over the requests")
  func hops() {
    let run = Self.run([
      .attempt(1), .received([Self.chunk("One ", usage: 3)]),
      .received([Self.chunk("two ", finish: "CONTINUATION", token: "T1", usage: 6)]), .hop(2),
      .received([Self.chunk("three ", usage: 2)]),
      .received([Self.chunk("four ", finish: "CONTINUATION", token: "T2", usage: 5)]), .hop(3),
      .received([Self.chunk("five", finish: "STOP", usage: 4)]), .ended(nil),
    ])
    #expect(text(run) == "One two three four five")
    #expect(run.parts.count == 1)
    #expect(run.ending == .answered && run.finishReason == .stop)
    #expect(run.hops.map(\.candidatesTokenCount) == [6, 5, 4])
    #expect(run.usage.candidatesTokenCount == 15 && run.usage.promptTokenCount == 30)
    #expect(run.attempts == 1 && run.edition == 0)
  }

  @Test("A token that is said again is no new place to go on from")
  func sameToken() {
    let run = Self.run([
      .attempt(1), .received([Self.chunk("One ", token: "T1")]), .received([Self.chunk("two ", token: "T1")]),
      .retry(.sample(.network), attempt: 1, delaySeconds: 1), .hop(2),
      .received([Self.chunk("two three.", finish: "STOP")]), .ended(nil),
    ])
    #expect(text(run) == "One two three.")
  }

  @Test("What came after the token before a break comes anew, and is in the answer once")
  func rewind() {
    let before: [RunEvent] = [
      .attempt(1), .received([Self.chunk("Kept. ", token: "T1")]), .received([Self.chunk("Lost by")]),
      .retry(.sample(.network), attempt: 1, delaySeconds: 1), .hop(2),
    ]
    let waiting = Self.run(before)
    #expect(text(waiting) == "Kept. Lost by", "nothing goes before there is something else")
    let failed = Self.run(before + [.ended(.sample(.network))])
    #expect(text(failed) == "Kept. Lost by")
    #expect(failed.exitCode == 4)
    let run = Self.run(before + [.received([Self.chunk("Lost but found.", finish: "STOP")]), .ended(nil)])
    #expect(text(run) == "Kept. Lost but found.")
    #expect(run.edition == 1)
  }

  @Test("Other parts after the token go as well")
  func rewindParts() {
    let picture = GenerateContentResponse([
      "candidates": [
        [
          "content": ["parts": [["text": "more"], ["executableCode": ["code": "1"]], ["text": "t", "thought": true]]]
        ]
      ]
    ])
    let run = Self.run([
      .attempt(1), .received([Self.chunk("A", token: "T1")]), .received([picture]), .hop(2),
      .received([Self.chunk("B", finish: "STOP")]), .ended(nil),
    ])
    #expect(run.parts == [Part(text: "AB")])
  }

  @Test("An answer that ends with the limit of one request says that it was cut")
  func cut() {
    let run = Self.run([.attempt(1), .received([Self.chunk("A", finish: "CONTINUATION")]), .ended(nil)])
    #expect(run.ending == .cut && run.exitCode == 0)
    #expect(run.endingSentence?.contains("resumed") == true)
  }

  @Test("The layout of an answer begins anew when some of it was taken back")
  func layout() throws {
    var desk = Desk()
    let id = try desk.ask("long").run.id
    desk.send(.run(id, .attempt(1)))
    desk.send(.run(id, .received([Self.chunk("Kept. ", token: "T1")])))
    desk.send(.run(id, .received([Self.chunk("Gone, and long enough to be missed.")])))
    desk.send(.run(id, .hop(2)))
    desk.send(.run(id, .received([Self.chunk("New.", finish: "STOP")])))
    desk.send(.run(id, .ended(nil)))
    let rows = desk.studio.transcript.window(rows: 20, in: desk.studio.session, shelf: desk.studio.shelf)
    let shown = rows.map { String(describing: $0) }.joined()
    #expect(shown.contains("Kept. New.") && !shown.contains("Gone"))
  }
}

@Suite("What follows a request")
struct RunCourseTests {
  private func exchange(
    _ responses: GenerateContentResponse..., failure: Failure? = nil
  ) -> Exchange {
    var exchange = Exchange(failure: failure)
    for response in responses { exchange.take(response) }
    return exchange
  }

  private func chunk(_ text: String, finish: String? = nil, token: String? = nil) -> GenerateContentResponse {
    var candidate = JSONObject(["content": ["parts": [["text": .string(text)]]]])
    candidate["finishReason"] = finish.map(JSON.string)
    candidate["continuationToken"] = token.map(JSON.string)
    return GenerateContentResponse(["candidates": [.object(candidate)]])
  }

  private func course(unary: Bool = false, signatures: Bool = false) -> RunCourse {
    RunCourse(RetryPolicy(), isUnary: unary, hasSignatures: signatures)
  }

  private let busy = Failure(.server, "Busy.", hint: "h", httpStatus: 503)

  @Test("A whole answer is the end")
  func whole() {
    var course = course()
    #expect(course.next(after: exchange(chunk("a", finish: "STOP")), jitter: 0) == .end(nil))
  }

  @Test("A failure before any text is tried again, after text it is the end")
  func failures() {
    var course = course()
    #expect(
      course.next(after: exchange(failure: busy), jitter: 0.5) == .attempt(2, after: busy, delaySeconds: 1.5))
    #expect(course.next(after: exchange(failure: busy), jitter: 0) == .attempt(3, after: busy, delaySeconds: 2))
    let thought = GenerateContentResponse([
      "candidates": [["content": ["parts": [["text": "hm", "thought": true]]]]]
    ])
    #expect(
      course.next(after: exchange(thought, failure: busy), jitter: 0) == .attempt(4, after: busy, delaySeconds: 4))
    #expect(course.next(after: exchange(chunk("a"), failure: busy), jitter: 0) == .end(busy))
  }

  @Test("An answer is followed from token to token")
  func tokens() {
    var course = course()
    let first = course.next(after: exchange(chunk("a", finish: "CONTINUATION", token: "T1")), jitter: 0)
    #expect(first == .hop(2, token: "T1", after: nil, delaySeconds: 0))
    let second = course.next(after: exchange(chunk("b", finish: "CONTINUATION", token: "T2")), jitter: 0)
    #expect(second == .hop(3, token: "T2", after: nil, delaySeconds: 0))
    #expect(course.next(after: exchange(chunk("c", finish: "STOP")), jitter: 0) == .end(nil))
  }

  @Test("A server that never comes further is not asked for ever")
  func endless() {
    var same = course()
    _ = same.next(after: exchange(chunk("a", finish: "CONTINUATION", token: "T")), jitter: 0)
    #expect(same.next(after: exchange(chunk("b", finish: "CONTINUATION", token: "T")), jitter: 0) == .end(nil))
    var empty = course()
    #expect(empty.next(after: exchange(chunk("", finish: "CONTINUATION", token: "T")), jitter: 0) == .end(nil))
    var tokenless = course()
    #expect(tokenless.next(after: exchange(chunk("a", finish: "CONTINUATION")), jitter: 0) == .end(nil))
  }

  @Test("A break after a token is taken up three times in a row, and again after a new token")
  func reconnects() {
    var course = course()
    let broken = Failure(.incompleteStream, "Broke.", hint: "h")
    let down = Failure(.network, "Down.", hint: "h")
    #expect(
      course.next(after: exchange(chunk("a", token: "T1"), chunk("b"), failure: broken), jitter: 0)
        == .hop(2, token: "T1", after: broken, delaySeconds: 1))
    #expect(
      course.next(after: exchange(failure: down), jitter: 0) == .hop(3, token: "T1", after: down, delaySeconds: 2))
    #expect(
      course.next(after: exchange(chunk("b")), jitter: 0)
        == .hop(4, token: "T1", after: .incompleteStream, delaySeconds: 4), "a body without a finish reason broke off")
    var other = course
    #expect(course.next(after: exchange(failure: down), jitter: 0) == .end(down))
    #expect(
      other.next(after: exchange(chunk("b", token: "T2"), failure: broken), jitter: 0)
        == .hop(5, token: "T2", after: broken, delaySeconds: 1))
  }

  @Test("A hop that is refused is the end, and so is a break behind the end of the answer")
  func refusedHop() {
    var course = course()
    _ = course.next(after: exchange(chunk("a", finish: "CONTINUATION", token: "T1")), jitter: 0)
    #expect(course.next(after: exchange(failure: busy), jitter: 0) == .end(busy))
    var late = self.course()
    let broken = Failure(.incompleteStream, "Broke.", hint: "h")
    #expect(
      late.next(after: exchange(chunk("a", finish: "STOP", token: "T1"), failure: broken), jitter: 0) == .end(broken))
    var stream = self.course()
    #expect(
      stream.next(after: exchange(chunk("a", token: "T1"), failure: busy), jitter: 0)
        == .hop(2, token: "T1", after: busy, delaySeconds: 1), "an error in the middle of a stream is a break")
  }

  @Test("A signature that is called invalid is taken out once")
  func signatures() {
    let invalid = Failure(.invalidRequest, "Invalid.", hint: "h", retry: .withoutSignatures)
    var signed = course(signatures: true)
    #expect(signed.next(after: exchange(failure: invalid), jitter: 0) == .attemptWithoutSignatures(2, after: invalid))
    #expect(signed.next(after: exchange(failure: invalid), jitter: 0) == .end(invalid))
    var unsigned = course()
    #expect(unsigned.next(after: exchange(failure: invalid), jitter: 0) == .end(invalid))
  }

  @Test("An answer in one piece needs no finish reason")
  func unary() {
    var course = course(unary: true)
    #expect(course.next(after: exchange(chunk("a", token: "T1")), jitter: 0) == .end(nil))
  }
}
