import Screen
import TestSupport
import Testing

@testable import Markdown

@Suite("Which bytes of the source are shown where")
struct SourceMapTests {
  private static func tracked(_ text: String, columns: Int = 60) -> (lines: [Line], source: [UInt8]) {
    var document = MarkdownDocument(text)
    document.layout(columns: columns)
    return (document.lines(in: 0..<document.lineCount, tracks: true), Array(document.source.utf8))
  }

  /// What the source has for each piece of the lines that is shown; `·` for what it has nothing for.
  private static func pieces(_ text: String, columns: Int = 60) -> [String] {
    let (lines, source) = tracked(text, columns: columns)
    return lines.map { line in
      line.spans.map { span in
        span.origin.map { String(decoding: source[$0.range], as: UTF8.self) } ?? "·"
      }.joined(separator: "|").replacing("\n", with: "⏎")
    }
  }

  @Test(
    "Each text is found where it was written",
    arguments: [
      ("plain **bold** and `code`", ["plain |bold| and |code"]),
      ("# Title\n\n- one\n- [x] *two*\n", ["Title", "", "- |one", "- [x] |two"]),
      ("> a quote\n> goes *on*\n", ["·|a quote⏎|goes |on"]),
      ("1. first\n   second\n", ["1. |first⏎|second"]),
      (#"a \*star\* &amp; &eacute;t&#233;"#, [#"a |\*|star|\*| |&amp;| |&eacute;|t|&#233;"#]),
      ("[a \"b\"](http://a.b \"b c\") b c", [#"a "b"|[a "b"](http://a.b "b c")| b c"#]),
      ("see <http://a.b>, [x][1]\n\n[1]: c", ["see |http://a.b|<http://a.b>|, |x|[x][1]"]),
      ("![alt](p.png)", ["·|alt|![alt](p.png)"]),
      ("| a | b |\n|--|--|\n| `x\\|y` | **z** |\n", ["a|·|·|b", "·", "x|\\||y|·|z"]),
      ("```swift\nlet a = 1\n\tb\n```\n", ["·|·", "·|let| a = |1", "·|\t|b"]),
      ("- x\n\n  ~~~\n  code\n  ~~~\n", ["- |x", "", "·|·|code"]),
      ("    indented\n", ["·|indented"]), ("a\n***\n", ["a", "", "***"]),
      ("<div>\nx\n</div>\n", ["<div>", "x", "</div>"]),
      ("- a `b\n  c` d", ["- |a |b|⏎  |c| d"]), ("> a `b\n> c` d", ["·|a |b|⏎> |c| d"]),
      ("\u{1B}x", ["\u{1B}|x"]), ("a\u{0}b", ["a|\u{0}|b"]),
    ])
  func written(text: String, expected: [String]) {
    #expect(Self.pieces(text) == expected)
  }

  @Test("Wrapped lines are parts of one line of the source")
  func wrapped() {
    #expect(Self.pieces("one two **three four** five", columns: 9) == ["one two", "three", "four| five"])
  }

  @Test(
    "Following the source changes nothing of what is shown, and each byte is what it is shown as", arguments: 0..<40)
  func exact(seed: Int) {
    var random = Seeded(700 + seed)
    let text = seed % 2 == 0 ? random.noise(count: 1500) : random.blocks(count: 60)
    for columns in [70, 23] {
      var document = MarkdownDocument(text)
      document.layout(columns: columns)
      let plain = document.lines(in: 0..<document.lineCount)
      let (lines, source) = Self.tracked(text, columns: columns)
      let areSame = plain.map(\.text) == lines.map(\.text)
      #expect(areSame)
      var (letters, found) = (0, 0)
      for span in lines.flatMap(\.spans) {
        // The parser makes a character of its own of a zero byte, which is not looked for in code.
        let count = span.text.contains("\u{FFFD}") ? 0 : span.text.count { $0.isLetter || $0.isNumber }
        if span.origin != nil || ![.marker, .faint].contains(span.style.role) { letters += count }
        guard let origin = span.origin else { continue }
        found += count
        let bytes = source[origin.range]
        if origin.isExact(of: span.text.utf8.count), ![.rule, .faint, .marker].contains(span.style.role) {
          let isSame = bytes.elementsEqual(span.text.utf8) {
            $0 == $1 || $1 == 0x20 && [0x0A, 0x0D, 0x09].contains($0)
          }
          #expect(isSame, "\(String(decoding: bytes, as: UTF8.self)) is shown as \(span.text)")
        }
      }
      // In noise there are escape sequences in code, for whose lines the parser gives no place.
      #expect(found * 100 >= letters * (seed % 2 == 0 ? 95 : 100), "\(found) of \(letters) letters")
    }
  }

  @Test("A byte is found on the line that shows it, whatever the width", arguments: 0..<10)
  func lines(seed: Int) {
    var random = Seeded(800 + seed)
    var document = MarkdownDocument(random.blocks(count: 40))
    for columns in [80, 31] {
      document.layout(columns: columns)
      let lines = document.lines(in: 0..<document.lineCount, tracks: true)
      for (number, line) in lines.enumerated() {
        guard let offset = line.spans.lazy.compactMap(\.origin).first?.range.lowerBound else { continue }
        let shown = document.line(showing: offset)
        // A cell of a table that is wrapped goes on beside others.
        let isHeld = lines[shown].spans.contains { $0.origin?.range.contains(offset) == true }
        #expect(isHeld && shown <= number)
      }
    }
  }

  @Test("Marks stand in the source where they are said to be, around what they mark", arguments: 0..<20)
  func marked(seed: Int) {
    var random = Seeded(850 + seed)
    let document = MarkdownDocument(seed % 2 == 0 ? random.noise(count: 1500) : random.blocks(count: 60))
    let source = Array(document.source.utf8)
    let marked = document.stretches.flatMap { document.marked(atEndsOf: $0.range.lowerBound..<$0.range.lowerBound) }
    for text in marked {
      let isInside = text.whole.joined(text.inner) == text.whole && text.inner.joined(text.shown) == text.inner
      #expect(isInside && text.whole.upperBound <= source.count)
      let first = source[text.whole.lowerBound]
      #expect("*_~`[!<".utf8.contains(first), "\(String(decoding: source[text.whole], as: UTF8.self))")
    }
    let found = marked.count { source[$0.whole].starts(with: "**bold**".utf8) && $0.whole.count == 8 }
    #expect(seed % 2 == 0 || found > 0)
  }

  @Test("Numbers of links go on over sections, in whatever pieces the text comes")
  func numbers() {
    let text = (1...600).map { "Paragraph \($0) has [a link](http://a.b/\($0)) in it.\n\n" }.joined()
    var random = Seeded(9)
    var document = MarkdownDocument()
    for chunk in random.chunks(of: text, longest: 900) {
      document.append(chunk)
      document.layout(columns: 60)
    }
    document.finish()
    document.layout(columns: 60)
    #expect(document.links.map(\.number) == Array(1...600))
    #expect(document.links[599].address == "http://a.b/600")
    #expect(document.line(1198).text == "Paragraph 600 has a link⁶⁰⁰ in it.")
    document.layout(columns: 60, firstLink: 3)
    #expect(document.line(0).text == "Paragraph 1 has a link⁴ in it.")
    #expect(document.lastLink == 603)
  }
}
