import Screen
import TestSupport
import Testing

@testable import Markdown

struct MarkdownDocumentTests {
  private func lines(_ document: MarkdownDocument, columns: Int) -> [Line] {
    var document = document
    document.layout(columns: columns)
    return document.lines(in: 0..<document.lineCount)
  }

  /// Appends a text in chunks with a layout now and then.
  private func grown(_ text: String, longest: Int, layouts: Int, _ random: inout Seeded) -> MarkdownDocument {
    var document = MarkdownDocument()
    for (index, chunk) in random.chunks(of: text, longest: longest).enumerated() {
      document.append(chunk)
      if index % layouts == 0 { document.layout(columns: 30 + index % 2 * 20) }
    }
    document.finish()
    return document
  }

  @Test(arguments: 0..<40)
  func chunksMakeNoDifference(seed: Int) {
    var random = Seeded(seed)
    let size = [20, 200, 2000, 8000][seed % 4]
    let text = seed % 8 < 4 ? random.noise(count: size) : random.blocks(count: size / 20)
    var whole = MarkdownDocument(text)
    let (longest, layouts) = [(1, 997), (7, 101), (300, 5), (5000, 1)][seed / 2 % 4]
    var pieces = grown(text, longest: longest, layouts: layouts, &random)
    #expect(whole == pieces)
    for columns in [50, 17] {
      whole.layout(columns: columns)
      pieces.layout(columns: columns)
      let areEqual =
        whole.lines(in: 0..<whole.lineCount) == pieces.lines(in: 0..<pieces.lineCount)
        && whole.codeBlocks == pieces.codeBlocks
      #expect(areEqual, "at \(columns)")
    }
    #expect(pieces.source == text)
  }

  /// Cutting into sections shows the same as parsing all at once.
  @Test(arguments: 0..<20)
  func sectionsMakeNoDifference(seed: Int) {
    var random = Seeded(100 + seed)
    let text = random.blocks(count: 300)
    var expected = MarkdownLayout(columns: 60)
    expected.add(CommonMark.parse([text]).nodes)
    let shown = lines(MarkdownDocument(text), columns: 60)
    let difference = zip(shown, expected.lines).enumerated().first { $1.0 != $1.1 }
    #expect(difference == nil && shown.count == expected.lines.count, "\(String(describing: difference))")
  }

  @Test(arguments: 0..<10)
  func linesFitAnyWidth(seed: Int) {
    var random = Seeded(200 + seed)
    var document = MarkdownDocument(seed % 2 == 0 ? random.noise(count: 600) : random.blocks(count: 40))
    for columns in 1...120 {
      document.layout(columns: columns)
      let widest = document.lines(in: 0..<document.lineCount).map(\.columns).max() ?? 0
      #expect(widest <= columns)
    }
  }

  @Test(arguments: 0..<20)
  func randomBytesDoNoHarm(seed: Int) {
    var random = Seeded(300 + seed)
    let bytes = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) & (seed % 2 == 0 ? 0xFF : 0x7F) }
    let text = String(decoding: bytes, as: UTF8.self)
    let document = grown(text, longest: 100, layouts: 5, &random)
    #expect(document.source.unicodeScalars.count == text.unicodeScalars.count)
    #expect(lines(document, columns: 40) == lines(MarkdownDocument(text), columns: 40))
  }

  @Test(arguments: ["", " ", "\n", "\n\n\t\n", "\u{0}", "\r", "\r\n\r\n"])
  func nearlyNothing(text: String) {
    let lines = lines(MarkdownDocument(text), columns: 20)
    #expect(lines.allSatisfy { $0.columns <= 20 })
    #expect(lines.count <= 2)
  }

  @Test func anEmptyDocumentHasNoLines() {
    var document = MarkdownDocument()
    document.layout(columns: 10)
    #expect(document.lineCount == 0)
    #expect(document.lines(in: 0..<5) == [])
    #expect(document.line(3) == Line())
  }

  @Test(arguments: [">", "- ", "1. ", "*", "[", "![", "`", "_a", "<", "| ", "> - ", "[a](", "**a *", "\\", "&", "~~"])
  func deepNestingDoesNoHarm(mark: String) {
    let document = MarkdownDocument(String(repeating: mark, count: 10_000) + "x\n\nend")
    let lines = lines(document, columns: 60)
    #expect(lines.last?.text.hasSuffix("end") == true)
    #expect(lines.allSatisfy { $0.columns <= 60 })
  }

  @Test func deepTablesKeepTheirText() {
    let quote = String(repeating: "> ", count: 40)
    let lines = lines(MarkdownDocument("\(quote)| a |\n\(quote)|---|\n\(quote)| cell |\n"), columns: 100)
    #expect(lines.contains { $0.text.contains("cell") })
  }

  @Test func giantTables() {
    let wide = "|" + String(repeating: " a |", count: 1500) + "\n|" + String(repeating: "-|", count: 1500) + "\n"
    let made = MarkdownDocument(wide + String(repeating: "|\n", count: 3000))
    #expect(lines(made, columns: 80).allSatisfy { $0.columns <= 80 })
    let long = "| a | b |\n|---|---|\n" + (0..<5000).map { "| row \($0) | x |\n" }.joined()
    let shown = lines(MarkdownDocument(long), columns: 40).map(\.text)
    #expect(shown.contains { $0.hasPrefix("row 0 ") } && shown.contains { $0.hasPrefix("row 4999 ") })
    #expect(!shown.contains { $0.contains("|") })
  }

  @Test func tablesThatComeLineByLineRepeatTheirHeader() {
    let text =
      String(repeating: "words\n", count: 500) + "\n| name | b |\n|---|---|\n"
      + (0..<3000).map { "| row \($0) | x |\n" }.joined()
    var document = MarkdownDocument()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) { document.append("\(line)\n") }
    document.finish()
    let shown = lines(document, columns: 40)
    #expect(shown.count { $0.text.hasPrefix("name ") } > 1)
    #expect(shown == lines(MarkdownDocument(text), columns: 40))
  }

  @Test func longCodeStaysOneBlock() {
    let code = (0..<4000).map { "line \($0)\n" + ($0 % 7 == 0 ? "\n" : "") }.joined()
    var document = MarkdownDocument("text\n\n```py\n\(code)```\nafter")
    document.layout(columns: 40)
    #expect(document.codeBlocks.count == 1)
    #expect(document.codeBlocks.first?.source == code)
    #expect(document.codeBlocks.first?.language == "py")
    let shown = document.lines(in: 0..<document.lineCount).map(\.text)
    #expect(
      shown == ["text", "", "┌ py"]
        + code.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { "│ \($0)" } + ["", "after"])
  }

  @Test func oneLongLineOfCodeIsCopiedWhole() {
    let code = String(repeating: "0123456789", count: 6000) + "\n"
    var document = MarkdownDocument("```\n\(code)```\n")
    document.layout(columns: 80)
    #expect(document.codeBlocks.map(\.source) == [code])
  }

  @Test func longParagraphsLoseNothing() {
    let text = (0..<20_000).map { "w\($0)" }.joined(separator: " ")
    let shown = lines(MarkdownDocument(text), columns: 70)
    #expect(shown.map(\.text).joined(separator: " ") == text)
  }

  @Test func longListsStayLists() {
    let text = (1...5000).map { "\($0). item\n\(String(repeating: " ", count: "\($0). ".count))- inner\n" }.joined()
    let shown = lines(MarkdownDocument(text), columns: 40).map { $0.text.trimmed }
    #expect(shown == (1...5000).flatMap { ["\($0). item", "• inner"] })
  }

  @Test func linesOfEarlierSectionsComeBack() {
    var random = Seeded(5)
    let text = random.blocks(count: 9000)
    var document = MarkdownDocument(text)
    document.layout(columns: 60)
    var expected: [Line] = []
    var index = 0
    while index < document.lineCount {
      let count = Int.random(in: 1...400, using: &random)
      expected += document.lines(in: index..<index + count)
      index += count
    }
    var whole = MarkdownLayout(columns: 60)
    whole.add(CommonMark.parse([text]).nodes)
    let areEqual = expected == whole.lines
    #expect(areEqual)
  }

  @Test func copiesAreIndependent() {
    var document = MarkdownDocument()
    document.append("one\n\n")
    let copy = document
    document.append("two")
    #expect(copy.source == "one\n\n")
    #expect(document.source == "one\n\ntwo")
    #expect(copy != document)
  }

  @Test func theOpenBlockIsShown() {
    var document = MarkdownDocument()
    document.append("done\n\n```swift\nlet x")
    document.layout(columns: 20)
    #expect(document.lines(in: 0..<9).map(\.text) == ["done", "", "┌ swift", "│ let x"])
    document.append(" = 1")
    document.layout(columns: 20)
    #expect(document.line(3).text == "│ let x = 1")
  }
}
