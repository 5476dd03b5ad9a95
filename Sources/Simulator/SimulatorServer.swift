import FlyingFox
import FlyingSocks
import Foundation
import Gemini

/// The offline simulator: a server on 127.0.0.1 that speaks the Gemini Developer API and never poses as a model.
package actor SimulatorServer {
  package enum Pace: Hashable, Sendable {
    /// About 120 tokens a second, with pauses, as people see it from a model.
    case human
    /// Without pauses, but for the model whose pauses are its point.
    case instant
  }

  private let wantedPort: UInt16
  private let service: SimulatorService
  private let pace: Pace
  private let log: (@Sendable (String) -> Void)?
  private var running: (server: HTTPServer, task: Task<Void, Never>)?

  /// The port it listens on; `nil` while it does not.
  package private(set) var port: Int?

  /// The address to use as the API's base, such as `http://127.0.0.1:43210`; `nil` while it does not listen.
  package var baseURL: String? { port.map { "http://127.0.0.1:\($0)" } }

  /// - Parameters:
  ///   - port: 0 takes any that is free.
  ///   - codec: reads the pictures of requests and writes those of answers.
  ///   - requiresKey: refuses requests without a key, as the API does.
  ///   - log: takes one line for each request when its answer has ended. No prompts and no keys are in it.
  package init(
    port: UInt16 = 0, codec: any PictureCodec, pace: Pace, requiresKey: Bool = false,
    log: (@Sendable (String) -> Void)? = nil
  ) {
    wantedPort = port
    service = SimulatorService(codec: codec, requiresKey: requiresKey)
    self.pace = pace
    self.log = log
  }

  /// Seconds until a server that neither listens nor fails is given up: on a busy machine it may have to wait for its
  /// turn, and what keeps it from listening is said at once.
  private static let patience = 60.0

  /// Listens, and returns the port once connections are taken.
  /// - Throws: `SimulatorError` if the port cannot be had.
  package func start() async throws -> Int {
    if let port { return port }
    var configuration = HTTPServer.Configuration(
      address: try sockaddr_in.inet(ip4: "127.0.0.1", port: wantedPort),
      pool: PromptSockets(HTTPServer.defaultPool()), logger: .disabled)
    // A large picture takes its time to arrive and to be drawn.
    configuration.timeout = 600
    configuration.sharedRequestBufferSize = 64 << 10
    let server = HTTPServer(config: configuration, handler: ClosureHTTPHandler(handler))
    let (outcomes, outcome) = AsyncStream.makeStream(of: (any Error)?.self)
    let task = Task {
      do { try await server.run() } catch { outcome.yield(error) }
    }
    let waiting = Task {
      do {
        try await server.waitUntilListening(timeout: Self.patience)
        outcome.yield(nil)
      } catch { outcome.yield(error) }
    }
    var failure: (any Error)?
    for await first in outcomes {
      failure = first
      break
    }
    waiting.cancel()
    guard failure == nil, case .ip4(_, let port)? = await server.listeningAddress else {
      task.cancel()
      throw SimulatorError(port: wantedPort, cause: failure)
    }
    running = (server, task)
    self.port = Int(port)
    return Int(port)
  }

  /// Drops all connections and stops listening.
  package func stop() async {
    guard let (server, task) = running else { return }
    running = nil
    port = nil
    await server.stop()
    await task.value
  }

  private nonisolated var handler: @Sendable (FlyingFox.HTTPRequest) async throws -> HTTPResponse {
    let (service, pace, log) = (service, pace, log)
    return { request in
      let path = request.target.path(percentEncoded: false)
      let query = Dictionary(request.query.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
      let body = try await Self.body(of: request)
      let method = request.method.rawValue
      let response = await service.response(
        method: method, path: path, query: query, key: Self.key(of: request, query), body: body)
      let shown = "\(method) \(path)".unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }.map(String.init)
        .joined()
      let finished: @Sendable (Int, String) -> Void = { status, how in log?("\(shown) \(status) \(how)") }
      switch response {
      case .json(let status, let json):
        finished(status, "whole")
        return HTTPResponse(
          statusCode: Self.status(status), headers: Self.jsonHeaders, body: Data(Self.pretty(json)))
      case .reply(let reply, .whole) where reply.isWhole:
        if pace == .human {
          try await Task.sleep(for: .milliseconds(min(reply.steps.reduce(0) { $0 + $1.pause }, 1500)))
        }
        finished(200, "whole")
        return HTTPResponse(statusCode: .ok, headers: Self.jsonHeaders, body: Data(Self.pretty(reply.whole)))
      case .reply(let reply, let framing):
        let body = ReplyBody(reply, framing: framing, isPaced: pace == .human || reply.pace == .kept) {
          finished(200, $0)
        }
        return HTTPResponse(
          statusCode: .ok, headers: framing == .events ? [.contentType: "text/event-stream"] : Self.jsonHeaders,
          body: HTTPBodySequence(from: body))
      }
    }
  }

  /// The body; `nil` if it is longer than a request may be.
  private static func body(of request: FlyingFox.HTTPRequest) async throws -> [UInt8]? {
    if let count = request.bodySequence.count, count > InputRules.requestLimit { return nil }
    var body: [UInt8] = []
    for try await piece in request.bodySequence {
      body.append(contentsOf: piece)
      if body.count > InputRules.requestLimit { return nil }
    }
    return body
  }

  private static func key(of request: FlyingFox.HTTPRequest, _ query: [String: String]) -> String? {
    let bearer = request.headers[.authorization].flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil }
    return request.headers[HTTPHeader("x-goog-api-key")] ?? query["key"] ?? bearer
  }

  private static let jsonHeaders: HTTPHeaders = [.contentType: "application/json; charset=UTF-8"]

  private static func pretty(_ json: JSON) -> [UInt8] { Array((json.prettyText + "\n").utf8) }

  private static func status(_ code: Int) -> HTTPStatusCode {
    switch code {
    case 200: .ok
    case 400: .badRequest
    case 403: .forbidden
    case 404: .notFound
    case 429: .tooManyRequests
    case 503: .serviceUnavailable
    default: HTTPStatusCode(code, phrase: "Internal Server Error")
    }
  }
}

/// Why the simulator cannot listen, as a sentence.
package struct SimulatorError: Error, CustomStringConvertible {
  package let description: String

  init(port: UInt16, cause: (any Error)?) {
    let reason =
      switch cause as? SocketError {
      case .failed(_, _, let message)?: message
      case .timeout?: "it took too long"
      default: "the system gave no reason"
      }
    description =
      "The offline simulator cannot listen on port \(port) of 127.0.0.1: \(reason). Choose another port, or 0 for any."
  }
}
