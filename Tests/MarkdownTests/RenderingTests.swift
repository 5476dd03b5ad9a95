import Screen
import Testing

@testable import Markdown

/// What each construct looks like.
struct RenderingTests {
  private func lines(_ text: String, columns: Int = 40) -> [Line] {
    var document = MarkdownDocument(text)
    document.layout(columns: columns)
    return document.lines(in: 0..<document.lineCount)
  }

  private func texts(_ text: String, columns: Int = 40) -> [String] { lines(text, columns: columns).map(\.text) }

  @Test func headingsDifferByLevel() {
    let looks = (1...6).map { lines(String(repeating: "#", count: $0) + " Title").first?.spans }
    #expect(looks[0] == [Span("Title", .heading, [.bold, .underline])])
    #expect(looks[1] == [Span("Title", .heading, .bold)])
    #expect(looks[2] == [Span("Title", .heading, .underline)])
    #expect(looks[3] == [Span("Title", .heading, .italic)])
  }

  @Test func inlineMarks() {
    #expect(
      lines("a *b* **c *d*** ~~e~~ `f g`").first?.spans == [
        Span("a "), Span("b", .text, .italic), Span(" "), Span("c ", .strong, .bold),
        Span("d", .strong, [.bold, .italic]), Span(" "), Span("~~e~~", .faint), Span(" "),
        Span("f g", .code),
      ])
  }

  @Test func singleTildesAreText() {
    #expect(texts("from ~3 to ~5") == ["from ~3 to ~5"])
  }

  @Test func linksAreNumbered() {
    #expect(
      lines("[text](http://a.b)").first?.spans == [Span("text", .link, .underline), Span("¹", .faint)])
    #expect(texts("<http://a.b> and www.a.b and me@a.b") == ["http://a.b¹ and www.a.b² and me@a.b³"])
    #expect(texts("![alt](a.png) ![](b.png)") == ["▣ alt¹ ▣ ‹b.png›²"])
    #expect(texts("[no address]()") == ["no address"])
    #expect(texts(#"(see https://ex.com/a\)"#) == ["(see https://ex.com/a¹)"])
    #expect(texts(#"[a\\b](http://a.b)"#) == [#"a\b¹"#])
    #expect(texts("![](data:image/png;base64,\(String(repeating: "A", count: 900)))", columns: 80).count == 1)
  }

  @Test func linkAddressesMayComeLater() {
    #expect(texts("see [it][1]\n\nand\n\n[1]: http://a.b\n") == ["see it¹", "", "and"])
    let far = String(repeating: "word ", count: 1000) + "\n\n"
    var document = MarkdownDocument()
    document.append("see [it][1]\n\n\(far)\(far)")
    document.layout(columns: 40)
    #expect(document.line(0).text == "see [it][1]")
    document.append("[1]: http://a.b\n")
    document.finish()
    document.layout(columns: 40)
    #expect(document.line(0).text == "see it¹")
  }

  @Test func lists() {
    #expect(
      texts("- one\n- two\n  words that wrap\n  1. in\n- [x] done\n- [ ] open", columns: 12) == [
        "• one", "• two words", "  that wrap", "  1. in", "☑ done", "☐ open",
      ])
    #expect(texts("9) a\n10) b") == [" 9) a", "10) b"])
    #expect(texts("- a\n\n- b") == ["• a", "", "• b"])
  }

  @Test func quotes() {
    #expect(texts("> a\n>\n> > b\n>\n> - c") == ["▎ a", "▎", "▎ ▎ b", "▎", "▎ • c"])
    #expect(lines("> a").first?.spans == [Span("▎ ", .quote), Span("a", .quote)])
  }

  @Test func codeIsCutAnywhereAndHasABar() {
    let bar = Span("│ ", .rule)
    #expect(
      lines("```text\nlet x = 1\n\tlong line\n```", columns: 14) == [
        Line([Span("┌ ", .rule), Span("text", .faint)]), Line([bar, Span("let x = 1", .codeBlock)]),
        Line([bar, Span("        long", .codeBlock)]),
        Line([bar, Span("↪ ", .faint), Span(" line", .codeBlock)]),
      ])
    #expect(texts("    indented\n\n    code") == ["│ indented", "│ ", "│ code"])
    #expect(texts("```swift\nlet a\n```", columns: 7) == ["swift", "let a"], "narrow")
  }

  @Test func rulesAndHTML() {
    #expect(lines("a\n\n---\n", columns: 5) == [Line("a"), Line(), Line("─────", .rule)])
    #expect(texts("<div>\n*x*\n</div>\n\na<br>b <i>c</i>") == ["<div>", "*x*", "</div>", "", "a", "b <i>c</i>"])
  }

  @Test func hardBreaks() {
    #expect(texts("a  \nb\\\nc\nd") == ["a", "b", "c d"])
  }

  private static let table = "| a | b | c |\n|---|:-:|--:|\n| 1 | two | three |\n| four |"

  @Test func tables() {
    #expect(
      texts(Self.table) == [
        "a    │  b  │     c", "─────┼─────┼──────", "1    │ two │ three", "four │     │      ",
      ])
    #expect(lines(Self.table).first?.spans.first == Span("a", .strong, .bold))
  }

  @Test func wideTablesWrapTheirCells() {
    let text = "| name | what it does |\n|--|--|\n| x | many words in one cell here |"
    #expect(
      texts(text, columns: 20) == [
        "name │ what it does", "─────┼──────────────", "x    │ many words in", "     │ one cell here",
      ])
  }

  @Test func narrowTablesBecomePairs() {
    #expect(
      texts("| key | value |\n|--|--|\n| abcdefgh | ijklmnop |", columns: 12)
        == [
          "key: ", "  abcdefgh", "value: ", "  ijklmnop",
        ].map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 })
  }

  @Test func nothingReachesTheTerminalRaw() {
    let hostile = "\u{1B}]0;x\u{7}\u{202E}\u{9B}"
    let text = """
      \(hostile) **\(hostile)** `\(hostile)` [\(hostile)](<http://\(hostile)>) &#27; &#x202E; <b \(hostile)>

      ```\(hostile)
      \(hostile)
      ```

      <div>\(hostile)

      | \(hostile) |
      |---|
      | \(hostile) |
      """
    for line in lines(text, columns: 200) { #expect(VisibleText.make(line.text) == line.text) }
  }

  @Test func codeBlocksAreFound() {
    var document = MarkdownDocument("a\n\n```swift x\nlet a\n```\n\n- b\n  ```\n  c\u{1B}\n  ```\n")
    document.layout(columns: 40)
    #expect(
      document.codeBlocks == [
        MarkdownDocument.CodeBlock(language: "swift", source: "let a\n", lines: 2..<4),
        MarkdownDocument.CodeBlock(language: "", source: "c\u{1B}\n", lines: 6..<7),
      ])
    #expect(document.lines(in: 2..<4).map(\.text) == ["┌ swift", "│ let a"])
    #expect(document.line(6).text == "  │ c␛")
  }
}
