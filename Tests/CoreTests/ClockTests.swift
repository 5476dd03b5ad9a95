import Gemini
import Screen
import Testing

@testable import Core

@Suite("When the clock is looked at")
struct ClockTests {
  @Test("An idle studio waits for nothing")
  func idle() throws {
    var desk = Desk()
    #expect(desk.studio.nextDeadline == nil)
    try desk.talk("one", "1")
    // That nothing is typed any more is stored once.
    desk.wait(1000)
    desk.press("escape j k i")
    #expect(desk.studio.nextDeadline == nil)
    desk.press("ctrl+x r down")
    #expect(desk.studio.nextDeadline == nil)
    // An error stays until a key is pressed and needs no clock.
    desk.send(.notice("It failed.", .error))
    #expect(desk.studio.nextDeadline == nil)
    desk.press("up")
    #expect(desk.studio.notice == nil)
  }

  @Test("While an answer runs the clock ticks each second, on the second")
  func running() throws {
    var desk = Desk()
    let generation = try desk.ask("one")
    for wait in [0, 1, 250, 749, 1, 3000] {
      desk.wait(wait)
      let deadline = try #require(desk.studio.nextDeadline)
      #expect(deadline > desk.now && deadline - desk.now <= 1000)
      #expect(deadline.milliseconds % 1000 == 0)
    }
    desk.receive(generation.run.id, ["text": "1"], finish: "STOP")
    desk.end(generation.run.id)
    #expect(desk.studio.nextDeadline == nil)
  }

  @Test("What is typed is kept a second later, also while typing goes on")
  func draft() throws {
    var desk = Desk()
    desk.type("first")
    desk.wait(1000)
    #expect(desk.effects.contains(.remember(Studio.newDraftKey, #"{"text":"first","attachments":[]}"#)))
    desk.press("ctrl+u")
    try desk.talk("one", "1")
    desk.wait(5000)
    desk.type("dra")
    desk.wait(900)
    desk.type("ft")
    #expect(desk.studio.nextDeadline == desk.now + 100)
    desk.wait(99)
    #expect(desk.effects.saved == nil)
    desk.wait(1)
    #expect(desk.effects.saved?.draft.text == "draft")
    #expect(desk.studio.nextDeadline == nil)
    desk.press("left right")
    #expect(desk.studio.nextDeadline == nil)
  }

  @Test("A run of another session makes nothing tick")
  func parked() throws {
    var desk = Desk()
    try desk.ask("one")
    desk.press("ctrl+x n")
    #expect(desk.studio.nextDeadline == nil)
  }

  @Test("A notice goes by itself")
  func notice() {
    var desk = Desk()
    desk.press("ctrl+x f")
    #expect(!desk.studio.takesMouse)
    #expect(desk.studio.nextDeadline == desk.now + 6000)
    desk.wait(5999)
    #expect(desk.studio.notice != nil)
    desk.wait(1)
    #expect(desk.studio.notice == nil && desk.studio.nextDeadline == nil)
  }

  @Test("The clock of the studio never runs backwards")
  func backwards() {
    var desk = Desk()
    desk.wait(5000)
    desk.now = desk.now + -9000
    desk.send(.tick)
    #expect(desk.studio.now == Desk.start + 5000)
  }

  @Test(
    "Moments are written as people and machines read them",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (-1, "1969-12-31T23:59:59.999Z"), (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
      (1_795_338_843_250, "2026-11-22T09:14:03.250Z"),
    ])
  func rfc3339(milliseconds: Int, text: String) {
    #expect(Instant(milliseconds: milliseconds).rfc3339 == text)
  }

  @Test("Local times follow the offset, over midnight too")
  func local() {
    #expect(Desk.start.timeOfDay(utcOffsetSeconds: 3600) == "10:14")
    #expect(Desk.start.timeOfDay(utcOffsetSeconds: -10 * 3600) == "23:14")
    #expect(Desk.start.day(utcOffsetSeconds: -10 * 3600) == "2026-11-21")
  }

  @Test("Numbers are rounded for people")
  func numbers() {
    #expect(
      [0, 999, 1000, 1499, 999_499, 1_000_000, 3_949_999].map(byteText)
        == ["0 B", "999 B", "1 KB", "1 KB", "999 KB", "1.0 MB", "3.9 MB"])
    #expect(byteText(999_999) == "1.0 MB")
    #expect(
      [0, 0.000_01, 0.001_14, 0.0096, 0.0344, 0.5, 1.2, 12345.678].map(priceText)
        == ["$0", "<$0.0001", "$0.0011", "$0.0096", "$0.034", "$0.500", "$1.20", "$12,345.68"])
    #expect([0, 10, 0.75, 1.5, 0.075, 1234].map(rateText) == ["$0", "$10", "$0.75", "$1.50", "$0.075", "$1,234"])
    #expect([0, 999, 1000, 1_048_576, -1234].map(countText) == ["0", "999", "1,000", "1,048,576", "-1,234"])
    #expect(
      [0, 40, 950, 9949, 9999, 14_000, 119_999, 125_000].map(durationText(milliseconds:))
        == ["0.0 s", "0.0 s", "1.0 s", "9.9 s", "10 s", "14 s", "119 s", "2 min 5 s"])
  }
}
