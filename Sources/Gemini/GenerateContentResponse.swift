/// One answer of `generateContent`, or one event of a stream: both have the same shape, and any key may be missing.
/// - Source: gemini-api.md section 5.
package struct GenerateContentResponse: Hashable, Sendable {
  package var candidates: [Candidate]
  package var promptFeedback: PromptFeedback?
  package var usageMetadata: UsageMetadata?
  package var modelVersion: String?
  package var responseId: String?
  /// When the server made it, RFC 3339.
  package var createTime: String?
  /// Where the model stands in its life, as the server says.
  package var modelStatus: JSON?

  package init(_ json: JSON) {
    candidates = json["candidates"]?.array?.map(Candidate.init) ?? []
    promptFeedback = json["promptFeedback"].flatMap { $0.object == nil ? nil : PromptFeedback($0) }
    usageMetadata = json["usageMetadata"]?.object.map(UsageMetadata.init)
    modelVersion = json["modelVersion"]?.string
    responseId = json["responseId"]?.string
    createTime = json["createTime"]?.string
    modelStatus = json["modelStatus"]
  }

  /// True if the JSON is an object with a key of a response, or one without any: that says nothing, and harms nothing.
  /// Everything else is no answer of this API.
  package static func isResponse(_ json: JSON) -> Bool {
    guard let members = json.object?.members else { return false }
    return members.isEmpty || members.contains { keys.contains($0.key) }
  }

  private static let keys = [
    "candidates", "usageMetadata", "promptFeedback", "modelVersion", "responseId", "createTime", "modelStatus",
  ]
}
