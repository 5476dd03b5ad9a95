import Screen

/// The cells last given to curses, and how the next frame's are given.
struct Canvas {
  private let depth: ColorDepth
  private var colors: ColorPairs?
  private var cells: Grid?

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
        rect.endColumn <= min(size.columns, grid.size.columns)
      else { return false }
      return (rect.row..<rect.endRow).allSatisfy { row in
        (rect.column..<rect.endColumn).allSatisfy { grid[row, $0].character == " " }
      }
    }
  }

  /// Gives curses what differs from the frame before.
  /// - Parameter isScrollFree: curses is told of one row at a time, so that it finds nothing to scroll.
  /// - Returns: which cells that were.
  mutating func draw(
    _ frame: Frame, pictures: [PlacedPicture], size: Size, isScrollFree: Bool, on curses: Curses
  ) -> Damage {
    var isNewLook = false
    if colors == nil {
      colors = ColorPairs(depth: depth, theme: frame.theme)
    } else if colors?.use(frame.theme) == true {
      isNewLook = true
    }
    let next = Self.grid(frame.grid, pictures: pictures, size: size)
    let damage = Damage(from: isNewLook || cells?.size != size ? nil : cells, to: next)
    for (row, columns) in damage.columns.enumerated() where !columns.isEmpty {
      put(next, row: row, columns: columns, on: curses)
      if isScrollFree { curses.update() }
    }
    cells = next
    return damage
  }

  /// The frame's cells in the screen's size. Under a picture stands a space that curses takes for a letter: it then
  /// neither erases across the picture with the text beside it nor forgets to write there when the picture goes.
  static func grid(_ grid: Grid, pictures: [PlacedPicture], size: Size) -> Grid {
    var result = grid
    if grid.size != size {
      result = Grid(size)
      for row in 0..<min(size.rows, grid.size.rows) {
        for column in 0..<min(size.columns, grid.size.columns) { result[row, column] = grid[row, column] }
      }
    }
    for rect in pictures.map(\.rect) {
      for row in rect.row..<rect.endRow {
        for column in rect.column..<rect.endColumn { result[row, column].character = "\u{a0}" }
      }
    }
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
      let glyphs = Glyph.glyphs(for: Self.isContinuation(cell) ? " " : cell.character, isWide: isWide)
      let look = colors[cell.style]
      curses.put(glyphs.first, look, row: row, column: column)
      if let second = glyphs.second { curses.put(second, look, row: row, column: column + 1) }
      column += isWide ? 2 : 1
      cell = isWide && column < end ? grid[row, column] : next
    }
  }

  /// Asked for every cell drawn, hence not by comparing characters.
  private static func isContinuation(_ cell: Cell) -> Bool {
    cell.character.utf8.count == 1 && cell.character.utf8.first == 0
  }
}
