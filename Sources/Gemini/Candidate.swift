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
  package var avgLogprobs: JSON?
  package var logprobsResult: JSON?
  package var tokenCount: JSON?
  /// The newest mark at which a long answer can be taken up again; opaque.
  package var continuationToken: String?

  package init(index: Int, parts: [Part] = []) {
    self.index = index
    self.parts = parts
  }

  package init(_ json: JSON) {
    self.init(index: 0)
    for member in json.object?.members ?? [] where !member.value.isNull {
      switch member.key {
      case "index": index = member.value.int ?? 0
      case "content": parts = member.value["parts"]?.array?.map(Part.init) ?? []
      case "finishReason": finishReason = member.value.string.map(FinishReason.init)
      case "finishMessage": finishMessage = member.value.string
      case "safetyRatings": safetyRatings = member.value
      case "citationMetadata": citationMetadata = member.value
      case "groundingMetadata": groundingMetadata = member.value
      case "urlContextMetadata": urlContextMetadata = member.value
      case "avgLogprobs": avgLogprobs = member.value
      case "logprobsResult": logprobsResult = member.value
      case "tokenCount": tokenCount = member.value
      case "continuationToken": continuationToken = member.value.string
      default: break
      }
    }
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
    avgLogprobs = chunk.avgLogprobs ?? avgLogprobs
    tokenCount = chunk.tokenCount ?? tokenCount
    continuationToken = chunk.continuationToken ?? continuationToken
    logprobsResult = Self.joined(logprobsResult, chunk.logprobsResult, each: true)
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

  /// Streams spread citations over their chunks, as lists under a key that differs by backend, and log probabilities.
  /// - Parameter each: true if equal entries are as many things; else they are the same one, repeated.
  private static func joined(_ old: JSON?, _ new: JSON?, each: Bool = false) -> JSON? {
    guard var object = old?.object, let added = new?.object else { return new ?? old }
    for member in added.members where !member.value.isNull {
      if let before = object[member.key]?.array, let more = member.value.array {
        object[member.key] = .array(before + more.filter { each || !before.contains($0) })
      } else {
        object[member.key] = member.value
      }
    }
    return .object(object)
  }
}

extension Candidate {
  /// True if it is text without anything about it.
  var isPlainText: Bool {
    parts.allSatisfy { $0.text != nil && $0.thoughtSignature == nil && $0.other.isEmpty } && finishReason == nil
      && finishMessage == nil && safetyRatings == nil && citationMetadata == nil && groundingMetadata == nil
      && urlContextMetadata == nil && avgLogprobs == nil && logprobsResult == nil && tokenCount == nil
      && continuationToken == nil
  }

  package func text(thought: Bool) -> String {
    parts.reduce(into: "") { text, part in
      if part.thought == thought, let piece = part.text { text += piece }
    }
  }
}
