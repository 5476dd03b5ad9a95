import Gemini

/// What goes wrong with the answers of the special models.
/// - Source: gemini-api.md sections 5, 6 and 15.
extension Reply {
  /// Changes an answer that was written in full to what the model is there to show.
  mutating func spoil(as special: SpecialModel, request: GenerateRequest, by writer: ReplyWriter) {
    switch special {
    case .slow: pace = .kept
    case .trickle: pace = .trickle
    case .flood: pace = .flood
    case .cut: breakOff(.cut)
    case .error: breakOff(.failure(.overloaded))
    case .stall:
      steps = Array(steps.prefix(1))
      ending = .silence
    case .malformed: steps[min(3, steps.count - 1)].isBroken = true
    case .safety:
      breakOff(.complete)
      steps.append(writer.withoutContent("SAFETY", ratings: ["HARM_CATEGORY_HARASSMENT": "MEDIUM"]))
    case .recitation:
      breakOff(.complete)
      steps.append(writer.withoutContent("RECITATION"))
    case .continuationCut where request.continuationToken == nil: cutAfterCheckpoint()
    case .earlyStop:
      changeCandidates { index, candidate in candidate["finishReason"] = index == 2 ? "STOP" : nil }
    case .everyStop: changeCandidates { _, candidate in candidate["finishReason"] = "STOP" }
    case .noFinish: changeCandidates { _, candidate in candidate["finishReason"] = nil }
    case .nulls: for index in steps.indices { steps[index].chunk = Self.withNulls(steps[index].chunk) }
    default: break
    }
  }

  /// Leaves the first chunks standing.
  private mutating func breakOff(_ ending: Ending) {
    steps = Array(steps.prefix(min(4, max(steps.count - 1, 1))))
    self.ending = ending
  }

  private mutating func cutAfterCheckpoint() {
    guard let checkpoint = steps.firstIndex(where: { $0.chunk.candidate?["continuationToken"] != nil })
    else { return }
    steps = Array(steps[...checkpoint])
    ending = .cut
  }

  private mutating func changeCandidates(_ change: (_ index: Int, inout JSONObject) -> Void) {
    for index in steps.indices { steps[index].chunk.changeCandidate { change(index, &$0) } }
  }

  /// The chunk with all keys of a response in it, as some relays write it.
  private static func withNulls(_ chunk: JSON) -> JSON {
    guard var response = chunk.object else { return chunk }
    if var candidate = chunk.candidate {
      if var content = candidate["content"]?.object {
        let parts = content["parts"]?.array ?? []
        content["parts"] = parts.isEmpty ? .null : .array(parts.map { filled($0, partKeys) })
        candidate["content"] = .object(content)
      }
      response["candidates"] = [filled(.object(candidate), candidateKeys)]
    }
    if let usage = response["usageMetadata"] { response["usageMetadata"] = filled(usage, usageKeys) }
    return filled(.object(response), responseKeys)
  }

  private static func filled(_ json: JSON, _ keys: [String]) -> JSON {
    guard var object = json.object else { return json }
    for key in keys where object[key] == nil { object[key] = .null }
    return .object(object)
  }

  private static let partKeys = [
    "text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode", "codeExecutionResult",
    "thought", "thoughtSignature", "videoMetadata",
  ]
  private static let candidateKeys = [
    "content", "finishReason", "finishMessage", "index", "safetyRatings", "citationMetadata", "groundingMetadata",
    "urlContextMetadata", "avgLogprobs", "logprobsResult", "tokenCount", "continuationToken",
  ]
  private static let usageKeys = [
    "promptTokenCount", "cachedContentTokenCount", "candidatesTokenCount", "thoughtsTokenCount",
    "toolUsePromptTokenCount", "totalTokenCount", "promptTokensDetails", "trafficType",
  ]
  private static let responseKeys = [
    "candidates", "promptFeedback", "usageMetadata", "modelVersion", "responseId", "createTime", "modelStatus",
  ]
}
