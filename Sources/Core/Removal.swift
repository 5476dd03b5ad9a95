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
  /// The turn as it was; of one answer only with that one. `nil` if it was gone with something deleted before.
  fileprivate var turn: Turn?
  /// Its place among the turns, or among the answers of its turn.
  fileprivate var place = 0
  /// The answers that the turns behind it followed.
  fileprivate var followed: [TurnID: RunID] = [:]
}

extension Session {
  /// Takes a turn or an answer out. What followed a turn follows the one before it; what followed an answer, the one that
  /// takes its place: the next one of its turn, else the one before. The only answer of a turn takes the turn with it.
  package mutating func remove(_ mark: VersionMark, at time: Instant) {
    guard !removals.contains(where: { $0.mark == mark }) else { return }
    var removal = Removal(mark: mark, time: time)
    defer { removals.append(removal) }
    guard let index = turns.lastIndex(where: { $0.id == mark.turn }) else { return }
    var turn = turns[index]
    let runs = turn.runs
    let place = mark.run.flatMap { run in runs.firstIndex { $0.id == run } }
    if mark.run != nil, place == nil { return }
    var heir = turn.parent
    let isWhole = place == nil || runs.count == 1
    if let place, !isWhole {
      let next = runs[place + 1 < runs.count ? place + 1 : place - 1].id
      if turn.shownRun?.id == mark.run { turns[index].chosen = next }
      turns[index].runs.remove(at: place)
      turn.runs = [runs[place]]
      removal.place = place
      heir = next
    } else {
      turns.remove(at: index)
      removal.place = index
    }
    removal.turn = turn
    let gone = Set(turn.runs.map(\.id))
    for next in turns.indices {
      guard let parent = turns[next].parent, gone.contains(parent) else { continue }
      removal.followed[turns[next].id] = parent
      turns[next].parent = heir
    }
    guard isWhole, head == mark.turn else { return }
    if let other = turns.lastIndex(where: { $0.parent == heir }) {
      _ = follow(from: other)
    } else {
      head = turns.last { turn in turn.runs.contains { $0.id == heir } }?.id
    }
  }

  /// Brings back what was taken out. What was taken out after it comes back first and goes again, so that everything
  /// follows what it would follow if this had never been deleted.
  mutating func restore(_ mark: VersionMark) {
    guard let first = removals.firstIndex(where: { $0.mark == mark }) else { return }
    let later = removals[(first + 1)...]
    for removal in removals[first...].reversed() { undo(removal) }
    removals.removeSubrange(first...)
    for removal in later { remove(removal.mark, at: removal.time) }
  }

  /// Undoes the last removal of all.
  private mutating func undo(_ removal: Removal) {
    guard let turn = removal.turn else { return }
    if let index = turns.lastIndex(where: { $0.id == turn.id }) {
      turns[index].runs.insert(contentsOf: turn.runs, at: min(removal.place, turns[index].runs.count))
    } else {
      turns.insert(turn, at: min(removal.place, turns.count))
    }
    for next in turns.indices {
      if let run = removal.followed[turns[next].id] { turns[next].parent = run }
    }
  }

  /// True if a turn or answer is there.
  func has(_ mark: VersionMark) -> Bool {
    turns.contains { turn in
      turn.id == mark.turn && (mark.run == nil || turn.runs.contains { $0.id == mark.run })
    }
  }

  /// Takes out an answer that never left and that no store has: there is nothing to bring back.
  mutating func withdraw(_ run: RunID, of turn: TurnID) {
    remove(VersionMark(session: id, turn: turn, run: run), at: updateTime)
    removals.removeLast()
  }
}
