package import Gemini

/// Changing a field of the run settings.
extension Session {
  /// The values to step through; `nil` for a field that is typed.
  func choices(of field: SettingField, _ traits: ModelTraits) -> [String]? {
    switch field {
    case .aspectRatio: return traits.aspectRatios
    case .imageSize: return traits.imageSizes
    case .config("responseMimeType"): return ["text/plain", "application/json", "text/x.enum"]
    case .config("responseModalities"): return modalities(traits)
    case .config(let path):
      switch RequestField(path: path).kind {
      case .bool: return ["true", "false"]
      case .word(let words): return words
      default: return nil
      }
    case .systemInstruction, .schema: return nil
    case .tool: return ["on"]
    case .safety: return HarmSetting.thresholds
    case .pictureCount: return traits.makesImages ? (2...Self.mostPictures).map(String.init) : []
    case .thinking:
      switch traits.thinking {
      case .none, .fixed: return []
      case .unknown: return nil
      case .levels(let levels): return levels
      case .budget(let range, let canBeOff):
        let sizes = [1024, 4096, 8192, 16384, 24576, 32768].filter(range.contains).map(String.init)
        return (canBeOff ? [ThinkingBudget.off] : []) + [ThinkingBudget.dynamic] + sizes
      }
    }
  }

  /// The sets of modalities a model answers with; `nil` where nobody knows.
  private func modalities(_ traits: ModelTraits) -> [String]? {
    guard !traits.outputModalities.isEmpty else { return nil }
    let words = traits.outputModalities.map { $0.uppercased() }
    return (words.count > 1 ? [words.joined(separator: ",")] : []) + words
  }

  /// Steps a field; past the ends of its choices, and past what was typed, lies the default.
  mutating func step(_ field: SettingField, by delta: Int, _ traits: ModelTraits) {
    guard let choices = choices(of: field, traits) else { return reset(field) }
    guard !choices.isEmpty else { return }
    let now = typedText(of: field, traits).flatMap { choices.firstIndex(of: $0) }
    let next = (now.map { $0 + 1 } ?? 0) + delta
    let count = choices.count + 1
    let wrapped = (next % count + count) % count
    if wrapped == 0 { reset(field) } else { _ = set(field, to: choices[wrapped - 1], traits) }
  }

  /// The value as it can be typed.
  func typedText(of field: SettingField, _ traits: ModelTraits) -> String? {
    if field == .systemInstruction { return systemInstruction.isEmpty ? nil : systemInstruction }
    guard field == .thinking, let budget = config.thinkingBudget else { return text(of: field, traits) }
    switch traits.thinking {
    case .none, .fixed, .levels: return text(of: field, traits)
    case .budget, .unknown: break
    }
    return ThinkingBudget.typed(budget)
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
    case .config(let path): return setConfig(field, path, to: text)
    case .pictureCount:
      guard let count = Int(text), (1...Self.mostPictures).contains(count) else {
        return "From 1 to \(Self.mostPictures) pictures can be asked for at once."
      }
      pictureCount = count
    case .systemInstruction: systemInstruction = text
    case .schema: return setSchema(text)
    case .tool(let name):
      guard ["on", "off"].contains(text.lowercased()) else { return "\(field.title) is on or off." }
      tools.removeAll { $0[name] != nil }
      if text.lowercased() == "on" { tools.append(ServiceTool.json(name)) }
    case .safety(let category):
      guard let threshold = HarmSetting.threshold(text) else {
        return "\(field.title) is one of \(HarmSetting.thresholds.joined(separator: ", "))."
      }
      reset(field)
      safetySettings.append(HarmSetting.json(HarmSetting.prefix + category, threshold))
    }
    return nil
  }

  private mutating func setConfig(_ field: SettingField, _ path: String, to text: String) -> String? {
    let wire = RequestField(path: path)
    guard let value = wire.value(text) else { return "\(field.title) is \(wire.range)." }
    config[path] = value
    return nil
  }

  private mutating func setSchema(_ text: String) -> String? {
    guard let schema = try? JSON(parsing: text) else {
      return "A response schema is a JSON object, or the path of a file that holds one; this is not JSON."
    }
    if let problem = SchemaCheck.problem(schema) { return problem }
    config.schema = schema
    return nil
  }

  /// Sets thinking from `off`, `dynamic`, a level or a number of tokens, as the model takes it.
  /// - Returns: why not, as a sentence.
  package mutating func setThinking(_ text: String, _ traits: ModelTraits) -> String? {
    let word = text.lowercased()
    switch traits.thinking {
    case .unknown:
      // Numbers are budgets, all else is the name of a level; the service says whether it takes them.
      config.thinkingBudget = ThinkingBudget.tokens(word)
      config.thinkingLevel = config.thinkingBudget == nil ? word : nil
    case .none: return "\(model) does not think; it has no thinking setting."
    case .fixed: return "\(model) always thinks; nothing can be set."
    case .levels(let levels):
      guard levels.contains(word) else {
        return "\(model) thinks at one of these levels: \(levels.joined(separator: ", "))."
      }
      config.thinkingLevel = word
    case .budget(let range, let canBeOff):
      guard let budget = ThinkingBudget.tokens(word),
        range.contains(budget) || budget == -1 || (budget == 0 && canBeOff)
      else {
        let off = canBeOff ? "off, " : ""
        return "\(model) thinks with a budget: \(off)dynamic, or \(range.lowerBound) to \(range.upperBound) tokens."
      }
      config.thinkingBudget = budget
    }
    return nil
  }

  mutating func reset(_ field: SettingField) {
    switch field {
    case .config(let path): config[path] = nil
    case .thinking:
      config.thinkingLevel = nil
      config.thinkingBudget = nil
    case .pictureCount: pictureCount = 1
    case .systemInstruction: systemInstruction = ""
    case .schema: config.schema = nil
    case .tool(let name): tools.removeAll { $0[name] != nil }
    case .safety(let category):
      safetySettings.removeAll { $0["category"]?.string == HarmSetting.prefix + category }
    }
  }
}
