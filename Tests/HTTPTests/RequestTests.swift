import Testing

@testable import HTTP

/// What is refused before a byte is sent, and what an error may say.
@Suite struct RequestTests {
  @Test(
    arguments: [
      "value\r\nX-Injected: 1", "value\nX-Injected: 1", "value\rX", "nul\0", "escape\u{1B}[2J", "delete\u{7F}",
    ])
  func headerValueWithControlCharacters(value: String) async {
    let request = HTTPRequest(url: "http://127.0.0.1:1", headers: [("x-goog-api-key", value)])
    guard case .unsupported(let detail) = await failure(request) else {
      Issue.record("not refused")
      return
    }
    #expect(detail.contains("x-goog-api-key"))
    #expect(!detail.contains("value"))
  }

  @Test(arguments: ["", "two words", "line\r\nbreak", "colon:", "ümlaut"])
  func headerNameThatIsNone(name: String) async {
    let request = HTTPRequest(url: "http://127.0.0.1:1", headers: [(name, "value")])
    #expect(await failure(request)?.name == "unsupported")
  }

  @Test(arguments: ["", "GET / HTTP/1.1\r\nX-Injected:", "A B"])
  func methodThatIsNone(method: String) async {
    #expect(await failure(HTTPRequest(method: method, url: "http://127.0.0.1:1"))?.name == "unsupported")
  }

  @Test(
    arguments: [
      "", "127.0.0.1", "file:///etc/passwd", "ftp://127.0.0.1/", "http://a b/", "http://a/\r\nX: y", "http://",
      "http:///",
      "http://127.0.0.1:99999/",
    ])
  func addressThatIsNone(url: String) async {
    #expect(await failure(HTTPRequest(url: url))?.name == "unsupported")
  }

  @Test(
    arguments: [
      ("https://example.com", "example.com"), ("http://example.com:80/a/b?c=d@e", "example.com"),
      ("http://user:word@example.com/", "example.com"), ("http://[::1]:80/", "::1"), ("http://host?query", "host"),
      ("http://", ""),
    ])
  func hostOfAnAddress(url: String, host: String) {
    #expect(HTTPRequest(url: url).host == host)
  }

  @Test func errorsHideSecrets() {
    let key = "AIzaSecretSecretSecret"
    let request = HTTPRequest(url: "http://host", headers: [("x-goog-api-key", key)])
    let text = "failed with \(key) over http://name:word@proxy\r\n\u{1B}[31m"
    #expect(HTTPError.harmless(text, in: request) == "failed with … over … [31m")
  }

  @Test func sentencesAreWhole() {
    let errors: [HTTPError] = [
      .resolve(host: "h"), .connect(detail: "d"), .tls(detail: "d"), .timedOut(seconds: 1), .stalled(seconds: 1),
      .cancelled, .brokenOff(detail: "d"), .tooLarge(limit: 1), .unsupported(detail: "d"),
    ]
    #expect(Set(errors.map(\.sentence)).count == errors.count)
    for error in errors { #expect(error.sentence.hasSuffix(".")) }
  }

  @Test func headLines() {
    var head = ResponseHead()
    for line in ["HTTP/1.1 100 Continue\r\n", "X-Interim: 1\r\n", "\r\n"] {
      let isTaken = head.append(line: line.utf8)
      #expect(isTaken && !head.isComplete)
    }
    let lines = [
      "HTTP/2 200 \r\n", "Name:value\r\n", "Folded: one\r\n", "  two \r\n", "no colon\r\n", "Bytes: \u{FF}\r\n", "\n",
      "Trailer: x\r\n",
    ]
    for line in lines {
      let isTaken = head.append(line: line.utf8)
      #expect(isTaken)
    }
    #expect(head.isComplete)
    #expect(head.status == 200)
    #expect(head.httpVersion == "2")
    #expect(head.headers.map(\.name) == ["Name", "Folded", "Bytes"])
    #expect(head.headers.map(\.value) == ["value", "one two", "\u{FF}"])
  }
}
