import TestSupport
import Testing

@testable import HTTP

/// What goes wrong on the way, and what is said about it.
@Suite(.timeLimit(.minutes(2))) struct FailureTests {
  @Test func refusedConnection() async throws {
    let port = try #require(ClosedPort())
    guard case .connect(let detail) = await failure(HTTPRequest(url: "http://127.0.0.1:\(port.number)")) else {
      Issue.record("not a failure to connect")
      return
    }
    #expect(detail.contains("127.0.0.1"))
  }

  @Test func unknownHost() async {
    let client = HTTPClient(HTTPConfiguration(connectTimeoutSeconds: 60, proxy: ""))
    let error = await failure(of: client, HTTPRequest(url: "http://user:word@nonexistent.invalid:81/path?key=1"))
    #expect(error == .resolve(host: "nonexistent.invalid"))
  }

  @Test func noAnswerAtAll() async throws {
    let server = try LoopbackServer { _, connection in connection.close() }
    #expect(await failure(HTTPRequest(url: server.baseURL))?.name == "brokenOff")
  }

  @Test func resetInsteadOfAnAnswer() async throws {
    let server = try LoopbackServer { _, connection in connection.abort() }
    #expect(await failure(HTTPRequest(url: server.baseURL))?.name == "brokenOff")
  }

  @Test(arguments: ["Content-Length: 100\r\n\r\nonly this", "Transfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n"])
  func bodyCutShort(answer: String) async throws {
    let server = try LoopbackServer { _, connection in
      connection.write("HTTP/1.1 200 OK\r\n\(answer)")
      connection.close()
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    let (bytes, error) = await readAll(response.body)
    #expect(bytes == Array("only this".utf8))
    #expect(error?.name == "brokenOff")
  }

  @Test func resetInTheBody() async throws {
    let hasRead = Watched(false)
    let server = try LoopbackServer { _, connection in
      connection.startChunked()
      connection.writeChunk("only this")
      _ = hasRead.blockingWait { $0 }
      connection.abort()
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    var iterator = response.body.makeAsyncIterator()
    #expect(try await iterator.next() == Array("only this".utf8))
    hasRead.set(true)
    do throws(HTTPError) {
      _ = try await iterator.next()
      Issue.record("the end was taken for a good one")
    } catch {
      #expect(error.name == "brokenOff")
    }
  }

  @Test func brokenChunkFraming() async throws {
    let server = try LoopbackServer { _, connection in
      connection.startChunked()
      connection.write("this is no size\r\n")
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    #expect(await readAll(response.body).error?.name == "brokenOff")
  }

  @Test(arguments: [false, true])
  func silence(afterTheHead: Bool) async throws {
    let server = try LoopbackServer { _, connection in
      if afterTheHead { connection.startChunked() }
      _ = connection.waitForPeerClose(seconds: 100)
    }
    let client = HTTPClient(HTTPConfiguration(stallSeconds: 1))
    if afterTheHead {
      let response = try await client.send(HTTPRequest(url: server.baseURL))
      #expect(await readAll(response.body).error == .stalled(seconds: 1))
    } else {
      #expect(await failure(of: client, HTTPRequest(url: server.baseURL)) == .stalled(seconds: 1))
    }
  }

  @Test func aRequestHasItsOwnPatience() async throws {
    let server = try LoopbackServer { _, connection in _ = connection.waitForPeerClose(seconds: 100) }
    var request = HTTPRequest(url: server.baseURL)
    request.stallSeconds = 1
    #expect(await failure(of: HTTPClient(HTTPConfiguration(stallSeconds: 300)), request) == .stalled(seconds: 1))
  }

  /// A reader that takes its time is not a server that does not answer.
  @Test func pausedTransferDoesNotStall() async throws {
    let size = 32 << 20
    let wasBlocked = Watched(false)
    let body = randomBytes(count: size, seed: 10)
    let server = try LoopbackServer { _, connection in
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
      // Longer than the stall limit plus the seconds over which libcurl takes the mean speed.
      let count = connection.write(body, untilBlockedFor: 8)
      wasBlocked.set(true)
      connection.write(Array(body[count...]))
    }
    let client = HTTPClient(HTTPConfiguration(stallSeconds: 1))
    let response = try await client.send(HTTPRequest(url: server.baseURL))
    #expect(await wasBlocked.wait(seconds: 60) { $0 } == true)
    #expect(try await response.body.collect(limit: size) == body)
  }

  @Test func notHTTP() async throws {
    let server = try LoopbackServer { _, connection in
      connection.write("SSH-2.0-OpenSSH_9.2\r\n")
      connection.close()
    }
    #expect(await failure(HTTPRequest(url: server.baseURL))?.name == "unsupported")
  }

  @Test func plainServerBehindASecureAddress() async throws {
    let server = try LoopbackServer { _, connection in connection.respond() }
    let error = await failure(HTTPRequest(url: "https://127.0.0.1:\(server.port)"))
    #expect(error?.name == "connect")
  }

  @Test func unreadableCertificates() async throws {
    let server = try LoopbackServer { _, connection in connection.respond() }
    let client = HTTPClient(HTTPConfiguration(caFile: "/nonexistent/ca.pem"))
    guard case .tls(let detail) = await failure(of: client, HTTPRequest(url: "https://127.0.0.1:\(server.port)")) else {
      Issue.record("not a failure of TLS")
      return
    }
    #expect(detail.contains("/nonexistent/ca.pem"))
  }

  @Test func hugeHeaderLine() async throws {
    let server = try LoopbackServer { _, connection in
      connection.write("HTTP/1.1 200 OK\r\nX-Huge: ")
      connection.write([UInt8](repeating: UInt8(ascii: "x"), count: 5_000_000))
      connection.write("\r\n\r\n")
    }
    #expect(await failure(HTTPRequest(url: server.baseURL)) != nil)
  }

  @Test func longHeaderLineIsFine() async throws {
    let value = String(repeating: "x", count: 60_000)
    let server = try LoopbackServer { _, connection in connection.respond(headers: [("X-Long", value)]) }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    #expect(response.header("x-long") == value)
  }

  @Test func endlessHeaders() async throws {
    let server = try LoopbackServer { _, connection in
      connection.write("HTTP/1.1 200 OK\r\n")
      while connection.write("X-More: \(String(repeating: "x", count: 1000))\r\n") {}
    }
    #expect(await failure(HTTPRequest(url: server.baseURL))?.name == "unsupported")
  }

  @Test func proxyThatRefuses() async throws {
    let proxy = try LoopbackServer { _, connection in connection.respond(status: 403, text: "no") }
    let client = HTTPClient(HTTPConfiguration(proxy: proxy.baseURL))
    #expect(await failure(of: client, HTTPRequest(url: "https://nonexistent.invalid/"))?.name == "connect")
    #expect(proxy.requests.map(\.method) == ["CONNECT"])
  }

  @Test func plainProxyIsAsked() async throws {
    let proxy = try LoopbackServer { _, connection in connection.respond(text: "proxied") }
    let client = HTTPClient(HTTPConfiguration(proxy: proxy.baseURL))
    let response = try await client.send(HTTPRequest(url: "http://nonexistent.invalid/x"))
    #expect(try await response.body.collect(limit: 100) == Array("proxied".utf8))
    #expect(proxy.requests.map(\.path) == ["http://nonexistent.invalid/x"])
  }

  @Test func aRequestPassesTheProxyBy() async throws {
    let proxy = try LoopbackServer { _, connection in connection.respond(text: "proxied") }
    let server = try LoopbackServer { _, connection in connection.respond(text: "direct") }
    let client = HTTPClient(HTTPConfiguration(proxy: proxy.baseURL))
    var request = HTTPRequest(url: server.baseURL)
    request.proxy = ""
    #expect(try await client.send(request).body.collect(limit: 100) == Array("direct".utf8))
    #expect(proxy.requests.isEmpty)
  }

  @Test func theBeginningOfABrokenBodyIsHad() async throws {
    let server = try LoopbackServer { _, connection in
      connection.write("HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\nonly this")
      connection.close()
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    #expect(await response.body.beginning(limit: 100) == Array("only this".utf8))
    let long = try LoopbackServer { _, connection in connection.respond(text: "more than is wanted") }
    let body = try await HTTPClient().send(HTTPRequest(url: long.baseURL)).body
    #expect(await body.beginning(limit: 4) == Array("more".utf8))
  }

  @Test func theBeginningOfABodyThatTricklesForEverIsHad() async throws {
    let isOver = Watched(false)
    let server = try LoopbackServer { _, connection in
      connection.startChunked(status: 503)
      while !isOver.value, connection.writeChunk("x") {}
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    let bytes = await response.body.beginning(limit: 1 << 20, patience: .milliseconds(100))
    isOver.set(true)
    #expect(!bytes.isEmpty && bytes.allSatisfy { $0 == UInt8(ascii: "x") })
  }

  @Test func whatCannotBeUnpacked() async throws {
    for packed in [Array("no gzip at all".utf8), Array(gzippedText.prefix(10)) + [0x07, 0, 0, 0]] {
      let server = try LoopbackServer { _, connection in
        connection.respond(headers: [("Content-Encoding", "gzip")], body: packed)
      }
      let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
      #expect(await readAll(response.body).error?.name == "garbled")
    }
  }
}
