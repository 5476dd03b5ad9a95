import Foundation
import FoundationNetworking
import Gemini
import Simulator
import Testing

/// The server over real connections.
struct ServerTests {
  @Test func answersStreamAsEvents() async throws {
    try await withServer { _, base in
      let download = Download(try request("gemini-flash-latest", "Tell me about rivers", stream: true, base: base))
      let body = try await download.whole()
      #expect(download.status == 200)
      #expect(download.header("Content-Type") == "text/event-stream")
      let lines = String(decoding: body, as: UTF8.self)
      #expect(lines.hasPrefix("data: {"))
      #expect(lines.hasSuffix("}\r\n\r\n"))
      let items = items(body)
      #expect(items.count > 20)
      #expect(text(items).contains("offline simulator"))
      guard case .response(let last)? = items.last else {
        Issue.record("The stream ends in a failure.")
        return
      }
      #expect(last.candidates.first?.finishReason == .stop)
    }
  }

  @Test func withoutEventsTheStreamIsOneArray() async throws {
    try await withServer { _, base in
      var asked = try request("gemini-2.0-flash", "Hello", stream: true, base: base)
      asked.url = URL(string: "\(base)/v1beta/models/gemini-2.0-flash:streamGenerateContent")
      let body = try await Download(asked).whole()
      let events = try await Download(request("gemini-2.0-flash", "Hello", stream: true, base: base)).whole()
      #expect(try JSON(parsing: body).array?.count == items(events).count)
      #expect(items(body) == items(events))
    }
  }

  @Test func wholeAnswersAreTheStreamsText() async throws {
    try await withServer { _, base in
      let whole = Download(try request("gemini-2.5-flash", "Show me code", stream: false, base: base))
      let response = GenerateContentResponse(try JSON(parsing: try await whole.whole()))
      let events = try await Download(request("gemini-2.5-flash", "Show me code", stream: true, base: base)).whole()
      #expect(response.candidates.first?.text(thought: false) == text(items(events)))
      #expect(whole.header("Content-Type") == "application/json; charset=UTF-8")
    }
  }

  @Test func modelsAreListedPageByPage() async throws {
    try await withServer { _, base in
      let all = try await Download(URLRequest(url: url(.listModels(), base))).whole()
      let first = try #require(URL(string: "\(base)/v1beta/models?pageSize=3&key=secret"))
      let page = try JSON(parsing: try await Download(URLRequest(url: first)).whole())
      #expect(page["models"]?.array?.count == 3)
      let token = try #require(page["nextPageToken"]?.string)
      let next = try JSON(
        parsing: try await Download(URLRequest(url: url(.listModels(pageToken: token), base))).whole())
      let names = ((page["models"]?.array ?? []) + (next["models"]?.array ?? [])).compactMap(Model.init).map(\.id)
      #expect(names == SimulatorModels.modelIDs)
      #expect(try JSON(parsing: all)["models"]?.array?.count == names.count)
    }
  }

  @Test func refusalsHaveTheirStatus() async throws {
    try await withServer { _, base in
      for (path, status) in [("/v1beta/models/none", 404), ("/elsewhere", 404), ("/v1beta/models?pageSize=x", 400)] {
        let download = Download(URLRequest(url: try #require(URL(string: base + path))))
        let body = try await download.whole()
        #expect(download.status == status)
        #expect(Failure(httpStatus: status, body: body).status?.isEmpty == false)
      }
      for status in [429, 200] {
        let download = Download(try request("sim-429", "Hello", stream: true, base: base))
        _ = try await download.whole()
        #expect(download.status == status)
      }
      let busy = Download(try request("sim-503", "Hello", stream: true, base: base))
      #expect(Failure(httpStatus: 503, body: try await busy.whole()).kind == .server)
      #expect(busy.status == 503)
    }
  }

  @Test func requestsAreAnsweredSideBySide() async throws {
    try await withServer { _, base in
      let texts = try await withThrowingTaskGroup(of: (Int, String).self) { group in
        for lane in 0..<8 {
          let asked = try request("sim-echo", "lane \(lane)", stream: true, base: base)
          group.addTask {
            var decoder = StreamDecoder()
            let items = decoder.feed(try await Download(asked).whole()) + decoder.finish()
            return (lane, "\(items)")
          }
        }
        return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
      }
      for lane in 0..<8 { #expect(texts[lane]?.contains("lane \(lane)") == true) }
    }
  }

  @Test func aCutStreamEndsInAnError() async throws {
    try await withServer { _, base in
      let download = Download(try request("sim-cut", "Tell me about rivers", stream: true, base: base))
      var body: [UInt8] = []
      await #expect(throws: (any Error).self) {
        for try await bytes in download.bytes { body += bytes }
      }
      #expect(!text(items(body)).isEmpty)
    }
  }

  @Test func anErrorInMidStreamStandsBare() async throws {
    try await withServer { _, base in
      let items = items(
        try await Download(request("sim-error", "Tell me about rivers", stream: true, base: base)).whole())
      #expect(!text(items).isEmpty)
      guard case .failure(let failure)? = items.last else {
        Issue.record("No failure came.")
        return
      }
      #expect(failure.kind == .server)
      let whole = Download(try request("sim-error", "Tell me about rivers", stream: false, base: base))
      _ = try await whole.whole()
      #expect(whole.status == 503)
    }
  }

  @Test(.timeLimit(.minutes(1))) func aClientThatLeavesEndsItsStream() async throws {
    let (lines, line) = AsyncStream.makeStream(of: String.self)
    try await withServer(log: { line.yield($0) }) { _, base in
      let download = Download(try request("sim-slow", "Tell me about rivers", stream: true, base: base))
      for try await _ in download.bytes { break }
      download.cancel()
      for await entry in lines {
        #expect(entry.contains("left after"))
        break
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func stoppingDropsRunningStreams() async throws {
    try await withServer { server, base in
      let download = Download(try request("sim-slow", "Tell me about rivers", stream: true, base: base))
      await #expect(throws: (any Error).self) {
        for try await _ in download.bytes { await server.stop() }
      }
      #expect(await server.port == nil)
      let after = Download(try request("sim-echo", "Hello", stream: true, base: base))
      await #expect(throws: (any Error).self) { _ = try await after.whole() }
    }
  }

  @Test func aPortInUseIsSaidInASentence() async throws {
    try await withServer { server, _ in
      let port = try #require(await server.port)
      #expect(try await server.start() == port)
      let second = SimulatorServer(port: try #require(UInt16(exactly: port)), codec: StoredPNG(), pace: .instant)
      let error = await #expect(throws: SimulatorError.self) { _ = try await second.start() }
      #expect(error?.description.contains("port \(port)") == true)
      #expect(await second.baseURL == nil)
    }
  }

  @Test func theLogHoldsNoKeysAndNoEscapes() async throws {
    let (lines, line) = AsyncStream.makeStream(of: String.self)
    try await withServer(log: { line.yield($0) }) { _, base in
      let address = try #require(URL(string: "\(base)/v1beta/models/%1B%5B31m?key=secret"))
      _ = try await Download(URLRequest(url: address)).whole()
      for await entry in lines {
        #expect(entry == "GET /v1beta/models/[31m 404 whole")
        #expect(!entry.contains("secret"))
        break
      }
    }
  }
}
