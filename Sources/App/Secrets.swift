import Core
import Gemini

/// Texts that must not be shown, such as a key that a server repeats in its words.
struct Secrets: Sendable {
  private let texts: [String]

  /// What stands in the place of a secret.
  private static let sign = "(hidden)"
  /// Shorter texts are part of many words, and no secrets.
  private static let shortest = 8

  init(_ texts: [String]) {
    self.texts = texts.filter { $0.utf8.count >= Self.shortest }
  }

  func hide(in text: String) -> String {
    texts.reduce(text) { text, secret in
      guard Self.mayContain(secret, text) else { return text }
      let hidden = text.replacing(secret, with: Self.sign)
      return withoutBeginning(of: secret, atEndOf: hidden)
    }
  }

  /// True if the first bytes of a secret stand somewhere in a text: else there is nothing to hide.
  ///
  /// Each event of a stream is asked, and bytes are compared many times faster than characters.
  private static func mayContain(_ secret: String, _ text: String) -> Bool {
    let text = text.utf8Span.span
    let beginning = secret.utf8Span.span.extracting(first: shortest)
    guard text.count >= beginning.count else { return false }
    return (0...text.count - beginning.count).contains { start in
      beginning.indices.allSatisfy { text[start + $0] == beginning[$0] }
    }
  }

  /// An excerpt may end in the middle of a secret.
  private func withoutBeginning(of secret: String, atEndOf text: String) -> String {
    let ending = text.hasSuffix("…") ? "…" : ""
    let body = text.dropLast(ending.count)
    var beginning = secret.dropLast()
    while beginning.utf8.count >= Self.shortest {
      if body.hasSuffix(beginning) { return body.dropLast(beginning.count) + Self.sign + ending }
      beginning.removeLast()
    }
    return text
  }

  func hide(in json: JSON) -> JSON {
    switch json {
    case .string(let text): return .string(hide(in: text))
    case .array(let elements): return .array(elements.map(hide))
    case .object(let object):
      var hidden = JSONObject()
      for member in object.members { hidden[hide(in: member.key)] = hide(in: member.value) }
      return .object(hidden)
    case .null, .bool, .number: return json
    }
  }

  func hide(in failure: Failure) -> Failure {
    var failure = failure
    failure.message = hide(in: failure.message)
    failure.hint = hide(in: failure.hint)
    failure.status = failure.status.map(hide)
    failure.details = failure.details.map(hide)
    return failure
  }

  /// True if the service says something about the answer in a response.
  static func mayStand(in response: GenerateContentResponse) -> Bool {
    response.promptFeedback != nil || response.modelVersion != nil || response.modelStatus != nil
      || response.candidates.contains { $0.finishReason != nil || $0.finishMessage != nil }
  }

  /// Hides secrets in what the service says about an answer. The answer itself is the model's.
  func hide(in response: GenerateContentResponse) -> GenerateContentResponse {
    var response = response
    response.modelVersion = response.modelVersion.map(hide)
    response.responseId = response.responseId.map(hide)
    response.modelStatus = response.modelStatus.map(hide)
    if let feedback = response.promptFeedback { response.promptFeedback = PromptFeedback(hide(in: feedback.json)) }
    for index in response.candidates.indices {
      if let message = response.candidates[index].finishMessage {
        response.candidates[index].finishMessage = hide(in: message)
      }
      // Gateways are known to put the words of an error here.
      if let reason = response.candidates[index].finishReason {
        response.candidates[index].finishReason = FinishReason(rawValue: hide(in: reason.rawValue))
      }
    }
    return response
  }
}
