import TestSupport
import Testing

@testable import HTTP

/// Bodies as they arrive: early, in any cut, and no faster than they are read.
@Suite(.timeLimit(.minutes(2))) struct StreamTests {
  @Test func chunksArriveBeforeTheEnd() async throws {
    let hasRead = Watched(0)
    let server = try LoopbackServer { _, connection in
      connection.startChunked()
      for number in 1...3 {
        connection.writeChunk("part \(number)")
        guard hasRead.blockingWait(until: { $0 == number }) != nil else { return connection.abort() }
      }
      connection.endChunked()
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    var parts: [String] = []
    for try await chunk in response.body {
      parts.append(String(decoding: chunk, as: UTF8.self))
      hasRead.set(parts.count)
    }
    #expect(parts == ["part 1", "part 2", "part 3"])
  }

  @Test func headArrivesBeforeTheBody() async throws {
    let hasHead = Watched(false)
    let server = try LoopbackServer { _, connection in
      connection.startChunked(status: 201)
      guard hasHead.blockingWait(until: { $0 }) != nil else { return connection.abort() }
      connection.writeChunk("late")
      connection.endChunked()
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    #expect(response.status == 201)
    hasHead.set(true)
    #expect(try await response.body.collect(limit: 10) == Array("late".utf8))
  }

  @Test func thousandChunksInOnePacket() async throws {
    let lines = (0..<1000).map { "data: \($0)\n\n" }
    let server = try LoopbackServer { _, connection in
      let head = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
      connection.write(head + lines.flatMap { Connection.chunk(Array($0.utf8)) } + Array("0\r\n\r\n".utf8))
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    var chunkCount = 0
    var bytes: [UInt8] = []
    for try await chunk in response.body {
      chunkCount += 1
      bytes += chunk
    }
    #expect(bytes == Array(lines.joined().utf8))
    #expect(chunkCount < 100, "what is there already comes in one piece")
  }

  @Test func oneBytePerPacket() async throws {
    let server = try LoopbackServer { _, connection in
      let answer =
        "HTTP/1.1 200 OK\r\nX-Name: value\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"
      for byte in answer.utf8 { connection.write([byte]) }
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    #expect(response.header("x-name") == "value")
    #expect(try await response.body.collect(limit: 10) == Array("hello!".utf8))
  }

  @Test func trailersAreIgnored() async throws {
    let server = try LoopbackServer { _, connection in
      connection.startChunked()
      connection.writeChunk("text")
      connection.write("0\r\nX-Late: trailer\r\n\r\n")
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    #expect(try await response.body.collect(limit: 10) == Array("text".utf8))
    #expect(response.header("x-late") == nil)
  }

  @Test func bodyWithoutLengthEndsWithTheConnection() async throws {
    let server = try LoopbackServer { _, connection in
      connection.write("HTTP/1.1 200 OK\r\n\r\nuntil the end")
      connection.close()
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    #expect(try await response.body.collect(limit: 100) == Array("until the end".utf8))
  }

  @Test func unreadBodyStopsTheServer() async throws {
    let size = 64 << 20
    let sent = Watched<Int?>(nil)
    let server = try LoopbackServer { _, connection in
      let body = randomBytes(count: size, seed: 5)
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
      let count = connection.write(body, untilBlockedFor: 0.5)
      sent.set(count)
      connection.write(Array(body[count...]))
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    let sentUnread = try #require(await sent.wait { $0 != nil } ?? nil)
    // 1 MiB is ours; the rest is what the system's own socket buffers hold.
    #expect(sentUnread > 1 << 20)
    #expect(sentUnread < 24 << 20)
    let bytes = try await response.body.collect(limit: size)
    #expect(bytes == randomBytes(count: size, seed: 5))
  }

  @Test func slowReaderGetsEverything() async throws {
    let size = 8 << 20
    let server = try LoopbackServer { _, connection in connection.respond(body: randomBytes(count: size, seed: 6)) }
    let client = HTTPClient(HTTPConfiguration(maxUnreadBytes: 20_000))
    let response = try await client.send(HTTPRequest(url: server.baseURL))
    var bytes: [UInt8] = []
    for try await chunk in response.body {
      #expect(chunk.count <= 20_000)
      bytes += chunk
      // Lets the curl thread fill up, and pause, between two reads.
      await Task.yield()
    }
    #expect(bytes == randomBytes(count: size, seed: 6))
  }

  @Test func densestBodyIsUnpackedAtTheReadersPace() async throws {
    let server = try LoopbackServer { request, connection in
      connection.respond(headers: [("Content-Encoding", "gzip")], body: request.body)
    }
    let client = HTTPClient()
    var packed = thricePackedLetters
    for _ in 1...2 {
      let response = try await client.send(HTTPRequest(method: "POST", url: server.baseURL, body: packed))
      packed = try await response.body.collect(limit: 1_000_000)
    }
    let response = try await client.send(HTTPRequest(method: "POST", url: server.baseURL, body: packed))
    var count = 0
    for try await chunk in response.body { count += chunk.count }
    #expect(count == 300_000_000)
  }

  @Test func chunksStayBelowTheirLimit() async throws {
    let size = 4 << 20
    let server = try LoopbackServer { _, connection in connection.respond(body: randomBytes(count: size, seed: 7)) }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    var sizes: [Int] = []
    for try await chunk in response.body { sizes.append(chunk.count) }
    #expect(sizes.allSatisfy { (1...(256 << 10)).contains($0) })
    #expect(sizes.reduce(0, +) == size)
  }

  @Test func collectRefusesMoreThanItsLimit() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(text: "eleven byte") }
    let client = HTTPClient()
    let fits = try await client.send(HTTPRequest(url: server.baseURL))
    #expect(try await fits.body.collect(limit: 11).count == 11)
    let response = try await client.send(HTTPRequest(url: server.baseURL))
    await #expect(throws: HTTPError.tooLarge(limit: 10)) { try await response.body.collect(limit: 10) }
  }
}
