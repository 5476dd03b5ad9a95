/// How text looks that is struck through or was taken out: with a sign before and after it, as Markdown writes it. No
/// terminal can be relied on to draw a line through letters, and faint ones look like all others on many.
package enum StruckText {
  package static let sign = "~~"

  /// A text with the signs around it. Blanks at its ends stay outside, and nothing but blanks has none.
  package static func marked(_ text: String) -> String {
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return text }
    return text[..<first] + sign + text[first...last] + sign + text[text.index(after: last)...]
  }
}
