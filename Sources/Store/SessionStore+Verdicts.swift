package import Core
import GRDB
import Gemini

extension SessionStore {
  /// Stores what a person thinks of the answers to a turn. Each turn has one verdict: judging again replaces it.
  /// - Throws: `StoreError`, `missing` if there is no such turn.
  package func judge(_ verdict: Verdict) throws(StoreError) {
    try write { database in
      try database.run(
        """
        INSERT INTO verdict (turn, time, details)
        SELECT turn.key, ?, ? FROM turn JOIN session ON session.key = turn.session
        WHERE turn.id = ? AND session.id = ?
        ON CONFLICT (turn) DO UPDATE SET time = excluded.time, details = excluded.details
        """,
        [
          verdict.time.milliseconds, StoredVerdict.details(verdict), verdict.turn.rawValue, verdict.session.rawValue,
        ])
      guard database.changesCount > 0 else { throw StoreError.missing("The turn") }
    }
  }

  /// The verdicts with what they were about, newest first. Those on the simulator's answers are marked.
  ///
  /// - Parameters:
  ///   - label: only those with this label, in whatever case; `nil` for all.
  ///   - session: of this session alone.
  ///   - limit: verdicts at most.
  package func verdicts(
    label: String? = nil, in session: SessionID? = nil, limit: Int = .max
  ) throws(StoreError) -> [JudgedComparison] {
    let wanted = label?.lowercased()
    return try read { database in
      var found: [(key: Int, comparison: JudgedComparison)] = []
      let rows = try database.rows(
        """
        SELECT \(StoredVerdict.columns) FROM verdict JOIN turn ON turn.key = verdict.turn
          JOIN session ON session.key = turn.session
        WHERE session.deleteTime IS NULL AND turn.deleteTime IS NULL\(session == nil ? "" : " AND session.id = ?")
        ORDER BY verdict.time DESC, turn.key DESC
        """, session.map { [$0.rawValue] } ?? [])
      while found.count < limit, let row = try rows.next() {
        let comparison = StoredVerdict.decode(row)
        if wanted == nil || comparison.verdict.label.lowercased() == wanted { found.append((row.int(6), comparison)) }
      }
      var configs = ConfigCache()
      return try found.map { key, comparison in
        var comparison = comparison
        let answers = try StoredVerdict.answers(ofTurn: key, &configs, database)
        comparison.answers = comparison.verdict.answers.compactMap { answers[$0] }
        return comparison
      }
    }
  }
}

/// A verdict in the `verdict` table.
private enum StoredVerdict {
  static let columns = """
    session.id, turn.id, verdict.time, verdict.details, session.title, session.isDemo, turn.key, turn.content
    """

  /// What is only read as a whole, as one JSON object.
  static func details(_ verdict: Verdict) -> String {
    var object = JSONObject(["answers": .array(verdict.answers.map { .string($0.rawValue) })])
    switch verdict.choice {
    case .answer(let run): object["answer"] = .string(run.rawValue)
    case .tie: object["isTie"] = true
    case .none: break
    }
    if !verdict.label.isEmpty { object["label"] = .string(verdict.label) }
    if !verdict.note.isEmpty { object["note"] = .string(verdict.note) }
    if verdict.isBlind { object["isBlind"] = true }
    return JSON.object(object).text
  }

  /// The comparison without its answers.
  static func decode(_ row: Row) -> JudgedComparison {
    let details = row.json(3)
    let answer = details?["answer"]?.string.map { Verdict.Choice.answer(RunID(rawValue: $0)) }
    let verdict = Verdict(
      session: SessionID(rawValue: row.text(0)), turn: TurnID(rawValue: row.text(1)),
      answers: (details?["answers"]?.array ?? []).compactMap(\.string).map(RunID.init),
      choice: answer ?? (details?["isTie"]?.bool == true ? .tie : .none), note: details?["note"]?.string ?? "",
      label: details?["label"]?.string ?? "", isBlind: details?["isBlind"]?.bool ?? false, time: row.instant(2))
    return JudgedComparison(
      verdict: verdict, prompt: StoredContent.decode(row.json(7)).text, sessionTitle: row.text(4),
      isDemo: row.bool(5), answers: [])
  }

  /// Who gave the answers to a turn.
  static func answers(
    ofTurn key: Int, _ configs: inout ConfigCache, _ database: Database
  ) throws -> [RunID: JudgedAnswer] {
    var answers: [RunID: JudgedAnswer] = [:]
    let rows = try database.rows("SELECT id, model, config, details FROM run WHERE turn = ?", [key])
    while let row = try rows.next() {
      let details = row.json(3)
      let id = RunID(rawValue: row.text(0))
      answers[id] = JudgedAnswer(
        run: id, lane: details?["lane"]?.int, model: row.text(1), config: configs.decode(row.textIfAny(2)),
        systemInstruction: details?["request"]?["systemInstruction"]?.string ?? "")
    }
    return answers
  }
}
