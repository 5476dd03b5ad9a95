import Foundation
import Gemini
import TestSupport
import Testing

@testable import App

@Suite("The program and what goes wrong", .timeLimit(.minutes(5)))
struct ProgramFaultTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func program(_ base: String, _ more: [String: String] = [:]) -> ProgramProcess {
    ProgramProcess(folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": base].merging(more) { $1 })
  }

  private func lines(_ text: String) throws -> [JSON] {
    try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
  }

  @Test("What is not tried again ends with its code and its object", arguments: Fault.all.filter { $0.requests == 1 })
  func faults(fault: Fault) async throws {
    let server = try LoopbackServer(handler: fault.answer)
    let result = try await program(server.baseURL).run(["ask", "hi", "--format", "json", "--no-store"])
    #expect(result.exitCode == fault.exitCode, "\(result.err)")
    let object = try JSON(parsing: result.out)
    #expect(object["text"]?.string == fault.text)
    #expect(object["error"]?["kind"]?.string == fault.kind?.rawValue)
    #expect(!result.text.contains(KeySearch.key) && !result.err.contains(KeySearch.key))
  }

  @Test("A connection that is lost after STOP is code 4: only the end of the body says that an answer is whole")
  func lostAfterStop() async throws {
    let server = try LoopbackServer { _, connection in
      connection.startChunked()
      connection.writeChunk(chunk("Hello", finish: "STOP"))
      connection.abort()
    }
    let result = try await program(server.baseURL).run(["ask", "hi", "--format", "json"])
    #expect(result.exitCode == 4)
    let object = try JSON(parsing: result.out)
    #expect(object["text"]?.string == "Hello")
    #expect(object["candidates"]?.array?.first?["finishReason"]?.string == "STOP")
    #expect(object["error"]?["kind"]?.string == "incompleteStream")
    #expect(server.requests.count == 1)
  }

  @Test("A delay that the server asks for is a line, and then there is an answer")
  func retry() async throws {
    let info = #"{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"0.01s"}"#
    let server = try scripted(
      { $1.respond(status: 429, text: errorBody(429, "RESOURCE_EXHAUSTED", "Slow down.", details: info)) },
      { $1.respond(text: chunk("Hello", finish: "STOP")) })
    let result = try await program(server.baseURL).run(["ask", "hi", "--format", "jsonl"])
    #expect(result.exitCode == 0)
    let all = try lines(result.text)
    #expect(all.compactMap { $0["event"]?.string } == ["attempt", "retry", "attempt", "text", "finish", "done"])
    #expect(all[1]["error"]?["retryDelaySeconds"]?.double == 0.01)
    #expect(all.last?["timing"]?["attempts"]?.int == 2)
  }

  @Test("A long answer over three requests is one object, with the usage of each")
  func longAnswer() async throws {
    func piece(_ text: String, _ finish: String, _ token: String?, _ count: Int) -> LoopbackServer.Handler {
      let usage = #"{"promptTokenCount":10,"candidatesTokenCount":\#(count)}"#
      return { $1.respond(text: chunk(text, finish: finish, token: token, usage: usage)) }
    }
    let server = try scripted(
      piece("One ", "CONTINUATION", "T1", 5), piece("two ", "CONTINUATION", "T2", 6), piece("three", "STOP", nil, 7),
      piece("One ", "CONTINUATION", "T1", 5), piece("two ", "CONTINUATION", "T2", 6), piece("three", "STOP", nil, 7))
    let arguments = ["ask", "hi", "-m", "gemini-4-argon", "--format"]
    let result = try await program(server.baseURL).run(arguments + ["json"])
    #expect(result.exitCode == 0, "\(result.err)")
    let object = try JSON(parsing: result.out)
    #expect(object["text"]?.string == "One two three")
    #expect(object["candidates"]?.array?.first?["finishReason"]?.string == "STOP")
    #expect(object["usageMetadata"]?.text == #"{"promptTokenCount":30,"candidatesTokenCount":18}"#)
    #expect(object["hops"]?.array?.compactMap { $0["candidatesTokenCount"]?.int } == [5, 6, 7])
    let all = try lines(try await program(server.baseURL).run(arguments + ["jsonl"]).text)
    #expect(all.filter { $0["event"]?.string == "attempt" }.map { $0["hop"]?.int } == [nil, 2, 3])
    let usages = all.filter { $0["event"]?.string == "usage" }
    #expect(usages.compactMap { $0["usageMetadata"]?["candidatesTokenCount"]?.int } == [5, 6, 7])
    let texts = all.filter { $0["event"]?.string == "text" }.compactMap { $0["text"]?.string }
    #expect(texts.joined() == "One two three")
  }

  @Test("A limit that is none is named, and the request goes all the same")
  func limits() async throws {
    try folder.write("[limits]\nconcurrent = \"all\"\n", to: "home/config.toml")
    let server = try scripted { $1.respond(text: chunk("Hello", finish: "STOP")) }
    let result = try await program(server.baseURL).run(["ask", "hi"])
    #expect(result.exitCode == 0 && result.text == "Hello")
    #expect(result.err.contains("limits.concurrent"), "\(result.err)")
  }

  @Test("The simulator's long answer is the same whether a connection breaks or not")
  func simulatedLongAnswer() async throws {
    var texts: [String] = []
    for (model, hops) in [("sim-continuation", 3), ("sim-continuation-cut", 4)] {
      let arguments = ["ask", "hi", "--offline", "--no-store", "-m", model, "--format"]
      let object = try JSON(parsing: try await ProgramProcess(folder).run(arguments + ["json"]).out)
      #expect(object["error"] == nil)
      #expect(object["hops"]?.array?.count == hops)
      let printed = try lines(try await ProgramProcess(folder).run(arguments + ["jsonl"]).text)
      let joined = printed.filter { $0["event"]?.string == "text" }.compactMap { $0["text"]?.string }.joined()
      // The answer names the model that was asked for.
      texts += [object["text"]?.string ?? "", joined].map { $0.replacing("`\(model)`", with: "the model") }
    }
    #expect(texts[0].count > 100)
    #expect(Set(texts).count == 1, "\(texts)")
  }

  @Test("A picture of 3 MB in one line is written byte for byte")
  func largePicture() async throws {
    let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
    let part = #"{"inlineData":{"mimeType":"image/png","data":"\#(bytes.base64EncodedString())"}}"#
    let server = try LoopbackServer { _, connection in
      connection.respond(text: events(#"{"candidates":[{"content":{"parts":[\#(part)]},"finishReason":"STOP"}]}"#))
    }
    let result = try await program(server.baseURL).run(["image", "a cat", "-o", "cat.png"])
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(folder.bytes("cat.png") == Array(bytes))
  }

  @Test("A line of 64 MB is an answer like any other")
  func longLine() async throws {
    let text = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 20)
    let server = try LoopbackServer { _, connection in
      let head = Array("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"".utf8)
      let tail = Array("\"}]},\"finishReason\":\"STOP\"}]}\r\n\r\n".utf8)
      connection.respond(body: head + text + tail)
    }
    let result = try await program(server.baseURL).run(["ask", "hi", "--no-store"])
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(result.out == text)
  }

  @Test("The simulator is asked directly, whatever proxy the environment names")
  func simulatorWithoutProxy() async throws {
    let proxy = try LoopbackServer { _, connection in connection.respond(status: 500, text: "proxied") }
    let names = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
    let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, proxy.baseURL) })
      .merging(["no_proxy": "", "NO_PROXY": ""]) { $1 }
    let result = try await ProgramProcess(folder, environment).run(
      ["ask", "hi", "--offline", "--format", "json", "--no-store"])
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(proxy.requests.isEmpty)
  }

  @Test("A redirect is an error, and the key stays here")
  func redirect() async throws {
    let other = try LoopbackServer { _, connection in connection.respond(text: chunk("stolen", finish: "STOP")) }
    let server = try LoopbackServer { _, connection in
      connection.respond(status: 307, headers: [("Location", other.baseURL + "/steal")])
    }
    let result = try await program(server.baseURL).run(["ask", "hi", "--format", "json"])
    #expect(result.exitCode == 1)
    #expect(try JSON(parsing: result.out)["error"]?["httpStatus"]?.int == 307)
    #expect(other.requests.isEmpty)
  }

  @Test(
    "A private certificate authority is trusted only where SSL_CERT_FILE names it",
    .enabled(if: TLSServer.isAvailable, "there is no openssl"), arguments: [false, true])
  func tls(isTrusted: Bool) async throws {
    let body = chunk("secret", finish: "STOP")
    let server = try await TLSServer.start(
      folder: folder.path, answer: "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    let trust = isTrusted ? ["SSL_CERT_FILE": server.authority] : [:]
    let result = try await program("https://127.0.0.1:\(server.port)", trust).run(["ask", "hi", "--format", "json"])
    let object = try JSON(parsing: result.out)
    if isTrusted {
      #expect(result.exitCode == 0, "\(result.err)")
      #expect(object["text"]?.string == "secret")
    } else {
      #expect(result.exitCode == 1)
      #expect(object["error"]?["kind"]?.string == "network")
      #expect(object["timing"]?["attempts"]?.int == 1, "no repetition makes a certificate good")
    }
    #expect(server.received.contains(KeySearch.key) == isTrusted)
  }
}
