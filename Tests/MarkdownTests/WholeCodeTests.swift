import Screen
import TestSupport
import Testing

@testable import Markdown

@Suite("A text that is one piece of code")
struct WholeCodeTests {
  /// Everything in it means something in Markdown, or ends a block there.
  private static let text = """
    {
      "glob": "src/*.swift and *.md",
      "re": "a_b_c \\\\* x",

      "html": "<b>bold</b> [x](http://e.org)",
    ```
    # "n": [1, 2]
    [x]: http://e.org
    }
    """

  private static func document(_ text: String, code: String = "json", columns: Int = 60) -> MarkdownDocument {
    var document = MarkdownDocument(code: code)
    document.append(text)
    document.finish()
    document.layout(columns: columns)
    return document
  }

  private static func shown(_ document: MarkdownDocument) -> [String] {
    document.lines(in: 0..<document.lineCount).map { String($0.text.dropFirst(2)) }
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("Each line stands as it was written")
  func written() {
    let document = Self.document(Self.text)
    #expect(Self.shown(document) == ["json"] + Self.lines(Self.text))
    #expect(document.links.isEmpty && document.source == Self.text)
    #expect(document.codeBlocks.map(\.source) == [Self.text])
    #expect(Self.shown(Self.document("*one*", code: "")) == ["*one*"], "without a name there is no line for it")
    #expect(Self.document("").lineCount == 0)
  }

  @Test("What is shown is known by its bytes, wrapped lines too", arguments: [60, 12])
  func tracked(columns: Int) {
    let document = Self.document(Self.text, columns: columns)
    let bytes = Array(Self.text.utf8)
    var pieces = ""
    for line in document.lines(in: 0..<document.lineCount, tracks: true) {
      for origin in line.spans.compactMap(\.origin) { pieces += String(decoding: bytes[origin.range], as: UTF8.self) }
    }
    #expect(pieces == Self.lines(Self.text).joined())
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "*") {
      #expect(document.line(document.line(showing: offset)).text.contains("*"), "byte \(offset)")
    }
  }

  @Test("A long one that grows by any pieces is the same, and one block", arguments: [7, 400, 9000])
  func growing(size: Int) {
    let text = (0..<900).map { "\(Self.text.dropFirst())\n\($0)\n" }.joined()
    var document = MarkdownDocument(code: "json")
    let bytes = Array(text.utf8)
    var laidOut = 0
    for start in stride(from: 0, to: bytes.count, by: size) {
      document.append(String(decoding: bytes[start..<min(bytes.count, start + size)], as: UTF8.self))
      guard start - laidOut > 5000 else { continue }
      document.layout(columns: 60)
      laidOut = start
    }
    document.finish()
    document.layout(columns: 60)
    #expect(Self.shown(document) == ["json"] + Self.lines(String(text.dropLast())))
    #expect(document.codeBlocks.map(\.source) == [text])
    #expect(document.codeBlocks.first?.lines == 0..<document.lineCount)
  }
}
