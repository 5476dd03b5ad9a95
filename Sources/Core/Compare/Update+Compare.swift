import Gemini
import Screen

/// What the commands of a comparison do.
extension Studio {
  mutating func performInComparison(_ name: CommandName) -> [Effect] {
    switch name {
    case .compare: return openComparison()
    case .chooseLane: return chooseLane()
    case .mergeLanes: return mergeLanes()
    case .nextLane: return stepLane(by: 1)
    case .previousLane: return stepLane(by: -1)
    case .lane1: return goToLane(0)
    case .lane2: return goToLane(1)
    case .lane3: return goToLane(2)
    case .lane4: return goToLane(3)
    case .addLane: return addLane()
    case .removeLane: return removeLane()
    case .repeatLane: askHowOften()
    case .stopLane: return focusedAnswer?.run.map { [.cancel($0.id)] } ?? []
    case .zoomLane: comparison.isZoomed.toggle()
    case .lockLanes:
      comparison.isLocked.toggle()
      say(comparison.isLocked ? "The columns scroll together." : "Each column scrolls by itself.")
    case .differences: stepDifferences()
    case .judge: askForVerdict()
    case .blind: return toggleBlind()
    case .verdicts:
      overlay = .verdicts(ListState())
      return [.listVerdicts]
    case .figures: overlay = .figures(scroll: 0)
    case .saveLineUp: return askForLineUpName()
    case .openLineUps:
      overlay = .lineUps(KeptList())
      return [.readKeptLists]
    default: break
    }
    return []
  }

  // MARK: Beginning and ending

  /// Puts answers side by side: the candidates of the current one, the lanes that answered the current turn, or from the
  /// next prompt on two new lanes. In a comparison it goes back to one conversation.
  private mutating func openComparison() -> [Effect] {
    if session.isComparison { return chooseLane(isPicked: false) }
    let turn = currentTurn.map { session.turns[$0] }
    if comparison.candidatesOf == nil, turn?.isCompared != true, let run = turn?.shownRun, run.candidates.count > 1 {
      comparison = ComparisonView()
      comparison.candidatesOf = run.id
      focus = .compare
      return []
    }
    comparison = ComparisonView()
    if let turn, turn.isCompared {
      session.lanes = turn.laneNumbers.compactMap { number in
        turn.run(ofLane: number).map {
          ComparedAnswer.lane(of: $0, number: number, sharing: session.systemInstruction)
        }
      }
      comparison.lane = turn.shownRun?.lane
      comparison.turn = turn.id == session.head ? nil : turn.id
      focus = .compare
      estimateHistory()
      return saved()
    }
    session.lanes = usualLanes
    comparison.lane = session.lanes.first?.id
    estimateHistory()
    say("The next prompt goes to both lanes." + waysToChange("the model of the focused one"))
    return saved()
  }

  /// The present model beside another one: where it is flash, the least thinking beside the most.
  private var usualLanes: [Lane] {
    let number = session.nextLaneNumber
    let first = Lane(id: number, session)
    var second = Lane(id: number + 1, session)
    guard session.use == .text else { return [first, second] }
    let levels = session.choices(of: .thinking, traits) ?? []
    if ModelID.bare(session.model).contains("flash"), let lowest = levels.first, let highest = levels.last {
      return [(first, lowest), (second, highest)].map { lane, level in
        var setup = session
        _ = setup.set(.thinking, to: level, traits)
        return Lane(id: lane.id, setup)
      }
    }
    let thinking = settings.model("thinking")
    second.model = session.model == thinking ? settings.model("flash") : thinking
    second.config["thinkingConfig"] = nil
    return [first, second]
  }

  /// The conversation goes on from the focused lane; the other answers stay as versions of it.
  /// - Parameter isPicked: false if the person only goes back: what was offered and never tried is nobody's choice, and
  ///   the conversation keeps its own model and settings.
  private mutating func chooseLane(isPicked: Bool = true) -> [Effect] {
    guard let lane = focusedLane else {
      comparison = ComparisonView()
      say("The conversation goes on with the first candidate.")
      return []
    }
    let number = (session.lanes.firstIndex { $0.id == lane.id } ?? 0) + 1
    let last = session.path.last.flatMap { session.turns[$0].run(ofLane: lane.id)?.id }
    var effects = last.map { session.choose($0) }?.map { Effect.choose($0) } ?? []
    let isTried = session.turns.contains { $0.run(ofLane: lane.id) != nil }
    let keepsOwn = !isPicked && !isTried && usualLanes.contains { $0.copy(id: lane.id) == lane }
    endComparison(with: keepsOwn ? Lane(id: lane.id, session) : lane)
    effects += saved()
    say(
      last == nil
        ? "Back to one conversation, with \(session.model)."
        : "The conversation goes on from lane \(number), \(lane.model). h and l show the other answers.")
    return effects
  }

  /// Back to one conversation, with the model and the settings of a lane.
  mutating func endComparison(with lane: Lane) {
    session.take(lane.model, makesImages: traits(of: lane.model).makesImages)
    session.config = lane.config
    session.systemInstruction = lane.systemInstruction ?? session.systemInstruction
    session.safetySettings = lane.safetySettings
    session.tools = lane.tools
    session.preset = lane.preset
    session.lanes = []
    session.blindOrder = nil
    comparison = ComparisonView()
    chosenMessage = nil
    chosenPicture = nil
    focus = .prompt
    branchChanged()
    transcript.follow()
  }

  /// Puts a prompt into the editor that asks the first lane's model for one answer made of all.
  private mutating func mergeLanes() -> [Effect] {
    guard let first = session.lanes.first, let turn = comparedTurn else { return [] }
    let answers = comparedAnswers.compactMap(\.run).filter(\.isGoodHistory)
    let text = answers.enumerated().map { index, run in
      let quoted = run.shownText(thought: false).trimmingBlanks.split(
        separator: "\n", omittingEmptySubsequences: false
      ).map { "> " + $0 }.joined(separator: "\n")
      return "Answer \(index + 1), by \(run.model):\n\n\(quoted)"
    }.joined(separator: "\n\n")
    let head = session.turns[turn].run(ofLane: first.id) ?? answers.first
    var effects = head.map { session.choose($0.id) }?.map { Effect.choose($0) } ?? []
    if !prompt.isEmpty { history.add(prompt.text) }
    endComparison(with: first)
    prompt.replace(
      with:
        "Here are \(answers.count) answers to the prompt before. Make one answer of them: keep what is right in each, "
        + "settle where they contradict each other, and leave out what is said twice.\n\n\(text)\n")
    effects += saved()
    say("\(first.model) merges the answers as soon as you send this prompt.")
    return effects
  }

  // MARK: Lanes

  private func waysToChange(_ model: String) -> String {
    ways([(.chooseModel, "changes \(model)"), (.runSettings, "changes its settings")], at: .compare)
  }

  private mutating func addLane() -> [Effect] {
    guard let lane = focusedLane, let index = session.lanes.firstIndex(where: { $0.id == lane.id }) else { return [] }
    let copy = lane.copy(id: session.nextLaneNumber)
    session.lanes.insert(copy, at: index + 1)
    comparison.lane = copy.id
    estimateHistory()
    let asks = comparedTurn == nil ? "" : way(.regenerate, "asks it now", at: .compare)
    say("A copy of lane \(index + 1)." + waysToChange("its model") + asks)
    return saved()
  }

  private mutating func removeLane() -> [Effect] {
    guard let lane = focusedLane, let index = session.lanes.firstIndex(where: { $0.id == lane.id }) else { return [] }
    let running = comparedTurn.flatMap { session.turns[$0].run(ofLane: lane.id) }.flatMap { $0.isActive ? $0.id : nil }
    session.lanes.remove(at: index)
    comparison.lane = session.lanes[min(index, session.lanes.count - 1)].id
    estimateHistory()
    say("Lane \(index + 1) takes no further prompts. What it answered stays.")
    return (running.map { [.cancel($0)] } ?? []) + showFocused() + saved()
  }

  private mutating func askHowOften() {
    overlay = .question(
      Question(
        purpose: .repeatLane,
        text: "How many lanes ask the same as the focused one? They take the place of the others.",
        choices: Lane.counts.map { Question.Choice(key: Character(String($0)), title: "\($0) lanes alike") }
          + [Question.Choice(key: "c", title: "cancel")]))
  }

  /// The focused lane so many times, and no other.
  mutating func repeatLane(_ count: Int) -> [Effect] {
    guard let lane = focusedLane else { return [] }
    let number = session.nextLaneNumber
    session.lanes = [lane] + (0..<count - 1).map { lane.copy(id: number + $0) }
    estimateHistory()
    return saved()
  }

  // MARK: Focus

  private mutating func goToLane(_ place: Int) -> [Effect] {
    guard comparison.pair == nil else {
      pairWith(place)
      return []
    }
    return focusAnswer(at: place)
  }

  private mutating func stepLane(by delta: Int) -> [Effect] {
    guard comparison.pair == nil else {
      stepPair(by: delta)
      return []
    }
    return focusAnswer(at: focusedPlace + delta)
  }

  /// Gives the focus to an answer; one that was slid out comes in, as far as the one before it was read.
  mutating func focusAnswer(at place: Int) -> [Effect] {
    let answers = comparedAnswers
    let old = focusedPlace(in: answers)
    guard answers.indices.contains(place), place != old else { return [] }
    if comparison.isLocked { moveColumns(at: old) { _ in } }
    if comparison.candidatesOf != nil {
      comparison.candidate = place
      return []
    }
    comparison.lane = answers[place].lane
    return showFocused()
  }

  /// The answer that has the focus is the one that is shown of its turn: keys, viewer and the next prompt are about it.
  mutating func showFocused() -> [Effect] {
    guard comparison.candidatesOf == nil, let index = comparedTurn, let run = focusedAnswer?.run else { return [] }
    chosenMessage = session.turns[index].id == session.head ? nil : .answer(run.id)
    guard session.turns[index].shownRun?.id != run.id else { return [] }
    session.turns[index].chosen = run.id
    chosenPicture = nil
    branchChanged()
    var chosen = session.turns[index]
    chosen.runs = []
    return [.choose(chosen)]
  }

  /// Goes to the turn before or after. After a last turn that lanes have not answered comes the next one, for all lanes.
  mutating func stepComparedTurn(by delta: Int) -> [Effect] {
    guard comparison.candidatesOf == nil else { return [] }
    let path = session.path
    let isLastCompared = path.last.map { !session.turns[$0].laneNumbers.isEmpty } ?? false
    let end = isLastCompared ? path.count - 1 : path.count
    let next = (comparedTurn.flatMap { path.firstIndex(of: $0) } ?? path.count) + delta
    guard (0...end).contains(next) else { return [] }
    comparison.turn = next == end ? nil : session.turns[path[next]].id
    return showFocused()
  }

  // MARK: Scrolling

  mutating func scrollComparison(_ name: CommandName) -> [Effect] {
    let rows = compareLayout.rows
    if comparison.pair != nil {
      let steps: [CommandName: Int] = [
        .lineUp: -1, .lineDown: 1, .halfPageUp: -max(1, rows / 2), .halfPageDown: max(1, rows / 2),
        .pageUp: -max(1, rows - 1), .pageDown: max(1, rows - 1), .toStart: -.max / 2, .toEnd: .max / 2,
      ]
      if let delta = steps[name] {
        scrollDifferences(by: delta, rows: rows)
        return []
      }
    }
    switch name {
    case .lineUp: scrollColumns(by: -1)
    case .lineDown: scrollColumns(by: 1)
    case .halfPageUp: scrollColumns(by: -max(1, rows / 2))
    case .halfPageDown: scrollColumns(by: max(1, rows / 2))
    case .pageUp: scrollColumns(by: -max(1, rows - 1))
    case .pageDown: scrollColumns(by: max(1, rows - 1))
    case .toStart: moveColumns { $0.show(0, rows: rows) }
    case .toEnd: moveColumns { $0.follow() }
    case .previousMessage: return stepComparedTurn(by: -1)
    case .nextMessage: return stepComparedTurn(by: 1)
    default: break
    }
    return []
  }

  /// - Parameter place: of the column; `nil` is the focused one.
  mutating func scrollColumns(by delta: Int, at place: Int? = nil) {
    let rows = compareLayout.rows
    if comparison.pair != nil { return scrollDifferences(by: delta, rows: rows) }
    moveColumns(at: place) { $0.scroll(by: delta, rows: rows) }
  }

  /// Moves a column, and the others with it while they scroll together.
  private mutating func moveColumns(at place: Int? = nil, _ move: (inout LaneColumn) -> Void) {
    let answers = comparedAnswers
    let place = place ?? focusedPlace(in: answers)
    guard answers.indices.contains(place), var column = comparison.columns.removeValue(forKey: answers[place].id) else {
      return
    }
    move(&column)
    let rows = compareLayout(of: answers, in: layout.conversation).rows
    if comparison.isLocked {
      let top = column.firstLine(rows: rows)
      for id in Array(comparison.columns.keys) {
        guard var other = comparison.columns.removeValue(forKey: id) else { continue }
        if column.isFollowing {
          other.follow()
        } else if let line = alignedTop(top, of: &column, answers[place].id, in: &other, id) {
          other.show(line, rows: rows)
        } else {
          other.show(share: column.share(rows: rows), rows: rows)
        }
        comparison.columns[id] = other
      }
    }
    comparison.columns[answers[place].id] = column
  }

  /// Steps the fold with the thoughts of the focused answer, and says what cannot be seen of that.
  mutating func stepFold() {
    dropNotice()
    guard let answer = focusedAnswer, let run = answer.run else { return say("There is no answer yet.") }
    if session.isBlind { return say("Thinking is hidden while nobody is to know which answer is whose.") }
    guard let mode = comparison.columns[answer.id]?.stepFold(usual: settings.thinkingPane) else { return }
    if let lane = answer.lane { comparison.folds[lane] = mode }
    if mode == .hidden {
      say("Thinking is hidden here.")
    } else if !run.hasThoughts {
      say("This answer has no thinking; it is \(mode == .line ? "one line" : "shown") here when there is some.")
    }
  }

  // MARK: After each event

  /// Brings all columns of the turn up to date, also those that are slid out: so they are there at once. Those of other
  /// turns are forgotten.
  mutating func settleComparison() -> [Effect] {
    if let run = comparison.candidatesOf, !session.turns.contains(where: { $0.runs.contains { $0.id == run } }) {
      comparison.candidatesOf = nil
    }
    let answers = comparedAnswers
    let layout = compareLayout(of: answers, in: self.layout.conversation)
    guard let place = layout.columns.last else { return [] }
    if !comparison.isZoomed, comparison.pair == nil { comparison.first = layout.columns[0].place }
    comparison.columns = comparison.columns.filter { known in answers.contains { $0.id == known.key } }
    // The narrowest column gives the width of all: an answer that slides is not laid out again.
    let columns = CompareLayout.textColumns(place.text)
    for answer in answers {
      guard let run = answer.run else { continue }
      var column =
        comparison.columns.removeValue(forKey: answer.id)
        ?? LaneColumn(fold: answer.lane.flatMap { comparison.folds[$0] })
      column.sync(
        run, columns: columns, usual: settings.thinkingPane, hidesThoughts: session.isBlind,
        title: ThinkingFacts.title(of: run, at: now), notes: notes(on: run), shelf: shelf)
      column.countNew(rows: place.text.rows)
      comparison.columns[answer.id] = column
    }
    return wantedComparison(answers, columns: columns)
  }
}

extension LaneColumn {
  init(fold: PaneMode?) {
    self.init()
    self.fold = fold
  }
}

extension Lane {
  func copy(id: Int) -> Lane {
    var copy = Lane(
      id: id, model: model, config: config, systemInstruction: systemInstruction, safetySettings: safetySettings,
      tools: tools)
    copy.preset = preset
    return copy
  }
}
