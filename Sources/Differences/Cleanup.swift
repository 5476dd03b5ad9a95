/// Makes of a shortest edit one that a person would have made.
struct Cleanup {
  private let a: [Token]
  private let b: [Token]
  /// How much the tokens before each one weigh.
  private let aWeights: [Int]
  private let bWeights: [Int]

  init(_ a: ArraySlice<Token>, _ b: ArraySlice<Token>) {
    self.a = Array(a)
    self.b = Array(b)
    aWeights = Self.sums(a)
    bWeights = Self.sums(b)
  }

  func clean(_ runs: [Run]) -> [Run] { slid(grown(withoutConfetti(runs))) }

  private static func sums(_ tokens: ArraySlice<Token>) -> [Int] {
    var sums = [0]
    sums.reserveCapacity(tokens.count + 1)
    var sum = 0
    for token in tokens {
      sum += Int(token.weight)
      sums.append(sum)
    }
    return sums
  }

  /// Leaves out what is the same between two changes and weighs no more than either.
  /// - Source: the semantic cleanup of diff-match-patch.
  private func withoutConfetti(_ runs: [Run]) -> [Run] {
    var kept: [Run] = []
    for run in runs + [Run(a: a.count, b: b.count, count: 0)] {
      while let last = kept.last {
        let before = kept.count > 1 ? kept[kept.count - 2] : Run(a: 0, b: 0, count: 0)
        let weight = aWeights[last.aEnd] - aWeights[last.a]
        guard let first = change(before, last), let second = change(last, run), weight <= min(first, second) else {
          break
        }
        kept.removeLast()
      }
      kept.append(run)
    }
    return kept.filter { $0.count > 0 }
  }

  /// What the change between two runs weighs, the removed or the added; `nil` if nothing is between them.
  private func change(_ one: Run, _ two: Run) -> Int? {
    if one.aEnd == two.a, one.bEnd == two.b { return nil }
    return max(aWeights[two.a] - aWeights[one.aEnd], bWeights[two.b] - bWeights[one.bEnd])
  }

  /// Takes what both sides of a change begin or end with into the runs around it.
  private func grown(_ runs: [Run]) -> [Run] {
    var grown: [Run] = []
    var (aEnd, bEnd) = (0, 0)
    for var run in runs + [Run(a: a.count, b: b.count, count: 0)] {
      var head = 0
      while aEnd + head < run.a, bEnd + head < run.b, a[aEnd + head].id == b[bEnd + head].id { head += 1 }
      if head > 0 { grown.append(Run(a: aEnd, b: bEnd, count: head)) }
      while run.a > aEnd + head, run.b > bEnd + head, a[run.a - 1].id == b[run.b - 1].id {
        run = Run(a: run.a - 1, b: run.b - 1, count: run.count + 1)
      }
      if run.count > 0 { grown.append(run) }
      (aEnd, bEnd) = (run.aEnd, run.bEnd)
    }
    return joined(grown)
  }

  private func joined(_ runs: [Run]) -> [Run] {
    var joined: [Run] = []
    for run in runs where run.count > 0 {
      if let last = joined.indices.last, joined[last].aEnd == run.a, joined[last].bEnd == run.b {
        joined[last].count += run.count
      } else {
        joined.append(run)
      }
    }
    return joined
  }

  /// Moves what was only added or only removed to where it begins at a word, a sentence or a line, if the text is the
  /// same there.
  private func slid(_ runs: [Run]) -> [Run] {
    var slid = runs
    for index in slid.indices.dropLast() {
      let (left, right) = (slid[index], slid[index + 1])
      let isRemoved = left.bEnd == right.b
      guard isRemoved || left.aEnd == right.a else { continue }
      let tokens = isRemoved ? a : b
      let change = isRemoved ? left.aEnd..<right.a : left.bEnd..<right.b
      var (best, bestScore) = (0, score(change, in: tokens))
      var shift = 0
      while -shift < left.count, tokens[change.lowerBound + shift - 1].id == tokens[change.upperBound + shift - 1].id {
        shift -= 1
        let score = score(change.lowerBound + shift..<change.upperBound + shift, in: tokens)
        if score > bestScore { (best, bestScore) = (shift, score) }
      }
      shift = 0
      while shift < right.count, tokens[change.lowerBound + shift].id == tokens[change.upperBound + shift].id {
        shift += 1
        let score = score(change.lowerBound + shift..<change.upperBound + shift, in: tokens)
        if score > bestScore { (best, bestScore) = (shift, score) }
      }
      slid[index].count += best
      slid[index + 1] = Run(a: right.a + best, b: right.b + best, count: right.count - best)
    }
    return joined(slid)
  }

  private func score(_ change: Range<Int>, in tokens: [Token]) -> Int {
    boundary(change.lowerBound, in: tokens) + boundary(change.upperBound, in: tokens)
  }

  /// How good a place between two tokens is for a change to begin or end.
  private func boundary(_ index: Int, in tokens: [Token]) -> Int {
    if index == 0 || index == tokens.count { return 3 }
    if tokens[index - 1].kind == .blank { return index > 1 && tokens[index - 2].kind == .mark ? 3 : 2 }
    return tokens[index].kind == .blank ? 1 : 0
  }
}
