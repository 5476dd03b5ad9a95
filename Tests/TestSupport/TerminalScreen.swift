/// What a terminal shows: cells, cursor, modes and pictures, as the bytes of a program changed them.
///
/// It follows xterm for what ncurses sends under `TERM=xterm-256color`. Colours are not kept.
package struct TerminalScreen: Sendable {
  /// A picture as it was placed.
  package struct Picture: Hashable, Sendable {
    package let id: Int
    /// Its corner, in cells from 0.
    package let row: Int
    package let column: Int
    /// Pixels, as its own header says.
    package let width: Int
    package let height: Int
    /// Its sixel sequence, with introducer and terminator.
    package let bytes: [UInt8]
  }

  struct Cell: Hashable, Sendable {
    /// Empty behind a wide character.
    var text = " "
    var picture: Int?
  }

  /// Lines wrap and the cursor is visible.
  package static let initialModes: Set<Int> = [7, 25]

  package private(set) var columns: Int
  package private(set) var rows: Int
  /// Pixels of one cell.
  package let cellWidth: Int
  package let cellHeight: Int
  var cells: [[Cell]]
  var row = 0
  var column = 0
  /// The last column is written: the next character goes to the next line.
  var wraps = false
  var top = 0
  var bottom: Int
  var saved = (row: 0, column: 0)
  private var primary: [[Cell]]?
  /// The private modes that are set, such as 1049 for the alternate screen.
  package internal(set) var modes = initialModes
  /// Those that were set when a program had them saved, and those that were not.
  var savedModes: [Int: Bool] = [:]
  package internal(set) var title = ""
  /// All pictures ever placed, in their order.
  package private(set) var placed: [Picture] = []
  /// The operating system commands received, without introducer and terminator.
  package internal(set) var commands: [String] = []
  /// Sequences this model does not know.
  package internal(set) var unknown: [String] = []

  package init(columns: Int, rows: Int, cellWidth: Int = 10, cellHeight: Int = 20) {
    self.columns = columns
    self.rows = rows
    self.cellWidth = cellWidth
    self.cellHeight = cellHeight
    bottom = rows - 1
    cells = Self.blank(columns, rows)
  }

  private static func blank(_ columns: Int, _ rows: Int) -> [[Cell]] {
    Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  // MARK: What is seen

  package var isAlternate: Bool { primary != nil }
  package var isCursorVisible: Bool { modes.contains(25) }
  package var cursor: (row: Int, column: Int) { (row, min(column, columns - 1)) }

  /// The rows' texts without the blanks at their ends.
  package var lines: [String] {
    cells.map { row in
      let text = row.map(\.text).joined()
      return String(text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)])
    }
  }

  package var text: String { lines.joined(separator: "\n") }

  /// All words in reading order with single blanks between them, markers and lines left out: for sentences that wrap.
  package var words: String {
    text.split { $0.isWhitespace || "│▌─╭╮╰╯".contains($0) }.joined(separator: " ")
  }

  /// True if a row shows the text, or the rows do when they are read on, wherever lines and words are broken.
  package func shows(_ text: String) -> Bool {
    self.text.contains(text) || words.replacing(" ", with: "").contains(text.replacing(" ", with: ""))
  }

  /// The pictures of which every cell is still there.
  package var wholePictures: [Picture] {
    placed.filter { picture in
      cellCount(of: picture) == covered(by: picture).reduce(0) { $0 + $1.columns.count }
    }
  }

  /// The pictures of which any cell is still there.
  package var visiblePictures: [Picture] { placed.filter { cellCount(of: $0) > 0 } }

  /// The cells a picture lies on: its rows, each with its columns.
  package func covered(by picture: Picture) -> [(row: Int, columns: Range<Int>)] {
    let endRow = min(rows, picture.row + (picture.height + cellHeight - 1) / cellHeight)
    let endColumn = min(columns, picture.column + (picture.width + cellWidth - 1) / cellWidth)
    guard picture.row < endRow, picture.column < endColumn else { return [] }
    return (picture.row..<endRow).map { ($0, picture.column..<endColumn) }
  }

  private func cellCount(of picture: Picture) -> Int {
    cells.reduce(0) { $0 + $1.count { $0.picture == picture.id } }
  }

  // MARK: Changes

  /// Another size: the rows keep their text as far as there is room.
  package mutating func resize(columns: Int, rows: Int) {
    let old = cells
    self.columns = columns
    self.rows = rows
    cells = Self.blank(columns, rows)
    for row in 0..<min(rows, old.count) {
      for column in 0..<min(columns, old[row].count) { cells[row][column] = old[row][column] }
    }
    if primary != nil { primary = Self.blank(columns, rows) }
    (top, bottom) = (0, rows - 1)
    move(row: row, column: column)
  }

  mutating func move(row: Int, column: Int) {
    self.row = max(0, min(rows - 1, row))
    self.column = max(0, min(columns - 1, column))
    wraps = false
  }

  mutating func print(_ scalar: Unicode.Scalar) {
    let width = CharacterWidth.of(scalar)
    if width == 0 {
      let at = wraps ? column : max(0, column - 1)
      cells[row][at].text.unicodeScalars.append(scalar)
      return
    }
    if wraps || column + width > columns {
      column = 0
      lineFeed()
    }
    cells[row][column] = Cell(text: String(scalar))
    if width == 2, column + 1 < columns { cells[row][column + 1] = Cell(text: "") }
    wraps = column + width >= columns
    column = min(columns - 1, column + width)
  }

  mutating func lineFeed() {
    wraps = false
    if row == bottom { scroll(1, from: top) } else { row = min(rows - 1, row + 1) }
  }

  mutating func reverseLineFeed() {
    wraps = false
    if row == top { scroll(-1, from: top) } else { row = max(0, row - 1) }
  }

  /// Moves the rows from `from` to the end of the scrolling region up, or down for a negative count.
  mutating func scroll(_ count: Int, from: Int) {
    guard from <= bottom else { return }
    let empty = Array(repeating: Cell(), count: columns)
    for _ in 0..<min(abs(count), bottom - from + 1) {
      if count > 0 {
        cells.remove(at: from)
        cells.insert(empty, at: bottom)
      } else {
        cells.remove(at: bottom)
        cells.insert(empty, at: from)
      }
    }
  }

  mutating func erase(row: Int, _ range: Range<Int>) {
    for column in range.clamped(to: 0..<columns) { cells[row][column] = Cell() }
  }

  mutating func eraseRows(_ range: Range<Int>) {
    for row in range.clamped(to: 0..<rows) { erase(row: row, 0..<columns) }
  }

  mutating func insertCells(_ count: Int) {
    for _ in 0..<min(count, columns - column) {
      cells[row].insert(Cell(), at: column)
      cells[row].removeLast()
    }
  }

  mutating func deleteCells(_ count: Int) {
    for _ in 0..<min(count, columns - column) {
      cells[row].remove(at: column)
      cells[row].append(Cell())
    }
  }

  mutating func set(_ mode: Int, _ on: Bool) {
    if on { modes.insert(mode) } else { modes.remove(mode) }
    if mode == 1049 { setAlternate(on) }
  }

  private mutating func setAlternate(_ on: Bool) {
    if on, primary == nil {
      primary = cells
      saved = (row, column)
      cells = Self.blank(columns, rows)
    } else if !on, let primary {
      cells = primary
      self.primary = nil
      move(row: saved.row, column: saved.column)
    }
  }

  /// Places a picture at the cursor. The cursor stays, as programs have to place it themselves anyway.
  mutating func place(sixel bytes: [UInt8], width: Int, height: Int) {
    let picture = Picture(id: placed.count, row: row, column: column, width: width, height: height, bytes: bytes)
    placed.append(picture)
    for (row, columns) in covered(by: picture) {
      for column in columns { cells[row][column] = Cell(picture: picture.id) }
    }
  }
}

/// How many columns a character takes, as far as programs under test write such.
enum CharacterWidth {
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]

  static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: 0
    default: wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }
}
