import Core
import Gemini
import Testing

@testable import App

@Suite("The address of the server")
struct BaseURLTests {
  private func base(_ text: String, version: String = "v1beta") throws -> BaseURL {
    try BaseURL(text, version: version, source: "GOOGLE_GEMINI_BASE_URL")
  }

  @Test(
    "A path is kept, slashes at its end and a version already there are not doubled",
    arguments: [
      ("https://host.example", "https://host.example/v1beta/models"),
      ("https://host.example/", "https://host.example/v1beta/models"),
      ("https://host.example/gateway", "https://host.example/gateway/v1beta/models"),
      ("https://host.example/gateway//", "https://host.example/gateway/v1beta/models"),
      ("https://host.example:8443/a/b/", "https://host.example:8443/a/b/v1beta/models"),
      ("https://host.example/v1beta", "https://host.example/v1beta/models"),
      ("https://host.example/gateway/v1beta/", "https://host.example/gateway/v1beta/models"),
      ("https://host.example/v1/gateway", "https://host.example/v1/gateway/v1beta/models"),
      ("https://host.example/v1", "https://host.example/v1/v1beta/models"),
      ("https://host.example/xv1beta", "https://host.example/xv1beta/v1beta/models"),
      ("HTTPS://Host.example", "HTTPS://Host.example/v1beta/models"),
      ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x/v1beta/models"),
      ("http://[::1]:80", "http://[::1]:80/v1beta/models"),
      ("https://bücher.example", "https://bücher.example/v1beta/models"),
    ])
  func joined(text: String, url: String) throws {
    let server = Server(backend: .developer, baseURL: try base(text).text, version: "v1beta", key: nil)
    #expect(server.url(of: .listModels()) == url + "?pageSize=1000")
  }

  @Test("Host and port are told apart")
  func parts() throws {
    #expect(try base("https://host.example:8443/x").host == "host.example")
    #expect(try base("https://host.example:8443/x").port == 8443)
    #expect(try base("https://[2001:db8::1]/x").host == "2001:db8::1")
    #expect(try base("https://[2001:db8::1]/x").port == nil)
  }

  @Test(
    "What cannot be an address is refused with a sentence",
    arguments: [
      ("host.example", "is no address"), ("ftp://host.example", "is no address"), ("https:/host", "is no address"),
      ("javascript:alert(1)", "is no address"), ("https://", "names no host"), ("https:///path", "names no host"),
      ("https://:8080", "names no host"), ("https://host.example:", "names no host"),
      ("https://host.example:99999", "names no host"), ("https://host.example:x", "names no host"),
      ("https://[::1", "names no host"), ("https://ho st", "names no host"), ("https://%6c.example", "names no host"),
      ("https://host.example/a b", "a blank"), ("https://host.example\\@evil.example", "a blank"),
      ("https://host.example/x?y=1", "a query"), ("https://host.example#x", "a query"),
      ("https://me:hush-hush@host.example", "a password"), ("https://me@host.example", "a password"),
      ("http://host.example", "not https"), ("http://127.0.0.1.evil.example", "not https"),
      ("http://0127.0.0.1", "not https"),
      ("http://127.evil.example", "not https"), ("http://localhost.evil.example", "not https"),
      ("http://0.0.0.0", "not https"),
    ])
  func refused(text: String, words: String) throws {
    let problem = #expect(throws: BaseURL.Problem.self) { try base(text) }
    let sentence = try #require(problem).sentence
    #expect(sentence.hasPrefix("GOOGLE_GEMINI_BASE_URL ") && sentence.contains(words), "\(sentence)")
    #expect(!sentence.contains("hush"), "\(sentence)")
  }

  @Test(
    "Plain http is only for this machine",
    arguments: [
      "http://127.0.0.1:8080", "http://127.1.2.3", "http://localhost:1/p", "http://LOCALHOST", "http://[::1]",
    ])
  func loopback(text: String) throws {
    #expect(try base(text).isLoopback)
    #expect(try !base("https://host.example").isLoopback)
  }
}
