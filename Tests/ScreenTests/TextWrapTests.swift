import TestSupport
import Testing

@testable import Screen

struct TextWrapTests {
  private func wrapped(_ text: String, _ columns: Int, _ breaks: TextWrap.Breaks = .words) -> [String] {
    TextWrap.wrap(text, columns: columns, breaks: breaks).map(\.text)
  }

  @Test(arguments: [
    ("", 5, [""]),
    ("one two three", 7, ["one two", "three"]),
    ("one   two", 4, ["one", "two"]),
    ("one two ", 7, ["one two"]),
    ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
    ("  deep indent", 8, ["  deep", "indent"]),
    ("well-known fact", 7, ["well-", "known", "fact"]),
    ("take -5 or --flag", 7, ["take -5", "or", "--flag"]),
    ("a\n\nb\n", 5, ["a", "", "b", ""]),
    ("a\r\nb", 5, ["a", "b"]),
    ("你好世界。再见", 8, ["你好世", "界。再见"]),
    ("说「你好」", 5, ["说", "「你", "好」"]),
    ("日本 go語", 5, ["日本", "go語"]),
    ("a\tb", 10, ["a   b"]),
    ("👩‍👩‍👧👩‍👩‍👧", 3, ["👩‍👩‍👧", "👩‍👩‍👧"]),
    ("你a", 1, ["…", "a"]),
  ])
  func breaksAtWords(text: String, columns: Int, lines: [String]) {
    #expect(wrapped(text, columns) == lines)
  }

  @Test func breaksAnywhere() {
    #expect(wrapped("let x = 1", 4, .anywhere) == ["let ", "x = ", "1"])
    #expect(TextWrap.wrap("\tx", columns: 20, breaks: .anywhere, tabs: 8).map(\.text) == ["        x"])
  }

  @Test func keepsStylesAndIndents() {
    let lines = TextWrap.wrap(
      [Span("bold", .strong, .bold), Span("er text", .text)], columns: 8, first: [Span("- ", .marker)],
      continuation: [Span("  ")])
    #expect(
      lines == [
        Line([Span("- ", .marker), Span("bold", .strong, .bold), Span("er", .text)]), Line([Span("  "), Span("text")]),
      ])
  }

  @Test func leavesOutAnIndentWithoutRoom() {
    let lines = TextWrap.wrap([Span("abcd")], columns: 4, first: [Span("1234")], continuation: [Span("123")])
    #expect(lines.map(\.text) == ["abcd"])
  }

  @Test func truncates() {
    #expect(TextWrap.truncate("short", columns: 5) == "short")
    #expect(TextWrap.truncate("longer", columns: 5) == "long…")
    #expect(TextWrap.truncate("你好世界", columns: 5) == "你好…")
    #expect(TextWrap.truncate("你好世界", columns: 4) == "你…")
    #expect(TextWrap.truncate("ab", columns: 1) == "…")
    #expect(TextWrap.truncate("ab", columns: 0) == "")
  }

  private static let pieces = [
    "a", "word", "well-known", " ", " ", "   ", "\n", "\t", "-", "é", "e\u{301}", "Привет", "你好", "。", "「", "😀", "👩‍💻",
    "\u{200D}", "🇩🇪", "❤\u{FE0F}", "\u{301}", "supercalifragilistic", "ᄒ", "ᅡ", "\r\n",
  ]

  @Test(arguments: [TextWrap.Breaks.words, .anywhere])
  func fitsAndLosesOnlyBlanks(breaks: TextWrap.Breaks) {
    var random = Seeded(2)
    for round in 0..<1500 {
      let columns = 1 + round % 120
      let spans = (0..<4).map { index in
        Span(random.text(of: Self.pieces, count: 12), [Role.text, .strong, .code, .text][index])
      }
      let lines = TextWrap.wrap(spans, columns: columns, continuation: [Span("↪ ", .faint)], breaks: breaks)
      for line in lines {
        let width = line.spans.reduce(0) { $0 + TextWidth.columns(of: $1.text) }
        #expect(width <= columns, "\(line.text.debugDescription)")
      }
      guard columns > 3 else { continue }
      let kept = lines.flatMap(\.spans).filter { $0.style.role != .faint }.map(\.text).joined()
      let source = spans.map(\.text).joined()
      let losesNothing = letters(of: kept) == letters(of: source)
      #expect(losesNothing, "\(source.debugDescription) at \(columns)")
    }
  }

  /// Scalars that no wrapping may drop.
  private func letters(of text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { ![" ", "\t", "\n", "\r"].contains($0) }
  }

  @Test func anywhereKeepsBlanksToo() {
    var random = Seeded(3)
    for columns in 2...60 {
      let text = random.text(of: ["ab", " ", "  ", "你", "x-y"], count: 50)
      #expect(wrapped(text, columns, .anywhere).joined() == text)
    }
  }

  @Test func keepsTheStyleOfEachLetter() {
    var random = Seeded(4)
    for columns in 1...60 {
      let spans = Role.allCases.shuffled(using: &random).prefix(6).map { role in
        Span(random.text(of: ["ab ", "c", " d"], count: 5), role)
      }
      let lines = TextWrap.wrap(Array(spans), columns: columns)
      #expect(looks(of: lines.flatMap(\.spans)) == looks(of: Array(spans)))
    }
  }

  private func looks(of spans: [Span]) -> [Cell] {
    spans.flatMap { span in span.text.filter { $0 != " " }.map { Cell($0, span.style) } }
  }
}
