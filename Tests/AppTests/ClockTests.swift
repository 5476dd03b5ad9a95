import Foundation
import Testing

@testable import App

@Suite("The program's clock")
struct ClockTests {
  @Test("Knows how far local time is ahead of UTC")
  func offset() {
    #expect(Clock.utcOffsetSeconds == TimeZone.current.secondsFromGMT())
  }
}
