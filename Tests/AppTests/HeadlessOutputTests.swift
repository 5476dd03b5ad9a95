import Core
import Foundation
import Gemini
import Images
import TestSupport
import Testing

@testable import App

/// An answer of a server, and how the program is to end on it.
private struct Exchange: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var status = 200
  var body: String
  var arguments: [String] = []
  var exitCode: Int32
  /// Kinds of lines beside `attempt` and `done`.
  var events: Set<String>
  var kind: String?

  init(
    _ name: String, _ body: String, status: Int = 200, _ arguments: [String] = [], exitCode: Int32,
    events: Set<String>, kind: String? = nil
  ) {
    testDescription = name
    self.status = status
    self.body = body
    self.arguments = arguments
    self.exitCode = exitCode
    self.events = events
    self.kind = kind
  }

  /// A stream of one candidate.
  static func stream(_ parts: String..., end: String = #""finishReason":"STOP""#, more: String = "") -> String {
    streamed(
      parts.map {
        #"{"candidates":[{"content":{"role":"model","parts":[\#($0)]}}],"usageMetadata":{"promptTokenCount":3}}"#
      }
        + [#"{"candidates":[{\#(end)}],"modelVersion":"m-1","responseId":"r"\#(more)}"#])
  }

  /// An error as the API words it.
  static func error(_ code: Int, _ status: String, details: String = "") -> String {
    #"{"error":{"code":\#(code),"status":"\#(status)","message":"No.","details":[\#(details)]}}"#
  }
}

/// The events of a stream.
private func streamed(_ objects: [String]) -> String { objects.map { "data: \($0)\r\n\r\n" }.joined() }

private let picture = #"{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="},"thoughtSignature":"c2ln"}"#

private let exchanges = [
  Exchange(
    "thoughts, text and all that comes with it",
    Exchange.stream(
      #"{"text":"Hm.","thought":true}"#, #"{"text":"Yes"}"#, #"{"text":"","thoughtSignature":"c2ln"}"#,
      end: """
        "finishReason":"STOP","safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"LOW"}],
        "citationMetadata":{"citationSources":[{"uri":"a"}]},"groundingMetadata":{"webSearchQueries":["q"]},
        "urlContextMetadata":{"urlMetadata":[]}
        """.replacing("\n", with: "")), ["--show-thoughts"], exitCode: 0,
    events: ["thought", "text", "part", "usage", "finish"]),
  Exchange(
    "in one piece", #"{"candidates":[{"content":{"parts":[{"text":"Yes"}]}}],"usageMetadata":{"totalTokenCount":4}}"#,
    ["--no-stream"], exitCode: 0, events: ["text", "usage"]),
  Exchange(
    "a draft and a picture", Exchange.stream(#"{"text":"Here"}"#, picture.dropLast() + #","thought":true}"#, picture),
    exitCode: 0, events: ["text", "image", "usage", "finish"]),
  Exchange(
    "pictures in files", Exchange.stream(picture, picture), ["-m", "image", "-o", "cat"], exitCode: 0,
    events: ["image", "usage", "finish"]),
  Exchange(
    "bytes that cannot be read", Exchange.stream(#"{"inlineData":{"mimeType":"image/png","data":"*"}}"#), exitCode: 0,
    events: ["image", "usage", "finish"]),
  Exchange(
    "a function and code",
    Exchange.stream(
      #"{"functionCall":{"name":"f","args":{"a":1}}},{"executableCode":{"language":"PYTHON","code":"1"}}"#,
      #"{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}},{"later":{"a":1}}"#), exitCode: 0,
    events: ["part", "usage", "finish"]),
  Exchange(
    "two candidates",
    streamed([
      #"{"candidates":[{"index":1,"content":{"parts":[{"text":"B"}]},"finishReason":"STOP"},"#
        + #"{"content":{"parts":[{"text":"A"}]},"finishReason":"MAX_TOKENS"}]}"#
    ]), exitCode: 0, events: ["text", "finish"]),
  Exchange(
    "an end nobody knows", Exchange.stream(#"{"text":"Yes"}"#, end: #""finishReason":"NEW","finishMessage":"Why""#),
    exitCode: 0, events: ["text", "usage", "finish"]),
  Exchange(
    "a refused prompt",
    streamed([#"{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":1}}"#]),
    exitCode: 3, events: ["usage", "finish"]),
  Exchange(
    "stopped by a filter", Exchange.stream(#"{"text":"Ye"}"#, end: #""finishReason":"SAFETY""#), exitCode: 3,
    events: ["text", "usage", "finish"]),
  Exchange(
    "nothing but thoughts", Exchange.stream(#"{"text":"Hm","thought":true}"#, end: #""finishReason":"MAX_TOKENS""#),
    exitCode: 3, events: ["thought", "usage", "finish"]),
  Exchange("no content", streamed([#"{"candidates":[{"finishReason":"STOP"}]}"#]), exitCode: 3, events: ["finish"]),
  Exchange(
    "broken off", streamed([#"{"candidates":[{"content":{"parts":[{"text":"Ye"}]}}]}"#]), exitCode: 4,
    events: ["text", "error"], kind: "incompleteStream"),
  Exchange(
    "an error after text",
    streamed([#"{"candidates":[{"content":{"parts":[{"text":"Ye"}]}}]}"#]) + Exchange.error(503, "UNAVAILABLE"),
    exitCode: 4, events: ["text", "error"], kind: "server"),
  Exchange(
    "a wrong key", Exchange.error(400, "INVALID_ARGUMENT", details: #"{"reason":"API_KEY_INVALID"}"#), status: 400,
    exitCode: 1, events: ["error"], kind: "authentication"),
  Exchange(
    "not allowed", Exchange.error(403, "PERMISSION_DENIED"), status: 403, exitCode: 1, events: ["error"],
    kind: "permission"),
  Exchange(
    "a wrong request", Exchange.error(400, "INVALID_ARGUMENT"), status: 400, exitCode: 1, events: ["error"],
    kind: "invalidRequest"),
  Exchange(
    "no such model", Exchange.error(404, "NOT_FOUND"), status: 404, exitCode: 1, events: ["error"], kind: "notFound"),
  Exchange(
    "no quota left",
    Exchange.error(
      429, "RESOURCE_EXHAUSTED",
      details: #"{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"RequestsPerDay"}]}"#),
    status: 429, exitCode: 1, events: ["error"], kind: "quotaExhausted"),
  Exchange(
    "a server in trouble", Exchange.error(501, "UNIMPLEMENTED"), status: 501, exitCode: 1, events: ["error"],
    kind: "server"),
  Exchange(
    "no answer of this API", "<html>Sign in</html>", exitCode: 1, events: ["error"], kind: "malformedResponse"),
]

@Suite("What commands print for scripts, held against the schema")
struct HeadlessOutputTests {
  private let folder: TemporaryFolder
  private let schema: JSONSchema

  init() throws {
    folder = try TemporaryFolder()
    schema = JSONSchema(try HeadlessSchema.read())
  }

  private func program(_ server: LoopbackServer) -> ProgramProcess {
    ProgramProcess(folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
  }

  private func lines(_ text: String) throws -> [JSON] {
    try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
  }

  private func check(_ lines: [JSON], exitCode: Int32) {
    for line in lines { #expect(schema.problems(of: line, as: "event") == [], "\(line.text)") }
    #expect(lines.last?["event"]?.string == "done")
    #expect(lines.last?["exitCode"]?.int == Int(exitCode))
  }

  @Test("An answer is one object, or one object a line", arguments: exchanges)
  private func answers(exchange: Exchange) async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(status: exchange.status, text: exchange.body)
    }
    let arguments = ["ask", "hi"] + exchange.arguments
    let whole = try await program(server).run(arguments + ["--format", "json"])
    #expect(whole.exitCode == exchange.exitCode, "\(whole.err)")
    let object = try JSON(parsing: whole.out)
    #expect(schema.problems(of: object, as: "answer") == [])
    #expect(object["error"]?["kind"]?.string == exchange.kind)
    let piecewise = try await program(server).run(arguments + ["--format", "jsonl"])
    #expect(piecewise.exitCode == exchange.exitCode)
    let lines = try lines(piecewise.text)
    check(lines, exitCode: exchange.exitCode)
    #expect(Set(lines.compactMap { $0["event"]?.string }) == exchange.events.union(["attempt", "done"]))
    let texts = lines.filter { $0["event"]?.string == "text" && $0["candidate"]?.int == 0 }
    #expect(texts.compactMap { $0["text"]?.string }.joined() == object["text"]?.string)
  }

  @Test("Another attempt is an event")
  func retry() async throws {
    let isFirst = Watched(true)
    let server = try LoopbackServer { _, connection in
      if isFirst.value {
        isFirst.set(false)
        connection.respond(
          status: 429, text: Exchange.error(429, "RESOURCE_EXHAUSTED", details: #"{"retryDelay":"0.1s"}"#))
      } else {
        connection.respond(text: Exchange.stream(#"{"text":"Yes"}"#))
      }
    }
    let result = try await program(server).run(["ask", "hi", "--format", "jsonl"])
    let lines = try lines(result.text)
    check(lines, exitCode: 0)
    let events = lines.compactMap { $0["event"]?.string }
    #expect(events.prefix(3) == ["attempt", "retry", "attempt"])
    #expect(lines.first { $0["event"]?.string == "retry" }?["error"]?["kind"]?.string == "rateLimited")
    #expect(lines.last?["timing"]?["attempts"]?.int == 2)
    // With that, every kind of line was held against the schema.
    let all = exchanges.reduce(into: Set(events)) { $0.formUnion($1.events) }
    #expect(all == ["attempt", "retry", "thought", "text", "image", "part", "usage", "finish", "error", "done"])
  }

  @Test("An answer of several requests tells what each of them used")
  func hops() async throws {
    let hasToken = Watched(false)
    let server = try LoopbackServer { _, connection in
      let isFirst = !hasToken.value
      hasToken.set(true)
      let end = isFirst ? #""finishReason":"CONTINUATION","continuationToken":"T""# : #""finishReason":"STOP""#
      connection.respond(
        text: Exchange.stream(
          #"{"text":"Yes"}"#, end: end + #","tokenCount":4,"avgLogprobs":-0.5,"logprobsResult":{}"#,
          more: #","createTime":"2026-11-22T10:00:00Z","modelStatus":{"modelStage":"STABLE"}"#))
    }
    let whole = try await program(server).run(["ask", "hi", "--format", "json"])
    let object = try JSON(parsing: whole.out)
    #expect(schema.problems(of: object, as: "answer") == [])
    #expect(object["hops"]?.array?.count == 2)
    #expect(object["modelStatus"] != nil)
    hasToken.set(false)
    let lines = try lines(try await program(server).run(["ask", "hi", "--format", "jsonl"]).text)
    check(lines, exitCode: 0)
    #expect(lines.compactMap { $0["event"]?.string == "attempt" ? $0["hop"]?.int : nil } == [2])
    #expect(lines.filter { $0["event"]?.string == "text" }.count == 2)
  }

  @Test("A request that waits for its turn is no line before it leaves", arguments: [1.5, nil])
  func queued(seconds: Double?) throws {
    let run = try makeRun([])
    var lines = EventLines(run, defersImages: false)
    let all = [RunEvent.queued(seconds: seconds), .attempt(1)].flatMap { event in
      lines.lines(for: event, at: run.startTime) { _ in nil }
    }
    #expect(all.map { $0["event"]?.string } == ["attempt"])
  }

  @Test("Errors of every kind have one shape")
  func errors() throws {
    for kind in Failure.Kind.allCases {
      let run = try makeRun([], failure: Failure(kind, "No.", hint: "Wait.", retryDelaySeconds: 1.5))
      #expect(schema.problems(of: HeadlessSchema.answer(run), as: "answer") == [], "\(kind)")
    }
  }

  @Test("Ctrl+C while the prompt is read gives the object too", arguments: ["json", "jsonl"])
  func interrupted(format: String) async throws {
    let server = try LoopbackServer { _, _ in }
    let pipe = Pipe()
    let result = try await program(server).run(["ask", "--format", format], pipe: pipe) { process in
      // More than a pipe holds: once it is all written, the program has begun to read.
      pipe.fileHandleForWriting.write(Data(repeating: 0x61, count: 1 << 18))
      kill(process, SIGINT)
    }
    #expect(result.exitCode == 130)
    if format == "json" {
      let object = try JSON(parsing: result.out)
      #expect(schema.problems(of: object, as: "answer") == [])
      #expect(object["error"]?["kind"]?.string == "cancelled")
      #expect(object["model"]?.string == "gemini-flash-latest")
    } else {
      check(try lines(result.text), exitCode: 130)
    }
    #expect(server.requests.isEmpty)
  }

  @Test("A dry run shows the request of any command, the key hidden")
  func dryRuns() async throws {
    try folder.write(#"{"name":"f"}"#, to: "f.json")
    let commands: [(arguments: [String], body: String)] = [
      (["ask", "hi"], #"{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}"#),
      (["count", "hi"], #"{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}"#),
      (
        ["count", "hi", "-s", "Short.", "--tool", "urlContext", "--functions", "f.json"],
        #"{"generateContentRequest":{"model":"models/gemini-flash-latest","contents":[{"role":"user","parts":[{"text":"hi"}]}],"#
          + #""systemInstruction":{"role":"user","parts":[{"text":"Short."}]},"tools":[{"urlContext":{}},{"functionDeclarations":[{"name":"f"}]}]}}"#
      ),
    ]
    for (arguments, body) in commands {
      let result = try await ProgramProcess(folder, ["GEMINI_API_KEY": KeySearch.key]).run(
        arguments + ["--dry-run", "--format", "json"])
      #expect(result.exitCode == 0, "\(result.err)")
      let object = try JSON(parsing: result.out)
      #expect(schema.problems(of: object, as: "dryRun") == [])
      #expect(object["body"]?.text == body)
      #expect(!result.text.contains(KeySearch.key))
    }
  }

  @Test("Lists, counts and checks have their shapes, and failures one of their own")
  func others() async throws {
    let commands: [(arguments: [String], definition: String, exitCode: Int32)] = [
      (["models", "--offline"], "models", 0), (["models", "--offline", "--all", "gemini"], "models", 0),
      (["models", "get", "flash", "--offline"], "model", 0), (["models", "get", "nope", "--offline"], "failed", 1),
      (["count", "hi", "--offline"], "count", 0), (["count", "hi", "--offline", "-m", "nope"], "failed", 1),
      (["doctor", "--offline"], "doctor", 0),
    ]
    for (arguments, definition, exitCode) in commands {
      let result = try await ProgramProcess(folder).run(arguments + ["--format", "json"])
      #expect(result.exitCode == exitCode, "\(arguments): \(result.err)")
      let object = try JSON(parsing: result.out)
      #expect(schema.problems(of: object, as: definition) == [], "\(arguments)")
      #expect(schema.problems(of: object) == [], "\(arguments)")
    }
  }
}
