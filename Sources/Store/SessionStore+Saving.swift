package import Core
import GRDB
import Gemini
import Synchronization

/// What a session has of its own, as its row has it.
struct SessionColumns {
  /// The columns that change, in the order of `values`.
  private static let names = [
    "title", "searchTitle", "updateTime", "isDemo", "textModel", "pictureModel", "modelUse", "head", "settings",
    "draft",
  ]

  private let session: Session
  private let values: [DatabaseValue]

  init(_ session: Session) {
    var settings = JSONObject([
      "systemInstruction": .string(session.systemInstruction), "config": .object(session.config.json),
    ])
    if !session.safetySettings.isEmpty { settings["safetySettings"] = .array(session.safetySettings) }
    if !session.tools.isEmpty { settings["tools"] = .array(session.tools) }
    settings["preset"] = session.preset.map(JSON.string)
    if session.pictureCount != 1 { settings["pictureCount"] = .int(session.pictureCount) }
    if session.sendsOnlyPicture { settings["sendsOnlyPicture"] = true }
    if session.isComparison { settings["lanes"] = .array(session.lanes.map(\.json)) }
    if session.isBlind {
      settings["blindOrder"] = session.blindOrder.map { .array($0.map(JSON.int)) }
      settings["blindTime"] = session.blindTime.map { .int(Int($0.milliseconds)) }
    }
    let values: [(any DatabaseValueConvertible)?] = [
      session.title, session.title.lowercased(), session.updateTime.milliseconds, session.isDemo, session.textModel,
      session.pictureModel, session.use.rawValue, session.head?.rawValue, JSON.object(settings).text,
      session.draft.json?.text,
    ]
    self.session = session
    self.values = values.map { $0?.databaseValue ?? .null }
  }

  /// What tells two values of a column apart, for each of them: a draft may have megabytes.
  var marks: [Int] { values.map(\.hashValue) }

  /// Writes the columns that are others than those with these marks; all of them if there are none.
  func write(since marks: [Int]?, _ database: Database) throws {
    let changed = zip(Self.names, self.marks).enumerated().filter { marks?[$0.offset] != $0.element.1 }
    let changes = changed.map { _, column in
      let name = column.0
      // Another window may have been at it later.
      return name == "updateTime" ? "\(name) = max(\(name), excluded.\(name))" : "\(name) = excluded.\(name)"
    }
    let update = changes.isEmpty ? "NOTHING" : "UPDATE SET " + changes.joined(separator: ", ")
    try database.run(
      """
      INSERT INTO session (id, createTime, origin, \(Self.names.joined(separator: ", ")))
      VALUES (?, ?, ?\(String(repeating: ", ?", count: Self.names.count)))
      ON CONFLICT (id) DO \(update)
      """, [session.id.rawValue, session.createTime.milliseconds, session.origin.rawValue] + values)
  }
}

extension SessionStore {
  /// Stores what a session has of its own: all but its turns, which are stored one by one.
  ///
  /// Of a session that this window shows or saved before, only what is another since then is written: the rest may have
  /// been changed in another window.
  package func save(_ session: Session) throws(StoreError) {
    let columns = SessionColumns(session)
    try write { try columns.write(since: marks(of: session.id), $0) }
    note(columns, of: session.id)
  }

  /// Stores a run that was refused when it was sent, with its turn and session as far as they are missing. What is there
  /// of these stays: it may be newer.
  package func adopt(_ run: Run, of turn: Turn, in session: Session) throws(StoreError) {
    let columns = SessionColumns(session)
    try write { database in
      try columns.write(since: columns.marks, database)
      var turn = turn
      turn.runs = []
      if try database.firstRow("SELECT 1 FROM turn WHERE id = ?", [turn.id.rawValue]) == nil {
        try insert(turn, in: session.id, database)
      }
      if try database.firstRow("SELECT 1 FROM run WHERE id = ?", [run.id.rawValue]) == nil {
        try begin(run, in: turn.id, database)
      }
    }
  }

  /// Says that this window shows a session as it was read: what it saves of it is what changes from now on.
  /// - Parameter keepsDraft: it shows a draft of its own.
  package func know(_ session: Session, keepsDraft: Bool) {
    var marks = SessionColumns(session).marks
    knownColumns.withLock { known in
      if keepsDraft, let draft = known[session.id]?.last { marks[marks.count - 1] = draft }
      known[session.id] = marks
    }
  }

  private func marks(of session: SessionID) -> [Int]? { knownColumns.withLock { $0[session] } }

  private func note(_ columns: SessionColumns, of session: SessionID) {
    knownColumns.withLock { $0[session] = columns.marks }
  }
}
