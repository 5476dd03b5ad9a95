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
  /// Encodes as well as a budget of bytes allows: fewer colours, less grain, at the end larger squares. A rung of this
  /// ladder that cannot help by its usual share of the bytes is left out, so two or three encodes are the rule.
  /// - Parameters:
  ///   - budget: bytes at most; `nil` for as many as it takes.
  ///   - maxColors: the colour registers of the terminal.
  /// - Throws: `tooManyBytes` if the coarsest picture is still too large, or as `encode(_:colors:full:)`.
  /// - Source: terminal-graphics.md section 7.
  package static func encode(
    _ pixels: Pixels, budget: Int?, maxColors: Int
  ) throws(ImageError) -> (bytes: [UInt8], quality: SixelQuality) {
    let limit = budget ?? .max
    let rungs = ladder(budget: limit, maxColors: maxColors)
    var at = 0
    while true {
      let rung = rungs[at]
      let bytes = try encode(pixels, as: rung.quality)
      if bytes.count <= limit { return (bytes, rung.quality) }
      guard at < rungs.count - 1 else { throw .tooManyBytes(bytes.count) }
      let fits = rungs[(at + 1)...].firstIndex { Double(bytes.count) * $0.share / rung.share <= Double(limit) }
      at = fits ?? rungs.count - 1
    }
  }

  private static func encode(_ pixels: Pixels, as quality: SixelQuality) throws(ImageError) -> [UInt8] {
    let soft = quality.isBlurred ? pixels.blurred() : pixels
    return try encode(soft.inBlocks(of: quality.block), colors: quality.colors, full: quality.isFull)
  }

  private struct Rung {
    var quality: SixelQuality
    /// Bytes on a grainy picture, as a share of the first rung's.
    var share: Double
  }

  /// Below this budget 256 colours are not worth a try.
  private static let manyColorsBudget = 300_000

  private static func ladder(budget: Int, maxColors: Int) -> [Rung] {
    let colors = min(maxColors, mostColors)
    let many = [
      Rung(quality: SixelQuality(colors: 256), share: 1),
      Rung(quality: SixelQuality(colors: 256, isBlurred: true), share: 0.64),
    ]
    // Bands are six pixels high, so squares of 3, 6 and 12 pixels leave no band with parts of two.
    let few = [
      Rung(quality: SixelQuality(colors: 64), share: 0.54),
      Rung(quality: SixelQuality(colors: 64, isBlurred: true), share: 0.34),
      Rung(quality: SixelQuality(colors: 64, isBlurred: true, isFull: true), share: 0.33),
      Rung(quality: SixelQuality(colors: 32, isBlurred: true), share: 0.24),
      Rung(quality: SixelQuality(colors: 16, isBlurred: true), share: 0.17),
      Rung(quality: SixelQuality(colors: 16, isBlurred: true, block: 3), share: 0.12),
      Rung(quality: SixelQuality(colors: 16, isBlurred: true, block: 6), share: 0.07),
      Rung(quality: SixelQuality(colors: 8, isBlurred: true, block: 12), share: 0.04),
    ]
    var rungs: [Rung] = []
    for var rung in (budget >= manyColorsBudget && colors > 64 ? many : []) + few {
      rung.quality.colors = min(rung.quality.colors, colors)
      if !rungs.contains(where: { $0.quality == rung.quality }) { rungs.append(rung) }
    }
    return rungs
  }
}
