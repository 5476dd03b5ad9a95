package import Gemini

/// One field of the run settings.
package enum SettingField: String, Hashable, CaseIterable, Sendable {
  case temperature, topP, maxOutputTokens, thinking, aspectRatio, imageSize, pictureCount, systemInstruction

  package var title: String {
    switch self {
    case .temperature: "Temperature"
    case .topP: "Top-p"
    case .maxOutputTokens: "Output tokens, at most"
    case .thinking: "Thinking"
    case .aspectRatio: "Aspect ratio"
    case .imageSize: "Picture size"
    case .pictureCount: "Pictures at once"
    case .systemInstruction: "System instruction"
    }
  }
}

/// The run settings as a panel: which field is selected.
package struct SettingsPanel: Hashable, Sendable {
  package var selected = 0
  /// Why the last value was not taken.
  package var problem: String?

  package init() {}
}

/// A field as it stands for one model: its value, what it may be, and whether it differs from the default.
package struct SettingRow: Hashable, Sendable {
  package var field: SettingField
  /// What is set, or `default`.
  package var value: String
  /// What it may be.
  package var range: String
  package var isChanged: Bool
  /// Why it does nothing for this model.
  package var whyOff: String?
  /// Why the model does not take the value, and what becomes of it.
  package var misfit: String?
}

extension Session {
  /// The rows of the panel, for the model that takes the next turn.
  package func settingRows(_ traits: ModelTraits) -> [SettingRow] {
    SettingField.allCases.map { field in
      let value = text(of: field, traits)
      var row = SettingRow(
        field: field, value: value ?? "default", range: range(of: field, traits), isChanged: value != nil)
      if choices(of: field, traits)?.isEmpty == true {
        row.whyOff = field == .thinking ? "\(model) does not think on request" : "\(model) makes no pictures"
      } else if let misfit = misfit(of: field, traits) {
        if field == .thinking { row.value = anyThinkingText(traits) ?? row.value }
        row.isChanged = true
        row.misfit = misfit + (field.isFitted ? " It is left out." : " Nothing is sent with it.")
      }
      return row
    }
  }

  private func text(of field: SettingField, _ traits: ModelTraits) -> String? {
    switch field {
    case .temperature: config.json["temperature"].map(Self.literal)
    case .topP: config.json["topP"].map(Self.literal)
    case .maxOutputTokens: config.maxOutputTokens.map(countText)
    case .thinking: thinkingText(traits)
    case .aspectRatio: config.aspectRatio
    case .imageSize: config.imageSize
    case .pictureCount: pictureCount == 1 ? nil : String(pictureCount)
    case .systemInstruction:
      systemInstruction.isEmpty ? nil : systemInstruction.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
  }

  private static func literal(_ json: JSON) -> String { json.text }

  /// The thinking setting in words; `nil` at the default, or where it is one of another kind of model.
  package func thinkingText(_ traits: ModelTraits) -> String? {
    switch traits.thinking {
    case .levels(let levels):
      config.thinkingLevel.map { $0.lowercased() }.flatMap { levels.contains($0) ? $0 : nil }
    case .budget:
      config.thinkingBudget.map { $0 == 0 ? "off" : $0 == -1 ? "dynamic" : countText($0, of: "token") }
    case .none where traits.isUnknown, .fixed where traits.isUnknown:
      config.thinkingLevel?.lowercased()
        ?? config.thinkingBudget.map { $0 == 0 ? "off" : $0 == -1 ? "dynamic" : countText($0, of: "token") }
    case .none, .fixed: nil
    }
  }

  private func range(of field: SettingField, _ traits: ModelTraits) -> String {
    switch field {
    case .temperature: return "0 to \(JSON.double(traits.maxTemperature).text)"
    case .topP: return "0 to 1"
    case .maxOutputTokens:
      return "1 to \(traits.outputTokenLimit.map(countText) ?? "the model's limit"); counts thinking too"
    case .pictureCount: return "1 to \(Self.mostPictures); each is a request of its own and paid for"
    case .systemInstruction: return "any text"
    case .thinking:
      if case .budget(let range, let canBeOff) = traits.thinking {
        let off = canBeOff ? "off, " : ""
        return "\(off)dynamic, or \(countText(max(1, range.lowerBound))) to \(countText(range.upperBound)) tokens"
      }
      fallthrough
    case .aspectRatio, .imageSize:
      return (choices(of: field, traits) ?? []).joined(separator: ", ")
    }
  }

  /// The values to step through; `nil` for a field that is typed.
  func choices(of field: SettingField, _ traits: ModelTraits) -> [String]? {
    switch field {
    case .temperature, .topP, .maxOutputTokens, .systemInstruction: return nil
    case .aspectRatio: return traits.aspectRatios
    case .imageSize: return traits.imageSizes
    case .pictureCount: return traits.makesImages ? (2...Self.mostPictures).map(String.init) : []
    case .thinking:
      switch traits.thinking {
      case .none, .fixed: return []
      case .levels(let levels): return levels
      case .budget(let range, let canBeOff):
        let sizes = [1024, 4096, 8192, 16384, 24576, 32768].filter(range.contains).map(String.init)
        return (canBeOff ? ["off"] : []) + ["dynamic"] + sizes
      }
    }
  }

  /// Steps a field with choices; past the ends lies the default.
  mutating func step(_ field: SettingField, by delta: Int, _ traits: ModelTraits) {
    guard let choices = choices(of: field, traits), !choices.isEmpty else { return }
    let now = typedText(of: field, traits).flatMap { choices.firstIndex(of: $0) }
    let next = (now.map { $0 + 1 } ?? 0) + delta
    let count = choices.count + 1
    let wrapped = (next % count + count) % count
    if wrapped == 0 { reset(field) } else { _ = set(field, to: choices[wrapped - 1], traits) }
  }

  /// The value as it can be typed.
  func typedText(of field: SettingField, _ traits: ModelTraits) -> String? {
    guard field == .thinking, let budget = config.thinkingBudget, case .budget = traits.thinking else {
      return text(of: field, traits)
    }
    return budget == 0 ? "off" : budget == -1 ? "dynamic" : String(budget)
  }

  /// Sets a field from text.
  /// - Returns: why the text is no value of it, as a sentence; `nil` if it was taken. Empty text is the default.
  mutating func set(_ field: SettingField, to input: String, _ traits: ModelTraits) -> String? {
    let text = input.trimmingBlanks
    if text.isEmpty {
      reset(field)
      return nil
    }
    switch field {
    case .temperature:
      guard let value = Double(text), value >= 0, value <= traits.maxTemperature else {
        return "Temperature is a number from 0 to \(JSON.double(traits.maxTemperature).text)."
      }
      config.temperature = value
    case .topP:
      guard let value = Double(text), (0...1).contains(value) else { return "Top-p is a number from 0 to 1." }
      config.topP = value
    case .maxOutputTokens:
      guard let value = Int(text.replacing(",", with: "")), value > 0 else {
        return "The limit of output tokens is a whole number above 0."
      }
      if let limit = traits.outputTokenLimit, value > limit {
        return "\(model) gives at most \(countText(limit)) output tokens."
      }
      config.maxOutputTokens = value
    case .thinking: return setThinking(text, traits)
    case .aspectRatio, .imageSize:
      let choices = choices(of: field, traits) ?? []
      guard choices.contains(text) else { return "\(field.title) is one of \(choices.joined(separator: ", "))." }
      if field == .aspectRatio { config.aspectRatio = text } else { config.imageSize = text }
    case .pictureCount:
      guard let count = Int(text), (1...Self.mostPictures).contains(count) else {
        return "From 1 to \(Self.mostPictures) pictures can be asked for at once."
      }
      pictureCount = count
    case .systemInstruction: systemInstruction = input
    }
    return nil
  }

  /// Sets thinking from `off`, `dynamic`, a level or a number of tokens, as the model takes it.
  /// - Returns: why not, as a sentence.
  package mutating func setThinking(_ text: String, _ traits: ModelTraits) -> String? {
    let word = text.lowercased()
    switch traits.thinking {
    case .none where traits.isUnknown, .fixed where traits.isUnknown:
      // Numbers are budgets, all else is the name of a level; the service says whether it takes them.
      config.thinkingBudget = word == "off" ? 0 : word == "dynamic" ? -1 : Int(word)
      config.thinkingLevel = config.thinkingBudget == nil ? word : nil
    case .none: return "\(model) does not think; it has no thinking setting."
    case .fixed: return "\(model) always thinks; nothing can be set."
    case .levels(let levels):
      guard levels.contains(word) else {
        return "\(model) thinks at one of these levels: \(levels.joined(separator: ", "))."
      }
      config.thinkingLevel = word
    case .budget(let range, let canBeOff):
      if word == "off", canBeOff {
        config.thinkingBudget = 0
      } else if word == "dynamic" {
        config.thinkingBudget = -1
      } else if let budget = Int(word), range.contains(budget) || budget == -1 || (budget == 0 && canBeOff) {
        config.thinkingBudget = budget
      } else {
        let off = canBeOff ? "off, " : ""
        return "\(model) thinks with a budget: \(off)dynamic, or \(range.lowerBound) to \(range.upperBound) tokens."
      }
    }
    return nil
  }

  mutating func reset(_ field: SettingField) {
    switch field {
    case .temperature: config.temperature = nil
    case .topP: config.topP = nil
    case .maxOutputTokens: config.maxOutputTokens = nil
    case .thinking:
      config.thinkingLevel = nil
      config.thinkingBudget = nil
    case .aspectRatio: config.aspectRatio = nil
    case .imageSize: config.imageSize = nil
    case .pictureCount: pictureCount = 1
    case .systemInstruction: systemInstruction = ""
    }
  }
}
