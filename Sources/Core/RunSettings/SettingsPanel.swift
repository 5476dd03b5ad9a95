package import Gemini

/// The run settings as a panel: what is looked for, and which field is selected.
package struct SettingsPanel: Hashable, Sendable {
  /// The selected row is one of those the filter leaves.
  package var list = ListState()
  /// Why the last value was not taken.
  package var problem: String?
  /// The settings before each change made in this panel, the oldest first.
  var before: [RunSettings] = []

  package init() {}
}

/// A field as it stands for one model: its value, what it may be, and whether it differs from the default.
package struct SettingRow: Hashable, Sendable {
  package var field: SettingField
  /// What is set, or `default`.
  package var value: String
  /// What the model does where nothing is set, if that is known.
  package var standard: String?
  /// What it may be.
  package var range: String
  package var isChanged: Bool
  /// Where a value that is set comes from.
  package var source: String?
  /// Why it does nothing for this model.
  package var whyOff: String?
  /// Why the model does not take the value, and what becomes of it.
  package var misfit: String?

  /// True if a filter finds it: each word is in its title, group or name on the wire, or in what is set.
  func matches(_ words: [Substring]) -> Bool {
    let text = "\(field.title) \(field.group.rawValue) \(field.wirePath) \(value)".lowercased()
    return words.allSatisfy(text.contains)
  }
}

extension Session {
  /// The rows of the panel, for the model that takes the next turn.
  package func settingRows(_ traits: ModelTraits) -> [SettingRow] {
    SettingField.allCases.map { field in
      let value = text(of: field, traits)
      var row = SettingRow(
        field: field, value: value ?? "default", standard: standard(of: field, traits), range: range(of: field, traits),
        isChanged: value != nil)
      row.whyOff = whyOff(field, traits)
      if row.whyOff == nil || field.group == .vertex, let misfit = misfit(of: field, traits) {
        if field == .thinking { row.value = anyThinkingText(traits) ?? row.value }
        row.isChanged = true
        let end = isLeftOut(field, traits) ? " It is left out." : " Nothing is sent with it."
        row.misfit = misfit + (field.group == .vertex || isLeftToService(field, traits) ? "" : end)
      }
      return row
    }
  }

  /// Why a field does nothing for a model, without the period.
  private func whyOff(_ field: SettingField, _ traits: ModelTraits) -> String? {
    switch field {
    case .thinking: choices(of: field, traits)?.isEmpty == true ? "\(model) does not think on request" : nil
    case .pictureCount, .aspectRatio, .imageSize: traits.makesImages ? nil : "\(model) makes no pictures"
    case .config("thinkingConfig.includeThoughts"): "The studio asks every model that thinks for its thoughts"
    case .config where field.group == .vertex: "Only Vertex AI takes it"
    case .config where field.group == .speech:
      traits.outputModalities.isEmpty || traits.outputModalities.contains("audio") ? nil : "\(model) does not speak"
    default: nil
    }
  }

  /// What the model does where nothing is set; `nil` if that is not known, or goes without saying.
  private func standard(of field: SettingField, _ traits: ModelTraits) -> String? {
    switch field {
    case .thinking: traits.thinks ? traits.defaultThinking : nil
    case .maxOutputTokens: traits.outputTokenLimit.map(countText)
    case .tool: "off"
    case .pictureCount where traits.makesImages: "1"
    case .config(let path): traits.standard(path)?.text
    default: nil
    }
  }

  func text(of field: SettingField, _ traits: ModelTraits) -> String? {
    switch field {
    case .maxOutputTokens: config.maxOutputTokens.map(countText)
    case .config(let path): config[path].map { Self.literal($0, path) }
    case .thinking: thinkingText(traits)
    case .pictureCount: pictureCount == 1 ? nil : String(pictureCount)
    case .schema: config.schema?.text
    case .tool(let name): tools.contains { $0[name] != nil } ? "on" : nil
    case .safety(let category): threshold(of: category)
    case .systemInstruction:
      systemInstruction.isEmpty ? nil : systemInstruction.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
  }

  /// A value as it can be typed: texts without their quotes, lists with commas, where they stay what they are when they
  /// are typed so.
  private static func literal(_ json: JSON, _ path: String) -> String {
    let texts = json.array?.compactMap(\.string)
    let plain = json.string ?? (texts?.count == json.array?.count ? texts?.joined(separator: ",") : nil)
    guard let plain, !plain.isEmpty, !plain.contains(where: \.isNewline), plain == plain.trimmingBlanks,
      RequestField(path: path).value(plain) == json
    else { return json.text }
    return plain
  }

  private func threshold(of category: String) -> String? {
    safetySettings.last { $0["category"]?.string == HarmSetting.prefix + category }?["threshold"]?.string
  }

  /// The thinking setting in words; `nil` at the default, or where it is one of another kind of model.
  package func thinkingText(_ traits: ModelTraits) -> String? {
    switch traits.thinking {
    case .levels(let levels):
      config.thinkingLevel.map { $0.lowercased() }.flatMap { levels.contains($0) ? $0 : nil }
    case .budget: config.thinkingBudget.map(ThinkingBudget.text)
    case .unknown: config.thinkingLevel?.lowercased() ?? config.thinkingBudget.map(ThinkingBudget.text)
    case .none, .fixed: nil
    }
  }

  func range(of field: SettingField, _ traits: ModelTraits) -> String {
    switch field {
    case .temperature: return "0 to \(JSON.double(traits.maxTemperature).text)"
    case .topP: return "0 to 1"
    case .maxOutputTokens:
      return "1 to \(traits.outputTokenLimit.map(countText) ?? "the model's limit"); counts thinking too"
    case .pictureCount: return "1 to \(Self.mostPictures)"
    case .systemInstruction: return "any text"
    case .schema: return "JSON, or the path of a file that holds it"
    case .thinking:
      if case .budget(let range, let canBeOff) = traits.thinking {
        let off = canBeOff ? "off, " : ""
        return "\(off)dynamic, or \(countText(max(1, range.lowerBound))) to \(countText(range.upperBound)) tokens"
      }
      if traits.thinking == .unknown { return "off, dynamic, a level or a number of tokens" }
    case .config(let path) where choices(of: field, traits) == nil: return RequestField(path: path).range
    case .config, .tool, .safety: break
    }
    return (choices(of: field, traits) ?? []).joined(separator: ", ")
  }
}
