/// One answer of `generateContent`, or one event of a stream: both have the same shape, and any key may be missing.
/// - Source: gemini-api.md section 5.
package struct GenerateContentResponse: Hashable, Sendable {
  package var candidates: [Candidate]
  package var promptFeedback: PromptFeedback?
  package var usageMetadata: UsageMetadata?
  package var modelVersion: String?
  package var responseId: String?

  package init(_ json: JSON) {
    candidates = json["candidates"]?.array?.map(Candidate.init) ?? []
    promptFeedback = json["promptFeedback"].flatMap { $0.object == nil ? nil : PromptFeedback($0) }
    usageMetadata = json["usageMetadata"]?.object.map(UsageMetadata.init)
    modelVersion = json["modelVersion"]?.string
    responseId = json["responseId"]?.string
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

/// One version of the answer.
package struct Candidate: Hashable, Sendable {
  package var index: Int
  package var parts: [Part]
  package var finishReason: FinishReason?
  package var finishMessage: String?
  package var safetyRatings: JSON?
  package var citationMetadata: JSON?
  package var groundingMetadata: JSON?
  package var urlContextMetadata: JSON?

  package init(index: Int, parts: [Part] = []) {
    self.index = index
    self.parts = parts
  }

  package init(_ json: JSON) {
    index = json["index"]?.int ?? 0
    parts = json["content"]?["parts"]?.array?.map(Part.init) ?? []
    finishReason = json["finishReason"]?.string.map(FinishReason.init)
    finishMessage = json["finishMessage"]?.string
    safetyRatings = json["safetyRatings"]
    citationMetadata = json["citationMetadata"]
    groundingMetadata = json["groundingMetadata"]
    urlContextMetadata = json["urlContextMetadata"]
  }

  /// Takes in the next chunk of this candidate.
  ///
  /// Parts are joined as the conversation rules allow: neighbouring texts of the same kind without a signature become
  /// one; a signed part, also one of empty text, stays by itself; empty parts go.
  /// - Source: gemini-api.md sections 5 and 8.
  package mutating func append(_ chunk: Candidate) {
    for part in chunk.parts where !part.isEmpty { append(part) }
    finishReason = chunk.finishReason ?? finishReason
    finishMessage = chunk.finishMessage ?? finishMessage
    safetyRatings = chunk.safetyRatings ?? safetyRatings
    citationMetadata = Self.joined(citationMetadata, chunk.citationMetadata)
    groundingMetadata = Self.updated(groundingMetadata, chunk.groundingMetadata)
    urlContextMetadata = Self.updated(urlContextMetadata, chunk.urlContextMetadata)
  }

  private mutating func append(_ part: Part) {
    guard case .text(let more) = part.data, part.thoughtSignature == nil, part.other.isEmpty,
      let last = parts.indices.last, case .text(var text) = parts[last].data, parts[last].thought == part.thought,
      parts[last].thoughtSignature == nil, parts[last].other.isEmpty
    else {
      parts.append(part)
      return
    }
    // The array lets go of its copy first, so that a long answer grows in place.
    parts[last].data = .unknown
    text += more
    parts[last].data = .text(text)
  }

  /// Middle chunks repeat metadata as `{}`, which takes nothing back: only what is named is replaced.
  private static func updated(_ old: JSON?, _ new: JSON?) -> JSON? {
    guard var object = old?.object, let added = new?.object else { return new ?? old }
    for member in added.members where !member.value.isNull { object[member.key] = member.value }
    return .object(object)
  }

  /// Streams spread citations over their chunks, as lists under a key that differs by backend.
  private static func joined(_ old: JSON?, _ new: JSON?) -> JSON? {
    guard var object = old?.object, let added = new?.object else { return new ?? old }
    for member in added.members where !member.value.isNull {
      if let before = object[member.key]?.array, let more = member.value.array {
        object[member.key] = .array(before + more.filter { !before.contains($0) })
      } else {
        object[member.key] = member.value
      }
    }
    return .object(object)
  }
}

extension Candidate {
  package func text(thought: Bool) -> String {
    parts.reduce(into: "") { text, part in
      if part.thought == thought, let piece = part.text { text += piece }
    }
  }
}

/// The numbers of tokens, as far as the server gives them. Each event replaces what it names.
/// - Source: gemini-api.md section 5.
package struct UsageMetadata: Hashable, Sendable {
  package private(set) var json: JSONObject

  package init(_ json: JSONObject = JSONObject()) { self.json = json }

  package mutating func merge(_ newer: UsageMetadata) {
    for member in newer.json.members where member.value != .null { json[member.key] = member.value }
  }

  /// A count as far as it can be one: figures are worked out from it, and no server may make them overflow.
  private func count(_ key: String) -> Int? { json[key]?.int.map { max(0, min($0, 1 << 40)) } }

  package var promptTokenCount: Int? { count("promptTokenCount") }
  package var cachedContentTokenCount: Int? { count("cachedContentTokenCount") }
  /// The answer without thoughts.
  package var candidatesTokenCount: Int? { count("candidatesTokenCount") }
  package var thoughtsTokenCount: Int? { count("thoughtsTokenCount") }
  package var toolUsePromptTokenCount: Int? { count("toolUsePromptTokenCount") }
  package var totalTokenCount: Int? { count("totalTokenCount") }
}
