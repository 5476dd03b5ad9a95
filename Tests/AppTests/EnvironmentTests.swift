import Core
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
    #expect(environment.base.text == "https://generativelanguage.googleapis.com")
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
    var server = Server(backend: .developer, baseURL: "https://host.example", version: "v1beta", key: key)
    server.extraHeaders = [try ExtraHeader("X-Team", "secret-team")]
    server.proxy = try Proxy("me:secret-word@proxy.example", source: "HTTPS_PROXY")
    var dumped = ""
    dump(key, to: &dumped)
    dump(server, to: &dumped)
    for text in [
      "\(key)", String(reflecting: key), String(describing: Optional(key)), dumped,
      String(describing: server),
    ] {
      #expect(!text.contains("secret"), "\(text)")
    }
  }

  @Test("A key that is typed goes to no address a working folder's file names")
  func typedKeyStaysHome() throws {
    let environment = try environment(
      work: "GEMINI_API_KEY=stale\nGOOGLE_GEMINI_BASE_URL=https://elsewhere.example")
    #expect(environment.base.text == "https://elsewhere.example")
    #expect(environment.ownBase.text == "https://generativelanguage.googleapis.com")
  }

  @Test("A base address in the working folder counts only beside a key in the same file")
  func clonedRepository() throws {
    let lure = "GOOGLE_GEMINI_BASE_URL=https://elsewhere.example\nHTTPS_PROXY=http://elsewhere.example"
    let refused = try environment(["GEMINI_API_KEY": "k"], work: lure)
    #expect(refused.base.text == "https://generativelanguage.googleapis.com")
    #expect(refused.notices.contains { $0.contains("GOOGLE_GEMINI_BASE_URL") })
    #expect(refused.notices.contains { $0.contains("HTTPS_PROXY") })
    #expect(try environment(work: lure + "\nGEMINI_API_KEY=own").base.text == "https://elsewhere.example")
    let configured = try environment(
      ["GEMINI_API_KEY": "k"], work: "", home: "GOOGLE_GEMINI_BASE_URL=https://gateway.example/v")
    #expect(configured.base.text == "https://gateway.example/v")
    #expect(
      try environment(["GEMINI_API_KEY": "k", "GOOGLE_GEMINI_BASE_URL": "https://p.example"]).base.text
        == "https://p.example")
  }

  @Test("A file whose key is made of the process's variables moves the server nowhere")
  func borrowedKey() throws {
    let base = "GOOGLE_GEMINI_BASE_URL=https://elsewhere.example\n"
    let borrowed = try environment(["CLOUD_SECRET": "theirs"], work: base + "GEMINI_API_KEY=${CLOUD_SECRET}")
    #expect(borrowed.base.text == "https://generativelanguage.googleapis.com")
    #expect(borrowed.notices.contains { $0.contains("GOOGLE_GEMINI_BASE_URL") })
    let address = try environment(
      ["CLOUD_SECRET": "theirs"],
      work: "GOOGLE_GEMINI_BASE_URL=https://elsewhere.example/${CLOUD_SECRET}\nGEMINI_API_KEY=own")
    #expect(address.base.text == "https://generativelanguage.googleapis.com")
    let own = try environment(
      work: "HOST=elsewhere.example\nGOOGLE_GEMINI_BASE_URL=https://${HOST}\nGEMINI_API_KEY=own")
    #expect(own.base.text == "https://elsewhere.example")
  }

  @Test("Proxies, certificates and credentials count in the process and in one's own file, not in the working folder's")
  func guarded() throws {
    let lines = [
      "https_proxy=http://a", "HTTP_PROXY=http://b", "ALL_PROXY=http://c", "NO_PROXY=*", "SSL_CERT_FILE=/d",
      "SSL_CERT_DIR=/e", "GOOGLE_APPLICATION_CREDENTIALS=/f", "CLOUDSDK_CONFIG=/g",
    ]
    let cloned = try environment(["NO_PROXY": "*"], work: (lines + ["GEMINI_API_KEY=own"]).joined(separator: "\n"))
    #expect(cloned.network["https_proxy"] == nil && cloned.network["SSL_CERT_FILE"] == nil)
    let notice = try #require(cloned.notices.first)
    #expect(cloned.notices.count == 1)
    for line in lines where line != "NO_PROXY=*" {
      #expect(notice.contains(line.prefix { $0 != "=" }), "\(notice)")
    }
    #expect(!notice.contains("NO_PROXY"), "the process says the same")
    let mine = try environment(["SSL_CERT_FILE": "/mine"], work: "", home: lines.joined(separator: "\n"))
    #expect(mine.network["https_proxy"] == "http://a")
    #expect(mine.network["SSL_CERT_FILE"] == "/mine")
    #expect(mine.notices.isEmpty)
  }

  @Test("One's own folder stays one's own when it is the working folder")
  func homeIsWork() throws {
    try folder.write("GOOGLE_GEMINI_BASE_URL=https://gateway.example", to: "home/.env")
    let process = ["GEMSTUDIO_HOME": folder.path + "/home", "GEMINI_API_KEY": "k"]
    let environment = Environment(
      process: process, workingFolder: folder.path + "/home", paths: Paths(environment: process))
    #expect(environment.base.text == "https://gateway.example")
    #expect(environment.notices.isEmpty)
  }

  @Test("A file that cannot be used is named, and the others count")
  func brokenFile() throws {
    try folder.write([0xFF], to: "work/.env")
    let environment = try environment(home: "GEMINI_API_KEY=home")
    #expect(environment.key?.value == "home")
    #expect(environment.notices == [".env is passed over: it is no text in UTF-8."])
  }

  @Test("Nothing is noted of a server in the working folder that would not have counted anyway")
  func quiet() throws {
    let environment = try environment(
      ["GEMINI_API_KEY": "k", "GOOGLE_GEMINI_BASE_URL": "https://p.example"],
      work: "GOOGLE_GEMINI_BASE_URL=https://elsewhere.example")
    #expect(environment.notices.isEmpty)
  }

  @Test(
    "The version is one of the API's, or there is a sentence",
    arguments: [
      ("", "v1beta"), ("beta", "v1beta"), ("v1beta", "v1beta"), ("v1", "v1"), ("v1alpha", "v1alpha"),
      (" v1 ", "v1"), ("v1beta1", "v1beta1"), ("V1", nil), ("1", nil), ("alpha", nil), ("v1/../x", nil), ("v1?x", nil),
      ("v1 beta", nil), ("latest", nil),
    ])
  func version(text: String, version: String?) throws {
    let environment = try environment(["GOOGLE_GENAI_API_VERSION": text])
    #expect((environment.serverProblem == nil) == (version != nil))
    if let version { #expect(environment.apiVersion == version) }
    if let problem = environment.serverProblem { #expect(problem.contains("v1beta, v1, v1alpha or beta")) }
  }

  @Test("What is wrong is named with its file")
  func problems() throws {
    let base = try environment(work: "GEMINI_API_KEY=k\nGOOGLE_GEMINI_BASE_URL=http://far.example")
    #expect(base.serverProblem?.hasPrefix("GOOGLE_GEMINI_BASE_URL in .env is not https") == true)
    let version = try environment(work: "", home: "GOOGLE_GENAI_API_VERSION=x")
    #expect(version.serverProblem?.contains(folder.path + "/home/.env is no version") == true)
  }

  @Test(
    "Vertex AI is asked for by true or 1, ENTERPRISE goes first, the process goes before files",
    arguments: [
      (["GOOGLE_GENAI_USE_VERTEXAI": "true"], "", "GOOGLE_GENAI_USE_VERTEXAI asks"),
      (["GOOGLE_GENAI_USE_VERTEXAI": "TRUE"], "", "GOOGLE_GENAI_USE_VERTEXAI asks"),
      (["GOOGLE_GENAI_USE_ENTERPRISE": "1"], "", "GOOGLE_GENAI_USE_ENTERPRISE asks"),
      (["GOOGLE_GENAI_USE_VERTEXAI": "yes"], "", nil), (["GOOGLE_GENAI_USE_VERTEXAI": "0"], "", nil),
      ([:], "GOOGLE_GENAI_USE_VERTEXAI=True", "GOOGLE_GENAI_USE_VERTEXAI in .env asks"),
      (["GOOGLE_GENAI_USE_VERTEXAI": "false"], "GOOGLE_GENAI_USE_VERTEXAI=true", nil),
      (["GOOGLE_GENAI_USE_VERTEXAI": "true"], "GOOGLE_GENAI_USE_ENTERPRISE=false", nil),
      (["GOOGLE_CLOUD_PROJECT": "p", "GOOGLE_CLOUD_LOCATION": "global"], "", nil),
    ] as [([String: String], String, String?)])
  func vertex(process: [String: String], work: String, words: String?) throws {
    let environment = try environment(process, work: work)
    #expect((environment.vertexProblem == nil) == (words == nil))
    if let words { #expect(environment.vertexProblem?.hasPrefix(words) == true) }
  }

  @Test("Two switches that disagree are named")
  func conflict() throws {
    let environment = try environment(["GOOGLE_GENAI_USE_ENTERPRISE": "true", "GOOGLE_GENAI_USE_VERTEXAI": "false"])
    #expect(environment.notices.contains { $0.contains("ENTERPRISE") && $0.contains("VERTEXAI") })
    #expect(environment.vertexProblem?.hasPrefix("GOOGLE_GENAI_USE_ENTERPRISE") == true)
  }
}
