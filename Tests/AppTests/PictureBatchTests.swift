import Foundation
import Gemini
import Images
import Synchronization
import TestSupport
import Testing

@testable import App

@Suite("Several pictures from the command line")
struct PictureBatchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func picture(_ number: Int) throws -> [UInt8] {
    try PNGEncoder.encode(Pixels(width: 2 + number, height: 2) { _, _ in .white })
  }

  /// A server whose pictures are of another size each; some requests are refused, by their number.
  private func server(refusing refused: Set<Int> = []) throws -> LoopbackServer {
    let count = Mutex(0)
    let answers = try (0..<8).map { number in
      let data = Data(try Self.picture(number)).base64EncodedString()
      return events(
        #"{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"\#(data)"}}]},"#
          + #""finishReason":"STOP"}]}"#)
    }
    return try LoopbackServer { _, connection in
      let number = count.withLock { count in
        defer { count += 1 }
        return count
      }
      if refused.contains(number) {
        connection.respond(status: 400, text: #"{"error":{"code":400,"message":"No.","status":"INVALID_ARGUMENT"}}"#)
      } else {
        connection.respond(text: answers[number])
      }
    }
  }

  private func run(_ server: LoopbackServer, _ arguments: String...) async throws -> ProgramProcess.Result {
    try await ProgramProcess(folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
      .run(["image", "a cat"] + arguments)
  }

  private var widths: Set<Int?> {
    Set((1...3).map { number in folder.bytes("cat-\(number).png").flatMap { try? ImageHeader($0).width } })
  }

  @Test("Each gets a file of its number, and the session holds them as answers to one turn")
  func files() async throws {
    let server = try server()
    let result = try await run(server, "-o", "cat.png", "--count", "3")
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(
      Set(result.text.split(separator: "\n").map(String.init))
        == Set((1...3).map { "\(folder.path)/cat-\($0).png" }))
    #expect(widths == [2, 3, 4])
    #expect(server.requests.count == 3)
    #expect(Set(server.requests.map(\.body)).count == 1)
  }

  @Test("One that fails keeps the others; the exit code is its own")
  func failure() async throws {
    let result = try await run(try server(refusing: [1]), "-o", "cat", "--count", "3")
    #expect(result.exitCode == 1)
    #expect(result.err.contains("No."))
    #expect(widths.compactMap { $0 }.count == 2)
  }

  @Test("As JSON they are one object, as lines each has a lane")
  func formats() async throws {
    let whole = try await run(try server(), "-o", "cat", "--count", "2", "--format", "json")
    let report = try JSON(parsing: whole.text)
    #expect(report["prompt"] == "a cat")
    let paths = report["runs"]?.array?.map { $0["candidates"]?.array?[0]["images"]?.array?[0]["path"]?.string }
    #expect(paths == ["\(folder.path)/cat-1.png", "\(folder.path)/cat-2.png"])
    let lines = try await run(try server(), "-o", "dog", "--count", "2", "--format", "jsonl")
    let done = try lines.text.split(separator: "\n").map { try JSON(parsing: String($0)) }
      .filter { $0["event"] == "done" }
    #expect(Set(done.map { $0["lane"]?.int }) == [0, 1])
  }

  @Test("A count that is none, and one that standard output cannot hold, are refused before anything is sent")
  func usage() async throws {
    let server = try server()
    for arguments in [["-o", "cat", "--count", "0"], ["-o", "cat", "--count", "9"], ["-o", "-", "--count", "2"]] {
      let result = try await ProgramProcess(
        folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL]
      ).run(["image", "a cat"] + arguments)
      #expect(result.exitCode == 2)
      #expect(result.err.contains(arguments[1] == "-" ? "-o - takes one picture" : "--count is a number from 1 to 8"))
    }
    #expect(server.requests.isEmpty)
  }
}
