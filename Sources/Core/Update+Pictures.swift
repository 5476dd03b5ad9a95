import Gemini
import Screen

extension Studio {
  mutating func performOnPicture(_ name: CommandName) -> [Effect] {
    switch name {
    case .fullPicture:
      viewer.open()
      overlay = .picture
    case .nextPicture: return stepPicture(by: 1)
    case .previousPicture: return stepPicture(by: -1)
    case .usePicture:
      let effects = goToSelectedPicture()
      usePicture()
      return effects
    case .fullQuality:
      if let asset = shownPicture?.asset { fullQuality.insert(asset.sha256) }
      say("This picture comes in full quality.")
    case .savePicture: askForPictureName()
    case .saveAllPictures: askForPictureFolder()
    case .copyPicturePath:
      if let blob = shownPicture, let asset = blob.asset { return [.copyPicturePath(asset, mimeType: blob.mimeType)] }
    case .openPicture: askToOpenPicture()
    default: break
    }
    return []
  }

  // MARK: Saving

  private mutating func askForPictureName() {
    guard let blob = shownPicture, let asset = blob.asset else { return }
    let making = Provenance(of: asset, in: session, run: shownPictureRun, models: settings.models)
    let stem = PictureSave.stem(of: session.title)
    let save = PictureSave(
      items: [PictureSave.Item(asset: asset, mimeType: blob.mimeType, making: making)], stem: stem, isFolder: false,
      isOverPicture: overlay == .picture)
    let kind = shelf.facts[asset.sha256]?.kind.lowercased() ?? blob.mimeType.split(separator: "/").last.map(String.init)
    ask(whereToPut: save, name: "\(stem).\(kind == "jpeg" ? "jpg" : kind ?? "png")", problem: nil)
  }

  private mutating func askForPictureFolder() {
    let stem = PictureSave.stem(of: session.title)
    let items = madePictures
    guard !items.isEmpty else { return say("The session has drafts of pictures only.") }
    let save = PictureSave(
      items: items, stem: stem, isFolder: true, isOverPicture: overlay == .picture)
    ask(whereToPut: save, name: "\(stem)/", problem: nil)
  }

  /// True if an answer of the session has a picture, or a draft, which may be all there is.
  var hasMadePictures: Bool {
    session.turns.contains { turn in
      turn.runs.contains { run in run.candidates.contains { run.shownParts(of: $0).contains { $0.isPicture } } }
    }
  }

  /// The pictures of all answers of the session, also those of other branches, each once.
  var madePictures: [PictureSave.Item] {
    var known: Set<AssetReference> = []
    return session.turns.flatMap(\.runs).flatMap { run in
      run.finalPictures.compactMap { blob in
        guard let asset = blob.asset, known.insert(asset).inserted else { return nil }
        let making = Provenance(of: asset, in: session, run: run.id, models: settings.models)
        return PictureSave.Item(asset: asset, mimeType: blob.mimeType, making: making)
      }
    }
  }

  mutating func ask(whereToPut save: PictureSave, name: String, problem: String?) {
    let editor = problem == nil ? PromptEditor.offering(name) : PromptEditor(Draft(text: name))
    let count = save.items.count
    var entry = TextEntry(
      purpose: .savePictures(save),
      title: save.isFolder ? (count == 1 ? "Save one picture" : "Save \(count) pictures") : "Save the picture",
      help: (save.isFolder ? "A folder, made if it is not there" : "A file, or a folder")
        + ". Nothing is overwritten: a name that is taken gets a number.", editor: editor)
    entry.problem = problem
    overlay = .entry(entry)
  }

  mutating func accept(_ save: PictureSave, as name: String) -> [Effect] {
    let name = name.trimmingBlanks
    guard !name.isEmpty else {
      ask(whereToPut: save, name: "", problem: "A name is needed." + way(.close, "saves nothing", at: .entry))
      return []
    }
    overlay = save.overlay
    return [.savePictures(save, as: name)]
  }

  /// Nothing was saved: the name is asked for again, unless something else came in front meanwhile.
  mutating func refuse(_ save: PictureSave, named name: String, because problem: String) {
    guard overlay == nil || overlay == .picture || overlay == .gallery else { return say(problem, .error) }
    ask(whereToPut: save, name: name, problem: problem)
  }

  // MARK: Opening

  private mutating func askToOpenPicture() {
    guard let asset = shownPicture?.asset else { return }
    overlay = .question(
      Question(
        purpose: .openPicture(asset, isOverPicture: overlay == .picture),
        text: "Another program of this system opens a copy of the picture. Go on?",
        choices: [Question.Choice(key: "o", title: "open it"), Question.Choice(key: "c", title: "cancel")]))
  }
}
