package import Core
import Foundation
import Glibc

/// The program's clock: the time of day at the start, and from then on the time that passed.
package struct Clock: Sendable {
  private let start: ContinuousClock.Instant
  private let startOfDay: Int

  package init() {
    start = .now
    startOfDay = Int(Date().timeIntervalSince1970 * 1000)
  }

  package var now: Instant { Instant(milliseconds: startOfDay + Int((ContinuousClock.now - start) / .milliseconds(1))) }

  /// Seconds by which this machine's time is ahead of UTC. Foundation would load its calendars for that.
  static var utcOffsetSeconds: Int {
    var now = time(nil)
    var local = unsafe tm()
    return unsafe localtime_r(&now, &local) == nil ? 0 : local.tm_gmtoff
  }
}
