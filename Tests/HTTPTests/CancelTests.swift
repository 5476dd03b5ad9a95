import TestSupport
import Testing

@testable import HTTP

/// The ways a transfer is given up by us.
@Suite(.timeLimit(.minutes(2))) struct CancelTests {
  /// A stop is a matter of milliseconds, and one that waited for the server would take two minutes: between them is room
  /// for a machine that is busy with other tests.
  private static let promptly = Duration.seconds(30)

  @Test func cancelBeforeTheHead() async throws {
    let sawClose = Watched<Bool?>(nil)
    let server = try LoopbackServer { _, connection in sawClose.set(connection.waitForPeerClose()) }
    let client = HTTPClient()
    let task = Task { await failure(of: client, HTTPRequest(url: server.baseURL)) }
    #expect(await server.waitForRequests(1))
    let time = await ContinuousClock().measure {
      task.cancel()
      #expect(await task.value == .cancelled)
    }
    #expect(time < Self.promptly)
    #expect(await sawClose.wait { $0 != nil } == true)
  }

  @Test func cancelWhileReading() async throws {
    let sawClose = Watched<Bool?>(nil)
    let hasRead = Watched(false)
    let server = try LoopbackServer { _, connection in
      connection.startChunked()
      connection.writeChunk("first")
      sawClose.set(connection.waitForPeerClose())
    }
    let response = try await HTTPClient().send(HTTPRequest(url: server.baseURL))
    let task = Task { () async -> HTTPError? in
      do throws(HTTPError) {
        for try await _ in response.body { hasRead.set(true) }
        return nil
      } catch {
        return error
      }
    }
    #expect(await hasRead.wait { $0 } == true)
    let time = await ContinuousClock().measure {
      task.cancel()
      #expect(await task.value == .cancelled)
    }
    #expect(time < Self.promptly)
    #expect(await sawClose.wait { $0 != nil } == true)
  }

  @Test func cancelledTaskSendsNothing() async throws {
    let server = try LoopbackServer { _, connection in connection.respond() }
    let client = HTTPClient()
    let mayStart = Watched(false)
    let task = Task {
      _ = await mayStart.wait { $0 }
      return await failure(of: client, HTTPRequest(url: server.baseURL))
    }
    task.cancel()
    mayStart.set(true)
    #expect(await task.value == .cancelled)
    #expect(server.requests.isEmpty)
  }

  @Test func droppedResponseEndsTheTransfer() async throws {
    let sawClose = Watched<Bool?>(nil)
    let server = try LoopbackServer { _, connection in
      connection.startChunked()
      sawClose.set(connection.waitForPeerClose())
    }
    let client = HTTPClient()
    var response: HTTPResponse? = try await client.send(HTTPRequest(url: server.baseURL))
    #expect(response?.status == 200)
    response = nil
    #expect(await sawClose.wait { $0 != nil } == true)
  }

  @Test func cancelOfAPausedTransfer() async throws {
    let wasBlocked = Watched(false)
    let isGone = Watched(false)
    let body = randomBytes(count: 32 << 20, seed: 8)
    let server = try LoopbackServer { _, connection in
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n")
      let count = connection.write(body, untilBlockedFor: 0.2)
      wasBlocked.set(true)
      isGone.set(!connection.write(Array(body[count...])))
    }
    let client = HTTPClient()
    var response: HTTPResponse? = try await client.send(HTTPRequest(url: server.baseURL))
    #expect(response?.status == 200)
    #expect(await wasBlocked.wait { $0 } == true)
    response = nil
    #expect(await isGone.wait { $0 } == true)
  }

  @Test func oneCancelLeavesTheOthersAlone() async throws {
    let mayAnswer = Watched(false)
    let server = try LoopbackServer { request, connection in
      _ = mayAnswer.blockingWait { $0 }
      connection.respond(text: request.path)
    }
    let client = HTTPClient()
    let stopped = Task { await failure(of: client, HTTPRequest(url: server.baseURL + "/stopped")) }
    let kept = Task { try await client.send(HTTPRequest(url: server.baseURL + "/kept")).body.collect(limit: 100) }
    #expect(await server.waitForRequests(2))
    stopped.cancel()
    #expect(await stopped.value == .cancelled)
    mayAnswer.set(true)
    #expect(try await kept.value == Array("/kept".utf8))
  }

  @Test func closeEndsEverything() async throws {
    let sawClose = Watched(0)
    let server = try LoopbackServer { request, connection in
      if request.path == "/body" { connection.startChunked() }
      if connection.waitForPeerClose() { sawClose.change { $0 += 1 } }
    }
    let client = HTTPClient()
    let response = try await client.send(HTTPRequest(url: server.baseURL + "/body"))
    let waiting = Task { await failure(of: client, HTTPRequest(url: server.baseURL + "/head")) }
    #expect(await server.waitForRequests(2))
    client.close()
    #expect(await waiting.value == .cancelled)
    #expect(await readAll(response.body).error == .cancelled)
    #expect(await sawClose.wait { $0 == 2 } == 2)
    #expect(await failure(of: client, HTTPRequest(url: server.baseURL)) == .cancelled)
    client.close()
  }

  /// The whole body had arrived, but the reader has only its beginning when it is cancelled.
  @Test func aBodyCancelledAfterItArrivedDoesNotEndAsWhole() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(body: randomBytes(count: 600_000, seed: 3)) }
    let client = HTTPClient()
    let reached = Watched(0)
    let goesOn = Watched(false)
    let task = Task { () async throws -> Int in
      let response = try await client.send(HTTPRequest(url: server.baseURL))
      var count = 0
      for try await chunk in response.body {
        count += chunk.count
        reached.set(count)
        _ = await goesOn.wait { $0 }
      }
      return count
    }
    _ = await reached.wait { $0 > 0 }
    // The second request waits behind nothing of the first: its answer says that the first one's bytes are in.
    _ = try await client.send(HTTPRequest(url: server.baseURL)).body.collect(limit: 600_000)
    task.cancel()
    goesOn.set(true)
    let result = await task.result
    #expect(throws: HTTPError.cancelled) { try result.get() }
    client.close()
  }

  @Test func closeWithoutARequest() {
    let client = HTTPClient()
    client.close()
    client.close()
  }

  @Test func manyCancelsAtAnyMoment() async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(body: randomBytes(count: 300_000, seed: 9))
    }
    let client = HTTPClient(HTTPConfiguration(maxUnreadBytes: 50_000))
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<100 {
        group.addTask {
          let task = Task { () async -> Int? in
            try? await client.send(HTTPRequest(url: server.baseURL)).body.collect(limit: 300_000).count
          }
          for _ in 0..<number { await Task.yield() }
          task.cancel()
          let count = await task.value
          #expect(count == nil || count == 300_000)
        }
      }
    }
    let response = try await client.send(HTTPRequest(url: server.baseURL))
    #expect(try await response.body.collect(limit: 300_000).count == 300_000)
  }
}
