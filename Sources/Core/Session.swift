package import Gemini

/// One user Content and the answers to it.
package struct Turn: Hashable, Sendable {
  package let id: TurnID
  /// The run this turn answers to; `nil` for a turn that begins the conversation.
  package var parent: RunID?
  package var content: Content
  package var createTime: Instant
  /// The answers, oldest first.
  package var runs: [Run]
  /// The answer that is shown and gone on with; the newest unless chosen.
  package var chosen: RunID?

  package init(id: TurnID, parent: RunID?, content: Content, createTime: Instant, runs: [Run] = []) {
    self.id = id
    self.parent = parent
    self.content = content
    self.createTime = createTime
    self.runs = runs
  }

  package var shownRun: Run? { shownRunIndex.map { runs[$0] } }

  /// The index of that answer: looking at it in place spares a copy, of which a long session has thousands.
  var shownRunIndex: Int? { runs.firstIndex { $0.id == chosen } ?? runs.indices.last }

  /// The pictures and files of its prompt and of all of the shown answer.
  var shownBlobs: [Blob] { content.blobs + (shownRun?.shownBlobs ?? []) }
}

/// Which of the session's two models takes the next turn.
package enum ModelUse: String, Hashable, Sendable { case text, picture }

/// What is typed and not yet sent.
package struct Draft: Hashable, Sendable {
  package var text: String
  package var attachments: [Attachment]
  /// The bytes of the text that are pastes folded to chips, in order.
  package var folds: [Range<Int>]
  package var origin: Origin?

  /// Where a prompt comes from that was sent before.
  package enum Origin: Hashable, Sendable {
    /// From a turn that is edited: sending makes another version of it.
    case version(of: TurnID)
    /// From a turn whose answer did not come: sent unchanged it is asked again.
    case again(TurnID)

    var turn: TurnID {
      switch self {
      case .version(let turn), .again(let turn): turn
      }
    }
  }

  package init(
    text: String = "", attachments: [Attachment] = [], folds: [Range<Int>] = [], origin: Origin? = nil
  ) {
    self.text = text
    self.attachments = attachments
    self.folds = folds
    self.origin = origin
  }

  package var isEmpty: Bool { text.isEmpty && attachments.isEmpty }

  package var content: Content {
    Content(parts: attachments.map(\.part) + (text.isEmpty ? [] : [Part(text: text)]))
  }

  /// True if there is nothing in it to be sent.
  var isBlank: Bool { attachments.isEmpty && text.allSatisfy(\.isWhitespace) }

  /// This draft with another one behind it, on a line of its own.
  func followed(by other: Draft) -> Draft {
    let isOne = text.isEmpty || other.text.isEmpty
    let added = other.attachments.filter { new in !attachments.contains { $0.asset == new.asset } }
    let start = text.utf8.count + (isOne ? 0 : 1)
    return Draft(
      text: text + (isOne ? "" : "\n") + other.text, attachments: attachments + added,
      folds: folds + other.folds.map { start + $0.lowerBound..<start + $0.upperBound },
      origin: other.origin ?? origin)
  }

  /// The text, cut where folded pastes begin and end. A fold that is none of this text is left out.
  var pieces: [(text: String, isFold: Bool)] {
    var pieces: [(text: String, isFold: Bool)] = []
    var (at, byte) = (text.startIndex, 0)
    for fold in folds where !fold.isEmpty && fold.lowerBound >= byte && fold.upperBound <= text.utf8.count {
      let start = text.utf8.index(text.startIndex, offsetBy: fold.lowerBound)
      let end = text.utf8.index(start, offsetBy: fold.count)
      guard start.samePosition(in: text.unicodeScalars) != nil, end.samePosition(in: text.unicodeScalars) != nil else {
        continue
      }
      if at < start { pieces.append((String(text[at..<start]), false)) }
      pieces.append((String(text[start..<end]), true))
      (at, byte) = (end, fold.upperBound)
    }
    if at < text.endIndex { pieces.append((String(text[at...]), false)) }
    return pieces
  }
}

/// A picture or file that goes with a prompt. Its bytes are an asset already.
package struct Attachment: Hashable, Sendable {
  package var name: String
  package var mimeType: String
  package var asset: AssetReference
  /// Pixels, for pictures.
  package var width: Int?
  package var height: Int?

  package init(name: String, mimeType: String, asset: AssetReference, width: Int? = nil, height: Int? = nil) {
    self.name = name
    self.mimeType = mimeType
    self.asset = asset
    self.width = width
    self.height = height
  }

  package var part: Part {
    var other = JSONObject()
    other["displayName"] = .string(name)
    return Part(.inlineData(Blob(mimeType: mimeType, data: .asset(asset), other: other)))
  }
}

/// A saved conversation: a tree of turns, and what the next one will be asked with.
package struct Session: Hashable, Sendable {
  package enum Origin: String, Hashable, Sendable { case studio, command }

  package let id: SessionID
  package var title: String
  package var createTime: Instant
  package var updateTime: Instant
  package var origin: Origin
  /// True for a session of the offline simulator: it never goes on with a real model.
  package var isDemo: Bool
  package var textModel: String
  package var pictureModel: String
  package var use: ModelUse
  package var systemInstruction: String
  /// The run settings, by their names on the wire.
  package var config: GenerationConfig
  /// What of each category of harm is blocked, each `{category, threshold}`.
  package var safetySettings: [JSON] = []
  /// The tools of the service it may use, as in the request.
  package var tools: [JSON] = []
  /// The name of the preset that the run settings were taken from.
  package var preset: String?
  /// How many pictures a picture model is asked for at once, each by a request of its own.
  package var pictureCount = 1
  /// True if the turns before stay out of requests: only the shown picture and the prompt go.
  package var sendsOnlyPicture = false
  /// The lanes that each prompt goes to; empty outside of a comparison.
  package var lanes: [Lane] = []
  /// The numbers of the lanes in the order they are shown while nobody is to know which is which, until a verdict.
  package var blindOrder: [Int]?
  /// When names and figures were hidden: of a turn that is older they had been seen.
  package var blindTime: Instant?
  package var draft = Draft()
  /// All turns, in the order they were made.
  package var turns: [Turn] = []
  /// What was deleted of it and can be brought back, the last thing last. Its turns are without that.
  package internal(set) var removals: [Removal] = []
  /// The last turn of the branch that is shown.
  package var head: TurnID?

  package init(
    id: SessionID, title: String = "", createTime: Instant, origin: Origin = .studio, isDemo: Bool = false,
    textModel: String, pictureModel: String, use: ModelUse = .text, systemInstruction: String = "",
    config: GenerationConfig = GenerationConfig()
  ) {
    self.id = id
    self.title = title
    self.createTime = createTime
    updateTime = createTime
    self.origin = origin
    self.isDemo = isDemo
    self.textModel = textModel
    self.pictureModel = pictureModel
    self.use = use
    self.systemInstruction = systemInstruction
    self.config = config
  }

  /// The model that takes the next turn.
  package var model: String {
    get { use == .text ? textModel : pictureModel }
    set { if use == .text { textModel = newValue } else { pictureModel = newValue } }
  }

  /// The indices of the turns on the shown branch, from the first to the head.
  package var path: [Int] {
    guard let head, let last = turns.lastIndex(where: { $0.id == head }) else { return [] }
    var path = [last]
    var next = last
    // A turn is always made after the one it answers to, so that nothing is looked at twice.
    while let parent = turns[next].parent,
      let index = turns[..<next].lastIndex(where: { $0.runs.contains { $0.id == parent } })
    {
      path.append(index)
      next = index
    }
    return path.reversed()
  }

  /// Chooses the answers that lead to a run, so that it is on the shown branch.
  /// - Returns: the turns whose choice is another one now, without their answers.
  mutating func choose(_ run: RunID) -> [Turn] {
    var changed: [Turn] = []
    var next: RunID? = run
    var end = turns.endIndex
    while let run = next, let owner = turns[..<end].lastIndex(where: { $0.runs.contains { $0.id == run } }) {
      if turns[owner].shownRun?.id != run {
        turns[owner].chosen = run
        var turn = turns[owner]
        turn.runs = []
        changed.append(turn)
      }
      next = turns[owner].runs.first { $0.id == run }.flatMap { predecessor(of: $0, inTurn: owner) }
      end = owner
    }
    return changed
  }

  /// The versions of a turn, itself included: turns that answer to the same run.
  package func siblings(of index: Int) -> [Int] {
    turns.indices.filter { turns[$0].parent == turns[index].parent }
  }
}
