/// Something that was done to a session and that its reading panes undo.
enum SessionStep: Hashable, Sendable {
  case picture(Deletion)
  case version(VersionMark)
  /// Other answers were chosen, or another place of the tree to go on from.
  case branch(SessionID, from: ShownBranch, to: ShownBranch)

  var session: SessionID {
    switch self {
    case .picture(let deletion): deletion.mark.session
    case .version(let mark): mark.session
    case .branch(let session, _, _): session
    }
  }
}

/// Which branch of a session is shown, as far as it differs from another time.
struct ShownBranch: Hashable, Sendable {
  var head: TurnID?
  /// The end that was left for `head`.
  var left: TurnID?
  var chosen: [TurnID: RunID] = [:]
}

/// What was done, the last thing last, and what was undone of it.
struct SessionSteps: Hashable, Sendable {
  fileprivate(set) var done: [SessionStep] = []
  fileprivate(set) var undone: [SessionStep] = []

  mutating func add(_ step: SessionStep) {
    done.append(step)
    undone = []
  }

  /// Forgets what did not come about.
  mutating func forget(where isMeant: (SessionStep) -> Bool) {
    done.removeAll(where: isMeant)
    undone.removeAll(where: isMeant)
  }
}

/// Undo and redo of what reading panes do to the session.
extension Studio {
  /// The last thing done to this session; without one, what was deleted of it when the studio was open before.
  private var lastStep: SessionStep? {
    let step = steps.done.last { step in
      if case .version(let mark) = step, !session.removals.contains(where: { $0.mark == mark }) { return false }
      return step.session == session.id
    }
    if let step { return step }
    return session.removals.last.flatMap {
      now - $0.time < VersionMark.restorable ? .version($0.mark) : nil
    }
  }

  private var nextStep: SessionStep? {
    steps.undone.last { step in
      if case .version(let mark) = step, !session.has(mark) { return false }
      return step.session == session.id
    }
  }

  var whyNotUndoStep: String? {
    if let lastStep { return whyNotStep(lastStep) }
    return "There is nothing to undo in this session: nothing was deleted, and no other version chosen."
  }

  var whyNotRedoStep: String? {
    if let nextStep { return whyNotStep(nextStep) }
    return "Nothing was undone that could be done again."
  }

  private func whyNotStep(_ step: SessionStep) -> String? {
    if case .picture = step { return nil }
    if showsComparison, case .branch = step {
      return "In a comparison the branch stays as it is. Go back to one conversation first."
    }
    return activeRun == nil ? nil : "An answer is still coming."
  }

  /// The pictures that were deleted since the studio was opened.
  var deletions: [Deletion] { steps.done.compactMap { if case .picture(let deletion) = $0 { deletion } else { nil } } }

  /// Takes the last picture deleted, of whatever session, off the list of what can be undone.
  mutating func popDeletion() -> Deletion? {
    guard let deletion = deletions.last, let index = steps.done.lastIndex(of: .picture(deletion)) else { return nil }
    steps.undone.append(steps.done.remove(at: index))
    return deletion
  }

  mutating func undoStep() -> [Effect] {
    guard let step = lastStep else { return [] }
    if let index = steps.done.lastIndex(of: step) { steps.done.remove(at: index) }
    switch step {
    case .picture(let deletion):
      steps.undone.append(step)
      return restore(deletion.mark)
    case .version(let mark):
      steps.undone.append(step)
      return bringBack(mark)
    case .branch(let id, let before, let after):
      // What has been asked since is shown again too.
      steps.undone.append(.branch(id, from: before, to: shownBranch(over: after)))
      let effects = show(before)
      say("The branch that was shown before is back.")
      return effects
    }
  }

  mutating func redoStep() -> [Effect] {
    guard let step = nextStep, let index = steps.undone.lastIndex(of: step) else { return [] }
    steps.undone.remove(at: index)
    switch step {
    case .picture(let deletion):
      steps.done.append(step)
      return delete(deletion.mark)
    case .version(let mark):
      steps.done.append(step)
      return take(out: mark)
    case .branch(let id, let before, let after):
      steps.done.append(.branch(id, from: shownBranch(over: before), to: after))
      let effects = show(after)
      say("The other branch is shown again.")
      return effects
    }
  }

  // MARK: The shown branch

  /// Notes what something does to the shown branch, to be undone.
  mutating func noting(_ change: (inout Studio) -> [Effect]) -> [Effect] {
    let id = session.id
    let chosen = session.turns.map { $0.shownRun?.id }
    var before = ShownBranch(head: session.head, left: branchedFrom)
    let effects = change(&self)
    guard session.id == id, session.turns.count == chosen.count else { return effects }
    var after = ShownBranch(head: session.head, left: branchedFrom)
    for (turn, old) in zip(session.turns, chosen) where turn.shownRun?.id != old {
      before.chosen[turn.id] = old
      after.chosen[turn.id] = turn.shownRun?.id
    }
    if before != after { steps.add(.branch(id, from: before, to: after)) }
    return effects
  }

  /// The branch as it is shown now, as far as another one is about it.
  private func shownBranch(over other: ShownBranch) -> ShownBranch {
    var branch = ShownBranch(head: session.head, left: branchedFrom)
    for turn in session.turns where other.chosen[turn.id] != nil { branch.chosen[turn.id] = turn.shownRun?.id }
    return branch
  }

  private mutating func show(_ branch: ShownBranch) -> [Effect] {
    var effects: [Effect] = []
    for index in session.turns.indices {
      guard let run = branch.chosen[session.turns[index].id],
        session.turns[index].runs.contains(where: { $0.id == run })
      else { continue }
      session.turns[index].chosen = run
      var turn = session.turns[index]
      turn.runs = []
      effects.append(.choose(turn))
      chosenMessage = .prompt(turn.id)
    }
    if effects.isEmpty { chosenMessage = nil }
    func known(_ turn: TurnID?) -> TurnID? { session.turns.contains { $0.id == turn } ? turn : nil }
    session.head = known(branch.head) ?? session.head
    branchedFrom = known(branch.left)
    chosenPicture = nil
    branchChanged()
    if chosenMessage == nil { transcript.follow() }
    revealCurrent()
    return effects + saved()
  }
}
