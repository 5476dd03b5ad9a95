import Testing

@testable import App

@Suite("The choice of a proxy")
struct ProxyTests {
  private func base(_ text: String) throws -> BaseURL { try BaseURL(text, version: "v1beta", source: "test") }

  /// The proxy of requests to a server.
  private func proxy(
    _ variables: [String: String], setting: String? = nil, for server: String = "https://host.example"
  ) throws -> String? {
    let proxy = try Proxy.named(setting: setting, variables: variables)
    guard let proxy, proxy.serves(try base(server), variables: variables) else { return nil }
    return proxy.url
  }

  @Test("Lower case goes before upper case, https before all, the setting before the environment")
  func order() throws {
    #expect(try proxy([:]) == nil)
    #expect(try proxy(["HTTP_PROXY": "http://a", "http_proxy": "http://a"]) == nil)
    #expect(try proxy(["ALL_PROXY": "http://a"]) == "http://a")
    #expect(try proxy(["ALL_PROXY": "http://a", "all_proxy": "http://b"]) == "http://b")
    #expect(try proxy(["all_proxy": "http://b", "HTTPS_PROXY": "http://c"]) == "http://c")
    #expect(try proxy(["HTTPS_PROXY": "http://c", "https_proxy": "d:3128"]) == "d:3128")
    #expect(try proxy(["HTTPS_PROXY": "http://c", "https_proxy": " "]) == "http://c")
    #expect(try proxy(["https_proxy": "http://d"], setting: "socks5h://e:1080") == "socks5h://e:1080")
    #expect(try proxy(["https_proxy": "http://d"], setting: "") == nil)
  }

  @Test(
    "Hosts of NO_PROXY are reached directly",
    arguments: [
      ("host.example", true), ("example", true), (".example", true), ("*.example", true), ("HOST.EXAMPLE", true),
      ("a.b, host.example", true), ("a.b host.example", true), ("*", true), ("a,*", true), ("host.example.", true),
      ("host.example:443", true), ("host.example:8443", false), ("st.example", false), ("host", false),
      ("other.host.example", false), ("", false), (",", false), (".", false), ("10.0.0.0/8", false),
    ])
  func direct(list: String, isDirect: Bool) throws {
    for name in ["NO_PROXY", "no_proxy"] {
      let variables = ["HTTPS_PROXY": "http://a:1", name: list]
      #expect(try proxy(variables) == (isDirect ? nil : "http://a:1"))
      #expect(try proxy(variables, setting: "http://b:1") == (isDirect ? nil : "http://b:1"))
    }
  }

  @Test(
    "Numbers are compared as numbers",
    arguments: [
      ("10.0.0.0/8", "10.1.2.3", true), ("10.0.0.0/8", "11.1.2.3", false), ("10.1.2.3", "10.1.2.3", true),
      ("0.0.0.0/0", "8.8.8.8", true), ("10.1.2.3/32", "10.1.2.4", false), ("10.0.0.0/99", "10.0.0.0", false),
      ("2001:db8::1", "[2001:db8::1]", true), ("[2001:db8::1]", "[2001:db8::1]", true),
      ("2001:db8::2", "[2001:db8::1]", false),
    ])
  func numbers(list: String, host: String, isDirect: Bool) throws {
    let variables = ["HTTPS_PROXY": "http://a:1", "NO_PROXY": list]
    #expect(try proxy(variables, for: "https://\(host)") == (isDirect ? nil : "http://a:1"))
  }

  @Test("This machine is reached directly, but through a proxy of the settings that is on it too")
  func loopback() throws {
    for server in ["http://127.0.0.1:8080", "http://localhost", "https://[::1]"] {
      #expect(try proxy(["HTTPS_PROXY": "http://far:1", "ALL_PROXY": "http://far:1"], for: server) == nil)
      #expect(try proxy(["ALL_PROXY": "http://127.0.0.1:1"], for: server) == nil)
      #expect(try proxy([:], setting: "http://far:1", for: server) == nil)
      #expect(try proxy([:], setting: "http://127.0.0.1:1", for: server) == "http://127.0.0.1:1")
      #expect(try proxy(["NO_PROXY": "127.0.0.1,localhost,::1"], setting: "http://127.0.0.1:1", for: server) == nil)
    }
  }

  @Test(
    "A proxy is shown by host and port, never by its password",
    arguments: [
      ("http://me:hush-hush@proxy.example:3128", "proxy.example:3128"), ("me:hush@hush@proxy.example", "proxy.example"),
      ("socks5h://me:hush-hush@[::1]:1080/", "[::1]:1080"), ("https://proxy.example/path", "proxy.example"),
    ])
  func hidden(text: String, place: String) throws {
    let proxy = try Proxy(text, source: "HTTPS_PROXY")
    #expect(proxy.place == place)
    var dumped = ""
    dump(proxy, to: &dumped)
    for shown in [dumped, "\(proxy)", String(reflecting: proxy)] { #expect(!shown.contains("hush"), "\(shown)") }
  }

  @Test(
    "What is no proxy is refused with a sentence that keeps its password to itself",
    arguments: [
      "ftp://me:hush@host", "http://", "http://me:hush@", "http://ho st", "http://host:x", "me:hush@host\u{7}",
    ])
  func refused(text: String) throws {
    let problem = #expect(throws: Proxy.Problem.self) { try Proxy(text, source: "HTTPS_PROXY") }
    let sentence = try #require(problem).sentence
    #expect(sentence.hasPrefix("HTTPS_PROXY names ") && !sentence.contains("hush"), "\(sentence)")
  }
}
