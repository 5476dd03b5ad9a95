package import Gemini
package import Screen

/// Thoughts and pictures of the current message.
extension Studio {
  /// What shows of the thinking pane: nothing while there are no thoughts.
  package var shownThinking: PaneMode { currentRun?.hasThoughts == true ? settings.thinkingPane : .hidden }

  /// The pictures of the current message, or those of the newest message before it that has some.
  package var pictures: [Blob] {
    let drafts = shownDrafts
    guard drafts.isEmpty, let message = messageOfPictures else { return drafts }
    return pictures(of: message)
  }

  /// The message whose pictures are shown, where they are no drafts.
  private var messageOfPictures: Transcript.Message? {
    guard !messagesWithPictures.isEmpty, let current = currentMessage, let at = transcript.index(of: current)
    else { return nil }
    return messagesWithPictures.last { $0 <= at }.map { transcript.messages[$0] }
  }

  /// The message that has the shown picture.
  var messageOfShownPicture: MessageID? { showsDrafts ? currentMessage : messageOfPictures?.id }

  /// The run that brought the shown picture; `nil` for one that a person gave.
  var shownPictureRun: RunID? {
    if showsDrafts { return currentRun?.id }
    guard case .answer(let run)? = messageOfPictures?.id else { return nil }
    return run
  }

  /// True if what is shown was made on the way to a picture that did not come yet.
  package var showsDrafts: Bool { !shownDrafts.isEmpty }

  /// The drafts of the current answer, as long as it has no final picture.
  private var shownDrafts: [Blob] {
    guard case .answer? = currentMessage, let run = currentRun, run.madePictureCount == 0 else { return [] }
    return run.drafts
  }

  private func pictures(of message: Transcript.Message) -> [Blob] {
    let turn = session.turns[message.turn]
    switch message.id {
    case .prompt: return turn.content.blobs.filter(\.isImage)
    case .answer: return turn.shownRun?.answerPictures ?? []
    }
  }

  /// True if a message has any: of thousands only a few do.
  private func hasPictures(_ message: Transcript.Message) -> Bool {
    switch message.id {
    case .prompt: session.turns[message.turn].content.parts.contains(where: \.isPicture)
    case .answer:
      session.turns[message.turn].shownRunIndex.map {
        session.turns[message.turn].runs[$0].answerParts.contains(where: \.isPicture)
      } ?? false
    }
  }

  /// Looks for pictures in the shown branch.
  mutating func findPictures() {
    messagesWithPictures = transcript.messages.indices.filter { hasPictures(transcript.messages[$0]) }
  }

  package var shownPictureIndex: Int {
    max(0, min(chosenPicture ?? pictures.count - 1, pictures.count - 1))
  }

  package var shownPicture: Blob? {
    let pictures = pictures
    return pictures.isEmpty ? nil : pictures[shownPictureIndex]
  }

  /// The way pictures are shown on this terminal, by all that it has said until now.
  package var pictureChoice: PictureChoice { PictureChoice(terminal, wish: settings.pictures) }

  /// False while tmux shows another window or pane in this place: what is passed through then would land there.
  package var canPlacePictures: Bool {
    let delivery = pictureChoice.delivery
    return delivery.paneOrigin == nil || delivery.usesPlaceholders || terminal.tmux?.isVisible != false
  }

  /// Where a preview is shown, and what it needs; `nil` while there is none.
  package var previewKey: PreviewKey? {
    guard let asset = previewedAsset, !isTooSmall else { return nil }
    if overlay == .picture { return viewedKey(of: asset) }
    return roomKey(of: asset, in: previewRoom)
  }

  /// What a whole picture needs in a room; `nil` if it has no room for one, or pictures are not shown.
  func roomKey(of asset: AssetReference, in size: Size) -> PreviewKey? {
    let way: PreviewKey.Way
    switch pictureChoice.way {
    case .box: return nil
    case .art(let colors): way = .art(colors: settings.lines == .ascii ? 0 : colors)
    case .kittyPlaceholders, .kittyPlaced: way = .picture(.kitty)
    case .iTerm2: way = .picture(.iTerm2)
    case .sixel: way = .picture(.sixel)
    }
    var room = size
    let cell = terminal.cell
    if way == .picture(.sixel), let largest = terminal.showing.largestSixel {
      // A terminal draws nothing of a picture larger than its largest.
      room.columns = min(room.columns, largest.width / cell.width)
      room.rows = min(room.rows, largest.height / cell.height)
    }
    guard room.columns >= 8, room.rows >= Layout.lowestPreview else { return nil }
    return PreviewKey(
      asset: asset, way: way, size: room, cellWidth: cell.width, cellHeight: cell.height,
      isFull: fullQuality.contains(asset.sha256), maxColors: terminal.sixelColors,
      background: settings.pictureBackground)
  }

  private var previewRoom: Size {
    if overlay == .gallery, !gallery.isFull { return galleryLayout.preview.inset(columns: 1).size }
    let isFull = overlay == .gallery || shownAttachment != nil
    return isFull ? pictureRoom.size : layout.preview.inset(columns: 1).size
  }

  /// The attachment that fills the screen, if it is a picture, else the picture of the gallery or of the message.
  private var previewedAsset: AssetReference? {
    if overlay == .gallery { return gallery.picture?.asset }
    guard let attachment = shownAttachment else { return shownPicture?.asset }
    return attachment.isImage ? attachment.asset : nil
  }

  /// What a picture may cost the line.
  func pictureBudget(isFull: Bool) -> PictureBudget {
    var budget = PictureBudget(settings.bandwidth, on: terminal, isFull: isFull)
    // Two pictures share what one may take.
    if overlay == .picture, viewer.isBeside { budget.bytes /= 2 }
    if pictureChoice.delivery.paneOrigin != nil { budget.bytes = min(budget.bytes, Self.mostPassedBytes) }
    return budget
  }

  /// tmux drops a longer sequence whole, and sixel is one.
  /// - Source: terminal-graphics.md section 5.
  private static let mostPassedBytes = 1_000_000

  /// Which setting is missing, in the place of the first picture that suffers from it.
  package var pictureHint: String? {
    guard let hintedPicture, hintedPicture == shownPicture?.asset else { return nil }
    return pictureChoice.hint(on: terminal)
  }

  /// The bytes the line was given for the shown picture.
  package var shownPictureBytes: Int? {
    guard case .picture(let picture)? = previewKey.flatMap(shelf.preview) else { return nil }
    return shelf.sentBytes[picture.id]
  }

  /// Why the shown picture cannot be had in full quality, as a sentence; `nil` if it can.
  var whyNotFullQuality: String? {
    guard let key = previewKey else { return "There is no picture on the screen." }
    if case .art = key.way { return "Character art is as fine as this terminal shows it." }
    return key.isFull ? "The picture is in full quality already." : nil
  }

  /// The room of an attachment on the full screen: all but a line at top and bottom.
  package var pictureRoom: Rect { Rect(terminal.size).inset(rows: 1) }
}
