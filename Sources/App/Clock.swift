package import Core
import Foundation

/// The program's clock: the time of day at the start, and from then on the time that passed.
package struct Clock: Sendable {
  private let start: ContinuousClock.Instant
  private let startOfDay: Int

  package init() {
    start = .now
    startOfDay = Int(Date().timeIntervalSince1970 * 1000)
  }

  package var now: Instant { Instant(milliseconds: startOfDay + Int((ContinuousClock.now - start) / .milliseconds(1))) }
}
