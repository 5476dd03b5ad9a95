import Screen
import Testing

@testable import Markdown

@Suite("Where a block of Markdown is shown")
struct BlockLineTests {
  @Test("The line of each block's first words is found, also in a long text that came in pieces", arguments: [24, 80])
  func lines(columns: Int) throws {
    let blocks = (0..<400).flatMap { number in
      [
        "Paragraph\(number) \(String(repeating: "with words ", count: number % 7))\n\n", "- item\(number)\n",
        "- more\(number)\n\n", "```swift\nlet code\(number) = 1\n```\n\n", "> quoted\(number)\n\n",
      ]
    }
    var document = MarkdownDocument()
    for block in blocks { document.append(block) }
    document.layout(columns: columns)
    #expect(document.byteCount == blocks.joined().utf8.count)
    var offset = 0
    for block in blocks {
      let word = block.split { !$0.isLetter && !$0.isNumber }.first.map(String.init) ?? ""
      let line = document.line(document.line(atOffset: offset)).text
      #expect(line.contains(word), "\(word) is not in \(line)")
      offset += block.utf8.count
    }
  }
}
