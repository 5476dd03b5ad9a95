package import Gemini

/// How a picture came to be: what was asked, of whom, with what, and where it stands in the store.
package struct Provenance: Hashable, Sendable {
  /// A picture or file that went in.
  package struct Input: Hashable, Sendable {
    package var asset: AssetReference
    package var mimeType: String
    package var name: String?
  }

  /// The bytes as they were received.
  package var asset: AssetReference
  package var mimeType: String
  /// True for one that was made on the way to the final picture.
  package var isDraft: Bool
  package var prompt: String
  package var model: String
  package var backend: Backend
  package var modelVersion: String?
  package var responseId: String?
  /// The generationConfig as it was sent.
  package var settings: GenerationConfig
  /// What the request said beside; `nil` if that was not kept.
  package var extras: RequestExtras?
  /// True for `streamGenerateContent`.
  package var isStream: Bool
  /// When it was asked for, RFC 3339 in UTC.
  package var createTime: String
  /// What went in with the prompt, in order.
  package var inputs: [Input]
  /// The SHA-256 of the picture that was changed into this one; `nil` if there was none, or nobody can tell which.
  package var editedFrom: String?
  package var session: SessionID
  package var turn: TurnID
  package var run: RunID
  /// Turns that the request held before this one.
  package var turnsBefore: Int
}

extension Provenance {
  /// The making of a picture that a run of a session brought; `nil` if it brought no such picture.
  /// - Parameter run: `nil` takes the newest run that brought it.
  package init?(of asset: AssetReference, in session: Session, run id: RunID? = nil, models: ModelTable) {
    let runs = session.turns.flatMap(\.runs).filter { id == nil || $0.id == id }
    guard let run = runs.last(where: { $0.blob(of: asset) != nil }), let blob = run.blob(of: asset),
      let turn = session.turns.first(where: { $0.runs.contains { $0.id == run.id } })
    else { return nil }
    let request = session.request(of: run.id, traits: models.traits(of: run.model))
    self.asset = asset
    mimeType = blob.mimeType
    isDraft = !run.finalPictures.contains { $0.asset == asset }
    prompt = turn.content.text
    model = run.model
    backend = run.backend
    modelVersion = run.modelVersion
    responseId = run.responseId
    settings = run.config
    extras = run.extras
    isStream = !run.isUnary
    createTime = run.startTime.rfc3339
    inputs = turn.content.blobs.compactMap { blob in
      blob.asset.map { Input(asset: $0, mimeType: blob.mimeType, name: blob.other["displayName"]?.string) }
    }
    editedFrom = PictureTree(session).source(of: run.id)?.sha256
    self.session = session.id
    self.turn = turn.id
    self.run = run.id
    turnsBefore = request.map { $0.contents.count(where: { $0.role == .user }) - 1 } ?? 0
  }

  /// A session with this one turn, as far as it is known without the store.
  package var oneTurn: Session {
    var run = Run(id: run, model: model, backend: backend, config: settings, startTime: Instant(milliseconds: 0))
    run.isUnary = !isStream
    run.extras = extras
    let parts = inputs.map { Part(.inlineData(Blob(mimeType: $0.mimeType, data: .asset($0.asset)))) }
    let content = Content(parts: parts + (prompt.isEmpty ? [] : [Part(text: prompt)]))
    let turn = Turn(id: turn, parent: nil, content: content, createTime: run.startTime, runs: [run])
    var session = Session(id: session, createTime: run.startTime, textModel: model, pictureModel: model)
    session.turns = [turn]
    session.head = turn.id
    return session
  }
}

extension Run {
  /// The pictures that are the answer, of all candidates: drafts of the thinking are none, unless there is nothing else.
  /// - Source: gemini-api.md section 9.
  package var finalPictures: [Blob] {
    candidates.flatMap(shownParts).filter { !$0.thought && $0.isPicture }.compactMap(\.blob)
      .filter { $0.asset != nil }
  }

  fileprivate func blob(of asset: AssetReference) -> Blob? {
    candidates.flatMap(\.parts).compactMap(\.blob).last { $0.asset == asset && $0.isImage }
  }
}
