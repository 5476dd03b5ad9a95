import Gemini

/// The rules of `thinkingConfig`, which differ from model to model.
/// - Source: gemini-api.md section 7.
enum ThinkingRules {
  static func check(_ thinking: JSONObject, model: String, traits: ModelTraits) throws(Refusal) {
    if thinking.isEmpty { return }
    let budget = thinking["thinkingBudget"]?.int
    let level = thinking["thinkingLevel"]?.string?.uppercased()
    if budget != nil, level != nil {
      throw .invalid("You can only set one of thinking budget and thinking level.")
    }
    switch traits.thinking {
    case .none: throw .invalid("Thinking is not enabled for models/\(model)")
    case .fixed:
      if budget != nil { throw .budgetUnsupported }
      if level != nil { throw .levelUnsupported }
    case .budget(let range, let canBeOff):
      if level != nil { throw .levelUnsupported }
      if let budget, !(budget == -1 || range.contains(budget) || budget == 0 && canBeOff) {
        throw .invalid(
          "The thinking budget (\(budget)) is invalid. Please choose a value between \(range.lowerBound) and "
            + "\(range.upperBound).")
      }
    case .levels(let levels):
      if budget != nil, !traits.passesOverBudgets { throw .budgetUnsupported }
      if let level, level != "THINKING_LEVEL_UNSPECIFIED", !levels.contains(level.lowercased()) {
        throw .invalid("Thinking level \(level) is not supported for this model")
      }
    }
  }
}

extension Refusal {
  fileprivate static let budgetUnsupported = invalid("Thinking budget is not supported for this model.")
  fileprivate static let levelUnsupported = invalid("Thinking level is not supported for this model.")
}
