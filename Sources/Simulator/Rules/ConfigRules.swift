import Gemini

/// The rules of `generationConfig`.
/// - Source: gemini-api.md sections 4 and 9.
enum ConfigRules {
  static func check(_ config: JSONObject, model: String, traits: ModelTraits) throws(Refusal) {
    if let count = config["candidateCount"]?.int, count != 1 {
      throw .invalid("Multiple candidates is not enabled for this model")
    }
    if let limit = config["maxOutputTokens"]?.int, limit <= 0 {
      throw .field("generation_config.max_output_tokens", "must be positive.")
    }
    for (key, range) in ranges {
      guard let number = config[key]?.double, !range.contains(number) else { continue }
      throw .field(
        "generation_config." + WireKeys.snakeCased(key),
        "must be in the range [\(range.lowerBound), \(range.upperBound)].")
    }
    if (config["stopSequences"]?.array ?? []).count > 5 {
      throw .field("generation_config.stop_sequences", "must not have more than 5 entries.")
    }
    try checkFormat(config)
    try checkModalities(config["responseModalities"]?.array?.compactMap(\.string) ?? [], model: model, traits: traits)
    if let image = config["imageConfig"]?.object { try checkImage(image, traits: traits) }
    if let thinking = config["thinkingConfig"]?.object {
      try ThinkingRules.check(thinking, model: model, traits: traits)
    }
  }

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
    let schema = config["responseSchema"]
    if schema != nil, config["responseJsonSchema"] != nil {
      throw .invalid("Only one of response_schema and response_json_schema can be set.")
    }
    if type == "text/plain", schema != nil || config["responseJsonSchema"] != nil {
      throw .field(
        "generation_config.response_mime_type", "must be `application/json` or `text/x.enum` with a response schema.")
    }
    if let schema { try SchemaRules.check(schema, at: "generation_config.response_schema") }
  }

  /// The list has to equal a set the model supports.
  private static func checkModalities(_ wanted: [String], model: String, traits: ModelTraits) throws(Refusal) {
    if wanted.isEmpty { return }
    let names = Set(wanted.map { $0.uppercased() })
    var sets: [Set<String>] = [["TEXT"]]
    if traits.makesImages {
      sets += traits.requiresModalities ? [["TEXT", "IMAGE"]] : [["TEXT", "IMAGE"], ["IMAGE"]]
    }
    if sets.contains(names) { return }
    let refused = names.subtracting(traits.makesImages ? [] : ["TEXT"]).sorted().map { $0.lowercased() }
    throw .invalid("Model does not support the requested response modalities: \(refused.joined(separator: ","))")
  }

  private static func checkImage(_ image: JSONObject, traits: ModelTraits) throws(Refusal) {
    guard traits.makesImages else { return }
    let path = "generation_config.image_config"
    try checkChoice(image["aspectRatio"]?.string, of: traits.aspectRatios, at: "\(path).aspect_ratio")
    try checkChoice(image["imageSize"]?.string, of: traits.imageSizes, at: "\(path).image_size")
  }

  private static func checkChoice(_ value: String?, of choices: [String], at path: String) throws(Refusal) {
    guard let value, !choices.contains(value) else { return }
    throw .field(
      path, choices.isEmpty ? "is not supported by this model." : "must be one of \(choices.joined(separator: ", ")).")
  }
}
