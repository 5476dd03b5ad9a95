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
    guard failure.retry == .backoff, attempt < maximumAttempts, !hasAnswer else { return nil }
    return Self.delay(attempt, asked: failure.retryDelaySeconds, jitter: jitter)
  }

  /// Seconds to wait after the attempt of this number: 1, 2, 4 and so on up to 60 and a random part of a second, or as
  /// long as the server asks; `nil` if nobody sits before so long a countdown.
  package static func delay(_ attempt: Int, asked: Double?, jitter: Double) -> Double? {
    if let asked, asked > ErrorReport.longestWait { return nil }
    var backoff = 1.0
    for _ in 1..<max(attempt, 1) { backoff = min(backoff * 2, 60) }
    return max(backoff + jitter, asked ?? 0)
  }
}
