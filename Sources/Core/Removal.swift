/// What can be deleted of a conversation: a turn with all its answers, or one of several answers to it.
package struct VersionMark: Hashable, Sendable {
  package var session: SessionID
  package var turn: TurnID
  /// The one answer; `nil` for the whole turn.
  package var run: RunID?

  package init(session: SessionID, turn: TurnID, run: RunID?) {
    self.session = session
    self.turn = turn
    self.run = run
  }

  /// Milliseconds for which it can be brought back: 30 days.
  package static let restorable = PictureMark.restorable
}

/// What was deleted of a session, and what it takes to bring it back.
package struct Removal: Hashable, Sendable {
  package fileprivate(set) var mark: VersionMark
  package fileprivate(set) var time: Instant
  /// The turn as it was; of one answer only with that one.
  fileprivate var turn: Turn
  /// Its place among the turns, or among the answers of its turn.
  fileprivate var place: Int
  /// The answers that the turns behind it followed.
  fileprivate var followed: [TurnID: RunID] = [:]
}

extension Session {
  /// Takes a turn or an answer out. What followed a turn follows the one before it; what followed an answer, the one that
  /// takes its place: the next one of its turn, else the one before. The only answer of a turn takes the turn with it.
  package mutating func remove(_ mark: VersionMark, at time: Instant) {
    guard let index = turns.lastIndex(where: { $0.id == mark.turn }) else { return }
    var removal = Removal(mark: mark, time: time, turn: turns[index], place: index)
    let runs = turns[index].runs
    let place = mark.run.flatMap { run in runs.firstIndex { $0.id == run } }
    if mark.run != nil, place == nil { return }
    var heir = turns[index].parent
    let isWhole = place == nil || runs.count == 1
    if let place, !isWhole {
      let next = runs[place + 1 < runs.count ? place + 1 : place - 1].id
      if turns[index].shownRun?.id == mark.run { turns[index].chosen = next }
      turns[index].runs.remove(at: place)
      removal.turn.runs = [runs[place]]
      removal.place = place
      heir = next
    } else {
      turns.remove(at: index)
    }
    let gone = Set(removal.turn.runs.map(\.id))
    for next in turns.indices {
      guard let parent = turns[next].parent, gone.contains(parent) else { continue }
      removal.followed[turns[next].id] = parent
      turns[next].parent = heir
    }
    removals.append(removal)
    guard isWhole, head == mark.turn else { return }
    if let other = turns.lastIndex(where: { $0.parent == heir }) {
      _ = follow(from: other)
    } else {
      head = turns.last { turn in turn.runs.contains { $0.id == heir } }?.id
    }
  }

  /// Brings back what was taken out.
  /// - Returns: the place of its turn; `nil` if nothing like that was taken out.
  mutating func restore(_ mark: VersionMark) -> Int? {
    guard let last = removals.lastIndex(where: { $0.mark == mark }) else { return nil }
    let removal = removals.remove(at: last)
    if let index = turns.lastIndex(where: { $0.id == mark.turn }) {
      turns[index].runs.insert(contentsOf: removal.turn.runs, at: min(removal.place, turns[index].runs.count))
    } else {
      // A turn stands behind the one it answers to, whatever else was deleted meanwhile.
      let before = turns.lastIndex { turn in turn.runs.contains { $0.id == removal.turn.parent } } ?? -1
      turns.insert(removal.turn, at: max(before + 1, min(removal.place, turns.count)))
    }
    for next in turns.indices {
      if let run = removal.followed[turns[next].id] { turns[next].parent = run }
    }
    return turns.lastIndex { $0.id == mark.turn }
  }
}
