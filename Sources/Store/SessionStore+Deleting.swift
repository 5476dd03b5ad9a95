package import Core
import GRDB
import Gemini

/// Deleting pictures of answers. A deleted one is only marked: it can be restored for 30 days, and no row of an answer ever
/// changes. Pictures of prompts are none of these.
extension SessionStore {
  /// Marks the pictures with these bytes as deleted; those that are marked already keep their time.
  ///
  /// - Parameter run: in this answer alone; `nil` is in all answers.
  /// - Returns: how many answers had one.
  /// - Throws: `StoreError`, `refused` while one of the answers is still coming, `missing` if no answer has such a picture.
  @discardableResult
  package func deletePicture(_ sha256: String, of run: RunID? = nil, at now: Instant) throws(StoreError) -> Int {
    try write { database in
      let (condition, arguments) = Self.condition(sha256, run)
      let source = "FROM picture JOIN run ON run.key = picture.run WHERE \(condition)"
      let isComing = try database.firstRow("SELECT 1 \(source) AND NOT run.isEnded", arguments) != nil
      if isComing {
        throw StoreError.refused("The answer with the picture is still coming. Delete the picture when it has ended.")
      }
      try database.run(
        "INSERT OR IGNORE INTO deletedPicture (run, sha256, deleteTime) SELECT DISTINCT run.key, sha256, ? \(source)",
        [now.milliseconds] + arguments)
      guard database.changesCount > 0 else { throw StoreError.missing("The picture") }
      return database.changesCount
    }
  }

  /// Takes the marks of deletion from the pictures with these bytes.
  ///
  /// - Parameter run: in this answer alone; `nil` is in all answers.
  /// - Returns: how many answers have one back.
  /// - Throws: `StoreError`, `missing` if none was deleted in the 30 days before `now`.
  @discardableResult
  package func restorePicture(_ sha256: String, of run: RunID? = nil, at now: Instant) throws(StoreError) -> Int {
    try write { database in
      let (condition, arguments) = Self.condition(sha256, run)
      try database.run(
        """
        DELETE FROM deletedPicture WHERE NOT isFinal AND deleteTime > ? AND (run, sha256) IN (
          SELECT run.key, sha256 FROM picture JOIN run ON run.key = picture.run WHERE \(condition))
        """, [now.milliseconds - PictureMark.restorable] + arguments)
      guard database.changesCount > 0 else { throw StoreError.missing("A deleted picture like that") }
      return database.changesCount
    }
  }

  private static func condition(
    _ sha256: String, _ run: RunID?
  ) -> (sql: String, arguments: [(any DatabaseValueConvertible)?]) {
    guard let run else { return ("picture.sha256 = ?", [sha256]) }
    return ("picture.sha256 = ? AND run.id = ?", [sha256, run.rawValue])
  }

  /// Makes the marks final that are older than 30 days, and removes the files nobody has a use for any more.
  ///
  /// A file stays while an answer, a prompt or a draft of any session has the same bytes, and while it was written or
  /// asked for within 30 days: what is attached in a studio stands in no session yet.
  /// - Returns: how many files were removed.
  @discardableResult
  package func purgePictures(in assets: AssetStore, at now: Instant) throws(StoreError) -> Int {
    let limit = Instant(milliseconds: now.milliseconds - PictureMark.restorable)
    let expired = "FROM deletedPicture WHERE NOT isFinal AND deleteTime <= ?"
    // A look without a lock comes first: at nearly every start there is nothing to do.
    guard try read({ try $0.firstRow("SELECT 1 \(expired)", [limit.milliseconds]) }) != nil else { return 0 }
    return try write { database in
      var wanted: [String: AssetReference] = [:]
      let rows = try database.rows(
        """
        SELECT DISTINCT picture.sha256, picture.byteCount FROM picture
        WHERE (picture.run, picture.sha256) IN (SELECT run, sha256 \(expired))
        """, [limit.milliseconds])
      while let row = try rows.next() {
        wanted[row.text(0)] = AssetReference(sha256: row.text(0), byteCount: row.int(1))
      }
      let inUse = try Self.assetsInUse(database, deletedSince: limit)
      var removed = 0
      for (sha256, asset) in wanted where !inUse.contains(sha256) {
        guard assets.remove(asset, unusedSince: limit) else { continue }
        removed += 1
        try database.run(
          "UPDATE deletedPicture SET isFinal = 1 WHERE sha256 = ? AND deleteTime <= ?", [sha256, limit.milliseconds])
      }
      return removed
    }
  }

  /// The SHA-256 of all that prompts, drafts and answers have, but for pictures that were deleted at `limit` or before.
  static func assetsInUse(_ database: Database, deletedSince limit: Instant) throws -> Set<String> {
    var inUse: Set<String> = []
    func take(_ blobs: [Blob]) { inUse.formUnion(blobs.compactMap(\.asset?.sha256)) }
    let turns = try database.rows("SELECT content FROM turn WHERE content LIKE '%\"sha256\"%'")
    while let row = try turns.next() { take(StoredContent.decode(row.json(0)).blobs) }
    let drafts = try database.rows("SELECT draft FROM session WHERE draft LIKE '%\"sha256\"%'")
    while let row = try drafts.next() {
      inUse.formUnion(Draft(row.json(0)).attachments.map(\.asset.sha256))
    }
    if let row = try database.firstRow("SELECT value FROM setting WHERE key = ?", [Studio.newDraftKey]) {
      inUse.formUnion(Draft(kept: row.text(0)).attachments.map(\.asset.sha256))
    }
    let parts = try database.rows(
      """
      SELECT part.json FROM part WHERE part.segment = 0 AND part.json LIKE '%"sha256"%' AND NOT EXISTS (
        SELECT 1 FROM picture JOIN deletedPicture AS gone ON gone.run = picture.run AND gone.sha256 = picture.sha256
        WHERE picture.run = part.run AND picture.candidate = part.candidate AND picture.position = part.position
          AND gone.deleteTime <= ?)
      """, [limit.milliseconds])
    while let row = try parts.next() { take([row.json(0).map(Part.init)?.blob].compactMap { $0 }) }
    return inUse
  }
}
