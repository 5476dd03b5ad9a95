import Core
import Screen

/// A folded paste, as it will be sent.
enum PastedBox {
  static func draw(_ pasted: PastedText, on screen: Rect, into grid: inout Grid) -> Rect {
    let rect = screen.centered(Size(columns: min(100, screen.columns - 2), rows: screen.rows - 2))
    let label = String(pasted.label.dropFirst().dropLast())
    let room = Box.draw(label.prefix(1).uppercased() + label.dropFirst(), in: rect, into: &grid)
    var row = room.row
    for line in pasted.lines.dropFirst(pasted.scroll) where row < room.endRow {
      // No more of a line than there is room for.
      let text = VisibleText.make(line.isEmpty ? " " : String(line.prefix(room.columns * room.rows)))
      for wrapped in TextWrap.wrap(text, columns: room.columns, role: .popup) where row < room.endRow {
        grid.write(wrapped, row: row, column: room.column, limit: room.endColumn)
        row += 1
      }
    }
    let place = "from line \(countText(pasted.scroll + 1)) of \(countText(pasted.lines.count))"
    Box.note(place, row: rect.endRow - 1, in: rect, into: &grid)
    return rect
  }
}
