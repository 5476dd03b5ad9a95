/// How many columns text takes on a terminal. The one place that decides it.
///
/// A scalar is as wide as `wcwidth` says. A grapheme cluster is as wide as its scalars together, at most 2, so that
/// joined emoji, flags and skin tones are pictures of two columns; variation selector 16 makes an emoji two columns
/// wide. A tab that nobody made blanks of is one column: `Grid` shows it as a blank.
package enum TextWidth {
  /// Columns of one grapheme cluster: 0, 1 or 2. Control characters but the tab take none.
  package static func columns(of character: Character) -> Int {
    var sum = 0
    var last: Unicode.Scalar?
    for scalar in character.unicodeScalars {
      if scalar.value == 0xFE0F, let last, last.properties.isEmoji { return 2 }
      sum += columns(of: scalar.value)
      last = scalar
    }
    return min(sum, 2)
  }

  /// Columns of a text without line breaks.
  package static func columns(of text: String) -> Int {
    let bytes = text.utf8Span.span
    var sum = 0
    var offset = 0
    while offset < bytes.count {
      let cluster = TextCluster(at: offset, in: bytes, of: text)
      sum += cluster.columns
      offset += cluster.length
    }
    return sum
  }

  /// Columns of a text without line breaks.
  package static func columns(of text: some StringProtocol) -> Int { columns(of: String(text)) }

  /// Columns of one Unicode scalar: 0, 1 or 2.
  static func columns(of scalar: UInt32) -> Int {
    if scalar < 0x300 { return scalar >= 0x20 && !(0x7F...0x9F).contains(scalar) || scalar == 0x09 ? 1 : 0 }
    if (0x4E00...0x9FFF).contains(scalar) || (0xAC00...0xD7A3).contains(scalar) { return 2 }
    if contains(WidthTable.zero, scalar) { return 0 }
    return scalar >= 0x1100 && contains(WidthTable.wide, scalar) ? 2 : 1
  }

  private static func contains(_ ranges: [UInt32], _ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count / 2
    while low < high {
      let middle = (low + high) / 2
      if scalar > ranges[2 * middle + 1] {
        low = middle + 1
      } else if scalar < ranges[2 * middle] {
        high = middle
      } else {
        return true
      }
    }
    return false
  }
}
