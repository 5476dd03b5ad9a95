import Screen

/// The cells that show a picture of Kitty's protocol.
enum PlaceholderCells {
  /// The most rows a picture may have: there is a mark for each.
  static var mostRows: Int { PlaceholderMarks.marks.count }

  /// Writes the cells of what is shown. Only the first cell of each row says which row and column of the picture it is:
  /// a terminal counts on from there, and the others take half the bytes.
  static func write(_ shown: KittyPlane.Shown, into grid: inout Grid) {
    if let behind = shown.behind { write(behind, rows: 0..<behind.placed.rect.rows, into: &grid) }
    write(shown.face, rows: 0..<shown.rows, into: &grid)
  }

  private static func write(_ face: KittyPlane.Face, rows: Range<Int>, into grid: inout Grid) {
    let rect = face.placed.rect
    let style = Style(.text, foreground: UInt8(truncatingIfNeeded: face.id))
    for row in rows {
      for column in 0..<rect.columns {
        grid[rect.row + row, rect.column + column] = Cell(column == 0 ? firstCharacter(ofRow: row) : bare, style)
      }
    }
  }

  private static let bare = Character(PlaceholderMarks.placeholder)

  private static func firstCharacter(ofRow row: Int) -> Character {
    var text = String.UnicodeScalarView()
    text.append(PlaceholderMarks.placeholder)
    text.append(PlaceholderMarks.marks[row])
    text.append(PlaceholderMarks.marks[0])
    return Character(String(text))
  }

  /// About as many bytes as a row of cells takes on the line.
  static func rowBytes(columns: Int) -> Int { 4 * columns + 24 }

  static func isPlaceholder(_ character: Character) -> Bool {
    character.utf8.count >= 4 && character.unicodeScalars.first == PlaceholderMarks.placeholder
  }
}
