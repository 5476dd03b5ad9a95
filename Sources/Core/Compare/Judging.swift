import Screen

/// A person's verdict on the answers that stand side by side.
extension Studio {
  var whyNotJudge: String? {
    guard comparedTurn != nil else { return "There is no answer yet." }
    let runs = comparedAnswers.compactMap { $0.lane == nil ? nil : $0.run }
    if runs.contains(where: \.isActive) { return "An answer is still coming." }
    // The store takes no verdict on a turn that it does not have.
    if runs.contains(where: \.isUnkept) { return "An answer of this turn is not stored yet. Judge it when it is." }
    return runs.count > 1 ? nil : "There are no two answers to judge."
  }

  mutating func askForVerdict() {
    let answers = comparedAnswers
    let choices = answers.enumerated().compactMap { index, answer -> Question.Choice? in
      guard answer.run != nil, index < 9 else { return nil }
      let name = ["lane \(index + 1), \(VisibleText.make(answer.model))"] + answer.settings(traits(of: answer.model))
      return Question.Choice(
        key: Character(String(index + 1)),
        title: session.isBlind ? "answer \(index + 1)" : name.joined(separator: " · "))
    }
    overlay = .question(
      Question(
        purpose: .judge, text: "Which answer is better?",
        choices: choices + [
          Question.Choice(key: "t", title: "a tie"), Question.Choice(key: "n", title: "none is good"),
          Question.Choice(key: "c", title: "cancel"),
        ]))
  }

  /// A choice was made: a note may go with it.
  mutating func judge(_ key: Character) -> [Effect] {
    let answers = comparedAnswers
    let choice: Verdict.Choice
    switch key {
    case "t": choice = .tie
    case "n": choice = .none
    default:
      guard let place = key.wholeNumberValue.map({ $0 - 1 }), answers.indices.contains(place),
        let run = answers[place].run
      else { return [] }
      choice = .answer(run.id)
    }
    guard let index = comparedTurn else { return [] }
    // In the order of the lanes, not in that of blind columns.
    let order = session.turns[index].laneNumbers
    let judged = answers.sorted { a, b in
      (order.firstIndex { $0 == a.lane } ?? .max) < (order.firstIndex { $0 == b.lane } ?? .max)
    }.compactMap { $0.run?.id }
    let turn = session.turns[index]
    let isBlind = session.isBlind && session.blindTime.map { turn.createTime > $0 } ?? true
    let verdict = Verdict(
      session: session.id, turn: turn.id, answers: judged, choice: choice, isBlind: isBlind, time: now)
    overlay = .entry(
      TextEntry(
        purpose: .verdictNote(verdict), title: "Why?",
        help: "A note, or nothing; a word such as #code is the label to filter by."
          + ways([(.accept, "keeps the verdict"), (.close, "gives none")], at: .entry),
        editor: PromptEditor()))
    return []
  }

  /// Keeps a verdict, and shows what was hidden until then.
  mutating func give(_ verdict: Verdict, note: String) -> [Effect] {
    var verdict = verdict
    let words = note.split(whereSeparator: \.isWhitespace)
    verdict.label = words.first { $0.count > 1 && $0.first == "#" }.map { String($0.dropFirst()) } ?? ""
    verdict.note = words.filter { "#" + verdict.label != $0 }.joined(separator: " ")
    verdict.time = now
    let wasHidden = session.isBlind
    session.blindOrder = nil
    let answers = comparedAnswers
    let all = way(.verdicts, "shows all verdicts", at: .compare)
    var effects = [Effect.judge(verdict)]
    switch verdict.choice {
    case .answer(let run):
      let place = answers.firstIndex { $0.run?.id == run } ?? 0
      // What a person goes on from next is the better one.
      effects += focusAnswer(at: place)
      say("Kept: lane \(place + 1), \(answers[place].model), is better." + all)
    case .tie: say("Kept: a tie." + all)
    case .none: say("Kept: none is good." + all)
    }
    verdicts = nil
    return effects + (wasHidden ? saved() : [])
  }

  /// Hides who answered and shuffles the order, or shows it again. It is kept with the session.
  mutating func toggleBlind() -> [Effect] {
    guard session.blindOrder == nil else {
      session.blindOrder = nil
      say("Names and figures are shown again; nothing was judged.")
      return saved()
    }
    var order = session.lanes.map(\.id)
    for index in order.indices.dropFirst().reversed() { order.swapAt(index, identifiers.number(below: index + 1)) }
    session.blindOrder = order
    session.blindTime = now
    comparison.isZoomed = false
    comparison.lane = order.first
    let when = Command.named(.judge).whyOff(self) == nil ? "" : " once there are answers"
    say("Names and figures are hidden." + way(.judge, "gives your verdict\(when)", at: .compare))
    return saved()
  }

  /// The label a filter stands for counts, in whatever case.
  package func standings(filter: String) -> [Standing] {
    let label = filter.trimmingBlanks.lowercased()
    let verdicts = verdicts ?? []
    return (label.isEmpty ? verdicts : verdicts.filter { $0.verdict.label.lowercased().hasPrefix(label) }).standings()
  }
}
