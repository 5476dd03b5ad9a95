/// Ways to encode a picture, from the best to the smallest.
struct BudgetLadder<Quality: Hashable & Sendable>: Sendable {
  struct Rung: Sendable {
    var quality: Quality
    /// Bytes on a grainy picture, as a share of the first rung's.
    var share: Double

    init(_ quality: Quality, share: Double) {
      self.quality = quality
      self.share = share
    }
  }

  private let rungs: [Rung]

  /// - Precondition: there is a rung.
  init(_ rungs: [Rung]) {
    precondition(!rungs.isEmpty)
    self.rungs = rungs
  }

  var best: Quality { rungs[0].quality }

  /// Encodes as well as a budget allows. A rung that cannot help by its usual share of the bytes is left out, so two or
  /// three encodes are the rule.
  /// - Parameter budget: bytes at most; `nil` for as many as it takes.
  /// - Throws: `tooManyBytes` if the smallest is still too large, or as `encode`.
  func climb<Encoded>(
    budget: Int?, _ encode: (Quality) throws(ImageError) -> (Encoded, byteCount: Int)
  ) throws(ImageError) -> (Encoded, quality: Quality) {
    let limit = budget ?? .max
    var at = 0
    while true {
      let rung = rungs[at]
      let (encoded, byteCount) = try encode(rung.quality)
      if byteCount <= limit { return (encoded, rung.quality) }
      guard at < rungs.count - 1 else { throw .tooManyBytes(byteCount) }
      let fits = rungs[(at + 1)...].firstIndex { Double(byteCount) * $0.share / rung.share <= Double(limit) }
      at = fits ?? rungs.count - 1
    }
  }
}
