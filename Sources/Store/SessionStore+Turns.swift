package import Core
import GRDB
import Gemini

extension SessionStore {
  /// Stores a new turn with its content, and with its runs if it has any.
  /// - Throws: `StoreError`, `missing` if the session was never saved.
  package func insert(_ turn: Turn, in session: SessionID) throws(StoreError) {
    try write { try insert(turn, in: session, $0) }
  }

  func insert(_ turn: Turn, in session: SessionID, _ database: Database) throws {
    try database.run(
      """
      INSERT INTO turn (id, session, parent, createTime, chosen, content)
      SELECT ?, key, ?, ?, ?, ? FROM session WHERE id = ?
      """,
      [
        turn.id.rawValue, turn.parent?.rawValue, turn.createTime.milliseconds, turn.chosen?.rawValue,
        StoredContent.text(turn.content), session.rawValue,
      ])
    guard database.changesCount > 0 else { throw StoreError.missing("The session") }
    for run in turn.runs { try begin(run, in: turn.id, database) }
  }

  /// Stores a turn's content and which of its runs is chosen. Its runs themselves are left as they are.
  /// - Throws: `StoreError`, `missing` if there is no such turn.
  package func update(_ turn: Turn) throws(StoreError) {
    try write { try Self.update(turn, $0) }
  }

  static func update(_ turn: Turn, _ database: Database) throws {
    try database.run(
      "UPDATE turn SET chosen = ?, content = ? WHERE id = ?",
      [turn.chosen?.rawValue, StoredContent.text(turn.content), turn.id.rawValue])
    guard database.changesCount > 0 else { throw StoreError.missing("The turn") }
  }

  /// Stores a new run of a turn. What it brings back is stored by its recorder.
  /// - Throws: `StoreError`, `missing` if there is no such turn.
  package func begin(_ run: Run, in turn: TurnID) throws(StoreError) {
    try write { database in try begin(run, in: turn, database) }
  }

  func begin(_ run: Run, in turn: TurnID, _ database: Database) throws {
    try StoredRun.insert(run, in: turn, owner: owner, database)
    // Work that goes on, perhaps in another window, is not deleted with what was there before.
    try database.run(
      """
      UPDATE session SET deleteTime = NULL
      WHERE deleteTime IS NOT NULL AND key = (SELECT session FROM turn WHERE id = ?)
      """, [turn.rawValue])
    var written = try WrittenRun(startingOver: run.id, database)
    try written.advance(to: run, owner: owner, database)
  }

  /// Stores whether the next request builds on a run that is not whole.
  /// - Throws: `StoreError`, `missing` if there is no such run.
  package func `continue`(_ run: RunID, _ continues: Bool = true) throws(StoreError) {
    try write { database in
      let own = "coalesce(details, '{}'), '$.isContinued'"
      let details = continues ? "json_set(\(own), json('true'))" : "json_remove(\(own))"
      try database.run("UPDATE run SET details = \(details) WHERE id = ?", [run.rawValue])
      guard database.changesCount > 0 else { throw StoreError.missing("The answer") }
    }
  }

  /// What stores a run while it grows. There is to be one for a run.
  package func recorder(for run: RunID) -> RunRecorder { RunRecorder(store: self, id: run) }

  /// A session with its turns and their runs; `nil` if there is none.
  ///
  /// A run that another process is at reads as sending or streaming, with what was stored of it. What hangs on a turn that
  /// was never stored goes on from the one before it.
  package func session(_ id: SessionID) throws(StoreError) -> Session? {
    let session = try read { database -> Session? in
      guard var session = try Self.withoutTurns(id, database) else { return nil }
      try Self.addTurns(to: &session, database)
      return session
    }
    guard var session else { return nil }
    session.closeGaps()
    return session
  }

  /// How much there is of a session, and how much was deleted.
  package func extent(of session: SessionID) throws(StoreError) -> SessionExtent {
    try read { database in
      let row = try database.firstRow(
        """
        WITH had AS (
          SELECT turn.key AS turn, turn.deleteTime AS turnTime, run.key AS run, run.deleteTime AS runTime, run.isEnded
          FROM session JOIN turn ON turn.session = session.key LEFT JOIN run ON run.turn = turn.key
          WHERE session.id = ?
        ), deletion AS (
          SELECT turn, NULL AS run, turnTime AS time FROM had WHERE turnTime IS NOT NULL
          UNION SELECT turn, run, runTime FROM had WHERE runTime IS NOT NULL
        )
        SELECT count(DISTINCT turn), count(run), coalesce(sum(isEnded), 0), (SELECT count(*) FROM deletion),
          (SELECT max(time) FROM deletion)
        FROM had WHERE turnTime IS NULL AND runTime IS NULL
        """, [session.rawValue])
      return SessionExtent(
        turns: row?.int(0) ?? 0, runs: row?.int(1) ?? 0, ended: row?.int(2) ?? 0, deleted: row?.int(3) ?? 0,
        deleteTime: row?.instantIfAny(4))
    }
  }

  private static func withoutTurns(_ id: SessionID, _ database: Database) throws -> Session? {
    let row = try database.firstRow(
      """
      SELECT title, createTime, updateTime, origin, isDemo, textModel, pictureModel, modelUse, head, settings, draft
      FROM session WHERE id = ?
      """, [id.rawValue])
    guard let row else { return nil }
    let settings = row.json(9)
    var session = Session(
      id: id, title: row.text(0), createTime: row.instant(1), origin: Session.Origin(rawValue: row.text(3)) ?? .studio,
      isDemo: row.bool(4), textModel: row.text(5), pictureModel: row.text(6),
      use: ModelUse(rawValue: row.text(7)) ?? .text, systemInstruction: settings?["systemInstruction"]?.string ?? "",
      config: GenerationConfig(settings?["config"]?.object ?? JSONObject()))
    session.safetySettings = settings?["safetySettings"]?.array ?? []
    session.tools = settings?["tools"]?.array ?? []
    session.preset = settings?["preset"]?.string
    let count = settings?["pictureCount"]?.int ?? 1
    session.pictureCount = max(1, min(count, Session.mostPictures))
    session.sendsOnlyPicture = settings?["sendsOnlyPicture"]?.bool ?? false
    session.lanes = settings?["lanes"]?.array?.compactMap(Lane.init) ?? []
    session.blindOrder = settings?["blindOrder"]?.array?.compactMap(\.int)
    session.blindTime = settings?["blindTime"]?.int.map { Instant(milliseconds: $0) }
    session.updateTime = row.instant(2)
    session.head = row.textIfAny(8).map(TurnID.init)
    session.draft = Draft(row.json(10))
    return session
  }

  private static func addTurns(to session: inout Session, _ database: Database) throws {
    var places: [Int: Int] = [:]
    var deleted: [(mark: VersionMark, time: Instant)] = []
    let turns = try database.rows(
      """
      SELECT turn.key, turn.id, turn.parent, turn.createTime, turn.chosen, turn.content, turn.deleteTime
      FROM session JOIN turn ON turn.session = session.key WHERE session.id = ? ORDER BY turn.key
      """, [session.id.rawValue])
    while let row = try turns.next() {
      var turn = Turn(
        id: TurnID(rawValue: row.text(1)), parent: row.textIfAny(2).map(RunID.init),
        content: StoredContent.decode(row.json(5)), createTime: row.instant(3))
      turn.chosen = row.textIfAny(4).map(RunID.init)
      if let time = row.instantIfAny(6) {
        deleted.append((VersionMark(session: session.id, turn: turn.id, run: nil), time))
      }
      places[row.int(0)] = session.turns.count
      session.turns.append(turn)
    }
    var candidates = try candidates(of: session.id, database)
    let deletions = try deletions(in: session.id, database)
    var configs = ConfigCache()
    let runs = try database.rows(
      """
      SELECT \(StoredRun.columns), run.turn, run.key, run.deleteTime
      FROM session JOIN turn ON turn.session = session.key JOIN run ON run.turn = turn.key
      WHERE session.id = ? ORDER BY turn.key, run.key
      """, [session.id.rawValue])
    while let row = try runs.next() {
      guard let place = places[row.int(StoredRun.columnCount)] else { continue }
      var run = StoredRun.decode(row, configs: &configs)
      run.candidates = candidates.removeValue(forKey: row.int(StoredRun.columnCount + 1)) ?? []
      run.deletions = deletions[run.id] ?? [:]
      session.turns[place].runs.append(run)
      if let time = row.instantIfAny(StoredRun.columnCount + 2) {
        deleted.append((VersionMark(session: session.id, turn: session.turns[place].id, run: run.id), time))
      }
    }
    // In the order they were deleted in, so that what followed them follows the same as it did then.
    for version in deleted.sorted(by: { $0.time < $1.time }) { session.remove(version.mark, at: version.time) }
  }

  /// When pictures of a session's runs were deleted, by SHA-256.
  private static func deletions(
    in session: SessionID, _ database: Database
  ) throws -> [RunID: [String: Instant]] {
    let rows = try database.rows(
      """
      SELECT run.id, deletedPicture.sha256, deletedPicture.deleteTime
      FROM session JOIN turn ON turn.session = session.key JOIN run ON run.turn = turn.key
        JOIN deletedPicture ON deletedPicture.run = run.key
      WHERE session.id = ?
      """, [session.rawValue])
    var deletions: [RunID: [String: Instant]] = [:]
    while let row = try rows.next() {
      deletions[RunID(rawValue: row.text(0)), default: [:]][row.text(1)] = row.instant(2)
    }
    return deletions
  }

  /// The candidates of all runs of a session, by the runs' keys.
  private static func candidates(of session: SessionID, _ database: Database) throws -> [Int: [Candidate]] {
    let source = """
      FROM session JOIN turn ON turn.session = session.key JOIN run ON run.turn = turn.key
      """
    var candidates: [Int: [Candidate]] = [:]
    let heads = try database.rows(
      """
      SELECT candidate.run, candidate.number, candidate.details
      \(source) JOIN candidate ON candidate.run = run.key
      WHERE session.id = ? ORDER BY turn.key, run.key, candidate.number
      """, [session.rawValue])
    while let row = try heads.next() {
      candidates[row.int(0), default: []].append(StoredCandidate.decode(number: row.int(1), details: row.json(2)))
    }
    let parts = try database.rows(
      """
      SELECT part.run, part.candidate, part.segment, part.isThought, part.json, part.text
      \(source) JOIN part ON part.run = run.key
      WHERE session.id = ? ORDER BY turn.key, run.key, part.candidate, part.position, part.segment
      """, [session.rawValue])
    var owner: (run: Int, candidate: Int)?
    var assembler = PartAssembler()
    func finish() {
      guard let owner else { return }
      let place = candidates[owner.run]?.firstIndex { $0.index == owner.candidate }
      if let place { candidates[owner.run]?[place].parts = assembler.finished() }
    }
    while let row = try parts.next() {
      let (run, candidate) = (row.int(0), row.int(1))
      if owner?.run != run || owner?.candidate != candidate {
        finish()
        owner = (run, candidate)
        assembler = PartAssembler()
      }
      assembler.add(segment: row.int(2), isThought: row.bool(3), json: row.json(4), text: row.bytes(5))
    }
    finish()
    return candidates
  }
}

extension Session {
  /// Makes one tree of the turns there are: the store may have refused some, or the end of the branch.
  fileprivate mutating func closeGaps() {
    for index in turns.indices {
      guard let parent = turns[index].parent else { continue }
      let before = turns[..<index]
      guard !before.reversed().contains(where: { $0.runs.contains { $0.id == parent } }) else { continue }
      turns[index].parent = before.last { !$0.runs.isEmpty }?.runs.last?.id
    }
    if let end = head, !turns.contains(where: { $0.id == end }) { head = turns.last?.id }
  }
}

/// A turn's content as JSON.
enum StoredContent {
  static func text(_ content: Content) -> String {
    var json = JSONObject()
    json["role"] = .string(content.role.rawValue)
    json["parts"] = .array(content.parts.map(StoredPart.json(whole:)))
    return JSON.object(json).text
  }

  static func decode(_ json: JSON?) -> Content {
    json.map { Content($0) } ?? Content(parts: [])
  }
}
