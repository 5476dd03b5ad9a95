/// What the terminal's own cursor looks like.
package enum CursorShape: Hashable, Sendable {
  /// As the person has it.
  case standard
  case block
  /// A bar before the character.
  case bar
}

/// Everything that should be on the screen. The terminal makes it so; nobody toggles anything else.
package struct Frame: Hashable, Sendable {
  package var grid: Grid
  package var theme: Theme
  /// Where the terminal's own cursor stands, `nil` to hide it.
  package var cursor: Point?
  package var cursorShape = CursorShape.standard
  package var pictures: [PlacedPicture]
  package var delivery = PictureDelivery()
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
