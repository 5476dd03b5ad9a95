import Gemini

/// The rules of the Developer API for a body of `generateContent` that is the message it should be, in its own words.
/// - Source: gemini-api.md sections 4, 7, 8, 9, 10 and 13.
enum RequestRules {
  static func check(_ body: JSONObject, model: String, traits: ModelTraits) throws(Refusal) {
    let contents = body["contents"]?.array ?? []
    try ContentRules.check(contents, of: "GenerateContentRequest")
    try InputRules.check(contents, traits: traits)
    try HistoryRules.check(contents)
    try SignatureRules.check(contents, model: model, traits: traits)
    if let instruction = body["systemInstruction"] {
      try checkInstruction(instruction["parts"]?.array ?? [], model: model, traits: traits)
    }
    try ToolRules.check(body["tools"]?.array ?? [], config: body["toolConfig"], model: model)
    try checkTextAlone(body, model: model, traits: traits)
    if let config = body["generationConfig"]?.object {
      try ConfigRules.check(config, model: model, traits: traits)
    }
    // There is no method here that would make one.
    if let name = body["cachedContent"]?.string, !name.isEmpty { throw .notFound }
  }

  /// What models that make pictures do not do.
  private static func checkTextAlone(_ body: JSONObject, model: String, traits: ModelTraits) throws(Refusal) {
    let tools = Set((body["tools"]?.array ?? []).flatMap { $0.object?.members.map(\.key) ?? [] })
    for (tool, name) in [("codeExecution", "Code execution"), ("functionDeclarations", "Function calling")]
    where tools.contains(tool) && traits.refusedTools[tool] != nil {
      throw .invalid("\(name) is not enabled for models/\(model)")
    }
    let type = body["generationConfig"]?["responseMimeType"]?.string ?? "text/plain"
    if type != "text/plain", !traits.takesSchema { throw .invalid("JSON mode is not enabled for models/\(model)") }
  }

  private static func checkInstruction(_ parts: [JSON], model: String, traits: ModelTraits) throws(Refusal) {
    if traits.refusesSystemInstruction {
      throw .invalid("Developer instruction is not enabled for models/\(model)")
    }
    for (index, part) in parts.enumerated() where part["text"] == nil {
      throw .field("system_instruction.parts[\(index)].text", "must be set: a system instruction takes text only.")
    }
  }
}
