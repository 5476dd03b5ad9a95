/// What is asked of a model, for `generateContent` and `streamGenerateContent` alike.
/// - Source: gemini-api.md section 4.
package struct GenerateContentRequest: Hashable, Sendable {
  /// The id, such as `gemini-flash-latest`, with or without `models/`. It stands in the URL.
  package var model: String
  package var contents: [Content]
  package var systemInstruction: String?
  package var generationConfig: GenerationConfig
  /// Each `{category, threshold}`.
  package var safetySettings: [JSON]
  package var tools: [JSON]
  /// Top-level fields this program does not know, to be sent as they are.
  package var other: JSONObject

  package init(
    model: String, contents: [Content], systemInstruction: String? = nil,
    generationConfig: GenerationConfig = GenerationConfig(), safetySettings: [JSON] = [], tools: [JSON] = [],
    other: JSONObject = JSONObject()
  ) {
    self.model = model
    self.contents = contents
    self.systemInstruction = systemInstruction
    self.generationConfig = generationConfig
    self.safetySettings = safetySettings
    self.tools = tools
    self.other = other
  }

  /// The body. Assets stand as `{"sha256", "bytes"}`; `resolved` puts their bytes in.
  package var json: JSON {
    var body = JSONObject()
    body["contents"] = .array(contents.map(\.json))
    if let systemInstruction, !systemInstruction.isEmpty {
      body["systemInstruction"] = ["role": "user", "parts": [["text": .string(systemInstruction)]]]
    }
    if !generationConfig.isEmpty { body["generationConfig"] = .object(generationConfig.json) }
    if !safetySettings.isEmpty { body["safetySettings"] = .array(safetySettings) }
    if !tools.isEmpty { body["tools"] = .array(tools) }
    for member in other.members { body[member.key] = member.value }
    return .object(body)
  }

  /// All assets the body needs, each once.
  package var assets: Set<AssetReference> {
    Set(contents.flatMap(\.blobs).compactMap(\.asset))
  }

  /// The same request with the bytes of its assets in place; `nil` leaves a reference as it is.
  package func resolved(_ bytes: (AssetReference) throws -> [UInt8]?) rethrows -> GenerateContentRequest {
    var request = self
    for content in request.contents.indices {
      for part in request.contents[content].parts.indices {
        guard var blob = request.contents[content].parts[part].blob, let asset = blob.asset,
          let bytes = try bytes(asset)
        else { continue }
        blob.data = .bytes(bytes)
        request.contents[content].parts[part].data = .inlineData(blob)
      }
    }
    return request
  }
}
