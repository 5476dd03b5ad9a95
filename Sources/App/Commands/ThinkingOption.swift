import Core
import Gemini

/// The value of `--thinking`: `off`, `dynamic`, a level or a number of tokens.
/// - Source: product.md section 8; gemini-api.md section 7.
enum ThinkingOption {
  /// Sets the thinking of the model that takes the next turn.
  /// - Returns: what a person should know of the way it was taken, if anything.
  /// - Throws: why the model cannot do it, naming what it can.
  static func apply(_ text: String, to session: inout Session, _ traits: ModelTraits) throws(CommandError) -> String? {
    session.config["thinkingConfig.thinkingLevel"] = nil
    session.config["thinkingConfig.thinkingBudget"] = nil
    let word = text.lowercased()
    let model = session.model
    switch (word, traits.thinking) {
    case ("off", .none): return nil
    case ("dynamic", .levels): return nil
    case ("off", .levels(let levels)):
      guard let lowest = levels.first else { return nil }
      session.config.thinkingLevel = lowest
      return "\(model) cannot stop thinking; it thinks at its lowest level, \(lowest)."
    case ("off", .budget(let range, canBeOff: false)):
      session.config.thinkingBudget = range.lowerBound
      return "\(model) cannot stop thinking; it thinks with its smallest budget, \(range.lowerBound) tokens."
    default:
      if let problem = session.setThinking(text, traits) { throw CommandError(problem) }
      return nil
    }
  }
}
