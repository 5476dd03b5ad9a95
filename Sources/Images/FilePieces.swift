import Screen

/// A picture as files, which a terminal scales to the cells they are for.
struct FilePieces {
  let picture: Pixels
  let fit: Fit
  let encoding: PictureEncoding

  /// Of several pieces that are files; each file costs its tables, so they are larger than strips of sixel data.
  private static let stripBytes = 3_000

  /// - Throws: `tooManyBytes` if the smallest is still too large, `outOfMemory` or `workerFailed`.
  func make() throws(ImageError) -> [Picture.Piece] {
    let rows = [0..<fit.cells.rows]
    guard encoding.isProgressive else { return try encode(rows, budget: encoding.byteBudget).pieces }
    let first = try encode(rows, budget: SixelPieces.firstBytes)
    if first.isBest { return first.pieces }
    // Kitty shows a file once all of it is there, however it was cut.
    return first.pieces + (try encode(encoding.form == .iTerm2 ? strips : rows, budget: encoding.byteBudget)).pieces
  }

  private var strips: [Range<Int>] {
    let rows = fit.cells.rows
    let height = max(1, rows * Self.stripBytes / max(Self.stripBytes, encoding.byteBudget ?? .max))
    return stride(from: 0, to: rows, by: height).map { $0..<min(rows, $0 + height) }
  }

  private func encode(
    _ strips: [Range<Int>], budget: Int?
  ) throws(ImageError) -> (pieces: [Picture.Piece], isBest: Bool) {
    let ladder = FileQuality.ladder(for: encoding.form, budget: budget ?? .max)
    let (pieces, quality) = try ladder.climb(budget: budget) { quality throws(ImageError) in
      let rowHeight = max(1, min(encoding.cellPixels.height, picture.height / fit.cells.rows) / quality.divisor)
      let width = max(1, min(fit.pixels.width, picture.width) / quality.divisor)
      let pixels = picture.averaged(to: width, rowHeight * fit.cells.rows)
      var pieces: [Picture.Piece] = []
      for rows in strips {
        let part = pixels.rows(rows.lowerBound * rowHeight..<rows.upperBound * rowHeight)
        pieces.append(Picture.Piece(rows: rows, bytes: try quality.encode(part)))
      }
      return (pieces, byteCount: pieces.reduce(0) { $0 + $1.bytes.count })
    }
    return (pieces, isBest: quality == ladder.best)
  }
}

/// How a file was made smaller than it would be at its best.
struct FileQuality: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// Quality from 1 to 100.
    case jpeg(Int)
    /// Colours at most, `nil` for all.
    case png(colors: Int?)
  }

  var kind: Kind
  /// How many pixels of the room are one of the file's, in both directions.
  var divisor = 1

  func encode(_ pixels: Pixels) throws(ImageError) -> [UInt8] {
    switch kind {
    case .jpeg(let quality): return try JPEG.encode(pixels, quality: quality)
    case .png(nil): return try PNG.encode(pixels)
    case .png(let colors?):
      let palette = try SixelEncoder.palette(of: pixels, colors: colors)
      return try PNG.encode(
        pixels.indices(in: palette), width: pixels.width, height: pixels.height, palette: palette)
    }
  }

  /// Below this budget all colours are not worth a try.
  private static let manyColorsBudget = 300_000

  static func ladder(for form: PictureForm, budget: Int) -> BudgetLadder<FileQuality> {
    typealias Rung = BudgetLadder<FileQuality>.Rung
    func rung(_ kind: Kind, _ divisor: Int, _ share: Double) -> Rung {
      Rung(FileQuality(kind: kind, divisor: divisor), share: share)
    }
    if form == .iTerm2 {
      return BudgetLadder([
        rung(.jpeg(90), 1, 1), rung(.jpeg(75), 1, 0.55), rung(.jpeg(60), 1, 0.4), rung(.jpeg(40), 1, 0.3),
        rung(.jpeg(60), 2, 0.12), rung(.jpeg(40), 2, 0.09), rung(.jpeg(40), 3, 0.045), rung(.jpeg(30), 4, 0.03),
        rung(.jpeg(20), 6, 0.018), rung(.jpeg(20), 10, 0.012),
      ])
    }
    let many = [rung(.png(colors: nil), 1, 1)]
    return BudgetLadder(
      (budget >= manyColorsBudget ? many : []) + [
        rung(.png(colors: 256), 1, 0.47), rung(.png(colors: 64), 1, 0.33), rung(.png(colors: 256), 2, 0.13),
        rung(.png(colors: 64), 2, 0.09), rung(.png(colors: 64), 3, 0.042), rung(.png(colors: 32), 4, 0.02),
        rung(.png(colors: 16), 6, 0.009), rung(.png(colors: 16), 10, 0.003), rung(.png(colors: 8), 16, 0.001),
      ])
  }
}
