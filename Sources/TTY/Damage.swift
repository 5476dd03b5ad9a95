import Screen

/// Which cells a frame writes: per row the first and last column that differ from the frame before.
struct Damage {
  /// One range a row, empty where the row stays.
  private(set) var columns: [Range<Int>]
  /// True for rows whose last column was or becomes blank, so the text before it may be cleared up to the edge.
  private var mayClearToEdge: [Bool]

  /// - Parameter old: the cells on the screen, `nil` when nothing of it is to be trusted. Same size as `new`.
  init(from old: Grid?, to new: Grid) {
    let width = new.size.columns
    columns = []
    mayClearToEdge = []
    columns.reserveCapacity(new.size.rows)
    for row in 0..<new.size.rows {
      guard let old else {
        columns.append(0..<width)
        mayClearToEdge.append(true)
        continue
      }
      let changed = new.changedColumns(ofRow: row, from: old)
      columns.append(changed)
      mayClearToEdge.append(
        !changed.isEmpty && (old[row, width - 1].character == " " || new[row, width - 1].character == " "))
    }
  }

  /// The row is not written this time.
  mutating func leaveOut(row: Int) {
    columns[row] = 0..<0
    mayClearToEdge[row] = false
  }

  /// True when a cell inside `rect` may be written.
  func touches(_ rect: Rect) -> Bool {
    rows(of: rect).contains { columns[$0].overlaps(rect.column..<rect.endColumn) }
  }

  /// True when an erase sequence may be sent on one of the rows of `rect`, wherever on the row.
  func mayErase(onRowsOf rect: Rect) -> Bool {
    rows(of: rect).contains { !columns[$0].isEmpty && mayClearToEdge[$0] }
  }

  private func rows(of rect: Rect) -> Range<Int> {
    let first = min(max(0, rect.row), columns.count)
    return first..<max(first, min(rect.endRow, columns.count))
  }
}
