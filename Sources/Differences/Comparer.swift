/// Computes a `Difference`.
struct Comparer {
  private typealias Span = Difference.Span

  private let request: Difference.Request
  private let aBlocks: [Block]
  private let bBlocks: [Block]
  /// Where B begins in the joined texts.
  private let border: Int
  private var lexicon: Lexicon
  private let aUnits: [Unit]
  private let bUnits: [Unit]
  private var work = Work()
  private var summary = Difference.Summary()
  private var rows: [Difference.Row] = []
  private var spans: [Span] = []
  /// How far the spans reach, in the joined texts.
  private var aDone = 0
  private var bDone: Int

  init(_ request: Difference.Request) {
    self.request = request
    aBlocks = Block.blocks(of: request.a)
    bBlocks = Block.blocks(of: request.b)
    border = request.a.utf8.count
    bDone = border
    var lexicon = Lexicon(Array(request.a.utf8) + Array(request.b.utf8))
    aUnits = Unit.units(of: aBlocks, at: 0, in: &lexicon)
    bUnits = Unit.units(of: bBlocks, at: border, in: &lexicon)
    self.lexicon = lexicon
  }

  mutating func difference() -> Difference {
    let aReady = request.isAGrowing ? Block.finishedCount(of: aBlocks, in: request.a) : aUnits.count
    let bReady = request.isBGrowing ? Block.finishedCount(of: bBlocks, in: request.b) : bUnits.count
    let aligner = Aligner(Array(aUnits[..<aReady]), Array(bUnits[..<bReady]), lexicon, work: work)
    work = aligner.work
    var (aNext, bNext) = (0, 0)
    for pair in aligner.pairs + [(aUnits.count, bUnits.count)] {
      let isLast = pair.a == aUnits.count
      for index in aNext..<pair.a { addRow(index, nil, isPending: index >= aReady || isLast && request.isBGrowing) }
      for index in bNext..<pair.b { addRow(nil, index, isPending: index >= bReady || isLast && request.isAGrowing) }
      if !isLast { addRow(pair.a, pair.b, isPending: false) }
      (aNext, bNext) = (pair.a + 1, pair.b + 1)
    }
    summary.finish(isEqual: rows.allSatisfy(\.isEqual))
    return Difference(aBlocks: aBlocks, bBlocks: bBlocks, rows: rows, summary: summary, steps: work.steps)
  }

  private mutating func addRow(_ a: Int?, _ b: Int?, isPending: Bool) {
    spans = []
    if let a, let b {
      compare(aUnits[a], bUnits[b])
    } else if let a {
      remove(aUnits[a].tokens, to: aUnits[a].range.upperBound, counts: !isPending)
    } else if let b {
      add(bUnits[b].tokens, to: bUnits[b].range.upperBound, counts: !isPending)
    }
    rows.append(Difference.Row(a: a, b: b, isPending: isPending, spans: spans))
  }

  private mutating func compare(_ a: Unit, _ b: Unit) {
    if a.kind == b.kind, !a.lines.isEmpty, !b.lines.isEmpty {
      compareLines(of: a, b)
    } else {
      compareWords(a.tokens, b.tokens)
    }
    keep(to: a.range.upperBound, b.range.upperBound)
  }

  private mutating func compareLines(of a: Unit, _ b: Unit) {
    let aligner = Aligner(a.lines, b.lines, lexicon, work: work)
    work = aligner.work
    var (aNext, bNext) = (0, 0)
    for pair in aligner.pairs + [(a.lines.count, b.lines.count)] {
      for line in a.lines[aNext..<pair.a] { remove(line.tokens, to: line.range.upperBound) }
      for line in b.lines[bNext..<pair.b] { add(line.tokens, to: line.range.upperBound) }
      guard pair.a < a.lines.count else { break }
      let (one, two) = (a.lines[pair.a], b.lines[pair.b])
      if a.kind == .table { compareCells(one.tokens, two.tokens) } else { compareWords(one.tokens, two.tokens) }
      keep(to: one.range.upperBound, two.range.upperBound)
      (aNext, bNext) = (pair.a + 1, pair.b + 1)
    }
  }

  /// Compares two rows of tables cell by cell, if they have as many.
  private mutating func compareCells(_ a: Range<Int>, _ b: Range<Int>) {
    let (aCells, bCells) = (cells(a), cells(b))
    guard aCells.count == bCells.count else { return compareWords(a, b) }
    for (one, two) in zip(aCells, bCells) {
      let (aWords, bWords) = (withoutBlanks(one), withoutBlanks(two))
      if !aWords.isEmpty, !bWords.isEmpty {
        keep(to: Int(lexicon.tokens[aWords.lowerBound].start), Int(lexicon.tokens[bWords.lowerBound].start))
      }
      compareWords(aWords, bWords)
      // The bar between this cell and the next.
      if one.upperBound < a.upperBound {
        keep(to: Int(lexicon.tokens[one.upperBound].end), Int(lexicon.tokens[two.upperBound].end))
      }
    }
  }

  private func cells(_ row: Range<Int>) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = row.lowerBound
    for index in row where isByte("|", index) && !(index > start && isByte("\\", index - 1)) {
      cells.append(start..<index)
      start = index + 1
    }
    return cells + [start..<row.upperBound]
  }

  private func isByte(_ mark: Unicode.Scalar, _ index: Int) -> Bool {
    let token = lexicon.tokens[index]
    return token.end - token.start == 1 && lexicon.bytes[Int(token.start)] == UInt8(ascii: mark)
  }

  private func withoutBlanks(_ tokens: Range<Int>) -> Range<Int> {
    var (start, end) = (tokens.lowerBound, tokens.upperBound)
    while start < end, lexicon.tokens[start].kind == .blank { start += 1 }
    while start < end, lexicon.tokens[end - 1].kind == .blank { end -= 1 }
    return start..<end
  }

  private mutating func compareWords(_ a: Range<Int>, _ b: Range<Int>) {
    let (one, two) = (lexicon.tokens[a], lexicon.tokens[b])
    let match = SequenceMatch(one.map(\.id), two.map(\.id), work: work)
    work = match.work
    var (aNext, bNext) = (a.lowerBound, b.lowerBound)
    for run in Cleanup(one, two).clean(match.runs) + [Run(a: a.count, b: b.count, count: 0)] {
      let (aStart, bStart) = (a.lowerBound + run.a, b.lowerBound + run.b)
      if aNext < aStart { remove(aNext..<aStart, to: Int(lexicon.tokens[aStart - 1].end)) }
      if bNext < bStart { add(bNext..<bStart, to: Int(lexicon.tokens[bStart - 1].end)) }
      (aNext, bNext) = (aStart + run.count, bStart + run.count)
      guard run.count > 0 else { break }
      summary.equalWords += words(aStart..<aNext)
      keep(to: Int(lexicon.tokens[aNext - 1].end), Int(lexicon.tokens[bNext - 1].end))
    }
  }

  private func words(_ tokens: Range<Int>) -> Int {
    var count = 0
    for index in tokens where lexicon.tokens[index].kind == .word { count += 1 }
    return count
  }

  private mutating func remove(_ tokens: Range<Int>, to end: Int, counts: Bool = true) {
    if counts { summary.removedWords += words(tokens) }
    append(.removed, to: end, bDone)
  }

  private mutating func add(_ tokens: Range<Int>, to end: Int, counts: Bool = true) {
    if counts { summary.addedWords += words(tokens) }
    append(.added, to: aDone, end)
  }

  private mutating func keep(to aEnd: Int, _ bEnd: Int) { append(.equal, to: aEnd, bEnd) }

  private mutating func append(_ kind: Span.Kind, to aEnd: Int, _ bEnd: Int) {
    guard aEnd > aDone || bEnd > bDone else { return }
    if let last = spans.indices.last, spans[last].kind == kind {
      spans[last].a = spans[last].a.lowerBound..<aEnd
      spans[last].b = spans[last].b.lowerBound..<bEnd - border
    } else {
      spans.append(Span(kind: kind, a: aDone..<aEnd, b: bDone - border..<bEnd - border))
    }
    (aDone, bDone) = (aEnd, bEnd)
  }
}

extension Difference.Summary {
  fileprivate mutating func finish(isEqual: Bool) {
    let all = 2 * equalWords + removedWords + addedWords
    share = all == 0 ? (isEqual ? 1 : 0) : Double(2 * equalWords) / Double(all)
  }
}
