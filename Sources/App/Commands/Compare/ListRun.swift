import Core
import Gemini

/// The prompts of a list on their way through the lanes, one after the other.
struct ListRun: Sendable {
  let list: PromptList
  let lanes: AskedLanes
  let repeats: Int
  let settings: Settings
  let backend: Backend
  private(set) var session: Session
  private var identifiers: IdentifierSource
  /// The turn of each prompt that was asked before; the same prompt may be there more than once.
  private let turns: [Int: TurnID]
  /// What was asked so far, by the numbers of the prompts.
  private(set) var items: [ListReport.Item] = []

  init(
    list: PromptList, lanes: AskedLanes, repeats: Int, settings: Settings, backend: Backend, session: Session,
    identifiers: IdentifierSource
  ) {
    self.list = list
    self.lanes = lanes
    self.repeats = repeats
    self.settings = settings
    self.backend = backend
    self.session = session
    self.identifiers = identifiers
    var free = session.turns
    var turns: [Int: TurnID] = [:]
    for (number, prompt) in list.prompts.enumerated() {
      guard let at = free.firstIndex(where: { $0.asks(prompt.content) }) else { continue }
      turns[number] = free.remove(at: at).id
    }
    self.turns = turns
  }

  /// How many prompts have no whole answers yet, as far as is known before the first is asked.
  var missingPrompts: Int { list.prompts.count - turns.count }

  /// Prepares all prompts without sending one.
  /// - Returns: the first.
  /// - Throws: what a model cannot do, or that the lanes are others than those of the session.
  mutating func rehearse(at now: Instant, _ console: Console) throws(CommandError) -> PreparedComparison {
    var first: PreparedComparison?
    var said: Set<String> = []
    for (number, prompt) in list.prompts.enumerated() {
      let comparison = try prepare(prompt, counts: lanes.options.map { _ in repeats }, at: now)
      if session.isComparison, comparison.session.lanes.map(\.id) != session.lanes.map(\.id) {
        throw CommandError(
          "The session \(session.id.rawValue) has other lanes. Give the -m and the settings it was begun with, or leave "
            + "--continue and --session out.")
      }
      for notice in comparison.notices where said.insert(notice).inserted { console.note(notice) }
      if number > 0, !comparison.problems.isEmpty {
        throw CommandError("Prompt \(number + 1): \(comparison.problems.joined(separator: " "))")
      }
      first = first ?? comparison
    }
    guard let first else { throw CommandError("There are no prompts.") }
    return first
  }

  private mutating func prepare(
    _ prompt: PromptList.Prompt, counts: [Int], at now: Instant
  ) throws(CommandError) -> PreparedComparison {
    try lanes.prepare(
      prompt.content, system: prompt.system, in: session, settings: settings, backend: backend, now: now, isAlone: true,
      counts: counts, identifiers: &identifiers)
  }

  /// Asks what has no whole answer yet, until the end or until the task is cancelled.
  mutating func run(_ comparing: Comparing, clock: Clock) async {
    for (number, prompt) in list.prompts.enumerated() {
      var turn = turns[number].flatMap { id in session.turns.first { $0.id == id } }
      let counts = lanes.options.indices.map { lane -> Int in
        guard let turn, session.lanes.indices.contains(lane) else { return repeats }
        return max(0, repeats - turn.runs.count { $0.lane == session.lanes[lane].id && $0.exitCode == 0 })
      }
      var asked: Set<RunID> = []
      if counts.contains(where: { $0 > 0 }), !Task.isCancelled {
        guard var comparison = try? prepare(prompt, counts: counts, at: clock.now) else { continue }
        let isNewTurn = turn == nil
        if let turn { comparison.goOn(with: turn, of: session) }
        let id = comparison.turn.id
        let header = "\(bar(number)) \(number)/\(list.prompts.count) prompts, \(failed) not passed"
        asked = Set(comparison.requests.map(\.prepared.run.id))
        (session, _) = await comparing.run(comparison, isNewTurn: isNewTurn, header: header, prompt: number)
        turn = session.turns.first { $0.id == id }
      }
      guard let turn, !turn.runs.isEmpty else { continue }
      let item = ListReport.Item(
        turn: ComparedTurn(turn, lanes: session.lanes, count: repeats), expectation: prompt.expectation,
        label: prompt.label)
      items.append(item)
      if comparing.format == .jsonl {
        // What was there before has no events any more.
        let old = item.turn.answers.enumerated().filter { !asked.contains($0.element.run.id) }
        for (lane, answer) in old {
          let lines = StoredLines.lines(answer.run, lane: lane, prompt: number) { comparing.workshop.kept($0) }
          for line in lines { comparing.out.line(line.text) }
        }
        for line in item.checkLines(prompt: number) { comparing.out.line(line.text) }
      }
    }
  }

  private var failed: Int { items.count { $0.problems.contains { $0 != nil } } }

  private func bar(_ done: Int) -> String {
    let width = 20
    let full = done * width / max(1, list.prompts.count)
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: width - full) + "]"
  }
}

extension PreparedComparison {
  /// Asks for more answers to a turn that is there, in place of a new turn.
  mutating func goOn(with turn: Turn, of old: Session) {
    let runs = self.turn.runs
    session.turns.removeLast()
    guard let index = session.turns.firstIndex(where: { $0.id == turn.id }) else { return }
    // The turn in question comes last, as the one that is asked.
    var asked = session.turns.remove(at: index)
    asked.runs += runs
    session.turns.append(asked)
    session.head = old.head
  }
}
