import Gemini

/// A thinking budget in words: two numbers stand for one.
enum ThinkingBudget {
  static let off = "off"
  static let dynamic = "dynamic"

  /// As it can be typed: `off`, `dynamic`, `4096`.
  static func typed(_ tokens: Int) -> String { word(tokens) ?? String(tokens) }

  /// As it is shown: `off`, `dynamic`, `4,096 tokens`.
  static func text(_ tokens: Int) -> String { word(tokens) ?? countText(tokens, of: "token") }

  /// Reads what was typed; `nil` if it is no budget.
  static func tokens(_ text: String) -> Int? {
    switch text.lowercased() {
    case off: 0
    case dynamic: -1
    default: Int(text)
    }
  }

  private static func word(_ tokens: Int) -> String? { tokens == 0 ? off : tokens == -1 ? dynamic : nil }
}
