import Gemini

/// The rules of the Developer API for a request body, in its own words.
/// - Source: gemini-api.md sections 4, 7, 8, 9 and 13.
enum RequestRules {
  static func check(_ body: JSON, model: String, traits: ModelTraits) throws(Refusal) {
    guard let body = body.object else {
      throw .invalid("Invalid JSON payload received. Root element must be a message.")
    }
    try checkNames(body, topLevel, at: "")
    let contents = try list(body["contents"], at: "contents")
    if contents.isEmpty { throw .invalid("* GenerateContentRequest.contents: contents is not specified\n") }
    for (index, content) in contents.enumerated() { try checkContent(content, at: "contents[\(index)]") }
    if let instruction = body["systemInstruction"] {
      try checkNames(try object(instruction, at: "system_instruction"), ["role", "parts"], at: "system_instruction")
      // - Source: gemini-api.md section 9.
      if traits.makesImages, model.hasPrefix("gemini-2") {
        throw .invalid("Developer instruction is not enabled for models/\(model)")
      }
    }
    for (index, setting) in try list(body["safetySettings"], at: "safety_settings").enumerated() {
      try checkSafety(setting, at: "safety_settings[\(index)]")
    }
    for (index, tool) in try list(body["tools"], at: "tools").enumerated() {
      try checkNames(try object(tool, at: "tools[\(index)]"), tools, at: "tools[\(index)]")
    }
    if model.hasPrefix("gemini-3"), traits.makesImages { try checkSignatures(contents) }
    if let config = body["generationConfig"] {
      try ConfigRules.check(try object(config, at: "generation_config"), model: model, traits: traits)
    }
  }

  private static let topLevel: Set<String> = [
    "contents", "systemInstruction", "generationConfig", "safetySettings", "tools", "toolConfig", "cachedContent",
    "serviceTier", "labels", "store", "continuationToken", "model",
  ]

  private static let partKeys: Set<String> = [
    "text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode", "codeExecutionResult",
    "toolCall", "toolResponse", "thought", "thoughtSignature", "videoMetadata", "mediaResolution", "partMetadata",
  ]

  private static let dataKeys = partKeys.subtracting([
    "thought", "thoughtSignature", "videoMetadata", "mediaResolution", "partMetadata",
  ])

  private static let tools: Set<String> = [
    "googleSearch", "googleSearchRetrieval", "codeExecution", "urlContext", "googleMaps", "fileSearch", "computerUse",
    "mcpServers", "functionDeclarations",
  ]

  private static let pictureTypes: Set<String> = ["image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"]

  private static let harmCategories: Set<String> = [
    "HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "HARM_CATEGORY_DANGEROUS_CONTENT", "HARM_CATEGORY_CIVIC_INTEGRITY", "HARM_CATEGORY_JAILBREAK",
  ]

  private static let thresholds: Set<String> = [
    "BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF",
  ]

  private static func checkContent(_ json: JSON, at path: String) throws(Refusal) {
    let content = try object(json, at: path)
    try checkNames(content, ["role", "parts"], at: path)
    if let role = content["role"]?.string, !["user", "model", "function"].contains(role.lowercased()) {
      throw .invalid("Please use a valid role: user, model.")
    }
    let parts = try list(content["parts"], at: "\(path).parts")
    if parts.isEmpty {
      throw .invalid("* GenerateContentRequest.\(path).parts: contents.parts must not be empty.\n")
    }
    for (index, part) in parts.enumerated() { try checkPart(part, at: "\(path).parts[\(index)]") }
  }

  private static func checkPart(_ json: JSON, at path: String) throws(Refusal) {
    let part = try object(json, at: path)
    try checkNames(part, partKeys, at: path)
    let count = part.members.count { dataKeys.contains($0.key) && $0.value != .null }
    if count == 0 {
      throw .invalid(
        "* GenerateContentRequest.\(path).data: required oneof field 'data' must have one initialized field\n")
    }
    if count > 1 { throw .wrongValue("oneof field 'data' is already set.", at: path, type: "oneof") }
    guard let blob = part["inlineData"] else { return }
    let type = try object(blob, at: "\(path).inline_data")["mimeType"]?.string ?? ""
    let isOther = ["audio/", "video/", "text/", "application/"].contains { type.hasPrefix($0) }
    guard isOther || pictureTypes.contains(type) else { throw .invalid("Unsupported MIME type: \(type)") }
    guard let data = blob["data"]?.string, Base64.decode(data) != nil else {
      throw .wrongValue("Base64 decoding failed", at: "\(path).inline_data.data", type: "TYPE_BYTES")
    }
  }

  private static func checkSafety(_ json: JSON, at path: String) throws(Refusal) {
    let setting = try object(json, at: path)
    try checkNames(setting, ["category", "threshold"], at: path)
    let service = "type.googleapis.com/google.ai.generativelanguage.v1beta"
    if let category = setting["category"]?.string, !harmCategories.contains(category) {
      throw .wrongValue("\"\(category)\"", at: "\(path).category", type: "\(service).HarmCategory")
    }
    if let threshold = setting["threshold"]?.string, !thresholds.contains(threshold) {
      throw .wrongValue(
        "\"\(threshold)\"", at: "\(path).threshold", type: "\(service).SafetySetting.HarmBlockThreshold")
    }
  }

  /// Pictures the model made have to come back with the signature they had.
  /// - Source: gemini-api.md section 8.
  private static func checkSignatures(_ contents: [JSON]) throws(Refusal) {
    for (position, content) in contents.enumerated() where content["role"]?.string?.lowercased() == "model" {
      for (index, part) in (content["parts"]?.array ?? []).enumerated() {
        guard part["inlineData"]?["mimeType"]?.string?.hasPrefix("image/") == true else { continue }
        if part["thoughtSignature"]?.string?.isEmpty != false {
          throw .invalid(
            "Image part is missing a thought_signature in content position \(position), part position \(index).")
        }
      }
    }
  }

  static func checkNames(_ object: JSONObject, _ known: Set<String>, at path: String) throws(Refusal) {
    for member in object.members where !known.contains(member.key) {
      throw .unknownName(member.key, at: path)
    }
  }

  static func object(_ json: JSON, at path: String) throws(Refusal) -> JSONObject {
    guard let object = json.object else { throw .wrongValue(json.text, at: path, type: "message") }
    return object
  }

  /// The elements of a list; of one that is absent, none. A single object stands for a list of one.
  private static func list(_ json: JSON?, at path: String) throws(Refusal) -> [JSON] {
    guard let json else { return [] }
    if let elements = json.array { return elements }
    guard json.object != nil else { throw .wrongValue(json.text, at: path, type: "message") }
    return [json]
  }
}
