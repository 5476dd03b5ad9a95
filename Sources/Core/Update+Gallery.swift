import Gemini
import Screen

/// The gallery over all sessions.
extension Studio {
  package var galleryLayout: GalleryLayout { GalleryLayout(terminal.size, hasThumbnails: makesThumbnails) }

  /// True if small pictures are wanted and can be shown.
  package var makesThumbnails: Bool { settings.showsThumbnails && pictureChoice.way != .box }

  /// The picture that the gallery's keys are about.
  var galleryPicture: StoredPicture? { overlay == .gallery ? gallery.picture : nil }

  mutating func openGallery() -> [Effect] {
    gallery.filter = ""
    gallery.showsDrafts = false
    gallery.showsDeleted = false
    gallery.showsDemos = backend == .simulator
    gallery.restart()
    overlay = .gallery
    return []
  }

  /// Pictures of a page, and how many are looked at for one: a filter may find few.
  private static let pageSize = 200
  private static let pageEffort = 2000

  /// The next page, as soon as what is on the screen comes near the end of what was read.
  mutating func wantedPictures() -> [Effect] {
    guard overlay == .gallery, !isTooSmall else { return [] }
    let layout = galleryLayout
    gallery.scroll(in: layout)
    guard !gallery.isReading, !gallery.isWhole else { return [] }
    let ahead = layout.visible(gallery).upperBound + layout.columns * layout.rows
    guard gallery.wantsEnd || gallery.pictures.count <= ahead else { return [] }
    gallery.isReading = true
    return [
      .listPictures(
        gallery.query, after: gallery.next, limit: Self.pageSize, effort: Self.pageEffort, number: gallery.number)
    ]
  }

  mutating func take(_ page: [StoredPicture], next: PictureCursor?, ofReading number: Int) {
    guard number == gallery.number else { return }
    gallery.take(page, next: next)
  }

  /// The facts of the selected picture, where nobody read them yet.
  mutating func wantedGalleryFacts() -> [Effect] {
    guard let asset = galleryPicture?.asset, shelf.facts[asset.sha256] == nil, previewDue == nil,
      gallery.factsAsked != asset
    else { return [] }
    gallery.factsAsked = asset
    return [.readFacts([asset])]
  }

  /// - Returns: `nil` for a command that is not about the gallery.
  mutating func performInGallery(_ name: CommandName) -> [Effect]? {
    switch name {
    case .close where gallery.isFull: gallery.isFull = false
    case .close:
      overlay = nil
      // Small pictures came meanwhile.
      transcript.touchAll()
    case .goToPicture: return goToGalleryPicture()
    case .selectNext, .selectPrevious, .selectLeft, .selectRight, .selectNextPage, .selectPreviousPage, .selectFirst,
      .selectLast:
      gallery.move(name, in: galleryLayout)
    case .fullPicture: gallery.isFull.toggle()
    case .usePicture: return useGalleryPicture()
    case .savePicture: saveGalleryPicture()
    case .copyPicturePath:
      return galleryPicture.map { [.copyPicturePath($0.asset, mimeType: $0.mimeType)] } ?? []
    case .showDrafts: change { $0.showsDrafts.toggle() }
    case .showDemos: change { $0.showsDemos.toggle() }
    case .showDeleted: change { $0.showsDeleted.toggle() }
    case .restorePicture: return restoreGalleryPicture()
    default: return nil
    }
    return []
  }

  /// Changes what is asked for, and reads anew if it is something else.
  mutating func change(_ body: (inout Gallery) -> Void) {
    let old = gallery.query
    body(&gallery)
    if gallery.query != old { gallery.restart() }
  }

  mutating func typeIntoGallery(_ key: Key) {
    guard !gallery.isFull else { return }
    change { gallery in
      var list = ListState()
      list.filter = gallery.filter
      list.type(key)
      gallery.filter = list.filter
    }
  }

  // MARK: What is done with the selected picture

  private mutating func goToGalleryPicture() -> [Effect] {
    guard let picture = galleryPicture else { return [] }
    if let deleted = whyDeletedIsOff {
      say(deleted)
      return []
    }
    overlay = nil
    transcript.touchAll()
    goal = picture.mark
    guard picture.session != session.id else { return goToGoal() }
    let effects = open(picture.session)
    return picture.session == session.id ? effects + goToGoal() : effects
  }

  /// Shows the picture that was chosen in the gallery, once its session is open.
  mutating func goToGoal() -> [Effect] {
    defer { goal = nil }
    guard let mark = goal, mark.session == session.id else { return [] }
    guard let index = session.turns.firstIndex(where: { $0.runs.contains { $0.id == mark.run } }),
      let run = session.turns[index].runs.first(where: { $0.id == mark.run })
    else { return [] }
    return show(.answer(run.id), picture: run.answerPictures.firstIndex { $0.asset == mark.asset }, ofTurn: index)
  }

  private mutating func useGalleryPicture() -> [Effect] {
    guard let picture = galleryPicture else { return [] }
    if let deleted = whyDeletedIsOff {
      say(deleted)
      return []
    }
    let facts = shelf.facts[picture.asset.sha256]
    prompt.attach(
      Attachment(
        name: "\(PictureSave.stem(of: picture.prompt)).\(picture.fileExtension(facts))", mimeType: picture.mimeType,
        asset: picture.asset, width: facts?.width, height: facts?.height))
    overlay = nil
    focus = .prompt
    say("The picture goes with the next prompt.")
    return facts == nil ? [.readFacts([picture.asset])] : []
  }

  private mutating func saveGalleryPicture() {
    guard let picture = galleryPicture else { return }
    let stem = PictureSave.stem(of: picture.prompt)
    let item = PictureSave.Item(asset: picture.asset, mimeType: picture.mimeType, stored: picture.mark)
    ask(
      whereToPut: PictureSave(items: [item], stem: stem, isFolder: false, isOverGallery: true),
      name: "\(stem).\(picture.fileExtension(shelf.facts[picture.asset.sha256]))", problem: nil)
  }

  private var whyDeletedIsOff: String? {
    guard gallery.showsDeleted else { return nil }
    let key = settings.keymap.keys(for: .restorePicture, at: .gallery).first?.label ?? "Restoring"
    return "The picture was deleted. \(key) restores it first."
  }

  // MARK: Mouse

  mutating func receiveInGallery(_ mouse: Mouse) -> [Effect] {
    let layout = galleryLayout
    switch mouse.action {
    case .wheelUp: gallery.move(gallery.isFull ? .selectLeft : .selectPrevious, in: layout)
    case .wheelDown: gallery.move(gallery.isFull ? .selectRight : .selectNext, in: layout)
    case .press where mouse.button == 1:
      if gallery.isFull || layout.preview.contains(mouse.point) {
        if gallery.picture != nil { gallery.isFull.toggle() }
        return []
      }
      let hit = layout.visible(gallery).first { layout.room(of: $0, in: gallery).contains(mouse.point) }
      guard let hit else { return [] }
      // A click on the selected one looks at it closer.
      if hit == gallery.selected { gallery.isFull = true }
      gallery.selected = hit
    case .press, .release, .drag: break
    }
    return []
  }
}

extension StoredPicture {
  /// By what its bytes say, else by its type.
  fileprivate func fileExtension(_ facts: PictureFacts?) -> String {
    let kind = facts?.kind.lowercased() ?? mimeType.split(separator: "/").last.map(String.init) ?? "png"
    return kind == "jpeg" ? "jpg" : kind
  }
}
