/// A stretch that is the same in two sequences.
struct Run: Hashable {
  var a: Int
  var b: Int
  var count: Int

  var aEnd: Int { a + count }
  var bEnd: Int { b + count }
}

/// What two sequences of ids have in common, in order: anchors at ids that are in both exactly once (patience), between
/// them the shortest edit (Myers). A gap that would take more than `mostEdits` counts as replaced.
struct SequenceMatch {
  /// Sequences up to this size together are not searched for anchors.
  private static let small = 512
  private static let mostEdits = 512
  private static let deepest = 8

  private let a: [Int32]
  private let b: [Int32]
  private(set) var runs: [Run] = []
  private(set) var work: Work

  init(_ a: [Int32], _ b: [Int32], work: Work) {
    self.a = a
    self.b = b
    self.work = work
    match(0..<a.count, 0..<b.count, depth: 0)
  }

  private mutating func match(_ aGap: Range<Int>, _ bGap: Range<Int>, depth: Int) {
    var (aStart, bStart, aEnd, bEnd) = (aGap.lowerBound, bGap.lowerBound, aGap.upperBound, bGap.upperBound)
    while aStart < aEnd, bStart < bEnd, a[aStart] == b[bStart] {
      aStart += 1
      bStart += 1
    }
    while aStart < aEnd, bStart < bEnd, a[aEnd - 1] == b[bEnd - 1] {
      aEnd -= 1
      bEnd -= 1
    }
    work.add(aGap.count - (aEnd - aStart) + 1)
    add(Run(a: aGap.lowerBound, b: bGap.lowerBound, count: aStart - aGap.lowerBound))
    if aStart < aEnd, bStart < bEnd, !work.isUsedUp {
      let (aRest, bRest) = (aStart..<aEnd, bStart..<bEnd)
      let isSmall = aRest.count + bRest.count <= Self.small
      let anchors = isSmall || depth == Self.deepest ? [] : self.anchors(aRest, bRest)
      if anchors.isEmpty {
        edit(aRest, bRest)
      } else {
        for anchor in anchors {
          match(aStart..<anchor.a, bStart..<anchor.b, depth: depth + 1)
          add(anchor)
          (aStart, bStart) = (anchor.aEnd, anchor.bEnd)
        }
        match(aStart..<aEnd, bStart..<bEnd, depth: depth + 1)
      }
    }
    add(Run(a: aEnd, b: bEnd, count: aGap.upperBound - aEnd))
  }

  private mutating func add(_ run: Run) {
    guard run.count > 0 else { return }
    if let last = runs.indices.last, runs[last].aEnd == run.a, runs[last].bEnd == run.b {
      runs[last].count += run.count
    } else {
      runs.append(run)
    }
  }

  private mutating func anchors(_ aGap: Range<Int>, _ bGap: Range<Int>) -> [Run] {
    work.add(2 * (aGap.count + bGap.count))
    var places: [Int32: (a: Int, inA: Int, b: Int, inB: Int)] = [:]
    for index in aGap {
      places[a[index], default: (0, 0, 0, 0)].a = index
      places[a[index], default: (0, 0, 0, 0)].inA += 1
    }
    for index in bGap {
      guard var place = places[b[index]], place.inA == 1 else { continue }
      place.b = index
      place.inB += 1
      places[b[index]] = place
    }
    let pairs = places.values.filter { $0.inA == 1 && $0.inB == 1 }.sorted { $0.a < $1.a }
    return rising(pairs.map(\.b)).map { Run(a: pairs[$0].a, b: pairs[$0].b, count: 1) }
  }

  /// The shortest edit of Myers, forwards.
  /// - Source: E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986.
  private mutating func edit(_ aGap: Range<Int>, _ bGap: Range<Int>) {
    let most = min(aGap.count + bGap.count, Self.mostEdits)
    var furthest = [Int](repeating: 0, count: 2 * most + 3)
    var trace: [[Int]] = []
    for edits in 0...most {
      if work.isUsedUp { return }
      for diagonal in stride(from: -edits, through: edits, by: 2) {
        let slot = diagonal + most + 1
        let isDown = diagonal == -edits || (diagonal != edits && furthest[slot - 1] < furthest[slot + 1])
        var x = isDown ? furthest[slot + 1] : furthest[slot - 1] + 1
        // Outside of the sequences there is nothing to be found, and nothing to be read.
        if x > aGap.count || x - diagonal > bGap.count {
          furthest[slot] = min(x, aGap.count + 1)
          continue
        }
        let start = x
        while x < aGap.count, x - diagonal < bGap.count,
          a[aGap.lowerBound + x] == b[bGap.lowerBound + x - diagonal]
        {
          x += 1
        }
        work.add(x - start + 1)
        furthest[slot] = x
        if x == aGap.count, x - diagonal == bGap.count {
          back(trace, from: (x, diagonal), edits, aGap.lowerBound, bGap.lowerBound)
          return
        }
      }
      trace.append(Array(furthest[(most + 1 - edits)...(most + 1 + edits)]))
    }
  }

  /// Goes the way of the shortest edit back and adds what it had in common.
  private mutating func back(
    _ trace: [[Int]], from end: (x: Int, diagonal: Int), _ edits: Int, _ aStart: Int, _ bStart: Int
  ) {
    var found: [Run] = []
    var (x, diagonal) = end
    for step in stride(from: edits, to: 0, by: -1) {
      let before = trace[step - 1]
      func reached(_ diagonal: Int) -> Int {
        let index = diagonal + step - 1
        return before.indices.contains(index) ? before[index] : -1
      }
      let isDown = diagonal == -step || (diagonal != step && reached(diagonal - 1) < reached(diagonal + 1))
      let start = isDown ? reached(diagonal + 1) : reached(diagonal - 1) + 1
      found.append(Run(a: aStart + start, b: bStart + start - diagonal, count: x - start))
      diagonal += isDown ? 1 : -1
      x = isDown ? start : start - 1
    }
    found.append(Run(a: aStart, b: bStart, count: x))
    for run in found.reversed() { add(run) }
  }
}

/// The indices of a longest rising subsequence.
func rising(_ values: [Int]) -> [Int] {
  var tails: [Int] = []
  var before = [Int](repeating: -1, count: values.count)
  for (index, value) in values.enumerated() {
    var (low, high) = (0, tails.count)
    while low < high {
      let middle = (low + high) / 2
      if values[tails[middle]] < value { low = middle + 1 } else { high = middle }
    }
    if low > 0 { before[index] = tails[low - 1] }
    if low == tails.count { tails.append(index) } else { tails[low] = index }
  }
  var found: [Int] = []
  var index = tails.last ?? -1
  while index >= 0 {
    found.append(index)
    index = before[index]
  }
  return found.reversed()
}
