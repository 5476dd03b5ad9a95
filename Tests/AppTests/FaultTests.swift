import Core
import Gemini
import HTTP
import TestSupport
import Testing

@testable import App

private let half = chunk("Half")
private let good = chunk("Hel") + chunk("lo", finish: "STOP")

/// Something that goes wrong on the way, and what becomes of the run.
struct Fault: Sendable, CustomTestStringConvertible {
  let name: String
  var kind: Failure.Kind?
  var text = ""
  var exitCode: Int32
  /// Requests until the end.
  var requests = 1
  let answer: LoopbackServer.Handler

  var testDescription: String { name }

  private static func cut(_ bytes: String) -> LoopbackServer.Handler {
    { _, connection in
      connection.write(bytes)
      connection.close()
    }
  }

  /// A chunked answer that is reset after its first bytes.
  private static func reset(after text: String) -> LoopbackServer.Handler {
    reset(after: Array(text.utf8))
  }

  private static func reset(after bytes: [UInt8]) -> LoopbackServer.Handler {
    { _, connection in
      connection.startChunked()
      if !bytes.isEmpty { connection.writeChunk(bytes) }
      connection.abort()
    }
  }

  private static func plain(_ status: Int, _ text: String) -> LoopbackServer.Handler {
    { $1.respond(status: status, text: text) }
  }

  private static let busy = errorBody(503, "UNAVAILABLE", "Overloaded.")
  private static let umlaut = Array("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"gr".utf8) + [0xC3]

  static let all: [Fault] = [
    Fault(name: "no answer at all", kind: .network, exitCode: 1, requests: 5, answer: { $1.close() }),
    Fault(name: "reset instead of an answer", kind: .network, exitCode: 1, requests: 5, answer: { $1.abort() }),
    Fault(name: "headers cut", kind: .network, exitCode: 1, requests: 5, answer: cut("HTTP/1.1 200 OK\r\nContent-Ty")),
    Fault(name: "not HTTP", kind: .network, exitCode: 1, answer: cut("SSH-2.0-OpenSSH_9.2\r\n")),
    Fault(name: "reset before the first event", kind: .network, exitCode: 1, requests: 5, answer: reset(after: "")),
    Fault(
      name: "reset within the first event", kind: .network, exitCode: 1, requests: 5,
      answer: reset(after: "data: {\"candidates\":")),
    Fault(
      name: "reset in mid-stream", kind: .incompleteStream, text: "Half", exitCode: 4,
      answer: reset(after: half + "data: {\"cand")),
    Fault(
      name: "reset after the last event", kind: .incompleteStream, text: "Hello", exitCode: 4,
      answer: reset(after: good)),
    Fault(
      name: "error object as the first event", kind: .server, exitCode: 1, requests: 5, answer: plain(200, busy)),
    Fault(
      name: "error object in mid-stream", kind: .server, text: "Half", exitCode: 4, answer: plain(200, half + busy)),
    Fault(
      name: "error event in mid-stream", kind: .rateLimited, text: "Half", exitCode: 4,
      answer: plain(200, half + "data: " + errorBody(429, "RESOURCE_EXHAUSTED", "Slow down.") + "\n\n")),
    Fault(
      name: "malformed event in mid-stream", kind: .malformedResponse, text: "Half", exitCode: 4,
      answer: plain(200, half + "data: {\"candidates\":[}\n\n" + good)),
    Fault(
      name: "cut in a character", kind: .incompleteStream, text: "Half", exitCode: 4,
      answer: {
        $1.write(Array("HTTP/1.1 200 OK\r\n\r\n".utf8) + Array(half.utf8) + umlaut)
        $1.close()
      }),
    Fault(
      name: "reset in a character", kind: .incompleteStream, text: "Half", exitCode: 4,
      answer: reset(after: Array(half.utf8) + umlaut)),
    Fault(
      name: "no finish reason", kind: .incompleteStream, text: "Half", exitCode: 4, answer: plain(200, half)),
    Fault(name: "empty body", kind: .incompleteStream, exitCode: 4, answer: plain(200, "")),
    Fault(
      name: "502 as a web page", kind: .server, exitCode: 1, requests: 5, answer: plain(502, "<html>Bad Gateway</html>")
    ),
    Fault(name: "500 without a body", kind: .server, exitCode: 1, requests: 5, answer: plain(500, "")),
    Fault(
      name: "error text cut short", kind: .permission, exitCode: 1,
      answer: cut("HTTP/1.1 403 Forbidden\r\nContent-Length: 500\r\n\r\n{\"error\":")),
    Fault(
      name: "429 of the day", kind: .quotaExhausted, exitCode: 1,
      answer: plain(429, errorBody(429, "RESOURCE_EXHAUSTED", "Quota exceeded, limit: 0"))),
    Fault(name: "204", kind: .malformedResponse, exitCode: 1, answer: { $1.write("HTTP/1.1 204 No Content\r\n\r\n") }),
    Fault(
      name: "a web page as the answer", kind: .malformedResponse, exitCode: 1, answer: plain(200, "<html>Hi</html>")),
    Fault(
      name: "early STOP", text: "Hello", exitCode: 0,
      answer: plain(200, chunk("Hel", finish: "STOP") + chunk("lo"))),
    Fault(
      name: "STOP in every event", text: "Hello", exitCode: 0,
      answer: plain(200, chunk("Hel", finish: "STOP") + chunk("lo", finish: "STOP"))),
    Fault(
      name: "explicit nulls", text: "Hello", exitCode: 0,
      answer: plain(
        200,
        events(
          #"{"candidates":[{"content":{"role":null,"parts":[{"text":"Hello","thought":null,"thoughtSignature":null}]},"finishReason":null,"index":null}],"promptFeedback":null,"usageMetadata":null,"error":null}"#,
          #"{"candidates":[{"content":null,"finishReason":"STOP","safetyRatings":null}]}"#))),
    Fault(
      name: "last event without its line end", text: "Hello", exitCode: 0, answer: plain(200, String(good.dropLast(2)))),
    Fault(
      name: "one byte a packet", text: "Hello", exitCode: 0,
      answer: { _, connection in
        connection.startChunked()
        for byte in good.utf8 { connection.writeChunk([byte]) }
        connection.endChunked()
      }),
    Fault(
      name: "gzip", text: "Hello", exitCode: 0,
      answer: { $1.respond(headers: [("Content-Encoding", "gzip")], body: StoredGzip.make(Array(good.utf8))) }),
    Fault(
      name: "gzip that is none", kind: .malformedResponse, exitCode: 1,
      answer: { $1.respond(headers: [("Content-Encoding", "gzip")], text: "this is no gzip, however one reads it") }),
  ]
}

@Suite("What goes wrong on the way", .timeLimit(.minutes(5)))
struct FaultTests {
  private func text(_ run: Run) -> String { run.answer?.text(thought: false) ?? "" }

  @Test("A run ends as it should, with what came", arguments: Fault.all)
  func faults(fault: Fault) async throws {
    let server = try LoopbackServer(handler: fault.answer)
    let (run, events) = await drive(server)
    #expect(run.failure?.kind == fault.kind, "\(run.failure?.message ?? "no failure")")
    #expect(text(run) == fault.text)
    #expect(run.exitCode == fault.exitCode)
    #expect(server.requests.count == fault.requests)
    #expect(events.filter { if case .attempt = $0 { true } else { false } }.count == fault.requests)
    #expect(events.filter { if case .retry = $0 { true } else { false } }.count == fault.requests - 1)
    #expect(events.last == .ended(run.failure) || fault.kind == .incompleteStream)
    if run.failure != nil { #expect(run.endingSentence?.hasSuffix(".") == true) }
  }

  @Test("A refused connection is tried again, and is the network's fault")
  func refused() async throws {
    let port = try #require(ClosedPort())
    let (failure, attempts) = await fail(at: "http://127.0.0.1:\(port.number)")
    #expect(failure?.kind == .network && attempts == 5)
  }

  /// Asks a server that is none of `LoopbackServer`'s HTTP.
  private func fail(at baseURL: String) async -> (failure: Failure?, attempts: Int) {
    let target = Server(backend: .developer, baseURL: baseURL, version: "v1beta", key: APIKey(KeySearch.key))
    let driver = RunDriver(
      http: sharedClient, assets: Assets(nil), models: .builtIn, limiter: Limiter { _ in Limit() }, timing: .hasty
    ) { target }
    let events = Watched<[RunEvent]>([])
    await driver.run(hello) { event in events.change { $0.append(event) } }
    guard case .ended(let failure)? = events.value.last else { return (nil, 0) }
    return (failure, events.value.count { if case .attempt = $0 { true } else { false } })
  }

  @Test("A secure connection that breaks off while it is made is tried again")
  func handshakeCut() async throws {
    // It closes as soon as it reads what is no HTTP.
    let server = try LoopbackServer { _, _ in }
    let (failure, attempts) = await fail(at: "https://127.0.0.1:\(server.port)")
    #expect(failure?.kind == .network && attempts == 5)
    #expect(server.connectionCount == 5)
  }

  @Test("A server that says nothing is given up, and asked again only if nothing was shown", arguments: [false, true])
  func stalled(afterText: Bool) async throws {
    let server = try LoopbackServer { _, connection in
      if afterText {
        connection.startChunked()
        connection.writeChunk(half)
      }
      _ = connection.waitForPeerClose()
    }
    var policy = RetryPolicy()
    policy.maximumAttempts = 2
    var models = ModelTable.builtIn
    let patience = #"{"models":{"gemini-flash-latest":{"stallSeconds":1}}}"#
    #expect(models.override(with: Array(patience.utf8)) == nil)
    let (run, _) = await drive(server, policy: policy, models: models)
    #expect(run.failure?.kind == .timeout)
    #expect(run.failure?.message.contains("1 s") == true)
    #expect(run.exitCode == (afterText ? 4 : 1))
    #expect(server.requests.count == (afterText ? 1 : 2))
    #expect(text(run) == (afterText ? "Half" : ""))
  }

  @Test("429 with a delay waits that long, and then succeeds")
  func retryInfo() async throws {
    let info = #"{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"20.04466179s"}"#
    let server = try scripted(
      { $1.respond(status: 429, text: errorBody(429, "RESOURCE_EXHAUSTED", "Slow down.", details: info)) },
      { $1.respond(status: 429, headers: [("Retry-After", "30")], text: "") }, { $1.respond(text: good) })
    let slept = Watched<[Duration]>([])
    let timing = Timing(now: { .zero }) { duration in slept.change { $0.append(duration) } }
    let (run, events) = await drive(server, timing: timing)
    #expect(run.exitCode == 0 && run.attempts == 3 && text(run) == "Hello")
    #expect(slept.value == [.seconds(20.04466179), .seconds(30)])
    let told = events.compactMap { event in if case .retry(_, _, let seconds) = event { seconds } else { nil } }
    #expect(told == [20.04466179, 30])
  }

  @Test("Thoughts alone do not keep a run from another attempt, and those of the last one are the answer's")
  func thoughts() async throws {
    @Sendable func thought(_ text: String) -> String {
      events(#"{"candidates":[{"content":{"parts":[{"text":"\#(text)","thought":true}]}}]}"#)
    }
    let server = try scripted(
      { _, connection in
        connection.startChunked()
        connection.writeChunk(thought("first"))
        connection.abort()
      }, { $1.respond(text: thought("second") + good) })
    let (run, _) = await drive(server)
    #expect(run.attempts == 2 && run.exitCode == 0)
    #expect(run.answer?.text(thought: true) == "second")
    let broken = try LoopbackServer { _, connection in
      connection.startChunked()
      if connection.number == 0 { connection.writeChunk(thought("only")) }
      connection.abort()
    }
    let (failed, _) = await drive(broken)
    #expect(failed.failure?.kind == .network && failed.attempts == 5)
    #expect(failed.answer?.text(thought: true) == "only", "nothing that was shown goes without something in its place")
  }

  @Test("A redirect to another host is an error, and the key does not go there")
  func redirect() async throws {
    let other = try LoopbackServer { _, connection in connection.respond(text: good) }
    for status in [301, 302, 303, 307, 308] {
      let server = try LoopbackServer { _, connection in
        connection.respond(status: status, headers: [("Location", other.baseURL + "/steal")])
      }
      let (run, _) = await drive(server)
      #expect(run.failure?.kind == .malformedResponse && run.exitCode == 1)
      #expect(server.requests.count == 1)
    }
    #expect(other.requests.isEmpty)
  }

  @Test("A key that a server repeats is in no failure")
  func echoedKey() async throws {
    let info =
      #"{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"X","metadata":{"key":"\#(KeySearch.key)"}}"#
    for answer in [
      errorBody(400, "INVALID_ARGUMENT", "Bad key \(KeySearch.key).", details: info), "\(KeySearch.key)? <html>",
    ] {
      for status in [400, 200] {
        let server = try LoopbackServer { _, connection in connection.respond(status: status, text: answer) }
        let (run, events) = await drive(server)
        #expect(run.failure != nil)
        #expect(!String(describing: events).contains(KeySearch.key))
        let target = Server(backend: .developer, baseURL: server.baseURL, version: "v1beta", key: APIKey(KeySearch.key))
        let error = await #expect(throws: Failure.self) {
          try await APIClient(http: sharedClient, server: target).listModels()
        }
        #expect(!String(describing: error).contains(KeySearch.key))
      }
    }
  }

  @Test("A kept connection that dies under a request is an attempt that is seen")
  func deadConnection() async throws {
    let server = try scripted(
      { $1.respond(text: good) }, { $1.close() }, { $1.respond(text: good) })
    let http = HTTPClient(HTTPConfiguration(proxy: ""))
    let (first, _) = await drive(server, http: http)
    let (second, events) = await drive(server, http: http)
    #expect(first.attempts == 1 && second.attempts == 2 && second.exitCode == 0)
    #expect(events.contains { if case .retry = $0 { true } else { false } })
    #expect(server.requests.count == 3 && server.requests[1].connection == 0)
  }
}

@Suite("Answers in unusual packets", .timeLimit(.minutes(5)))
struct PacketTests {
  @Test("A thousand events in one packet")
  func thousandEvents() async throws {
    let body = (0..<1000).map { chunk("\($0) ") }.joined() + chunk("end", finish: "STOP")
    let server = try LoopbackServer { _, connection in connection.respond(text: body) }
    let (run, _) = await drive(server)
    #expect(run.answer?.text(thought: false) == (0..<1000).map { "\($0) " }.joined() + "end")
  }
}
