/// A rectangle of cells that views write into, row by row.
package struct Grid: Hashable, Sendable {
  package let size: Size
  package private(set) var cells: [Cell]
  /// What clicks mean; what was drawn later lies over what was there.
  package private(set) var clicks: [ClickArea] = []

  package init(_ size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
  }

  package subscript(row: Int, column: Int) -> Cell {
    get { cells[row * size.columns + column] }
    set { cells[row * size.columns + column] = newValue }
  }

  package mutating func setClick(on rect: Rect, _ meaning: ClickMeaning) {
    clicks.append(ClickArea(rect: rect, meaning: meaning))
  }

  /// The columns of a row between the first and the last cell that is not as in another grid of the same size.
  package func changedColumns(ofRow row: Int, from other: Grid) -> Range<Int> {
    let (new, old) = (cells.span, other.cells.span)
    let start = row * size.columns
    var (first, end) = (0, size.columns)
    while first < end, new[start + first] == old[start + first] { first += 1 }
    while first < end, new[start + end - 1] == old[start + end - 1] { end -= 1 }
    return first..<end
  }

  /// Takes a row of a grid of the same size.
  package mutating func copy(row: Int, from other: Grid) {
    for column in 0..<size.columns { self[row, column] = other[row, column] }
  }

  /// Fills a rectangle, as far as it lies inside the grid.
  package mutating func fill(_ rect: Rect, with cell: Cell) {
    let columns = max(0, rect.column)..<max(0, rect.column, min(size.columns, rect.endColumn))
    for row in max(0, rect.row)..<max(0, rect.row, min(size.rows, rect.endRow)) {
      for column in columns { self[row, column] = cell }
    }
  }

  /// Writes text from `column` on and stops before `limit` (default: the right edge). A wide character that would
  /// cross the limit is left out, and a tab is a blank.
  /// - Returns: the column after the last one written.
  @discardableResult
  package mutating func write(_ text: String, row: Int, column: Int, limit: Int? = nil, style: Style) -> Int {
    guard row >= 0, row < size.rows else { return column }
    let end = min(limit ?? size.columns, size.columns)
    var at = column
    if column >= 0, text.utf8.count <= end - column, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
      // Plain letters, one column each: nearly all text.
      let start = row * size.columns
      for byte in text.utf8 {
        cells[start + at] = Cell(Character(Unicode.Scalar(byte)), style)
        at += 1
      }
      return at
    }
    for character in text {
      let width = TextWidth.columns(of: character)
      if width == 0 { continue }
      guard at + width <= end else { break }
      if at >= 0 {
        self[row, at] = Cell(character == "\t" ? " " : character, style)
        if width == 2 {
          self[row, at + 1] = Cell(Cell.continuation.character, style)
        }
      }
      at += width
    }
    return at
  }

  /// Writes a styled line.
  /// - Returns: the column after the last one written.
  @discardableResult
  package mutating func write(_ line: Line, row: Int, column: Int, limit: Int? = nil) -> Int {
    var at = column
    for span in line.spans {
      at = write(span.text, row: row, column: at, limit: limit, style: span.style)
    }
    return at
  }
}
