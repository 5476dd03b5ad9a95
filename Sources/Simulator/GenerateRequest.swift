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
  /// The declarations of functions.
  let functions: [JSON]
  let toolConfig: JSON?
  let continuationToken: String?
  /// Where its answer goes on.
  private(set) var continuation = Continuation(position: 0)
  /// The text of the last message.
  let prompt: String
  /// The lower-case words at its beginning: what it asks for stands there, also in a pasted book.
  let words: [String]
  /// About how many tokens the request counts.
  let promptTokens: [(modality: String, count: Int)]

  /// Reads the body of `generateContent`, in camelCase or snake_case.
  /// - Parameter version: that of the path.
  /// - Throws: the error the API answers with.
  init(model: String, body: JSON, version: String = "v1beta") throws(Refusal) {
    let body = try PayloadReader.read(body, as: .generateContentRequest, version: version)
    let traits = SimulatorModels.traits(of: model)
    try RequestRules.check(body, model: model, traits: traits)
    self.model = model
    self.traits = traits
    contents = body["contents"]?.array?.map(Content.init) ?? []
    systemInstruction = body["systemInstruction"].map { Content($0).text }.flatMap { $0.isEmpty ? nil : $0 }
    config = GenerationConfig(body["generationConfig"]?.object ?? JSONObject())
    let offered = body["tools"]?.array ?? []
    tools = offered.flatMap { $0.object?.members.map(\.key) ?? [] }
    functions = offered.flatMap { $0["functionDeclarations"]?.array ?? [] }
    toolConfig = body["toolConfig"]
    continuationToken = body["continuationToken"]?.string
    prompt = contents.last { $0.role == .user }?.text ?? ""
    words = prompt.prefix(2000).lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    promptTokens = Tokens.ofPrompt(contents, systemInstruction, model: model)
    try checkLength()
    continuation = try Continuation(of: self)
  }

  private func checkLength() throws(Refusal) {
    let count = promptTokens.reduce(0) { $0 + $1.count }
    guard let limit = SimulatorModels.entry(model)?.inputTokenLimit, count > limit else { return }
    throw .invalid("The input token count (\(count)) exceeds the maximum number of tokens allowed (\(limit)).")
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

  /// The same for requests that ask for the same in the same words.
  var fingerprint: UInt64 {
    let history = contents.map(\.json.text).joined(separator: "\n")
    var seed = Seed("\(model)\n\(systemInstruction ?? "")\n\(JSON.object(config.json).text)\n\(history)")
    return seed.next()
  }

  /// True for a model that marks its parts with signatures.
  var signsParts: Bool { SignatureRules.signs(model, traits) }

  /// True if a picture is wanted: the model makes them, and the modalities do not rule it out.
  var wantsPicture: Bool {
    guard traits.makesImages else { return false }
    guard let modalities = config.responseModalities, !modalities.isEmpty else {
      return !traits.requiresModalities
    }
    return modalities.contains { $0.uppercased() == "IMAGE" }
  }
}

extension GenerateRequest {
  /// How many paragraphs of thoughts the settings lead to.
  /// - Source: gemini-api.md section 7.
  var thoughtCount: Int {
    switch traits.thinking {
    case .none, .unknown: return 0
    case .fixed: return 3
    case .budget:
      switch config.thinkingBudget {
      case 0: return 0
      case nil where traits.defaultThinking == "off": return 0
      case nil, -1: return 3
      case let budget?: return min(max(budget / 256, 1), 5)
      }
    case .levels(let levels):
      let asked = config.thinkingLevel.flatMap { levels.contains($0.lowercased()) ? $0.lowercased() : nil }
      switch asked ?? traits.defaultThinking ?? levels.last ?? "low" {
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
