package import Screen

/// The pixels a picture is scaled to so that it lies inside a pane, and the cells it covers there.
package struct Fit: Hashable, Sendable {
  package let pixels: PixelSize
  package let cells: Size

  /// How often a pixel of a small picture is repeated at most, so that an icon can be seen and is not a blur.
  private static let largestFactor = 4
  /// More pixels a side are not sent to a terminal, whatever it says of its cells.
  private static let largestSide = 4_096

  /// A sixel picture. Bands are six pixels high and the last one counts whole, or a picture that ends on the last row
  /// would scroll the screen.
  /// - Parameter fills: enlarges it as far as there is room.
  /// - Returns: `nil` if not even one band has room.
  /// - Source: terminal-graphics.md sections 0 (rule 9) and 4.
  package static func sixel(_ picture: PixelSize, into pane: Size, cell: PixelSize, fills: Bool = false) -> Fit? {
    guard var room = room(in: pane, cell: cell) else { return nil }
    room.height = room.height / 6 * 6
    guard let pixels = scale(picture, into: room, fills: fills) else { return nil }
    let painted = (pixels.height + 5) / 6 * 6
    let cells = Size(
      columns: (pixels.width - 1) / cell.width + 1, rows: (painted - 1) / cell.height + 1)
    return Fit(pixels: pixels, cells: cells)
  }

  /// What fills its cells, such as character art: the cells nearest to the picture's shape.
  /// - Parameter fills: enlarges it as far as there is room.
  /// - Returns: `nil` if the pane has no cell.
  package static func cells(_ picture: PixelSize, into pane: Size, cell: PixelSize, fills: Bool = false) -> Fit? {
    guard let room = room(in: pane, cell: cell), let pixels = scale(picture, into: room, fills: fills) else {
      return nil
    }
    let cells = Size(
      columns: max(1, (pixels.width + cell.width / 2) / cell.width),
      rows: max(1, (pixels.height + cell.height / 2) / cell.height))
    return Fit(pixels: pixels, cells: cells)
  }

  /// A picture whose longer side is at most `side`; a smaller one stays as it is.
  package static func pixels(_ picture: PixelSize, maxSide side: Int) -> PixelSize {
    guard max(picture.width, picture.height) > side else { return picture }
    return shape(of: picture, into: PixelSize(width: side, height: side))
  }

  private static func room(in pane: Size, cell: PixelSize) -> PixelSize? {
    guard min(pane.columns, pane.rows, cell.width, cell.height) > 0 else { return nil }
    func side(_ cells: Int, of pixels: Int) -> Int {
      min(largestSide, min(largestSide, cells) * min(largestSide, pixels))
    }
    return PixelSize(width: side(pane.columns, of: cell.width), height: side(pane.rows, of: cell.height))
  }

  private static func scale(_ picture: PixelSize, into room: PixelSize, fills: Bool) -> PixelSize? {
    guard room.width > 0, room.height > 0 else { return nil }
    if fills { return shape(of: picture, into: room) }
    let factor = min(largestFactor, room.width / picture.width, room.height / picture.height)
    if factor >= 1 { return PixelSize(width: picture.width * factor, height: picture.height * factor) }
    return shape(of: picture, into: room)
  }

  /// The largest size of the picture's shape inside `room`, to the nearest pixel.
  private static func shape(of picture: PixelSize, into room: PixelSize) -> PixelSize {
    let (width, height) = (picture.width, picture.height)
    if width * room.height >= height * room.width {
      return PixelSize(width: room.width, height: max(1, (height * room.width + width / 2) / width))
    }
    return PixelSize(width: max(1, (width * room.height + height / 2) / height), height: room.height)
  }
}
