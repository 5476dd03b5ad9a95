import Testing

@testable import App

@Suite("Variables and keys")
struct EnvironmentTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The environment of a process in `work`, whose program keeps its files in `home`.
  private func environment(_ process: [String: String] = [:], work: String? = nil, home: String? = nil) throws
    -> Environment
  {
    if let work { try folder.write(work, to: "work/.env") }
    if let home { try folder.write(home, to: "home/.env") }
    let process = process.merging(["GEMSTUDIO_HOME": folder.path + "/home"]) { $1 }
    return Environment(
      process: process, workingFolder: folder.path + "/work", paths: Paths(environment: process))
  }

  @Test("A key of the process beats any file, the working folder beats the configuration, GOOGLE beats GEMINI")
  func precedence() throws {
    let files = (work: "GEMINI_API_KEY=work", home: "GOOGLE_API_KEY=home")
    #expect(try environment(["GEMINI_API_KEY": "process"], work: files.work, home: files.home).key?.value == "process")
    #expect(try environment(["GEMINI_API_KEY": ""], work: files.work, home: files.home).key?.value == "work")
    #expect(try environment(home: files.home).keySource == "GEMINI_API_KEY in .env")
    let both = try environment(["GEMINI_API_KEY": "b", "GOOGLE_API_KEY": "a"])
    #expect(both.key?.value == "a")
    #expect(both.keySource == "GOOGLE_API_KEY")
    #expect(both.notices.contains { $0.contains("both set") })
    #expect(try environment(["GOOGLE_API_KEY": "same", "GEMINI_API_KEY": "same"]).notices.isEmpty)
  }

  @Test("Without a key there is none, and it says so")
  func noKey() throws {
    let environment = try environment()
    #expect(environment.key == nil)
    #expect(environment.keySource == nil)
    #expect(environment.baseURL == "https://generativelanguage.googleapis.com")
    #expect(environment.apiVersion == "v1beta")
  }

  @Test(
    "What no key can be is passed over with a sentence", arguments: ["auth_tokens/abc", "two words", "a\u{7}b", "ä"])
  func noKeyAtAll(text: String) throws {
    let environment = try environment(["GOOGLE_API_KEY": text, "GEMINI_API_KEY": "good"])
    #expect(environment.key?.value == "good")
    #expect(environment.notices.contains { $0.contains("no API key") && !$0.contains(text) })
  }

  @Test("A key is trimmed, and shows itself to nobody")
  func hidden() throws {
    let key = try #require(APIKey("  secret-key\n"))
    #expect(key.value == "secret-key")
    let environment = try environment(["GEMINI_API_KEY": "secret-key"]).with(key: key, from: "here")
    var dumped = ""
    dump(key, to: &dumped)
    dump(Server(environment).key, to: &dumped)
    for text in [
      "\(key)", String(reflecting: key), String(describing: Optional(key)), dumped,
      String(describing: Server(environment)),
    ] {
      #expect(!text.contains("secret"), "\(text)")
    }
  }

  @Test("A base address in the working folder counts only beside a key in the same file")
  func clonedRepository() throws {
    let lure = "GOOGLE_GEMINI_BASE_URL=https://elsewhere.example\nHTTPS_PROXY=http://elsewhere.example"
    let refused = try environment(["GEMINI_API_KEY": "k"], work: lure)
    #expect(refused.baseURL == "https://generativelanguage.googleapis.com")
    #expect(refused.notices.contains { $0.contains("GOOGLE_GEMINI_BASE_URL") })
    #expect(refused.notices.contains { $0.contains("HTTPS_PROXY") })
    #expect(try environment(work: lure + "\nGEMINI_API_KEY=own").baseURL == "https://elsewhere.example")
    let configured = try environment(
      ["GEMINI_API_KEY": "k"], work: "", home: "GOOGLE_GEMINI_BASE_URL=https://gateway.example/v")
    #expect(configured.baseURL == "https://gateway.example/v")
    #expect(
      try environment(["GEMINI_API_KEY": "k", "GOOGLE_GEMINI_BASE_URL": "https://p.example"]).baseURL
        == "https://p.example")
  }

  @Test(
    "Plain http is only for this machine",
    arguments: [
      ("https://host.example/x", true), ("http://127.0.0.1:8080", true), ("http://localhost:1/p", true),
      ("http://[::1]:80", true), ("http://host.example", false), ("http://127.0.0.1.evil.example", false),
      ("http://127.evil.example", false), ("http://localhost.evil.example", false), ("ftp://host.example", false),
      ("host.example", false), ("https://", false),
    ])
  func bases(base: String, isGood: Bool) throws {
    let problem = try environment(["GOOGLE_GEMINI_BASE_URL": base]).baseProblem
    #expect((problem == nil) == isGood, "\(problem ?? "no problem")")
  }

  @Test("The word beta is a version")
  func version() throws {
    #expect(try environment(["GOOGLE_GENAI_API_VERSION": "beta"]).apiVersion == "v1beta")
    #expect(try environment(["GOOGLE_GENAI_API_VERSION": "v1"]).apiVersion == "v1")
  }
}
