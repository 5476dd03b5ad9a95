import Gemini

extension Studio {
  // MARK: Sending

  /// Sends what is in the prompt, or queues it behind the running answer.
  mutating func submit() -> [Effect] {
    if case .waiting? = activeRun?.phase, prompt.isEmpty, let run = activeRun { return [.retryNow(run.id)] }
    guard !prompt.draft.isBlank else { return [] }
    if prompt.breakLineAtBackslash() { return [] }
    if let reason = whyNotSend {
      say(reason, .warning)
      return []
    }
    let paths = PathTokens.find(in: prompt.characters).map(\.path)
    if !paths.isEmpty { return [.attach(paths: paths, sends: true)] }
    return sendPrompt()
  }

  /// Sends the prompt as it stands.
  mutating func sendPrompt() -> [Effect] {
    let draft = prompt.draft
    guard !draft.isBlank else { return [] }
    if activeRun != nil, queued != nil {
      say("One prompt waits already. This one can follow when it has gone out.", .warning)
      return []
    }
    if activeRun == nil, let problem = refusal(of: draft.content) {
      say(problem, .warning)
      return []
    }
    completion = nil
    prompt.clear()
    defer {
      editedTurn = nil
      returnedTurn = nil
    }
    if let run = activeRun {
      queued = QueuedPrompt(draft: draft, awaited: run.id, editedTurn: editedTurn, returnedTurn: returnedTurn)
      return []
    }
    return send(draft, versionOf: editedTurn, orAgain: returnedTurn, after: headRun)
  }

  /// - Parameters:
  ///   - edited: the turn it is another version of.
  ///   - returned: the turn whose prompt it was: unchanged it is asked again.
  ///   - last: the answer it follows, if it is no version.
  private mutating func send(
    _ draft: Draft, versionOf edited: TurnID?, orAgain returned: TurnID?, after last: RunID?
  ) -> [Effect] {
    history.add(draft.text)
    let content = draft.content
    let edited = edited.flatMap { id in session.turns.firstIndex { $0.id == id } }
    let returned = returned.flatMap { id in session.turns.firstIndex { $0.id == id } }
    if let same = edited ?? returned, session.turns[same].content.isSamePrompt(as: content) {
      return answer(turn: same, isNewTurn: false)
    }
    let parent = edited.map { session.turns[$0].parent } ?? last
    let turn = Turn(id: identifiers.turn(), parent: parent, content: content, createTime: now)
    session.turns.append(turn)
    session.head = turn.id
    session.nameAfterFirstPrompt()
    let effects = answer(turn: session.turns.count - 1, isNewTurn: true)
    // What was typed before the first turn is a turn now.
    return session.turns.count == 1 ? effects + [.remember(Self.newDraftKey, "")] : effects
  }

  /// The run at the end of the shown branch.
  private var headRun: RunID? { session.path.last.flatMap { session.turns[$0].shownRun?.id } }

  /// Asks the session's model for an answer to a turn.
  mutating func answer(turn index: Int, isNewTurn: Bool) -> [Effect] {
    let model = session.model
    session.updateTime = now
    session.head = session.turns[index].id
    let request = session.request(forTurn: index, traits: traits(of: model), showsThoughts: traits(of: model).thinks)
    var run = Run(
      id: identifiers.run(), model: model, backend: backend, config: request.generationConfig, startTime: now)
    run.extras = RequestExtras(request, systemInstruction: session.systemInstruction)
    run.splitsReasoning = settings.splitsReasoning
    run.succession = traits(of: model).succession
    run.makesImages = traits(of: model).makesImages
    session.turns[index].runs.append(run)
    session.turns[index].chosen = run.id
    chosenMessage = nil
    chosenPicture = nil
    notice = nil
    if let sentence = session.leftOut(traits(of: model)) { say(sentence, .warning) }
    branchChanged()
    transcript.follow()
    thinking.follow()
    return [
      .generate(
        Generation(session: header, turn: session.turns[index], isNewTurn: isNewTurn, run: run, request: request))
    ]
  }

  /// Asks again for the current answer: a sibling of it.
  mutating func regenerate() -> [Effect] {
    guard let turn = currentTurn else { return [] }
    if let problem = refusal(of: session.turns[turn].content) {
      say(problem, .warning)
      return []
    }
    return answer(turn: turn, isNewTurn: false)
  }

  /// Asks another model for the answer that a run still waits to ask for.
  mutating func askAgain(insteadOf run: Run) -> [Effect] {
    guard let turn = session.turns.firstIndex(where: { $0.runs.contains { $0.id == run.id } }) else { return [] }
    if let problem = refusal(of: session.turns[turn].content) {
      say(problem, .warning)
      return []
    }
    let effects = [.cancel(run.id)] + answer(turn: turn, isNewTurn: false)
    if let next = session.turns[turn].runs.last?.id, queued?.awaited == run.id { queued?.awaited = next }
    return effects
  }

  // MARK: What comes back

  mutating func receive(_ event: RunEvent, for id: RunID) -> [Effect] {
    if let effects = Self.apply(event, to: id, in: &session, at: now) {
      transcript.touch(.answer(id))
      if case .received(let responses) = event, responses.contains(where: \.hasBlob) { findPictures() }
      guard case .ended = event else { return effects }
      // Only now a draft may turn out to be the answer.
      findPictures()
      return effects + runEnded(id) + noteArrival(of: id, in: session)
    }
    for sessionID in Array(parked.keys) {
      // The dictionary lets go of the session while it changes, so that a long answer is not copied.
      guard var session = parked.removeValue(forKey: sessionID) else { continue }
      let isOwn = Self.apply(event, to: id, in: &session, at: now) != nil
      let isBusy = session.turns.contains { $0.runs.contains(where: \.isActive) }
      if isBusy || !isOwn { parked[sessionID] = session }
      guard isOwn else { continue }
      if case .ended = event { return noteArrival(of: id, in: session) }
      return []
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

  private mutating func runEnded(_ id: RunID) -> [Effect] {
    guard let index = session.turns.firstIndex(where: { $0.runs.contains { $0.id == id } }),
      let run = session.turns[index].runs.first(where: { $0.id == id })
    else { return [] }
    historyEstimate = session.historyEstimate()
    var effects: [Effect] = []
    let isLong = run.endTime.map { $0 - run.startTime > 10_000 } ?? false
    if settings.ringsBell, isLong, now - lastKeyTime > 5000 { effects.append(.bell) }
    if case .question(let question) = overlay, question.purpose == .stopPicture(id) { overlay = nil }
    if let next = queued, next.awaited == id {
      queued = nil
      let problem = refusal(of: next.draft.content)
      if run.isGoodHistory, whyNotSend == nil, problem == nil, !isDetached {
        effects += session.choose(id).map { .choose($0) }
        effects += send(next.draft, versionOf: next.editedTurn, orAgain: next.returnedTurn, after: id)
      } else {
        // Never over what was typed meanwhile: that follows on the next line.
        prompt.replace(with: next.draft.followed(by: prompt.draft))
        editedTurn = editedTurn ?? next.editedTurn
        returnedTurn = returnedTurn ?? next.returnedTurn
        if run.isGoodHistory, let problem { say(problem, .warning) }
      }
    } else if !run.isGoodHistory, prompt.isEmpty, !session.turns[index].runs.contains(where: \.isActive) {
      load(session.turns[index])
      returnedTurn = session.turns[index].id
      // What is typed next is meant for the prompt that came back, not for the keys of a pane.
      if run.failure?.kind == .cancelled { focus = .prompt }
    }
    return effects
  }

  /// All that was written and not sent: a prompt that waits, and the one in the editor.
  var unsent: Draft { (queued?.draft ?? Draft()).followed(by: prompt.draft) }

  /// Puts a turn's prompt into the editor.
  mutating func load(_ turn: Turn) {
    let attachments = turn.content.blobs.compactMap { blob -> Attachment? in
      guard let asset = blob.asset else { return nil }
      let facts = shelf.facts[asset.sha256]
      return Attachment(
        name: blob.other["displayName"]?.string ?? "picture", mimeType: blob.mimeType, asset: asset,
        width: facts?.width, height: facts?.height)
    }
    prompt.replace(with: Draft(text: turn.content.text, attachments: attachments))
  }

  // MARK: Stopping

  /// Stops the running answer. A picture run is asked about first: it is paid already.
  mutating func stop(_ run: Run, asksForPicture: Bool) -> [Effect] {
    if asksForPicture, traits(of: run.model).makesImages, run.phase == .sending || run.phase == .streaming {
      overlay = .question(
        Question(
          purpose: .stopPicture(run.id), text: "The picture is being made and will be paid for. Stop all the same?",
          choices: [
            Question.Choice(key: "s", title: "stop"), Question.Choice(key: "w", title: "wait for it"),
          ]))
      return []
    }
    return [.cancel(run.id)]
  }

  // MARK: A store that refuses

  mutating func ask(toSendUnsaved id: RunID, because sentence: String) -> [Effect] {
    guard generation(of: id) != nil, !isDetached else { return receive(.ended(.cancelled), for: id) }
    // It comes by itself, perhaps in the middle of a word: letters typed right now are no answer.
    questionSince = now
    overlay = .question(
      Question(
        purpose: .sendUnsaved(id), text: "\(sentence.asSentence) The prompt was not sent.",
        choices: [
          Question.Choice(key: "s", title: "send unsaved"), Question.Choice(key: "c", title: "cancel"),
        ]))
    return []
  }

  /// Sends all the same; the run's time begins now, not with the question.
  mutating func sendUnsaved(_ id: RunID) -> [Effect] {
    for turn in session.turns.indices {
      for run in session.turns[turn].runs.indices where session.turns[turn].runs[run].id == id {
        session.turns[turn].runs[run].startTime = now
      }
    }
    return generation(of: id).map { [.generate($0)] } ?? []
  }

  /// The generation of a run that waits for the person's word.
  func generation(of id: RunID) -> Generation? {
    guard let turn = session.turns.firstIndex(where: { $0.runs.contains { $0.id == id } }),
      let run = session.turns[turn].runs.first(where: { $0.id == id })
    else { return nil }
    let request = session.request(
      forTurn: turn, traits: traits(of: run.model), showsThoughts: traits(of: run.model).thinks)
    return Generation(
      session: header, turn: session.turns[turn], isNewTurn: false, run: run, request: request, isStored: false)
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
