import Screen
import TestSupport
import Testing

@testable import Markdown

@Suite("Markdown while it comes")
struct GrowingTests {
  private static let blocks = [
    "# A *first* title", "Plain text with **bold**, *slanted* and `code` in it, and 2 * 3 * 4.",
    "```swift\nlet a = 1\n\nlet b = `2`\n```", "Text right after code, see [the page](https://a.example/b?c=d).",
    "- one **item**\n- two\n  1. deep\n  2. _down_", "> A quote\n> of two lines", "| a | b |\n|---|---|\n| 1 | **2** |",
    "---", "~~~\ncode\n~~~", "Setext\n======", "The ~~end~~ of ``it ` all``.",
  ]

  /// Texts of the blocks in an order of their own, with where each begins.
  private static func text(_ seed: Int) -> (text: String, starts: [Int]) {
    var random = Seeded(seed)
    var text = ""
    var starts: [Int] = []
    for block in blocks.shuffled(using: &random) + (seed > 4 ? blocks.shuffled(using: &random) : []) {
      if !text.isEmpty { text += "\n\n" }
      starts.append(text.utf8.count)
      text += block
    }
    return (text, starts)
  }

  @Test("Whatever came so far, what stands above the block that grows is as it will be", arguments: 1...8, [1, 3, 7])
  func above(seed: Int, size: Int) {
    let (text, starts) = Self.text(seed)
    var whole = MarkdownDocument(text)
    whole.layout(columns: 60)
    let lines = whole.lines(in: 0..<whole.lineCount).map(\.text)
    var growing = MarkdownDocument()
    var came = 0
    let bytes = Array(text.utf8)
    while came < bytes.count {
      let next = min(bytes.count, came + size)
      growing.append(String(decoding: bytes[came..<next], as: UTF8.self))
      came = next
      growing.layout(columns: 60)
      guard let start = starts.last(where: { $0 < came }) else { continue }
      let first = whole.line(atOffset: start)
      let shown = growing.lines(in: 0..<growing.lineCount).map(\.text)
      let above = Array(lines.prefix(first)).trimmingBlankEnd
      #expect(Array(shown.prefix(above.count)) == above, "\(came) bytes of seed \(seed)")
      guard shown.count > above.count else { continue }
      #expect(shown.prefix(first).count == first || shown.dropFirst(above.count).allSatisfy(\.isEmpty))
      #expect(shown.count <= first || shown[first - (first > 0 ? 1 : 0)].isEmpty || first == 0, "\(came) of \(seed)")
      // Code that has no line yet has room for one.
      let isCode = "`~".utf8.contains(bytes[start])
      #expect(shown.count <= first || isCode || !shown[first].isEmpty, "a second blank line at \(came) of seed \(seed)")
    }
    growing.finish()
    growing.layout(columns: 60)
    #expect(growing.lines(in: 0..<growing.lineCount).map(\.text) == lines)
  }

  private static func shown(_ text: String) -> [String] {
    var document = MarkdownDocument()
    document.append(text)
    document.layout(columns: 60)
    return document.lines(in: 0..<document.lineCount).map(\.text)
  }

  @Test(
    "What is marked is shown so before the mark is closed, and a mark that only begins is not shown",
    arguments: [
      ("see *bol", "see bol"), ("see *bold*", "see bold"), ("see **bold*", "see bold"), ("see **", "see"),
      ("see **bold** and *", "see bold and"), ("a ***b", "a b"), ("a _b", "a b"), ("snake_case_", "snake_case"),
      ("snake_case_name", "snake_case_name"), ("2 * 3", "2 * 3"), ("2 *", "2"), ("a `b", "a b"),
      ("a ``b `c`", "a b `c"),
      ("a ~~b", "a ~~b~~"), ("a ~5", "a ~5"), ("**a *b", "a b"), ("\\*a", "*a"), ("`*a", "*a"), ("*a `b*", "a b*"),
      ("- *a", "• a"), ("- *a\n- b", "• *a"), ("# *a", "a"), ("[a](http://b", "a¹"), ("*[a](http://b_c", "a¹"),
      ("text\n-", "text"), ("text\n==", "text"), ("*a ", "a"), ("*a\n", "a"), ("(*a", "(a"), ("a*b", "a*b"),
    ])
  func marks(text: String, line: String) {
    #expect(Self.shown(text).first == line)
  }

  @Test("Closed text shows its marks as they are: nothing was held back for good")
  func closed() {
    for (text, line) in [("see *bol", "see *bol"), ("see **", "see **"), ("text\n\n--", "text"), ("a `b", "a `b")] {
      var document = MarkdownDocument(text)
      document.layout(columns: 60)
      #expect(document.line(0).text == line)
    }
  }

  @Test("The beginning of a closing fence is no code, and code that looks like it comes with its line")
  func fences() {
    #expect(Self.shown("```\ncode\n``") == ["│ code"])
    #expect(Self.shown("```\ncode\n```") == ["│ code"])
    #expect(Self.shown("```\ncode\n``x") == ["│ code", "│ ``x"])
    #expect(Self.shown("````\ncode\n```") == ["│ code"])
    #expect(Self.shown("````\ncode\n```\nmore") == ["│ code", "│ ```", "│ more"])
    #expect(Self.shown("~~~\ncode\n``") == ["│ code", "│ ``"])
    #expect(Self.shown("text\n\n``") == ["text"])
  }

  @Test("Spans of what grows say what bytes they show, and never bytes that have not come")
  func origins() {
    for seed in 1...4 {
      let bytes = Array(Self.text(seed).text.utf8)
      for count in stride(from: 1, through: bytes.count, by: 5) {
        var document = MarkdownDocument()
        document.append(String(decoding: bytes[..<count], as: UTF8.self))
        document.layout(columns: 60)
        let tracked = document.lines(in: 0..<document.lineCount, tracks: true)
        #expect(tracked.map(\.text) == document.lines(in: 0..<document.lineCount).map(\.text))
        for origin in tracked.flatMap(\.spans).compactMap(\.origin) { #expect(origin.range.upperBound <= count) }
      }
    }
  }
}

extension [String] {
  fileprivate var trimmingBlankEnd: [String] {
    var lines = self
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
