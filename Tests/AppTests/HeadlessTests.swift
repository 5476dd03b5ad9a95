import Foundation
import Gemini
import Images
import TestSupport
import Testing

@testable import App

@Suite("Commands without a screen")
struct HeadlessTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func program(_ server: LoopbackServer) -> ProgramProcess {
    ProgramProcess(folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
  }

  private func server(_ parts: String) throws -> LoopbackServer {
    try LoopbackServer { _, connection in
      connection.respond(text: events(#"{"candidates":[{"content":{"parts":[\#(parts)]},"finishReason":"STOP"}]}"#))
    }
  }

  @Test("Functions go as a tool; the model's calls are shown and not run")
  func functions() async throws {
    let server = try server(#"{"functionCall":{"name":"f","args":{"a":1}}}"#)
    try folder.write(#"[{"name":"f"}]"#, to: "f.json")
    let result = try await program(server).run(["ask", "hi", "--functions", "f.json", "--tool", "urlContext"])
    #expect(result.exitCode == 0)
    #expect(result.out.isEmpty)
    #expect(result.err.hasPrefix("f({\"a\":1})\ngemstudio: "), "\(result.err)")
    let body = try JSON(parsing: try #require(server.requests.first).body)
    #expect(body["tools"]?.text == #"[{"urlContext":{}},{"functionDeclarations":[{"name":"f"}]}]"#)
  }

  @Test("Files of any kind go before the text, in their order and byte for byte")
  func files() async throws {
    let server = try server(#"{"text":"Yes"}"#)
    try folder.write("%PDF-1.7", to: "a.pdf")
    try folder.write("a,b\n", to: "b.csv")
    let result = try await program(server).run(["ask", "hi", "-i", "b.csv", "-i", "a.pdf", "-i", "b.csv"])
    #expect(result.exitCode == 0, "\(result.err)")
    let parts = try JSON(parsing: try #require(server.requests.first).body)["contents"]?.array?.first?["parts"]?.array
    let csv = #"{"inlineData":{"mimeType":"text/csv","data":"YSxiCg=="}}"#
    let pdf = #"{"inlineData":{"mimeType":"application/pdf","data":"JVBERi0xLjc="}}"#
    #expect(parts?.map(\.text) == [csv, pdf, csv, #"{"text":"hi"}"#])
  }

  @Test("The path of a picture is a line of its own, also behind an answer without a line end")
  func path() async throws {
    let bytes = try PNGEncoder.encode(Pixels(width: 3, height: 2) { _, _ in .white })
    let data = Data(bytes).base64EncodedString()
    let server = try server(#"{"text":"Here"},{"inlineData":{"mimeType":"image/png","data":"\#(data)"}}"#)
    let result = try await program(server).run(["ask", "a cat", "-m", "image", "-o", "cat"])
    #expect(result.text == "Here\n\(folder.path)/cat.png\n")
  }

  @Test("Bytes that came as a picture and are none are written all the same, and said to be none")
  func noPicture() async throws {
    let data = Data("<html></html>".utf8).base64EncodedString()
    let server = try server(#"{"inlineData":{"mimeType":"image/png","data":"\#(data)"}}"#)
    let warning = "It came as image/png, but its bytes are no picture of a known kind."
    for name in ["cat.png", "cat"] {
      let result = try await program(server).run(["image", "a cat", "-o", name])
      #expect(folder.bytes("cat.png") == Array("<html></html>".utf8))
      #expect(result.err.contains("cat.png is not what it should be. \(warning)"), "\(result.err)")
    }
    let piped = try await program(server).run(["ask", "a cat", "-m", "image", "-o", "-"])
    #expect(piped.out == Array("<html></html>".utf8) && piped.err.contains(warning), "\(piped.err)")
  }

  @Test("A text answer in a file gets its extension; a name for pictures is said to be none")
  func answerFile() async throws {
    let server = try server(#"{"text":"Yes"}"#)
    let plain = try await program(server).run(["ask", "hi", "-o", "answer"])
    #expect(plain.text == "\(folder.path)/answer.txt\n")
    #expect(folder.bytes("answer.txt") == Array("Yes".utf8))
    let odd = try await program(server).run(["ask", "hi", "-o", "answer.png"])
    #expect(folder.bytes("answer.png") == Array("Yes".utf8))
    #expect(odd.err.contains("its name says png"))
    let json = try await program(server).run(["ask", "hi", "-o", "answer.md", "--format", "json"])
    #expect(json.text == "\(folder.path)/answer.md\n")
    #expect(try JSON(parsing: folder.bytes("answer.md") ?? [])["text"]?.string == "Yes")
    #expect(json.err.isEmpty)
  }

  @Test("A pipe whose writer takes its time is read to its end")
  func slowPipe() async throws {
    let server = try server(#"{"text":"Yes"}"#)
    let pipe = Pipe()
    let long = String(repeating: "long ", count: 50_000)
    let result = try await program(server).run(["ask", "about:"], pipe: pipe) { _ in
      pipe.fileHandleForWriting.write(Data(long.utf8))
      pipe.fileHandleForWriting.write(Data("end\n".utf8))
      try? pipe.fileHandleForWriting.close()
    }
    #expect(result.exitCode == 0, "\(result.err)")
    let body = try JSON(parsing: try #require(server.requests.first).body)
    #expect(body["contents"]?.array?.first?["parts"]?.array?.first?["text"]?.string == "about:\n\n\(long)end")
  }

  @Test("A descriptor that is closed is taken by no file of the program's own")
  func closedDescriptors() async throws {
    let server = try server(#"{"text":"Yes"}"#)
    let out = try await program(server).run(["ask", "hi"], closing: 1)
    #expect(out.exitCode == 1)
    #expect(out.err.contains("could not be written: Bad file descriptor"), "\(out.err)")
    for descriptor: Int32 in [0, 2] {
      let result = try await program(server).run(["ask", "hi", "--continue"], closing: descriptor)
      #expect(result.exitCode == 0, "\(descriptor)")
      #expect(result.text == "Yes", "\(descriptor)")
    }
  }

  @Test("The count is a number, of the session too")
  func count() async throws {
    let server = try LoopbackServer { request, connection in
      let isCount = request.path.hasSuffix(":countTokens")
      connection.respond(
        text: isCount
          ? #"{"totalTokens":31}"#
          : events(#"{"candidates":[{"content":{"parts":[{"text":"Yes"}]},"finishReason":"STOP"}]}"#))
    }
    _ = try await program(server).run(["ask", "one"])
    let result = try await program(server).run(["count", "two", "--continue"])
    #expect(result.text == "31\n")
    #expect(result.err.isEmpty)
    let contents = try JSON(parsing: try #require(server.requests.last).body)["contents"]?.array ?? []
    #expect(contents.compactMap { $0["parts"]?.array?.first?["text"]?.string } == ["one", "Yes", "two"])
    // Counting is no turn.
    _ = try await program(server).run(["count", "three", "--continue"])
    #expect(try JSON(parsing: try #require(server.requests.last).body)["contents"]?.array?.count == 3)
  }

  @Test("Models are those the service lists, with what is known of them")
  func models() async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(
        text: #"{"models":[{"name":"models/gemini-2.5-pro","supportedGenerationMethods":["generateContent"],"new":1},"#
          + #"{"name":"models/embedding-x","displayName":"E","supportedGenerationMethods":["embedContent"]}]}"#)
    }
    let text = try await program(server).run(["models"])
    #expect(text.exitCode == 0)
    #expect(text.text.contains("gemini-2.5-pro") && text.text.contains("then gemini-3.8-flash"))
    #expect(!text.text.contains("embedding-x"))
    let all = try await program(server).run(["models", "list", "--all", "--format", "json"])
    let models = try JSON(parsing: all.out)["models"]?.array ?? []
    #expect(models.count == 2)
    #expect(models.first?["new"]?.int == 1)
    #expect(models.first?["table"]?["thinking"]?["maximum"]?.int == 32768)
    let none = try await program(server).run(["models", "nothing-like-it"])
    #expect(none.exitCode == 0 && none.out.isEmpty && none.err.contains("nothing-like-it"))
    let own = try folder.write(#"{"models":{"gemini-2.5-pro":{"successor":"mine"}}}"#, to: "home/models.json")
    #expect(try await program(server).run(["models"]).text.contains("then mine"), "\(own)")
  }

  @Test("Without a key no command asks anybody", arguments: [["models"], ["models", "get", "x"], ["count", "hi"]])
  func noKey(arguments: [String]) async throws {
    let result = try await ProgramProcess(folder).run(arguments + ["--format", "json"])
    #expect(result.exitCode == 2)
    #expect(result.out.isEmpty)
    #expect(result.err.contains("no API key"))
  }

  @Test("A completion script for each shell, with the words an option takes", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) async throws {
    let result = try await ProgramProcess(folder).run(["completions", shell])
    #expect(result.exitCode == 0 && result.err.isEmpty)
    for word in ["gemini-3.8-flash", "googleSearch", "jsonl", "dynamic", "harassment=none", "completions"] {
      #expect(result.text.contains(word), "\(word)")
    }
    #expect(!result.text.contains("gemini-1.5-pro"), "a model that has ended")
  }

  @Test(
    "No line of help is wider than 80 columns",
    arguments: [
      [], ["ask"], ["image"], ["models"], ["models", "list"], ["models", "get"], ["count"], ["show"], ["doctor"],
      ["config"], ["keys"],
      ["simulate"], ["completions"],
    ])
  func help(command: [String]) async throws {
    let result = try await ProgramProcess(folder).run(["help"] + command)
    #expect(result.exitCode == 0)
    let long = result.text.split(separator: "\n").filter { $0.count > 80 }
    #expect(long.isEmpty, "\(long)")
  }
}
