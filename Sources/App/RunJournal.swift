package import Core
package import Dispatch
package import Store
import Synchronization

/// Keeps a run in the store while it grows: what arrived is written at most 200 ms later, the end at once.
package final class RunJournal: Sendable {
  private struct State {
    var run: Run
    var isScheduled = false
    var hasFailed = false
  }

  private static let delay = DispatchTimeInterval.milliseconds(200)

  private let state: Mutex<State>
  private let recorder: RunRecorder?
  private let queue: DispatchQueue
  private let onFailure: @Sendable (StoreError) -> Void

  /// - Parameters:
  ///   - recorder: `nil` keeps the run in memory only.
  ///   - queue: where the store is written, one thing after another.
  ///   - onFailure: called once, when writing fails.
  package init(
    _ run: Run, recorder: RunRecorder?, queue: DispatchQueue, onFailure: @escaping @Sendable (StoreError) -> Void
  ) {
    state = Mutex(State(run: run))
    self.recorder = recorder
    self.queue = queue
    self.onFailure = onFailure
  }

  /// The run as far as it came.
  package var run: Run { state.withLock { $0.run } }

  package func apply(_ event: RunEvent, at now: Instant) {
    let (schedules, isEnd) = state.withLock { state in
      state.run.apply(event, at: now)
      guard state.run.isActive else { return (true, true) }
      defer { state.isScheduled = true }
      return (!state.isScheduled, false)
    }
    guard recorder != nil, schedules else { return }
    if isEnd {
      queue.async { self.write() }
    } else {
      queue.asyncAfter(deadline: .now() + Self.delay) { self.write() }
    }
  }

  private func write() {
    let run = state.withLock { state in
      state.isScheduled = false
      return state.run
    }
    do throws(StoreError) {
      try recorder?.record(run)
    } catch {
      let isFirst = state.withLock { state in
        defer { state.hasFailed = true }
        return !state.hasFailed
      }
      if isFirst { onFailure(error) }
    }
  }
}
