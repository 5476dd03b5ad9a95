import Differences
package import Screen

/// What differs between answers, and which places of them belong together.
extension Studio {
  /// Shows two answers beside each other where there is room, then as one text, then the columns again.
  mutating func stepDifferences() {
    if let pair = comparison.pair {
      comparison.pair = nil
      if pair.isBeside { showPair(pair.a, pair.b, isBeside: false) }
      return
    }
    let answers = comparedAnswers
    let place = focusedPlace(in: answers)
    let other =
      answers.indices.first { $0 != place && answers[$0].run?.hasAnswerContent == true } ?? (place == 0 ? 1 : 0)
    showPair(
      min(place, other), max(place, other), isBeside: CompareLayout.besideColumns(layout.conversation) != nil)
  }

  private mutating func showPair(_ a: Int, _ b: Int, isBeside: Bool) {
    comparison.pair = ComparisonView.Pair(a: a, b: b, isBeside: isBeside)
    comparison.differenceTop = 0
    comparison.followsDifferences = false
  }

  var whyNoDifferences: String? {
    if comparison.pair != nil { return nil }
    let count = comparedAnswers.count { $0.run?.hasAnswerContent == true }
    return count > 1 ? nil : "There are no two answers yet."
  }

  /// Goes to another pair, in the order 1 and 2, 1 and 3, 2 and 3.
  mutating func stepPair(by delta: Int) {
    guard let pair = comparison.pair else { return }
    let count = comparedAnswers.count
    let pairs = (0..<count).flatMap { b in
      (0..<b).map { ComparisonView.Pair(a: $0, b: b, isBeside: pair.isBeside) }
    }
    guard let at = pairs.firstIndex(of: pair) else { return }
    let next = pairs[(at + delta + pairs.count) % pairs.count]
    showPair(next.a, next.b, isBeside: pair.isBeside)
  }

  /// Shows the first of the pair beside another answer.
  mutating func pairWith(_ place: Int) {
    guard let pair = comparison.pair, place != pair.a else { return }
    showPair(min(pair.a, place), max(pair.a, place), isBeside: pair.isBeside)
  }

  mutating func scrollDifferences(by delta: Int, rows: Int) {
    let last = max(0, (differenceLines?.count ?? 0) - rows)
    comparison.differenceTop = max(0, min(last, comparison.differenceTop + delta))
    comparison.followsDifferences = delta > 0 && comparison.differenceTop == last
  }

  /// Takes what was worked out, and stays at its end if that was gone to.
  mutating func take(_ result: TextComparison) {
    comparison.take(result)
    if comparison.followsDifferences { scrollDifferences(by: .max / 2, rows: compareLayout.rows) }
  }

  /// The lines of the shown pair, below what there is to say of its pictures, and what they come to; `nil` while they are
  /// worked out.
  package var differences: (lines: [Line], summary: String, brief: String)? {
    let answers = comparedAnswers
    guard let pair = comparison.pair, max(pair.a, pair.b) < answers.count else { return nil }
    let note = pictureNote(answers[pair.a], answers[pair.b], pair)
    let shown = [answers[pair.a], answers[pair.b]]
    if shown.allSatisfy({ $0.run?.isActive != true && comparison.columns[$0.id]?.byteCount ?? 0 == 0 }) {
      let sentence = "Neither of the two has text to compare." + (note.isEmpty ? "" : " Pictures:" + note)
      return (lines(sentence), "no text", "no text")
    }
    guard let texts = comparison.texts, texts.key.pair == pair, texts.key.answers == answers.map(\.id) else {
      return nil
    }
    let above = note.isEmpty ? [] : lines("Pictures are left out:" + note) + [Line()]
    return (above + texts.lines, texts.summary, texts.briefSummary)
  }

  package var differenceLines: [Line]? { differences?.lines }

  /// How many pictures two answers have, as a sentence that follows another; empty if neither has one.
  private func pictureNote(_ a: ComparedAnswer, _ b: ComparedAnswer, _ pair: ComparisonView.Pair) -> String {
    let counts = [a, b].map { $0.run?.answerPictures.count ?? 0 }
    guard counts.contains(where: { $0 > 0 }) else { return "" }
    let facts = zip([pair.a, pair.b], counts).map { place, count in
      "answer \(place + 1) has \(count == 0 ? "none" : countText(count, of: "picture"))"
    }
    return " " + facts.joined(separator: ", ") + "."
      + (shownPicture == nil ? "" : way(.fullPicture, "shows them", at: .compare))
  }

  private func lines(_ sentence: String) -> [Line] {
    let columns = compareLayout(of: comparedAnswers, in: layout.conversation).columns.last?.text
    return TextWrap.wrap(sentence, columns: columns.map(CompareLayout.textColumns) ?? 40, role: .faint)
  }

  /// Asks for what is to be worked out: one thing at a time, and only what is looked at.
  mutating func wantedComparison(_ answers: [ComparedAnswer], columns: Int) -> [Effect] {
    if let pair = comparison.pair, max(pair.a, pair.b) >= answers.count { comparison.pair = nil }
    let half = CompareLayout.besideColumns(layout.conversation)
    if half == nil { comparison.pair?.isBeside = false }
    let sizes = answers.map { comparison.columns[$0.id]?.byteCount ?? 0 }
    let isRead = comparison.columns.values.contains { !$0.isFollowing }
    let isOver = !answers.contains { $0.run?.isActive == true }
    guard answers.count > 1, comparison.pair != nil || isRead || isOver, sizes.contains(where: { $0 > 0 }) else {
      return []
    }
    let width = comparison.pair.map { $0.isBeside ? half ?? columns : columns }
    let key = TextComparison.Key(
      answers: answers.map(\.id), sizes: sizes, pair: comparison.pair, columns: width ?? 0)
    guard comparison.wanted == nil, comparison.texts?.key != key else { return [] }
    // What grows is compared anew when a tenth has come: all of it together costs no more than a few whole texts.
    if !isOver, let last = comparison.texts?.key, last.pair == key.pair, last.answers == key.answers,
      last.columns == key.columns, key.bytes < last.bytes + max(200, last.bytes / 10)
    {
      return []
    }
    comparison.wanted = key
    return [
      .compareTexts(
        TextComparison.Job(
          key: key, texts: answers.map { comparison.columns[$0.id]?.source ?? "" },
          isGrowing: answers.map { $0.run?.isActive == true }))
    ]
  }

  /// Where another column is to be, so that the block at the top of this one stands beside its like.
  /// - Returns: `nil` if nobody knows which block that is.
  func alignedTop(
    _ top: Int, of column: inout LaneColumn, _ id: ComparedAnswer.ID, in other: inout LaneColumn,
    _ otherID: ComparedAnswer.ID
  ) -> Int? {
    guard let texts = comparison.texts, let from = texts.key.answers.firstIndex(of: id),
      let to = texts.key.answers.firstIndex(of: otherID),
      let place = column.block(at: top, among: texts.alignment.blocks[from]),
      let block = texts.alignment.nearestBlock(to: place.index, of: from, in: to)
    else { return nil }
    let blocks = texts.alignment.blocks[to]
    let start = other.line(of: blocks[block])
    // No further than to the end of the block: the next one has another partner.
    let end = block + 1 < blocks.count ? other.line(of: blocks[block + 1]) : other.lineCount
    return min(start + place.lines, max(start, end - 1))
  }
}
