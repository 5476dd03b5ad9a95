import Gemini

/// What a count of tokens is about: while all of it is the same, the count holds.
package struct CountKey: Hashable, Sendable {
  var session: SessionID
  /// The number of the lane; `nil` outside of a comparison.
  var lane: Int?
  var model: String
  /// The end of the branch the prompt follows, and how many answers there are.
  var head: TurnID?
  var runs: Int
  var edited: TurnID?
  var isAlone: Bool
  var systemInstruction: String
  var tools: [JSON]
  var mediaResolution: JSON?
  /// UTF-8 bytes of the turns before it: others in the middle of the branch have other ones.
  var history: Int
  var promptRevision: Int
}

/// The service's own count of the tokens of what would be sent, and when it is asked for.
struct CountedTokens: Hashable, Sendable {
  /// When the counts are asked for, and of what.
  var due: Instant?
  var wanted: [CountKey] = []
  /// What the last counts were asked for, whatever came of them.
  var asked: [CountKey] = []
  /// Those of them that came.
  var known: [CountKey: Int] = [:]
  /// Models that cannot be asked.
  var refused: Set<String> = []

  /// Milliseconds from the last change to the count.
  static let pause = 700
  /// Bytes of pictures and files above which the estimate has to do: each count would carry them all.
  static let mostBytes = 4_000_000
}

extension Studio {
  /// Those whose requests are counted: one for each model, and of the lanes that ask the same one the one that has most
  /// behind it.
  private var counted: [Lane?] {
    guard session.isComparison else { return [nil] }
    let models = session.lanes.map(\.model)
    return models.indices.filter { models.firstIndex(of: models[$0]) == $0 }.map { index in
      session.lanes.filter { $0.model == models[index] }.max { size(of: $0) < size(of: $1) }
    }
  }

  private func size(of lane: Lane) -> Int {
    (laneHistories[lane.id]?.tokens ?? 0) + (lane.systemInstruction ?? session.systemInstruction).utf8.count / 4
  }

  private func countKey(_ lane: Lane?) -> CountKey {
    let setup = lane.map { self.setup(of: $0) } ?? session
    return CountKey(
      session: session.id, lane: lane?.id, model: setup.model, head: session.head,
      runs: session.turns.last?.runs.count ?? 0, edited: editedTurn, isAlone: session.sendsOnlyPicture,
      systemInstruction: setup.systemInstruction, tools: setup.tools, mediaResolution: setup.config["mediaResolution"],
      history: (lane.map { laneHistories[$0.id] } ?? historyEstimate)?.textBytes ?? 0, promptRevision: prompt.revision)
  }

  /// Puts the service's counts into the place of rough ones. Of the lanes that ask the same model one is counted; for the
  /// others it says how far off a rough count is.
  func takeCounts(_ estimates: inout [SendEstimate], of askers: [Lane?]) {
    guard !counting.known.isEmpty else { return }
    for lane in counted {
      guard let tokens = counting.known[countKey(lane)], let place = askers.firstIndex(of: lane),
        estimates[place].tokens > 0
      else { continue }
      let rough = estimates[place].tokens
      for index in askers.indices where askers[index]?.model == lane?.model {
        estimates[index].isCounted = estimates[index].tokens == rough
        estimates[index].tokens = estimates[index].tokens * tokens / rough
      }
    }
  }

  /// Sets the time at which the service is asked, a pause after the last change of what would be sent.
  mutating func noteCount() {
    guard settings.countsTokens, !prompt.isEmpty, activeRun == nil, whyNotSend == nil else {
      counting.due = nil
      counting.wanted = []
      return
    }
    let keys = counted.map(countKey).filter { !counting.refused.contains($0.model) }
    guard keys != counting.wanted, keys != counting.asked else { return }
    counting.wanted = keys
    counting.due = keys.isEmpty ? nil : now + CountedTokens.pause
  }

  /// Asks for the counts that are due.
  mutating func count() -> [Effect] {
    guard let due = counting.due, due <= now else { return [] }
    counting.asked = counting.wanted
    counting.due = nil
    counting.wanted = []
    counting.known = counting.known.filter { counting.asked.contains($0.key) }
    return counting.asked.compactMap { key in
      let lane = session.lanes.first { $0.id == key.lane }
      let bytes = draftEstimates(for: [lane]).first?.bytes ?? 0
      return bytes <= CountedTokens.mostBytes ? .countTokens(draftRequest(by: lane), key) : nil
    }
  }

  /// The request that Enter would send, as far as it counts.
  private func draftRequest(by lane: Lane?) -> GenerateContentRequest {
    var content = prompt.draft.content
    if editedTurn == nil, let picture = pictureToSendAlone(with: prompt.attachments) {
      content.parts.insert(picture.part, at: 0)
    }
    let edited = editedTurn.flatMap { id in self.session.turns.first { $0.id == id } }
    let traits = lane.map { self.traits(of: $0.model) } ?? self.traits
    var session = lane.map { self.session.seen(by: $0, traits) } ?? session
    let turn = Turn(
      id: TurnID(rawValue: ""), parent: edited.map(\.parent) ?? headRun, content: content, createTime: now)
    session.turns.append(turn)
    session.head = turn.id
    return session.request(
      forTurn: session.turns.count - 1, traits: traits, showsThoughts: false, isAlone: session.sendsOnlyPicture)
  }

  mutating func receive(_ count: Result<Int, Failure>, for key: CountKey) {
    switch count {
    case .success(let tokens): if counting.asked.contains(key) { counting.known[key] = tokens }
    case .failure(let failure):
      // What is wrong with the request is said when it is sent; a model that does not count will not later.
      if failure.kind == .notFound || failure.kind == .invalidRequest { counting.refused.insert(key.model) }
    }
  }
}
