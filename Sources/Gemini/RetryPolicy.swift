/// Whether and when a failed request is sent again.
/// - Source: gemini-api.md section 14.
package struct RetryPolicy: Hashable, Sendable {
  /// Requests in all, the first one counted.
  package var maximumAttempts = 5

  package init() {}

  /// Seconds to wait before the next attempt; `nil` if there is to be none.
  /// - Parameters:
  ///   - attempt: the attempt that failed, from 1.
  ///   - hasAnswer: true once text was shown: from then on only a person asks again.
  ///   - jitter: a random number from 0 to 1, so that many clients do not come back at once.
  package func delay(after failure: Failure, attempt: Int, hasAnswer: Bool, jitter: Double) -> Double? {
    guard attempt < maximumAttempts, !hasAnswer else { return nil }
    switch failure.kind {
    case .rateLimited, .server, .network, .timeout: break
    case .authentication, .permission, .invalidRequest, .notFound, .quotaExhausted, .incompleteStream,
      .malformedResponse, .cancelled:
      return nil
    }
    if let status = failure.httpStatus, !(status == 408 || status == 429 || [500, 502, 503, 504].contains(status)) {
      return nil
    }
    // Nobody sits before a countdown of more than five minutes.
    let asked = failure.retryDelaySeconds ?? 0
    guard asked <= 300 else { return nil }
    var backoff = 1.0
    for _ in 1..<max(attempt, 1) { backoff = min(backoff * 2, 60) }
    return max(backoff + jitter, asked)
  }
}
