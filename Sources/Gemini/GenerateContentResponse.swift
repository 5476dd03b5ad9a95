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

  /// Takes in the response that came after it, if both bring nothing but text of one candidate: what both say together is
  /// the same then.
  /// - Returns: false if that is not so, and nothing was changed.
  private mutating func join(_ next: GenerateContentResponse) -> Bool {
    guard candidates.count == 1, next.candidates.count == 1, candidates[0].index == next.candidates[0].index,
      candidates[0].isPlainText, next.candidates[0].isPlainText, promptFeedback == nil, next.promptFeedback == nil
    else { return false }
    candidates[0].append(next.candidates[0])
    if let newer = next.usageMetadata {
      if usageMetadata == nil { usageMetadata = newer } else { usageMetadata?.merge(newer) }
    }
    modelVersion = next.modelVersion ?? modelVersion
    responseId = next.responseId ?? responseId
    createTime = next.createTime ?? createTime
    modelStatus = next.modelStatus ?? modelStatus
    return true
  }

  /// The same said by fewer responses, where several of them only bring more text.
  package static func joined(_ responses: [GenerateContentResponse]) -> [GenerateContentResponse] {
    responses.reduce(into: []) { joined, next in
      guard let last = joined.indices.last, joined[last].join(next) else { return joined.append(next) }
    }
  }

  private static let keys = [
    "candidates", "usageMetadata", "promptFeedback", "modelVersion", "responseId", "createTime", "modelStatus",
  ]
}
