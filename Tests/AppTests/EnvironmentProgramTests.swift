import Foundation
import TestSupport
import Testing

@Suite("Variables and files, as the program hears them", .serialized)
struct EnvironmentProgramTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func answering() throws -> LoopbackServer {
    try LoopbackServer { _, connection in
      connection.respond(
        text: events(#"{"candidates":[{"content":{"parts":[{"text":"Hello"}]},"finishReason":"STOP"}]}"#))
    }
  }

  private func ask(_ variables: [String: String], _ more: String...) async throws -> ProgramProcess.Result {
    try await ProgramProcess(folder, variables).run(["ask", "hi", "--no-stdin"] + more)
  }

  @Test("The key goes out from the first place that has one, to the server that may have it")
  func precedence() async throws {
    let (mine, theirs) = (try answering(), try answering())
    try folder.write(
      "# mine\nexport GOOGLE_API_KEY='key-of-the-home'\nGOOGLE_GEMINI_BASE_URL=\"\(mine.baseURL)/path/\"\n",
      to: "home/.env")
    let path = "/path/v1beta/models/gemini-flash-latest:streamGenerateContent?alt=sse"
    #expect(try await ask([:]).text == "Hello")
    #expect(mine.requests.last?.header("x-goog-api-key") == "key-of-the-home")
    #expect(mine.requests.last?.path == path)
    // A folder that only names a server gets nothing.
    try folder.write("GOOGLE_GEMINI_BASE_URL=\(theirs.baseURL)\nHTTPS_PROXY=\(theirs.baseURL)\n", to: ".env")
    let lured = try await ask([:])
    #expect(lured.text == "Hello")
    #expect(lured.err.contains("GOOGLE_GEMINI_BASE_URL in .env is passed over"), "\(lured.err)")
    #expect(lured.err.contains("HTTPS_PROXY in .env is passed over"), "\(lured.err)")
    #expect(theirs.requests.isEmpty)
    let doctor = try await ProgramProcess(folder).run(["doctor", "--offline"])
    #expect(doctor.text.contains("HTTPS_PROXY in .env is passed over"), "\(doctor.text)")
    // With a key of its own it is asked with that one.
    try folder.write("GOOGLE_GEMINI_BASE_URL=\(theirs.baseURL)\nGEMINI_API_KEY=key-of-the-folder\n", to: ".env")
    #expect(try await ask([:]).err.isEmpty)
    #expect(theirs.requests.map { $0.header("x-goog-api-key") } == ["key-of-the-folder"])
    // But never with the key of the process.
    #expect(try await ask(["GEMINI_API_KEY": KeySearch.key]).text == "Hello")
    #expect(mine.requests.last?.header("x-goog-api-key") == KeySearch.key)
    #expect(theirs.requests.count == 1)
    #expect(mine.requests.count == 3)
  }

  @Test("The version of the API stands in the address")
  func version() async throws {
    let server = try answering()
    for (version, path) in [("beta", "v1beta"), ("v1", "v1"), ("v1alpha", "v1alpha")] {
      _ = try await ask([
        "GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL + "/v1alpha",
        "GOOGLE_GENAI_API_VERSION": version,
      ])
      let prefix = version == "v1alpha" ? "/v1alpha/models" : "/v1alpha/\(path)/models"
      #expect(server.requests.last?.path.hasPrefix(prefix) == true)
    }
  }

  @Test(
    "What cannot be done as it was asked for is exit code 2 and one sentence",
    arguments: [
      ("GOOGLE_GENAI_USE_VERTEXAI", "true", "does not speak"), ("GOOGLE_GENAI_USE_ENTERPRISE", "1", "does not speak"),
      ("GOOGLE_GENAI_API_VERSION", "v1/../v2", "no version"), ("GOOGLE_GEMINI_BASE_URL", "host.example", "no address"),
      ("GOOGLE_GEMINI_BASE_URL", "https://me:hush-hush-word@host.example", "a password"),
      ("GOOGLE_GEMINI_BASE_URL", "https://host.example?key=hush-hush-word", "a query"),
      ("HTTPS_PROXY", "ftp://me:hush-hush-word@host", "a proxy of a kind"),
    ])
  func refused(name: String, value: String, words: String) async throws {
    let variables = ["GEMINI_API_KEY": KeySearch.key, name: value]
    let program = ProgramProcess(folder, variables, secrets: ["hush-hush-word"])
    for arguments in [["ask", "hi"], ["ask", "hi", "--dry-run"], ["image", "hi", "-o", "x.png"]] {
      let result = try await program.run(arguments + ["--no-stdin", "--format", "json"])
      #expect(result.exitCode == 2, "\(arguments)")
      #expect(result.out.isEmpty)
      #expect(result.err.hasPrefix("gemstudio: \(name) ") && result.err.contains(words), "\(result.err)")
      #expect(!result.err.dropLast().contains("\n"), "\(result.err)")
    }
    #expect(try await program.run(["ask", "hi", "--no-stdin", "--offline"]).exitCode == 0)
    let doctor = try await program.run(["doctor"])
    #expect(doctor.exitCode == 1 && doctor.text.contains(words), "\(doctor.text)")
  }
}
