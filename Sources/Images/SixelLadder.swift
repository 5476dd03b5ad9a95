/// How sixel data was made smaller than it would be at its best.
package struct SixelQuality: Hashable, Sendable {
  /// Colours at most.
  package var colors: Int
  /// How much a pixel's colour may lie off so that runs are longer: see `Pixels.indexed`.
  package var tolerance = 0
  /// Pixels a side of the squares it is drawn in.
  package var block = 1
}

extension SixelEncoder {
  /// Encodes as well as a budget of bytes allows: fewer colours, longer runs of one, at the end larger squares.
  /// - Parameters:
  ///   - budget: bytes at most; `nil` for as many as it takes.
  ///   - maxColors: the colour registers of the terminal.
  /// - Throws: `tooManyBytes` if the coarsest picture is still too large, or as `encode(_:colors:tolerance:)`.
  package static func encode(
    _ pixels: Pixels, budget: Int?, maxColors: Int
  ) throws(ImageError) -> (bytes: [UInt8], quality: SixelQuality) {
    let (bytes, quality) = try encode(pixels, budget: budget, maxColors: maxColors) { indexed throws(ImageError) in
      let bytes = try encode(indexed, strips: [0..<pixels.height])[0]
      return (bytes, byteCount: bytes.count)
    }
    return (bytes, quality)
  }

  /// The same with an encoding of one's own, such as in strips.
  static func encode<Encoded>(
    _ pixels: Pixels, budget: Int?, maxColors: Int,
    with encode: (IndexedPixels) throws(ImageError) -> (Encoded, byteCount: Int)
  ) throws(ImageError) -> (encoded: Encoded, quality: SixelQuality) {
    try ladder(budget: budget ?? .max, maxColors: maxColors).climb(budget: budget) { quality throws(ImageError) in
      try encode(pixels.inBlocks(of: quality.block).indexed(colors: quality.colors, tolerance: quality.tolerance))
    }
  }

  /// Below this budget 256 colours are not worth a try.
  private static let manyColorsBudget = 300_000

  private static func ladder(budget: Int, maxColors: Int) -> BudgetLadder<SixelQuality> {
    typealias Rung = BudgetLadder<SixelQuality>.Rung
    let colors = min(maxColors, mostColors)
    func rung(_ colors: Int, _ tolerance: Int, _ share: Double, block: Int = 1) -> Rung {
      Rung(SixelQuality(colors: colors, tolerance: tolerance, block: block), share: share)
    }
    let many = [rung(256, 30, 1)]
    // Bands are six pixels high: larger squares are as high as one or several.
    let few = [
      rung(64, 60, 0.55), rung(32, 200, 0.36), rung(16, 300, 0.24), rung(16, 300, 0.17, block: 2),
      rung(16, 600, 0.11, block: 3), rung(32, 300, 0.066, block: 6), rung(16, 800, 0.05, block: 6),
      rung(8, 800, 0.04, block: 6), rung(8, 500, 0.03, block: 12), rung(8, 500, 0.012, block: 24),
    ]
    var rungs: [Rung] = []
    for var rung in (budget >= manyColorsBudget && colors > 64 ? many : []) + few {
      rung.quality.colors = min(rung.quality.colors, colors)
      if !rungs.contains(where: { $0.quality == rung.quality }) { rungs.append(rung) }
    }
    return BudgetLadder(rungs)
  }
}
