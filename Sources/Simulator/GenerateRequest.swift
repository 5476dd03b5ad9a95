import Gemini

/// A request that keeps the API's rules, with what an answer needs to know of it.
struct GenerateRequest: Sendable {
  /// The id without `models/`.
  let model: String
  let traits: ModelTraits
  let contents: [Content]
  let systemInstruction: String?
  let config: GenerationConfig
  /// The key of each tool that was offered.
  let tools: [String]
  /// The text of the last message.
  let prompt: String
  /// The lower-case words at its beginning: what it asks for stands there, also in a pasted book.
  let words: [String]
  /// About how many tokens the request counts.
  let promptTokens: [(modality: String, count: Int)]

  /// Reads the body of `generateContent`, in camelCase or snake_case.
  /// - Throws: the error the API answers with.
  init(model: String, body: JSON) throws(Refusal) {
    let body = WireKeys.camelCased(body)
    let traits = ModelTraits(model)
    try RequestRules.check(body, model: model, traits: traits)
    self.model = model
    self.traits = traits
    contents = body["contents"]?.array?.map(Content.init) ?? []
    systemInstruction = body["systemInstruction"].map { Content($0).text }.flatMap { $0.isEmpty ? nil : $0 }
    config = GenerationConfig(body["generationConfig"]?.object ?? JSONObject())
    tools = body["tools"]?.array?.flatMap { $0.object?.members.map(\.key) ?? [] } ?? []
    prompt = contents.last { $0.role == .user }?.text ?? ""
    words = prompt.prefix(2000).lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    promptTokens = Self.tokens(of: contents, systemInstruction, model: model)
  }

  private static func tokens(
    of contents: [Content], _ systemInstruction: String?, model: String
  ) -> [(modality: String, count: Int)] {
    var text = Tokens.estimate(systemInstruction ?? "")
    var image = 0
    for part in contents.flatMap(\.parts) {
      if let words = part.text { text += Tokens.estimate(words) }
      if part.blob?.isImage == true { image += model.hasPrefix("gemini-2") ? 258 : 1120 }
    }
    return image == 0 ? [("TEXT", text)] : [("TEXT", text), ("IMAGE", image)]
  }

  var special: SpecialModel? { SpecialModel(rawValue: model) }

  /// Which message of the person this is, from 1.
  var turn: Int { contents.count { $0.role == .user } }

  /// The pictures of the last message.
  var pictures: [Blob] { contents.last { $0.role == .user }?.blobs.filter(\.isImage) ?? [] }

  /// The picture an edit starts from: one sent with the prompt, else the last one the model made.
  var pictureToEdit: Blob? {
    if let sent = pictures.first { return sent }
    let answer = contents.last { $0.role == .model }
    return answer?.parts.last { !$0.thought && $0.blob?.isImage == true }?.blob
  }

  /// The same for the same prompt, model and length of history.
  var seed: Seed { Seed("\(model)\n\(contents.count)\n\(prompt.utf8.count)\n\(prompt.prefix(2000))") }

  /// True for a model that marks its parts with signatures.
  /// - Source: gemini-api.md section 8.
  var signsParts: Bool {
    if case .levels = traits.thinking { return !model.hasPrefix("gemma") && special == nil }
    return false
  }

  /// True if a picture is wanted: the model makes them, and the modalities do not rule it out.
  var wantsPicture: Bool {
    guard traits.makesImages else { return false }
    guard let modalities = config.responseModalities, !modalities.isEmpty else {
      // The 2.0 models answer with text alone unless asked.
      return !model.hasPrefix("gemini-2.0")
    }
    return modalities.contains { $0.uppercased() == "IMAGE" }
  }
}

extension GenerateRequest {
  /// How many paragraphs of thoughts the settings lead to.
  /// - Source: gemini-api.md section 7.
  var thoughtCount: Int {
    switch traits.thinking {
    case .none: return 0
    case .fixed: return 3
    case .budget(_, let canBeOff):
      switch config.thinkingBudget {
      case 0: return 0
      case nil where canBeOff && model.contains("lite"): return 0
      case nil, -1: return 3
      case let budget?: return min(max(budget / 256, 1), 5)
      }
    case .levels(let levels):
      let usual = model.contains("pro") ? "high" : traits.makesImages ? levels.first ?? "low" : "medium"
      switch config.thinkingLevel?.lowercased() ?? usual {
      case "minimal": return traits.makesImages ? 1 : 0
      case "low": return 1
      case "medium": return 2
      default: return special == .thinking ? 6 : 4
      }
    }
  }

  /// True if thoughts are sent and not only counted.
  var showsThoughts: Bool { config.includeThoughts == true }
}
