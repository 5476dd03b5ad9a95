import Screen

/// The last line of a terminal that is written to line by line.
struct PlainLine: Hashable {
  private(set) var text = ""
  private(set) var cursor = 0

  /// The bytes that append lines and bring the last one to a text.
  ///
  /// Many readers speak what is printed as it comes, so that of a line that only grew nothing but the new end is sent.
  mutating func change(to next: String, cursor column: Int, appending lines: [String]) -> [UInt8] {
    var bytes = ""
    let (old, wasAtEnd) = (text, cursor == TextWidth.columns(of: text))
    let width = TextWidth.columns(of: next)
    if !lines.isEmpty {
      bytes += "\r\u{1b}[K" + lines.map { $0 + "\r\n" }.joined() + next
    } else if old == next, cursor == column {
      return []
    } else if wasAtEnd, column == width, next.hasPrefix(old) {
      bytes += next.dropFirst(old.count)
    } else if wasAtEnd, column == width, old.hasPrefix(next), old.dropFirst(next.count).allSatisfy(\.isASCII) {
      let count = old.count - next.count
      bytes +=
        String(repeating: "\u{8}", count: count) + String(repeating: " ", count: count)
        + String(repeating: "\u{8}", count: count)
    } else {
      bytes += "\r" + next + "\u{1b}[K"
    }
    if column < width { bytes += "\r" + (column > 0 ? "\u{1b}[\(column)C" : "") }
    (text, cursor) = (next, column)
    return Array(bytes.utf8)
  }
}

extension Terminal {
  /// Appends lines, and shows a last one; nothing above is touched. For a terminal that was opened as a plain one.
  /// - Parameter cursor: its column in the last line.
  package func show(appending lines: [String], prompt: String, cursor: Int) {
    device.write(plainLine.change(to: prompt, cursor: cursor, appending: lines))
    device.flush()
  }
}
