import Gemini

/// A store that refuses what is to be sent.
extension Studio {
  /// Several answers that were asked for at once are one question.
  mutating func ask(toSendUnsaved id: RunID, because sentence: String) -> [Effect] {
    guard generation(of: id) != nil, !isDetached else { return receive(.ended(.cancelled), for: id) }
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
    for turn in session.turns.indices {
      for run in session.turns[turn].runs.indices where ids.contains(session.turns[turn].runs[run].id) {
        session.turns[turn].runs[run].startTime = now
      }
    }
    return ids.compactMap { generation(of: $0).map { .generate($0) } }
  }

  /// The generation of a run that waits for the person's word.
  private func generation(of id: RunID) -> Generation? {
    guard let turn = session.turns.firstIndex(where: { $0.runs.contains { $0.id == id } }),
      let run = session.turns[turn].runs.first(where: { $0.id == id })
    else { return nil }
    let traits = traits(of: run.model)
    var request = session.request(
      forTurn: turn, traits: traits, showsThoughts: traits.thinks, isAlone: run.isAlone)
    request.generationConfig = run.config
    return Generation(
      session: header, turn: session.turns[turn], isNewTurn: false, run: run, request: request, isStored: false)
  }
}
