extension String {
  /// The part between two UTF-8 offsets, both at scalar boundaries.
  func slice(_ range: Range<Int>) -> String {
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    return String(self[start..<utf8.index(start, offsetBy: range.count)])
  }

  /// True if a byte stands anywhere in its UTF-8. Asked of each section, for which the way over `utf8` is four times slower.
  func contains(byte: UInt8) -> Bool {
    let bytes = utf8Span.span
    for offset in bytes.indices where bytes[offset] == byte { return true }
    return false
  }

  /// Without blanks at both ends.
  var trimmed: String {
    guard let start = firstIndex(where: { $0 != " " }), let end = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[start...end])
  }
}
