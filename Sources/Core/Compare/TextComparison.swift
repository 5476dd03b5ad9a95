import Differences
import Gemini
package import Screen

/// Answers laid beside each other, and two of them as one text with its differences.
package struct TextComparison: Hashable, Sendable {
  /// What it is about: another one of any of these makes it old.
  package struct Key: Hashable, Sendable {
    package var answers: [ComparedAnswer.ID]
    /// Bytes of each.
    var sizes: [Int]
    package var pair: ComparisonView.Pair?
    /// Columns of the lines, of each half where the two stand beside each other.
    var columns: Int

    var bytes: Int { sizes.reduce(0, +) }
  }

  /// All that is needed to work it out, off the main thread.
  package struct Job: Hashable, Sendable {
    package var key: Key
    var texts: [String]
    /// Whether more of each is to come.
    var isGrowing: [Bool]
  }

  package var key: Key
  let alignment: Alignment
  /// The lines of the two, and how much of them is the same in words.
  package var lines: [Line]
  package var summary: String
  /// The same in few words.
  package var briefSummary: String
}

extension TextComparison.Job {
  package func run() -> TextComparison {
    var result = TextComparison(key: key, alignment: Alignment(of: texts), lines: [], summary: "", briefSummary: "")
    guard let pair = key.pair else { return result }
    let (a, b) = (texts[pair.a], texts[pair.b])
    if let fields = fields(a, b) {
      result.summary =
        fields.isEmpty
        ? "no field differs" : fields.count == 1 ? "1 field differs" : "\(countText(fields.count)) fields differ"
      result.briefSummary = result.summary
      let columns = pair.isBeside ? 2 * key.columns + CompareLayout.besideBar.count : key.columns
      result.lines = fields.flatMap { DifferenceLines.make($0, columns: columns) }
    } else {
      let difference = Difference.Request(
        a: a, b: b, isAGrowing: isGrowing[pair.a], isBGrowing: isGrowing[pair.b]
      ).difference()
      (result.summary, result.briefSummary) = DifferenceLines.summary(difference, pair)
      result.lines = difference.rows.flatMap { row in
        pair.isBeside
          ? DifferenceLines.beside(row, a, b, columns: key.columns)
          : DifferenceLines.make(row, a, b, columns: key.columns)
      }
    }
    return result
  }

  /// The fields in which two whole JSON answers differ; `nil` for other texts.
  private func fields(_ a: String, _ b: String) -> [FieldDifference]? {
    let isJSON = [a, b].allSatisfy { text in
      text.first { !$0.isWhitespace }.map { $0 == "{" || $0 == "[" } ?? false
    }
    return isJSON ? try? FieldDifference.differences(a, b) : nil
  }
}

/// Differences as lines: a mark before each says what became of it, so that no colour is needed.
private enum DifferenceLines {
  /// `78 % the same · 12 words only in 1 · 30 only in 2`, and `78 % the same · -12 +30 words`.
  static func summary(_ difference: Difference, _ pair: ComparisonView.Pair) -> (whole: String, brief: String) {
    if difference.isEqual { return ("the same", "the same") }
    let summary = difference.summary
    let share = "\(Int((summary.share * 100).rounded(.down))) % the same"
    let only = "\(countText(summary.removedWords, of: "word")) only in \(pair.a + 1)"
    let brief = "-\(countText(summary.removedWords)) +\(countText(summary.addedWords)) words"
    return ("\(share) · \(only) · \(countText(summary.addedWords)) only in \(pair.b + 1)", "\(share) · \(brief)")
  }

  static func make(_ row: Difference.Row, _ a: String, _ b: String, columns: Int) -> [Line] {
    wrap(row.spans, of: row, a, b, columns: columns)
  }

  /// A row with what is of A at the left, and what is of B at the right.
  static func beside(_ row: Difference.Row, _ a: String, _ b: String, columns: Int) -> [Line] {
    let left = wrap(row.spans.filter { $0.kind != .added }, of: row, a, a, columns: columns, equal: \.a)
    let right = wrap(row.spans.filter { $0.kind != .removed }, of: row, a, b, columns: columns)
    return (0..<max(left.count, right.count)).map { index in
      let start = left.indices.contains(index) ? left[index].spans : []
      let used = start.reduce(0) { $0 + TextWidth.columns(of: $1.text) }
      return Line(
        start + [
          Screen.Span(String(repeating: " ", count: max(0, columns - used)), .text),
          Screen.Span(CompareLayout.besideBar, .rule),
        ] + (right.indices.contains(index) ? right[index].spans : []))
    }
  }

  /// - Parameters:
  ///   - b: the text that also what is equal is taken from.
  ///   - equal: where that stands there.
  private static func wrap(
    _ spans: [Difference.Span], of row: Difference.Row, _ a: String, _ b: String, columns: Int,
    equal: (Difference.Span) -> Range<Int> = { $0.b }
  ) -> [Line] {
    guard !spans.isEmpty else { return [] }
    var shown: [Screen.Span] = []
    var last: Difference.Span.Kind?
    for span in spans {
      let next = self.span(span, of: row, a, b, equal: equal)
      let touches = shown.last?.text.last?.isWhitespace == false && next.text.first?.isWhitespace == false
      if let last, last != .equal, span.kind != .equal, touches { shown.append(Screen.Span(" ", .text)) }
      shown.append(next)
      last = span.kind
    }
    var ends = 0
    while let last = shown.last {
      let trimmed = last.text.reversed().prefix { $0.isNewline }.count
      ends += trimmed
      shown[shown.count - 1].text.removeLast(trimmed)
      guard shown[shown.count - 1].text.isEmpty else { break }
      shown.removeLast()
    }
    let head = [head(of: row)]
    let lines = TextWrap.wrap(shown, columns: columns, first: head, continuation: head)
    return ends > 1 ? lines + [Line()] : lines
  }

  /// What became of a part of a row is told by a sign and by a line under it as well as by its colour.
  private static func span(
    _ span: Difference.Span, of row: Difference.Row, _ a: String, _ b: String,
    equal: (Difference.Span) -> Range<Int>
  ) -> Screen.Span {
    // A block that is in one of them only needs no mark around each word.
    let isChanged = row.a != nil && row.b != nil
    switch span.kind {
    case .equal: return Screen.Span(VisibleText.make(text(b, equal(span))), row.isEqual ? .faint : .text)
    case .removed:
      let text = VisibleText.make(text(a, span.a))
      return Screen.Span(isChanged ? StruckText.marked(text) : text, row.isPending ? .faint : .removed)
    case .added:
      let text = VisibleText.make(text(b, span.b))
      return Screen.Span(text, row.isPending ? .faint : .added, isChanged ? .underline : [])
    }
  }

  private static func head(of row: Difference.Row) -> Screen.Span {
    if row.isPending { return Screen.Span("… ", .faint) }
    if row.isEqual { return Screen.Span("  ", .faint) }
    if row.b == nil { return Screen.Span("- ", .removed, .bold) }
    return row.a == nil ? Screen.Span("+ ", .added, .bold) : Screen.Span("~ ", .accent, .bold)
  }

  static func make(_ field: FieldDifference, columns: Int) -> [Line] {
    let path = Screen.Span(VisibleText.make(field.path) + "  ", .strong)
    let spans: [Screen.Span]
    switch field.change {
    case .onlyInA(let value): spans = [Screen.Span("- ", .removed, .bold), path, removed(value)]
    case .onlyInB(let value): spans = [Screen.Span("+ ", .added, .bold), path, added(value)]
    case .changed(let from, let to):
      spans = [Screen.Span("~ ", .accent, .bold), path, removed(from), Screen.Span(" → ", .faint), added(to)]
    case .moved(let place): spans = [Screen.Span("~ ", .accent, .bold), path, Screen.Span("moved to \(place)", .faint)]
    }
    return TextWrap.wrap(spans, columns: columns, continuation: [Screen.Span("    ", .text)])
  }

  private static func removed(_ value: JSON) -> Screen.Span { Screen.Span(VisibleText.make(value.text), .removed) }
  private static func added(_ value: JSON) -> Screen.Span { Screen.Span(VisibleText.make(value.text), .added) }

  private static func text(_ source: String, _ range: Range<Int>) -> String {
    let utf8 = source.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    return String(source[start..<utf8.index(start, offsetBy: range.count)])
  }
}
