/// What a model is known to refuse, found before anything is sent.
///
/// Only what is known counts: of a model the table does not list, only what no model takes is refused, and what is
/// beyond the service's own word on it.
/// - Source: gemini-api.md sections 4, 7 and 9.
package enum RequestCheck {
  /// One sentence for each setting that would be refused, naming what is allowed.
  package static func problems(_ request: GenerateContentRequest, for traits: ModelTraits) -> [String] {
    let config = request.generationConfig
    let single = [
      thinking(config, traits), length(config, traits), format(config), logprobs(config), tools(request, traits),
    ].compactMap { $0 }
    return single + textAlone(request, traits) + pictures(config, traits)
      + inputProblems(request.contents.last?.blobs ?? [], for: traits)
  }

  /// One sentence for each setting that is sent and may not do what it says.
  package static func hints(_ request: GenerateContentRequest, for traits: ModelTraits) -> [String] {
    let config = request.generationConfig
    var hints: [String] = []
    if let count = config["candidateCount"]?.int, count > 1 {
      hints.append("Many models refuse a candidateCount above 1, and each of the \(count) answers is paid for.")
    }
    if let budget = config.thinkingBudget, case .levels(let levels) = traits.thinking, traits.passesOverBudgets {
      hints.append(
        "\(traits.id) takes the thinking budget \(budget) and does not keep to it. It keeps to a level: "
          + "\(levels.joined(separator: ", ")).")
    }
    return hints
  }

  /// Bytes of all files of one request: base64 makes a third more of them, and the API takes 100 MB.
  /// - Source: gemini-api.md section 9.
  package static let mostFileBytes = 72_000_000

  // MARK: Thinking

  private static func thinking(_ config: GenerationConfig, _ traits: ModelTraits) -> String? {
    if config.thinkingBudget != nil, config.thinkingLevel != nil {
      return "thinkingBudget and thinkingLevel exclude each other. Set one of them."
    }
    guard traits.isThinkingSure, config["thinkingConfig"] != nil else { return nil }
    switch traits.thinking {
    case .none: return "\(traits.id) does not think; thinkingConfig is refused. Leave it out, or choose another model."
    case .fixed where config.thinkingBudget != nil || config.thinkingLevel != nil:
      return "\(traits.id) always thinks; nothing can be set. Leave thinkingConfig out."
    case .fixed, .unknown: return nil
    case .levels(let levels):
      if config.thinkingBudget != nil, !traits.passesOverBudgets {
        return "\(traits.id) takes no thinking budget but a level: \(levels.joined(separator: ", "))."
      }
      guard let level = config.thinkingLevel, !levels.contains(level.lowercased()) else { return nil }
      return "\(traits.id) does not think at level \(level). Its levels are \(levels.joined(separator: ", "))."
    case .budget(let range, let canBeOff):
      let allowed = "\(canBeOff ? "0 (off), " : "")-1 (dynamic), or \(max(1, range.lowerBound)) to \(range.upperBound)"
      if let level = config.thinkingLevel {
        return "\(traits.id) takes no thinking level (\(level)) but a budget: \(allowed) tokens."
      }
      guard let budget = config.thinkingBudget, budget != -1, !(budget == 0 && canBeOff), !range.contains(budget) else {
        return nil
      }
      return "\(traits.id) does not think with a budget of \(budget). It takes \(allowed) tokens."
    }
  }

  // MARK: Text

  private static func length(_ config: GenerationConfig, _ traits: ModelTraits) -> String? {
    if let temperature = config.temperature, let most = traits.sureMaxTemperature, temperature > most {
      return
        "\(traits.id) takes temperatures from 0 to \(JSON.double(most).text), not \(JSON.double(temperature).text)."
    }
    guard let limit = traits.sureOutputTokenLimit, let wanted = config.maxOutputTokens, wanted > limit else {
      return nil
    }
    return "\(traits.id) gives at most \(limit) output tokens, thinking included; maxOutputTokens is \(wanted)."
  }

  private static func format(_ config: GenerationConfig) -> String? {
    let hasSchema = config["responseSchema"] != nil
    let hasJSONSchema = config["responseJsonSchema"] != nil
    if hasSchema, hasJSONSchema { return "responseSchema and responseJsonSchema exclude each other. Set one of them." }
    guard hasSchema || hasJSONSchema else { return nil }
    let type = config["responseMimeType"]?.string ?? "text/plain"
    guard type == "text/plain" else { return nil }
    return "A response schema needs responseMimeType application/json or text/x.enum, and it is \(type)."
  }

  private static func logprobs(_ config: GenerationConfig) -> String? {
    guard config["logprobs"] != nil, config["responseLogprobs"]?.bool != true else { return nil }
    return "logprobs counts what responseLogprobs asks for. Set responseLogprobs to true as well, or leave both out."
  }

  private static func tools(_ request: GenerateContentRequest, _ traits: ModelTraits) -> String? {
    let names = Set(request.tools.flatMap { $0.object?.members.map(\.key) ?? [] })
    guard names.contains("functionDeclarations"), names.count > 1 else { return nil }
    if traits.isListed, !traits.joinsTools {
      return "\(traits.id) takes the service's tools or functions, not both. Leave one of them out, or choose a newer "
        + "model."
    }
    guard request.other[path: ["toolConfig", "functionCallingConfig", "mode"]] == "AUTO" else { return nil }
    return
      "Functions beside the service's tools are refused in mode AUTO. Set toolConfig.functionCallingConfig.mode to "
      + "VALIDATED, or leave it out."
  }

  // MARK: Pictures

  /// What only text models do.
  private static func textAlone(_ request: GenerateContentRequest, _ traits: ModelTraits) -> [String] {
    guard traits.isListed else { return [] }
    let names = Set(request.tools.flatMap { $0.object?.members.map(\.key) ?? [] })
    var refused = traits.refusedTools.filter { names.contains($0.key) }.sorted { $0.key < $1.key }.map(\.value)
    if !traits.takesSchema {
      let type = request.generationConfig["responseMimeType"]?.string ?? "text/plain"
      if request.generationConfig.schema != nil {
        refused.append("response schema")
      } else if type != "text/plain" {
        refused.append("response type \(type)")
      }
    }
    return refused.map { "\(traits.id) makes pictures and takes no \($0); text models do." }
  }

  private static func pictures(_ config: GenerationConfig, _ traits: ModelTraits) -> [String] {
    guard traits.isListed else { return [] }
    // A model whose row names no output answers with text.
    let output = traits.outputModalities.isEmpty ? ["text"] : traits.outputModalities
    let asked = config.responseModalities?.map { $0.lowercased() } ?? []
    if let other = asked.first(where: { !output.contains($0) }) {
      return ["\(traits.id) does not answer with \(other.uppercased()). It gives \(output.joined(separator: " and "))."]
    }
    guard config["imageConfig"] != nil else { return [] }
    guard output.contains("image") else {
      return ["\(traits.id) makes no pictures; imageConfig is refused. Leave it out."]
    }
    var problems: [String] = []
    if let ratio = config.aspectRatio, !traits.aspectRatios.isEmpty, !traits.aspectRatios.contains(ratio) {
      problems.append(
        "\(traits.id) makes no pictures of \(ratio). Its aspect ratios are \(traits.aspectRatios.joined(separator: ", "))."
      )
    }
    if let size = config.imageSize, !traits.imageSizes.isEmpty, !traits.imageSizes.contains(size) {
      problems.append(
        "\(traits.id) makes no pictures of \(size). It takes \(traits.imageSizes.joined(separator: ", ")).")
    }
    return problems
  }

  /// What is attached to the prompt; a history that has grown too large is another matter.
  package static func inputProblems(_ blobs: [Blob], for traits: ModelTraits) -> [String] {
    var problems: [String] = []
    let bytes = blobs.reduce(0) { $0 + $1.byteCount }
    if bytes > mostFileBytes {
      problems.append(
        "The files have \(bytes / 1_000_000) MB together, and one request carries at most \(mostFileBytes / 1_000_000)."
      )
    }
    guard traits.isListed else { return problems }
    let pictures = blobs.count(where: \.isImage)
    if let most = traits.maxInputImages, pictures > most {
      let allowed = most == 1 ? "one picture" : "\(most) pictures"
      problems.append("\(traits.id) takes at most \(allowed) in one request, and these are \(pictures).")
    }
    guard !traits.inputModalities.isEmpty else { return problems }
    let other = blobs.map(\.modality).first { !traits.inputModalities.contains($0) }
    if let other {
      problems.append(
        "\(traits.id) does not take \(other). It takes \(traits.inputModalities.joined(separator: ", ")).")
    }
    return problems
  }
}

extension Blob {
  fileprivate var byteCount: Int {
    if case .bytes(let bytes) = data { return bytes.count }
    return asset?.byteCount ?? 0
  }

  /// What it is to a model: `image`, `audio`, `video`, `pdf` or `text`.
  fileprivate var modality: String {
    switch mimeType.prefix(while: { $0 != "/" }) {
    case "image": "image"
    case "audio": "audio"
    case "video": "video"
    default: mimeType == "application/pdf" ? "pdf" : "text"
    }
  }
}
