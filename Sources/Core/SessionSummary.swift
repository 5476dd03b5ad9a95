/// One line of the session list.
package struct SessionSummary: Hashable, Sendable {
  package var id: SessionID
  package var title: String
  package var model: String
  package var turns: Int
  package var images: Int
  package var createTime: Instant
  package var updateTime: Instant
  package var origin: Session.Origin
  package var isDemo: Bool
  /// Stands before the others in the browser.
  package var isPinned: Bool
  /// When it was deleted; `nil` if it was not.
  package var deleteTime: Instant?

  /// Milliseconds in which a deleted session can be brought back: 30 days.
  package static let restorable = PictureMark.restorable

  package init(
    id: SessionID, title: String, model: String, turns: Int, images: Int, createTime: Instant, updateTime: Instant,
    origin: Session.Origin, isDemo: Bool, isPinned: Bool = false, deleteTime: Instant? = nil
  ) {
    self.id = id
    self.title = title
    self.model = model
    self.turns = turns
    self.images = images
    self.createTime = createTime
    self.updateTime = updateTime
    self.origin = origin
    self.isDemo = isDemo
    self.isPinned = isPinned
    self.deleteTime = deleteTime
  }
}

extension SessionSummary {
  package var kind: SessionKind { SessionKind(origin: origin, isDemo: isDemo, isDeleted: deleteTime != nil) }
}

/// What decides whether the browser lists a session.
package struct SessionKind: Hashable, Sendable {
  package var origin: Session.Origin
  package var isDemo: Bool
  package var isDeleted: Bool

  package init(origin: Session.Origin, isDemo: Bool, isDeleted: Bool) {
    self.origin = origin
    self.isDemo = isDemo
    self.isDeleted = isDeleted
  }
}

/// Sessions as a list has them, of each kind only so many that a person may look through them.
package struct SessionList: Hashable, Sendable {
  /// The newest first; of each kind the newest, and all pinned ones.
  package var sessions: [SessionSummary]
  /// How many more there are of each kind.
  package var unlisted: [SessionKind: Int]

  /// Sessions of one kind that are listed, but for pinned ones.
  package static let most = 10_000

  package init(_ sessions: [SessionSummary], unlisted: [SessionKind: Int] = [:]) {
    self.sessions = sessions
    self.unlisted = unlisted
  }

  mutating func change(_ id: SessionID, _ body: (inout SessionSummary) -> Void) {
    guard let index = sessions.firstIndex(where: { $0.id == id }) else { return }
    body(&sessions[index])
  }
}

/// The last turns of a session's shown branch, for a look at it before it is opened.
package struct SessionPreview: Hashable, Sendable {
  package struct Exchange: Hashable, Sendable {
    package var prompt: String
    /// Files and pictures that went with the prompt.
    package var files: Int
    /// The beginning of the answer's text.
    package var answer: String
    /// Pictures of the answer.
    package var pictures: Int

    package init(prompt: String, files: Int, answer: String, pictures: Int) {
      self.prompt = prompt
      self.files = files
      self.answer = answer
      self.pictures = pictures
    }
  }

  package var session: SessionID
  /// The oldest first.
  package var exchanges: [Exchange]

  package init(session: SessionID, exchanges: [Exchange]) {
    self.session = session
    self.exchanges = exchanges
  }
}

/// How much there is of a session, to tell whether another window went on with it.
package struct SessionExtent: Hashable, Sendable {
  package var turns: Int
  package var runs: Int
  /// Runs that are over.
  package var ended: Int
  /// Turns and answers that were deleted and can be brought back.
  package var deleted: Int
  /// When the last of them was.
  package var deleteTime: Instant?

  package init(turns: Int, runs: Int, ended: Int, deleted: Int = 0, deleteTime: Instant? = nil) {
    self.turns = turns
    self.runs = runs
    self.ended = ended
    self.deleted = deleted
    self.deleteTime = deleteTime
  }

  /// True if something came on top of the other, or was deleted or brought back.
  package func isMore(than other: SessionExtent) -> Bool {
    turns > other.turns || runs > other.runs || ended > other.ended || deleted != other.deleted
      || deleteTime != other.deleteTime
  }
}
