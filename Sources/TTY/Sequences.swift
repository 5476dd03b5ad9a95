import Screen

/// The bytes of what ncurses does not know: modes, title, and printing around pictures.
enum Sequences {
  static let beginUpdate = bytes("\u{1b}[?2026h")
  static let hideCursor = bytes("\u{1b}[?25l")
  static let showCursor = bytes("\u{1b}[?25h")
  static let newLine = bytes("\r\n")
  static let endUpdate = bytes("\u{1b}[?2026l")
  /// Presses, releases, drags and the wheel, in decimal numbers.
  static let mouseOn = bytes("\u{1b}[?1002h\u{1b}[?1006h")
  static let mouseOff = bytes("\u{1b}[?1006l\u{1b}[?1002l")

  /// Bracketed paste, focus reports, and Alt as ESC before the key, which xterm does not do by itself; how that one was
  /// is saved and comes back.
  static let modesOn = bytes("\u{1b}[?2004h\u{1b}[?1004h\u{1b}[?1036s\u{1b}[?1036h")
  static let modesOff = mouseOff + bytes("\u{1b}[?1036r\u{1b}[?1004l\u{1b}[?2004l")
  /// The window title goes on the terminal's stack and comes back from it.
  static let pushTitle = bytes("\u{1b}[22;2t")
  static let popTitle = bytes("\u{1b}[23;2t")

  /// Lets the whole screen scroll. ncurses begins with a region of the size its terminal description names, and inside
  /// a smaller region a picture that passes its end would scroll the text away.
  static let wholeScreen = bytes("\u{1b}[r")

  /// Ends a picture cut short, switches every mode off, shows the cursor and leaves the alternate screen: what a crash
  /// leaves behind.
  /// - Parameter pictures: what takes those out of the terminal's memory that it keeps.
  static func rescue(removing pictures: [UInt8] = []) -> [UInt8] {
    bytes("\u{1b}\\") + endUpdate + pictures + modesOff + bytes("\u{1b}[m\u{1b}[?25h\u{1b}[?1049l\r\n")
  }

  /// - Parameters: `row` and `column` count from zero.
  static func moveCursor(row: Int, column: Int) -> [UInt8] {
    bytes("\u{1b}[\(row + 1);\(column + 1)H")
  }

  /// Prints spaces in the terminal's own colours over rectangles, since no terminal promises that erasing takes a
  /// picture away. Nothing for no rectangles.
  /// - Parameter cursor: the bytes that bring the cursor back.
  static func wipe(_ rects: [Rect], in size: Size, cursor: [UInt8]) -> [UInt8] {
    if rects.isEmpty { return [] }
    var result = bytes("\u{1b}[m")
    for rect in rects {
      let columns = max(0, rect.column)..<max(0, rect.column, min(size.columns, rect.endColumn))
      for row in max(0, rect.row)..<max(0, rect.row, min(size.rows, rect.endRow)) where !columns.isEmpty {
        result += moveCursor(row: row, column: columns.lowerBound)
        result += repeatElement(0x20, count: columns.count)
      }
    }
    return result + cursor
  }

  static func title(_ text: String) -> [UInt8] {
    let clean = text.unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(200)
    return bytes("\u{1b}]2;" + String(String.UnicodeScalarView(clean)) + "\u{7}")
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
