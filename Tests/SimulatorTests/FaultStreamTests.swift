import Foundation
import FoundationNetworking
import Gemini
import Testing

@testable import Simulator

/// Streams that go wrong, as they come over a real connection.
struct FaultStreamTests {
  private func whole(_ model: String, stream: Bool = true) async throws -> (bytes: [UInt8], status: Int?) {
    var result: (bytes: [UInt8], status: Int?) = ([], nil)
    try await withServer { _, base in
      let download = Download(try request(model, "Tell me about rivers", stream: stream, base: base))
      result.bytes = try await download.whole()
      result.status = download.status
    }
    return result
  }

  @Test(.timeLimit(.minutes(1))) func silenceFollowsTheFirstEvent() async throws {
    try await withServer { server, base in
      let download = Download(try request("sim-stall", "Tell me about rivers", stream: true, base: base))
      var bytes: [UInt8] = []
      // Only the end of the server ends it.
      await #expect(throws: (any Error).self) {
        for try await piece in download.bytes {
          bytes += piece
          await server.stop()
        }
      }
      #expect(download.status == 200)
      #expect(items(bytes).count { if case .response = $0 { true } else { false } } == 1)
    }
  }

  @Test func oneEventIsBrokenAndTheOthersAreNot() async throws {
    let (bytes, status) = try await whole("sim-malformed")
    #expect(status == 200)
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n\r\n").dropLast()
    let broken = lines.filter { (try? JSON(parsing: String($0.dropFirst(6)))) == nil }
    #expect(broken.count == 1)
    #expect(lines.firstIndex(of: broken[0]) == 3)
    #expect(lines.last?.contains("\"finishReason\":\"STOP\"") == true)
  }

  @Test func aWholeAnswerIsBrokenTheSameWay() async throws {
    let (bytes, status) = try await whole("sim-malformed", stream: false)
    #expect(status == 200)
    #expect(!bytes.isEmpty)
    #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
  }

  @Test(.timeLimit(.minutes(2))) func theFloodComesWhole() async throws {
    let (bytes, _) = try await whole("sim-flood")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.components(separatedBy: "data: {").count - 1 == 20_000)
    #expect(text.hasSuffix("\r\n\r\n"))
  }

  @Test func aTrickleCutsCharacters() async throws {
    let answer = try await reply("sim-trickle", body("Anything"))
    let body = ReplyBody(answer, framing: .events, isPaced: false) { _ in }
    let iterator = body.makeAsyncIterator()
    var bytes: [UInt8] = []
    for _ in 0..<20 {
      let piece = try #require(try await iterator.nextBuffer(suggested: 4096))
      #expect(piece.count == 7)
      bytes += piece
    }
    let first = Array("data: ".utf8) + answer.steps[0].chunk.encoded
    #expect(bytes == Array(first.prefix(140)))
    #expect(answer.text.utf8.count > answer.text.unicodeScalars.count)
    #expect(!answer.isWhole)
  }

  @Test func aContinuedStreamThatIsCutLeavesItsToken() async throws {
    try await withServer { _, base in
      let download = Download(try request("sim-continuation-cut", "Tell me about rivers", stream: true, base: base))
      var bytes: [UInt8] = []
      await #expect(throws: (any Error).self) {
        for try await piece in download.bytes { bytes += piece }
      }
      #expect(String(decoding: bytes, as: UTF8.self).contains("\"continuationToken\":"))
    }
  }

  @Test func keysComeInHeaderQueryOrAsAToken() async throws {
    try await withServer(requiresKey: true) { _, base in
      let cases: [(query: String, header: (String, String)?, status: Int)] = [
        ("", nil, 403), ("", ("x-goog-api-key", "any"), 200), ("", ("x-goog-api-key", "invalid"), 400),
        ("?key=any", nil, 200), ("?key=invalid", nil, 400), ("", ("Authorization", "Bearer token"), 200),
      ]
      for (query, header, status) in cases {
        var request = URLRequest(url: try #require(URL(string: "\(base)/v1beta/models\(query)")))
        if let header { request.setValue(header.1, forHTTPHeaderField: header.0) }
        let download = Download(request)
        _ = try await download.whole()
        #expect(download.status == status)
      }
    }
  }
}
