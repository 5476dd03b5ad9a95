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

  /// Encodes as well as a budget allows, in two to four encodes as a rule: the usual shares say where to go on from what
  /// was measured, which finds the best rung that fits on most pictures, and one near it on all.
  /// - Parameter budget: bytes at most; `nil` for as many as it takes.
  /// - Throws: `tooManyBytes` if the smallest is still too large, or as `encode`.
  func climb<Encoded>(
    budget: Int?, _ encode: (Quality) throws(ImageError) -> (Encoded, byteCount: Int)
  ) throws(ImageError) -> (Encoded, quality: Quality) {
    let limit = budget ?? .max
    /// Rungs that may be the best that fits.
    var open = rungs.indices
    var found: (Encoded, quality: Quality)?
    var at = 0
    while true {
      let rung = rungs[at]
      let (encoded, byteCount) = try encode(rung.quality)
      if byteCount <= limit {
        found = (encoded, rung.quality)
        open = open.lowerBound..<at
      } else {
        open = at + 1..<max(at + 1, open.upperBound)
      }
      let likely = open.first { Double(byteCount) * rungs[$0].share / rung.share <= Double(limit) }
      if let next = likely ?? (found == nil ? open.last : nil) {
        at = next
      } else if let found {
        return found
      } else {
        throw .tooManyBytes(byteCount)
      }
    }
  }
}
