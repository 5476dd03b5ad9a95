package import Core
import GRDB
import Gemini

/// Pictures of a list, and where it goes on.
package struct PicturePage: Hashable, Sendable {
  package var pictures: [StoredPicture] = []
  /// Where the next page begins; `nil` at the end of the list.
  package var next: PictureCursor?
}

/// What pictures the beginning of a SHA-256 may mean.
package enum PictureMatch: Hashable, Sendable {
  case none
  /// The newest picture with these bytes: the same ones may have come more than once.
  case one(StoredPicture)
  /// The SHA-256 of different pictures, at most ten.
  case several([String])
}

extension SessionStore {
  /// The pictures of all sessions, newest first: those of answers, drafts among them.
  ///
  /// - Parameters:
  ///   - words: the prompt holds every one of them, in whatever case; blanks part them.
  ///   - session: of this session alone.
  ///   - cursor: where the page before ended; `nil` for the first page.
  ///   - limit: pictures at most.
  package func pictures(
    matching words: String = "", in session: SessionID? = nil, after cursor: PictureCursor? = nil, limit: Int
  ) throws(StoreError) -> [StoredPicture] {
    try page(PictureQuery(words: words, session: session), after: cursor, limit: limit).pictures
  }

  /// A page of the pictures that are asked for, newest first.
  ///
  /// - Parameters:
  ///   - cursor: where the page before ended; `nil` for the first page.
  ///   - limit: pictures at most.
  ///   - effort: pictures that are looked at at most; a page that is short for that alone says where it goes on.
  ///   - now: what was deleted longer ago than can be restored is not among the deleted ones.
  package func page(
    _ query: PictureQuery, after cursor: PictureCursor? = nil, limit: Int, effort: Int = .max,
    now: Instant = Instant(milliseconds: 0)
  ) throws(StoreError) -> PicturePage {
    let words = query.words.lowercased().split(whereSeparator: \.isWhitespace)
    var conditions = [StoredPicture.isThere]
    var arguments: [any DatabaseValueConvertible] = []
    if query.isDeleted {
      conditions = [StoredPicture.isRestorable]
      arguments.append(now.milliseconds - PictureMark.restorable)
    }
    conditions.append("session.deleteTime IS NULL")
    if let session = query.session {
      conditions.append("session.id = ?")
      arguments.append(session.rawValue)
    }
    if let cursor {
      conditions.append("(picture.createTime, picture.key) < (?, ?)")
      arguments += [cursor.createTime, cursor.key]
    }
    return try read { database in
      var page = PicturePage()
      var last: (turn: Int, prompt: String)?
      var left = effort
      let rows = try database.rows(StoredPicture.query(where: conditions, inSession: query.session != nil), arguments)
      while let row = try rows.next() {
        // A turn often has several pictures, which follow each other.
        let turn = row.int(StoredPicture.turnKeyColumn)
        let prompt = last?.turn == turn ? last?.prompt ?? "" : StoredPicture.prompt(row)
        last = (turn, prompt)
        let lower = words.isEmpty ? "" : prompt.lowercased()
        let picture = StoredPicture(row, prompt: prompt)
        if words.allSatisfy({ lower.contains($0) }), query.hasDrafts || !picture.isDraft,
          query.hasDemos || !picture.isDemo
        {
          page.pictures.append(picture)
        }
        left -= 1
        if page.pictures.count >= limit || left <= 0 {
          page.next = picture.cursor
          break
        }
      }
      return page
    }
  }

  /// The picture whose SHA-256 begins with `prefix`, in whatever case.
  /// - Parameter deletedAt: `nil` looks among those that are there; a moment, among those that can be restored then.
  package func picture(prefix: String, deletedAt now: Instant? = nil) throws(StoreError) -> PictureMatch {
    let prefix = prefix.lowercased()
    guard !prefix.isEmpty, prefix.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return .none }
    let condition = now == nil ? StoredPicture.isThere : StoredPicture.isRestorable
    let since = now.map { [$0.milliseconds - PictureMark.restorable] } ?? []
    return try read { database in
      // "g" follows every digit.
      let hashes = try String.fetchAll(
        database,
        sql: """
          SELECT DISTINCT sha256 FROM picture WHERE sha256 >= ? AND sha256 < ? AND \(condition)
          ORDER BY sha256 LIMIT 10
          """, arguments: [prefix, prefix + "g"] + StatementArguments(since))
      guard hashes.count <= 1 else { return .several(hashes) }
      guard let hash = hashes.first else { return .none }
      let row = try database.firstRow(
        StoredPicture.query(where: ["picture.sha256 = ?", condition]), [hash] + since)
      return row.map { .one(StoredPicture($0, prompt: StoredPicture.prompt($0))) } ?? .none
    }
  }
}

extension StoredPicture {
  private static let columns = """
    picture.sha256, picture.byteCount, picture.mimeType, run.model, run.modelVersion, session.id, session.title,
    session.isDemo, turn.id, run.id, picture.createTime, picture.key, turn.key, turn.content, \(draftColumns),
    (SELECT deleteTime FROM deletedPicture AS gone WHERE gone.run = picture.run AND gone.sha256 = picture.sha256)
    """

  /// A picture that was not deleted.
  fileprivate static let isThere = """
    NOT EXISTS (SELECT 1 FROM deletedPicture AS gone WHERE gone.run = picture.run AND gone.sha256 = picture.sha256)
    AND \(hasAnswer)
    """

  /// One whose answer was not deleted, nor the turn.
  private static let hasAnswer = """
    EXISTS (
      SELECT 1 FROM run AS own JOIN turn AS whole ON whole.key = own.turn
      WHERE own.key = picture.run AND own.deleteTime IS NULL AND whole.deleteTime IS NULL)
    """

  /// One that was, after the moment of the argument.
  fileprivate static let isRestorable = """
    EXISTS (
      SELECT 1 FROM deletedPicture AS gone
      WHERE gone.run = picture.run AND gone.sha256 = picture.sha256 AND NOT gone.isFinal AND gone.deleteTime > ?)
    AND \(hasAnswer)
    """

  /// What tells a draft from the answer. Only of pictures flagged as thought there is more to be read.
  private static let draftColumns = """
    picture.isThought, run.isEnded AND run.failure IS NULL,
    picture.isThought AND EXISTS (
      SELECT 1 FROM picture AS other WHERE other.run = picture.run AND other.candidate = picture.candidate
        AND (NOT other.isThought OR other.position > picture.position)),
    CASE WHEN picture.isThought THEN run.promptFeedback END,
    CASE WHEN picture.isThought THEN
      (SELECT details FROM candidate WHERE run = picture.run AND number = picture.candidate) END
    """

  fileprivate static let turnKeyColumn = 12

  /// The statement for pictures, newest first.
  ///
  /// - Parameter inSession: true if the pictures of one session are asked for: those are few, and sorted once found.
  fileprivate static func query(where conditions: [String], inSession: Bool = false) -> String {
    // Without the joins' fixed order the planner may begin with the sessions and sort everything for one page.
    let source =
      inSession
      ? "session CROSS JOIN turn ON turn.session = session.key CROSS JOIN run ON run.turn = turn.key "
        + "CROSS JOIN picture ON picture.run = run.key"
      : "picture CROSS JOIN run ON run.key = picture.run CROSS JOIN turn ON turn.key = run.turn "
        + "CROSS JOIN session ON session.key = turn.session"
    return """
      SELECT \(columns) FROM \(source)
      \(conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
      ORDER BY picture.createTime DESC, picture.key DESC
      """
  }

  fileprivate static func prompt(_ row: Row) -> String { StoredContent.decode(row.json(13)).text }

  fileprivate init(_ row: Row, prompt: String) {
    self.init(
      asset: AssetReference(sha256: row.text(0), byteCount: row.int(1)), mimeType: row.text(2),
      isDraft: Self.isDraft(row), prompt: prompt, model: row.text(3), modelVersion: row.textIfAny(4),
      session: SessionID(rawValue: row.text(5)), sessionTitle: row.text(6), isDemo: row.bool(7),
      turn: TurnID(rawValue: row.text(8)), run: RunID(rawValue: row.text(9)), createTime: row.instant(10),
      deleteTime: row.instantIfAny(19), cursor: PictureCursor(createTime: row.int(10), key: row.int(11)))
  }

  /// The same answer as `Run.promotedPicture` gives, without the run.
  private static func isDraft(_ row: Row) -> Bool {
    guard row.bool(14) else { return false }
    guard row.bool(15), !row.bool(16), row.json(17).map(PromptFeedback.init)?.isBlock != true else { return true }
    let reason = row.json(18)?["finishReason"]?.string.map { FinishReason(rawValue: $0) }
    return reason.map { $0.isBlocked || $0.isMissingImage } ?? false
  }
}
