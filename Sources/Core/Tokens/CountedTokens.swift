import Gemini

/// What a count of tokens is about: while all of it is the same, the count holds.
package struct CountKey: Hashable, Sendable {
  var session: SessionID
  var model: String
  /// The end of the branch the prompt follows, and how many answers there are.
  var head: TurnID?
  var runs: Int
  var edited: TurnID?
  var isAlone: Bool
  var systemInstruction: String
  var tools: [JSON]
  var mediaResolution: JSON?
  var promptRevision: Int
}

/// The service's own count of the tokens of what would be sent, and when it is asked for.
struct CountedTokens: Hashable, Sendable {
  /// When the count is asked for, and of what.
  var due: Instant?
  var wanted: CountKey?
  /// What the last count was asked for, whatever came of it.
  var asked: CountKey?
  /// The newest count, and what it is about.
  var known: CountKey?
  var tokens = 0
  /// Models that cannot be asked.
  var refused: Set<String> = []

  /// Milliseconds from the last change to the count.
  static let pause = 700
  /// Bytes of pictures and files above which the estimate has to do: each count would carry them all.
  static let mostBytes = 4_000_000
}

extension Studio {
  private var countKey: CountKey {
    CountKey(
      session: session.id, model: session.model, head: session.head, runs: session.turns.last?.runs.count ?? 0,
      edited: editedTurn, isAlone: session.sendsOnlyPicture, systemInstruction: session.systemInstruction,
      tools: session.tools, mediaResolution: session.config["mediaResolution"], promptRevision: prompt.revision)
  }

  /// The service's count of what would be sent now; `nil` while there is none.
  var countedTokens: Int? {
    guard let known = counting.known, known == countKey else { return nil }
    return counting.tokens
  }

  /// Sets the time at which the service is asked, a pause after the last change of what would be sent.
  mutating func noteCount() {
    guard settings.countsTokens, !prompt.isEmpty, !session.isComparison, activeRun == nil, whyNotSend == nil,
      !counting.refused.contains(session.model)
    else {
      counting.due = nil
      counting.wanted = nil
      return
    }
    let key = countKey
    guard key != counting.wanted, key != counting.asked else { return }
    counting.wanted = key
    counting.due = now + CountedTokens.pause
  }

  /// Asks for the count that is due.
  mutating func count() -> [Effect] {
    guard let due = counting.due, due <= now, let key = counting.wanted, let request = draftRequest else { return [] }
    counting.due = nil
    counting.wanted = nil
    counting.asked = key
    guard sendEstimate.bytes <= CountedTokens.mostBytes else { return [] }
    return [.countTokens(request, key)]
  }

  /// The request that Enter would send, as far as it counts.
  private var draftRequest: GenerateContentRequest? {
    var content = prompt.draft.content
    if editedTurn == nil, let picture = pictureToSendAlone(with: prompt.attachments) {
      content.parts.insert(picture.part, at: 0)
    }
    let edited = editedTurn.flatMap { id in self.session.turns.first { $0.id == id } }
    var session = session
    let turn = Turn(
      id: TurnID(rawValue: ""), parent: edited.map(\.parent) ?? headRun, content: content, createTime: now)
    session.turns.append(turn)
    session.head = turn.id
    return session.request(
      forTurn: session.turns.count - 1, traits: traits, showsThoughts: false, isAlone: session.sendsOnlyPicture)
  }

  mutating func receive(_ count: Result<Int, Failure>, for key: CountKey) {
    switch count {
    case .success(let tokens):
      counting.known = key
      counting.tokens = tokens
    case .failure(let failure):
      // What is wrong with the request is said when it is sent; a model that does not count will not later.
      if failure.kind == .notFound || failure.kind == .invalidRequest { counting.refused.insert(key.model) }
    }
  }
}
