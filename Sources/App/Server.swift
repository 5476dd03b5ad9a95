package import Core
package import Gemini
package import HTTP

/// Whom requests go to: a base, a version, the key that opens it, and the way there.
package struct Server: Sendable {
  package var backend: Backend
  package var baseURL: String
  package var version: String
  var key: APIKey?
  /// Sent with every request, beside the program's own.
  var extraHeaders: [ExtraHeader] = []
  /// `nil` for the direct way.
  var proxy: Proxy?

  package init(backend: Backend, baseURL: String, version: String, key: APIKey?) {
    self.backend = backend
    self.baseURL = baseURL
    self.version = version
    self.key = key
  }

  package func url(of endpoint: Endpoint) -> String { endpoint.url(base: baseURL, version: version) }

  private static let keyHeader = "x-goog-api-key"

  /// The headers of every request without the secret ones, those of the settings in the place of the program's own.
  private var plainHeaders: [(name: String, value: String)] {
    let own = [
      ("Content-Type", "application/json"), ("x-goog-api-client", "gemstudio/\(Version.text) gl-swift/6"),
      ("User-Agent", "gemstudio/\(Version.text)"),
    ]
    return own.filter { header in !extraHeaders.contains { $0.name.lowercased() == header.0.lowercased() } }
  }

  /// The headers of every request as they may be shown.
  var shownHeaders: [(name: String, value: String)] {
    let names = extraHeaders.map(\.name) + (backend == .simulator ? [] : [Self.keyHeader])
    return plainHeaders + names.map { ($0, "(hidden)") }
  }

  func request(_ endpoint: Endpoint) -> HTTPRequest {
    var headers = plainHeaders + extraHeaders.map { ($0.name, $0.value) }
    if let key { headers.append((Self.keyHeader, key.value)) }
    return HTTPRequest(
      method: endpoint.method, url: url(of: endpoint), headers: headers, body: endpoint.body?.encoded,
      proxy: proxy?.url ?? "")
  }

  // MARK: What may be shown

  private var secrets: Secrets {
    Secrets([key?.value].compactMap { $0 } + extraHeaders.map(\.value) + (proxy?.credentials ?? []))
  }

  /// An event as it may be shown and kept: what the server repeats of the secrets is hidden, and a failure on the way
  /// names the proxy.
  func presentable(_ event: RunEvent) -> RunEvent {
    switch event {
    case .retry(let failure, let attempt, let delaySeconds):
      .retry(presentable(failure), attempt: attempt, delaySeconds: delaySeconds)
    case .received(let responses) where responses.contains(where: Secrets.mayStand(in:)):
      .received(responses.map(secrets.hide(in:)))
    case .ended(let failure?): .ended(presentable(failure))
    default: event
    }
  }

  func presentable(_ answer: JSON) -> JSON { secrets.hide(in: answer) }

  func presentable(_ failure: Failure) -> Failure {
    var failure = secrets.hide(in: failure)
    if let proxy, failure.kind == .network || failure.kind == .timeout, failure.httpStatus == nil {
      failure.hint +=
        " The way leads through the proxy \(proxy.place) (\(proxy.source)): check its address, user and password."
    }
    return failure
  }
}

extension Server {
  /// What an answer with another status than 200 means.
  func failure(_ response: HTTPResponse, _ body: [UInt8]) -> Failure {
    // The other form of this header, a date, would have to trust that two clocks agree.
    let retryAfter = response.header("Retry-After").flatMap { Int($0) }.map { Double(max(0, $0)) }
    return Failure(httpStatus: response.status, body: body, retryAfterSeconds: retryAfter)
  }
}

/// Asks a server, one answer a call: once, or as often as its policy says.
package struct APIClient: Sendable {
  /// The most bytes of an error that are read.
  static let errorLimit = 1 << 20

  package let http: HTTPClient
  package let server: Server
  /// Whether and when a call that failed is made again; `nil` is never.
  var policy: RetryPolicy?
  var timing = Timing.real
  /// Told why a call is made again, and after how many seconds.
  var onRetry: @Sendable (Failure, Double) -> Void = { _, _ in }
  /// When there is nobody left to wait, by `timing`: a wait that goes beyond it is not begun.
  private var deadline: Duration?

  package init(http: HTTPClient, server: Server) {
    self.http = http
    self.server = server
  }

  /// All models, page by page.
  package func listModels() async throws(Failure) -> [Model] {
    var models: [Model] = []
    var token: String?
    for _ in 0..<50 {
      let page = try await json(.listModels(pageToken: token))
      models += page["models"]?.array?.compactMap(Model.init) ?? []
      token = page["nextPageToken"]?.string
      if token == nil { break }
    }
    return models
  }

  /// All that is said of one model.
  func model(_ id: String) async throws(Failure) -> Model {
    guard let model = Model(try await json(.getModel(id))) else { throw .malformed("a model without a name") }
    return model
  }

  /// One call whose answer is one JSON value.
  package func json(_ endpoint: Endpoint) async throws(Failure) -> JSON {
    var attempt = 1
    while true {
      do throws(Failure) {
        return server.presentable(try await answer(to: endpoint))
      } catch {
        let failure = server.presentable(error)
        guard !Task.isCancelled, let delay = delay(after: failure, attempt: attempt) else { throw failure }
        onRetry(failure, delay)
        await timing.sleep(.seconds(delay))
        if Task.isCancelled { throw .cancelled }
        attempt += 1
      }
    }
  }

  private func delay(after failure: Failure, attempt: Int) -> Double? {
    let delay = policy?.delay(after: failure, attempt: attempt, hasAnswer: false, jitter: .random(in: 0..<1))
    guard let delay, let deadline, timing.now() + .seconds(delay) >= deadline else { return delay }
    return nil
  }

  /// Makes calls that are over after so many seconds in all, also if the search for a host cannot be ended.
  package func within<Answer: Sendable>(
    _ seconds: Double, _ calls: @escaping @Sendable (APIClient) async throws(Failure) -> Answer
  ) async throws(Failure) -> Answer {
    var client = self
    client.deadline = timing.now() + .seconds(seconds)
    let (results, result) = AsyncStream.makeStream(of: Result<Answer, Failure>.self)
    let asking = Task(executorPreference: TaskQueue()) { [client] in
      do throws(Failure) { result.yield(.success(try await calls(client))) } catch { result.yield(.failure(error)) }
    }
    let waiting = Task(executorPreference: TaskQueue()) {
      await Timing.real.sleep(.seconds(seconds))
      if Task.isCancelled { return }
      let late = "There was no answer within \(durationText(milliseconds: Int(seconds * 1000)))."
      result.yield(.failure(Failure(.timeout, late, hint: "Check the network, the proxy and the base URL.")))
    }
    defer {
      asking.cancel()
      waiting.cancel()
    }
    for await first in results { return try first.get() }
    throw .cancelled
  }

  private func answer(to endpoint: Endpoint) async throws(Failure) -> JSON {
    do {
      let response = try await http.send(server.request(endpoint))
      guard response.status == 200 else {
        throw server.failure(response, await response.body.beginning(limit: Self.errorLimit))
      }
      let body = try await response.body.collect(limit: 64 << 20)
      guard let json = try? JSON(parsing: body) else { throw Failure.malformed("an answer that is not JSON") }
      if let failure = Failure(json, httpStatus: 200) { throw failure }
      return json
    } catch let failure as Failure {
      throw failure
    } catch let error as HTTPError {
      throw Failure(error, hasAnswer: false)
    } catch {
      throw Failure.malformed("an answer that cannot be read")
    }
  }
}

extension Failure {
  /// What a network error means for a run.
  /// - Parameter hasAnswer: true if some of the answer was shown: then it broke off, and is not asked for again.
  package init(_ error: HTTPError, hasAnswer: Bool) {
    switch error {
    case .cancelled: self = .cancelled
    case .timedOut, .stalled: self.init(.timeout, error.reason, hint: error.advice)
    case .brokenOff where hasAnswer: self.init(.incompleteStream, error.reason, hint: error.advice)
    case .garbled: self.init(.malformedResponse, error.reason, hint: error.advice)
    case .tls, .tooLarge, .unsupported: self.init(.network, error.reason, hint: error.advice, retry: .never)
    case .resolve, .connect, .brokenOff: self.init(.network, error.reason, hint: error.advice)
    }
  }
}
