package import Gemini
package import Screen

/// What stands in one column: a lane with its answer to the turn that is looked at.
package struct ComparedAnswer: Sendable {
  package enum ID: Hashable, Sendable {
    /// A lane that has not answered this turn.
    case lane(Int)
    case run(RunID, candidate: Int)
  }

  package var id: ID
  /// The number of the lane; `nil` for an answer from outside of a comparison, and for a candidate.
  package var lane: Int?
  package var model: String
  package var config: GenerationConfig
  /// `nil` shares the session's.
  package var systemInstruction: String?
  /// With the candidate first that is shown; `nil` while the lane has no answer.
  package var run: Run?
}

extension ComparedAnswer {
  init(_ lane: Lane, _ run: Run?) {
    self.init(
      id: run.map { .run($0.id, candidate: 0) } ?? .lane(lane.id), lane: lane.id, model: run?.model ?? lane.model,
      config: run.map { $0.config.withoutDefaults } ?? lane.config, systemInstruction: lane.systemInstruction, run: run)
  }

  init(_ run: Run, candidate: Int = 0) {
    var shown = run
    if candidate > 0 { shown.candidates = [run.candidates[candidate]] }
    self.init(
      id: .run(run.id, candidate: candidate), lane: run.lane, model: run.model, config: run.config.withoutDefaults,
      systemInstruction: nil, run: shown)
  }

  /// The lane that asked for a run, as far as the run tells it.
  static func lane(of run: Run, number: Int, sharing systemInstruction: String) -> Lane {
    let own = run.extras?.systemInstruction ?? systemInstruction
    return Lane(
      id: number, model: run.model, config: run.config.withoutDefaults,
      systemInstruction: own == systemInstruction ? nil : own, safetySettings: run.extras?.safetySettings ?? [],
      tools: run.extras?.tools ?? [])
  }

  /// What it is asked with beside its model, in words: `thinking high`, `temperature 0.2`.
  /// - Parameter isBrief: leaves out words that go without saying.
  package func settings(_ traits: ModelTraits, isBrief: Bool = false) -> [String] {
    var setup = Session(
      id: SessionID(rawValue: ""), createTime: Instant(milliseconds: 0), textModel: model, pictureModel: model)
    setup.config = config
    var texts: [String] = []
    if let thinking = setup.thinkingText(traits) { texts.append(isBrief ? thinking : "thinking \(thinking)") }
    for member in config.leaves.members where !member.key.hasPrefix("thinkingConfig.") {
      let name = member.key.split(separator: ".").last.map(String.init) ?? member.key
      texts.append("\(isBrief ? String(name.prefix(4)) : name) \(member.value.string ?? member.value.text)")
    }
    if systemInstruction != nil { texts.append(isBrief ? "system" : "system of its own") }
    return texts
  }
}

extension GenerationConfig {
  /// The settings without what is sent with every request of the studio.
  var withoutDefaults: GenerationConfig {
    var config = self
    config.includeThoughts = nil
    if config["thinkingConfig"]?.object?.isEmpty == true { config["thinkingConfig"] = nil }
    if let level = config.thinkingLevel { config.thinkingLevel = level.lowercased() }
    return config
  }
}

extension Studio {
  /// True while answers stand side by side in the place of the conversation.
  package var showsComparison: Bool { session.isComparison || comparison.candidatesOf != nil }

  /// The index of the turn that is looked at; `nil` where that is the next one, which no lane was asked yet.
  package var comparedTurn: Int? {
    if let run = comparison.candidatesOf { return session.turns.lastIndex { $0.runs.contains { $0.id == run } } }
    let chosen = comparison.turn.flatMap { transcript.index(of: .prompt($0)) }
    if let chosen { return transcript.messages[chosen].turn }
    return transcript.messages.last.flatMap { session.turns[$0.turn].laneNumbers.isEmpty ? nil : $0.turn }
  }

  /// The answers that stand side by side, in the order they are shown.
  package var comparedAnswers: [ComparedAnswer] {
    let turn = comparedTurn.map { session.turns[$0] }
    if let id = comparison.candidatesOf, let run = turn?.runs.first(where: { $0.id == id }) {
      return run.candidates.indices.map { ComparedAnswer(run, candidate: $0) }
    }
    if let turn, turn.laneNumbers.isEmpty, let run = turn.shownRun { return [ComparedAnswer(run)] }
    var answers = session.lanes.map { lane in ComparedAnswer(lane, turn?.run(ofLane: lane.id)) }
    for number in turn?.laneNumbers ?? [] where !session.lanes.contains(where: { $0.id == number }) {
      if let run = turn?.run(ofLane: number) { answers.append(ComparedAnswer(run)) }
    }
    guard session.isBlind, let order = session.blindOrder else { return answers }
    return order.compactMap { number in answers.first { $0.lane == number } }
      + answers.filter { answer in !order.contains { $0 == answer.lane } }
  }

  /// The place of the answer that has the focus, from 0.
  package var focusedPlace: Int { focusedPlace(in: comparedAnswers) }

  package func focusedPlace(in answers: [ComparedAnswer]) -> Int {
    if comparison.candidatesOf != nil { return max(0, min(comparison.candidate, answers.count - 1)) }
    return answers.firstIndex { $0.lane != nil && $0.lane == comparison.lane } ?? 0
  }

  /// The lane that has the focus, which the model, its settings and many keys are about; `nil` outside of a comparison.
  package var focusedLane: Lane? {
    guard session.isComparison else { return nil }
    return session.lanes.first { $0.id == comparison.lane } ?? session.lanes.first
  }

  /// Its place among the lanes.
  var focusedLaneIndex: Int? { focusedLane.flatMap { lane in session.lanes.firstIndex { $0.id == lane.id } } }

  /// What the settings are those of, such as `lane 2`; `nil` outside of a comparison.
  package var laneName: String? { focusedLaneIndex.map { "lane \($0 + 1)" } }

  /// The answer that has the focus.
  package var focusedAnswer: ComparedAnswer? {
    let answers = comparedAnswers
    let place = focusedPlace(in: answers)
    return answers.indices.contains(place) ? answers[place] : nil
  }

  /// Where it all stands now.
  package var compareLayout: CompareLayout {
    let answers = comparedAnswers
    return compareLayout(of: answers, in: layout.conversation)
  }

  package func compareLayout(of answers: [ComparedAnswer], in room: Rect) -> CompareLayout {
    let isZoomed = comparison.isZoomed
    return CompareLayout(
      room: room, count: answers.count, scoreRows: session.isBlind || isZoomed ? 1 : answers.count,
      focused: focusedPlace(in: answers), first: comparison.first, isZoomed: isZoomed, isSingle: comparison.pair != nil)
  }

  /// What the settings are about: the session, in a comparison as the focused lane has it. Without its turns.
  package var setup: Session {
    if let lane = focusedLane { return setup(of: lane) }
    var setup = session
    setup.turns = []
    return setup
  }

  /// The session as a lane has it, without its turns.
  func setup(of lane: Lane) -> Session {
    var setup = session
    setup.turns = []
    return setup.seen(by: lane, traits(of: lane.model))
  }

  /// Changes what the settings are about.
  mutating func changeSetup<Result>(_ change: (inout Session) -> Result) -> Result {
    guard let lane = focusedLane, let index = session.lanes.firstIndex(where: { $0.id == lane.id }) else {
      return change(&session)
    }
    var setup = self.setup
    let result = change(&setup)
    session.lanes[index].model = setup.model
    session.lanes[index].config = setup.config
    session.lanes[index].systemInstruction =
      setup.systemInstruction == session.systemInstruction ? nil : setup.systemInstruction
    session.lanes[index].safetySettings = setup.safetySettings
    session.lanes[index].tools = setup.tools
    session.lanes[index].preset = setup.preset
    return result
  }
}
