import Gemini

extension Session {
  /// Letters at most of a title that was made from a prompt.
  private static let titleLength = 160

  /// Takes the first line of the first prompt for its title, without signs of Markdown, cut at a word, if it has none.
  package mutating func nameAfterFirstPrompt() {
    if title.isEmpty { title = titleOfFirstPrompt }
  }

  /// The title that its first prompt makes; empty without one.
  var titleOfFirstPrompt: String {
    guard let first = turns.first else { return "" }
    let text = first.content.text.prefix(4000)
    let lines = text.split(whereSeparator: \.isNewline).lazy.map { MarkdownSigns.removed(from: $0) }
    let name = lines.first { line in line.contains { $0.isLetter || $0.isNumber } }
    let file = first.content.blobs.first?.other["displayName"]?.string
    return Self.cut(name ?? file ?? text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }

  private static func cut(_ text: String) -> String {
    guard text.count > titleLength else { return text }
    let start = text.prefix(titleLength - 1)
    // Where one word fills nearly all, or nothing parts words, it is cut within one.
    let end = start.lastIndex(of: " ").map { start[..<$0] } ?? start
    let kept = end.count > titleLength / 2 ? end : start
    return String(kept).trimmingBlanks + "…"
  }
}

/// Text as it would be read aloud.
enum MarkdownSigns {
  /// A line without marks of headings, lists, quotes and emphasis, and with the texts of links alone.
  static func removed(from line: Substring) -> String {
    let text = line.replacing(/!?\[([^\]]*)\]\([^)]*\)/) { String($0.output.1) }
      .replacing(/^\s*(?:(?:#{1,6}|>|[-*+]|\d{1,3}[.)]|\[[ xX]\])\s+)+/, with: "")
      .replacing(/^\s*(?:```|~~~)\w*|^\s*(?:[-*_]\s*){3,}$/, with: "")
      .replacing(/\*\*|__|~~|`/, with: "")
      .replacing(/(^|\W)[*_]([^*_\s][^*_]*)[*_](?=\W|$)/) { String($0.output.1 + $0.output.2) }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
