package import Gemini

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
      case .unknown:
        guard anyThinkingText(traits) != nil else { return nil }
        return "Nobody here knows how \(traits.id) is told to think: what is set is sent, and may be refused."
      case .none, .fixed: return nil
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
    case .tool(let name):
      let isOn = tools.contains { $0[name] != nil }
      return isOn ? Self.problems(only, tools: [ServiceTool.json(name)], traits).first : nil
    case .pictureCount, .systemInstruction, .safety: return nil
    }
    return only.isEmpty ? nil : Self.problems(only, traits).first
  }

  /// What is only inferred from an id decides what is sent, so it is said as well.
  private static func problems(
    _ config: GenerationConfig, tools: [JSON] = [], _ traits: ModelTraits
  ) -> [String] {
    var traits = traits
    traits.isListed = true
    return RequestCheck.problems(GenerateContentRequest(traits, config, tools: tools), for: traits)
  }

  /// True if a value the model does not take stays out of the request; others are not sent at all.
  func isLeftOut(_ field: SettingField, _ traits: ModelTraits) -> Bool {
    switch field {
    case .thinking: !isLeftToService(field, traits)
    case .aspectRatio, .imageSize: true
    case .config(let path): config.adapted(to: traits, showsThoughts: true)[path] == nil
    case .schema: !traits.takesSchema
    case .tool(let name): traits.refusedTools[name] != nil
    case .systemInstruction, .pictureCount, .safety: false
    }
  }

  /// True if nobody here knows what the model takes, so that a value goes out as it is.
  func isLeftToService(_ field: SettingField, _ traits: ModelTraits) -> Bool {
    field == .thinking && traits.thinking == .unknown
  }

  /// What is set for thinking, whatever kind of model it was set for.
  func anyThinkingText(_ traits: ModelTraits) -> String? {
    thinkingText(traits) ?? config.thinkingLevel?.lowercased() ?? config.thinkingBudget.map(ThinkingBudget.text)
  }

  /// The fields whose values stay out of the request, as the model does not take them.
  func fieldsLeftOut(_ traits: ModelTraits) -> [SettingField] {
    guard !config.isEmpty || !tools.isEmpty else { return [] }
    return SettingField.allCases.filter { isLeftOut($0, traits) && misfit(of: $0, traits) != nil }
  }

  /// Sentences about settings that stay out of the request, as the model does not take them.
  package func leftOut(_ traits: ModelTraits) -> String? {
    let functions = tools.filter { $0["functionDeclarations"] != nil }
    let sentences =
      fieldsLeftOut(traits).compactMap { misfit(of: $0, traits) }
      + Self.problems(GenerationConfig(), tools: functions, traits)
    guard !sentences.isEmpty else { return nil }
    return sentences.joined(separator: " ") + (sentences.count == 1 ? " It is left out." : " They are left out.")
  }
}

extension Studio {
  /// What the settings of those who are asked have that stays out of the requests, as sentences.
  func leftOut(lanes: [Lane]) -> String? {
    guard session.isComparison else { return session.leftOut(traits) }
    let sentences = lanes.compactMap { lane -> String? in
      let number = (session.lanes.firstIndex(of: lane) ?? 0) + 1
      return setup(of: lane).leftOut(traits(of: lane.model)).map { "Lane \(number): \($0)" }
    }
    if session.isBlind, !sentences.isEmpty { return "Not every lane takes all that is set: that is left out there." }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// The settings that stay out of what would be sent now, by their titles.
  var titlesLeftOut: [String] {
    let fields =
      session.isComparison
      ? session.lanes.flatMap { setup(of: $0).fieldsLeftOut(traits(of: $0.model)) } : session.fieldsLeftOut(traits)
    return SettingField.allCases.filter(fields.contains).map { $0 == .thinking ? "Thinking level" : $0.title }
  }

  /// Why the model would refuse a prompt with the settings there are, as sentences; `nil` if nothing is known against it.
  func refusal(of content: Content) -> String? {
    guard session.isComparison else { return refusal(of: content, by: session.model, session.config) }
    for (index, lane) in session.lanes.enumerated() {
      guard let problem = refusal(of: content, by: lane.model, lane.config) else { continue }
      return session.isBlind
        ? "One of the models does not take this with its settings. Nothing was sent."
          + way(.blind, "shows the names", at: .compare)
        : "Lane \(index + 1): \(problem)"
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
  fileprivate init(
    _ traits: ModelTraits, _ config: GenerationConfig, _ content: Content? = nil, tools: [JSON] = []
  ) {
    self.init(
      model: traits.id, contents: [content].compactMap { $0 }, systemInstruction: nil, generationConfig: config,
      tools: tools)
  }
}
