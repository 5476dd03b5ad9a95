import Gemini

/// A store that refuses what is to be sent.
extension Studio {
  /// Several answers that were asked for at once are one question.
  mutating func ask(toSendUnsaved id: RunID, because sentence: String) -> [Effect] {
    guard generation(of: id) != nil else { return withdraw(id, because: sentence) }
    if isDetached { return withdraw([id]) }
    var ids = [id]
    if case .question(let question) = overlay, case .sendUnsaved(let others) = question.purpose {
      ids = others + ids
    } else {
      // It comes by itself, perhaps in the middle of a word: letters typed right now are no answer.
      questionSince = now
    }
    overlay = .question(
      Question(
        purpose: .sendUnsaved(ids), text: "\(sentence.asSentence) The prompt was not sent.",
        choices: [
          Question.Choice(key: "s", title: "send unsaved"), Question.Choice(key: "c", title: "cancel"),
        ]))
    return []
  }

  /// Sends all the same; the time of the runs begins now, not with the question.
  mutating func sendUnsaved(_ ids: [RunID]) -> [Effect] {
    unkept.formUnion(ids)
    for turn in session.turns.indices {
      for run in session.turns[turn].runs.indices where ids.contains(session.turns[turn].runs[run].id) {
        session.turns[turn].runs[run].startTime = now
        session.turns[turn].runs[run].isUnkept = true
      }
    }
    return ids.compactMap { generation(of: $0).map { .generate($0) } }
  }

  /// Takes back what the store refused and nobody wants sent: it is in no store, so that it is not here either. Its prompt
  /// is in the editor again, before what was typed meanwhile.
  @discardableResult
  mutating func withdraw(_ ids: [RunID]) -> [Effect] {
    for id in ids {
      guard let turn = session.turns.last(where: { $0.runs.contains { $0.id == id } }) else { continue }
      let title = session.titleOfFirstPrompt
      session.withdraw(id, of: turn.id)
      guard !session.turns.contains(where: { $0.id == turn.id }) else { continue }
      if session.turns.isEmpty, session.title == title { session.title = "" }
      let sibling = session.turns.last { $0.parent == turn.parent }?.id
      let typed = queued.map { $0.draft.followed(by: prompt.draft) } ?? prompt.draft
      queued = nil
      prompt.replace(with: draft(of: turn).followed(by: typed))
      if editedTurn == nil, let sibling { promptOrigin = .version(of: sibling) }
      focus = .prompt
    }
    settleRemoval()
    return saved()
  }

  /// The same in a session that was left meanwhile: nobody is asked, and its prompt waits there as the draft.
  private mutating func withdraw(_ id: RunID, because sentence: String) -> [Effect] {
    for key in Array(parked.keys) {
      guard var left = parked[key], let turn = left.turns.last(where: { $0.runs.contains { $0.id == id } }) else {
        continue
      }
      left.withdraw(id, of: turn.id)
      if !left.turns.contains(where: { $0.id == turn.id }) { left.draft = draft(of: turn).followed(by: left.draft) }
      // Held on to, as the store may refuse the draft as well. What was never stored is no session any more.
      parked[key] = left.turns.isEmpty ? nil : left
      let place: String
      var effects = [Effect.save(left.withoutTurns)]
      if !left.turns.isEmpty {
        place = sessionName(left.title)
      } else if session.turns.isEmpty {
        prompt.replace(with: left.draft.followed(by: prompt.draft))
        place = "the prompt"
        effects = saved()
      } else {
        let draft = left.draft.followed(by: newDraft ?? Draft())
        newDraft = draft
        place = "the next new session"
        effects = [.remember(Self.newDraftKey, draft.json?.text ?? "")]
      }
      say("\(sentence.asSentence) The prompt was not sent; it waits in \(place).", .error)
      return effects
    }
    return []
  }

  /// The same for what a person is asked about right now.
  mutating func withdrawAsked() {
    guard case .question(let question) = overlay, case .sendUnsaved(let runs) = question.purpose else { return }
    overlay = nil
    withdraw(runs)
  }

  /// What came of a run is not stored for now, or is at last.
  mutating func note(unkept id: RunID, because sentence: String?) -> [Effect] {
    let effects = change(id) { $0.isUnkept = sentence != nil }
    if sentence == nil { unkept.remove(id) } else { unkept.insert(id) }
    if let sentence {
      say("\(sentence.asSentence) The answer goes on; storing it is tried again every few seconds.", .error)
    } else if unkept.isEmpty {
      say("All answers are stored now.")
    }
    return effects
  }

  /// Changes a run, wherever it is. A session that nothing here holds any more is read from the store when it is wanted.
  /// - Returns: what stores that session, of which the store may have refused more.
  private mutating func change(_ id: RunID, _ body: (inout Run) -> Void) -> [Effect] {
    if session.change(id, body) {
      transcript.touch(.answer(id))
      return saved()
    }
    for other in Array(parked.keys) where parked[other]?.change(id, body) == true {
      guard let session = parked[other] else { continue }
      if !session.isHeldHere { parked[other] = nil }
      return [.save(session.withoutTurns)]
    }
    return []
  }

  /// The generation of a run that waits for the person's word.
  private func generation(of id: RunID) -> Generation? {
    guard let turn = session.turns.firstIndex(where: { $0.runs.contains { $0.id == id } }),
      let run = session.turns[turn].runs.first(where: { $0.id == id })
    else { return nil }
    let traits = traits(of: run.model)
    // In a comparison each lane has a conversation and settings of its own.
    let lane = run.lane.flatMap { number in session.lanes.first { $0.id == number } }
    let asked = lane.map { session.seen(by: $0, traits) } ?? session
    var request = asked.request(
      forTurn: turn, traits: traits, showsThoughts: traits.thinks, isAlone: run.isAlone)
    request.generationConfig = run.config
    return Generation(
      session: header, turn: session.turns[turn], isNewTurn: false, run: run, request: request, isStored: false)
  }
}

extension Session {
  /// - Returns: false if it has no such run.
  fileprivate mutating func change(_ id: RunID, _ body: (inout Run) -> Void) -> Bool {
    guard let turn = turns.lastIndex(where: { $0.runs.contains { $0.id == id } }),
      let run = turns[turn].runs.firstIndex(where: { $0.id == id })
    else { return false }
    body(&turns[turn].runs[run])
    return true
  }
}
