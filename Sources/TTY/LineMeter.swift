/// How fast a line is, from the time between something sent with a question behind it and the answer.
struct LineMeter: Hashable, Sendable {
  /// What a question alone takes there and back: the shortest answer so far.
  private(set) var latency: Duration?
  /// Bytes a second, as the last answers tell; `nil` before one did.
  private(set) var bytesPerSecond: Double?

  /// Fewer bytes than this tell nothing of the line: their time is the latency's.
  private static let leastBytes = 1_000
  /// Nothing is timed more finely than this: the processes at both ends have to be woken too.
  private static let finestTime = 0.001

  /// Takes in an answer.
  /// - Parameters:
  ///   - bytes: what went out with the question; 0 for the question alone.
  ///   - elapsed: from writing them to reading the answer.
  mutating func note(bytes: Int, elapsed: Duration) {
    let before = latency
    latency = min(before ?? elapsed, elapsed)
    guard bytes >= Self.leastBytes else { return }
    // What came back sooner than a question alone tells that the latency was taken too long, and of the line only that
    // it is no slower than this.
    let time = before.map { elapsed > $0 ? elapsed - $0 : elapsed } ?? elapsed
    let rate = Double(bytes) / max(time / .seconds(1), Self.finestTime)
    // The mean of times, not of rates: one answer that is too good must not hide a slow line.
    bytesPerSecond = bytesPerSecond.map { 2 / (1 / $0 + 1 / rate) } ?? rate
  }
}
