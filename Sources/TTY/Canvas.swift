import Screen

/// The cells last given to curses, and how the next frame's are given.
struct Canvas {
  private let depth: ColorDepth
  private var colors: ColorPairs?
  private var cells: Grid?
  /// Where a frame that does not go as a whole goes on: rows that change all the time must not starve those below them.
  private var nextRow = 0
  /// Where cells show a picture themselves.
  private var placeholders: [Rect] = []

  init(depth: ColorDepth) {
    self.depth = depth
  }

  /// The next frame is drawn in full.
  mutating func forget() {
    cells = nil
  }

  /// The frame's pictures that can be shown: inside the screen, above the last row, where a terminal would scroll, and
  /// with nothing written over them, because a picture shows as a whole or not at all.
  func visiblePictures(of frame: Frame, in size: Size) -> [PlacedPicture] {
    let grid = frame.grid
    return frame.pictures.filter { picture in
      let rect = picture.rect
      guard !rect.isEmpty, rect.row >= 0, rect.column >= 0, rect.endRow < min(size.rows, grid.size.rows + 1),
        rect.endColumn <= min(size.columns, grid.size.columns), rect.rows <= PlaceholderCells.mostRows
      else { return false }
      return (rect.row..<rect.endRow).allSatisfy { row in
        (rect.column..<rect.endColumn).allSatisfy { grid[row, $0].character == " " }
      }
    }
  }

  /// Gives curses what differs from the frame before.
  /// - Parameter limit: the row with the cursor goes in any case; once all have so many bytes, the other rows stay as
  ///   they were.
  /// - Returns: which cells that were, and whether none is left.
  mutating func draw(
    _ frame: Frame, layers: PictureOutput.Layers, size: Size, limit: Int?, on curses: Curses
  ) -> (damage: Damage, isWhole: Bool) {
    var isNewLook = false
    if colors == nil {
      colors = ColorPairs(depth: depth, theme: frame.theme)
    } else if colors?.use(frame.theme) == true {
      isNewLook = true
    }
    var next = Self.grid(frame.grid, layers: layers, size: size)
    let old = isNewLook || cells?.size != size ? nil : cells
    placeholders = layers.byCells.map(\.wanted.rect)
    var damage = Damage(from: old, to: next)
    // What is typed comes first: the rest of a large frame can take a slow line longer than a person waits.
    var first: Int?
    if let row = frame.cursor?.row, old != nil, damage.columns.indices.contains(row), !damage.columns[row].isEmpty {
      put(next, row: row, columns: damage.columns[row], on: curses)
      curses.update()
      first = row
    }
    let rows = damage.columns.indices
    let start = min(nextRow, rows.upperBound)
    var leftOut: Int?
    for row in [start..<rows.upperBound, 0..<start].joined() where !damage.columns[row].isEmpty && row != first {
      if let limit, let old, curses.drawnCount >= limit {
        next.copy(row: row, from: old)
        damage.leaveOut(row: row)
        leftOut = leftOut ?? row
        continue
      }
      put(next, row: row, columns: damage.columns[row], on: curses)
      // Curses that is told of one row at a time finds nothing to scroll; what has moved it scrolls, with idlok or
      // without, and a picture beside it would move along.
      if layers.isFixed || limit != nil, old != nil { curses.update() }
    }
    cells = next
    nextRow = leftOut ?? 0
    return (damage, leftOut == nil)
  }

  /// The frame's cells in the screen's size. Over both sides of a picture stand spaces that curses takes for letters:
  /// it then does not erase across the picture with the text beside it.
  static func grid(_ grid: Grid, layers: PictureOutput.Layers, size: Size) -> Grid {
    var result = grid
    if grid.size != size {
      result = Grid(size)
      for row in 0..<min(size.rows, grid.size.rows) {
        for column in 0..<min(size.columns, grid.size.columns) { result[row, column] = grid[row, column] }
      }
    }
    for rect in layers.under.map(\.rect) {
      for row in rect.row..<rect.endRow {
        for column in [rect.column, rect.endColumn - 1] { result[row, column].character = "\u{a0}" }
      }
    }
    for shown in layers.byCells { PlaceholderCells.write(shown, into: &result) }
    return result
  }

  /// Writes a piece of a row, one cell further at both ends: half of a wide character may have changed.
  private func put(_ grid: Grid, row: Int, columns: Range<Int>, on curses: Curses) {
    guard let colors else { return }
    var column = max(0, columns.lowerBound - 1)
    if column > 0, Self.isContinuation(grid[row, column]) { column -= 1 }
    let end = min(grid.size.columns, columns.upperBound + 1)
    var cell = grid[row, column]
    while column < end {
      let next = column + 1 < grid.size.columns ? grid[row, column + 1] : .blank
      let isWide = Self.isContinuation(next)
      let isPlaceholder = PlaceholderCells.isPlaceholder(cell.character) && isInPicture(row: row, column: column)
      let glyphs =
        isPlaceholder
        ? (first: Glyph(placeholder: cell.character), second: nil)
        : Glyph.glyphs(for: Self.isContinuation(cell) ? " " : cell.character, isWide: isWide)
      // The colour of a placeholder is a number, whatever the theme and the terminal's colours are.
      let look = isPlaceholder ? CellLook(foreground: Int32(cell.style.foreground ?? 0)) : colors[cell.style]
      curses.put(glyphs.first, look, row: row, column: column)
      if let second = glyphs.second { curses.put(second, look, row: row, column: column + 1) }
      column += isWide ? 2 : 1
      cell = isWide && column < end ? grid[row, column] : next
    }
  }

  private func isInPicture(row: Int, column: Int) -> Bool {
    placeholders.contains { $0.contains(Point(row: row, column: column)) }
  }

  /// Asked for every cell drawn, hence not by comparing characters.
  private static func isContinuation(_ cell: Cell) -> Bool {
    cell.character.utf8.count == 1 && cell.character.utf8.first == 0
  }
}
