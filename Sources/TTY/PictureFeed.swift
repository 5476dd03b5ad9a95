/// Decides when the next bytes of a picture may leave, so that what is typed never waits behind a picture.
///
/// Pictures go out in groups, each with a question (DSR 5) behind it: the terminal has taken a group when it answers.
/// The line is measured by these answers. A terminal that has never answered is not waited for; it gets its pictures at
/// a careful pace. What time it is comes in with each call.
struct PictureFeed: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// What is presumed of the line before it is measured.
  enum Line: Hashable, Sendable {
    /// The terminal is on this machine: everything goes at once, unless answers tell that the line is slow.
    case near
    /// Over SSH, or told to be slow: nothing larger than a coarse picture goes before the line is measured.
    case far
    /// Inside tmux, which answers by itself, so nobody can tell how slow the line behind it is.
    case multiplexed
  }

  enum Permit: Hashable, Sendable {
    /// So many bytes may go now, and a single piece even if it is larger.
    case go(Int)
    /// Not before this time; `nil` until the terminal answers.
    case wait(Instant?)
  }

  /// A group takes the line no longer than this.
  static let groupTime = 0.1
  /// A part of a frame takes the line no longer than this, unless a single row does.
  static let partTime = 0.04
  /// The first group on a line nobody has measured: a coarse picture, which 32 KB/s take in `groupTime`.
  static let firstGroup = 3_000
  /// Below this rate a line is slow: its pictures are rationed, and held back while somebody types.
  static let slowRate = 1_000_000.0
  /// Bytes a second of a line that cannot be measured.
  static let carefulRate = 24_000.0
  /// After a key, pictures rest for so long on a slow line, and inside tmux.
  static let keyRest = Duration.milliseconds(150)
  static let multiplexedRest = Duration.seconds(1)
  /// However many keys come, nothing rests longer than this: a group is still short enough to type behind.
  static let longestRest = Duration.seconds(1)
  static let longestMultiplexedRest = Duration.seconds(5)
  /// A terminal that never answered and says nothing for so long is taken for one that does not answer.
  static let silence = Duration.seconds(2)
  /// A group is at most so many times as large as the one before: one answer may be wrong about the line.
  private static let growth = 4
  private static let smallestGroup = 1_024
  /// A part of a frame has at least so many bytes, some rows of text.
  private static let smallestPart = 512

  var line: Line
  private(set) var meter = LineMeter()
  /// The question that is not answered yet.
  private var question: (asked: Instant, bytes: Int)?
  private var hasAnswered = false
  /// True for a terminal that was given time to answer and did not.
  private var isSilent = false
  private var lastKey: Instant?
  /// Since when a group waits for a rest from typing.
  private var restingSince: Instant?
  /// The end of what was sent, at the careful rate.
  private var busyUntil: Instant?
  /// When a slow line has passed on the text it was given, as far as it was measured.
  private var textEnd: Instant?
  private var lastGroup = PictureFeed.firstGroup

  init(line: Line) {
    self.line = line
  }

  /// When the answer that is waited for was asked.
  var asked: Instant? { question?.asked }
  /// True while an answer is waited for.
  var isAwaiting: Bool { question != nil }

  /// True if this line is not known to take pictures at once.
  var isSlow: Bool {
    switch line {
    case .near: meter.bytesPerSecond.map { $0 < Self.slowRate } ?? false
    case .far: meter.bytesPerSecond.map { $0 < Self.slowRate } ?? true
    case .multiplexed: true
    }
  }

  /// True if a question is to follow what is sent. Inside tmux nobody would learn anything from the answer.
  var asks: Bool { line != .multiplexed && !isSilent }

  /// Somebody typed.
  mutating func notePress(at now: Instant) { lastKey = now }

  /// What may be sent now.
  mutating func permit(at now: Instant) -> Permit {
    if let end = restEnd(at: now) { return .wait(end) }
    if let question {
      if hasAnswered { return .wait(nil) }
      if now < question.asked + Self.silence { return .wait(question.asked + Self.silence) }
      isSilent = true
      self.question = nil
    }
    if !isSlow { return .go(.max) }
    if let busy = [busyUntil, textEnd].compactMap(\.self).max(), now < busy { return .wait(busy) }
    switch line {
    case .multiplexed: return .go(.max)
    case .near, .far: return .go(groupSize)
    }
  }

  /// Until when pictures rest because somebody types; `nil` if they need not.
  private mutating func restEnd(at now: Instant) -> Instant? {
    let isMultiplexed = line == .multiplexed
    let rest = isMultiplexed ? Self.multiplexedRest : isSlow ? Self.keyRest : .zero
    guard let lastKey, now < lastKey + rest else {
      restingSince = nil
      return nil
    }
    let start = restingSince ?? now
    restingSince = start
    let end = min(lastKey + rest, start + (isMultiplexed ? Self.longestMultiplexedRest : Self.longestRest))
    return now < end ? end : nil
  }

  private var groupSize: Int {
    if isSilent { return Int(Self.carefulRate * Self.groupTime) }
    guard let rate = meter.bytesPerSecond else { return Self.firstGroup }
    return max(Self.smallestGroup, min(Int(rate * Self.groupTime), lastGroup * Self.growth))
  }

  /// Bytes have left, with a question behind them if `asks`. No bytes and a question alone measure the latency.
  mutating func noteSent(_ bytes: Int, at now: Instant) {
    restingSince = nil
    lastGroup = max(bytes, Self.firstGroup)
    question = asks ? (now, bytes) : nil
    busyUntil = asks ? nil : now + .seconds(Double(bytes) / Self.carefulRate)
  }

  /// Text has left. No picture goes to a slow line before it has passed that on: whoever types waits for one of them only.
  mutating func noteText(_ bytes: Int, at now: Instant) {
    guard let slowRate else { return }
    textEnd = max(lineEnd ?? now, now) + .seconds(Double(bytes) / slowRate)
  }

  /// Bytes a second of a line that was measured and is slow.
  private var slowRate: Double? { isSlow ? meter.bytesPerSecond : nil }

  /// When a slow line has passed on the text and the group it was given, as far as it was measured; `nil` elsewhere.
  var lineEnd: Instant? {
    guard let slowRate else { return nil }
    let groupEnd = question.map { $0.asked + .seconds(Double($0.bytes) / slowRate) }
    return [textEnd, groupEnd].compactMap(\.self).max()
  }

  /// How many bytes of a frame may go now before the rest of it waits; `nil` for all of it.
  func textLimit(at now: Instant) -> Int? {
    guard let slowRate else { return nil }
    if let lineEnd, now < lineEnd { return 0 }
    return max(Self.smallestPart, Int(slowRate * Self.partTime))
  }

  /// The terminal answered.
  mutating func noteAnswer(at now: Instant) {
    hasAnswered = true
    isSilent = false
    guard let question else { return }
    meter.note(bytes: question.bytes, elapsed: question.asked.duration(to: now))
    self.question = nil
  }

  /// The screen is another one or was cleared: an answer that is still missing is not waited for.
  mutating func forget() {
    question = nil
    busyUntil = nil
    textEnd = nil
  }
}
