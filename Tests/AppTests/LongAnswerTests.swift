import Core
import Gemini
import Synchronization
import TestSupport
import Testing

@testable import App

@Suite("A long answer", .timeLimit(.minutes(2)))
struct LongAnswerTests {
  private let request = GenerateContentRequest(
    model: "gemini-4-argon", contents: [Content(parts: [Part(text: "a long story")])], systemInstruction: "Be long.")

  private func text(_ run: Run) -> String { run.answer?.text(thought: false) ?? "" }

  /// What `--format jsonl` prints of a run, the text joined.
  private func printedText(_ events: [RunEvent], _ run: Run) -> String {
    let gate = CheckpointGate()
    var lines = EventLines(run, defersImages: false)
    let printed = events.flatMap { gate.take($0, at: run.startTime) }
      .flatMap { lines.lines(for: $0.event, at: $0.time) { _ in nil } }
    return printed.filter { $0["event"]?.string == "text" }.compactMap { $0["text"]?.string }.joined()
  }

  @Test(
    "Three requests make one answer; each but the first carries the newest token, all else stays",
    arguments: [true, false])
  func hops(stream: Bool) async throws {
    let server = try scripted(
      { $1.respond(text: body(chunk("One ", finish: "CONTINUATION", token: "T+/=1"), stream)) },
      { $1.respond(text: body(chunk("two ", finish: "CONTINUATION", token: "T+/=2"), stream)) },
      { $1.respond(text: body(chunk("three.", finish: "STOP"), stream)) })
    let (run, events) = await drive(server, request, stream: stream)
    #expect(text(run) == "One two three.")
    #expect(run.exitCode == 0 && run.attempts == 1 && run.hops.count == 3)
    #expect(
      events.filter { if case .received = $0 { false } else { true } } == [.attempt(1), .hop(2), .hop(3), .ended(nil)])
    let bodies = try server.requests.map { try #require(try JSON(parsing: $0.body).object) }
    #expect(bodies.map { $0["continuationToken"]?.string } == [nil, "T+/=1", "T+/=2"])
    for body in bodies {
      #expect(body.without(["continuationToken"]) == bodies[0])
    }
  }

  private func body(_ event: String, _ stream: Bool) -> String {
    stream ? event : String(event.dropFirst("data: ".count))
  }

  @Test("A stream that breaks after a token goes on there; nothing is doubled or lost")
  func reconnect() async throws {
    let server = try scripted(
      { _, connection in
        connection.startChunked()
        connection.writeChunk(chunk("Kept. ", token: "T1") + chunk("Gone"))
        connection.abort()
      },
      { _, connection in
        connection.startChunked()
        connection.writeChunk(chunk("Gone and ", token: "T2") + chunk("aga"))
        connection.abort()
      },
      { $1.respond(text: chunk("again.", finish: "STOP")) })
    let (run, events) = await drive(server, request)
    #expect(text(run) == "Kept. Gone and again.")
    #expect(run.exitCode == 0)
    #expect(run.hops.count == 3)
    #expect(printedText(events, run) == "Kept. Gone and again.")
    let tokens = try server.requests.map { try JSON(parsing: $0.body)["continuationToken"]?.string }
    #expect(tokens == [nil, "T1", "T2"])
    let retries = events.filter { if case .retry = $0 { true } else { false } }
    #expect(retries.count == 2, "each break is told")
  }

  @Test("Three requests in a row without a new token are enough; what came is kept")
  func givesUp() async throws {
    let server = try scripted(
      { _, connection in
        connection.startChunked()
        connection.writeChunk(chunk("Kept. ", token: "T1") + chunk("And this."))
        connection.abort()
      }, { $1.abort() })
    let (run, events) = await drive(server, request)
    #expect(server.requests.count == 4)
    #expect(run.failure?.kind == .network)
    #expect(run.exitCode == 4)
    #expect(text(run) == "Kept. And this.")
    #expect(printedText(events, run) == "Kept. And this.")
  }

  @Test("A token that is refused is an error after the text, and is not tried again", arguments: [400, 503])
  func refused(status: Int) async throws {
    let server = try scripted(
      { $1.respond(text: chunk("Kept.", finish: "CONTINUATION", token: "T1")) },
      { $1.respond(status: status, text: errorBody(status, "X", "The token is too old.")) })
    let (run, _) = await drive(server, request)
    #expect(server.requests.count == 2)
    #expect(text(run) == "Kept.")
    #expect(run.failure?.message == "The token is too old.")
    #expect(run.exitCode == 4)
  }

  @Test("Cancelling between two requests ends the run with what came")
  func cancel() async throws {
    let driver = Mutex<Task<Void, Never>?>(nil)
    let server = try LoopbackServer { _, connection in
      connection.respond(
        text: chunk("Piece. ", finish: "CONTINUATION", token: "T\(connection.number)-\(Int.random(in: 0...Int.max))"))
    }
    let seen = Watched<[RunEvent]>([])
    let task = Task { [request] in
      await makeDriver(server).run(request) { event in
        seen.change { $0.append(event) }
        if event == .hop(3) { driver.withLock { $0?.cancel() } }
      }
    }
    driver.withLock { $0 = task }
    await task.value
    #expect(seen.value.last == .ended(.cancelled))
  }
}

@Suite("Long answers on paper")
struct LongAnswerReportTests {
  private static let pieces = [
    #"{"candidates":[{"content":{"parts":[{"text":"One "}]},"finishReason":"CONTINUATION","continuationToken":"T1"}],"usageMetadata":{"candidatesTokenCount":6},"createTime":"2026-11-22T10:00:00Z","modelStatus":{"modelStage":"STABLE"}}"#,
    #"{"candidates":[{"content":{"parts":[{"text":"two"}]},"finishReason":"STOP","avgLogprobs":-0.25,"logprobsResult":{"chosenCandidates":[]},"tokenCount":4}],"usageMetadata":{"candidatesTokenCount":4}}"#,
  ]

  private func makeLongRun() throws -> Run {
    let start = Instant(milliseconds: 1000)
    var run = Run(
      id: RunID(rawValue: "r"), model: "gemini-4-argon", backend: .developer, config: GenerationConfig(),
      startTime: start)
    run.apply(.attempt(1), at: start)
    run.apply(.received([try response(Self.pieces[0])]), at: start + 10)
    run.apply(.hop(2), at: start + 20)
    run.apply(.received([try response(Self.pieces[1])]), at: start + 30)
    run.apply(.ended(nil), at: start + 40)
    return run
  }

  @Test("The usage is the sum, with what each request used beside it, and rare fields stand where there are some")
  func json() throws {
    let object = RunReport.json(try makeLongRun()) { _ in nil }
    #expect(object["usageMetadata"]?.text == #"{"candidatesTokenCount":10}"#)
    #expect(object["hops"]?.text == #"[{"candidatesTokenCount":6},{"candidatesTokenCount":4}]"#)
    #expect(object["createTime"]?.string == "2026-11-22T10:00:00Z")
    #expect(object["modelStatus"]?.text == #"{"modelStage":"STABLE"}"#)
    let candidate = try #require(object["candidates"]?.array?.first)
    #expect(candidate["avgLogprobs"]?.double == -0.25)
    #expect(candidate["logprobsResult"]?.text == #"{"chosenCandidates":[]}"#)
    #expect(candidate["tokenCount"]?.int == 4)
    #expect(candidate["continuationToken"]?.string == "T1")
  }

  @Test("Each request is a line, and so is its usage")
  func lines() throws {
    let run = try makeLongRun()
    var lines = EventLines(run, defersImages: false)
    let events: [RunEvent] = [
      .queued(seconds: 1.5), .attempt(1), .received([try response(Self.pieces[0])]), .hop(2),
      .received([try response(Self.pieces[1])]),
    ]
    let all =
      events.flatMap { lines.lines(for: $0, at: run.startTime) { _ in nil } }
      + lines.lines(forEndOf: run, exitCode: 0) { _ in nil }
    #expect(
      all.compactMap { $0["event"]?.string }
        == ["attempt", "text", "usage", "attempt", "text", "usage", "finish", "done"])
    #expect(all[3]["attempt"]?.int == 1 && all[3]["hop"]?.int == 2)
    #expect(all[2]["usageMetadata"]?.text == #"{"candidatesTokenCount":6}"#)
    #expect(all[5]["usageMetadata"]?.text == #"{"candidatesTokenCount":4}"# && all[5]["hop"]?.int == 2)
    #expect(all[6]["tokenCount"]?.int == 4)
    #expect(all[7]["hops"]?.array?.count == 2)
  }

  @Test("Answers without tokens are printed as they come")
  func gate() throws {
    let gate = CheckpointGate()
    let now = Instant(milliseconds: 0)
    for text in ["a", "b"] {
      let event = RunEvent.received([try response(#"{"candidates":[{"content":{"parts":[{"text":"\#(text)"}]}}]}"#)])
      #expect(gate.take(event, at: now).map(\.event) == [event])
    }
    #expect(gate.take(.ended(nil), at: now).map(\.event) == [.ended(nil)])
  }
}
