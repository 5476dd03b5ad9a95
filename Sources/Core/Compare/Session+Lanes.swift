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
