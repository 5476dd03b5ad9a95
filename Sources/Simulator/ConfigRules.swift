import Gemini

/// The rules of `generationConfig`.
/// - Source: gemini-api.md sections 4, 7 and 9.
enum ConfigRules {
  static func check(_ config: JSONObject, model: String, traits: ModelTraits) throws(Refusal) {
    try RequestRules.checkNames(config, fields, at: "generation_config")
    if let count = config["candidateCount"]?.int, count != 1 {
      throw .invalid("Multiple candidates is not enabled for this model")
    }
    if let limit = config["maxOutputTokens"] {
      guard let limit = limit.int, limit > 0 else {
        throw .field("generation_config.max_output_tokens", "must be positive.")
      }
    }
    for (key, range) in ranges {
      guard let value = config[key] else { continue }
      let path = "generation_config." + WireKeys.snakeCased(key)
      guard let number = value.double else { throw .wrongValue(value.text, at: path, type: "TYPE_FLOAT") }
      if !range.contains(number) {
        throw .field(path, "must be in the range [\(range.lowerBound), \(range.upperBound)].")
      }
    }
    if (config["stopSequences"]?.array ?? []).count > 5 {
      throw .field("generation_config.stop_sequences", "must not have more than 5 entries.")
    }
    try checkFormat(config)
    try checkModalities(config["responseModalities"]?.array?.compactMap(\.string) ?? [], model: model, traits: traits)
    if let image = config["imageConfig"] { try checkImage(image, traits: traits) }
    if let thinking = config["thinkingConfig"] { try checkThinking(thinking, model: model, traits: traits) }
  }

  private static let fields: Set<String> = [
    "temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences", "seed", "presencePenalty",
    "frequencyPenalty", "responseLogprobs", "logprobs", "responseMimeType", "responseSchema", "responseJsonSchema",
    "responseModalities", "imageConfig", "responseFormat", "mediaResolution", "thinkingConfig", "speechConfig",
    "enableEnhancedCivicAnswers", "audioTranscriptionConfig",
  ]

  private static let ranges: [(key: String, range: ClosedRange<Double>)] = [
    ("temperature", 0...2), ("topP", 0...1), ("presencePenalty", -2...2), ("frequencyPenalty", -2...2),
  ]

  private static func checkFormat(_ config: JSONObject) throws(Refusal) {
    let type = config["responseMimeType"]?.string ?? "text/plain"
    guard ["text/plain", "application/json", "text/x.enum"].contains(type) else {
      throw .field(
        "generation_config.response_mime_type",
        "allowed mimetypes are `text/plain`, `application/json`, `application/xml`, `application/yaml` and "
          + "`text/x.enum`.")
    }
    if config["responseSchema"] != nil, config["responseJsonSchema"] != nil {
      throw .invalid("Only one of response_schema and response_json_schema can be set.")
    }
    if type == "text/plain", config["responseSchema"] != nil || config["responseJsonSchema"] != nil {
      throw .field(
        "generation_config.response_mime_type", "must be `application/json` or `text/x.enum` with a response schema.")
    }
  }

  private static func checkModalities(_ wanted: [String], model: String, traits: ModelTraits) throws(Refusal) {
    if wanted.isEmpty { return }
    let names = Set(wanted.map { $0.uppercased() })
    for name in names where !["TEXT", "IMAGE", "AUDIO", "VIDEO"].contains(name) {
      throw .wrongValue(
        "\"\(name)\"", at: "generation_config.response_modalities[0]",
        type: "type.googleapis.com/google.ai.generativelanguage.v1beta.GenerationConfig.Modality")
    }
    var sets: [Set<String>] = [["TEXT"]]
    if traits.makesImages {
      sets += model.hasPrefix("gemini-2.0") ? [["TEXT", "IMAGE"]] : [["TEXT", "IMAGE"], ["IMAGE"]]
    }
    if sets.contains(names) { return }
    let refused = names.subtracting(traits.makesImages ? [] : ["TEXT"]).sorted().map { $0.lowercased() }
    throw .invalid("Model does not support the requested response modalities: \(refused.joined(separator: ","))")
  }

  private static func checkImage(_ json: JSON, traits: ModelTraits) throws(Refusal) {
    let path = "generation_config.image_config"
    let image = try RequestRules.object(json, at: path)
    try RequestRules.checkNames(image, ["aspectRatio", "imageSize"], at: path)
    guard traits.makesImages else { return }
    if let ratio = image["aspectRatio"]?.string, !traits.aspectRatios.contains(ratio) {
      throw .field("\(path).aspect_ratio", "must be one of \(traits.aspectRatios.joined(separator: ", ")).")
    }
    if let size = image["imageSize"]?.string, !traits.imageSizes.contains(size) {
      throw .field("\(path).image_size", "must be one of \(traits.imageSizes.joined(separator: ", ")).")
    }
  }

  private static func checkThinking(_ json: JSON, model: String, traits: ModelTraits) throws(Refusal) {
    let path = "generation_config.thinking_config"
    let thinking = try RequestRules.object(json, at: path)
    try RequestRules.checkNames(thinking, ["includeThoughts", "thinkingBudget", "thinkingLevel"], at: path)
    if thinking.isEmpty { return }
    let budget = thinking["thinkingBudget"]
    let level = thinking["thinkingLevel"]
    if budget != nil, level != nil {
      throw .invalid("You can only set one of thinking budget and thinking level.")
    }
    if let budget, budget.int == nil {
      throw .wrongValue(budget.text, at: "\(path).thinking_budget", type: "TYPE_INT32")
    }
    if let level, !["minimal", "low", "medium", "high", "xhigh"].contains(level.string?.lowercased()) {
      throw .wrongValue(
        level.text, at: "\(path).thinking_level",
        type: "type.googleapis.com/google.ai.generativelanguage.v1beta.ThinkingConfig.ThinkingLevel")
    }
    switch traits.thinking {
    case .none: throw .invalid("Thinking is not enabled for models/\(model)")
    case .fixed:
      if budget != nil { throw .invalid("Thinking budget is not supported for this model.") }
      if level != nil { throw .invalid("Thinking level is not supported for this model.") }
    case .budget(let range, let canBeOff):
      if level != nil { throw .invalid("Thinking level is not supported for this model.") }
      if let tokens = budget?.int, !(tokens == -1 || range.contains(tokens) || tokens == 0 && canBeOff) {
        throw .invalid(
          "The thinking budget (\(tokens)) is invalid. Please choose a value between \(range.lowerBound) and "
            + "\(range.upperBound).")
      }
    case .levels(let levels):
      if let name = level?.string, !levels.contains(name.lowercased()) {
        throw .invalid("Thinking level \(name.uppercased()) is not supported for this model")
      }
    }
  }
}
