import Gemini

/// One `--safety CATEGORY=THRESHOLD`, in the wire's words or in short ones.
/// - Source: gemini-api.md section 4.
struct SafetyOption: Hashable, Sendable {
  let category: String
  let threshold: String

  var json: JSON { HarmSetting.json(category, threshold) }

  private static let categories = HarmSetting.categories

  /// Every value in its short form, such as `harassment=none`.
  static let examples = categories.flatMap { category in
    ["low", "medium", "high", "none", "off"].map { "\(category.lowercased())=\($0)" }
  }

  /// Why some settings cannot go together, as a sentence.
  static func problem(_ options: [SafetyOption]) -> String? {
    var thresholds: [String: String] = [:]
    for option in options {
      guard let other = thresholds.updateValue(option.threshold, forKey: option.category) else { continue }
      return "--safety sets \(option.category) twice, to \(other) and to \(option.threshold). Give it once."
    }
    return nil
  }

  /// - Throws: a sentence that names what there is.
  init(_ text: String) throws(CommandError) {
    let words = text.split(separator: "=", omittingEmptySubsequences: false)
      .map { $0.uppercased().replacing("-", with: "_") }
    guard words.count == 2, !words[0].isEmpty else {
      throw CommandError(
        "\"\(text)\" is no safety setting: --safety takes CATEGORY=THRESHOLD, such as harassment=none.")
    }
    if Self.categories.contains(words[0]) {
      category = HarmSetting.prefix + words[0]
    } else if words[0].hasPrefix(HarmSetting.prefix) {
      category = words[0]
    } else {
      let names = Self.categories.map { $0.lowercased() }.joined(separator: ", ")
      throw CommandError("\"\(text)\" names no category of harm. There are \(names).")
    }
    if let threshold = HarmSetting.threshold(words[1]) {
      self.threshold = threshold
    } else {
      throw CommandError("\"\(text)\" names no threshold. There are low, medium, high, none and off.")
    }
  }
}
