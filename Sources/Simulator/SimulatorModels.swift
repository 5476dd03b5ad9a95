import Gemini

/// The models the simulator lists, and what it says of them.
/// - Source: gemini-api.md sections 12 and 16.
package enum SimulatorModels {
  /// All ids, in the order of `models.list`.
  package static let modelIDs: [String] = entries.map(\.id)

  /// One line a model, for people: the id, and what it does here.
  package static let list: String = {
    let width = modelIDs.map(\.count).max() ?? 0
    return entries.map { entry in
      entry.id + String(repeating: " ", count: width - entry.id.count + 2) + entry.summary
    }.joined(separator: "\n")
  }()

  struct Entry: Sendable {
    let id: String
    let displayName: String
    let summary: String
    let inputTokenLimit: Int
    let outputTokenLimit: Int

    /// The aliases stand in `v1beta` alone.
    /// - Source: gemini-api.md section 1.
    func isIn(version: String) -> Bool { version == "v1beta" || !id.hasSuffix("-latest") }
  }

  static let entries: [Entry] =
    [
      text("gemini-flash-latest", "Gemini Flash Latest"),
      text("gemini-pro-latest", "Gemini Pro Latest"),
      text("gemini-flash-lite-latest", "Gemini Flash-Lite Latest"),
      text("gemini-4-argon", "Gemini 4 Argon"),
      text("gemini-3.8-flash", "Gemini 3.8 Flash"),
      text("gemini-3.7-flash", "Gemini 3.7 Flash"),
      text("gemini-3.6-flash", "Gemini 3.6 Flash"),
      text("gemini-3.5-flash", "Gemini 3.5 Flash"),
      text("gemini-3.5-flash-lite", "Gemini 3.5 Flash-Lite"),
      text("gemini-3.1-pro-preview", "Gemini 3.1 Pro Preview"),
      text("gemini-3.1-flash-lite", "Gemini 3.1 Flash-Lite"),
      text("gemini-3-flash-preview", "Gemini 3 Flash Preview"),
      text("gemini-2.5-pro", "Gemini 2.5 Pro"),
      text("gemini-2.5-flash", "Gemini 2.5 Flash"),
      text("gemini-2.5-flash-lite", "Gemini 2.5 Flash-Lite"),
      text("gemma-4-31b-it", "Gemma 4 31B", input: 262144),
      text("gemma-4-26b-a4b-it", "Gemma 4 26B A4B", input: 262144),
      picture("gemini-nano-banana-2.1", "Nano Banana 2.1", input: 65536),
      picture("gemini-3-pro-image", "Gemini 3 Pro Image", input: 65536),
      picture("gemini-3.1-flash-image", "Gemini 3.1 Flash Image", input: 131072),
      picture("gemini-3.1-flash-lite-image", "Gemini 3.1 Flash-Lite Image", input: 131072),
      picture("gemini-2.5-flash-image", "Gemini 2.5 Flash Image", input: 32768),
      text("gemini-2.0-flash", "Gemini 2.0 Flash", output: 8192),
      text("gemini-2.0-flash-thinking-exp", "Gemini 2.0 Flash Thinking Experimental"),
      picture("gemini-2.0-flash-exp-image-generation", "Gemini 2.0 Flash Image Generation", input: 32768),
    ] + SpecialModel.allCases.map { text($0.rawValue, $0.displayName, summary: $0.summary) }

  private static func text(
    _ id: String, _ name: String, input: Int = 1_048_576, output: Int = 65536,
    summary: String = "Simulated: showcase text, fitted to the request."
  ) -> Entry {
    Entry(
      id: id, displayName: name + " (offline simulator)", summary: summary, inputTokenLimit: input,
      outputTokenLimit: output)
  }

  private static func picture(_ id: String, _ name: String, input: Int) -> Entry {
    Entry(
      id: id, displayName: name + " (offline simulator)",
      summary: "Simulated: placeholder pictures, and edits of pictures.",
      inputTokenLimit: input, outputTokenLimit: 32768)
  }

  /// What is known of a model. Of the special ones only that one thinks whose point it is, and none signs its parts.
  static func traits(of model: String) -> ModelTraits {
    var traits = ModelTraits(model)
    if let special = SpecialModel(rawValue: model) {
      traits.thinking = special == .thinking ? .levels(["low", "medium", "high"]) : .none
      traits.requiresSignatures = false
    }
    return traits
  }

  static func entry(_ id: String) -> Entry? { byID[id] }

  private static let byID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  static func json(_ entry: Entry) -> JSON {
    var model = JSONObject([
      "name": .string("models/" + entry.id), "version": "simulator", "displayName": .string(entry.displayName),
      "description": .string(entry.summary), "inputTokenLimit": .int(entry.inputTokenLimit),
      "outputTokenLimit": .int(entry.outputTokenLimit),
      "supportedGenerationMethods": ["generateContent", "countTokens"],
      "temperature": 1, "topP": .double(0.95), "topK": 64, "maxTemperature": 2,
    ])
    if traits(of: entry.id).thinks { model["thinking"] = true }
    return .object(model)
  }

  /// One page of `models.list`.
  static func page(version: String, size: String?, token: String?) throws(Refusal) -> JSON {
    let entries = entries.filter { $0.isIn(version: version) }
    var count = 50
    if let size {
      guard let wanted = Int(size), wanted >= 0 else {
        throw .wrongValue("\"\(size)\"", at: "page_size", type: "TYPE_INT32")
      }
      if wanted > 0 { count = min(wanted, 1000) }
    }
    var start = 0
    if let token, !token.isEmpty {
      guard token.hasPrefix("page-"), let place = Int(token.dropFirst(5)), entries.indices.contains(place) else {
        throw .invalid("Page token is invalid.")
      }
      start = place
    }
    let end = min(start + count, entries.count)
    var page = JSONObject(["models": .array(entries[start..<end].map(json))])
    if end < entries.count { page["nextPageToken"] = .string("page-\(end)") }
    return .object(page)
  }
}
