import Dispatch

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
    return Timing(now: { ContinuousClock.now - start }, sleep: { await pause($0) })
  }()

  private static let queue = DispatchQueue(label: "pauses")

  /// Not a sleep of `Task`, which wakes on the pool that `TaskQueue` avoids.
  private static func pause(_ duration: Duration) async {
    let (ends, end) = AsyncStream.makeStream(of: Never.self)
    // The time that the machine slept counts too.
    queue.asyncAfter(wallDeadline: .now() + duration / .seconds(1)) { end.finish() }
    // Over for one whose task is cancelled as well.
    for await _ in ends {}
  }
}
