import GRDB

extension SessionStore {
  /// What SQLite finds wrong with the database, nothing if it is whole. Reads all of it.
  package func damage() throws(StoreError) -> [String] {
    let findings = try read { try String.fetchAll($0, sql: "PRAGMA integrity_check(10)") }
    return findings == ["ok"] ? [] : findings
  }

  /// Bytes of the database with its log.
  package var byteCount: Int {
    [path, path + "-wal"].reduce(0) { $0 + (SystemFile.size($1) ?? 0) }
  }
}
