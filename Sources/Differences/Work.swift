/// Counts what a comparison does, so that no pair of texts makes it slow: where the steps are used up, what is left is
/// compared more coarsely.
struct Work {
  /// A step is about one comparison of two tokens, some nanoseconds.
  static let limit = 8_000_000

  private(set) var steps = 0

  var isUsedUp: Bool { steps >= Self.limit }

  mutating func add(_ count: Int) { steps += count }
}
