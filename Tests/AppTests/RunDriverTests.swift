import Core
import Foundation
import Gemini
import Store
import Synchronization
import TestSupport
import Testing

@testable import App

private let good = events(
  #"{"candidates":[{"content":{"parts":[{"text":"Hel"}]}}]}"#,
  #"{"candidates":[{"content":{"parts":[{"text":"lo"}]},"finishReason":"STOP"}]}"#)

@Suite("Making a run")
struct RunDriverTests {
  @Test("A request carries the key in its header, the body and the address")
  func request() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(text: good) }
    let (run, _) = await drive(server)
    #expect(run.answer?.text(thought: false) == "Hello")
    #expect(run.exitCode == 0)
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.path == "/v1beta/models/gemini-flash-latest:streamGenerateContent?alt=sse")
    #expect(request.header("x-goog-api-key") == KeySearch.key)
    #expect(request.header("content-type") == "application/json")
    #expect(
      String(decoding: request.body, as: UTF8.self) == #"{"contents":[{"role":"user","parts":[{"text":"hello"}]}]}"#)
  }

  @Test("A busy server is asked again, and both are told")
  func retry() async throws {
    let count = Mutex(0)
    let server = try LoopbackServer { _, connection in
      let number = count.withLock { count in
        count += 1
        return count
      }
      if number == 1 {
        connection.respond(
          status: 429,
          text: #"{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"Slow down. Please retry in 10ms."}}"#)
      } else {
        connection.respond(text: good)
      }
    }
    let (run, events) = await drive(server)
    #expect(run.attempts == 2)
    #expect(run.exitCode == 0)
    #expect(run.answer?.text(thought: false) == "Hello")
    guard events.count > 2, case .retry(let failure, attempt: 1, _) = events[1] else {
      Issue.record("the second event is no retry: \(events)")
      return
    }
    #expect(failure.kind == .rateLimited)
    #expect(events[2] == .attempt(2))
  }

  @Test(
    "What no repetition helps is asked once",
    arguments: [(400, 1), (401, 1), (403, 1), (404, 1), (413, 1)] as [(Int, Int32)])
  func final(status: Int, exitCode: Int32) async throws {
    let server = try LoopbackServer { _, connection in connection.respond(status: status, text: "<html>") }
    let (run, _) = await drive(server)
    #expect(server.requests.count == 1)
    #expect(run.failure?.httpStatus == status)
    #expect(run.exitCode == exitCode)
  }

  @Test("An answer that broke off is kept and not asked for again")
  func broken() async throws {
    let server = try LoopbackServer { _, connection in
      connection.startChunked()
      connection.writeChunk(events(#"{"candidates":[{"content":{"parts":[{"text":"Half"}]}}]}"#))
      connection.abort()
    }
    let (run, _) = await drive(server)
    #expect(server.requests.count == 1)
    #expect(run.answer?.text(thought: false) == "Half")
    #expect(run.failure?.kind == .incompleteStream)
    #expect(run.exitCode == 4)
  }

  @Test("Redirects are not followed with the key")
  func redirect() async throws {
    let target = try LoopbackServer { _, connection in connection.respond(text: good) }
    let server = try LoopbackServer { _, connection in
      connection.respond(status: 307, headers: [("Location", target.baseURL + "/steal")], text: "")
    }
    let (run, _) = await drive(server)
    #expect(run.exitCode == 1)
    #expect(target.requests.isEmpty)
  }

  @Test("Cancelling ends a run as stopped, with what came")
  func cancel() async throws {
    let server = try LoopbackServer { _, connection in
      connection.startChunked()
      connection.writeChunk(events(#"{"candidates":[{"content":{"parts":[{"text":"Half"}]}}]}"#))
      _ = connection.waitForPeerClose()
    }
    let seen = Watched<[RunEvent]>([])
    let driver = makeDriver(server, assets: Assets(nil))
    let request = GenerateContentRequest(model: "m", contents: [Content(parts: [Part(text: "hi")])])
    let task = Task { await driver.run(request) { event in seen.change { $0.append(event) } } }
    let began = await seen.wait { $0.contains { if case .received = $0 { true } else { false } } }
    #expect(began != nil)
    task.cancel()
    await task.value
    #expect(seen.value.last == .ended(.cancelled))
  }

  @Test("Cancelling while it waits to ask again ends the wait")
  func cancelWait() async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(
        status: 503,
        text: #"{"error":{"code":503,"status":"UNAVAILABLE","message":"x","details":[{"retryDelay":"250s"}]}}"#)
    }
    let seen = Watched<[RunEvent]>([])
    let driver = makeDriver(server, assets: Assets(nil))
    let request = GenerateContentRequest(model: "m", contents: [Content(parts: [Part(text: "hi")])])
    let task = Task { await driver.run(request) { event in seen.change { $0.append(event) } } }
    _ = await seen.wait { $0.contains { if case .retry = $0 { true } else { false } } }
    task.cancel()
    await task.value
    #expect(seen.value.last == .ended(.cancelled))
    #expect(server.requests.count == 1)
  }

  @Test("Pictures are kept byte for byte", arguments: [true, false])
  func pictures(onDisk: Bool) async throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let body = events(
      #"{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"\#(Data(bytes).base64EncodedString())"}}]},"finishReason":"STOP"}]}"#
    )
    let server = try LoopbackServer { _, connection in connection.respond(text: body) }
    let assets = Assets(onDisk ? AssetStore(folder: folder.path) : nil)
    let (run, _) = await drive(server, assets: assets)
    let blob = try #require(run.finalPictures.first)
    let reference = try #require(blob.asset)
    #expect(reference.byteCount == bytes.count)
    #expect(reference == AssetStore.reference(of: bytes))
    #expect(try assets.read(reference) == bytes)
    let path = assets.path(reference, mimeType: "image/png")
    #expect((path != nil) == onDisk)
    if let path { #expect(FileManager.default.contents(atPath: path) == Data(bytes)) }
  }

  @Test("A disk that refuses does not lose a picture")
  func refusingDisk() throws {
    let assets = Assets(AssetStore(folder: "/dev/null/assets"))
    let reference = assets.write([1, 2, 3], mimeType: "image/png")
    #expect(try assets.read(reference) == [1, 2, 3])
    #expect(assets.path(reference, mimeType: "image/png") == nil)
  }
}
