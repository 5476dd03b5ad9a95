/// Why a run ended without a whole answer: what kind it is, what the service said, and what to do next.
/// - Source: gemini-api.md sections 13 and 14.
package struct Failure: Error, Hashable, Sendable {
  package enum Kind: String, Hashable, CaseIterable, Sendable {
    case authentication, permission, invalidRequest, notFound, rateLimited, quotaExhausted, server, network, timeout
    case incompleteStream, malformedResponse, cancelled
  }

  /// What the program does about a failure by itself.
  package enum Retry: Hashable, Sendable {
    /// Nothing: another attempt would fail alike, or only a person may ask for it.
    case never
    /// Waits and sends the same again.
    case backoff
    /// Sends the request once more without the thought signatures of earlier turns.
    case withoutSignatures
  }

  package var kind: Kind
  /// The error object's `code` if there is one, else the status of the response.
  package var httpStatus: Int?
  /// The name, such as `RESOURCE_EXHAUSTED`.
  package var status: String?
  /// What happened, in the service's words where it gave some.
  package var message: String
  /// How long the service asks to wait.
  package var retryDelaySeconds: Double?
  /// What to do next, as a sentence.
  package var hint: String
  /// The details of the error object, without those that may echo the request.
  package var details: [JSON]
  package var retry: Retry

  /// - Parameter retry: `nil` is what suits the kind.
  package init(
    _ kind: Kind, _ message: String, hint: String, httpStatus: Int? = nil, status: String? = nil,
    retryDelaySeconds: Double? = nil, details: [JSON] = [], retry: Retry? = nil
  ) {
    self.kind = kind
    self.message = message
    self.hint = hint
    self.httpStatus = httpStatus
    self.status = status
    self.retryDelaySeconds = retryDelaySeconds
    self.details = details
    self.retry = retry ?? kind.usualRetry
  }

  package static let cancelled = Failure(
    .cancelled, "The answer was stopped.", hint: "Send the prompt again for a whole answer.")

  package static let incompleteStream = Failure(
    .incompleteStream, "The answer broke off before its end.", hint: "Ask again for a whole answer.")

  package static func malformed(_ what: String) -> Failure {
    Failure(
      .malformedResponse, "The server sent something that is no answer of this API: \(what)",
      hint: "Check the base URL, or try again.")
  }
}

extension Failure.Kind {
  /// What is done about a failure of which nothing but the kind is known.
  fileprivate var usualRetry: Failure.Retry {
    switch self {
    case .rateLimited, .server, .network, .timeout: .backoff
    case .authentication, .permission, .invalidRequest, .notFound, .quotaExhausted, .incompleteStream,
      .malformedResponse, .cancelled:
      .never
    }
  }
}
