package import Gemini

/// Who answers.
package enum Backend: String, Hashable, Sendable { case developer, vertex, simulator }

/// What happens to a run, in order: attempts, answers, one end.
package enum RunEvent: Hashable, Sendable {
  /// The next request waits until the limits of its model let it go.
  /// - Parameter seconds: how long that takes, if it is known.
  case queued(seconds: Double?)
  /// A request leaves; the first one is 1.
  case attempt(Int)
  /// A request leaves that goes on with the answer where its newest continuation token says; the first request is hop 1.
  case hop(Int)
  /// The attempt failed and will be made again after a delay.
  case retry(Failure, attempt: Int, delaySeconds: Double)
  /// Chunks that arrived together. Bytes of pictures are assets already.
  case received([GenerateContentResponse])
  /// The end: without a failure if the body ended as it should.
  case ended(Failure?)
}

extension RunEvent {
  /// The same news in fewer pieces, for whoever does not ask in which pieces text came.
  package var joined: RunEvent {
    if case .received(let responses) = self { .received(GenerateContentResponse.joined(responses)) } else { self }
  }

  /// What it takes to handle it, in bytes of text: a response costs as much as some text, also one without any.
  package var weight: Int {
    guard case .received(let responses) = self else { return 0 }
    let parts = responses.lazy.flatMap(\.candidates).flatMap(\.parts)
    return parts.reduce(200 * responses.count) { $0 + $1.textLength }
  }
}

/// One request and all it brought back, so far.
package struct Run: Hashable, Sendable {
  package enum Phase: Hashable, Sendable {
    /// The request is out, nothing came yet.
    case sending
    case streaming
    /// Waiting for its turn among the requests to one model; `until` is when it comes, if that is known.
    case queued(until: Instant?)
    /// Waiting to ask again.
    case waiting(until: Instant, Failure)
    case ended
  }

  package private(set) var id: RunID
  package var model: String
  package var backend: Backend
  /// The settings as they were sent.
  package var config: GenerationConfig
  /// Requests that left together, this one included: each brings another answer to the turn.
  package var atOnce = 1
  /// True if its request left the turns before out.
  package var isAlone = false
  /// The number of the lane that asked for it; `nil` outside of a comparison.
  package var lane: Int?
  /// What the request said beside; `nil` where that was not kept.
  package var extras: RequestExtras?
  package var startTime: Instant
  package var phase = Phase.sending
  package var attempts = 0
  package var candidates: [Candidate] = []
  package var promptFeedback: PromptFeedback?
  package var usage = UsageMetadata()
  /// What each request used, if the answer took more than one; `usage` is their sum.
  package var hops: [UsageMetadata] = []
  package var modelVersion: String?
  package var responseId: String?
  /// When the server began, in its words.
  package var createTime: String?
  package var modelStatus: JSON?
  package var failure: Failure?
  package var firstEventTime: Instant?
  package var firstThoughtTime: Instant?
  package var firstTextTime: Instant?
  package var lastEventTime: Instant?
  /// When the request that is out left; `nil` before the first one and after the end.
  package var requestTime: Instant?
  package var endTime: Instant?
  /// Another number each time what was shown is taken back; until then, the answer only grows.
  package private(set) var edition = 0
  /// What the next event takes back: what came replaces it, and nothing is lost if nothing comes.
  private var rewind: Rewind?
  private var checkpoint: Checkpoint?

  private enum Rewind: Hashable { case toStart, toCheckpoint }

  package init(id: RunID, model: String, backend: Backend, config: GenerationConfig, startTime: Instant) {
    self.id = id
    self.model = model
    self.backend = backend
    self.config = config
    self.startTime = startTime
  }

  /// The same request once more, before anything came of it.
  /// - Parameter atOnce: how many leave together.
  package func again(as id: RunID, atOnce: Int) -> Run {
    var run = self
    run.id = id
    run.atOnce = atOnce
    return run
  }

  package var isActive: Bool { phase != .ended }

  /// True while nothing of it is under way: it waits for its turn, or to ask again.
  package var isWaiting: Bool {
    switch phase {
    case .queued, .waiting: true
    case .sending, .streaming, .ended: false
    }
  }

  /// The first candidate: the answer that conversations go on with.
  package var answer: Candidate? { candidates.first }
  package var parts: [Part] { answer?.parts ?? [] }
  package var finishReason: FinishReason? { answer?.finishReason }

  /// What takes the place of its model; known to whoever asks, not kept.
  package var succession: Succession?
  /// True if its model answers with pictures, as the table in force says; not kept. `nil` leaves it to the built-in one.
  package var makesImages: Bool?
  /// True if reasoning that the model writes into its answer, in tags such as `<think>`, counts as thinking.
  package var splitsReasoning = false {
    didSet { if splitsReasoning != oldValue { readReasoning() } }
  }
  /// True if a person wants the next request to build on what came, though the answer is not whole.
  package var isContinued = false
  /// True while the store lacks some of it, as it refused.
  package var isUnkept = false
  /// When pictures of it were deleted, by SHA-256. Their parts stay, and are neither shown nor sent.
  package var deletions: [String: Instant] = [:]
  /// How far the first candidate's reasoning in tags goes.
  private(set) var reasoning = ReasoningSplitter()

  /// How long nothing has come from a request that is out, in milliseconds; `nil` while none is.
  package func silence(at now: Instant) -> Int? {
    guard phase == .sending || phase == .streaming, let requestTime else { return nil }
    return now - max(requestTime, lastEventTime ?? requestTime)
  }

  /// True until the first request has left.
  package var isPreparing: Bool { phase == .sending && requestTime == nil }

  /// True once something came that a person can see or keep.
  package var hasContent: Bool { candidates.contains { !$0.parts.isEmpty } }

  package mutating func apply(_ event: RunEvent, at now: Instant) {
    switch event {
    case .queued(let seconds): phase = .queued(until: seconds.map { now + Int($0 * 1000) })
    case .attempt(let number):
      attempts = number
      phase = .sending
      requestTime = now
      rewind = candidates.isEmpty ? nil : .toStart
    case .hop:
      phase = .sending
      requestTime = now
      hops = (hops.isEmpty ? [usage] : hops) + [UsageMetadata()]
      for index in candidates.indices { candidates[index].finishReason = nil }
      rewind = .toCheckpoint
    case .retry(let failure, _, let delaySeconds):
      phase = .waiting(until: now + Int(delaySeconds * 1000), failure)
    case .received(let responses):
      phase = .streaming
      lastEventTime = now
      firstEventTime = firstEventTime ?? now
      takeBack()
      for response in responses { receive(response, at: now) }
    case .ended(let failure):
      let failure = failure.map(outOfWaiting)
      phase = .ended
      endTime = now
      requestTime = nil
      rewind = nil
      checkpoint = nil
      note(reasoning.finish(), at: now)
      leaveOpenTag()
      if reasoning.hasReasoning, !splitsReasoning { firstTextTime = firstTextTime ?? now }
      self.failure = failure.map(explained)
      if failure == nil, finishReason == nil, isStreamIncomplete { self.failure = .incompleteStream }
    }
  }

  /// Given up while it waits for its next attempt, a run has failed for the reason it waited for.
  private func outOfWaiting(_ failure: Failure) -> Failure {
    guard failure == .cancelled, case .waiting(_, let reason) = phase else { return failure }
    return Failure(
      .cancelled, "\(reason.message.asSentence) It was not tried again.", hint: "Send the prompt again later.")
  }

  /// Makes room for what another request brings: all of an answer, or what follows its newest continuation token.
  private mutating func takeBack() {
    switch rewind.take() {
    case nil: return
    case .toStart?:
      candidates = []
      reasoning = ReasoningSplitter()
      usage = UsageMetadata()
      hops = []
      checkpoint = nil
      edition += 1
    case .toCheckpoint?:
      guard let checkpoint, !candidates.isEmpty else { return }
      guard candidates[0].cut(at: checkpoint) else { return }
      edition += 1
      readReasoning()
    }
  }

  /// A stream has to end with a reason. A prompt that was refused has none and is whole all the same.
  private var isStreamIncomplete: Bool { promptFeedback?.isBlock != true && !isUnary }

  /// True for an answer asked for in one piece: there a missing reason means nothing.
  package var isUnary = false

  private mutating func receive(_ response: GenerateContentResponse, at now: Instant) {
    for chunk in response.candidates {
      let isSplit = splitsReasoning && chunk.index == 0
      // Only a new token says how far the answer can be taken up again.
      let isCheckpoint =
        chunk.index == 0 && chunk.continuationToken != nil && chunk.continuationToken != answer?.continuationToken
      for part in chunk.parts { note(isSplit ? reasoning.take(part) : [part], at: now) }
      if let at = candidates.firstIndex(where: { $0.index == chunk.index }) {
        candidates[at].append(chunk)
      } else {
        var candidate = Candidate(index: chunk.index)
        candidate.append(chunk)
        let at = candidates.firstIndex { $0.index > chunk.index } ?? candidates.endIndex
        candidates.insert(candidate, at: at)
      }
      if isCheckpoint { checkpoint = candidates.first.map(Checkpoint.init) }
    }
    if let feedback = response.promptFeedback { promptFeedback = feedback }
    if let usage = response.usageMetadata { receive(usage) }
    modelVersion = response.modelVersion ?? modelVersion
    responseId = response.responseId ?? responseId
    createTime = response.createTime ?? createTime
    modelStatus = response.modelStatus ?? modelStatus
  }

  /// The same answer as the store has it now: what it has more than `old` is no growth of what was laid out.
  mutating func replace(_ old: Run) {
    edition = old.edition
    if textVersion != old.textVersion { edition += 1 }
  }

  /// Marks a picture as deleted, or takes the mark away.
  package mutating func mark(_ picture: AssetReference, deletedAt time: Instant?) {
    deletions[picture.sha256] = time
    edition += 1
  }

  /// The run as it was at a moment, as far as its pictures go: what was deleted later is there.
  func withoutDeletions(after time: Instant) -> Run {
    var run = self
    run.deletions = deletions.filter { $0.value <= time }
    return run
  }

  /// Usage grows within one request and is added up over several.
  /// - Source: gemini-api.md section 11.
  private mutating func receive(_ newer: UsageMetadata) {
    guard let last = hops.indices.last else { return usage.merge(newer) }
    hops[last].merge(newer)
    usage = .sum(hops)
  }

  private mutating func note(_ parts: [Part], at now: Instant) {
    for part in parts where !part.isEmpty {
      if part.thought { firstThoughtTime = firstThoughtTime ?? now } else { firstTextTime = firstTextTime ?? now }
    }
  }

  /// An answer that ended well inside of a tag speaks of tags: it is the answer, and no reasoning.
  private mutating func leaveOpenTag() {
    if splitsReasoning, !isActive, finishReason == .stop, reasoning.hasReasoning, !hasAnswerContent {
      splitsReasoning = false
    }
  }

  /// Lets go of the beginning of a text, unless it may be needed to go on: to take the answer up again at a token, or to
  /// tell reasoning from the answer.
  /// - Parameters:
  ///   - candidate: its place among the candidates.
  ///   - end: UTF-8 bytes of the whole text that are kept elsewhere by now; they end between two characters.
  package mutating func release(candidate: Int, part: Int, upTo end: Int) {
    guard checkpoint == nil, !splitsReasoning || reasoning.isInAnswer else { return }
    candidates[candidate].parts[part].release(upTo: end)
  }

  /// True if it has let go of text.
  package var hasReleased: Bool { candidates.contains { $0.parts.contains { $0.released > 0 } } }

  /// Looks at the parts anew. A run that has let go of text was in the answer itself by then, and still is.
  private mutating func readReasoning() {
    if hasReleased { return }
    reasoning = ReasoningSplitter()
    guard splitsReasoning, answer?.index == 0 else { return }
    for part in parts where !reasoning.isInAnswer { _ = reasoning.take(part) }
    if !isActive { _ = reasoning.finish() }
    leaveOpenTag()
  }
}
