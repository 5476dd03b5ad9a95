package import Core
import GRDB
import Gemini

/// Deleting turns and answers. A deleted one is only marked: it can be brought back for 30 days, and what followed it still
/// names it. Whoever reads a session puts the rest together (`Session.remove`).
extension SessionStore {
  /// Marks a turn, or one answer of it, as deleted. One that is marked already keeps its time.
  /// - Throws: `StoreError`, `refused` while an answer that goes with it is still coming, `missing` if there is none.
  package func deleteVersion(_ mark: VersionMark, at now: Instant) throws(StoreError) {
    try write { database in
      let coming = try database.firstRow(
        """
        SELECT 1 FROM turn JOIN run ON run.turn = turn.key
        WHERE turn.id = ? AND run.id = coalesce(?, run.id) AND NOT run.isEnded LIMIT 1
        """, [mark.turn.rawValue, mark.run?.rawValue])
      if coming != nil {
        throw StoreError.refused("An answer of this turn is still coming. Delete it when it has ended.")
      }
      try Self.set("coalesce(deleteTime, ?)", [now.milliseconds], of: mark, database)
    }
  }

  /// Takes the mark of deletion away.
  /// - Throws: `StoreError`, `missing` if there is no such turn or answer any more.
  package func restoreVersion(_ mark: VersionMark) throws(StoreError) {
    try write { database in try Self.set("NULL", [], of: mark, database) }
  }

  private static func set(
    _ time: String, _ arguments: [(any DatabaseValueConvertible)?], of mark: VersionMark, _ database: Database
  ) throws {
    let table = mark.run == nil ? "turn" : "run"
    let id = mark.run?.rawValue ?? mark.turn.rawValue
    try database.run("UPDATE \(table) SET deleteTime = \(time) WHERE id = ?", arguments + [id])
    guard database.changesCount > 0 else { throw StoreError.missing(mark.run == nil ? "The turn" : "The answer") }
  }

  /// Removes the turns and answers that were deleted more than 30 days ago, and the files nobody has a use for any more.
  /// What followed them follows for good what it follows on the screen.
  /// - Returns: how many were removed.
  @discardableResult
  package func purgeVersions(in assets: AssetStore, at now: Instant) throws(StoreError) -> Int {
    let limit = Instant(milliseconds: now.milliseconds - VersionMark.restorable)
    let expired = """
      SELECT key AS turn, NULL AS run, deleteTime FROM turn WHERE deleteTime <= ?
      UNION ALL SELECT turn, key, deleteTime FROM run WHERE deleteTime <= ? ORDER BY deleteTime, turn, run
      """
    // A look without a lock comes first: at nearly every start there is nothing to do.
    let limits = [limit.milliseconds, limit.milliseconds]
    guard try read({ try $0.firstRow(expired, limits) }) != nil else { return 0 }
    return try write { database in
      let had = try Self.assets(database, deletedBy: limit)
      var versions: [(turn: Int, run: Int?, time: Int)] = []
      let rows = try database.rows(expired, limits)
      while let row = try rows.next() { versions.append((row.int(0), row[1] as Int?, row.int(2))) }
      for version in versions {
        if let run = version.run {
          try Self.purge(run: run, ofTurn: version.turn, deletedAt: version.time, database)
        } else {
          try Self.purge(turn: version.turn, database)
        }
      }
      let inUse = try Self.assetsInUse(database, deletedSince: limit)
      for asset in had where !inUse.contains(asset.sha256) { _ = assets.remove(asset, unusedSince: limit) }
      return versions.count
    }
  }

  private static func purge(turn: Int, _ database: Database) throws {
    try database.run(
      """
      UPDATE turn SET parent = (SELECT parent FROM turn WHERE key = ?)
      WHERE parent IN (SELECT id FROM run WHERE turn = ?)
      """, [turn, turn])
    try database.run("DELETE FROM turn WHERE key = ?", [turn])
  }

  private static func purge(run: Int, ofTurn turn: Int, deletedAt time: Int, _ database: Database) throws {
    let others = "SELECT id FROM run WHERE turn = ? AND (deleteTime IS NULL OR deleteTime > ?)"
    let next = try database.firstRow("\(others) AND key > ? ORDER BY key LIMIT 1", [turn, time, run])
    let heir = try next ?? database.firstRow("\(others) AND key < ? ORDER BY key DESC LIMIT 1", [turn, time, run])
    guard let heir = heir?.text(0) else { return try purge(turn: turn, database) }
    let id = "(SELECT id FROM run WHERE key = ?)"
    try database.run("UPDATE turn SET parent = ? WHERE parent = \(id)", [heir, run])
    try database.run("UPDATE turn SET chosen = ? WHERE key = ? AND chosen = \(id)", [heir, turn, run])
    try database.run("DELETE FROM run WHERE key = ?", [run])
  }

  /// The files of turns and answers that were deleted at `limit` or before.
  private static func assets(_ database: Database, deletedBy limit: Instant) throws -> Set<AssetReference> {
    var found: Set<AssetReference> = []
    let turns = try database.rows(
      "SELECT content FROM turn WHERE deleteTime <= ? AND content LIKE '%\"sha256\"%'", [limit.milliseconds])
    while let row = try turns.next() { found.formUnion(StoredContent.decode(row.json(0)).blobs.compactMap(\.asset)) }
    let parts = try database.rows(
      """
      SELECT part.json FROM run JOIN turn ON turn.key = run.turn JOIN part ON part.run = run.key
      WHERE (run.deleteTime <= ? OR turn.deleteTime <= ?) AND part.segment = 0 AND part.json LIKE '%"sha256"%'
      """, [limit.milliseconds, limit.milliseconds])
    while let row = try parts.next() {
      if let asset = row.json(0).map(Part.init)?.blob?.asset { found.insert(asset) }
    }
    return found
  }
}
