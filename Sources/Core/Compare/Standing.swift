/// How one contestant did in all comparisons it took part in.
package struct Standing: Hashable, Sendable {
  package let contestant: Contestant
  package var wins = 0
  package var ties = 0
  /// Another answer was better, or none was good.
  package var losses = 0

  package init(contestant: Contestant, wins: Int = 0, ties: Int = 0, losses: Int = 0) {
    self.contestant = contestant
    self.wins = wins
    self.ties = ties
    self.losses = losses
  }

  package var comparisons: Int { wins + ties + losses }

  /// The share of its comparisons that it won, from 0 to 1.
  package var winRate: Double { comparisons == 0 ? 0 : Double(wins) / Double(comparisons) }

  /// Where the true rate lies with 95 % certainty, by Wilson's interval, which holds for few comparisons too.
  /// - Source: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference (1927).
  package var interval: ClosedRange<Double> {
    guard comparisons > 0 else { return 0...1 }
    let (count, z) = (Double(comparisons), 1.959964)
    let scale = 1 + z * z / count
    let center = (winRate + z * z / (2 * count)) / scale
    let reach = z / scale * (winRate * (1 - winRate) / count + z * z / (4 * count * count)).squareRoot()
    return max(0, center - reach)...min(1, center + reach)
  }
}

extension [JudgedComparison] {
  /// A row for each contestant: the best one first by the lower end of its interval, then the one with more comparisons.
  ///
  /// What the simulator said counts for nothing, and so does a comparison of a contestant with itself, or one whose chosen
  /// answer is gone.
  /// - Parameter label: only comparisons with this label, in whatever case; `nil` for all.
  package func standings(label: String? = nil) -> [Standing] {
    var standings: [Contestant: Standing] = [:]
    for comparison in self where label == nil || comparison.verdict.label.lowercased() == label?.lowercased() {
      let contestants = comparison.contestants
      let chosen = comparison.chosen.map { contestants[$0] }
      if case .answer = comparison.verdict.choice, chosen == nil { continue }
      guard !comparison.isDemo, Set(contestants).count > 1 else { continue }
      for contestant in Set(contestants) {
        var standing = standings[contestant] ?? Standing(contestant: contestant)
        switch comparison.verdict.choice {
        case .answer: if contestant == chosen { standing.wins += 1 } else { standing.losses += 1 }
        case .tie: standing.ties += 1
        case .none: standing.losses += 1
        }
        standings[contestant] = standing
      }
    }
    return standings.values.sorted { left, right in
      let (a, b) = (left.interval.lowerBound, right.interval.lowerBound)
      if a != b { return a > b }
      if left.comparisons != right.comparisons { return left.comparisons > right.comparisons }
      return left.contestant.label < right.contestant.label
    }
  }
}
