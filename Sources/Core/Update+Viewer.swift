import Gemini
import Screen

/// Looking at a picture on the full screen.
extension Studio {
  mutating func performInViewer(_ name: CommandName) -> [Effect] {
    switch name {
    case .zoomIn: zoom(to: viewer.larger(than: fitPercent))
    case .zoomOut: zoom(to: viewer.smaller(than: fitPercent))
    case .zoomToPixels: zoom(to: .percent(100))
    case .zoomToFit: zoom(to: .fit)
    case .panLeft: return isPart ? pan(columns: -1) : stepViewed(by: -1)
    case .panRight: return isPart ? pan(columns: 1) : stepViewed(by: 1)
    case .panUp: return pan(rows: -1)
    case .panDown: return pan(rows: 1)
    case .markPicture: markPicture()
    case .comparePictures:
      pair()
      viewer.isBeside.toggle()
    case .flipPictures: return flip()
    case .pictureRecord:
      viewer.showsRecord.toggle()
      viewer.recordTop = 0
    case .filmstrip: viewer.strip = !showsStrip
    case .selectNextPage: scrollRecord(by: max(1, viewerLayout.record.rows - 2))
    case .selectPreviousPage: scrollRecord(by: -max(1, viewerLayout.record.rows - 2))
    default: break
    }
    return []
  }

  // MARK: Zoom

  private mutating func zoom(to zoom: PictureViewer.Zoom?) {
    guard let zoom else { return }
    holdPicture()
    viewer.zoom(to: zoom)
  }

  private mutating func pan(columns: Int = 0, rows: Int = 0) -> [Effect] {
    guard let asset = shownPicture?.asset, let facts = shelf.facts[asset.sha256], let crop = shownSight?.crop else {
      return []
    }
    viewer.pan(columns: columns, rows: rows, from: crop, of: facts)
    return []
  }

  /// What is looked at closely is not replaced by a picture that comes meanwhile.
  private mutating func holdPicture() {
    chosenMessage = messageOfShownPicture ?? chosenMessage
    chosenPicture = shownPictureIndex
  }

  /// True while some of the picture lies outside of the screen.
  package var isPart: Bool { overlay == .picture && shownSight?.isPart == true }

  private var fitPercent: Int {
    guard let asset = shownPicture?.asset, let facts = shelf.facts[asset.sha256],
      let key = roomKey(of: asset, in: viewerLayout.right.size)
    else { return 100 }
    return viewer.fitPercent(of: facts, in: key.room)
  }

  // MARK: Two pictures

  private mutating func markPicture() {
    guard let asset = shownPicture?.asset else { return }
    viewer.mark(asset)
    guard viewer.a != nil else { return say("No picture is marked as A.") }
    holdPicture()
    say(
      "This is A. Go to another picture."
        + ways([(.flipPictures, "flips between them"), (.comparePictures, "shows both")], at: .picture))
  }

  /// Fills in what is missing of A and B. Without a mark, A is the picture that the shown one was made from.
  private mutating func pair() {
    guard let shown = shownPicture?.asset else { return }
    holdPicture()
    if viewer.a == nil { viewer.a = partner(of: shown) }
    if shown != viewer.a { viewer.b = shown } else if viewer.b == nil { viewer.b = partner(of: shown) }
  }

  /// The picture that one was made from, else the one before it, else the next.
  private func partner(of asset: AssetReference) -> AssetReference? {
    let assets = viewedPictures.compactMap(\.blob.asset)
    let tree = PictureTree(session)
    let parent = tree.nodes.last { $0.blob.asset == asset && $0.parent != nil }?.parent
    if let made = parent.flatMap({ tree.nodes[$0].blob.asset }), made != asset, assets.contains(made) { return made }
    guard let index = assets.firstIndex(of: asset) else { return assets.last { $0 != asset } }
    return index > 0 ? assets[index - 1] : assets.dropFirst().first
  }

  /// The picture that flipping shows; `nil` while nothing is compared.
  var flipSide: AssetReference? {
    guard let a = viewer.a else { return nil }
    return shownPicture?.asset == a ? viewer.b : a
  }

  private mutating func flip() -> [Effect] {
    pair()
    guard let asset = flipSide, let picture = viewedPictures.first(where: { $0.blob.asset == asset }) else { return [] }
    let top = viewer.recordTop
    defer { viewer.recordTop = top }
    return show(picture)
  }

  // MARK: Around the picture

  private mutating func scrollRecord(by delta: Int) {
    guard viewer.showsRecord else {
      return say("What is known of the picture is not shown." + way(.pictureRecord, "shows it", at: .picture))
    }
    let rect = viewerLayout.record
    let last = max(0, pictureRecord(columns: rect.columns).count - rect.rows)
    viewer.recordTop = max(0, min(last, viewer.recordTop + delta))
  }

  mutating func receiveInViewer(_ mouse: Mouse) -> [Effect] {
    let layout = viewerLayout
    let isOnStrip = layout.strip.contains(mouse.point)
    let isOnRecord = layout.record.contains(mouse.point)
    switch mouse.action {
    case .wheelUp where isOnStrip: return perform(.previousPicture)
    case .wheelDown where isOnStrip: return perform(.nextPicture)
    case .wheelUp where isOnRecord: scrollRecord(by: -3)
    case .wheelDown where isOnRecord: scrollRecord(by: 3)
    case .wheelUp: return perform(.zoomIn)
    case .wheelDown: return perform(.zoomOut)
    case .press where mouse.button == 1 && isOnStrip:
      let pictures = viewedPictures
      guard let frame = filmstrip(of: pictures).first(where: { $0.rect.contains(mouse.point) }) else { return [] }
      return show(pictures[frame.index])
    case .press, .release, .drag: break
    }
    return []
  }

  /// After each event: nothing is held on to that is gone, and what is not known is asked for once.
  mutating func settleViewer() -> [Effect] {
    guard overlay == .picture else { return [] }
    let pictures = viewedPictures
    viewer.keep(pictures.compactMap(\.blob.asset))
    let last = max(0, pictureRecord(columns: viewerLayout.record.columns).count - viewerLayout.record.rows)
    viewer.recordTop = min(viewer.recordTop, last)
    let current = viewer.showsRecord ? shownPicture?.asset : nil
    let unknown = pictures.compactMap(\.blob.asset).filter { asset in
      let facts = shelf.facts[asset.sha256]
      return (facts == nil || asset == current && facts?.path == nil) && !viewer.asked.contains(asset)
    }
    guard !unknown.isEmpty else { return [] }
    viewer.asked.formUnion(unknown)
    return [.readFacts(unknown)]
  }

  // MARK: Why not

  var whyNoZoom: String? {
    if pictureChoice.way == .box { return "This terminal shows no pictures, so there is nothing to zoom." }
    guard let asset = shownPicture?.asset else { return "The bytes of this picture could not be read." }
    if shelf.facts[asset.sha256] == nil { return "The size of this picture is not known." }
    return previewKey == nil ? "There is no room for a picture here." : nil
  }

  var whyNoZoomIn: String? {
    whyNoZoom ?? (viewer.larger(than: fitPercent) == nil ? "It does not get larger." : nil)
  }

  var whyNoZoomOut: String? {
    whyNoZoom ?? (viewer.smaller(than: fitPercent) == nil ? "All of the picture is shown already." : nil)
  }

  var whyNoPan: String? {
    whyNoZoom ?? (isPart ? nil : "All of the picture is shown: + zooms in.")
  }

  var whyNoFlip: String? {
    if shownPicture?.asset == nil { return "The bytes of this picture could not be read." }
    return viewedPictures.contains { $0.blob.asset.map { $0 != shownPicture?.asset } == true }
      ? nil : "There is no other picture to compare it with."
  }

  var whyNotBeside: String? {
    if pictureChoice.way == .box { return "This terminal shows no pictures, so two cannot stand side by side." }
    return whyNoFlip
  }

  var whyNoStrip: String? {
    if pictureChoice.way == .box { return "This terminal shows no pictures, so there is no filmstrip." }
    if !settings.showsThumbnails { return "Small pictures are off: thumbnails = true in config.toml brings them." }
    return viewedPlace.count > 1 ? nil : "This branch has one picture only."
  }
}
