package import Gemini

/// A picture of an answer in the store, with what a list says of it.
package struct StoredPicture: Hashable, Sendable {
  package var asset: AssetReference
  package var mimeType: String
  /// True for one that was made on the way to the final picture.
  package var isDraft: Bool
  package var prompt: String
  package var model: String
  package var modelVersion: String?
  package var session: SessionID
  package var sessionTitle: String
  /// True for a picture of the offline simulator.
  package var isDemo: Bool
  package var turn: TurnID
  package var run: RunID
  /// When it was asked for.
  package var createTime: Instant
  /// When it was deleted; `nil` for one that was not.
  package var deleteTime: Instant?
  /// Where the list goes on behind it.
  package var cursor: PictureCursor

  package init(
    asset: AssetReference, mimeType: String, isDraft: Bool = false, prompt: String, model: String,
    modelVersion: String? = nil, session: SessionID, sessionTitle: String, isDemo: Bool = false, turn: TurnID,
    run: RunID, createTime: Instant, deleteTime: Instant? = nil, cursor: PictureCursor
  ) {
    self.asset = asset
    self.mimeType = mimeType
    self.isDraft = isDraft
    self.prompt = prompt
    self.model = model
    self.modelVersion = modelVersion
    self.session = session
    self.sessionTitle = sessionTitle
    self.isDemo = isDemo
    self.turn = turn
    self.run = run
    self.createTime = createTime
    self.deleteTime = deleteTime
    self.cursor = cursor
  }

  /// What a deletion of it is about.
  package var mark: PictureMark { PictureMark(session: session, run: run, asset: asset) }
}

/// A place in the list of all pictures, newest first; it stays good while pictures come and go.
package struct PictureCursor: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970.
  package let createTime: Int
  package let key: Int

  package init(createTime: Int, key: Int) {
    self.createTime = createTime
    self.key = key
  }

  /// True if `a` stands before `b` in the list.
  package static func < (a: PictureCursor, b: PictureCursor) -> Bool {
    (a.createTime, a.key) > (b.createTime, b.key)
  }
}

/// Which of all pictures are asked for.
package struct PictureQuery: Hashable, Sendable {
  /// The prompt holds every one of these words, in whatever case; blanks part them.
  package var words = ""
  /// Of this session alone.
  package var session: SessionID?
  package var hasDrafts = true
  /// With those of the offline simulator.
  package var hasDemos = true
  /// Those that were deleted and can still be restored, instead of those that are there.
  package var isDeleted = false

  package init(words: String = "", session: SessionID? = nil, isDeleted: Bool = false) {
    self.words = words
    self.session = session
    self.isDeleted = isDeleted
  }
}

/// A picture of an answer, as a deletion names it.
package struct PictureMark: Hashable, Sendable {
  package var session: SessionID
  package var run: RunID
  package var asset: AssetReference

  package init(session: SessionID, run: RunID, asset: AssetReference) {
    self.session = session
    self.run = run
    self.asset = asset
  }

  /// Milliseconds for which a deleted picture can be restored: 30 days.
  package static let restorable = 30 * 86_400_000
}
