/// What was cut, to be put back.
struct KillRing: Hashable, Sendable {
  /// The newest last.
  private var cuts: [[Character]] = []
  /// The one that was put back last.
  private var shown = 0
  private static let most = 60

  var isEmpty: Bool { cuts.isEmpty }
  var hasSeveral: Bool { cuts.count > 1 }
  var newest: [Character] { cuts.last ?? [] }
  /// What was put back last.
  var current: [Character] { cuts.indices.contains(shown) ? cuts[shown] : [] }

  mutating func add(_ cut: [Character]) {
    guard !cut.isEmpty else { return }
    cuts.append(cut)
    if cuts.count > Self.most { cuts.removeFirst() }
  }

  /// Cuts in a row are one.
  mutating func join(_ cut: [Character], before: Bool) {
    guard let last = cuts.popLast() else { return add(cut) }
    cuts.append(before ? cut + last : last + cut)
  }

  /// The newest.
  mutating func first() -> [Character] {
    shown = cuts.count - 1
    return newest
  }

  /// The one before the one that was shown last; after the oldest comes the newest.
  mutating func before() -> [Character] {
    guard !cuts.isEmpty else { return [] }
    shown = (shown + cuts.count - 1) % cuts.count
    return cuts[shown]
  }
}
