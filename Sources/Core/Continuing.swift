import Gemini

extension Run {
  /// True if it was stopped or broke off, and something of an answer came before.
  var isPartial: Bool {
    guard case .failed? = ending else { return false }
    return hasAnswerContent
  }

  /// True if the limit of output tokens ended it after something of an answer: the next request carries that anyway.
  var isCutByTokens: Bool { ending == .cut && finishReason == .maxTokens }

  /// True if the next request carries this answer: a whole one, or a partial one that a person wants to go on from.
  var isSentOn: Bool { isGoodHistory || isContinued && isPartial }
}

extension Studio {
  /// What is put into an empty prompt to go on from a partial answer.
  static let continuation = "Go on from where you stopped."

  var whyNotContinue: String? {
    guard let run = currentRun, !run.isActive, run.isPartial || run.isCutByTokens else {
      return "No answer was stopped here."
    }
    if let failure = run.failure, failure == .comingElsewhere { return failure.message }
    if run.isContinued || run.isCutByTokens, session.path.last.flatMap({ session.turns[$0].shownRun?.id }) != run.id {
      return "The conversation went on after this answer already."
    }
    return nil
  }

  /// True if the next prompt is to go on from the current answer: asked for again, that is taken back.
  package var isContinuing: Bool {
    guard let run = currentRun else { return false }
    if run.isPartial { return run.isContinued }
    return run.isCutByTokens && prompt.byteCount == Self.continuation.utf8.count && prompt.text == Self.continuation
  }

  /// Lets the next request build on the current partial answer, and asks for the rest; a second time it takes that
  /// back.
  mutating func continueAnswer() -> [Effect] {
    guard let turn = currentTurn, let run = session.turns[turn].shownRun,
      let index = session.turns[turn].runs.firstIndex(where: { $0.id == run.id })
    else { return [] }
    let takesBack = isContinuing
    if run.isPartial {
      session.turns[turn].runs[index].isContinued.toggle()
      transcript.touch(.answer(run.id))
      estimateHistory()
    }
    if takesBack {
      if prompt.text == Self.continuation { prompt.clear() }
      guard run.isPartial else { return [] }
      if prompt.isEmpty {
        load(session.turns[turn])
        promptOrigin = .again(session.turns[turn].id)
      }
      say("The next request leaves out again what came of this answer.")
      return [.continueRun(run.id, false)]
    }
    dropNotice()
    // The prompt that came back would ask all of it again.
    if editedTurn == nil, session.turns[turn].content.isSamePrompt(as: prompt.draft.content) { prompt.clear() }
    if editedTurn == nil { promptOrigin = nil }
    if prompt.isEmpty { prompt.replace(with: Self.continuation) }
    focus = .prompt
    return run.isPartial ? [.continueRun(run.id, true)] : []
  }
}
