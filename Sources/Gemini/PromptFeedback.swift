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
