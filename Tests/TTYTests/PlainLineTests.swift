import Testing

@testable import TTY

@Suite("The last line of a plain terminal")
struct PlainLineTests {
  private func change(_ line: inout PlainLine, _ text: String, _ cursor: Int? = nil, _ lines: [String] = []) -> String {
    String(decoding: line.change(to: text, cursor: cursor ?? text.count, appending: lines), as: UTF8.self)
  }

  @Test("Of a line that only grew or shrank at its end nothing else is sent")
  func ends() {
    var line = PlainLine()
    #expect(change(&line, "> ") == "> ")
    #expect(change(&line, "> ab") == "ab")
    #expect(change(&line, "> a") == "\u{8} \u{8}")
    #expect(change(&line, "> a") == "")
  }

  @Test("Lines are appended above it, and it comes after them")
  func lines() {
    var line = PlainLine()
    _ = change(&line, "> a")
    #expect(change(&line, "> a", nil, ["one", "two"]) == "\r\u{1b}[Kone\r\ntwo\r\n> a")
  }

  @Test("Anything else is written over it, the cursor where it belongs")
  func other() {
    var line = PlainLine()
    _ = change(&line, "> abc")
    #expect(change(&line, "> abc", 3) == "\r> abc\u{1b}[K\r\u{1b}[3C")
    #expect(change(&line, "> axbc", 4) == "\r> axbc\u{1b}[K\r\u{1b}[4C")
    #expect(change(&line, "> ", 2) == "\r> \u{1b}[K")
  }
}
