/// Two answers beside each other, block by block, and in each pair of blocks what was removed and what was added.
///
/// Nothing of it depends on the clock, the screen or earlier calls: it is computed wherever there is time for it. Of
/// 400 KB it takes a fraction of a second, also of texts made to be slow (`Work`).
package struct Difference: Hashable, Sendable {
  /// What is to be compared.
  package struct Request: Hashable, Sendable {
    package var a: String
    package var b: String
    /// More of A is to come: its last block is not compared yet, nor what of B comes after all that was found in A.
    package var isAGrowing: Bool
    package var isBGrowing: Bool

    package init(a: String, b: String, isAGrowing: Bool = false, isBGrowing: Bool = false) {
      self.a = a
      self.b = b
      self.isAGrowing = isAGrowing
      self.isBGrowing = isBGrowing
    }

    package func difference() -> Difference {
      var comparer = Comparer(self)
      return comparer.difference()
    }
  }

  /// A stretch of text. The ranges of all spans, one after the other, are the whole of A and the whole of B.
  package struct Span: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case equal, removed, added }

    package var kind: Kind
    /// UTF-8 offsets in A, empty for what was added. What is equal may differ in its blanks, as far as they mean nothing.
    package var a: Range<Int>
    /// UTF-8 offsets in B, empty for what was removed.
    package var b: Range<Int>
  }

  /// A block of A beside its like of B, or a block that is in one of them only.
  package struct Row: Hashable, Sendable {
    /// Index in `aBlocks`.
    package var a: Int?
    /// Index in `bBlocks`.
    package var b: Int?
    /// Not compared yet, since one of the texts still grows. Its spans say whose text it is and nothing more.
    package var isPending: Bool
    package var spans: [Span]

    /// True if the row shows no difference.
    package var isEqual: Bool { !isPending && spans.allSatisfy { $0.kind == .equal } }
  }

  /// Words that count: letters and digits; each character of scripts without blanks.
  package struct Summary: Hashable, Sendable {
    package var equalWords = 0
    /// Words of A that are not in B, and of B that are not in A.
    package var removedWords = 0
    package var addedWords = 0
    /// The share of both texts' words that is equal, 0 to 1; of texts without words 1 if they are equal.
    package var share = 1.0
  }

  package var aBlocks: [Block]
  package var bBlocks: [Block]
  /// In the order of both texts.
  package var rows: [Row]
  package var summary: Summary
  /// Steps that it took.
  var steps: Int

  /// True if nothing differs but blanks that mean nothing, and nothing is pending.
  package var isEqual: Bool { rows.allSatisfy(\.isEqual) }
}
