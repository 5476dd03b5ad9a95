import Testing

@testable import TTY

/// Pacing on a clock that only the test moves.
@Suite struct PictureFeedTests {
  private static let start = ContinuousClock.now

  /// A terminal at the end of a line of so many bytes a second, as the feed sees it.
  private struct Line {
    let bytesPerSecond: Double
    var latency = Duration.milliseconds(20)
    var answers = true
    var now = PictureFeedTests.start
    /// When the line is free again.
    var freeAt = PictureFeedTests.start

    /// Sends a group and says when its answer comes.
    mutating func send(_ bytes: Int) -> ContinuousClock.Instant? {
      freeAt = max(freeAt, now) + .seconds(Double(bytes) / bytesPerSecond)
      return answers ? freeAt + latency : nil
    }
  }

  /// Sends `total` bytes in pieces of `piece` as the feed allows.
  /// - Returns: the groups, each with the time it left after the start, and the time of the last byte's arrival.
  private func run(
    _ feed: inout PictureFeed, _ line: inout Line, total: Int, piece: Int = 500
  ) -> (groups: [(time: Duration, bytes: Int)], end: Duration) {
    var left = total
    var groups: [(time: Duration, bytes: Int)] = []
    var answer: ContinuousClock.Instant?
    while left > 0 {
      switch feed.permit(at: line.now) {
      case .go(let limit):
        let bytes = min(left, max(piece, limit / piece * piece))
        groups.append((Self.start.duration(to: line.now), bytes))
        left -= bytes
        answer = line.send(bytes)
        feed.noteSent(bytes, at: line.now)
      case .wait(let time):
        guard let next = [time, answer].compactMap(\.self).min() else {
          Issue.record("waits for good")
          return (groups, .zero)
        }
        line.now = next
        if next == answer {
          answer = nil
          feed.noteAnswer(at: next)
        }
      }
    }
    if let answer {
      line.now = answer
      feed.noteAnswer(at: answer)
    }
    return (groups, Self.start.duration(to: line.freeAt))
  }

  private func probe(_ feed: inout PictureFeed, _ line: inout Line) {
    feed.noteSent(0, at: line.now)
    line.now += line.latency
    feed.noteAnswer(at: line.now)
  }

  @Test(arguments: [8_000.0, 32_000, 100_000])
  func aSlowLineIsNeverBusyForLong(_ rate: Double) {
    var feed = PictureFeed(line: .far)
    var line = Line(bytesPerSecond: rate)
    probe(&feed, &line)
    let groups = run(&feed, &line, total: 60_000).groups
    #expect(groups.first?.bytes ?? 0 <= PictureFeed.firstGroup)
    // After the first, which finds out how slow the line is, a group is 100 ms of the line.
    for group in groups.dropFirst() {
      #expect(group.bytes <= max(1_024, Int(rate * PictureFeed.groupTime * 1.05)), "\(group)")
    }
    #expect(feed.isSlow)
    let measured = feed.meter.bytesPerSecond ?? 0
    #expect(abs(measured - rate) < rate * 0.05)
  }

  @Test func aWrongLatencyDoesNotHideASlowLine() {
    var feed = PictureFeed(line: .far)
    var line = Line(bytesPerSecond: 32_000)
    // Text was still on the line when the latency was measured.
    feed.noteSent(0, at: line.now)
    line.now += .milliseconds(400)
    feed.noteAnswer(at: line.now)
    let groups = run(&feed, &line, total: 60_000).groups
    #expect(groups.allSatisfy { $0.bytes <= 8_000 })
    #expect(feed.isSlow)
  }

  @Test func aFastLineTakesEverythingAfterTheFirstGroup() {
    var feed = PictureFeed(line: .far)
    var line = Line(bytesPerSecond: 20_000_000)
    probe(&feed, &line)
    let groups = run(&feed, &line, total: 300_000).groups
    #expect(groups.count == 2)
    #expect(!feed.isSlow)
  }

  @Test func nearbyEverythingGoesAtOnceUntilTheLineIsSeenToBeSlow() {
    var feed = PictureFeed(line: .near)
    var line = Line(bytesPerSecond: 32_000)
    #expect(feed.permit(at: line.now) == .go(.max))
    #expect(run(&feed, &line, total: 100_000).groups.count == 1)
    #expect(run(&feed, &line, total: 20_000).groups.count > 4)
  }

  @Test func theNextGroupWaitsForTheAnswerHoweverLongItTakes() {
    var feed = PictureFeed(line: .far)
    var line = Line(bytesPerSecond: 32_000)
    probe(&feed, &line)
    feed.noteSent(4_000, at: line.now)
    #expect(feed.permit(at: line.now + .seconds(3_600)) == .wait(nil))
    feed.noteAnswer(at: line.now + .seconds(3_600))
    #expect(feed.permit(at: line.now + .seconds(3_600)) == .go(1_024))
  }

  @Test func aTerminalThatNeverAnswersGetsItsPicturesCarefully() {
    var feed = PictureFeed(line: .far)
    var line = Line(bytesPerSecond: 1_000_000, answers: false)
    let (groups, _) = run(&feed, &line, total: 24_000)
    #expect(groups.count > 5)
    let seconds = (groups.last?.time ?? .zero) / .seconds(1)
    #expect(seconds > 2.5 && seconds < 4)
    // One that answers after all is measured again.
    feed.noteAnswer(at: line.now)
    #expect(feed.asks)
  }

  @Test func nearbyATerminalThatNeverAnswersIsWaitedForOnce() {
    var feed = PictureFeed(line: .near)
    var line = Line(bytesPerSecond: 10_000_000, answers: false)
    #expect(run(&feed, &line, total: 1_000).groups.map(\.time) == [.zero])
    #expect(run(&feed, &line, total: 1_000).groups.map(\.time) == [PictureFeed.silence])
    #expect(run(&feed, &line, total: 1_000).groups.map(\.time) == [PictureFeed.silence])
  }

  @Test(arguments: [(PictureFeed.Line.far, PictureFeed.keyRest), (.multiplexed, PictureFeed.multiplexedRest)])
  func picturesRestWhileKeysCome(_ kind: PictureFeed.Line, _ rest: Duration) {
    var feed = PictureFeed(line: kind)
    var now = Self.start
    // A flood of them that lasts longer is another test's.
    for _ in 0..<7 {
      feed.notePress(at: now)
      #expect(feed.permit(at: now + rest - .milliseconds(1)) == .wait(now + rest))
      now += .milliseconds(100)
    }
    guard case .go = feed.permit(at: now + rest) else {
      Issue.record("still resting")
      return
    }
  }

  @Test(arguments: [
    (PictureFeed.Line.far, PictureFeed.longestRest), (.multiplexed, PictureFeed.longestMultiplexedRest),
  ])
  func aFloodOfKeysHoldsNoPictureBackForLong(_ kind: PictureFeed.Line, _ longest: Duration) {
    var feed = PictureFeed(line: kind)
    var now = Self.start
    var sent: [Duration] = []
    while sent.count < 3 {
      feed.notePress(at: now)
      if case .go = feed.permit(at: now) {
        sent.append(Self.start.duration(to: now))
        feed.noteSent(1_000, at: now)
        feed.noteAnswer(at: now + .milliseconds(40))
      }
      guard now < Self.start + longest * 4 else {
        Issue.record("starved after \(sent)")
        return
      }
      now += .milliseconds(50)
    }
    // And no sooner: each group waits for as long again.
    #expect(sent[0] >= longest && sent[2] >= longest * 3)
  }

  @Test func noPictureGoesBehindTextThatIsStillOnASlowLine() {
    var feed = PictureFeed(line: .far)
    var line = Line(bytesPerSecond: 32_000)
    probe(&feed, &line)
    _ = run(&feed, &line, total: 20_000)
    feed.noteText(3_200, at: line.now)
    guard case .wait(let time?) = feed.permit(at: line.now) else {
      Issue.record("does not wait")
      return
    }
    #expect(abs(line.now.duration(to: time) / .milliseconds(1) - 100) < 10)
    guard case .go = feed.permit(at: time) else {
      Issue.record("still waits")
      return
    }
    var near = PictureFeed(line: .near)
    near.noteText(1_000_000, at: line.now)
    #expect(near.permit(at: line.now) == .go(.max) && near.lineEnd == nil)
  }

  /// The first part of a frame at once, the rest not before that and a group of pictures are through.
  @Test func aFrameGoesToASlowLineInParts() {
    var feed = PictureFeed(line: .far)
    var line = Line(bytesPerSecond: 32_000)
    #expect(feed.textLimit(at: line.now) == nil)
    probe(&feed, &line)
    _ = run(&feed, &line, total: 20_000)
    let part = feed.textLimit(at: line.now) ?? 0
    #expect(abs(part - 1_280) < 130)
    feed.noteText(part, at: line.now)
    #expect(feed.textLimit(at: line.now + .milliseconds(20)) == 0)
    #expect(feed.textLimit(at: line.now + .milliseconds(50)) == part)
    line.now += .milliseconds(200)
    feed.noteSent(3_200, at: line.now)
    #expect(feed.textLimit(at: line.now + .milliseconds(80)) == 0)
    #expect(feed.textLimit(at: line.now + .milliseconds(120)) == part)
    #expect(PictureFeed(line: .near).textLimit(at: line.now) == nil)
  }

  /// A key is echoed behind what is on the line at most, whenever it is pressed.
  @Test func aKeyIsEchoedInTimeWheneverItIsPressed() {
    for millisecond in stride(from: 0, to: 1_500, by: 7) {
      var feed = PictureFeed(line: .far)
      var line = Line(bytesPerSecond: 32_000)
      probe(&feed, &line)
      let press = line.now + .milliseconds(millisecond)
      var answer: ContinuousClock.Instant?
      while line.now < press {
        if case .go(let limit) = feed.permit(at: line.now), answer == nil {
          answer = line.send(min(limit, 4_096))
          feed.noteSent(min(limit, 4_096), at: line.now)
        }
        line.now = min(press, answer ?? press)
        if line.now == answer {
          feed.noteAnswer(at: line.now)
          answer = nil
        }
      }
      feed.notePress(at: press)
      _ = line.send(100)
      let echo = press.duration(to: line.freeAt)
      #expect(echo <= .milliseconds(150), "pressed after \(millisecond) ms, echoed after \(echo)")
    }
  }

  @Test func insideTmuxOnePictureGoesAtATime() {
    var feed = PictureFeed(line: .multiplexed)
    #expect(!feed.asks)
    #expect(feed.permit(at: Self.start) == .go(.max))
    feed.noteSent(24_000, at: Self.start)
    #expect(feed.permit(at: Self.start) == .wait(Self.start + .seconds(1)))
    #expect(feed.permit(at: Self.start + .seconds(1)) == .go(.max))
  }
}
