import Gemini
import Screen

extension Studio {
  // MARK: Sending

  /// Sends what is in the prompt, or queues it behind the running answer.
  /// - Parameter asksForAddresses: false sends the addresses of pictures as text.
  mutating func submit(asksForAddresses: Bool = true) -> [Effect] {
    let waiting = activeRuns.filter { if case .waiting = $0.phase { true } else { false } }
    if prompt.isEmpty, !waiting.isEmpty { return waiting.map { .retryNow($0.id) } }
    guard !prompt.draft.isBlank else { return [] }
    if prompt.breakLineAtBackslash() { return [] }
    if let reason = whyNotSend {
      say(reason, .warning)
      return []
    }
    let tokens = PathTokens.find(in: prompt.characters).map(\.path)
    let paths = tokens.filter { !DroppedFiles.isWebAddress($0) }
    if asksForAddresses, let address = tokens.first(where: DroppedFiles.isWebAddress) {
      askToFetch(address, text: nil)
      return []
    }
    if !paths.isEmpty { return [.attach(paths: paths, sends: true)] }
    return sendPrompt(missing: [])
  }

  /// Sends the prompt, and says what in it reads like a file and goes as text.
  /// - Parameter missing: paths of no file.
  mutating func sendPrompt(missing: [String]) -> [Effect] {
    let begun = PathTokens.words(in: prompt.characters).filter(offeredPaths.contains)
    let effects = sendPrompt()
    // What stands against sending is worth more.
    guard prompt.isEmpty || overlay != nil else { return effects }
    offeredPaths = []
    func sentence(_ paths: [String], _ reason: String) -> String? {
      guard !paths.isEmpty else { return nil }
      let names = paths.map { "@" + TextWrap.truncate(VisibleText.make($0), columns: 40) }.joined(separator: ", ")
      return "\(names) \(paths.count == 1 ? "goes" : "go") as text: \(reason)."
    }
    let tab = spelledKey(for: .complete, at: .prompt)
    let sentences = [
      sentence(missing, "there is no such file"),
      sentence(begun, tab.map { "\($0) behind it takes the file" } ?? "a file has a longer name"),
    ].compactMap { $0 }
    if !sentences.isEmpty { say(sentences.joined(separator: " ")) }
    return effects
  }

  /// Sends the prompt as it stands.
  /// - Parameter isConfirmed: true once a person agreed to what it costs.
  mutating func sendPrompt(isConfirmed: Bool = false) -> [Effect] {
    let draft = typed
    guard !draft.isBlank else { return [] }
    if activeRun != nil, queued != nil {
      say("One prompt waits already. This one can follow when it has gone out.", .warning)
      return []
    }
    if activeRun == nil, let problem = refusal(of: draft.content) {
      say(problem, .warning)
      return []
    }
    if activeRun == nil, !isConfirmed, asksToPay(sendEstimate, for: .send) { return [] }
    completion = nil
    prompt.clear()
    vi.reset(&prompt)
    defer { promptOrigin = nil }
    if let run = activeRun {
      queued = QueuedPrompt(draft: draft, awaited: run.id)
      return []
    }
    return send(draft, after: headRun)
  }

  /// - Parameter last: the answer it follows, if it is no version.
  private mutating func send(_ draft: Draft, after last: RunID?) -> [Effect] {
    history.add(draft.text)
    var content = draft.content
    let origin = draft.origin.flatMap { origin in session.turns.firstIndex { $0.id == origin.turn } }
    if let origin, session.turns[origin].content.isSamePrompt(as: content) {
      return answer(turn: origin, isNewTurn: false)
    }
    var edited: Int?
    if case .version? = draft.origin { edited = origin }
    if edited == nil, let picture = pictureToSendAlone(with: draft.attachments) {
      content.parts.insert(picture.part, at: 0)
    }
    let parent = edited.map { session.turns[$0].parent } ?? last
    let turn = Turn(id: identifiers.turn(), parent: parent, content: content, createTime: now)
    session.turns.append(turn)
    if !draft.folds.isEmpty { sentFolds[turn.id] = draft.folds }
    session.head = turn.id
    session.nameAfterFirstPrompt()
    let effects = answer(turn: session.turns.count - 1, isNewTurn: true)
    // What was typed before the first turn is a turn now.
    return session.turns.count == 1 ? effects + [.remember(Self.newDraftKey, "")] : effects
  }

  /// The run at the end of the shown branch.
  var headRun: RunID? { session.path.last.flatMap { session.turns[$0].shownRun?.id } }

  /// Asks the session's model for an answer to a turn, or for as many as a picture model is to give at once; in a
  /// comparison each of its lanes.
  /// - Parameters:
  ///   - count: of requests, where it is not that of the session.
  ///   - lanes: those that are asked, where it is not all.
  mutating func answer(turn index: Int, isNewTurn: Bool, count: Int? = nil, lanes: [Lane]? = nil) -> [Effect] {
    branchedFrom = nil
    session.updateTime = now
    session.head = session.turns[index].id
    var effects: [Effect] = []
    if session.isComparison {
      for lane in lanes ?? session.lanes {
        let asked = session.seen(by: lane, traits(of: lane.model))
        effects += ask(turn: index, as: asked, lane: lane.id, isNewTurn: isNewTurn && effects.isEmpty, count: 1)
      }
    } else {
      effects = ask(turn: index, as: session, lane: nil, isNewTurn: isNewTurn, count: count)
    }
    chosenMessage = nil
    chosenPicture = nil
    comparison.turn = nil
    comparison.candidatesOf = nil
    // What comes is to be seen.
    if zoomed == .prompt { zoomed = nil }
    notice = nil
    if let sentence = leftOut(lanes: lanes ?? session.lanes) { say(sentence, .warning) }
    branchChanged()
    transcript.follow()
    thinking.follow()
    return effects
  }

  /// - Parameter asked: the session as its model is to see it.
  private mutating func ask(
    turn index: Int, as asked: Session, lane: Int?, isNewTurn: Bool, count: Int?
  ) -> [Effect] {
    let traits = traits(of: asked.model)
    var request = asked.request(
      forTurn: index, traits: traits, showsThoughts: traits.thinks, isAlone: asked.sendsOnlyPicture)
    let config = request.generationConfig
    var effects: [Effect] = []
    let atOnce = count ?? asked.requestCount(traits)
    for number in 0..<atOnce {
      request.generationConfig = config.ofRequest(number)
      var run = Run(
        id: identifiers.run(), model: asked.model, backend: backend, config: request.generationConfig, startTime: now)
      run.extras = RequestExtras(request, systemInstruction: asked.systemInstruction)
      run.atOnce = atOnce
      run.lane = lane
      run.isAlone = asked.sendsOnlyPicture
      run.splitsReasoning = settings.splitsReasoning
      run.succession = traits.succession
      run.makesImages = traits.makesImages
      session.turns[index].runs.append(run)
      if number == 0, lane == nil || lane == focusedLane?.id { session.turns[index].chosen = run.id }
      effects.append(
        .generate(
          Generation(
            session: header, turn: session.turns[index], isNewTurn: isNewTurn && number == 0, run: run,
            request: request)))
    }
    return effects
  }

  /// Asks again for the current answer: a sibling of it.
  mutating func regenerate(isConfirmed: Bool = false) -> [Effect] {
    if showsComparison { return askLane(isConfirmed: isConfirmed) }
    guard let turn = currentTurn else { return [] }
    if let problem = refusal(of: session.turns[turn].content) {
      say(problem, .warning)
      return []
    }
    if !isConfirmed, asksToPay(estimate(ofTurn: turn), for: .regenerate) { return [] }
    return answer(turn: turn, isNewTurn: false)
  }

  /// Asks another model for the answers that runs of one turn still wait to ask for.
  mutating func askAgain(insteadOf runs: [Run]) -> [Effect] {
    let ids = Set(runs.map(\.id))
    guard let turn = session.turns.firstIndex(where: { $0.runs.contains { ids.contains($0.id) } }) else { return [] }
    if let problem = refusal(of: session.turns[turn].content) {
      say(problem, .warning)
      return []
    }
    let effects = runs.map { Effect.cancel($0.id) } + answer(turn: turn, isNewTurn: false, count: runs.count)
    if let next = session.turns[turn].runs.last?.id, let awaited = queued?.awaited, ids.contains(awaited) {
      queued?.awaited = next
    }
    return effects
  }

  // MARK: What comes back

  mutating func receive(_ event: RunEvent, for id: RunID) -> [Effect] {
    if let effects = Self.apply(event, to: id, in: &session, at: now) {
      transcript.touch(.answer(id))
      let hasPicture = if case .received(let responses) = event { responses.contains(where: \.hasBlob) } else { false }
      guard case .ended = event else { return hasPicture ? effects + pictureCame(in: id) : effects }
      // Only now a draft may turn out to be the answer.
      return effects + pictureCame(in: id) + runEnded(id) + noteArrival(of: id, in: session)
    }
    for sessionID in Array(parked.keys) {
      // The dictionary lets go of the session while it changes, so that a long answer is not copied.
      guard var session = parked.removeValue(forKey: sessionID) else { continue }
      let isOwn = Self.apply(event, to: id, in: &session, at: now) != nil
      let isBusy = session.turns.contains { $0.runs.contains(where: \.isActive) }
      if session.isHeldHere || !isOwn { parked[sessionID] = session }
      guard isOwn else { continue }
      guard case .ended = event else { return [] }
      let run = session.turns.lazy.flatMap(\.runs).first { $0.id == id }
      return noteArrival(of: id, in: session)
        + (goOn(in: session, after: id) ?? (isBusy ? [] : bell(after: run)))
    }
    return []
  }

  /// Static, as a method of the studio would hold a second copy of the session it changes.
  /// - Returns: `nil` if the run is not in this session, or has ended already.
  private static func apply(
    _ event: RunEvent, to id: RunID, in session: inout Session, at now: Instant
  ) -> [Effect]? {
    for turn in session.turns.indices.reversed() {
      guard let run = session.turns[turn].runs.firstIndex(where: { $0.id == id }) else { continue }
      guard session.turns[turn].runs[run].isActive else { return nil }
      session.turns[turn].runs[run].apply(event, at: now)
      guard case .received(let responses) = event else { return [] }
      let assets = responses.flatMap(\.candidates).flatMap(\.parts).compactMap { $0.blob?.asset }
      return assets.isEmpty ? [] : [.readFacts(assets)]
    }
    return nil
  }

  private mutating func pictureCame(in id: RunID) -> [Effect] {
    findPictures()
    touchBatch(of: id)
    return showFirstPicture(of: id)
  }

  /// Rings once for an answer of more than 10 s, unless somebody is there: a key came in the last 5 s.
  private func bell(after run: Run?) -> [Effect] {
    guard settings.ringsBell, !isDetached, let run, let end = run.endTime else { return [] }
    return end - run.startTime > 10_000 && now - lastKeyTime > 5000 ? [.bell] : []
  }

  mutating func runEnded(_ id: RunID) -> [Effect] {
    guard let index = session.turns.firstIndex(where: { $0.runs.contains { $0.id == id } }),
      let last = session.turns[index].runs.first(where: { $0.id == id })
    else { return [] }
    let isOver = !session.turns[index].runs.contains(where: \.isActive)
    // Of several answers that were asked for at once, one that is whole is enough to go on.
    let awaited = session.turns[index].runs.first { $0.id == queued?.awaited }
    let batch = session.turns[index].batch(of: awaited ?? last)
    let shown = session.turns[index].shownRun?.id
    let good = batch.filter(\.isGoodHistory)
    let run = good.first { $0.id == shown } ?? good.first ?? last
    estimateHistory()
    usage = SessionUsage(session, by: settings.models)
    var effects: [Effect] = []
    if isOver { effects += bell(after: last) }
    if isOver, case .question(let question) = overlay, case .stopPictures = question.purpose { overlay = nil }
    guard isOver else { return effects }
    if let next = queued, session.turns[index].awaits(next.awaited, with: last) {
      queued = nil
      let problem = refusal(of: next.draft.content) ?? tooDear(next) ?? sentenceOfLanes(batch, shown: shown)
      if run.isGoodHistory, whyNotSend == nil, problem == nil, !isDetached {
        effects += session.choose(run.id).map { .choose($0) }
        effects += send(next.draft, after: run.id)
      } else {
        returnToEditor(next)
        if run.isGoodHistory, let problem { say(problem, .warning) }
      }
    } else if !run.isGoodHistory, prompt.isEmpty {
      load(session.turns[index])
      promptOrigin = .again(session.turns[index].id)
      // What is typed next is meant for the prompt that came back, not for the keys of a pane.
      if last.failure?.kind == .cancelled { focus = .prompt }
    }
    return effects
  }

  /// All that was written and not sent: a prompt that waits, and the one in the editor.
  var unsent: Draft { (queued?.draft ?? Draft()).followed(by: typed) }

  /// What is in the editor.
  var typed: Draft {
    var draft = prompt.draft
    draft.origin = promptOrigin
    return draft
  }

  /// Puts a turn's prompt into the editor.
  mutating func load(_ turn: Turn) { prompt.replace(with: draft(of: turn)) }

  /// A turn's prompt as it was typed.
  func draft(of turn: Turn) -> Draft {
    let attachments = turn.content.blobs.compactMap { blob -> Attachment? in
      guard let asset = blob.asset else { return nil }
      let facts = shelf.facts[asset.sha256]
      return Attachment(
        name: blob.other["displayName"]?.string ?? "picture", mimeType: blob.mimeType, asset: asset,
        width: facts?.width, height: facts?.height)
    }
    return Draft(text: turn.content.text, attachments: attachments, folds: sentFolds[turn.id] ?? [])
  }
}

extension GenerateContentResponse {
  fileprivate var hasBlob: Bool { candidates.contains { $0.parts.contains { $0.blob != nil } } }
}

extension Content {
  /// True if a person would call both the same prompt: the same text and the same pictures.
  func isSamePrompt(as other: Content) -> Bool {
    text == other.text && blobs.map(\.data) == other.blobs.map(\.data)
  }
}
