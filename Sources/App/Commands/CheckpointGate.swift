import Core
import Gemini
import Synchronization

/// Keeps back what a long answer brings after its newest continuation token until it is sure to stay.
///
/// An answer that breaks off is taken up again at the token, and what came after it comes anew; what was printed cannot
/// be taken back. Answers without tokens go through as they come.
/// - Source: gemini-api.md section 11.
final class CheckpointGate: Sendable {
  private struct State {
    /// The newest one.
    var token: String?
    /// True while a request is under way that brings anew what is kept back.
    var isReplaced = false
    var kept: [(event: RunEvent, time: Instant)] = []
  }

  private let state = Mutex(State())

  /// - Returns: what may be shown now, with the times at which it came.
  func take(_ event: RunEvent, at now: Instant) -> [(event: RunEvent, time: Instant)] {
    state.withLock { state in
      switch event {
      case .received(let responses):
        if state.isReplaced {
          state.isReplaced = false
          state.kept = []
        }
        return responses.flatMap { take($0, at: now, &state) }
      case .hop:
        state.isReplaced = true
        return [(event, now)]
      case .ended:
        defer { state.kept = [] }
        return state.kept + [(event, now)]
      case .queued, .attempt, .retry: return [(event, now)]
      }
    }
  }

  private func take(
    _ response: GenerateContentResponse, at now: Instant, _ state: inout State
  ) -> [(event: RunEvent, time: Instant)] {
    let token = response.candidates.last { $0.index == 0 && $0.continuationToken != nil }?.continuationToken
    let isCheckpoint = token != nil && token != state.token
    state.token = token ?? state.token
    state.kept.append((.received([response]), now))
    // The end of an answer comes only once.
    let isEnd = response.candidates.contains { $0.finishReason != nil && $0.finishReason != .continuation }
    guard isCheckpoint || isEnd || state.token == nil else { return [] }
    defer { state.kept = [] }
    return state.kept
  }
}
