/// A text between two marks of Markdown, such as emphasis, code or a link, by the bytes of its source.
package struct MarkedText: Hashable, Sendable {
  /// The marks and all between them. It reaches past the source where the mark at its end has not come yet.
  package var whole: Range<Int>
  /// What is between the marks.
  package var inner: Range<Int>
  /// What is shown of it.
  package var shown: Range<Int>

  package func moved(by offset: Int) -> MarkedText {
    func moved(_ range: Range<Int>) -> Range<Int> { range.lowerBound + offset..<range.upperBound + offset }
    return MarkedText(whole: moved(whole), inner: moved(inner), shown: moved(shown))
  }
}

extension MarkedText {
  /// Gathers the marked texts of a source from what its tree enters and leaves.
  struct Gatherer {
    /// Those that ended, each behind those inside it.
    private(set) var texts: [MarkedText] = []
    /// What is open: the bytes it has so far with the marks inside it, and those of them that are shown.
    private var open: [(inner: Range<Int>?, shown: Range<Int>?)] = []

    mutating func begin() { open.append((nil, nil)) }

    /// A text inside of what is open.
    mutating func add(_ range: Range<Int>?) { add(range, shown: range) }

    /// Ends what was begun last.
    /// - Parameter whole: finds it and its marks by what is between them; `nil` if they are not there.
    mutating func end(_ whole: (Range<Int>) -> Range<Int>?) {
      guard let (inner, shown) = open.popLast(), let inner, let shown else { return }
      guard let whole = whole(inner), whole.joined(inner) == whole else { return add(inner, shown: shown) }
      texts.append(MarkedText(whole: whole, inner: inner, shown: shown))
      add(whole, shown: shown)
    }

    private mutating func add(_ range: Range<Int>?, shown: Range<Int>?) {
      guard let range, let last = open.indices.last else { return }
      open[last].inner = open[last].inner.map { $0.joined(range) } ?? range
      guard let shown else { return }
      open[last].shown = open[last].shown.map { $0.joined(shown) } ?? shown
    }
  }
}

extension Range<Int> {
  /// All from the beginning of the first to the end of the last.
  package func joined(_ other: Range<Int>) -> Range<Int> {
    Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
  }
}
