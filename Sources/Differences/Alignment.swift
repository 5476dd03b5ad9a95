/// Up to four answers beside the first, block by block: what stays still when one is scrolled or another is shown.
package struct Alignment: Hashable, Sendable {
  /// The blocks of each answer.
  package let blocks: [[Block]]
  /// For each answer the pairs of a block of the first and one of its own, rising in both.
  private let pairs: [[Pair]]

  private struct Pair: Hashable, Sendable {
    var first: Int
    var own: Int
  }

  package init(of texts: [String]) {
    blocks = texts.map(Block.blocks)
    let blocks = blocks
    pairs = texts.indices.map { lane in
      guard lane > 0 else { return blocks[0].indices.map { Pair(first: $0, own: $0) } }
      var lexicon = Lexicon(Array(texts[0].utf8) + Array(texts[lane].utf8))
      let first = Unit.units(of: blocks[0], at: 0, in: &lexicon)
      let own = Unit.units(of: blocks[lane], at: texts[0].utf8.count, in: &lexicon)
      return Aligner(first, own, lexicon, work: Work()).pairs.map { Pair(first: $0.a, own: $0.b) }
    }
  }

  /// The block of another answer that stands beside a block; `nil` if none does.
  package func block(beside block: Int, of lane: Int, in other: Int) -> Int? {
    guard lane != other else { return block }
    guard let first = pairs[lane].first(where: { $0.own == block })?.first else { return nil }
    return pairs[other].first { $0.first == first }?.own
  }

  /// The block of another answer to show where a block of this one is shown: the one beside it or, if there is none,
  /// beside the last before it that has one, else the first; `nil` if the other is empty.
  package func nearestBlock(to block: Int, of lane: Int, in other: Int) -> Int? {
    for candidate in stride(from: block, through: 0, by: -1) {
      if let found = self.block(beside: candidate, of: lane, in: other) { return found }
    }
    return blocks[other].isEmpty ? nil : 0
  }
}
