import Screen

@testable import TTY

/// A terminal as far as pictures go: which pictures it holds and what printing takes from them.
/// - Source: terminal-graphics.md sections 4 and 5.
struct ScreenModel {
  private struct Held {
    var placed: PlacedPicture
    /// The cells that still show it, row-major from its corner.
    var cells: [Bool]
  }

  let rule: PicturePlane.Rule
  let size: Size
  private var held: [Held] = []

  init(rule: PicturePlane.Rule, size: Size) {
    self.rule = rule
    self.size = size
  }

  mutating func clear() { held = [] }

  mutating func place(_ placed: PlacedPicture) {
    // Where a cell belongs to one picture, the new one takes it from the old.
    if rule == .byCell { print(placed.rect) }
    held.append(Held(placed: placed, cells: Array(repeating: true, count: placed.rect.rows * placed.rect.columns)))
  }

  mutating func print(_ rect: Rect) {
    switch rule {
    case .whole: held.removeAll { $0.placed.rect.intersects(rect) }
    case .byCell:
      for index in held.indices {
        let own = held[index].placed.rect
        for row in max(own.row, rect.row)..<max(own.row, rect.row, min(own.endRow, rect.endRow)) {
          for column in max(own.column, rect.column)..<max(own.column, rect.column, min(own.endColumn, rect.endColumn))
          {
            held[index].cells[(row - own.row) * own.columns + column - own.column] = false
          }
        }
      }
      held.removeAll { !$0.cells.contains(true) }
    }
  }

  /// An erase sequence from a cell to the end of its row.
  mutating func erase(row: Int, from column: Int) {
    switch rule {
    case .whole: held.removeAll { $0.placed.rect.row <= row && row < $0.placed.rect.endRow }
    case .byCell: print(Rect(row: row, column: column, rows: 1, columns: size.columns - column))
    }
  }

  /// The picture each cell shows, row-major.
  var visible: [PlacedPicture?] {
    (0..<size.rows * size.columns).map { index in
      let (row, column) = (index / size.columns, index % size.columns)
      return held.last { item in
        let rect = item.placed.rect
        return rect.contains(Point(row: row, column: column))
          && item.cells[(row - rect.row) * rect.columns + column - rect.column]
      }?.placed
    }
  }

  /// How many pictures the terminal keeps, hidden ones too.
  var count: Int { held.count }
}
