import Core
import Gemini
import HTTP
import Testing

@testable import App

@Suite("Settings of the network")
struct NetworkSettingsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String) throws -> (settings: NetworkSettings, problems: [String]) {
    let file = SettingsFile.read(try folder.write(text, to: "config.toml"))
    return (file.network, file.problems)
  }

  @Test("Proxy, certificates and headers are read, and the other settings do not mind them")
  func all() throws {
    let (settings, problems) = try read(
      """
      model = "thinking"
      proxy = "http://me:word@proxy.example:3128"
      ca_file = "certificates/mine.pem"
      [headers]
      X-Team = "blue team"
      Authorization = "Bearer of the gateway"
      """)
    #expect(problems.isEmpty, "\(problems)")
    #expect(settings.proxy == "http://me:word@proxy.example:3128")
    #expect(settings.caFile == folder.path + "/certificates/mine.pem")
    #expect(settings.headers.map(\.name) == ["Authorization", "X-Team"])
    #expect(settings.headers.map(\.value) == ["Bearer of the gateway", "blue team"])
    let others = SettingsFile.read(folder.path + "/config.toml")
    #expect(others.problems.isEmpty, "\(others.problems)")
    #expect(others.settings.textModel == "thinking")
  }

  @Test("A path is taken as it is written, from the home folder, or beside the settings")
  func paths() throws {
    #expect(try read("ca_file = \"/etc/mine.pem\"").settings.caFile == "/etc/mine.pem")
    #expect(try read("ca_file = \"~/mine.pem\"").settings.caFile == Paths.absolute("~/mine.pem"))
  }

  @Test("No file and a broken one set nothing")
  func nothing() throws {
    #expect(SettingsFile.read(folder.path + "/none.toml").network == NetworkSettings())
    #expect(try read("[[[").settings == NetworkSettings())
  }

  @Test(
    "What cannot be used is named without its value",
    arguments: [
      "proxy = 5", "ca_file = true", "headers = \"X-A: hush-hush\"", "[headers]\nX-A = 5",
      "[headers]\nx-goog-api-key = \"hush-hush\"", "[headers]\nX-Goog-Api-Key = \"hush-hush\"",
      "[headers]\nHost = \"hush-hush\"", "[headers]\nContent-Length = \"hush-hush\"",
      "[headers]\nTransfer-Encoding = \"hush-hush\"", "[headers]\n\"X A\" = \"hush-hush\"",
      "[headers]\n\"\" = \"hush-hush\"", "[headers]\nX-A = \"hush-hush\\r\\nX-B: c\"",
    ])
  func problems(text: String) throws {
    let (settings, problems) = try read(text)
    #expect(problems.count == 1, "\(problems)")
    #expect(
      problems.allSatisfy { $0.hasPrefix(folder.path + "/config.toml, line ") && !$0.contains("hush") }, "\(problems)")
    #expect(settings == NetworkSettings())
  }

  @Test("Headers of the settings stand in the place of the program's own, and show their names alone")
  func replacing() throws {
    var server = Server(backend: .developer, baseURL: "https://host.example", version: "v1beta", key: APIKey("a-key"))
    server.extraHeaders = [try ExtraHeader("user-agent", "mine"), try ExtraHeader("X-Team", "blue team")]
    let sent = server.request(.listModels()).headers.map { "\($0.name): \($0.value)" }
    #expect(sent.contains("user-agent: mine") && sent.contains("X-Team: blue team"))
    #expect(!sent.contains { $0.hasPrefix("User-Agent") })
    let shown = server.shownHeaders.map { "\($0.name): \($0.value)" }
    #expect(shown.map { $0.prefix { $0 != ":" } } == sent.map { $0.prefix { $0 != ":" } })
    #expect(shown.contains("X-Team: (hidden)") && shown.contains("x-goog-api-key: (hidden)"))
    #expect(!shown.contains { $0.contains("mine") || $0.contains("blue") || $0.contains("a-key") })
  }
}

@Suite("Secrets in the words of a server")
struct SecretsTests {
  private let key = "AIzaSyExample-key-0123"

  @Test(
    "A secret is hidden wherever it stands, also one that was cut off",
    arguments: [
      ("API key 'AIzaSyExample-key-0123' is not valid.", "API key '(hidden)' is not valid."),
      ("AIzaSyExample-key-0123AIzaSyExample-key-0123", "(hidden)(hidden)"),
      ("The beginning: AIzaSyExample…", "The beginning: (hidden)…"),
      ("The beginning: AIzaSyExa", "The beginning: (hidden)"),
      ("AIza is how they all begin", "AIza is how they all begin"), ("", ""),
    ])
  func texts(text: String, hidden: String) {
    #expect(Secrets([key]).hide(in: text) == hidden)
  }

  @Test("Short texts are no secrets: they are part of too many words")
  func short() {
    #expect(Secrets(["", "k", "1234567"]).hide(in: "k 1234567") == "k 1234567")
  }

  @Test("A failure hides it in message, status, details and hint")
  func failure() throws {
    let json = try JSON(
      parsing: #"{"error":{"code":403,"status":"S \#(key)","message":"No \#(key)","details":[{"reason":"R","x":"#
        + #"{"\#(key)":["\#(key)",5]},"links":[{"url":"https://x/?key=\#(key)"}]}]}}"#)
    let failure = try #require(Failure(json, httpStatus: 403))
    #expect("\(failure)".contains(key))
    let hidden = Secrets([key]).hide(in: failure)
    #expect(!"\(hidden)".contains(key), "\(hidden)")
    #expect(hidden.kind == .permission && hidden.httpStatus == 403)
    #expect(hidden.details.first?["x"]?["(hidden)"]?.array?.last?.int == 5)
  }

  @Test("An answer hides it in the service's words, and leaves the model's alone")
  func answer() throws {
    let text =
      #"{"candidates":[{"content":{"parts":[{"text":"said"}]},"finishReason":"Proxy error \#(key)","#
      + #""finishMessage":"with \#(key)"}],"promptFeedback":{"blockReasonMessage":"for \#(key)"},"#
      + #""modelVersion":"m \#(key)","responseId":"\#(key)","modelStatus":{"message":"\#(key)"}}"#
    let hidden = Secrets([key]).hide(in: try response(text))
    #expect(!"\(hidden)".contains(key), "\(hidden)")
    #expect(hidden.candidates.first?.parts.first?.text == "said")
  }
}
