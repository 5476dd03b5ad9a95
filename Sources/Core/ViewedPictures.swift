package import Gemini
import Screen

/// A picture of the shown branch: the message that has it, and its place there.
package struct ViewedPicture: Hashable, Sendable {
  package let message: MessageID
  package let place: Int
  package let blob: Blob
}

/// The pictures that the full screen walks through.
extension Studio {
  /// All pictures of the shown branch, given ones too, each once. To the last turn belong also the answers that
  /// nothing follows: pictures that were asked for at once are versions of one answer.
  package var viewedPictures: [ViewedPicture] {
    var known: Set<AssetReference> = []
    var result: [ViewedPicture] = []
    func add(_ blobs: [Blob], of message: MessageID) {
      for (place, blob) in blobs.enumerated() where blob.asset.map({ known.insert($0).inserted }) ?? true {
        result.append(ViewedPicture(message: message, place: place, blob: blob))
      }
    }
    for (index, message) in transcript.messages.enumerated() {
      let turn = session.turns[message.turn]
      guard case .answer = message.id else {
        add(turn.content.blobs.filter(\.isImage), of: message.id)
        continue
      }
      let isLast = index == transcript.messages.count - 1
      for run in turn.runs where run.id == turn.shownRun?.id || isLast && isLeaf(run) {
        let pictures = run.answerPictures
        add(pictures.isEmpty && run.id == turn.shownRun?.id ? run.drafts : pictures, of: .answer(run.id))
      }
    }
    return result
  }

  private func isLeaf(_ run: Run) -> Bool { !session.turns.contains { $0.parent == run.id } }

  /// Which of them is shown.
  package func viewedIndex(in pictures: [ViewedPicture]) -> Int? {
    let message = messageOfShownPicture
    let exact = pictures.firstIndex { $0.message == message && $0.place == shownPictureIndex }
    guard exact == nil, let asset = shownPicture?.asset else { return exact }
    return pictures.firstIndex { $0.blob.asset == asset }
  }

  /// The place of the shown picture among them, from 1, and how many they are.
  var viewedPlace: (number: Int, count: Int) {
    let pictures = viewedPictures
    return ((viewedIndex(in: pictures) ?? 0) + 1, pictures.count)
  }

  mutating func stepViewed(by delta: Int) -> [Effect] {
    let pictures = viewedPictures
    guard let index = viewedIndex(in: pictures) else { return [] }
    return show(pictures[(index + delta + pictures.count) % pictures.count])
  }

  /// Shows a picture of the branch, with its message as the current one.
  mutating func show(_ picture: ViewedPicture) -> [Effect] {
    viewer.look(at: picture.blob.asset)
    if case .answer(let run) = picture.message,
      let turn = session.turns.lastIndex(where: { $0.runs.contains { $0.id == run } }),
      session.turns[turn].shownRun?.id != run
    {
      return show(run, ofTurn: turn, picture: picture.place)
    }
    if picture.message != messageOfShownPicture, let index = transcript.index(of: picture.message) {
      let isLast = index == transcript.messages.count - 1
      chosenMessage = isLast ? nil : picture.message
      if isLast {
        transcript.follow()
      } else {
        transcript.show(index, rows: layout.conversation.rows, in: session, shelf: shelf)
      }
    }
    chosenPicture = picture.place
    return []
  }

  // MARK: The screen

  package var viewerLayout: ViewerLayout {
    ViewerLayout(
      size: terminal.size, strip: showsStrip, record: viewer.showsRecord && !session.isBlind, beside: viewer.isBeside)
  }

  package var showsStrip: Bool {
    guard whyNoStrip == nil else { return false }
    return viewer.strip ?? (terminal.size.rows >= ViewerLayout.stripFrom)
  }

  /// The two pictures side by side, A first; `nil` while there is one.
  package var besidePair: (a: AssetReference, b: AssetReference)? {
    guard viewer.isBeside, let a = viewer.a, let shown = shownPicture?.asset else { return nil }
    return (a, shown == a ? viewer.b ?? a : shown)
  }

  /// What is seen of a picture in a room; `nil` while its size is not known.
  package func sight(of asset: AssetReference, in key: PreviewKey) -> PictureSight? {
    guard let facts = shelf.facts[asset.sha256] else { return nil }
    return viewer.sight(of: facts, in: key.room)
  }

  /// What is seen of the shown picture.
  package var shownSight: PictureSight? {
    guard let asset = shownPicture?.asset, let key = roomKey(of: asset, in: viewerLayout.right.size) else { return nil }
    return sight(of: asset, in: key)
  }

  /// How a picture is made ready for its place on the full screen.
  package func viewedKey(of asset: AssetReference) -> PreviewKey? {
    guard var key = roomKey(of: asset, in: viewerLayout.right.size) else { return nil }
    guard viewer.zoom != .fit, let sight = sight(of: asset, in: key) else { return key }
    key.size = sight.size
    key.crop = sight.crop
    return key
  }

  /// All that the full screen needs ready: what it shows, and the picture that one key puts in its place.
  var viewedKeys: [PreviewKey] {
    let assets: [AssetReference?] =
      besidePair.map { [shownPicture?.asset, $0.a, $0.b] } ?? [shownPicture?.asset, viewer.b == nil ? nil : flipSide]
    var keys: [PreviewKey] = []
    for key in assets.compactMap({ $0.flatMap(viewedKey) }) where !keys.contains(key) { keys.append(key) }
    return keys
  }

  /// The pictures of the filmstrip that have room, around the shown one, which is always among them.
  package func filmstrip(of pictures: [ViewedPicture]) -> [FilmFrame] {
    let strip = viewerLayout.strip
    guard !strip.isEmpty, let shown = viewedIndex(in: pictures) else { return [] }
    let gap = 2
    func width(_ index: Int) -> Int {
      let art = pictures[index].blob.asset.map { shelf.thumbnail(of: $0) } ?? []
      let columns = art.first.map { $0.spans.reduce(0) { $0 + TextWidth.columns(of: $1.text) } } ?? 0
      return max(8, columns)
    }
    var range = shown..<shown + 1
    // A column at both sides is for what says that there are more.
    var room = strip.columns - 4 - width(shown)
    var isRight = true
    var missed = 0
    while missed < 2 {
      let next = isRight ? range.upperBound : range.lowerBound - 1
      if pictures.indices.contains(next), width(next) + gap <= room {
        room -= width(next) + gap
        range = min(range.lowerBound, next)..<max(range.upperBound, next + 1)
        missed = 0
      } else {
        missed += 1
      }
      isRight.toggle()
    }
    var column = strip.column + 2
    return range.map { index in
      let rect = Rect(row: strip.row, column: column, rows: strip.rows, columns: width(index))
      column = rect.endColumn + gap
      return FilmFrame(index: index, rect: rect)
    }
  }
}

extension PreviewKey {
  /// The room that it is for.
  var room: PictureRoom {
    PictureRoom(
      size: size, cell: PixelSize(width: cellWidth, height: cellHeight), isBanded: way == .picture(.sixel))
  }
}
