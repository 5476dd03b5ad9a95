package import Core
import GRDB
import Gemini

/// What the session browser does with sessions: looks at them, pins and deletes them. A deleted session is only marked: it
/// can be brought back for 30 days.
extension SessionStore {
  /// The last turns of the branch that a session shows; empty if there is no such session.
  package func preview(of session: SessionID, turns count: Int) throws(StoreError) -> SessionPreview {
    try read { database in
      var exchanges: [SessionPreview.Exchange] = []
      var turn = try database.firstRow("SELECT head FROM session WHERE id = ?", [session.rawValue])?.textIfAny(0)
      while exchanges.count < count, let id = turn {
        guard
          let row = try database.firstRow(
            "SELECT key, parent, chosen, content, deleteTime FROM turn WHERE id = ?", [id])
        else { break }
        turn = try row.textIfAny(1).flatMap { parent in
          try database.firstRow(
            "SELECT turn.id FROM run JOIN turn ON turn.key = run.turn WHERE run.id = ?", [parent])?.text(0)
        }
        if row.instantIfAny(4) != nil { continue }
        let content = StoredContent.decode(row.json(3))
        let run = try database.firstRow(
          "SELECT key FROM run WHERE turn = ? AND deleteTime IS NULL ORDER BY id IS ? DESC, key DESC LIMIT 1",
          [row.int(0), row.textIfAny(2)])
        let answer = try run.map { try Self.beginning(ofRun: $0.int(0), database) } ?? []
        exchanges.append(
          SessionPreview.Exchange(
            prompt: content.text, files: content.blobs.count, answer: answer.compactMap(\.text).joined(),
            pictures: answer.count(where: \.isPicture)))
      }
      return SessionPreview(session: session, exchanges: exchanges.reversed())
    }
  }

  /// Rows of a long answer that are read for a look at it.
  private static let previewRows = 12

  /// The first parts of a run's first candidate, thoughts left out.
  private static func beginning(ofRun run: Int, _ database: Database) throws -> [Part] {
    let rows = try database.rows(
      """
      SELECT segment, isThought, json, text FROM part
      WHERE run = ? AND NOT isThought AND candidate = (SELECT min(candidate) FROM part WHERE run = ?)
      ORDER BY position, segment LIMIT \(previewRows)
      """, [run, run])
    var assembler = PartAssembler()
    while let row = try rows.next() {
      assembler.add(segment: row.int(0), isThought: row.bool(1), json: row.json(2), text: row.bytes(3))
    }
    return assembler.finished()
  }

  /// Keeps a session before the others in the browser, or not any more.
  /// - Throws: `StoreError`, `missing` if there is no such session.
  package func setPinned(_ session: SessionID, _ isPinned: Bool) throws(StoreError) {
    try write { database in
      try database.run("UPDATE session SET isPinned = ? WHERE id = ?", [isPinned, session.rawValue])
      guard database.changesCount > 0 else { throw StoreError.missing("The session") }
    }
  }

  /// Marks a session as deleted. One that is marked already keeps its time.
  /// - Throws: `StoreError`, `refused` while one of its answers is still coming, `missing` if there is no such session.
  package func deleteSession(_ session: SessionID, at now: Instant) throws(StoreError) {
    try write { database in
      let coming = try database.firstRow(
        """
        SELECT 1 FROM session JOIN turn ON turn.session = session.key JOIN run ON run.turn = turn.key
        WHERE session.id = ? AND NOT run.isEnded LIMIT 1
        """, [session.rawValue])
      if coming != nil {
        throw StoreError.refused("An answer of the session is still coming. Delete the session when it has ended.")
      }
      try database.run(
        "UPDATE session SET deleteTime = coalesce(deleteTime, ?) WHERE id = ?", [now.milliseconds, session.rawValue])
      guard database.changesCount > 0 else { throw StoreError.missing("The session") }
    }
  }

  /// Takes the mark of deletion from a session.
  /// - Throws: `StoreError`, `missing` if there is no such session any more.
  package func restoreSession(_ session: SessionID) throws(StoreError) {
    try write { database in
      try database.run("UPDATE session SET deleteTime = NULL WHERE id = ?", [session.rawValue])
      guard database.changesCount > 0 else { throw StoreError.missing("The session") }
    }
  }

  /// Removes the sessions that were deleted more than 30 days ago, and the files nobody has a use for any more.
  /// - Returns: how many sessions were removed.
  @discardableResult
  package func purgeSessions(in assets: AssetStore, at now: Instant) throws(StoreError) -> Int {
    let limit = Instant(milliseconds: now.milliseconds - SessionSummary.restorable)
    let expired = "session.deleteTime <= ?"
    // A look without a lock comes first: at nearly every start there is nothing to do.
    guard
      try read({ try $0.firstRow("SELECT 1 FROM session WHERE \(expired) LIMIT 1", [limit.milliseconds]) }) != nil
    else { return 0 }
    return try write { database in
      let had = try Self.assets(database, ofSessionsWhere: expired, [limit.milliseconds])
      try database.run("DELETE FROM session WHERE \(expired)", [limit.milliseconds])
      let count = database.changesCount
      let inUse = try Self.assetsInUse(database, deletedSince: limit)
      for asset in had where !inUse.contains(asset.sha256) { _ = assets.remove(asset, unusedSince: limit) }
      return count
    }
  }

  /// The files of prompts, drafts and answers of some sessions.
  private static func assets(
    _ database: Database, ofSessionsWhere condition: String, _ arguments: [(any DatabaseValueConvertible)?]
  ) throws -> Set<AssetReference> {
    var found: Set<AssetReference> = []
    let turns = try database.rows(
      """
      SELECT turn.content FROM session JOIN turn ON turn.session = session.key
      WHERE \(condition) AND turn.content LIKE '%"sha256"%'
      """, arguments)
    while let row = try turns.next() { found.formUnion(StoredContent.decode(row.json(0)).blobs.compactMap(\.asset)) }
    let drafts = try database.rows("SELECT draft FROM session WHERE \(condition) AND draft IS NOT NULL", arguments)
    while let row = try drafts.next() { found.formUnion(Draft(row.json(0)).attachments.map(\.asset)) }
    let parts = try database.rows(
      """
      SELECT part.json FROM session JOIN turn ON turn.session = session.key JOIN run ON run.turn = turn.key
        JOIN part ON part.run = run.key
      WHERE \(condition) AND part.segment = 0 AND part.json LIKE '%"sha256"%'
      """, arguments)
    while let row = try parts.next() {
      if let asset = row.json(0).map(Part.init)?.blob?.asset { found.insert(asset) }
    }
    return found
  }
}
