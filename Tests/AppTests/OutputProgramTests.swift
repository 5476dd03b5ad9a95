import Foundation
import Gemini
import Images
import TestSupport
import Testing

@testable import App

/// What `-o` holds, by what came: the model may be one that nobody knows here.
@Suite("What the file of -o gets")
struct OutputProgramTests {
  private let folder: TemporaryFolder
  private let picture: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    picture = try PNGEncoder.encode(Pixels(width: 3, height: 2) { _, _ in .white })
  }

  /// Asks a model nobody knows, which answers with these parts.
  private func ask(_ parts: [String], _ arguments: String...) async throws -> ProgramProcess.Result {
    let answer = events(
      #"{"candidates":[{"content":{"parts":[\#(parts.joined(separator: ","))]},"finishReason":"STOP"}]}"#)
    let server = try LoopbackServer { _, connection in connection.respond(text: answer) }
    return try await run(server, arguments)
  }

  private func run(_ server: LoopbackServer, _ arguments: [String]) async throws -> ProgramProcess.Result {
    try await ProgramProcess(folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
      .run(["ask", "a cat", "-m", "painter-of-tomorrow"] + arguments)
  }

  private var picturePart: String {
    #"{"inlineData":{"mimeType":"image/png","data":"\#(Data(picture).base64EncodedString())"}}"#
  }

  private let text = #"{"text":"Here"}"#

  @Test("A picture nobody expected gets the file, and the text beside it goes to standard output")
  func unexpected() async throws {
    let result = try await ask([text, picturePart], "-o", "cat")
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(result.text == "Here\n\(folder.path)/cat.png\n")
    #expect(folder.bytes("cat.png") == picture)
    #expect(folder.bytes("cat.txt") == nil)
    let several = try await ask([picturePart, picturePart], "-o", "two.png")
    #expect(several.text == "\(folder.path)/two-1.png\n\(folder.path)/two-2.png\n")
    #expect(folder.bytes("two-2.png") == picture)
  }

  @Test("In JSON the picture's path is its file, and the object goes to standard output", arguments: ["json", "jsonl"])
  func paths(format: String) async throws {
    let result = try await ask([text, picturePart], "-o", "cat", "--format", format)
    #expect(result.exitCode == 0, "\(result.err)")
    let lines = try result.text.split(separator: "\n").map { try JSON(parsing: String($0)) }
    let image =
      lines.count == 1
      ? lines[0]["candidates"]?.array?.first?["images"]?.array?.first
      : lines.first { $0["event"]?.string == "image" }
    #expect(image?["path"]?.string == "\(folder.path)/cat.png")
    #expect(lines.count(where: { $0["event"]?.string == "image" }) == (format == "jsonl" ? 1 : 0))
    #expect(folder.bytes("cat.png") == picture)
    #expect(folder.bytes("cat.\(format)") == nil)
  }

  @Test("A text gets the file, whatever the model")
  func texts() async throws {
    let result = try await ask([text], "-o", "answer")
    #expect(result.text == "\(folder.path)/answer.txt\n")
    #expect(folder.bytes("answer.txt") == Array("Here".utf8))
  }

  @Test("Standard output takes a picture if nothing stands there yet")
  func standardOutput() async throws {
    let alone = try await ask([picturePart], "-o", "-")
    #expect(alone.out == picture)
    #expect(alone.exitCode == 0 && alone.err.isEmpty, "\(alone.err)")
    let beside = try await ask([text, picturePart], "-o", "-")
    #expect(beside.text == "Here")
    #expect(beside.err.contains("A picture came") && beside.err.contains("kept as"), "\(beside.err)")
  }

  @Test("An answer that failed before any text leaves what was there")
  func failed() async throws {
    try folder.write("precious", to: "answer.txt")
    let server = try LoopbackServer { _, connection in
      connection.respond(status: 400, text: errorBody(400, "INVALID_ARGUMENT", "No."))
    }
    let result = try await run(server, ["-o", "answer.txt"])
    #expect(result.exitCode == 1)
    #expect(folder.bytes("answer.txt") == Array("precious".utf8))
  }
}
