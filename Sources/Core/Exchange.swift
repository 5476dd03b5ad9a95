package import Gemini

/// What came of one request of a run, as far as it decides what follows.
package struct Exchange: Hashable, Sendable {
  /// Why it broke off; `nil` if the body ended as bodies end.
  package var failure: Failure?
  /// True once a first event came: the request was taken.
  package private(set) var hasBegun = false
  /// True once something came that a person can see or keep.
  package private(set) var hasContent = false
  /// True once some of it was more than thoughts.
  package private(set) var hasAnswer = false
  /// Of the first candidate.
  package private(set) var finishReason: FinishReason?
  /// The newest one.
  package private(set) var continuationToken: String?
  package private(set) var isBlocked = false

  package init(failure: Failure? = nil) { self.failure = failure }

  package mutating func take(_ response: GenerateContentResponse) {
    hasBegun = true
    if response.promptFeedback?.isBlock == true { isBlocked = true }
    for candidate in response.candidates {
      for part in candidate.parts where !part.isEmpty {
        hasContent = true
        if !part.thought { hasAnswer = true }
      }
      guard candidate.index == 0 else { continue }
      finishReason = candidate.finishReason ?? finishReason
      continuationToken = candidate.continuationToken ?? continuationToken
    }
  }
}
