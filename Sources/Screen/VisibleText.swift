/// Text from outside made safe to show: what would command a terminal or turn the reading order around becomes a
/// visible mark.
/// - Source: product.md section 9.
package enum VisibleText {
  /// The text with control characters as control pictures (`␛`), and C1 controls, bidirectional controls and the
  /// Unicode line and paragraph separators as `‹U+202E›`. Line feed and tab stay; a carriage return before a line feed
  /// goes. Clean text comes back as it is, without a copy.
  package static func make(_ text: String) -> String {
    let bytes = text.utf8Span.span
    var offset = 0
    while offset < bytes.count {
      if mayBeUnsafe(bytes, at: offset) { return marked(text) }
      offset += 1
    }
    return text
  }

  /// The same text as spans that say which bytes of a source they show.
  /// - Parameter start: where in the source the text begins.
  package static func spans(_ text: String, _ style: Style, from start: Int) -> [Span] {
    let shown = make(text)
    if shown.utf8.count == text.utf8.count, shown == text {
      return text.isEmpty ? [] : [Span(text, style, from: Origin(start..<start + text.utf8.count))]
    }
    // A carriage return goes with the line feed after it, and a marked character is a piece of its own.
    var spans: [Span] = []
    var offset = start
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      var piece = String(scalar)
      if scalar == "\r", scalars.first == "\n" {
        piece += "\n"
        _ = scalars.popFirst()
      }
      let visible = make(piece)
      let origin = Origin(offset..<offset + piece.utf8.count, isWhole: visible != piece)
      offset = origin.range.upperBound
      if let last = spans.last?.origin, visible == piece, last.isExact(of: spans[spans.count - 1].text.utf8.count) {
        spans[spans.count - 1].text += visible
        spans[spans.count - 1].origin = Origin(last.range.lowerBound..<offset)
      } else {
        spans.append(Span(visible, style, from: origin))
      }
    }
    return spans
  }

  /// True where a character to be marked may start. A lead byte that many harmless characters share says yes only
  /// together with the byte after it.
  private static func mayBeUnsafe(_ bytes: Swift.Span<UInt8>, at offset: Int) -> Bool {
    let byte = bytes[offset]
    if byte < 0x20 { return byte != 0x0A && byte != 0x09 }
    if byte < 0x7F { return false }
    switch byte {
    case 0x7F: return true
    case 0xC2: return bytes[offset + 1] < 0xA0
    case 0xD8: return bytes[offset + 1] == 0x9C
    case 0xE2:
      return bytes[offset + 1] <= 0x81
        && isUnsafe(
          0x2000 | UInt32(bytes[offset + 1] & 1) << 6
            | UInt32(bytes[offset + 2] & 0x3F))
    default: return false
    }
  }

  private static func isUnsafe(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0A, 0x09: false
    case 0..<0x20, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func marked(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    var returned = false
    for scalar in text.unicodeScalars {
      if returned, scalar != "\n" { result.unicodeScalars.append("\u{240D}") }
      returned = scalar == "\r"
      if !returned { append(scalar, to: &result) }
    }
    if returned { result.unicodeScalars.append("\u{240D}") }
    return result
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
    guard isUnsafe(scalar.value) else {
      result.unicodeScalars.append(scalar)
      return
    }
    let picture: UInt32? = scalar.value < 0x20 ? 0x2400 + scalar.value : scalar.value == 0x7F ? 0x2421 : nil
    if let picture, let mark = Unicode.Scalar(picture) {
      result.unicodeScalars.append(mark)
    } else {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      result += "‹U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "›"
    }
  }
}
