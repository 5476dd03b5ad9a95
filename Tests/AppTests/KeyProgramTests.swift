import Foundation
import Gemini
import Processes
import TestSupport
import Testing

/// Each run of the program is searched for the key by `ProgramProcess`; here are those where it is most likely to slip.
@Suite("The key stays where it is", .serialized)
struct KeyProgramTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func program(_ server: LoopbackServer) -> ProgramProcess {
    ProgramProcess(folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
  }

  private static let key = KeySearch.key
  private static let error =
    #"{"error":{"code":403,"message":"Key \#(key) is not allowed. Please retry in 1s.","status":"S_\#(key)","#
    + #""details":[{"@type":"x/google.rpc.ErrorInfo","reason":"\#(key)","metadata":{"\#(key)":"\#(key)"}},"#
    + #"{"@type":"x/google.rpc.Help","links":[{"url":"https://x.example/?key=\#(key)"}]}]}}"#
  private static let feedback =
    #"{"promptFeedback":{"blockReason":"\#(key)","blockReasonMessage":"the prompt of \#(key)"}}"#
  private static let reason =
    #"{"candidates":[{"content":{"parts":[{"text":"Text"}]},"finishReason":"Proxy error \#(key)","#
    + #""finishMessage":"no more for \#(key)"}]}"#

  /// Answers of servers and gateways that repeat the key wherever they can.
  private static let echoes: [(what: String, status: Int, body: String)] = [
    ("an error object", 403, error),
    ("an error object that is tried again", 503, error.replacing("403", with: "503")),
    ("an error object in a message", 400, #"{"error":{"message":\#(JSON.string(error).text)}}"#),
    ("a page", 404, "<html><body>Bad gateway for \(key)</body></html>"),
    ("something that is no answer", 200, "x-goog-api-key: \(key)"),
    ("something cut in the middle of it", 200, String(repeating: "x", count: 60) + key),
    ("an error in mid-stream", 200, events(reason) + error),
    ("an event of no known shape", 200, events(#"{"\#(key)":["\#(key)"]}"#)),
    ("an event that is no JSON", 200, events("{ \(key)")),
    ("a refused prompt", 200, events(feedback)),
    ("a reason and its message", 200, events(reason)),
    ("a redirect", 302, ""),
  ]

  @Test("A server that repeats the key is not repeated: in no format, in no file", arguments: echoes.indices)
  func echo(index: Int) async throws {
    let echo = Self.echoes[index]
    let server = try LoopbackServer { _, connection in
      connection.respond(
        status: echo.status,
        headers: [("X-Key", Self.key), ("Location", "https://elsewhere.example/?key=\(Self.key)")], text: echo.body)
    }
    let program = program(server)
    for format in ["text", "json", "jsonl"] {
      let result = try await program.run(["ask", "hi", "--no-stdin", "--format", format])
      #expect(!KeySearch().isIn(result.out) && !KeySearch().isIn(result.err), "\(echo.what): \(result.err)")
      #expect(result.exitCode != 0 || echo.what == "a reason and its message", "\(echo.what)")
    }
    #expect(server.requests.allSatisfy { $0.header("x-goog-api-key") == Self.key })
    #expect(!server.requests.isEmpty)
    _ = try await program.run(["ask", "hi", "--no-stdin", "-o", "answer.json", "--format", "json"])
    _ = try await program.run(["doctor"])
  }

  @Test("The search finds a key: in output, in a file of any kind, in arguments")
  func search() async throws {
    let search = KeySearch(and: ["another-secret"])
    #expect(search.isIn("before \(Self.key) after") && search.isIn(Array("another-secret".utf8)))
    #expect(!search.isIn("AIzaSy") && !search.isIn([UInt8]()))
    try folder.write([0, 1, 2] + Array(Self.key.utf8) + [3], to: "deep/er/studio.db-wal")
    try folder.write(Self.key, to: "home/.env")
    try folder.write("nothing", to: "log")
    #expect(search.files(in: folder.path) == ["deep/er/studio.db-wal"])
    #expect(search.files(in: folder.path, except: ["studio.db-wal"]).isEmpty)
    let (input, output) = (Pipe(), Pipe())
    let process = try ChildProcess(
      ["sh", "-c", "sh -c 'echo up; read -r line' another-secret; true"],
      input: .descriptor(input.fileHandleForReading.fileDescriptor),
      output: .descriptor(output.fileHandleForWriting.fileDescriptor))
    #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "up\n")
    #expect(search.isInArguments(of: process.pid))
    #expect(!KeySearch().isInArguments(of: process.pid))
    #expect(ArgumentWatch(search, process: process.pid).end())
    input.fileHandleForWriting.write(Data("go\n".utf8))
    #expect(await process.end.wait { $0 != nil } == .exited(0))
  }
}
