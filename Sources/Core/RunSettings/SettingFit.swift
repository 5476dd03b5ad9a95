import Gemini

/// What of the run settings the chosen model does not take.
extension Session {
  /// Why a model does not take what is set, with what it takes; `nil` if it does, or if nothing is set.
  func misfit(of field: SettingField, _ traits: ModelTraits) -> String? {
    var only = GenerationConfig()
    switch field {
    case .thinking:
      // A session keeps a level for one kind of model and a budget for the other.
      switch traits.thinking {
      case .levels(let levels):
        if config.thinkingLevel == nil, config.thinkingBudget != nil {
          return "\(traits.id) takes no thinking budget but a level: \(levels.joined(separator: ", "))."
        }
        only.thinkingLevel = config.thinkingLevel
      case .budget:
        only.thinkingBudget = config.thinkingBudget
        if config.thinkingBudget == nil { only.thinkingLevel = config.thinkingLevel }
      case .none, .fixed, .unknown: return nil
      }
    case .aspectRatio: if traits.makesImages { only.aspectRatio = config.aspectRatio }
    case .imageSize: if traits.makesImages { only.imageSize = config.imageSize }
    case .config(let path):
      guard config[path] != nil else { return nil }
      if field.group == .vertex { return "Only Vertex AI takes it; the Gemini API refuses a request that has it." }
      // What is refused with it and not without it.
      var others = config
      others[path] = nil
      return Self.problems(config, traits).first { !Self.problems(others, traits).contains($0) }
    case .schema:
      guard config.schema != nil else { return nil }
      only = config
      only["thinkingConfig"] = nil
      var others = only
      others.schema = nil
      return Self.problems(only, traits).first { !Self.problems(others, traits).contains($0) }
    case .pictureCount, .systemInstruction, .tool, .safety: return nil
    }
    return only.isEmpty ? nil : Self.problems(only, traits).first
  }

  /// What is only inferred from an id decides what is sent, so it is said as well.
  private static func problems(_ config: GenerationConfig, _ traits: ModelTraits) -> [String] {
    var traits = traits
    traits.isListed = true
    return RequestCheck.problems(GenerateContentRequest(traits, config), for: traits)
  }

  /// True if a value the model does not take stays out of the request; others are not sent at all.
  func isLeftOut(_ field: SettingField, _ traits: ModelTraits) -> Bool {
    switch field {
    case .thinking, .aspectRatio, .imageSize: true
    case .config(let path): config.adapted(to: traits, showsThoughts: true)[path] == nil
    case .schema, .systemInstruction, .pictureCount, .tool, .safety: false
    }
  }

  /// What is set for thinking, whatever kind of model it was set for.
  func anyThinkingText(_ traits: ModelTraits) -> String? {
    thinkingText(traits) ?? config.thinkingLevel?.lowercased()
      ?? config.thinkingBudget.map { $0 == 0 ? "off" : $0 == -1 ? "dynamic" : countText($0, of: "token") }
  }

  /// Sentences about settings that stay out of the request, as the model does not take them.
  func leftOut(_ traits: ModelTraits) -> String? {
    let sentences = SettingField.allCases.filter { isLeftOut($0, traits) }.compactMap { misfit(of: $0, traits) }
    guard !sentences.isEmpty else { return nil }
    return sentences.joined(separator: " ") + (sentences.count == 1 ? " It is left out." : " They are left out.")
  }
}

extension Studio {
  /// Why the model would refuse a prompt with the settings there are, as sentences; `nil` if nothing is known against it.
  func refusal(of content: Content) -> String? {
    guard session.isComparison else { return refusal(of: content, by: session.model, session.config) }
    for (index, lane) in session.lanes.enumerated() {
      if let problem = refusal(of: content, by: lane.model, lane.config) { return "Lane \(index + 1): \(problem)" }
    }
    return nil
  }

  func refusal(of content: Content, by model: String, _ settings: GenerationConfig) -> String? {
    let traits = traits(of: model)
    let config = settings.adapted(to: traits, showsThoughts: true)
    let problems = RequestCheck.problems(GenerateContentRequest(traits, config, content), for: traits)
    return problems.isEmpty ? nil : problems.joined(separator: " ") + " Nothing was sent."
  }
}

extension GenerateContentRequest {
  /// As much of a request as can be checked without the conversation.
  fileprivate init(_ traits: ModelTraits, _ config: GenerationConfig, _ content: Content? = nil) {
    self.init(
      model: traits.id, contents: [content].compactMap { $0 }, systemInstruction: nil, generationConfig: config)
  }
}
