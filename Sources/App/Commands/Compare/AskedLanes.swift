import Core
import Gemini

/// The lanes of a comparison, and how each is asked.
struct AskedLanes: Sendable {
  private struct Entry: Sendable {
    /// As it was before the options.
    var lane: Lane
    var options: TurnOptions
  }

  private var entries: [Entry] = []
  /// The system instruction of all lanes that have none of their own; `nil` leaves it to the session.
  private let system: String?
  let session: Session

  /// How often a lane may be asked the same.
  static let repeats = 1...10

  /// - Parameters:
  ///   - lanes: of the command line; none takes those of the session.
  ///   - session: the one that is gone on with, or a new one.
  /// - Throws: if these are no two to four lanes.
  init(_ lanes: [LaneOption], _ shared: TurnOptions, in session: Session, _ settings: Settings) throws(CommandError) {
    self.session = session
    system = shared.system
    if lanes.isEmpty, session.isComparison {
      entries = session.lanes.map { Entry(lane: $0, options: shared) }
      return
    }
    guard Lane.counts.contains(lanes.count) else { throw Self.wrongCount(lanes.count) }
    let first = session.nextLaneNumber
    entries = lanes.enumerated().map { index, option in
      Entry(
        lane: Lane(
          id: first + index, model: settings.model(option.model), config: session.config,
          systemInstruction: option.system, safetySettings: session.safetySettings, tools: session.tools),
        options: option.turnOptions(shared))
    }
  }

  static func wrongCount(_ count: Int) -> CommandError {
    CommandError(
      "compare takes two to four -m, one for each lane, such as -m flash -m thinking; there \(count == 1 ? "is" : "are") "
        + "\(count).")
  }

  var options: [TurnOptions] { entries.map(\.options) }

  /// Makes one turn with a request for each lane.
  /// - Parameters:
  ///   - system: the system instruction of this turn alone.
  ///   - isAlone: leaves the turns before out.
  ///   - counts: how often each lane is asked.
  /// - Throws: what a model cannot do.
  func prepare(
    _ content: Content, system: String? = nil, in session: Session, settings: Settings, backend: Backend, now: Instant,
    isAlone: Bool = false, counts: [Int], identifiers: inout IdentifierSource
  ) throws(CommandError) -> PreparedComparison {
    var comparison = PreparedComparison(session: session)
    var lanes: [Lane] = []
    for (index, entry) in entries.enumerated() {
      var options = entry.options
      options.system = system ?? options.system
      func ask(_ lane: Lane) throws(CommandError) -> PreparedTurn {
        let traits = settings.models.traits(of: lane.model)
        let seen = session.seen(by: lane, traits)
        return try options.prepare(
          content, in: seen, use: seen.use, settings: settings, backend: backend, now: now, isAlone: isAlone,
          identifiers: &identifiers)
      }
      var prepared = try ask(entry.lane)
      var lane = Lane(
        id: entry.lane.id, model: prepared.session.model, config: prepared.session.config,
        systemInstruction: entry.lane.systemInstruction, safetySettings: entry.lane.safetySettings,
        tools: entry.lane.tools)
      // A lane that the session has already goes on with its own answers.
      let same = session.lanes.first { old in
        !lanes.contains { $0.id == old.id } && old.isSame(as: lane)
      }
      if let same, same.id != lane.id {
        lane = same
        prepared = try ask(same)
      }
      lanes.append(lane)
      if index == 0 { comparison.begin(prepared) }
      for number in 0..<counts[index] {
        comparison.add(prepared, lane: lane.id, of: index, number: number, as: identifiers.run())
      }
    }
    comparison.session.lanes = lanes
    if let shared = self.system { comparison.session.systemInstruction = shared }
    if let first = lanes.first {
      comparison.session.take(first.model, makesImages: settings.models.traits(of: first.model).makesImages)
    }
    return comparison
  }
}

extension Lane {
  /// True if it asks the same model in the same way, whatever its number.
  func isSame(as other: Lane) -> Bool { differences(from: other).isEmpty }
}

/// A turn of a comparison that is ready to be sent.
struct PreparedComparison: Sendable {
  struct Request: Sendable {
    var prepared: PreparedTurn
    /// The place of its lane among all.
    var lane: Int
    /// Its number among those of its lane.
    var number: Int
  }

  /// Its last turn has all the runs.
  var session: Session
  private(set) var requests: [Request] = []

  init(session: Session) { self.session = session }

  var turn: Turn { session.turns[session.turns.count - 1] }

  fileprivate mutating func begin(_ prepared: PreparedTurn) {
    let old = session.turns.map(\.chosen)
    let parent = session.path.last.flatMap { session.turns[$0].shownRun?.id }
    session.turns = prepared.session.turns
    // Each lane sees its own answers; the session keeps what was chosen.
    for index in old.indices { session.turns[index].chosen = old[index] }
    session.turns[session.turns.count - 1].runs = []
    session.head = prepared.session.head
    session.updateTime = prepared.session.updateTime
    session.title = prepared.session.title
    session.turns[session.turns.count - 1].parent = parent
  }

  fileprivate mutating func add(_ prepared: PreparedTurn, lane id: Int, of lane: Int, number: Int, as run: RunID) {
    var prepared = prepared
    prepared.request.generationConfig = prepared.request.generationConfig.ofRequest(number)
    prepared.run = prepared.run.again(as: run, atOnce: 1)
    prepared.run.config = prepared.request.generationConfig
    prepared.run.lane = id
    requests.append(Request(prepared: prepared, lane: lane, number: number))
    let last = session.turns.count - 1
    session.turns[last].runs.append(prepared.run)
    session.turns[last].chosen = session.turns[last].runs[0].id
  }

  /// What a person should know before it is sent, each sentence once.
  var notices: [String] { Self.unique(requests.flatMap(\.prepared.notices)) }
  /// What the models are known to refuse in it.
  var problems: [String] { Self.unique(requests.flatMap(\.prepared.problems)) }

  private static func unique(_ sentences: [String]) -> [String] {
    sentences.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
