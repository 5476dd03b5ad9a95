import Screen

/// Deleting turns and answers of the conversation, and taking that back.
extension Studio {
  /// The turn that is read, and which answer of it: in a comparison that of the focused lane.
  private var readVersion: (turn: Turn, run: Run?)? {
    guard let index = showsComparison ? comparedTurn : currentTurn, session.turns.indices.contains(index) else {
      return nil
    }
    let turn = session.turns[index]
    return (turn, showsComparison ? focusedAnswer?.run : turn.shownRun)
  }

  var whyNotDeleteTurn: String? {
    if isPictureMarked { return whyNotDelete }
    guard let (turn, run) = readVersion else { return "There is no message yet." }
    if showsComparison {
      if run == nil { return "This lane has no answer to this turn." }
      if comparison.candidatesOf != nil {
        return "Candidates are one answer, which is deleted as a whole: go back to the conversation first."
      }
      if comparison.pair != nil { return "Two answers are shown here. Go back to the columns to delete one." }
    }
    let runs = turn.runs
    if runs.contains(where: \.isActive) {
      return "An answer of this turn is still coming. Delete it when it has ended."
    }
    if runs.contains(where: \.isUnkept) { return "An answer of this turn is not stored yet. Delete it when it is." }
    if session.turns.count == 1, runs.count < 2 {
      let list = settings.keymap.keys(for: .listSessions, at: placeBehind).first.map { " (\($0.spelled))" } ?? ""
      return "This turn is all there is of the session. Delete it in the list of sessions\(list)."
    }
    return nil
  }

  mutating func deleteTurn() -> [Effect] {
    if isPictureMarked { return deletePicture() }
    guard let (turn, run) = readVersion else { return [] }
    let mark = VersionMark(session: session.id, turn: turn.id, run: turn.runs.count > 1 ? run?.id : nil)
    steps.add(.version(mark))
    return take(out: mark)
  }

  /// Takes a turn or an answer out. What is read then is what came to its place.
  mutating func take(out mark: VersionMark) -> [Effect] {
    let place = session.path.firstIndex { session.turns[$0].id == mark.turn }
    session.remove(mark, at: now)
    var changed: [Turn] = []
    // What stands behind the answer that takes the place of another one is shown again.
    if session.head == mark.turn, let index = session.turns.lastIndex(where: { $0.id == mark.turn }) {
      changed = session.follow(from: index)
    }
    let path = session.path
    let turn = place.flatMap { path.indices.contains($0) ? session.turns[path[$0]] : nil }
    if let turn, turn.id == mark.turn {
      chosenMessage = turn.shownRun.map { .answer($0.id) }
    } else {
      chosenMessage = turn.map { .prompt($0.id) }
      comparison.turn = turn?.id
    }
    settleRemoval()
    let what = mark.run == nil ? "The turn" : "This answer"
    let rest = mark.run == nil ? "" : " The other \(showsComparison ? "answers" : "versions of it") stay."
    say(deleted(what, undoneBy: .undoStep, at: placeBehind, for: "30 days") + "." + rest)
    return [.deleteVersion(mark, at: now)] + changed.map { .choose($0) } + saved()
  }

  /// Brings a turn or an answer back, and shows it.
  mutating func bringBack(_ mark: VersionMark) -> [Effect] {
    // What another window deleted of the same turn may keep it from being seen: that comes back as well.
    var hiding = session.removals.map(\.mark).filter { $0.turn == mark.turn && $0 != mark }
    var effects = [Effect.restoreVersion(mark)]
    session.restore(mark)
    while !session.has(mark), let last = hiding.popLast() {
      session.restore(last)
      effects.append(.restoreVersion(last))
    }
    guard let index = session.turns.lastIndex(where: { $0.id == mark.turn }) else { return effects + saved() }
    var changed: [Turn] = []
    if let run = mark.run ?? session.turns[index].shownRun?.id { changed = session.choose(run) }
    if mark.run != nil || !session.path.contains(index) { changed += session.follow(from: index) }
    chosenMessage = mark.run.map { .answer($0) } ?? .prompt(mark.turn)
    comparison.turn = mark.turn
    comparison.lane = session.turns[index].runs.first { $0.id == mark.run }?.lane ?? comparison.lane
    settleRemoval()
    say(mark.run == nil ? "The turn is back." : "The answer is back.")
    return effects + changed.map { .choose($0) } + saved()
  }

  /// What the store did not do is not so here either.
  mutating func refuse(_ mark: VersionMark, isDeleted: Bool, because sentence: String) -> [Effect] {
    steps.forget { $0 == .version(mark) }
    var effects: [Effect] = []
    if mark.session == session.id { effects = isDeleted ? take(out: mark) : bringBack(mark) }
    say(sentence, .error)
    // All but what was refused.
    return Array(effects.dropFirst())
  }

  /// Lets go of what is not there any more.
  mutating func settleRemoval() {
    func isGone(_ id: TurnID?) -> Bool { id != nil && !session.turns.contains { $0.id == id } }
    if isGone(branchedFrom) { branchedFrom = nil }
    if isGone(promptOrigin?.turn) { promptOrigin = nil }
    chosenPicture = nil
    markedBlock = nil
    branchChanged()
    usage = SessionUsage(session, by: settings.models)
    revealCurrent()
  }
}
