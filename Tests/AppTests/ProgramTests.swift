import Foundation
import Gemini
import Images
import Synchronization
import TestSupport
import Testing

@testable import App

private let good = events(
  #"{"candidates":[{"content":{"parts":[{"text":"Hel"}]}}]}"#,
  #"{"candidates":[{"content":{"parts":[{"text":"lo"}]},"finishReason":"STOP"}]}"#)

@Suite("The program without a screen")
struct ProgramTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func program(_ server: LoopbackServer, _ more: [String: String] = [:]) -> ProgramProcess {
    let own = ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL]
    return ProgramProcess(folder, own.merging(more) { $1 })
  }

  @Test("The answer is on standard output, exactly")
  func answer() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(text: good) }
    let result = try await program(server).run(["ask", "Say", "--no-stdin"].filter { $0 != "" })
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(result.text == "Hello")
    #expect(result.err.isEmpty)
  }

  @Test("A picture is made ready also where the ends of programs are told to nobody")
  func ignoredEnds() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(text: good) }
    let bmp = try folder.write(AttachmentReaderTests.bmp, to: "red.bmp")
    let result = try await program(server).run(["ask", "hi", "--no-stdin", "-i", bmp, "--dry-run"], ignoresEnds: true)
    #expect(result.exitCode == 0 && result.text.contains("image/png"), "\(result.err)")
  }

  @Test("Standard input is the prompt, or follows it")
  func input() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(text: good) }
    _ = try await program(server).run(["ask"], input: "from a file\n")
    _ = try await program(server).run(["ask", "about:"], input: "from a file\n")
    _ = try await program(server).run(["ask", "alone", "--no-stdin"], input: "from a file\n")
    let prompts = try server.requests.map { try JSON(parsing: $0.body)["contents"]?.array?.last?["parts"]?.text }
    #expect(
      prompts == [
        #"[{"text":"from a file"}]"#, #"[{"text":"about:\n\nfrom a file"}]"#, #"[{"text":"alone"}]"#,
      ])
  }

  @Test("Without a key, a prompt or a usable base it ends with 2 and a sentence, and no JSON")
  func usage() async throws {
    let cases: [([String], [String: String], String)] = [
      (["ask", "hi", "--format", "json"], [:], "no API key"),
      (["ask"], ["GEMINI_API_KEY": KeySearch.key], "no prompt"),
      (["ask", "hi"], ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": "http://far.example"], "not https"),
      (["ask", "hi", "--set", "temperature=hot"], ["GEMINI_API_KEY": KeySearch.key], "a number"),
      (["ask", "hi", "--thinking", "minimal"], ["GEMINI_API_KEY": KeySearch.key], "low, medium, high"),
      (["ask", "hi", "-i", "none.png"], ["GEMINI_API_KEY": KeySearch.key], "no such file"),
      (["ask", "hi", "-i", "."], ["GEMINI_API_KEY": KeySearch.key], "folder"),
      (["ask", "hi", "-m", "a?b"], ["GEMINI_API_KEY": KeySearch.key], "model id"),
      (["ask", "hi", "--continue"], ["GEMINI_API_KEY": KeySearch.key], "no session"),
      (["ask", "hi", "--session", "zz"], ["GEMINI_API_KEY": KeySearch.key], "no session"),
      (["ask", "hi", "--bogus"], ["GEMINI_API_KEY": KeySearch.key], "Unknown option"),
      (["image", "hi"], ["GEMINI_API_KEY": KeySearch.key], "-o FILE"),
      (["show", "none.png", "--protocol", "art"], [:], "no file"),
      (
        ["show", "none.png", "--protocol", "x"], [:],
        "provide one of the following: auto, kitty, iterm2, sixel, blocks, none. See `gemstudio show --help`."
      ),
      (["show", "none.png"], [:], "no terminal"),
      ([], [:], "gemstudio ask"), (["--continue"], [:], "gemstudio ask"), (["--session", "a"], [:], "gemstudio ask"),
    ]
    for (arguments, environment, part) in cases {
      let result = try await ProgramProcess(folder, environment).run(arguments)
      #expect(result.exitCode == 2, "\(arguments)")
      #expect(result.out.isEmpty, "\(arguments): \(result.text)")
      #expect(result.err.contains(part) && result.err.hasPrefix("gemstudio: "), "\(arguments): \(result.err)")
      #expect(!result.err.dropLast().contains("\n"), "\(result.err)")
    }
  }

  @Test("Errors of the service and of the network end with 1, and still give the object")
  func errors() async throws {
    let server = try LoopbackServer { request, connection in
      if request.path.contains("nosuch") {
        connection.respond(
          status: 404, text: #"{"error":{"code":404,"status":"NOT_FOUND","message":"models/nosuch is not found"}}"#)
      } else {
        connection.respond(
          status: 400,
          text: #"{"error":{"code":400,"message":"API key not valid.","details":[{"reason":"API_KEY_INVALID"}]}}"#)
      }
    }
    for (model, kind) in [("gemini-flash-latest", "authentication"), ("nosuch", "notFound")] {
      let result = try await program(server).run(["ask", "hi", "-m", model, "--format", "json"])
      #expect(result.exitCode == 1)
      #expect(try JSON(parsing: result.out)["error"]?["kind"]?.string == kind)
      #expect(!result.err.contains(KeySearch.key))
    }
    let closed = try LoopbackServer { _, _ in }
    closed.stop()
    let refused = try await program(closed).run(["ask", "hi", "--format", "jsonl"])
    #expect(refused.exitCode == 1)
    let lines = try refused.text.split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(lines.last?["exitCode"]?.int == 1)
    #expect(lines.contains { $0["error"]?["kind"]?.string == "network" })
  }

  @Test("A store that cannot be written costs a warning, not the answer")
  func unwritableStore() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(text: good) }
    let home = try folder.write("a file where a folder should be", to: "blocked")
    let result = try await program(server, ["GEMSTUDIO_HOME": home]).run(["ask", "hi"])
    #expect(result.exitCode == 0)
    #expect(result.text == "Hello")
    #expect(result.err.contains("not kept"), "\(result.err)")
  }

  @Test("An output that takes nothing is exit code 1, with the reason")
  func fullOutput() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(text: good) }
    let result = try await program(server).run(["ask", "hi"], output: "/dev/full")
    #expect(result.exitCode == 1)
    #expect(result.err.contains("No space left"), "\(result.err)")
  }

  @Test("A session goes on, and a session of the simulator never goes on with a model")
  func goesOn() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(text: good) }
    let program = program(server)
    #expect(try await program.run(["ask", "one"]).exitCode == 0)
    #expect(try await program.run(["ask", "--offline", "demo"]).exitCode == 0)
    #expect(try await program.run(["ask", "two", "--continue"]).exitCode == 0)
    let last = try #require(server.requests.last)
    let texts = try JSON(parsing: last.body)["contents"]?.array?.compactMap {
      $0["parts"]?.array?.first?["text"]?.string
    }
    #expect(texts == ["one", "Hello", "two"])
    #expect(server.requests.count == 2)
  }

  @Test("A dry run shows the exact request, hides the key and sends nothing")
  func dryRun() async throws {
    let server = try LoopbackServer { _, connection in connection.respond(text: good) }
    let arguments = ["ask", "hi", "--set", "temperature=0.2", "--dry-run"]
    let shown = try await program(server).run(arguments)
    #expect(shown.exitCode == 0)
    #expect(
      shown.text.hasPrefix("POST \(server.baseURL)/v1beta/models/gemini-flash-latest:streamGenerateContent?alt=sse\n"))
    #expect(shown.text.contains("x-goog-api-key: (hidden)"))
    #expect(!shown.text.contains(KeySearch.key))
    #expect(server.requests.isEmpty)
    _ = try await program(server).run(arguments.dropLast())
    let body = try #require(shown.text.split(separator: "\n").last)
    #expect(server.requests.first.map { String(decoding: $0.body, as: UTF8.self) } == String(body))
    #expect(try await ProgramProcess(folder).run(arguments).exitCode == 0)
  }

  @Test("A picture is written byte for byte under the name that fits it")
  func image() async throws {
    let bytes = try PNGEncoder.encode(Pixels(width: 3, height: 2) { _, _ in .white })
    let part = #"{"inlineData":{"mimeType":"image/jpeg","data":"\#(Data(bytes).base64EncodedString())"}}"#
    let server = try LoopbackServer { _, connection in
      connection.respond(
        text: events(
          #"{"candidates":[{"content":{"parts":[{"text":"Here"},\#(part),\#(part)]},"finishReason":"STOP"}]}"#))
    }
    let result = try await program(server).run(["image", "a cat", "-o", "cat"])
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(result.text == "\(folder.path)/cat-1.png\n\(folder.path)/cat-2.png\n")
    #expect(folder.bytes("cat-1.png") == bytes)
    #expect(folder.bytes("cat-2.png") == bytes)
    #expect(server.requests.first?.path.contains("gemini-nano-banana-2.1") == true)
    let piped = try await program(server).run(["ask", "a cat", "-m", "image", "-o", "-"])
    #expect(piped.out == bytes + bytes)
  }

  @Test("A picture that did not come is exit code 3, with the reason")
  func noImage() async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(
        text: events(#"{"candidates":[{"content":{"parts":[{"text":"No."}]},"finishReason":"STOP"}]}"#))
    }
    let result = try await program(server).run(["image", "a cat", "-o", "cat.png"])
    #expect(result.exitCode == 3)
    #expect(result.out.isEmpty)
    #expect(result.err.contains("without a picture"))
    #expect(folder.bytes("cat.png") == nil)
  }

  @Test("Ctrl+C ends with 130 and still gives what came")
  func interrupted() async throws {
    let process = Watched<Int32?>(nil)
    let server = try LoopbackServer { _, connection in
      connection.startChunked()
      connection.writeChunk(events(#"{"candidates":[{"content":{"parts":[{"text":"Half"}]}}]}"#))
      if let id = process.blockingWait(until: { $0 != nil }) ?? nil { kill(id, SIGINT) }
      _ = connection.waitForPeerClose()
    }
    let result = try await program(server).run(["ask", "hi", "--format", "json"]) { process.set($0) }
    #expect(result.exitCode == 130)
    #expect(try JSON(parsing: result.out)["error"]?["kind"]?.string == "cancelled")
  }

  @Test("Bad pictures cost exit code 1, good ones become characters")
  func show() async throws {
    try folder.write("no picture", to: "bad.png")
    let bad = try await ProgramProcess(folder).run(["show", "bad.png", "--protocol", "art"])
    #expect(bad.exitCode == 1)
    #expect(bad.out.isEmpty)
    try folder.write(try PNGEncoder.encode(Pixels(width: 40, height: 40) { _, _ in .white }), to: "good.png")
    let good = try await ProgramProcess(folder, ["TERM": "xterm-256color"]).run([
      "show", "good.png", "--protocol", "art", "--columns", "10",
    ])
    #expect(good.exitCode == 0, "\(good.err)")
    #expect(good.text.contains("\u{1b}[") && good.text.hasSuffix("\u{1b}[m\n"))
    let plain = try await ProgramProcess(folder, ["TERM": "xterm-256color", "NO_COLOR": "1"]).run([
      "show", "good.png", "--protocol", "art", "--columns", "10",
    ])
    #expect(!plain.text.contains("\u{1b}") && !plain.text.isEmpty)
  }

  @Test("The doctor says what works, and never the key")
  func doctor() async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(text: #"{"models":[{"name":"models/a"},{"name":"models/b"}]}"#)
    }
    let result = try await program(server).run(["doctor"])
    #expect(result.exitCode == 0, "\(result.text)")
    #expect(result.text.contains("lists 2 models"))
    #expect(!result.text.contains(KeySearch.key))
    let blocked = try folder.write("x", to: "blocked")
    #expect(try await ProgramProcess(folder, ["GEMSTUDIO_HOME": blocked]).run(["doctor", "--offline"]).exitCode == 1)
  }

  @Test("Help, version, completions and lists need nothing at all")
  func lists() async throws {
    let program = ProgramProcess(folder)
    for arguments in [
      ["--help"], ["--version"], ["ask", "--help"], ["keys"], ["keys", "--list"], ["keys", "--markdown"],
      ["simulate", "--list"], ["--generate-completion-script", "bash"],
    ] {
      let result = try await program.run(arguments)
      #expect(result.exitCode == 0, "\(arguments)")
      #expect(!result.out.isEmpty && result.err.isEmpty, "\(arguments)")
    }
    #expect(folder.names.allSatisfy { $0.hasPrefix(".") }, "\(folder.names)")
  }
}
