/// Where waits get their time from.
package struct Timing: Sendable {
  /// Since some fixed moment.
  package var now: @Sendable () -> Duration
  /// Returns early if its task is cancelled.
  package var sleep: @Sendable (Duration) async -> Void

  package init(now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async -> Void) {
    self.now = now
    self.sleep = sleep
  }

  /// The time of the machine.
  package static let real: Timing = {
    let start = ContinuousClock.now
    return Timing(now: { ContinuousClock.now - start }, sleep: { try? await Task.sleep(for: $0) })
  }()
}
