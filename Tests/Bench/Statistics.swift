extension [Double] {
  /// The middle one, or the mean of the middle two.
  var median: Double { (quantile(0.5, rounding: .down) + quantile(0.5, rounding: .up)) / 2 }

  /// The value that this part of the others does not exceed; zero if there is none.
  func quantile(_ part: Double, rounding: FloatingPointRoundingRule = .toNearestOrAwayFromZero) -> Double {
    guard !isEmpty else { return 0 }
    return sorted()[Int((part * Double(count - 1)).rounded(rounding))]
  }
}

/// How long chunks took from the server's write to where a person or a program reads them.
struct Latencies {
  /// In milliseconds. A chunk that was passed over counts until a newer one was seen.
  private(set) var milliseconds: [Double] = []
  /// Chunks after which none was seen.
  private(set) var lost = 0

  init() {}

  /// - Parameters:
  ///   - sent: when each chunk was sent.
  ///   - seen: when chunks were seen for the first time, in rising order.
  init(sent: [Int64], seen: [(number: Int, time: Int64)]) {
    var next = seen[...]
    for (number, time) in sent.enumerated() {
      next = next.drop { $0.number < number }
      if let first = next.first { milliseconds.append(Double(first.time - time) / 1e6) } else { lost += 1 }
    }
  }

  mutating func add(_ other: Latencies) {
    milliseconds += other.milliseconds
    lost += other.lost
  }

  var p50: Double { milliseconds.quantile(0.5) }
  var p95: Double { milliseconds.quantile(0.95) }
  var p99: Double { milliseconds.quantile(0.99) }
}

/// Keeps the numbers that are greater than all before them.
struct Rising {
  private(set) var seen: [(number: Int, time: Int64)] = []

  mutating func add(_ number: Int, at time: Int64) {
    if number > seen.last?.number ?? -1 { seen.append((number, time)) }
  }

  init() {}

  /// The tokens in the output of a program.
  init(_ arrivals: [Arrival]) {
    var finder = Token.Finder()
    for arrival in arrivals { finder.feed(arrival.bytes) { add($0, at: arrival.time) } }
  }
}
