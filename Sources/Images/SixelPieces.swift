import Screen

/// A picture as sixel data, in one piece or in several for a slow line.
struct SixelPieces {
  let pixels: Pixels
  let fit: Fit
  let encoding: PictureEncoding

  /// The most bytes of the first piece of several: an eighth of a second on a line of 32 KB/s.
  static let firstBytes = 4_000
  /// What a later piece of several should have about, so that a sender can choose how many go together.
  private static let stripBytes = 2_500

  /// - Throws: as `SixelEncoder`.
  func make() throws(ImageError) -> [Picture.Piece] {
    guard encoding.isProgressive else { return [whole(try encode(nil)[0])] }
    let strips = strips
    let encoded = try encode(strips.map { pixelRows(of: $0) })
    if encoded.reduce(0, { $0 + $1.count }) <= Self.firstBytes { return [whole(try encode(nil)[0])] }
    let pieces = zip(strips, encoded).map { Picture.Piece(rows: $0, bytes: $1) }
    return (try small()).map { [$0] + pieces } ?? pieces
  }

  private func encode(_ strips: [Range<Int>]?) throws(ImageError) -> [[UInt8]] {
    try SixelEncoder.encode(
      pixels, budget: encoding.byteBudget, maxColors: encoding.maxColors, strips: strips
    ).strips
  }

  private func whole(_ bytes: [UInt8]) -> Picture.Piece { Picture.Piece(rows: 0..<fit.cells.rows, bytes: bytes) }

  // MARK: Strips

  /// The rows of cells of each strip. Below the last strip nothing may be painted, so it begins where its bands end
  /// inside the picture's cells.
  private var strips: [Range<Int>] {
    let rows = fit.cells.rows
    let height = max(1, rows * Self.stripBytes / max(Self.stripBytes, encoding.byteBudget ?? .max))
    var last = (rows - 1) / height * height
    while last > 0, painted(from: last, to: rows) > rows * encoding.cellPixels.height { last -= 1 }
    let starts = Array(stride(from: 0, to: last, by: height)) + [last]
    return zip(starts, starts.dropFirst() + [rows]).map { $0..<$1 }
  }

  /// Whole bands. Where cells and bands do not end together, a strip has the first pixels of the next one at its end,
  /// in the same colours: a terminal may clear the rest of a band, and any strip can be sent again alone.
  private func pixelRows(of rows: Range<Int>) -> Range<Int> {
    rows.lowerBound
      * encoding.cellPixels.height..<min(pixels.height, painted(from: rows.lowerBound, to: rows.upperBound))
  }

  private func painted(from first: Int, to end: Int) -> Int {
    let top = first * encoding.cellPixels.height
    let bottom = min(pixels.height, end * encoding.cellPixels.height)
    return top + (bottom - top + 5) / 6 * 6
  }

  // MARK: The first piece

  /// A small one in the middle: a terminal does not enlarge sixel data, and the whole in four kilobytes would be a
  /// mosaic that shows nothing.
  private func small() throws(ImageError) -> Picture.Piece? {
    let cell = encoding.cellPixels
    for divisor in [2, 3, 4, 5, 6, 8, 12] {
      let (width, height) = (pixels.width / divisor, pixels.height / divisor)
      guard width >= cell.width, height >= 6 else { return nil }
      let reduced = pixels.averaged(to: width, height)
      let bytes = try SixelEncoder.encode(reduced, colors: min(16, encoding.maxColors), full: false)
      guard bytes.count <= Self.firstBytes else { continue }
      let columns = (width - 1) / cell.width + 1
      let rows = ((height + 5) / 6 * 6 - 1) / cell.height + 1
      let top = (fit.cells.rows - rows) / 2
      return Picture.Piece(rows: top..<top + rows, column: (fit.cells.columns - columns) / 2, bytes: bytes)
    }
    return nil
  }
}
