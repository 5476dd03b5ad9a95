import Gemini
package import Screen

/// Asking one lane alone, and what holds for all.
extension Studio {
  /// Why the focused lane cannot be asked again by itself.
  var whyNotAskLane: String? {
    guard session.isComparison, let index = comparedTurn else { return "There is no answer yet." }
    guard let answer = focusedAnswer, let lane = answer.lane, session.lanes.contains(where: { $0.id == lane }) else {
      return "This answer belongs to no lane of the comparison."
    }
    if index != transcript.messages.last?.turn {
      return "Later turns build on this answer." + way(.branch, "goes on from here first", at: .compare)
    }
    if let run = answer.run, run.isActive {
      if case .waiting = run.phase { return nil }
      return "This lane is still answering." + way(.stopLane, "stops it", at: .compare)
    }
    if let failure = answer.run?.failure, failure == .comingElsewhere { return failure.message }
    return whyNotSend
  }

  /// Asks the focused lane once more, or at once if it waits to be asked again.
  mutating func askLane(isConfirmed: Bool = false) -> [Effect] {
    guard let index = comparedTurn, let lane = focusedLane else { return [] }
    if let run = focusedAnswer?.run, run.isActive { return [.retryNow(run.id)] }
    if let problem = refusal(of: session.turns[index].content, by: lane.model, lane.config) {
      say(problem, .warning)
      return []
    }
    if !isConfirmed, asksToPay(estimate(ofTurn: index, lanes: [lane]), for: .regenerate) { return [] }
    let effects = answer(turn: index, isNewTurn: false, lanes: [lane])
    // The prompt that came back is on its way again.
    let turn = session.turns[index]
    if promptOrigin == .again(turn.id), turn.content.isSamePrompt(as: prompt.draft.content) {
      prompt.clear()
      promptOrigin = nil
    }
    return effects
  }

  /// What stands after an answer: how it ended, or what it waits for.
  func notes(on run: Run) -> [Line] {
    guard let turn = session.turns.last(where: { $0.runs.contains { $0.id == run.id } }) else { return [] }
    let again = wayToAskAgain(run, in: turn)
    var run = unnamed(run)
    // The prompt is asked again of all lanes; what was stopped here is asked again here.
    let isStopped = run.failure?.kind == .cancelled
    if isStopped, let again { run.failure?.hint = again }
    var lines = AnswerNotes.make(run, in: turn)
    let wait: String
    switch run.phase {
    case .ended:
      guard !isStopped, let again else { return lines }
      return lines + [Line(again, .faint)]
    case .waiting(let until, let failure):
      let reason = failure.message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      wait = "\(reason.asSentence) Next attempt in \(max(0, (until - now + 999) / 1000)) s: r tries now, x gives up."
    case .queued(let until):
      let time = until.map { "Sent in \(max(0, ($0 - now + 999) / 1000)) s" } ?? "Sent when another answer has ended"
      wait = "\(time), as the limit of requests to this model is reached: x gives up."
    default: return lines
    }
    if run.hasAnswerContent { lines.append(Line()) }
    return lines + [Line(VisibleText.make(unnamed(wait.trimmingBlanks)), .warning)]
  }

  /// What asks a lane again whose answer is not whole, as a sentence; `nil` if that is no step now.
  private func wayToAskAgain(_ run: Run, in turn: Turn) -> String? {
    guard !run.isActive, !run.isGoodHistory, run.failure != .comingElsewhere,
      session.lanes.contains(where: { $0.id == run.lane }),
      transcript.messages.last.map({ session.turns[$0.turn].id }) == turn.id,
      let key = settings.keymap.keys(for: .regenerate, at: .compare).first
    else { return nil }
    return "\(key.label) asks it again."
  }

  /// A lane has another model now: what it still waits to ask goes to that one.
  mutating func takeModel(_ lane: Lane) -> [Effect] {
    guard let place = session.lanes.firstIndex(where: { $0.id == lane.id }) else { return [] }
    let number = place + 1
    // A level that was set for another model would be refused by one that nobody knows.
    if traits(of: lane.model).thinking == .unknown { session.lanes[place].config["thinkingConfig"] = nil }
    let lane = session.lanes[place]
    guard let index = comparedTurn, let run = session.turns[index].run(ofLane: lane.id), run.isWaiting,
      whyNotSend == nil
    else {
      say("\(lane.model) takes the next turn in lane \(number).")
      return []
    }
    if run.model == lane.model { return [.retryNow(run.id)] }
    return [.cancel(run.id)] + answer(turn: index, isNewTurn: false, lanes: [lane])
  }

  /// Why a prompt that waited for all lanes does not go out by itself, where not all of them answered.
  /// - Parameter shown: the one that is shown of them.
  func sentenceOfLanes(_ runs: [Run], shown: RunID?) -> String? {
    let bad = runs.filter { $0.lane != nil && !$0.isGoodHistory }
    guard !bad.isEmpty, bad.count < runs.count else { return nil }
    let key = spelledKey(for: .send)
    guard session.isComparison else {
      // Back in one conversation it is the shown answer that it follows.
      guard bad.contains(where: { $0.id == shown }) else { return nil }
      return "This answer is not whole, so the prompt that waited came back\(key.map { ": \($0) sends it" } ?? "")."
    }
    if session.isBlind {
      return "Not every answer is whole, so the prompt that waited came back\(key.map { ": \($0) sends it" } ?? "")."
    }
    let numbers = bad.compactMap { run in session.lanes.firstIndex { $0.id == run.lane }.map { String($0 + 1) } }
    let lanes = numbers.count == 1 ? "Lane \(numbers[0])" : "Lanes \(numbers.joined(separator: ", "))"
    return "\(lanes) gave no whole answer, so the prompt that waited came back"
      + (key.map { ": \($0) sends it to all lanes." } ?? ".")
  }

  var whyNotMerge: String? {
    if activeRun != nil { return "An answer is still coming." }
    return comparedAnswers.count { $0.run?.isGoodHistory == true } > 1
      ? nil : "There are no two whole answers to merge."
  }

  /// Why the lanes cannot be exchanged for others now.
  var whyNoOtherLanes: String? { activeRun == nil ? nil : "An answer is still coming." }

  /// All figures of the compared answers, a line each, the answers side by side.
  package var figureLines: [Line] {
    let answers = comparedAnswers
    let scores = Scores(answers.map(\.run), by: settings.models, at: now)
    var lines = answers.enumerated().map { index, answer in
      Line([
        Span("\(index + 1)  ", .popupTitle), Span(VisibleText.make(answer.model), .popup),
        Span(answer.settings(traits(of: answer.model)).map { " · \($0)" }.joined(), .popupFaint),
      ])
    }
    lines.append(Line())
    let figures = Scores.Figure.allCases.map { figure in
      (figure, answers.indices.map { (scores.isBest(figure, at: $0) ? "•" : "") + scores.text(figure, at: $0) })
    }
    // The frame of the box stands around them.
    let room = terminal.size.columns - 6
    let longest = figures.flatMap(\.1).map(TextWidth.columns(of:)).max() ?? 0
    let free = room - answers.count * (longest + 1)
    let isBrief = free < 20
    let titles = isBrief ? 10 : min(28, free)
    let width = max(2, min(14, (room - titles) / max(1, answers.count)))
    func row(_ title: String, _ values: [Span]) -> Line {
      let cut = TextWrap.truncate(title, columns: titles)
      let padding = String(repeating: " ", count: titles - TextWidth.columns(of: cut))
      return Line([Span(cut + padding, .popupFaint)] + values)
    }
    func right(_ text: String) -> String {
      let cut = TextWrap.truncate(text, columns: width - 1)
      return String(repeating: " ", count: width - TextWidth.columns(of: cut)) + cut
    }
    lines.append(row("", answers.indices.map { Span(right(String($0 + 1)), .popupTitle) }))
    for (figure, texts) in figures {
      let values = texts.enumerated().map { index, text in
        let isBest = scores.isBest(figure, at: index)
        return Span(right(text), isBest ? .popupTitle : .popup, isBest ? .bold : [])
      }
      lines.append(row(isBrief ? figure.label : figure.title, values))
    }
    return lines
  }
}
