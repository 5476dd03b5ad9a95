package import Core
import GRDB

/// What sessions an identifier's beginning may mean.
package enum SessionMatch: Hashable, Sendable {
  case none
  case one(SessionSummary)
  /// The newest of them, at most ten.
  case several([SessionSummary])
}

extension SessionStore {
  /// Gives a session another title. Its place in the list stays.
  /// - Throws: `StoreError`, `missing` if there is no such session.
  package func rename(_ session: SessionID, to title: String) throws(StoreError) {
    try write { database in
      try database.run(
        "UPDATE session SET title = ?, searchTitle = ? WHERE id = ?",
        [title, title.lowercased(), session.rawValue])
      guard database.changesCount > 0 else { throw StoreError.missing("The session") }
    }
  }

  /// The session list, newest first.
  ///
  /// - Parameters:
  ///   - words: the title holds every one of them, in whatever case; blanks part them.
  ///   - limit: sessions at most.
  ///   - includesDemo: with those of the offline simulator.
  ///   - deletedSince: with those that were deleted after this moment; `nil` leaves all deleted ones out.
  package func sessions(
    matching words: String = "", limit: Int, origins: Set<Session.Origin> = [.studio, .command],
    includesDemo: Bool = true, deletedSince: Instant? = nil
  ) throws(StoreError) -> [SessionSummary] {
    guard !origins.isEmpty else { return [] }
    var (conditions, arguments) = Self.condition(matching: words, deletedSince: deletedSince)
    if origins.count == 1 {
      conditions.append("origin = ?")
      arguments += origins.map(\.rawValue)
    }
    if !includesDemo { conditions.append("NOT isDemo") }
    return try read { database in
      try Self.summaries(database, where: conditions.joined(separator: " AND "), arguments, limit: limit)
    }
  }

  /// The sessions for a list that is looked through and searched by title.
  ///
  /// - Parameters:
  ///   - words: the title holds every one of them, in whatever case; blanks part them.
  ///   - most: sessions of each kind at most, but for pinned ones.
  ///   - deletedSince: with those that were deleted after this moment.
  package func list(
    matching words: String = "", most: Int = SessionList.most, deletedSince: Instant
  ) throws(StoreError) -> SessionList {
    let (conditions, arguments) = Self.condition(matching: words, deletedSince: deletedSince)
    return try read { database in
      let rows = try Self.rows(database, where: conditions.joined(separator: " AND "), arguments, limit: -1)
      var list = SessionList([])
      var counts: [SessionKind: Int] = [:]
      while let row = try rows.next() {
        let kind = SessionKind(origin: Self.origin(row), isDemo: row.bool(10), isDeleted: row.instantIfAny(12) != nil)
        let isPinned = row.bool(11)
        if isPinned || counts[kind, default: 0] < most {
          list.sessions.append(Self.summary(row))
          if !isPinned { counts[kind, default: 0] += 1 }
        } else {
          list.unlisted[kind, default: 0] += 1
        }
      }
      return list
    }
  }

  private static func condition(
    matching words: String, deletedSince: Instant?
  ) -> (conditions: [String], arguments: [(any DatabaseValueConvertible)?]) {
    let words = words.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    let times = deletedSince.map { [$0.milliseconds] } ?? []
    return (
      words.map { _ in "instr(searchTitle, ?) > 0" }
        + ["(deleteTime IS NULL\(times.isEmpty ? "" : " OR deleteTime > ?"))"],
      words + times
    )
  }

  /// The newest session.
  package func latest(
    origins: Set<Session.Origin> = [.studio, .command], includesDemo: Bool = true
  ) throws(StoreError) -> SessionSummary? {
    try sessions(limit: 1, origins: origins, includesDemo: includesDemo).first
  }

  /// The sessions whose identifiers begin with `prefix`, but for deleted ones. A whole identifier means that session alone.
  package func session(prefix: String) throws(StoreError) -> SessionMatch {
    guard !prefix.isEmpty else { return .none }
    let found = try read { database in
      let whole = try Self.summaries(database, where: "id = ? AND deleteTime IS NULL", [prefix], limit: 1)
      if !whole.isEmpty { return whole }
      return try Self.summaries(
        database, where: "substr(id, 1, length(?)) = ? AND deleteTime IS NULL", [prefix, prefix], limit: 10)
    }
    guard let first = found.first else { return .none }
    return found.count == 1 ? .one(first) : .several(found)
  }

  static func summaries(
    _ database: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?], limit: Int
  ) throws -> [SessionSummary] {
    let rows = try Self.rows(database, where: condition, arguments, limit: limit)
    var summaries: [SessionSummary] = []
    while let row = try rows.next() { summaries.append(summary(row)) }
    return summaries
  }

  /// What `summary` is made of, the newest first; a negative limit is none.
  private static func rows(
    _ database: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?], limit: Int
  ) throws -> RowCursor {
    try database.rows(
      """
      SELECT id, title, textModel, pictureModel, modelUse, turnCount, imageCount, createTime, updateTime, origin, isDemo,
        isPinned, deleteTime
      FROM session \(condition.isEmpty ? "" : "WHERE \(condition)")
      ORDER BY updateTime DESC, key DESC LIMIT ?
      """, arguments + [limit])
  }

  private static func summary(_ row: Row) -> SessionSummary {
    SessionSummary(
      id: SessionID(rawValue: row.text(0)), title: row.text(1),
      model: row.text(4) == ModelUse.picture.rawValue ? row.text(3) : row.text(2), turns: row.int(5),
      images: row.int(6), createTime: row.instant(7), updateTime: row.instant(8), origin: origin(row),
      isDemo: row.bool(10), isPinned: row.bool(11), deleteTime: row.instantIfAny(12))
  }

  private static func origin(_ row: Row) -> Session.Origin { Session.Origin(rawValue: row.text(9)) ?? .studio }
}
