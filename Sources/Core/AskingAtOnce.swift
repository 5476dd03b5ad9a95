package import Gemini

/// Several answers to one turn, asked for at once: one picture comes of a request, so several pictures are several runs.
extension Turn {
  /// The runs that were asked for together with one, itself included, in their order; in a comparison the newest answer
  /// of each lane.
  package func batch(of run: Run) -> [Run] {
    if run.lane != nil { return laneNumbers.compactMap { self.run(ofLane: $0) } }
    return runs.filter { $0.id == run.id || run.atOnce > 1 && $0.atOnce == run.atOnce && $0.startTime == run.startTime }
  }

  /// The answer that shows most: the chosen one, unless another that came with it has the picture it lacks.
  fileprivate var bestRun: RunID? {
    guard let shown = shownRun, shown.lane == nil, shown.answerPictures.isEmpty else { return nil }
    return batch(of: shown).first { !$0.answerPictures.isEmpty }?.id
  }
}

extension Session {
  /// The most pictures that are asked for at once.
  package static let mostPictures = 8

  /// How many requests the next turn makes.
  package func requestCount(_ traits: ModelTraits) -> Int { traits.makesImages ? pictureCount : 1 }

}

extension GenerationConfig {
  /// The settings of one of several requests, counted from 0. The same seed would draw the same picture each time.
  package func ofRequest(_ number: Int) -> GenerationConfig {
    guard number > 0, let seed = self["seed"]?.int else { return self }
    var config = self
    config["seed"] = .int(Int(Int32(truncatingIfNeeded: seed &+ number)))
    return config
  }
}

extension Studio {
  /// Where several pictures were asked for at once, the first that comes is shown.
  mutating func showFirstPicture(of id: RunID) -> [Effect] {
    guard let index = session.turns.lastIndex(where: { $0.runs.contains { $0.id == id } }),
      let best = session.turns[index].bestRun
    else { return [] }
    session.turns[index].chosen = best
    branchChanged()
    var turn = session.turns[index]
    turn.runs = []
    return [.choose(turn)]
  }

  /// The other answers that came with one say how many there are.
  mutating func touchBatch(of id: RunID) {
    guard let turn = session.turns.last(where: { $0.runs.contains { $0.id == id } }), turn.runs.count > 1,
      let shown = turn.shownRun
    else { return }
    transcript.touch(.answer(shown.id))
  }

  // MARK: Walking through them

  /// The pictures of all answers to the current turn, each by its run and its place there.
  private var versionPictures: [(run: RunID, index: Int)] {
    guard case .answer? = currentMessage, let turn = currentTurn, !showsDrafts else { return [] }
    return session.turns[turn].runs.flatMap { run in run.answerPictures.indices.map { (run.id, $0) } }
  }

  private var shownVersionPicture: Int? {
    let shown = currentRun?.id
    return versionPictures.firstIndex { $0.run == shown && $0.index == shownPictureIndex }
  }

  /// Which picture is shown, from 1, and how many can be stepped through.
  package var picturePlace: (number: Int, count: Int) {
    if overlay == .picture { return viewedPlace }
    guard let at = shownVersionPicture else { return (shownPictureIndex + 1, pictures.count) }
    return (at + 1, versionPictures.count)
  }

  /// Shows another picture of the message, or of another answer to the same turn.
  mutating func stepPicture(by delta: Int) -> [Effect] {
    if overlay == .picture { return stepViewed(by: delta) }
    guard let at = shownVersionPicture else {
      let count = pictures.count
      if count > 0 { chosenPicture = (shownPictureIndex + delta + count) % count }
      return []
    }
    let all = versionPictures
    let next = all[(at + delta + all.count) % all.count]
    guard next.run != currentRun?.id, let turn = currentTurn else {
      chosenPicture = next.index
      return []
    }
    return show(next.run, ofTurn: turn, picture: next.index)
  }

  /// Shows one answer to a turn, and what followed it.
  mutating func show(_ run: RunID, ofTurn index: Int, picture: Int) -> [Effect] {
    session.turns[index].chosen = run
    comparison.lane = session.turns[index].shownRun?.lane ?? comparison.lane
    let followed = session.follow(from: index)
    chosenMessage = .answer(run)
    chosenPicture = picture
    branchedFrom = nil
    branchChanged()
    revealCurrent()
    var chosen = session.turns[index]
    chosen.runs = []
    return [.choose(chosen)] + followed.map { .choose($0) } + saved()
  }

  // MARK: Stopping

  /// Stops the running answers. Pictures are asked about first: they are paid already.
  mutating func stop(asksForPicture: Bool) -> [Effect] {
    let runs = activeRuns
    let made = runs.filter { traits(of: $0.model).makesImages && ($0.phase == .sending || $0.phase == .streaming) }
    if asksForPicture, !made.isEmpty {
      let what = made.count == 1 ? "The picture is being made" : "\(made.count) pictures are being made"
      overlay = .question(
        Question(
          purpose: .stopPictures(made.map(\.id)), text: "\(what) and will be paid for. Stop all the same?",
          choices: [
            Question.Choice(key: "s", title: "stop"),
            Question.Choice(key: "w", title: made.count == 1 ? "wait for it" : "wait for them"),
          ]))
      return []
    }
    return runs.map { .cancel($0.id) }
  }
}

extension AnswerNotes {
  /// What became of all that was asked for together with a run, as words; `nil` if it was asked for alone.
  static func batch(of run: Run, in turn: Turn) -> String? {
    let batch = run.lane == nil ? turn.batch(of: run) : []
    guard batch.count > 1, let place = batch.firstIndex(where: { $0.id == run.id }) else { return nil }
    let coming = batch.count { $0.isActive && $0.madePictureCount == 0 }
    let failed = batch.count { !$0.isActive && $0.madePictureCount == 0 }
    var facts = ["\(place + 1) of \(batch.count) asked for at once"]
    if coming > 0 { facts.append("\(coming) still to come") }
    if failed > 0 { facts.append("\(failed) came without a picture") }
    return facts.joined(separator: " · ")
  }
}
