/// A size in character cells.
package struct Size: Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A cell position, counted from the top left corner of the screen, from zero.
package struct Point: Hashable, Sendable {
  package var row: Int
  package var column: Int

  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// A rectangle of cells. Never negative in size.
package struct Rect: Hashable, Sendable {
  package var row: Int
  package var column: Int
  package var rows: Int
  package var columns: Int

  package init(row: Int = 0, column: Int = 0, rows: Int, columns: Int) {
    self.row = row
    self.column = column
    self.rows = max(0, rows)
    self.columns = max(0, columns)
  }

  package init(_ size: Size) {
    self.init(rows: size.rows, columns: size.columns)
  }

  package var size: Size { Size(columns: columns, rows: rows) }
  package var isEmpty: Bool { rows == 0 || columns == 0 }
  package var endRow: Int { row + rows }
  package var endColumn: Int { column + columns }

  package func contains(_ point: Point) -> Bool {
    point.row >= row && point.row < endRow && point.column >= column && point.column < endColumn
  }

  package func intersects(_ other: Rect) -> Bool {
    row < other.endRow && other.row < endRow && column < other.endColumn && other.column < endColumn
  }

  /// Cuts `count` rows off the top (as many as there are) and returns them.
  package mutating func takeTop(_ count: Int) -> Rect {
    let taken = max(0, min(count, rows))
    defer {
      row += taken
      rows -= taken
    }
    return Rect(row: row, column: column, rows: taken, columns: columns)
  }

  /// Cuts `count` rows off the bottom (as many as there are) and returns them.
  package mutating func takeBottom(_ count: Int) -> Rect {
    let taken = max(0, min(count, rows))
    rows -= taken
    return Rect(row: row + rows, column: column, rows: taken, columns: columns)
  }

  /// Cuts `count` columns off the right (as many as there are) and returns them.
  package mutating func takeRight(_ count: Int) -> Rect {
    let taken = max(0, min(count, columns))
    columns -= taken
    return Rect(row: row, column: column + columns, rows: rows, columns: taken)
  }

  /// The rectangle without `columns` at both sides and `rows` at top and bottom.
  package func inset(rows: Int = 0, columns: Int = 0) -> Rect {
    Rect(
      row: row + rows, column: column + columns, rows: self.rows - 2 * rows, columns: self.columns - 2 * columns)
  }

  /// A rectangle of at most `size`, in the middle of this one.
  package func centered(_ size: Size) -> Rect {
    let width = min(columns, size.columns)
    let height = min(rows, size.rows)
    return Rect(row: row + (rows - height) / 2, column: column + (columns - width) / 2, rows: height, columns: width)
  }
}
