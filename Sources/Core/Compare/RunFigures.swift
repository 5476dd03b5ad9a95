package import Gemini

/// What is measured of a run: screens, commands and verdicts all read it here.
package struct RunFigures: Hashable, Sendable {
  /// Milliseconds from the start, by our clock; `nil` while that has not come.
  package var firstEvent: Int?
  package var firstThought: Int?
  package var firstText: Int?
  /// Until the end, or until now.
  package var total: Int
  /// Tokens of the answer a second, from its first token to the end.
  package var tokensPerSecond: Double?
  package var promptTokens: Int?
  package var cachedTokens: Int?
  package var thoughtTokens: Int?
  package var answerTokens: Int?
  /// USD at list price; `nil` while it runs, or if nobody knows it.
  package var cost: Double?
}

extension Run {
  /// - Parameter table: what is known of prices.
  package func figures(by table: ModelTable, at now: Instant) -> RunFigures {
    RunFigures(
      firstEvent: firstEventTime.map { $0 - startTime }, firstThought: firstThoughtTime.map { $0 - startTime },
      firstText: firstTextTime.map { $0 - startTime }, total: max(0, (endTime ?? now) - startTime),
      tokensPerSecond: tokensPerSecond, promptTokens: usage.promptTokenCount,
      cachedTokens: usage.cachedContentTokenCount, thoughtTokens: usage.thoughtsTokenCount,
      answerTokens: usage.candidatesTokenCount, cost: cost(by: table))
  }

  /// The speed of an answer that has ended; of pictures, of what came at once, and of an answer that was taken away by a
  /// filter there is none: then tokens are counted that never came.
  package var tokensPerSecond: Double? {
    guard let tokens = usage.candidatesTokenCount, let first = firstAnswerTokenTime, let end = endTime,
      end - first >= 50, !parts.contains(where: { $0.blob != nil }), finishReason?.isBlocked != true
    else { return nil }
    return Double(tokens) / Double(end - first) * 1000
  }
}
