/// The categories of harm and what of each can be blocked.
/// - Source: gemini-api.md section 4, `safetySettings`.
package enum HarmSetting {
  /// Without their common beginning.
  package static let categories = [
    "HARASSMENT", "HATE_SPEECH", "SEXUALLY_EXPLICIT", "DANGEROUS_CONTENT", "CIVIC_INTEGRITY", "JAILBREAK",
  ]
  package static let prefix = "HARM_CATEGORY_"

  /// From the one that blocks most.
  package static let thresholds = [
    "BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF",
  ]

  private static let short = [
    "LOW": "BLOCK_LOW_AND_ABOVE", "MEDIUM": "BLOCK_MEDIUM_AND_ABOVE", "HIGH": "BLOCK_ONLY_HIGH",
    "NONE": "BLOCK_NONE",
  ]

  /// The wire's word for a threshold that is typed whole or short, in any case; `nil` for another word.
  package static func threshold(_ text: String) -> String? {
    let word = text.uppercased().replacing("-", with: "_")
    return short[word] ?? (thresholds.contains(word) ? word : nil)
  }

  /// - Parameter category: with its beginning.
  package static func json(_ category: String, _ threshold: String) -> JSON {
    ["category": .string(category), "threshold": .string(threshold)]
  }
}

/// The tools of the service that need no setting.
/// - Source: gemini-api.md section 4, `tools`.
package enum ServiceTool {
  package static let names = ["googleSearch", "codeExecution", "urlContext"]

  /// One of a request's `tools`.
  package static func json(_ name: String) -> JSON { .object(JSONObject([name: .object(JSONObject())])) }
}
