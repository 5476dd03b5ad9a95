import Testing

@testable import Markdown

struct SectionSplitterTests {
  private func sections(_ text: String) -> [String] {
    var splitter = SectionSplitter()
    var sections: [String] = []
    var start = 0
    while let cut = splitter.next(in: text, isEnd: true) {
      sections.append(text.slice(start..<cut.end))
      start = cut.end
    }
    return sections
  }

  private let filler = String(repeating: "words and words\n", count: 200)

  @Test(arguments: [
    "one line without an end", "line\nof\ntext\n", "```\ncode\n", "- item\n", "> quote\n", "\t", "你好 ", "x",
    "| a |\n|---|\n", "<!-- ",
  ])
  func sectionsAreBounded(piece: String) {
    let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
    let sections = sections(text)
    #expect(sections.joined() == text)
    #expect(sections.allSatisfy { $0.utf8.count <= SectionSplitter.largest })
  }

  @Test(arguments: ["next\n", "# next\n", "```\nnext\n", "| next |\n", " next\n", "[n]: ext\n"])
  func cutsAfterABlankLine(next: String) {
    #expect(sections("\(filler)\n\(next)") == [filler + "\n", next])
  }

  @Test(arguments: [
    ("- item\n", "- item\n"), ("1. item\n", "2. item\n"), ("- item\n", "  inside\n"), ("    code\n", "    code\n"),
    ("```\ncode\n", "code\n```\n"), ("<!-- a\n", "b -->\n"), ("text\n- item\n", "\n\n  inside\n"),
    ("~~~~\n~~~\n", "x\n"),
    ("```a\n``` b\n", "x\n"),
  ])
  func keepsTogether(before: String, after: String) {
    let text = "\(filler)\n\(before)\(filler.indented(like: before))\n\(after)"
    #expect(sections(text).last?.hasSuffix("\n\(after)") == true)
    #expect(sections(text).last != after)
  }

  @Test func smallBlocksShareASection() {
    let sections = sections(String(repeating: "short\n\n", count: 1000))
    #expect(
      sections.dropLast().allSatisfy {
        (SectionSplitter.smallest...SectionSplitter.smallest + 100).contains($0.utf8.count)
      })
    #expect(sections.count == 4)
  }

  @Test func longListsAreCutBeforeAnItem() {
    let sections = sections(String(repeating: "- an item\n  with a second line\n", count: 2000))
    #expect(sections.count > 2)
    #expect(sections.allSatisfy { $0.hasPrefix("- an item\n") })
  }
}

extension String {
  /// As the content of the block that `line` starts.
  fileprivate func indented(like line: String) -> String {
    line.hasPrefix("    ") ? split(separator: "\n").map { "    \($0)\n" }.joined() : self
  }
}
