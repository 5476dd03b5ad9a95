/// Lays the units of two texts beside each other, in order, by the words that they share.
///
/// Each unit of A looks for its like by its words: rare ones count most, and of the places of a frequent one only those
/// near to where the unit would be if both texts ran in step. The best chain of pairs is kept; between them it is done
/// again with what is rare there. So the work grows with the number of words and not with its square.
struct Aligner {
  /// Units that share less do not stand beside each other.
  private static let leastSimilarity = 0.3
  /// Places of a word that are looked at.
  private static let mostPlaces = 16
  /// Units that are compared word by word with each unit.
  private static let mostCandidates = 6
  private static let deepest = 4

  private struct Pair {
    var a: Int
    var b: Int
    var value: Double
  }

  private let a: [Unit]
  private let b: [Unit]
  /// The ids of the words of each unit of A and then of B, sorted, after them one for the whole unit.
  private var features: [Int32] = []
  private var aFeatures: [Range<Int>] = []
  private var bFeatures: [Range<Int>] = []
  /// How often each feature is in the gap of B that is worked on, and where its places start.
  private var frequency: [Int32]
  private var firstPlace: [Int32]
  private var shared: [Double]
  private(set) var pairs: [(a: Int, b: Int)] = []
  private(set) var work: Work

  init(_ a: [Unit], _ b: [Unit], _ lexicon: Lexicon, work: Work) {
    self.a = a
    self.b = b
    self.work = work
    var wholes: [Int: Int32] = [:]
    for unit in a + b {
      let start = features.count
      var hasher = Hasher()
      for token in lexicon.tokens[unit.tokens] {
        if token.kind == .word { features.append(token.id) }
        if token.kind != .blank { hasher.combine(token.id) }
      }
      features[start...].sort()
      let next = Int32(lexicon.count + wholes.count)
      let hash = hasher.finalize()
      let whole = wholes[hash] ?? next
      wholes[hash] = whole
      features.append(whole)
      if aFeatures.count < a.count {
        aFeatures.append(start..<features.count)
      } else {
        bFeatures.append(start..<features.count)
      }
    }
    frequency = [Int32](repeating: 0, count: lexicon.count + wholes.count)
    firstPlace = frequency
    shared = [Double](repeating: 0, count: b.count)
    self.work.add(features.count)
    align(0..<a.count, 0..<b.count, depth: 0)
  }

  private mutating func align(_ aGap: Range<Int>, _ bGap: Range<Int>, depth: Int) {
    var (aStart, bStart, aEnd, bEnd) = (aGap.lowerBound, bGap.lowerBound, aGap.upperBound, bGap.upperBound)
    while aStart < aEnd, bStart < bEnd, isSame(aStart, bStart) {
      pairs.append((aStart, bStart))
      aStart += 1
      bStart += 1
    }
    while aStart < aEnd, bStart < bEnd, isSame(aEnd - 1, bEnd - 1) {
      aEnd -= 1
      bEnd -= 1
    }
    work.add(aGap.count - (aEnd - aStart) + 1)
    let (aRest, bRest) = (aStart..<aEnd, bStart..<bEnd)
    if aRest.count == 1, bRest.count == 1, a[aStart].kind == b[bStart].kind {
      pairs.append((aStart, bStart))
    } else if !aRest.isEmpty, !bRest.isEmpty, depth < Self.deepest, !work.isUsedUp {
      let chain = bestChain(candidates(aRest, bRest), in: bRest)
      for pair in chain {
        align(aStart..<pair.a, bStart..<pair.b, depth: depth + 1)
        pairs.append((pair.a, pair.b))
        (aStart, bStart) = (pair.a + 1, pair.b + 1)
      }
      if !chain.isEmpty { align(aStart..<aEnd, bStart..<bEnd, depth: depth + 1) }
    }
    for offset in 0..<aGap.upperBound - aEnd { pairs.append((aEnd + offset, bEnd + offset)) }
  }

  private func isSame(_ a: Int, _ b: Int) -> Bool {
    features[aFeatures[a].upperBound - 1] == features[bFeatures[b].upperBound - 1] && self.a[a].kind == self.b[b].kind
  }

  /// Pairs of units that are like each other, by the unit of A.
  private mutating func candidates(_ aGap: Range<Int>, _ bGap: Range<Int>) -> [Pair] {
    let places = indexPlaces(bGap)
    defer {
      for feature in features[bFeatures[bGap.lowerBound].lowerBound..<bFeatures[bGap.upperBound - 1].upperBound] {
        frequency[Int(feature)] = 0
      }
    }
    var found: [Pair] = []
    var touched: [Int] = []
    for index in aGap {
      if work.isUsedUp { return [] }
      let expected = bGap.lowerBound + (index - aGap.lowerBound) * bGap.count / aGap.count
      var last: Int32 = -1
      for feature in features[aFeatures[index]] where feature != last && frequency[Int(feature)] > 0 {
        last = feature
        let start = Int(firstPlace[Int(feature)])
        let all = start..<start + Int(frequency[Int(feature)])
        let near = Self.nearest(expected, in: all, of: places)
        work.add(near.count + 1)
        for place in places[near] {
          let other = Int(place)
          if shared[other] == 0 { touched.append(other) }
          shared[other] += 1 / Double(all.count)
        }
      }
      // Of equals the one that stands where the unit would be.
      touched.sort { (shared[$1], abs($0 - expected), $0) < (shared[$0], abs($1 - expected), $1) }
      for other in touched.prefix(Self.mostCandidates) {
        if let pair = pair(index, other) { found.append(pair) }
      }
      for other in touched { shared[other] = 0 }
      touched.removeAll(keepingCapacity: true)
    }
    return found
  }

  /// - Returns: for each feature the units of the gap that have it, one feature after the other.
  private mutating func indexPlaces(_ bGap: Range<Int>) -> [Int32] {
    func each(_ body: (_ unit: Int, _ feature: Int) -> Void) {
      for unit in bGap {
        var last: Int32 = -1
        for feature in features[bFeatures[unit]] where feature != last {
          last = feature
          body(unit, Int(feature))
        }
      }
    }
    var counts = frequency
    var total = 0
    each { _, feature in
      counts[feature] += 1
      total += 1
    }
    var starts = firstPlace
    var next: Int32 = 0
    var filled = frequency
    var places = [Int32](repeating: 0, count: total)
    each { unit, feature in
      if filled[feature] == 0 {
        starts[feature] = next
        next += counts[feature]
      }
      places[Int(starts[feature] + filled[feature])] = Int32(unit)
      filled[feature] += 1
    }
    frequency = counts
    firstPlace = starts
    work.add(2 * total)
    return places
  }

  /// The part of sorted places that is nearest to a place.
  private static func nearest(_ place: Int, in all: Range<Int>, of places: [Int32]) -> Range<Int> {
    guard all.count > mostPlaces else { return all }
    var (low, high) = (all.lowerBound, all.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < place { low = middle + 1 } else { high = middle }
    }
    let start = min(max(all.lowerBound, low - mostPlaces / 2), all.upperBound - mostPlaces)
    return start..<start + mostPlaces
  }

  /// - Returns: `nil` for units that are not like each other.
  private mutating func pair(_ aUnit: Int, _ bUnit: Int) -> Pair? {
    let (one, two) = (aFeatures[aUnit], bFeatures[bUnit])
    let likeness = Self.likeness(a[aUnit].kind, b[bUnit].kind)
    let most = Double(2 * min(one.count, two.count)) / Double(one.count + two.count)
    guard most * likeness >= Self.leastSimilarity else { return nil }
    work.add(one.count + two.count)
    var (left, right, common) = (one.lowerBound, two.lowerBound, 0)
    while left < one.upperBound, right < two.upperBound {
      let (first, second) = (features[left], features[right])
      if first == second { common += 1 }
      if first <= second { left += 1 }
      if second <= first { right += 1 }
    }
    let similarity = Double(2 * common) / Double(one.count + two.count) * likeness
    guard similarity >= Self.leastSimilarity else { return nil }
    return Pair(a: aUnit, b: bUnit, value: similarity * Double(common))
  }

  /// Headings, code and tables rather stand beside their own kind.
  private static func likeness(_ a: Block.Kind, _ b: Block.Kind) -> Double {
    if a == b { return 1 }
    let flowing: Set<Block.Kind> = [.paragraph, .listItem, .quote]
    return flowing.contains(a) && flowing.contains(b) ? 0.9 : 0.6
  }

  /// The chain of pairs, rising in both texts, that is worth most.
  private mutating func bestChain(_ pairs: [Pair], in bGap: Range<Int>) -> [Pair] {
    var values = [Double](repeating: 0, count: pairs.count)
    var before = [Int](repeating: -1, count: pairs.count)
    // The best chain that ends among the first units of B, as a Fenwick tree of maxima.
    var best = [Int](repeating: -1, count: bGap.count + 1)
    var start = 0
    while start < pairs.count {
      var end = start
      while end < pairs.count, pairs[end].a == pairs[start].a { end += 1 }
      for index in start..<end {
        var place = pairs[index].b - bGap.lowerBound
        while place > 0 {
          if best[place] >= 0, before[index] < 0 || values[best[place]] > values[before[index]] {
            before[index] = best[place]
          }
          place &= place - 1
        }
        values[index] = pairs[index].value + (before[index] < 0 ? 0 : values[before[index]])
      }
      for index in start..<end {
        var place = pairs[index].b - bGap.lowerBound + 1
        while place <= bGap.count {
          if best[place] < 0 || values[best[place]] < values[index] { best[place] = index }
          place += place & -place
        }
      }
      start = end
    }
    work.add(16 * pairs.count)
    var chain: [Pair] = []
    var index = values.indices.max { values[$0] < values[$1] } ?? -1
    while index >= 0 {
      chain.append(pairs[index])
      index = before[index]
    }
    return chain.reversed()
  }
}
