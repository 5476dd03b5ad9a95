/// How sixel data was made smaller than it would be at its best.
package struct SixelQuality: Hashable, Sendable {
  /// Colours at most.
  package var colors: Int
  /// True after the 3x3 kernel took the grain out.
  package var isBlurred = false
  /// True with the more careful palette.
  package var isFull = false
  /// Pixels a side of the squares it is drawn in.
  package var block = 1
}

extension SixelEncoder {
  /// Encodes as well as a budget of bytes allows: fewer colours, less grain, at the end larger squares.
  /// - Parameters:
  ///   - budget: bytes at most of all strips; `nil` for as many as it takes.
  ///   - maxColors: the colour registers of the terminal.
  ///   - strips: rows of pixels to be pictures of their own; `nil` for one of them all.
  /// - Throws: `tooManyBytes` if the coarsest picture is still too large, or as `encode(_:colors:full:)`.
  /// - Source: terminal-graphics.md section 7.
  package static func encode(
    _ pixels: Pixels, budget: Int?, maxColors: Int, strips: [Range<Int>]? = nil
  ) throws(ImageError) -> (strips: [[UInt8]], quality: SixelQuality) {
    try ladder(budget: budget ?? .max, maxColors: maxColors).climb(budget: budget) { quality throws(ImageError) in
      let soft = (quality.isBlurred ? pixels.blurred() : pixels).inBlocks(of: quality.block)
      let encoded = try encode(
        soft, colors: quality.colors, full: quality.isFull, strips: strips ?? [0..<pixels.height])
      return (encoded, byteCount: encoded.reduce(0) { $0 + $1.count })
    }
  }

  /// Below this budget 256 colours are not worth a try.
  private static let manyColorsBudget = 300_000

  private static func ladder(budget: Int, maxColors: Int) -> BudgetLadder<SixelQuality> {
    typealias Rung = BudgetLadder<SixelQuality>.Rung
    let colors = min(maxColors, mostColors)
    let many = [
      Rung(SixelQuality(colors: 256), share: 1),
      Rung(SixelQuality(colors: 256, isBlurred: true), share: 0.64),
    ]
    // Bands are six pixels high, so squares of 3, 6 and 12 pixels leave no band with parts of two.
    let few = [
      Rung(SixelQuality(colors: 64), share: 0.54),
      Rung(SixelQuality(colors: 64, isBlurred: true), share: 0.34),
      Rung(SixelQuality(colors: 64, isBlurred: true, isFull: true), share: 0.33),
      Rung(SixelQuality(colors: 32, isBlurred: true), share: 0.24),
      Rung(SixelQuality(colors: 16, isBlurred: true), share: 0.17),
      Rung(SixelQuality(colors: 16, isBlurred: true, block: 3), share: 0.12),
      Rung(SixelQuality(colors: 16, isBlurred: true, block: 6), share: 0.07),
      Rung(SixelQuality(colors: 8, isBlurred: true, block: 12), share: 0.04),
    ]
    var rungs: [Rung] = []
    for var rung in (budget >= manyColorsBudget && colors > 64 ? many : []) + few {
      rung.quality.colors = min(rung.quality.colors, colors)
      if !rungs.contains(where: { $0.quality == rung.quality }) { rungs.append(rung) }
    }
    return BudgetLadder(rungs)
  }
}
