package import Core
package import Dispatch
package import Store
import Synchronization

/// Keeps a run in the store while it grows: what arrived is written at most 200 ms later, the end and much text at once.
///
/// It holds what the store lacks and little more: text that was written is let go of.
package final class RunJournal: Sendable {
  private struct State {
    var run: Run
    var isScheduled = false
    /// What came since the last writing, as events weigh.
    var unwritten = 0
    /// The store does not have what it could have.
    var isBehind = false
    var hasBegun: Bool
  }

  private static let delay = DispatchTimeInterval.milliseconds(200)
  /// So much text is written without that delay.
  private static let mostUnwritten = 256 << 10

  private let state: Mutex<State>
  private let recorder: RunRecorder?
  private let queue: DispatchQueue
  private let begin: (@Sendable (Run) throws(StoreError) -> Void)?
  private let onChange: @Sendable (RunJournal, StoreError?) -> Void

  /// - Parameters:
  ///   - recorder: `nil` keeps nothing.
  ///   - queue: where the store is written, one thing after another.
  ///   - begin: stores what the run hangs on, if that was refused before: the journal begins behind.
  ///   - onChange: called when writing fails for the first time, and with `nil` once the store has all after that.
  package init(
    _ run: Run, recorder: RunRecorder?, queue: DispatchQueue,
    begin: (@Sendable (Run) throws(StoreError) -> Void)? = nil,
    onChange: @escaping @Sendable (RunJournal, StoreError?) -> Void
  ) {
    state = Mutex(State(run: run, isBehind: begin != nil, hasBegun: begin == nil))
    self.recorder = recorder
    self.queue = queue
    self.begin = begin
    self.onChange = onChange
  }

  /// The run as far as it came, with as much of its text as is held.
  var run: Run { state.withLock { $0.run } }

  package func apply(_ event: RunEvent, at now: Instant) {
    guard recorder != nil else { return }
    let (schedules, isUrgent) = state.withLock { state in
      state.run.apply(event, at: now)
      state.unwritten += event.weight
      if !state.run.isActive || state.unwritten >= Self.mostUnwritten {
        state.unwritten = 0
        return (true, true)
      }
      defer { state.isScheduled = true }
      return (!state.isScheduled, false)
    }
    guard schedules else { return }
    if isUrgent {
      queue.async { self.write() }
    } else {
      queue.asyncAfter(deadline: .now() + Self.delay) { self.write() }
    }
  }

  /// Writes what the store refused before. To be called on the queue.
  /// - Returns: true if the store has all of it now.
  package func catchUp() -> Bool {
    if state.withLock({ $0.isBehind }) { write() }
    return state.withLock { !$0.isBehind }
  }

  private func write() {
    guard let recorder else { return }
    let (run, hasBegun) = state.withLock { state in
      state.isScheduled = false
      state.unwritten = 0
      return (state.run, state.hasBegun)
    }
    do throws(StoreError) {
      if !hasBegun {
        try begin?(run)
        state.withLock { $0.hasBegun = true }
      }
      try recorder.record(run)
      state.withLock { recorder.release(&$0.run) }
      if note(isBehind: false) { onChange(self, nil) }
    } catch {
      if note(isBehind: true) { onChange(self, error) }
    }
  }

  /// - Returns: true if that is new.
  private func note(isBehind: Bool) -> Bool {
    state.withLock { state in
      defer { state.isBehind = isBehind }
      return state.isBehind != isBehind
    }
  }
}
