import Screen

/// A picture as files, which a terminal scales to the cells they are for.
struct FilePieces {
  let picture: Pixels
  let fit: Fit
  let encoding: PictureEncoding

  /// On the line every three bytes are four, and some more stand around them: see `SixelPieces` for what they are there.
  private static let firstBytes = 1_900
  private static let stripBytes = 1_900
  private static let mostStripBytes = 2_200

  /// - Throws: `tooManyBytes` if the smallest is still too large, `outOfMemory` or `workerFailed`.
  func make() throws(ImageError) -> [Picture.Piece] {
    let isFlat = encoding.form == .iTerm2 ? try FileQuality.isFlat(scaled(by: 1)) : false
    let budget = encoding.byteBudget
    guard encoding.isProgressive else { return try encode(budget: budget, isFlat).pieces }
    let first = try encode(budget: Self.firstBytes, isFlat)
    if first.isBest { return first.pieces }
    // Kitty shows a file once all of it is there, however it was cut.
    let cut = StripCut(
      rows: fit.cells.rows, budget: budget, usualBytes: Self.stripBytes, mostBytes: Self.mostStripBytes)
    return first.pieces + (try encode(encoding.form == .iTerm2 ? cut : nil, budget: budget, isFlat)).pieces
  }

  /// The picture in the pixels of its room, or so many times fewer in both directions; a whole number a row of cells.
  private func scaled(by divisor: Int) -> Pixels {
    let height = min(encoding.cellPixels.height * fit.cells.rows, fit.pixels.height, picture.height)
    let rowHeight = max(1, height / fit.cells.rows / divisor)
    let width = max(1, min(fit.pixels.width, picture.width) / divisor)
    return picture.averaged(to: width, rowHeight * fit.cells.rows)
  }

  private func encode(
    _ cut: StripCut? = nil, budget: Int?, _ isFlat: Bool
  ) throws(ImageError) -> (pieces: [Picture.Piece], isBest: Bool) {
    let ladder = FileQuality.ladder(for: encoding.form, budget: budget ?? .max, isFlat: isFlat)
    let rows = fit.cells.rows
    let (pieces, quality) = try ladder.climb(budget: budget) { quality throws(ImageError) in
      let pixels = scaled(by: quality.divisor)
      let rowHeight = pixels.height / rows
      guard let cut else {
        let bytes = try quality.encode(pixels)
        return ([Picture.Piece(rows: 0..<rows, bytes: bytes)], byteCount: bytes.count)
      }
      let strips = zip(cut.starts, cut.starts.dropFirst() + [rows]).map { $0..<$1 }
      let pieces = try cut.pieces(strips) { rows throws(ImageError) in
        try quality.encode(pixels.rows(rows.lowerBound * rowHeight..<rows.upperBound * rowHeight))
      }
      return (pieces, byteCount: cut.byteCount(of: pieces))
    }
    return (pieces, isBest: quality == ladder.best)
  }
}

/// How a file was made smaller than it would be at its best.
struct FileQuality: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// Quality from 1 to 100.
    case jpeg(Int)
    /// All colours.
    case truecolor
    /// A PNG with a palette: colours at most, and the tolerance of `Pixels.indexed`.
    case palette(Int, tolerance: Int)
  }

  var kind: Kind
  /// How many pixels of the room are one of the file's, in both directions.
  var divisor = 1

  func encode(_ pixels: Pixels) throws(ImageError) -> [UInt8] {
    switch kind {
    case .jpeg(let quality): try JPEG.encode(pixels, quality: quality)
    case .truecolor: try PNG.encode(pixels)
    case .palette(let colors, let tolerance): try PNG.encode(pixels.indexed(colors: colors, tolerance: tolerance))
    }
  }

  /// Below this budget all colours are not worth a try.
  private static let manyColorsBudget = 300_000

  /// - Parameter isFlat: true if a palette does it justice, so that a PNG is sharper than a JPEG and smaller.
  static func ladder(for form: PictureForm, budget: Int, isFlat: Bool) -> BudgetLadder<FileQuality> {
    typealias Rung = BudgetLadder<FileQuality>.Rung
    func rung(_ kind: Kind, _ divisor: Int, _ share: Double) -> Rung {
      Rung(FileQuality(kind: kind, divisor: divisor), share: share)
    }
    if form == .iTerm2 {
      let flat = isFlat ? [Rung(FileQuality.flat, share: 0.7)] : []
      return BudgetLadder(
        flat + [
          rung(.jpeg(90), 1, 1), rung(.jpeg(75), 1, 0.55), rung(.jpeg(60), 1, 0.4), rung(.jpeg(40), 1, 0.3),
          rung(.jpeg(75), 2, 0.18), rung(.jpeg(60), 2, 0.12), rung(.jpeg(40), 2, 0.09), rung(.jpeg(60), 3, 0.065),
          rung(.jpeg(40), 3, 0.045), rung(.jpeg(30), 4, 0.03), rung(.jpeg(20), 6, 0.018), rung(.jpeg(20), 10, 0.012),
        ])
    }
    let many = [rung(.truecolor, 1, 1)]
    return BudgetLadder(
      (budget >= manyColorsBudget ? many : []) + [
        rung(.palette(256, tolerance: 30), 1, 0.4), rung(.palette(64, tolerance: 60), 1, 0.25),
        rung(.palette(256, tolerance: 30), 2, 0.11), rung(.palette(64, tolerance: 60), 2, 0.075),
        rung(.palette(128, tolerance: 60), 3, 0.045), rung(.palette(64, tolerance: 100), 4, 0.024),
        rung(.palette(32, tolerance: 200), 5, 0.012), rung(.palette(32, tolerance: 200), 6, 0.009),
        rung(.palette(16, tolerance: 300), 8, 0.005), rung(.palette(16, tolerance: 300), 10, 0.003),
        rung(.palette(8, tolerance: 500), 16, 0.001),
      ])
  }

  /// How a drawn picture becomes a PNG with a palette.
  private static let flat = FileQuality(kind: .palette(64, tolerance: 60))
  /// True for a picture that a palette shows better than a good JPEG does, in fewer bytes.
  static func isFlat(_ pixels: Pixels) throws(ImageError) -> Bool {
    guard case .palette(let colors, let tolerance) = flat.kind else { return false }
    let indexed = try pixels.indexed(colors: colors, tolerance: tolerance)
    let jpeg = try JPEG.encode(pixels, quality: 90)
    let shown = try JPEG.decode(jpeg, header: try ImageHeader(jpeg), target: nil)
    guard indexed.squaredError(to: pixels) <= shown.squaredError(to: pixels) else { return false }
    return try PNG.encode(indexed).count < jpeg.count
  }
}
