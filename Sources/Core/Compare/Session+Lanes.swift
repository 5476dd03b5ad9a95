package import Gemini

extension Turn {
  /// The newest answer a lane gave; `nil` if it gave none.
  package func run(ofLane lane: Int) -> Run? { runs.last { $0.lane == lane } }

  /// The lanes that answered this turn, in the order they were asked.
  package var laneNumbers: [Int] {
    runs.reduce(into: []) { numbers, run in
      if let lane = run.lane, !numbers.contains(lane) { numbers.append(lane) }
    }
  }

  /// True if it asks what a person would call the same prompt.
  package func asks(_ content: Content) -> Bool { self.content.isSamePrompt(as: content) }

  /// True if more than one lane answered it.
  package var isCompared: Bool { laneNumbers.count > 1 }
}

extension Session {
  /// True while each prompt goes to several lanes.
  package var isComparison: Bool { !lanes.isEmpty }

  /// True while nothing tells which lane is which.
  package var isBlind: Bool { isComparison && blindOrder != nil }

  /// A number that no lane of this session has or had.
  package var nextLaneNumber: Int {
    let used = lanes.map(\.id) + turns.flatMap(\.runs).compactMap(\.lane)
    return (used.max() ?? -1) + 1
  }

  /// The conversation as one lane has it: its model and settings, and of each turn its own answer where it gave one.
  package func seen(by lane: Lane, _ traits: ModelTraits) -> Session {
    var session = self
    session.lanes = []
    session.take(lane.model, makesImages: traits.makesImages)
    session.config = lane.config
    session.systemInstruction = lane.systemInstruction ?? systemInstruction
    session.safetySettings = lane.safetySettings
    session.tools = lane.tools
    session.preset = lane.preset
    for index in turns.indices {
      if let own = turns[index].run(ofLane: lane.id) { session.turns[index].chosen = own.id }
    }
    return session
  }

  /// The answer that a run followed: in a comparison each lane follows its own.
  /// - Parameter turn: the index of the run's turn.
  func predecessor(of run: Run, inTurn turn: Int) -> RunID? {
    guard let parent = turns[turn].parent, let lane = run.lane,
      let before = turns[..<turn].lastIndex(where: { $0.runs.contains { $0.id == parent } })
    else { return turns[turn].parent }
    return turns[before].run(ofLane: lane)?.id ?? parent
  }
}

extension Session {
  /// Makes the branch that begins with a turn the shown one, by the versions last shown; where lanes answered, each goes
  /// on with its own.
  /// - Returns: the turns whose choice is another one now, without their answers.
  mutating func follow(from index: Int) -> [Turn] {
    var changed: [Turn] = []
    var last = index
    while let run = turns[last].shownRun {
      let later = turns.indices.reversed().prefix { $0 > last }
      guard
        let next = later.first(where: { next in
          turns[next].parent == run.id || turns[next].runs.contains { predecessor(of: $0, inTurn: next) == run.id }
        })
      else { break }
      if let lane = run.lane, let own = turns[next].run(ofLane: lane), turns[next].shownRun?.lane != lane {
        turns[next].chosen = own.id
        var turn = turns[next]
        turn.runs = []
        changed.append(turn)
      }
      last = next
    }
    head = turns[last].id
    return changed
  }
}

extension Turn {
  /// True if a prompt that waits for one run may go out now that another of this turn has ended.
  func awaits(_ awaited: RunID, with run: Run) -> Bool {
    // A lane that was asked again meanwhile has another run in the place of the awaited one.
    (run.lane == nil ? batch(of: run) : runs).contains { $0.id == awaited }
  }
}
