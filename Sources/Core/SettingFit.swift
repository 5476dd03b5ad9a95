import Gemini

/// What of the run settings the chosen model does not take.
extension Session {
  /// Why a model does not take what is set, with what it takes; `nil` if it does, or if nothing is set.
  func misfit(of field: SettingField, _ traits: ModelTraits) -> String? {
    var only = GenerationConfig()
    switch field {
    case .temperature: only.temperature = config.temperature
    case .maxOutputTokens: only.maxOutputTokens = config.maxOutputTokens
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
    case .topP, .pictureCount, .systemInstruction: return nil
    }
    // What is only inferred from an id decides what is sent, so it is said as well.
    var traits = traits
    traits.isListed = true
    return only.isEmpty ? nil : RequestCheck.problems(GenerateContentRequest(traits, only), for: traits).first
  }

  /// What is set for thinking, whatever kind of model it was set for.
  func anyThinkingText(_ traits: ModelTraits) -> String? {
    thinkingText(traits) ?? config.thinkingLevel?.lowercased()
      ?? config.thinkingBudget.map { $0 == 0 ? "off" : $0 == -1 ? "dynamic" : countText($0, of: "token") }
  }

  /// Sentences about settings that stay out of the request, as the model does not take them.
  func leftOut(_ traits: ModelTraits) -> String? {
    let sentences = SettingField.allCases.filter(\.isFitted).compactMap { misfit(of: $0, traits) }
    guard !sentences.isEmpty else { return nil }
    return sentences.joined(separator: " ") + (sentences.count == 1 ? " It is left out." : " They are left out.")
  }
}

extension SettingField {
  /// True if a value the model does not take stays out of the request; others are not sent at all.
  var isFitted: Bool { self == .thinking || self == .aspectRatio || self == .imageSize }
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
