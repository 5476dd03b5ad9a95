/// Finds what a few typed letters may mean.
enum FuzzyMatch {
  /// The elements that hold the letters in order, the best match first; equals keep their order.
  static func sorted<Element>(_ elements: [Element], by filter: String, text: (Element) -> String) -> [Element] {
    elements.enumerated()
      .compactMap { offset, element in
        score(filter, in: text(element)).map { (offset: offset, element: element, score: $0) }
      }
      .sorted { ($1.score, $0.offset) < ($0.score, $1.offset) }
      .map(\.element)
  }

  /// Higher for letters next to each other and at the start of words; `nil` if one is missing.
  static func score(_ filter: String, in text: String) -> Int? {
    let wanted = Array(filter.lowercased()).filter { $0 != " " }
    let letters = Array(text.lowercased())
    if let whole = text.lowercased().firstRange(of: filter.lowercased()) {
      let start = text.lowercased().distance(from: text.lowercased().startIndex, to: whole.lowerBound)
      let isWordStart = start == 0 || !letters[start - 1].isLetter
      return 10_000 - start + (isWordStart ? 1000 : 0)
    }
    var score = 0
    var at = 0
    var last = -2
    for letter in wanted {
      guard let found = letters[at...].firstIndex(of: letter) else { return nil }
      if found == last + 1 { score += 8 }
      if found == 0 || !letters[found - 1].isLetter { score += 6 }
      score -= min(found - at, 5)
      last = found
      at = found + 1
    }
    return score
  }
}
