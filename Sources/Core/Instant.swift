/// A moment: milliseconds since 1970 in UTC. The program's clock never runs backwards.
package struct Instant: Hashable, Comparable, Sendable {
  package var milliseconds: Int

  package init(milliseconds: Int) { self.milliseconds = milliseconds }

  package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }
  /// Milliseconds between two moments.
  package static func - (a: Instant, b: Instant) -> Int { a.milliseconds - b.milliseconds }
  package static func + (a: Instant, milliseconds: Int) -> Instant {
    Instant(milliseconds: a.milliseconds + milliseconds)
  }

  /// The moment in RFC 3339, such as `2026-11-22T09:14:03.250Z`.
  package var rfc3339: String {
    let date = civil
    let (hour, minute, second, millisecond) = clock
    return "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))"
      + "T\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second, 2))"
      + ".\(Self.padded(millisecond, 3))Z"
  }

  /// Hours and minutes, such as `09:14`.
  package func timeOfDay(utcOffsetSeconds: Int) -> String {
    let local = (self + utcOffsetSeconds * 1000).clock
    return "\(Self.padded(local.hour, 2)):\(Self.padded(local.minute, 2))"
  }

  /// The day, such as `2026-11-22`.
  package func day(utcOffsetSeconds: Int) -> String {
    String((self + utcOffsetSeconds * 1000).rfc3339.prefix(10))
  }

  private var clock: (hour: Int, minute: Int, second: Int, millisecond: Int) {
    let ofDay = milliseconds - days * 86_400_000
    return (ofDay / 3_600_000, ofDay / 60_000 % 60, ofDay / 1000 % 60, ofDay % 1000)
  }

  private var days: Int { Int((Double(milliseconds) / 86_400_000).rounded(.down)) }

  /// Year, month and day of the Gregorian calendar, counted in eras of 400 years that begin in March.
  private var civil: (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
