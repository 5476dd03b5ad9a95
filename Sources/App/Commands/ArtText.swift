import Screen

/// Character art as lines of text with colours, for a terminal that is no screen of ours.
enum ArtText {
  /// - Parameter colors: 256 writes indices of the palette, 16 and 8 the older codes, 0 none.
  static func lines(_ grid: Grid, colors: Int) -> String {
    var text = ""
    for row in 0..<grid.size.rows {
      var style: Style?
      for column in 0..<grid.size.columns {
        let cell = grid[row, column]
        if colors > 0, cell.style != style {
          text += code(cell.style, colors)
          style = cell.style
        }
        text.append(cell.character)
      }
      text += colors > 0 ? "\u{1b}[m\n" : "\n"
    }
    return text
  }

  private static func code(_ style: Style, _ colors: Int) -> String {
    let foreground = style.foreground.map { colors == 256 ? "38;5;\($0)" : classic($0, 30) } ?? "39"
    let background = style.background.map { colors == 256 ? "48;5;\($0)" : classic($0, 40) } ?? "49"
    return "\u{1b}[\(foreground);\(background)m"
  }

  /// The first eight colours, and the bright ones sixty further on.
  private static func classic(_ index: UInt8, _ base: Int) -> String {
    String(Int(index & 7) + base + (index >= 8 ? 60 : 0))
  }
}
