package import Core
package import Gemini
package import HTTP

/// Whom requests go to: a base, a version, and the key that opens it.
package struct Server: Sendable {
  package var backend: Backend
  package var baseURL: String
  package var version: String
  var key: APIKey?

  package init(backend: Backend, baseURL: String, version: String, key: APIKey?) {
    self.backend = backend
    self.baseURL = baseURL
    self.version = version
    self.key = key
  }

  package init(_ environment: Environment) {
    self.init(
      backend: .developer, baseURL: environment.baseURL, version: environment.apiVersion, key: environment.key)
  }

  package func url(of endpoint: Endpoint) -> String { endpoint.url(base: baseURL, version: version) }

  /// The headers of every request, the key left out.
  package static let plainHeaders: [(name: String, value: String)] = [
    ("Content-Type", "application/json"), ("x-goog-api-client", "gemstudio/\(Version.text) gl-swift/6"),
  ]

  func request(_ endpoint: Endpoint) -> HTTPRequest {
    var headers = Self.plainHeaders
    if let key { headers.append(("x-goog-api-key", key.value)) }
    var request = HTTPRequest(
      method: endpoint.method, url: url(of: endpoint), headers: headers, body: endpoint.body?.encoded)
    request.usesProxy = backend != .simulator
    return request
  }
}

extension Server {
  /// What an answer with another status than 200 means.
  func failure(_ response: HTTPResponse, _ body: [UInt8]) -> Failure {
    // The other form of this header, a date, would have to trust that two clocks agree.
    let retryAfter = response.header("Retry-After").flatMap { Int($0) }.map { Double(max(0, $0)) }
    return harmless(Failure(httpStatus: response.status, body: body, retryAfterSeconds: retryAfter))
  }

  /// The failure without the key, should the server repeat it.
  func harmless(_ failure: Failure) -> Failure { failure.hiding(key?.value ?? "") }
}

/// Asks a server, one answer a call.
package struct APIClient: Sendable {
  package let http: HTTPClient
  package let server: Server

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

  /// One call whose answer is one JSON value.
  package func json(_ endpoint: Endpoint) async throws(Failure) -> JSON {
    do {
      let response = try await http.send(server.request(endpoint))
      let body = try await response.body.collect(limit: 64 << 20)
      guard response.status == 200 else { throw server.failure(response, body) }
      guard let json = try? JSON(parsing: body) else { throw Failure.malformed("an answer that is not JSON") }
      if let failure = Failure(json, httpStatus: 200) { throw failure }
      return json
    } catch let failure as Failure {
      throw server.harmless(failure)
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
    case .tls, .tooLarge, .unsupported: self.init(.network, error.reason, hint: error.advice, retry: .never)
    case .resolve, .connect, .brokenOff: self.init(.network, error.reason, hint: error.advice)
    }
  }
}
