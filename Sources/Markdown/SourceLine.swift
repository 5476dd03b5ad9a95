/// One line of Markdown source, as far as those who split it into blocks must understand it. Offsets are UTF-8 bytes.
package struct SourceLine {
  package let start: Int
  /// After the line feed.
  package let end: Int
  /// Columns before the first character, tabs to multiples of 4.
  package let indent: Int
  package let contentStart: Int
  /// Before blanks at the end and the line feed.
  package let contentEnd: Int

  package var isBlank: Bool { contentStart == contentEnd }

  package init(_ range: Range<Int>, in bytes: Swift.Span<UInt8>) {
    start = range.lowerBound
    end = range.upperBound
    var last = end
    while last > start, Self.isBlank(bytes[last - 1]) { last -= 1 }
    contentEnd = last
    var offset = start
    var column = 0
    while offset < last, Self.isBlank(bytes[offset]) {
      column = bytes[offset] == 0x09 ? (column / 4 + 1) * 4 : column + 1
      offset += 1
    }
    contentStart = offset
    indent = column
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// For a list item, the column where its content starts.
  package func listContent(in bytes: Swift.Span<UInt8>) -> Int? {
    guard contentStart < contentEnd else { return nil }
    var offset = contentStart
    switch bytes[offset] {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): offset += 1
    case 0x30...0x39:
      while offset < contentEnd, offset - contentStart < 9, (0x30...0x39).contains(bytes[offset]) { offset += 1 }
      guard offset < contentEnd, bytes[offset] == UInt8(ascii: ".") || bytes[offset] == UInt8(ascii: ")") else {
        return nil
      }
      offset += 1
    default: return nil
    }
    let mark = offset - contentStart
    var blanks = 0
    while offset < contentEnd, Self.isBlank(bytes[offset]) {
      blanks += bytes[offset] == 0x09 ? 4 : 1
      offset += 1
    }
    if offset < contentEnd, blanks == 0 { return nil }
    // An empty item, or one that starts with indented code, has its content one blank after the mark.
    return indent + mark + (offset == contentEnd || blanks > 4 ? 1 : blanks)
  }

  /// For HTML that goes on over blank lines, what ends it.
  /// - Source: CommonMark 0.29 section 4.6, conditions 1 to 5.
  func htmlEnd(in bytes: Swift.Span<UInt8>) -> String? {
    guard contentStart < contentEnd, bytes[contentStart] == UInt8(ascii: "<") else { return nil }
    for (mark, end) in Self.htmlMarks where starts(with: mark, in: bytes) { return end }
    return nil
  }

  private static let htmlMarks = [
    ("<!--", "-->"), ("<?", "?>"), ("<![cdata[", "]]>"), ("<!", ">"), ("<script", "</script>"), ("<pre", "</pre>"),
    ("<style", "</style>"),
  ]

  /// True for the line under the header of a table, inside quotes as well.
  package func isTableRule(in bytes: Swift.Span<UInt8>) -> Bool {
    var bars = 0
    var dashes = 0
    for offset in contentStart..<contentEnd {
      switch bytes[offset] {
      case UInt8(ascii: "|"): bars += 1
      case UInt8(ascii: "-"): dashes += 1
      case UInt8(ascii: ":"), UInt8(ascii: ">"), 0x20, 0x09: break
      default: return false
      }
    }
    return bars > 0 && dashes > 0
  }

  /// - Parameter text: in small ASCII letters; compared without regard to case.
  func contains(_ text: String, in bytes: Swift.Span<UInt8>) -> Bool {
    var offset = contentStart
    while offset + text.utf8.count <= contentEnd {
      if Self.matches(text, at: offset, in: bytes) { return true }
      offset += 1
    }
    return false
  }

  private func starts(with text: String, in bytes: Swift.Span<UInt8>) -> Bool {
    contentStart + text.utf8.count <= contentEnd && Self.matches(text, at: contentStart, in: bytes)
  }

  private static func matches(_ text: String, at offset: Int, in bytes: Swift.Span<UInt8>) -> Bool {
    var offset = offset
    for byte in text.utf8 {
      let letter = bytes[offset]
      if ((0x41...0x5A).contains(letter) ? letter | 0x20 : letter) != byte { return false }
      offset += 1
    }
    return true
  }
}

/// The opening line of a fenced code block.
/// - Source: CommonMark 0.29 section 4.5.
package struct Fence {
  package let mark: UInt8
  package let length: Int
  package let indent: Int

  package init?(_ line: SourceLine, in bytes: Swift.Span<UInt8>) {
    guard line.contentEnd - line.contentStart >= 3 else { return nil }
    mark = bytes[line.contentStart]
    guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    length = Self.run(of: mark, line, in: bytes)
    indent = line.indent
    if length < 3 { return nil }
    if mark == UInt8(ascii: "`") {
      for offset in line.contentStart + length..<line.contentEnd where bytes[offset] == mark { return nil }
    }
  }

  func isClosed(by line: SourceLine, in bytes: Swift.Span<UInt8>) -> Bool {
    guard line.indent < 4, !line.isBlank else { return false }
    let run = Self.run(of: mark, line, in: bytes)
    return run >= length && line.contentStart + run == line.contentEnd
  }

  /// A line that opens the same block, without its language.
  var opening: String {
    String(repeating: " ", count: indent) + String(repeating: Character(Unicode.Scalar(mark)), count: length) + "\n"
  }

  private static func run(of mark: UInt8, _ line: SourceLine, in bytes: Swift.Span<UInt8>) -> Int {
    var offset = line.contentStart
    while offset < line.contentEnd, bytes[offset] == mark { offset += 1 }
    return offset - line.contentStart
  }
}
