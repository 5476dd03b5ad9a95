package import Gemini

/// Decides, request by request, how a run goes on: the same again, the next piece of a long answer, or the end.
/// - Source: gemini-api.md sections 8, 11 and 14.
package struct RunCourse: Hashable, Sendable {
  package enum Step: Hashable, Sendable {
    case end(Failure?)
    /// The request once more, after a wait.
    case attempt(Int, after: Failure, delaySeconds: Double)
    /// The request once more without the thought signatures of earlier turns.
    case attemptWithoutSignatures(Int, after: Failure)
    /// The request with this continuation token, after a wait if the one before broke off.
    case hop(Int, token: String, after: Failure?, delaySeconds: Double)
  }

  /// Requests in a row that may break off without having brought a new token.
  private static let mostReconnects = 3

  private let policy: RetryPolicy
  private let isUnary: Bool
  /// False if there are no signatures to be taken out.
  private var hasSignatures: Bool
  private var attempt = 1
  private var hop = 1
  private var token: String?
  private var reconnects = 0

  /// - Parameters:
  ///   - isUnary: true for an answer asked for in one piece.
  ///   - hasSignatures: true if the request carries thought signatures.
  package init(_ policy: RetryPolicy, isUnary: Bool, hasSignatures: Bool) {
    self.policy = policy
    self.isUnary = isUnary
    self.hasSignatures = hasSignatures
  }

  /// - Parameter jitter: a random number from 0 to 1.
  package mutating func next(after exchange: Exchange, jitter: Double) -> Step {
    let hasNewToken = exchange.continuationToken != nil && exchange.continuationToken != token
    if hasNewToken {
      token = exchange.continuationToken
      reconnects = 0
    }
    if let step = nextHop(after: exchange, hasNewToken: hasNewToken, jitter: jitter) { return step }
    guard let failure = exchange.failure, hop == 1 else { return .end(exchange.failure) }
    if failure.retry == .withoutSignatures, hasSignatures, attempt < policy.maximumAttempts {
      hasSignatures = false
      attempt += 1
      return .attemptWithoutSignatures(attempt, after: failure)
    }
    guard
      let delay = policy.delay(after: failure, attempt: attempt, hasAnswer: exchange.hasAnswer, jitter: jitter)
    else { return .end(failure) }
    attempt += 1
    return .attempt(attempt, after: failure, delaySeconds: delay)
  }

  private mutating func nextHop(after exchange: Exchange, hasNewToken: Bool, jitter: Double) -> Step? {
    guard let token, !exchange.isBlocked else { return nil }
    if exchange.failure == nil, exchange.finishReason == .continuation {
      // Without a new token or a new piece it would go on like this for ever, and each request is paid for.
      guard hasNewToken, exchange.hasContent else { return nil }
      hop += 1
      return .hop(hop, token: token, after: nil, delaySeconds: 0)
    }
    guard let failure = reasonToReconnect(exchange), reconnects < Self.mostReconnects,
      let delay = RetryPolicy.delay(reconnects + 1, asked: failure.retryDelaySeconds, jitter: jitter)
    else { return nil }
    reconnects += 1
    hop += 1
    return .hop(hop, token: token, after: failure, delaySeconds: delay)
  }

  /// Why a request that broke off can be taken up at its token; `nil` if it did not, or was refused.
  private func reasonToReconnect(_ exchange: Exchange) -> Failure? {
    guard exchange.finishReason == nil || exchange.finishReason == .continuation else { return nil }
    guard let failure = exchange.failure else { return isUnary ? nil : .incompleteStream }
    switch failure.kind {
    case .network, .timeout, .incompleteStream: return failure.httpStatus == nil ? failure : nil
    default: return exchange.hasBegun && failure.retry == .backoff ? failure : nil
    }
  }
}
