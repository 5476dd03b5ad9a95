/// A picture encoded for the terminal, ready to be placed.
package struct Picture: Hashable, Sendable {
  /// Names the bytes: two pictures with the same id are the same picture at the same size.
  package let id: String
  /// The cells it covers.
  package let size: Size
  /// Sixel data from `ESC P` to `ESC \`, already checked.
  package let sixel: [UInt8]

  package init(id: String, size: Size, sixel: [UInt8]) {
    self.id = id
    self.size = size
    self.sixel = sixel
  }

  package static func == (a: Picture, b: Picture) -> Bool { a.id == b.id && a.size == b.size }
  package func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(size)
  }
}

/// A picture and the cell of its top left corner. The cells under it are blank in the frame's grid.
package struct PlacedPicture: Hashable, Sendable {
  package let picture: Picture
  package let origin: Point

  package init(_ picture: Picture, at origin: Point) {
    self.picture = picture
    self.origin = origin
  }

  package var rect: Rect {
    Rect(row: origin.row, column: origin.column, rows: picture.size.rows, columns: picture.size.columns)
  }
}

/// Everything that should be on the screen. The terminal makes it so; nobody toggles anything else.
package struct Frame: Hashable, Sendable {
  package var grid: Grid
  package var theme: Theme
  /// Where the terminal's own cursor stands, `nil` to hide it.
  package var cursor: Point?
  package var pictures: [PlacedPicture]
  /// The window title, without control characters.
  package var title: String
  /// True while the program takes mouse events.
  package var mouse: Bool

  package init(
    grid: Grid, theme: Theme, cursor: Point? = nil, pictures: [PlacedPicture] = [], title: String = "gemstudio",
    mouse: Bool = true
  ) {
    self.grid = grid
    self.theme = theme
    self.cursor = cursor
    self.pictures = pictures
    self.title = title
    self.mouse = mouse
  }
}
