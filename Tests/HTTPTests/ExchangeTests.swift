import TestSupport
import Testing

@testable import HTTP

/// Whole exchanges: what is sent, what comes back, and over how many connections.
@Suite(.timeLimit(.minutes(2))) struct ExchangeTests {
  @Test func statusHeadersAndBodyArrive() async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(status: 429, headers: [("Retry-After", "7"), ("X-Empty", "")], text: "slow down")
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL + "/a?b=c"))
    #expect(response.status == 429)
    #expect(response.httpVersion == "1.1")
    #expect(response.header("retry-after") == "7")
    #expect(response.header("X-EMPTY")?.isEmpty == true)
    #expect(response.header("absent") == nil)
    #expect(try await response.body.collect(limit: 100) == Array("slow down".utf8))
    #expect(server.requests.map(\.path) == ["/a?b=c"])
  }

  @Test func requestArrivesAsGiven() async throws {
    let server = try LoopbackServer { _, connection in connection.respond() }
    let body = randomBytes(count: 3_000_000, seed: 1)
    let client = HTTPClient(HTTPConfiguration(userAgent: "studio/1"))
    let headers = [("x-goog-api-key", "secret"), ("Content-Type", "application/json"), ("X-Empty", "")]
    _ = try await client.send(HTTPRequest(method: "POST", url: server.baseURL, headers: headers, body: body))
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.body == body)
    #expect(request.header("x-goog-api-key") == "secret")
    #expect(request.header("content-type") == "application/json")
    #expect(request.header("x-empty")?.isEmpty == true)
    #expect(request.header("user-agent") == "studio/1")
    #expect(request.header("accept-encoding") == "gzip")
    #expect(request.header("expect") == nil)
  }

  @Test(arguments: ["DELETE", "PATCH", "PUT", "POST"])
  func methodsWithoutBody(method: String) async throws {
    let server = try LoopbackServer { _, connection in connection.respond(text: "done") }
    let response = try await HTTPClient().send(HTTPRequest(method: method, url: server.baseURL))
    #expect(try await response.body.collect(limit: 10) == Array("done".utf8))
    let request = try #require(server.requests.first)
    #expect(request.method == method)
    #expect(request.header("content-length") == (method == "DELETE" ? nil : "0"))
    #expect(request.header("content-type") == nil)
  }

  @Test func headHasNoBody() async throws {
    let server = try LoopbackServer { _, connection in
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
    }
    let response = try await HTTPClient().send(HTTPRequest(method: "HEAD", url: server.baseURL))
    #expect(response.header("content-length") == "5")
    #expect(try await response.body.collect(limit: 10).isEmpty)
  }

  @Test(arguments: [204, 200])
  func emptyBodyEndsAtOnce(status: Int) async throws {
    let server = try LoopbackServer { _, connection in
      if status == 204 { connection.write("HTTP/1.1 204 No Content\r\n\r\n") } else { connection.respond() }
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    #expect(response.status == status)
    var iterator = response.body.makeAsyncIterator()
    #expect(try await iterator.next() == nil)
    #expect(try await iterator.next() == nil)
  }

  @Test func redirectIsAnAnswer() async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(status: 302, headers: [("Location", "/elsewhere")])
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    #expect(response.status == 302)
    #expect(response.header("location") == "/elsewhere")
    #expect(try await response.body.collect(limit: 10).isEmpty)
    #expect(server.requests.count == 1)
  }

  @Test func interimAnswersAreSkipped() async throws {
    let server = try LoopbackServer { _, connection in
      connection.write("HTTP/1.1 103 Early Hints\r\nLink: </style>\r\n\r\n")
      connection.respond(headers: [("X-Final", "yes")], text: "final")
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    #expect(response.status == 200)
    #expect(response.headers.map(\.name) == ["X-Final", "Content-Length"])
    #expect(try await response.body.collect(limit: 10) == Array("final".utf8))
  }

  @Test func compressedBodyIsUnpacked() async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(headers: [("Content-Encoding", "gzip")], body: gzippedText)
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    #expect(try await response.body.collect(limit: 1000) == Array("packed and unpacked\n".utf8))
  }

  @Test func connectionIsUsedAgain() async throws {
    let server = try LoopbackServer { request, connection in connection.respond(text: request.path) }
    let client = HTTPClient()
    for path in ["/first", "/second"] {
      let response = try await client.send(HTTPRequest(url: server.baseURL + path))
      #expect(try await response.body.collect(limit: 100) == Array(path.utf8))
    }
    #expect(server.connectionCount == 1)
  }

  @Test func deadConnectionIsReplaced() async throws {
    let server = try LoopbackServer { request, connection in
      connection.respond(body: request.body)
      if connection.number == 0 { connection.close() }
    }
    let client = HTTPClient()
    for body in [randomBytes(count: 1000, seed: 2), randomBytes(count: 500_000, seed: 3)] {
      let response = try await client.send(HTTPRequest(method: "POST", url: server.baseURL, body: body))
      #expect(try await response.body.collect(limit: 1_000_000) == body)
    }
    #expect(server.connectionCount == 2)
  }

  /// What went out whole may have been worked on, and paid for: only whoever asked may ask again.
  @Test func aBodyIsNeverSentAgainUnseen() async throws {
    let server = try LoopbackServer { request, connection in
      // The connection dies just as it is used for the second time.
      if connection.number == 0, request.path == "/again" { return connection.close() }
      connection.respond(body: request.body)
    }
    let client = HTTPClient()
    let body = randomBytes(count: 500_000, seed: 11)
    func post(_ path: String) -> HTTPRequest { HTTPRequest(method: "POST", url: server.baseURL + path, body: body) }
    let response = try await client.send(post("/first"))
    #expect(try await response.body.collect(limit: 1_000_000) == body)
    guard case .brokenOff(let detail) = await failure(of: client, post("/again")) else {
      Issue.record("not a connection that broke")
      return
    }
    #expect(detail.contains("kept connection"))
    #expect(try await client.send(post("/third")).body.collect(limit: 1_000_000) == body)
    #expect(server.requests.map(\.path) == ["/first", "/again", "/third"])
  }

  @Test func twentyAtOnce() async throws {
    let arrived = Watched(0)
    let server = try LoopbackServer { request, connection in
      arrived.change { $0 += 1 }
      // No answer before all are there: they are under way together, not one after the other.
      guard arrived.blockingWait(until: { $0 == 20 }) != nil else { return connection.abort() }
      connection.respond(text: request.path)
    }
    let client = HTTPClient()
    let answers = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<20 {
        group.addTask {
          let response = try await client.send(HTTPRequest(url: "\(server.baseURL)/\(number)"))
          return String(decoding: try await response.body.collect(limit: 100), as: UTF8.self)
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(answers == Set((0..<20).map { "/\($0)" }))
  }

  @Test func bodyOutlivesTheClientVariable() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(body: randomBytes(count: 100_000, seed: 4)) }
    let body = try await HTTPClient().send(HTTPRequest(url: server.baseURL)).body
    #expect(try await body.collect(limit: 100_000) == randomBytes(count: 100_000, seed: 4))
  }
}
