import GRDB

extension SessionStore {
  /// Reads the whole database and lets SQLite look for damage.
  /// - Throws: `StoreError`, `damaged` if there is some; the next start then repairs what it can.
  package func check() throws(StoreError) {
    try read { database in
      let findings = try String.fetchAll(database, sql: "PRAGMA integrity_check(1)")
      if findings != ["ok"] { throw StoreError.damaged(path: path) }
    }
  }

  /// Bytes of the database with its log.
  package var byteCount: Int {
    [path, path + "-wal"].reduce(0) { $0 + (SystemFile.size($1) ?? 0) }
  }
}
