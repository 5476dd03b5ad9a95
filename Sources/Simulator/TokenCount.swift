import Gemini

/// The answer of `countTokens`.
/// - Source: gemini-api.md section 12.
enum TokenCount {
  static func answer(model: String, body: JSON, version: String = "v1beta") throws(Refusal) -> JSON {
    let body = try PayloadReader.read(body, as: .countTokensRequest, version: version)
    let request = body["generateContentRequest"]
    if body["contents"] != nil, request != nil {
      throw .invalid("Only one of contents and generate_content_request can be set.")
    }
    if let request, request["model"]?.string?.isEmpty != false {
      throw .invalid("* CountTokensRequest.generate_content_request.model: model is not specified\n")
    }
    let contents = (request?["contents"] ?? body["contents"])?.array ?? []
    try ContentRules.check(
      contents, of: request == nil ? "CountTokensRequest" : "CountTokensRequest.generate_content_request")
    try InputRules.check(contents, traits: SimulatorModels.traits(of: model))
    let instruction = request?["systemInstruction"].map { Content($0).text }
    let tokens = Tokens.ofPrompt(contents.map(Content.init), instruction, model: model)
    return [
      "totalTokens": .int(tokens.reduce(0) { $0 + $1.count }),
      "promptTokensDetails": .array(
        tokens.map { ["modality": .string($0.modality), "tokenCount": .int($0.count)] }),
    ]
  }
}
