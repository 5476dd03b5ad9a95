package import Gemini
import Screen

/// The figures of several answers side by side, with the best of each.
package struct Scores: Sendable {
  /// A figure, in the order they stand in a line.
  package enum Figure: String, Hashable, CaseIterable, Sendable {
    case firstEvent, firstThought, firstText, total, difference, speed, prompt, cached, thoughts, answer, cost, end

    /// One word, for the head of a column.
    package var label: String {
      switch self {
      case .firstEvent: "event"
      case .firstThought: "thought"
      case .firstText: "answer"
      case .total: "total"
      case .difference: "to 1"
      case .speed: "tok/s"
      case .prompt: "in"
      case .cached: "cached"
      case .thoughts: "thinking"
      case .answer: "out"
      case .cost: "cost"
      case .end: "end"
      }
    }

    package var title: String {
      switch self {
      case .firstEvent: "Time to first event"
      case .firstThought: "Time to first thought"
      case .firstText: "Time to first answer token"
      case .total: "Total time"
      case .difference: "Total, beside lane 1"
      case .speed: "Answer tokens a second"
      case .prompt: "Prompt tokens"
      case .cached: "of them cached"
      case .thoughts: "Thought tokens"
      case .answer: "Answer tokens"
      case .cost: "Cost at list price"
      case .end: "How it ended"
      }
    }

    /// Those that are shown first where there is no room for all.
    package static let byWeight: [Figure] = [
      .total, .end, .firstText, .speed, .cost, .answer, .firstThought, .thoughts, .firstEvent, .prompt, .difference,
      .cached,
    ]

    /// Columns it takes, its mark included.
    package var columns: Int {
      switch self {
      case .firstEvent, .firstThought, .firstText, .total, .difference: 8
      case .speed, .cached: 7
      case .prompt, .answer: 7
      case .thoughts: 9
      case .cost: 9
      case .end: 12
      }
    }

    /// Known for good only at the end.
    fileprivate var isOfTheEnd: Bool { [.total, .speed, .cost].contains(self) }
  }

  private let runs: [Run?]
  private let figures: [RunFigures?]
  private let now: Instant
  private var best: [Figure: Set<Int>] = [:]

  /// - Parameter table: what is known of prices.
  package init(_ runs: [Run?], by table: ModelTable, at now: Instant) {
    self.runs = runs
    self.now = now
    figures = runs.map { $0?.figures(by: table, at: now) }
    for figure in Figure.allCases { best[figure] = best(of: figure) }
  }

  /// The answers whose figure is the best, if it tells them from others: what reads the same counts the same.
  private func best(of figure: Figure) -> Set<Int> {
    let isOpen = figure.isOfTheEnd && runs.contains { $0?.isActive == true }
    // One that failed is not the fastest.
    let places = runs.indices.filter { runs[$0]?.isActive == true || runs[$0]?.isGoodHistory == true }
    let values = places.compactMap { place in value(figure, at: place).map { (place: place, value: $0) } }
    guard !isOpen, Set(values.map { text(figure, at: $0.place) }).count > 1 else { return [] }
    let sorted = values.sorted { figure == .speed ? $0.value > $1.value : $0.value < $1.value }
    let best = sorted.first.map { text(figure, at: $0.place) }
    return Set(values.map(\.place).filter { text(figure, at: $0) == best })
  }

  private func value(_ figure: Figure, at place: Int) -> Double? {
    guard let figures = figures[place] else { return nil }
    return switch figure {
    case .firstEvent: figures.firstEvent.map(Double.init)
    case .firstThought: figures.firstThought.map(Double.init)
    case .firstText: figures.firstText.map(Double.init)
    case .total: Double(figures.total)
    case .speed: figures.tokensPerSecond
    case .cost: figures.cost
    default: nil
    }
  }

  /// True if no other answer has a better one.
  package func isBest(_ figure: Figure, at index: Int) -> Bool { best[figure]?.contains(index) == true }

  /// A figure in few letters; empty while there is none.
  package func text(_ figure: Figure, at index: Int) -> String {
    guard let run = runs[index], let own = figures[index] else {
      return figure == .end && runs.contains { $0 != nil } ? "no answer" : ""
    }
    switch figure {
    case .firstEvent: return own.firstEvent.map(Self.time) ?? ""
    case .firstThought: return own.firstThought.map(Self.time) ?? ""
    case .firstText: return own.firstText.map(Self.time) ?? ""
    case .total: return Self.time(own.total)
    case .difference:
      guard index > 0, run.isGoodHistory, let first = runs[0], first.isGoodHistory, let other = figures[0] else {
        return ""
      }
      let difference = own.total - other.total
      let text = Self.time(abs(difference))
      return text == Self.time(0) ? text : (difference < 0 ? "−" : "+") + text
    case .speed: return own.tokensPerSecond.map { countText(Int($0.rounded())) } ?? ""
    case .prompt: return own.promptTokens.map(countText) ?? ""
    case .cached: return own.cachedTokens.map(countText) ?? ""
    case .thoughts: return own.thoughtTokens.map(countText) ?? ""
    case .answer: return own.answerTokens.map(countText) ?? ""
    case .cost: return own.cost.map(priceText) ?? ""
    case .end: return Self.state(run, at: now)
    }
  }

  /// What a run does, or how it ended, in the wire's word where there is one.
  private static func state(_ run: Run, at now: Instant) -> String {
    switch run.phase {
    case .waiting(let until, _): return "retry \(max(0, (until - now + 999) / 1000)) s"
    case .queued: return "queued"
    case .sending, .streaming:
      if let silence = run.silence(at: now), silence >= 10_000 { return "silent \(silence / 1000) s" }
      return run.hasAnswerContent ? "● answers" : run.hasContent ? "● thinks" : "● waits"
    case .ended:
      if let failure = run.failure {
        if failure == .comingElsewhere { return "● elsewhere" }
        return failure.kind == .cancelled ? "stopped" : failure.httpStatus.map { "failed \($0)" } ?? "failed"
      }
      if run.promptFeedback?.isBlock == true { return "blocked" }
      return run.finishReason.map { VisibleText.make($0.rawValue) } ?? "ended"
    }
  }

  /// `0.9 s`, `125 s`, `21 min`.
  private static func time(_ milliseconds: Int) -> String {
    if milliseconds < 99_950 { return "\(tenths(Double(milliseconds) / 1000)) s" }
    return milliseconds < 1_000_000 ? "\(milliseconds / 1000) s" : "\(milliseconds / 60_000) min"
  }
}
