import Screen

/// A picture as sixel data, in one piece or in several for a slow line.
struct SixelPieces {
  let pixels: Pixels
  let fit: Fit
  let encoding: PictureEncoding

  /// The most bytes of the first piece of several: a twelfth of a second on a line of 32 KB/s.
  static let firstBytes = 2_500
  private static let stripBytes = 2_500
  /// A tenth of a second on a line of 32 KB/s, with what stands around it.
  private static let mostStripBytes = 3_000

  /// - Throws: as `SixelEncoder`.
  func make() throws(ImageError) -> [Picture.Piece] {
    guard encoding.isProgressive else { return [try whole()] }
    let pieces = try inStrips()
    if pieces.reduce(0, { $0 + $1.bytes.count }) <= Self.firstBytes { return [try whole()] }
    return (try small()).map { [$0] + pieces } ?? pieces
  }

  private func whole() throws(ImageError) -> Picture.Piece {
    let bytes = try SixelEncoder.encode(pixels, budget: encoding.byteBudget, maxColors: encoding.maxColors).bytes
    return Picture.Piece(rows: 0..<fit.cells.rows, bytes: bytes)
  }

  // MARK: Strips

  private func inStrips() throws(ImageError) -> [Picture.Piece] {
    let cut = StripCut(
      rows: fit.cells.rows, budget: encoding.byteBudget, usualBytes: Self.stripBytes, mostBytes: Self.mostStripBytes)
    let starts = cut.starts.filter(mayBegin)
    let strips = zip(starts, starts.dropFirst() + [cut.rows]).map { $0..<$1 }
    return try SixelEncoder.encode(
      pixels, budget: encoding.byteBudget, maxColors: encoding.maxColors
    ) { indexed throws(ImageError) in
      let pieces = try cut.pieces(strips, mayBegin: mayBegin) { rows throws(ImageError) in
        try SixelEncoder.encode(indexed, strips: [pixelRows(of: rows)])[0]
      }
      return (pieces, byteCount: cut.byteCount(of: pieces))
    }.encoded
  }

  /// Below the last strip nothing may be painted, so it begins where its bands end inside the picture's cells; and what
  /// is lower than a band libsixel may encode as a black line.
  private func mayBegin(_ row: Int) -> Bool {
    let top = row * encoding.cellPixels.height
    return row == 0
      || top + 6 <= pixels.height
        && painted(from: row, to: fit.cells.rows) <= fit.cells.rows * encoding.cellPixels.height
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

  /// A small one in the middle: a terminal does not enlarge sixel data, and the whole in so few bytes would be a
  /// mosaic that shows nothing.
  private func small() throws(ImageError) -> Picture.Piece? {
    let cell = encoding.cellPixels
    for divisor in [2, 3, 4, 5, 6, 8, 12] {
      let (width, height) = (pixels.width / divisor, pixels.height / divisor)
      guard width >= cell.width, height >= 6 else { return nil }
      let reduced = pixels.averaged(to: width, height)
      let bytes = try SixelEncoder.encode(reduced, colors: min(16, encoding.maxColors))
      guard bytes.count <= Self.firstBytes else { continue }
      let columns = (width - 1) / cell.width + 1
      let rows = ((height + 5) / 6 * 6 - 1) / cell.height + 1
      let top = (fit.cells.rows - rows) / 2
      return Picture.Piece(rows: top..<top + rows, column: (fit.cells.columns - columns) / 2, bytes: bytes)
    }
    return nil
  }
}
