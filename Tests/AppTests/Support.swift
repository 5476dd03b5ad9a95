import Core
import Foundation
import Gemini
import HTTP
import TestSupport

@testable import App

/// A folder that goes when the test is over.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("gemstudio-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = "\(path)/\(name)"
    let folder = (file as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func bytes(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map { Array($0) }
  }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// A workshop that keeps all its files in a folder of the test.
func makeWorkshop(_ folder: TemporaryFolder, stores: Bool = false) -> Workshop {
  Workshop(process: ["GEMSTUDIO_HOME": folder.path, "HOME": folder.path], workingFolder: folder.path, stores: stores)
}

func response(_ text: String) throws -> GenerateContentResponse { GenerateContentResponse(try JSON(parsing: text)) }

/// A run to which responses came, each a moment after the one before, and then its end.
func makeRun(
  _ responses: [String], failure: Failure? = nil, unary: Bool = false, model: String = "gemini-flash-latest"
) throws -> Run {
  let start = Instant(milliseconds: 1000)
  var run = Run(
    id: RunID(rawValue: "r"), model: model, backend: .developer, config: GenerationConfig(), startTime: start)
  run.isUnary = unary
  run.apply(.attempt(1), at: start)
  for (index, text) in responses.enumerated() {
    run.apply(.received([try response(text)]), at: start + (index + 1) * 10)
  }
  run.apply(.ended(failure), at: start + (responses.count + 1) * 10)
  return run
}

/// Runs a request against a server of the test to its end.
func drive(
  _ server: LoopbackServer, _ request: GenerateContentRequest = hello, assets: Assets = Assets(nil),
  stream: Bool = true, policy: RetryPolicy = RetryPolicy(), timing: Timing = .hasty,
  http: HTTPClient = sharedClient, models: ModelTable = .builtIn
) async -> (run: Run, events: [RunEvent]) {
  var run = Run(
    id: RunID(rawValue: "r"), model: request.model, backend: .developer, config: GenerationConfig(),
    startTime: Instant(milliseconds: 0))
  run.isUnary = !stream
  let events = Watched<[RunEvent]>([])
  let driver = makeDriver(
    server, assets: assets, policy: policy, timing: timing, http: http, models: models)
  await driver.run(request, stream: stream) { event in events.change { $0.append(event) } }
  for event in events.value { run.apply(event, at: Instant(milliseconds: 1)) }
  return (run, events.value)
}

let hello = GenerateContentRequest(
  model: "gemini-flash-latest", contents: [Content(parts: [Part(text: "hello")])])

func makeDriver(
  _ server: LoopbackServer, assets: Assets = Assets(nil), policy: RetryPolicy = RetryPolicy(),
  limiter: Limiter = Limiter { _ in Limit() }, timing: Timing = .real, http: HTTPClient = sharedClient,
  models: ModelTable = .builtIn
) -> RunDriver {
  let target = Server(backend: .developer, baseURL: server.baseURL, version: "v1beta", key: APIKey(KeySearch.key))
  return RunDriver(
    http: http, assets: assets, models: models, limiter: limiter, policy: policy, timing: timing
  ) { target }
}

extension Timing {
  /// Waits for nothing.
  static let hasty = Timing(now: { .zero }, sleep: { _ in })
}

let sharedClient = HTTPClient(HTTPConfiguration(proxy: ""))

/// Answers in the form of a stream.
func events(_ objects: String...) -> String { objects.map { "data: \($0)\r\n\r\n" }.joined() }

/// A server that answers its requests one after the other, the last answer again and again.
func scripted(_ answers: LoopbackServer.Handler...) throws -> LoopbackServer {
  let count = Watched(0)
  return try LoopbackServer { request, connection in
    let number = count.value
    count.change { $0 += 1 }
    answers[min(number, answers.count - 1)](request, connection)
  }
}

/// One event of a stream with a text.
func chunk(_ text: String, finish: String? = nil, token: String? = nil, usage: String? = nil) -> String {
  let finish = finish.map { #","finishReason":"\#($0)""# } ?? ""
  let token = token.map { #","continuationToken":"\#($0)""# } ?? ""
  let usage = usage.map { #","usageMetadata":\#($0)"# } ?? ""
  return events(#"{"candidates":[{"content":{"parts":[{"text":"\#(text)"}]}\#(finish)\#(token)}]\#(usage)}"#)
}

/// An error object of the service.
func errorBody(_ code: Int, _ status: String, _ message: String, details: String = "") -> String {
  #"{"error":{"code":\#(code),"status":"\#(status)","message":"\#(message)","details":[\#(details)]}}"#
}
