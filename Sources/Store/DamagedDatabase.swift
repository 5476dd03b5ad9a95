import Core
import GRDB
import Glibc

/// Puts a new database in the place of a damaged one, with what can be read of it.
enum DamagedDatabase {
  /// True if SQLite itself finds damage; false also if it cannot tell, as with a disk that does not read.
  static func isDamaged(_ path: String) -> Bool {
    guard SystemFile.size(path) ?? 0 > 0 else { return false }
    do {
      let queue = try reader(path)
      defer { queue.retire() }
      let findings = try queue.inDatabase { try String.fetchAll($0, sql: "PRAGMA integrity_check(1)") }
      return findings != ["ok"]
    } catch {
      return StoreError(error, path: path).isDamage
    }
  }

  /// Sets the database aside under a new name, with its log, and puts what can be read of it in its place.
  ///
  /// Nobody else may have it open. Nothing is deleted, wherever this is cut off.
  /// - Returns: what to tell the user.
  static func replace(_ path: String) throws(StoreError) -> String {
    let recovered = path + ".recovered"
    for ending in endings { SystemFile.remove(recovered + ending) }
    let sessions = try recover(from: path, into: recovered)
    do {
      let aside = freeName(path + ".damaged-" + timestamp)
      for ending in endings where SystemFile.size(path + ending) != nil {
        try SystemFile.rename(path + ending, to: aside + ending)
      }
      try SystemFile.rename(recovered, to: path)
      let kept = sessions == 1 ? "One session was recovered" : "\(sessions) sessions were recovered"
      return "The session store was damaged. \(kept); the damaged file is kept as \(aside)."
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// The endings of the database's files. It is set aside last: a log never meets a database it does not belong to.
  private static let endings = ["-wal", "-shm", ""]

  private static func freeName(_ wish: String) -> String {
    var name = wish
    var number = 2
    while SystemFile.size(name) != nil {
      name = "\(wish)-\(number)"
      number += 1
    }
    return name
  }

  /// Such as `20261122T091403Z`.
  private static var timestamp: String {
    let now = Instant(milliseconds: time(nil) * 1000)
    return now.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
  }

  private static func reader(_ path: String) throws -> DatabaseQueue {
    var configuration = OpenedStore.configuration
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// The tables with the columns that are copied; the counts in sessions count up again on their own.
  private static let tables: KeyValuePairs<String, Set<String>> = [
    "session": ["turnCount", "imageCount"], "turn": [], "run": [], "candidate": [], "part": [], "setting": [],
    "deletedPicture": [], "verdict": [],
  ]

  /// - Returns: the number of sessions that could be read.
  private static func recover(from old: String, into new: String) throws(StoreError) -> Int {
    do {
      try SystemFile.touch(new)
      var configuration = OpenedStore.configuration
      configuration.foreignKeysEnabled = false
      let target = try DatabaseQueue(path: new, configuration: configuration)
      try Migrations.all.migrate(target)
      let source = try? reader(old)
      return try target.write { target in
        for (table, counted) in tables {
          // An older database lacks some, which then have their defaults.
          let known = try? source?.inDatabase { try $0.columns(in: table).map(\.name) }
          let columns = try target.columns(in: table).map(\.name).filter {
            !counted.contains($0) && known?.contains($0) != false
          }
          // Without a transaction, which would fail as a whole at the first damage.
          try source?.inDatabase { try copy(table, columns, from: $0, into: target) }
        }
        try target.execute(
          sql: """
            DELETE FROM turn WHERE session NOT IN (SELECT key FROM session);
            DELETE FROM run WHERE turn NOT IN (SELECT key FROM turn);
            DELETE FROM candidate WHERE run NOT IN (SELECT key FROM run);
            DELETE FROM part WHERE run NOT IN (SELECT key FROM run);
            DELETE FROM verdict WHERE turn NOT IN (SELECT key FROM turn);
            DELETE FROM deletedPicture WHERE run NOT IN (SELECT key FROM run);
            """)
        return try Int.fetchOne(target, sql: "SELECT count(*) FROM session") ?? 0
      }
    } catch {
      throw StoreError(error, path: new)
    }
  }

  /// Copies rows from the first on up to the damage, and from the last one back to it.
  private static func copy(
    _ table: String, _ columns: [String], from source: Database, into target: Database
  ) throws {
    let names = columns.joined(separator: ", ")
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    let insert = try target.makeStatement(sql: "INSERT OR IGNORE INTO \(table) (\(names)) VALUES (\(places))")
    for order in ["ASC", "DESC"] {
      guard let rows = try? Row.fetchCursor(source, sql: "SELECT \(names) FROM \(table) ORDER BY rowid \(order)")
      else { continue }
      while true {
        let values: StatementArguments
        do {
          guard let row = try rows.next() else { return }
          values = StatementArguments(row.databaseValues)
        } catch let error as DatabaseError where error.resultCode != .SQLITE_IOERR {
          break
        }
        do { try insert.execute(arguments: values) } catch DatabaseError.SQLITE_CONSTRAINT { continue }
      }
    }
  }
}
