/// Why a model stopped. Open: a value nobody knows yet is kept and shown.
/// - Source: gemini-api.md section 5.
package struct FinishReason: RawRepresentable, Hashable, Sendable {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let stop = FinishReason(rawValue: "STOP")
  package static let maxTokens = FinishReason(rawValue: "MAX_TOKENS")
  package static let continuation = FinishReason(rawValue: "CONTINUATION")

  /// Stopped by a filter: what was streamed stays on the screen and out of the next request.
  package var isBlocked: Bool {
    [
      "SAFETY", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "RECITATION", "IMAGE_SAFETY",
      "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "ESCALATION", "PUP_LIMITED_DISABLED",
    ].contains(rawValue)
  }

  /// No picture came although one was asked for.
  package var isMissingImage: Bool { rawValue == "NO_IMAGE" || rawValue.hasPrefix("IMAGE_") }

  /// What it means, in plain words, and what to do next.
  package var sentence: String {
    switch rawValue {
    case "STOP": "The answer is complete."
    case "MAX_TOKENS":
      "The answer reached the limit of output tokens, which counts thinking too. Raise the limit in the run settings, "
        + "or ask for less."
    case "CONTINUATION":
      "The answer is cut, as it reached the limit of one request, and can be resumed. Ask the model to go on."
    case "SAFETY": "The answer was stopped by a safety filter. Rephrase the prompt or change the safety settings."
    case "BLOCKLIST": "The answer was stopped because it held a blocked term. Rephrase the prompt."
    case "PROHIBITED_CONTENT": "The answer was stopped because its content is prohibited. Rephrase the prompt."
    case "SPII": "The answer was stopped because it may hold personal data. Rephrase the prompt."
    case "MODEL_ARMOR": "The answer was stopped by the project's Model Armor policy. Rephrase the prompt."
    case "RECITATION":
      "The answer was stopped because it came too close to a published source. Asking again often helps."
    case "LANGUAGE": "The model does not support this language. Ask in another one."
    case "OTHER", "FINISH_REASON_UNSPECIFIED": "The model stopped without saying why. Ask again."
    case "MALFORMED_FUNCTION_CALL": "The model made a function call that cannot be read. Ask again."
    case "UNEXPECTED_TOOL_CALL": "The model called a tool that was not offered. Ask again, or turn the tool on."
    case "TOO_MANY_TOOL_CALLS": "The model made too many tool calls in a row. Ask again, or ask for less."
    case "MALFORMED_RESPONSE": "The model made an answer that cannot be read. Ask again."
    case "MISSING_THOUGHT_SIGNATURE":
      "The history lacks a thought signature the model needs. Start from an earlier turn."
    case "IMAGE_SAFETY": "No picture: it was stopped by a safety filter. Rephrase the prompt."
    case "IMAGE_PROHIBITED_CONTENT": "No picture: its content is prohibited. Rephrase the prompt."
    case "IMAGE_RECITATION": "No picture: it came too close to an existing one. Rephrase the prompt."
    case "IMAGE_OTHER": "No picture came, and the model did not say why. Ask again."
    case "NO_IMAGE": "The model made no picture. Ask for one in so many words, or ask again."
    case "ESCALATION": "The answer was stopped by a rule of the service. Rephrase the prompt."
    case "PUP_LIMITED_DISABLED":
      "The account is limited by the service's policy. See the account's page at the service."
    default:
      "The model stopped for a reason this program does not know: \(rawValue). Ask again if the answer is not whole."
    }
  }
}

/// Why a prompt was refused before any answer.
/// - Source: gemini-api.md section 5.
package struct PromptFeedback: Hashable, Sendable {
  /// SAFETY, BLOCKLIST, PROHIBITED_CONTENT and the like, or a value nobody knows yet.
  package let blockReason: String?
  package let blockReasonMessage: String?
  package let json: JSON

  package init(_ json: JSON) {
    blockReason = json["blockReason"]?.string
    blockReasonMessage = json["blockReasonMessage"]?.string
    self.json = json
  }

  /// True if the prompt was refused; ratings alone mean nothing.
  package var isBlock: Bool { blockReason != nil || blockReasonMessage != nil }

  package var sentence: String {
    let about = SafetyRatings.categories(json["safetyRatings"]).map { " (\($0))" } ?? ""
    let why =
      switch blockReason {
      case "SAFETY": "by a safety filter\(about)"
      case "BLOCKLIST": "because it holds a blocked term"
      case "PROHIBITED_CONTENT": "because its content is prohibited"
      case "IMAGE_SAFETY": "because the picture would be unsafe"
      case "MODEL_ARMOR": "by the project's Model Armor policy"
      case "JAILBREAK": "because it tries to get around the model's rules"
      case nil, "OTHER", "BLOCK_REASON_UNSPECIFIED": "without a reason given"
      case let other?: "for a reason this program does not know: \(other)"
      }
    let detail = blockReasonMessage.map { " The service says: \"\($0)\"." } ?? ""
    return "The prompt was refused \(why).\(detail) Rephrase it and send it again."
  }
}
