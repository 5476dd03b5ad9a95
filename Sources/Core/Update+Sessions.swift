import Gemini

/// Where a session was read when it was left.
struct LeftPlace: Hashable, Sendable {
  var place: Transcript.ReadingPlace
  /// The message that was chosen, if one was.
  var message: MessageID?
}

extension Studio {
  /// A new, empty session with the models and settings of this one.
  mutating func startSession() -> [Effect] {
    var next = Session(
      id: identifiers.session(), createTime: now, isDemo: backend == .simulator, textModel: session.textModel,
      pictureModel: session.pictureModel, use: session.use)
    next.runSettings = session.runSettings
    next.sendsOnlyPicture = session.sendsOnlyPicture
    next.lanes = session.lanes
    next.blindOrder = session.blindOrder
    next.blindTime = session.blindTime
    next.draft = newDraft ?? Draft()
    newDraft = nil
    let effects = replaceSession(with: next) + [.listSessions]
    if !next.systemInstruction.isEmpty {
      let key = spelledKey(for: .systemInstruction).map { ": \($0) edits it" } ?? ""
      say("The system instruction goes along\(key).")
    }
    return effects
  }

  mutating func openRecent(_ index: Int) -> [Effect] {
    guard recentSessions.indices.contains(index) else { return [] }
    return open(recentSessions[index].id)
  }

  mutating func open(_ id: SessionID) -> [Effect] {
    overlay = nil
    guard id != session.id else { return [] }
    return parked[id].map { replaceSession(with: $0) } ?? [.openSession(id)]
  }

  mutating func open(_ opened: Session) -> [Effect] {
    guard opened.id != session.id else { return [] }
    var opened = parked[opened.id] ?? opened.withoutForeignRuns(at: now)
    opened.apply(settings)
    let effects = replaceSession(with: opened) + [.know(opened.withoutTurns, keepsDraft: false)]
    let turns = session.path.suffix(20).map { session.turns[$0] }
    let others = session.isComparison ? turns.flatMap(\.runs).flatMap(\.answerPictures) : []
    let assets = (turns.flatMap(\.shownBlobs) + others).compactMap(\.asset)
    if let reason = whyNotSend { say(reason, .warning) }
    return (assets.isEmpty ? effects : effects + [.readFacts(assets)]) + goToGoal()
  }

  mutating func replaceSession(with next: Session) -> [Effect] {
    withdrawAsked()
    if let end = branchedFrom { session.head = end }
    branchedFrom = nil
    if let queued { leftPrompts[session.id] = LeftPrompt(queued: queued, typed: typed) }
    session.draft = unsent
    // An empty session is not stored, so the history keeps what was typed in it.
    if session.turns.isEmpty {
      history.add(session.draft.text)
      newDraft = session.draft
    }
    leftPlaces[session.id] = transcript.readingPlace.map { LeftPlace(place: $0, message: chosenMessage) }
    let effects = saved()
    if session.isHeldHere { parked[session.id] = session }
    parked[next.id] = nil
    endedBehind.remove(next.id)
    session = next
    vi.unfold(by: prompt)
    let left = leftPrompts.removeValue(forKey: next.id).flatMap { $0.queued.isAwaited(in: next) ? $0 : nil }
    let draft = left?.typed ?? next.draft
    prompt = PromptEditor(draft)
    promptOrigin = draft.origin.flatMap { origin in next.turns.contains { $0.id == origin.turn } ? origin : nil }
    vi.reset(&prompt)
    notedRevision = prompt.revision
    draftDue = nil
    queued = left?.queued
    completion = nil
    chosenMessage = nil
    chosenPicture = nil
    overlay = nil
    notice = nil
    focus = .prompt
    let columns = transcript.columns
    transcript = Transcript()
    transcript.fit(columns: columns)
    comparison = ComparisonView()
    comparison.lane = next.path.last.flatMap { next.turns[$0].shownRun?.lane }
    branchChanged()
    if let left = leftPlaces.removeValue(forKey: next.id), !session.isComparison {
      transcript.read(at: left.place, in: session, shelf: shelf)
      chosenMessage = left.message.flatMap { id in transcript.messages.contains { $0.id == id } ? id : nil }
    }
    usage = SessionUsage(session, by: settings.models)
    thinking = ThinkingView()
    return effects
  }

  mutating func show(_ list: SessionList) {
    listedSessions = list
    let shown = session.id
    let others = list.sessions.lazy.filter { $0.id != shown && $0.origin == .studio && $0.deleteTime == nil }
    recentSessions = Array(others.prefix(5))
  }

  /// The shown branch is another one, or longer.
  mutating func branchChanged() {
    awaitsOtherWindow = session.turns.contains { $0.runs.contains { $0.failure == .comingElsewhere } }
    let before = transcript.messages.map(\.id)
    transcript.rebuild(from: session)
    keepSelection(ofMessages: before)
    findPictures()
    estimateHistory()
  }
}

// MARK: Other windows

extension Studio {
  /// Asks whether another window went on with the session, unless something here stands on what is shown.
  mutating func refreshed() -> [Effect] {
    guard mayRefresh else { return [] }
    return saved() + lookElsewhere()
  }

  /// Asks whether the store has more of the session.
  mutating func lookElsewhere() -> [Effect] {
    lookedForOthers = now
    guard mayRefresh else { return [] }
    refreshBasis = SessionState(session)
    return [.refreshSession(session.id, session.extent)]
  }

  /// Takes in what another window made of the session. What is typed stays.
  mutating func refresh(_ stored: Session) -> [Effect] {
    guard mayRefresh, stored.id == session.id else { return [] }
    // What was done here meanwhile is not in it.
    guard refreshBasis == SessionState(session) else { return refreshed() }
    let (before, draft) = (session.turns.count, session.draft)
    let known = Effect.know(stored.withoutTurns, keepsDraft: true)
    var next = stored.withoutForeignRuns(at: now)
    next.replaceRuns(of: session)
    session = next
    session.apply(settings)
    session.draft = draft
    refreshBasis = nil
    settleRemoval()
    transcript.touchAll()
    let added = session.turns.count - before
    if added > 0 { say("Another window added \(countText(added, of: "turn")) to this session.") }
    return [known]
  }

  /// What a person is at stays, but for an answer that is awaited: it is part of what is sent next.
  var mayRefresh: Bool {
    if session.turns.isEmpty && session.removals.isEmpty || branchedFrom != nil || session.isHeldHere { return false }
    return awaitsOtherWindow || promptOrigin == nil
  }
}

extension Session {
  /// True while the store does not have all of it: an answer is coming, or was refused.
  var isHeldHere: Bool { turns.contains { $0.runs.contains { $0.isActive || $0.isUnkept } } }

  /// What it has of its own.
  var withoutTurns: Session {
    var session = self
    session.turns = []
    session.removals = []
    return session
  }

  /// How much of it is here. An answer that another window is still at is not over.
  fileprivate var extent: SessionExtent {
    let runs = turns.lazy.flatMap(\.runs)
    return SessionExtent(
      turns: turns.count, runs: turns.reduce(0) { $0 + $1.runs.count },
      ended: runs.count { !$0.isActive && $0.failure != .comingElsewhere }, deleted: removals.count,
      deleteTime: removals.lazy.map(\.time).max())
  }

  fileprivate mutating func replaceRuns(of old: Session) {
    let known = Dictionary(old.turns.lazy.flatMap(\.runs).map { ($0.id, $0) }) { first, _ in first }
    for turn in turns.indices {
      for run in turns[turn].runs.indices {
        if let old = known[turns[turn].runs[run].id] { turns[turn].runs[run].replace(old) }
      }
    }
  }

  /// The session as another process left it: an answer that is still coming there is not awaited here.
  fileprivate func withoutForeignRuns(at now: Instant) -> Session {
    var session = self
    for turn in session.turns.indices {
      for run in session.turns[turn].runs.indices where session.turns[turn].runs[run].isActive {
        session.turns[turn].runs[run].apply(.ended(.comingElsewhere), at: now)
      }
    }
    return session
  }
}

/// What tells whether a session was changed here since it was looked at, without its texts.
struct SessionState: Hashable, Sendable {
  private let own: Session
  private let extent: SessionExtent
  private let chosen: [RunID?]
  private let continued: [RunID]
  private let deletedPictures: [[String: Instant]]

  init(_ session: Session) {
    own = session.withoutTurns
    extent = session.extent
    chosen = session.turns.map(\.chosen)
    continued = session.turns.lazy.flatMap(\.runs).filter(\.isContinued).map(\.id)
    deletedPictures = session.turns.lazy.flatMap(\.runs).map(\.deletions).filter { !$0.isEmpty }
  }
}

extension Failure {
  /// An answer that another process asked for.
  static let comingElsewhere = Failure(
    .cancelled, "This answer is still coming in another window, or in a studio whose terminal went away.",
    hint: "It is shown here as soon as it is whole.")
}
