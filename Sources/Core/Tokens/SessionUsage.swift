import Gemini
package import Screen

/// What answers took together.
package struct SessionUsage: Hashable, Sendable {
  /// What the answers of one model took.
  package struct Share: Hashable, Sendable {
    package var answers = 0
    package var prompt = 0
    package var thoughts = 0
    package var answer = 0
    /// USD at list price of those whose price is known.
    package var cost = 0.0
    /// Answers that nobody knows the price of.
    package var unpriced = 0
  }

  /// By the ids that were asked.
  package private(set) var shares: [String: Share] = [:]

  package init() {}

  /// All answers of a session, also those that are not shown: they were paid for.
  init(_ session: Session, by table: ModelTable) {
    var known: [String: ModelTraits] = [:]
    func traits(_ model: String) -> ModelTraits {
      if let traits = known[model] { return traits }
      let traits = table.traits(of: model)
      known[model] = traits
      return traits
    }
    for run in session.turns.lazy.flatMap(\.runs) where !run.usage.json.isEmpty {
      let cost = run.cost(traits: traits)
      shares[run.model, default: Share()].add(run.usage, cost)
    }
  }

  package var total: Share {
    shares.values.reduce(into: Share()) { sum, share in
      sum.answers += share.answers
      sum.prompt += share.prompt
      sum.thoughts += share.thoughts
      sum.answer += share.answer
      sum.cost += share.cost
      sum.unpriced += share.unpriced
    }
  }
}

extension SessionUsage.Share {
  fileprivate mutating func add(_ usage: UsageMetadata, _ cost: Double?) {
    answers += 1
    prompt += usage.promptTokenCount ?? 0
    thoughts += usage.thoughtsTokenCount ?? 0
    answer += usage.candidatesTokenCount ?? 0
    if let cost { self.cost += cost } else { unpriced += 1 }
  }

  /// The cost in words: `$0.012`, `at least $0.012` where some of it is not known, `price not known`.
  package var costText: String {
    if unpriced == answers { return "price not known" }
    return unpriced > 0 ? "at least \(priceText(cost))" : priceText(cost)
  }

  fileprivate func text(isFree: Bool) -> String {
    let thought = thoughts > 0 ? ", thought \(countText(thoughts))" : ""
    return "in \(countText(prompt))\(thought), out \(countText(answer)) tokens" + (isFree ? "" : " · \(costText)")
  }
}

/// A bar that fills with the context of a model.
package enum ContextGauge {
  /// `▰▰▱▱▱▱▱▱▱▱`, full from the limit on; what is there fills at least one cell.
  package static func bar(_ tokens: Int, of limit: Int, cells: Int = 10) -> String {
    let share = Double(tokens) / Double(max(1, limit))
    let filled = tokens == 0 ? 0 : max(1, min(cells, Int((share * Double(cells)).rounded(.down))))
    return String(repeating: "▰", count: filled) + String(repeating: "▱", count: cells - filled)
  }

  /// The share of the limit: `12 %`, below one per cent `0.3 %`, and `<0.1 %`.
  package static func percent(_ tokens: Int, of limit: Int) -> String {
    let share = Double(tokens) / Double(max(1, limit)) * 100
    if share > 0, share < 0.1 { return "<0.1 %" }
    return share >= 1 || share == 0 ? "\(Int(min(share, 999_999).rounded())) %" : "\(tenths(share)) %"
  }

  /// From here on the gauge warns.
  package static func isNearlyFull(_ tokens: Int, of limit: Int) -> Bool { tokens >= limit / 10 * 8 }

  /// A limit as it is called: `1M`, `65k`, `256k`.
  package static func name(_ limit: Int) -> String {
    if limit >= 1_000_000 {
      let millions = tenths(Double(limit) / 1_000_000)
      return (millions.hasSuffix(".0") ? String(millions.dropLast(2)) : millions) + "M"
    }
    return limit >= 10_000 ? "\(limit / 1000)k" : countText(limit)
  }
}

extension Studio {
  /// The lines of the box that says what the session took, and what the next request will.
  package var usageLines: [Line] {
    let estimate = sendEstimate
    var lines = [Line("The next request", .popupTitle)]
    let most = estimate.isUneven ? "up to " : ""
    let count = "\(most)\(estimate.isCounted ? "" : "about ")\(countText(estimate.tokens, of: "token"))"
    if let limit = estimate.limit {
      let isFull = ContextGauge.isNearlyFull(estimate.tokens, of: limit)
      lines.append(
        Line([
          Span("  \(ContextGauge.bar(estimate.tokens, of: limit, cells: 20))  ", isFull ? .popupWarning : .popupTitle),
          Span(ContextGauge.percent(estimate.tokens, of: limit), isFull ? .popupWarning : .popup),
        ]))
      lines.append(Line("  \(count) of the \(countText(limit)) that \(VisibleText.make(estimate.model)) takes", .popup))
    } else {
      lines.append(Line("  \(count); how many \(VisibleText.make(estimate.model)) takes is not known", .popup))
    }
    let source = estimate.isCounted ? "counted by the service" : "estimated here"
    let lanes = estimate.lanes > 1 ? ", for each of the \(estimate.lanes) lanes" : ""
    lines.append(Line("  \(source)\(lanes)", .popupFaint))
    if let cost = estimate.cost {
      lines.append(Line("  \(estimate.isCostWhole ? "" : "from ")\(priceText(cost))", .popup))
    }
    if let run = currentRun, !run.usage.json.isEmpty {
      var share = SessionUsage.Share()
      share.add(run.usage, run.cost(by: settings.models))
      lines += [
        Line(), Line("The current answer", .popupTitle), Line("  \(share.text(isFree: session.isDemo))", .popup),
      ]
    }
    let total = usage.total
    lines += [Line(), Line("This session · \(countText(total.answers, of: "answer"))", .popupTitle)]
    if total.answers == 0 {
      lines.append(Line("  No answer has come yet.", .popupFaint))
    } else {
      lines.append(Line("  \(total.text(isFree: session.isDemo))", .popup))
      if usage.shares.count > 1 {
        lines += usage.shares.sorted { $0.key < $1.key }.map { model, share in
          Line("  \(VisibleText.make(model)): \(share.text(isFree: session.isDemo))", .popupFaint)
        }
      }
    }
    lines.append(Line())
    lines.append(
      Line(
        session.isDemo
          ? "The offline simulator costs nothing." : "List prices as of \(settings.models.date), in US dollars.",
        .popupFaint))
    return lines
  }
}
