/// What is done once a person agreed to its cost.
package enum PaidStep: Hashable, Sendable { case send, regenerate }

extension Studio {
  /// Asks first where the estimate is above what is paid unasked.
  /// - Returns: true if a question was put.
  mutating func asksToPay(_ estimate: SendEstimate, for step: PaidStep) -> Bool {
    guard let cost = estimate.cost, cost > settings.confirmAboveUSD else { return false }
    let what = estimate.requests > 1 ? "These \(estimate.requests) requests cost" : "This request costs"
    let least = estimate.isCostWhole ? "about" : "at least"
    overlay = .question(
      Question(
        purpose: .confirmCost(step),
        text: "\(what) \(least) \(priceText(cost)) at list price, more than the \(priceText(settings.confirmAboveUSD)) "
          + "that is sent without a question (confirm_above_usd).",
        choices: [Question.Choice(key: "s", title: "send"), Question.Choice(key: "c", title: "cancel")]))
    return true
  }

  mutating func go(on step: PaidStep) -> [Effect] {
    switch step {
    case .send: sendPrompt(isConfirmed: true)
    case .regenerate: regenerate(isConfirmed: true)
    }
  }

  /// Why a prompt that waited does not go out by itself; `nil` if its cost is no matter.
  func tooDear(_ next: QueuedPrompt) -> String? {
    var studio = self
    studio.prompt.replace(with: next.draft)
    studio.promptOrigin = next.draft.origin
    guard let cost = studio.sendEstimate.cost, cost > settings.confirmAboveUSD else { return nil }
    let way = spelledKey(for: .send).map { ": \($0) sends it." } ?? "."
    return "The prompt that waited costs about \(priceText(cost))\(way)"
  }
}
