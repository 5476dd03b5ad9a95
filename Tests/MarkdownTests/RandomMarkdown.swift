import TestSupport
@testable import Markdown

extension Seeded {
  /// Anything: marks in all places, wide letters, control characters.
  mutating func noise(count: Int) -> String {
    text(
      of: [
        "word", "word ", "two words ", " ", "\n", "\n", "\n\n", "\n\n", "- ", "\n- ", "\n  - ", "1. ", "\n12) ", "> ",
        "\n> ", "```", "\n```\n",
        "\n~~~ x\n", "`", "**", "*", "_", "~~", "# ", "\n## ", "---\n", "\n===\n", "| a | b |\n|---|---|\n", "| c ",
        "|", "[x](y)", "[z]", "\n[z]: u\n",
        "<b>", "\n<!-- ", " -->\n", "\n<div>\n", "\n<pre>", "</pre>", "    ", "\n    code\n", "\t", "\r\n", "\\",
        "&amp;", "http://a.b/c ", "你好，", "😀", "e\u{301}",
        "👩‍💻", "\n```js\n", "/* ", " */", "\"", "\u{0}", "\u{1B}[1m", "\u{202E}", "long-hyphenated-word-", "![p](q)",
      ], count: count)
  }

  /// Blocks as answers have them, each closed, apart by blank lines.
  mutating func blocks(count: Int) -> String {
    var text = ""
    for index in 0..<count {
      let words = self.text(of: ["word ", "**bold** ", "`code` ", "*it* ", "a-b ", "你好 ", "\nnext "], count: 12)
      let items = (0..<4).map { "item \($0) \(words.prefix(20).replacing("\n", with: " "))" }
      text +=
        [
          "\(words)x\n\n", "## Title \(index)\n\n", "```swift\nlet a = \(index)\n\nlet b\n```\n\n",
          "- \(items.joined(separator: "\n- "))\n\n",
          "1. \(items.joined(separator: "\n\n2. "))\n\n   more\n\n       code\n\n",
          "> \(words.replacing("\n", with: "\n> "))x\n\n",
          "| a | b |\n|---|---|\n| \(items.joined(separator: " | x |\n| ")) | y |\n\n", "---\n\n",
          "    code\n\n    more\n\n",
          "```rust\n/* \(words)\n\n*/ let r = \(index);\n```\n\n", "~~~py\nx = '''\n\(words)\n'''\n~~~\n\n",
          "<!-- a\n\nb -->\n\n", "- a\n\n  ```\n  x\n\n  y\n  ```\n\n",
          "text\n- item\n\n\n  still\n# H\n~~~\na\n\n~~~\ntext\n\n",
        ].randomElement(using: &self) ?? ""
    }
    return text
  }

  /// The text in pieces of up to `longest` scalars.
  mutating func chunks(of text: String, longest: Int) -> [String] {
    var chunks: [String] = []
    var rest = Substring(text).unicodeScalars
    while !rest.isEmpty {
      let count = Int.random(in: 1...longest, using: &self)
      chunks.append(String(String.UnicodeScalarView(rest.prefix(count))))
      rest = rest.dropFirst(count)
    }
    return chunks
  }
}
