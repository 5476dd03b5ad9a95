/// What a filter says of a prompt or an answer, by category.
/// - Source: gemini-api.md section 5.
package enum SafetyRatings {
  /// The categories that a block is about, in words: those marked as blocked, and the likely ones.
  /// - Returns: such as `hate speech, harassment`; `nil` if none stands out.
  package static func categories(_ ratings: JSON?) -> String? {
    let ratings = ratings?.array ?? []
    let named = ratings.filter { rating in
      rating["blocked"]?.bool == true || ["HIGH", "MEDIUM"].contains(rating["probability"]?.string)
    }
    let names = named.compactMap { rating in
      rating["category"]?.string?.replacing("HARM_CATEGORY_", with: "").replacing("_", with: " ").lowercased()
    }
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }
}
