import Core
import Gemini
import Screen

/// The picture of the current message.
enum PreviewPane {
  static func draw(_ studio: Studio, _ layout: Layout, into frame: inout Frame) {
    guard !layout.previewTitle.isEmpty || !layout.preview.isEmpty, let blob = studio.shownPicture else { return }
    var title = "Preview" + PictureFactsText.text(of: blob, studio)
    if layout.preview.isEmpty, let key = studio.settings.keymap.keys(for: .fullPicture, at: studio.placeBehind).first {
      title += " · \(key.label) shows it"
    }
    Rule.draw(
      title, in: layout.previewTitle, isFocused: studio.focus == .preview,
      keeping: FollowLabel.columns(on: layout.previewTitle, studio, layout), into: &frame.grid)
    guard !layout.preview.isEmpty else { return }
    PictureArea.draw(blob, studio, in: layout.preview.inset(columns: 1), into: &frame)
  }
}

/// A picture in its room: as a picture, as character art, or a box that says why not.
enum PictureArea {
  static func draw(_ blob: Blob, _ studio: Studio, in rect: Rect, into frame: inout Frame) {
    guard blob.asset != nil else {
      let reason = blob.data == .unreadable ? "Its bytes are no valid base64." : "It came without bytes."
      box(["This picture cannot be shown.", reason], in: rect, into: &frame.grid)
      return
    }
    guard studio.pictureChoice.way != .box else {
      let label = studio.shelf.label(of: blob, number: studio.shownPictureIndex + 1, columns: rect.columns - 2)
      box([label.text], in: rect, into: &frame.grid)
      return
    }
    guard let key = studio.previewKey else {
      box(["\(VisibleText.make(blob.mimeType))", "No room for a picture here."], in: rect, into: &frame.grid)
      return
    }
    draw(key, studio, in: rect, into: &frame)
  }

  static func draw(_ key: PreviewKey, _ studio: Studio, in rect: Rect, into frame: inout Frame) {
    switch studio.shelf.preview(for: key) {
    case .picture(let picture):
      guard studio.canPlacePictures else { return }
      let place = rect.centered(picture.size)
      frame.pictures.append(PlacedPicture(picture, at: Point(row: place.row, column: place.column)))
    case .art(let art):
      let place = rect.centered(art.size)
      for row in 0..<place.rows {
        for column in 0..<place.columns { frame.grid[place.row + row, place.column + column] = art[row, column] }
      }
      if let hint = studio.pictureHint {
        let lines = TextWrap.wrap(hint, columns: rect.columns, role: .warning).prefix(rect.rows)
        for (index, line) in lines.enumerated() {
          let row = rect.endRow - lines.count + index
          frame.grid.write(line, row: row, column: rect.column, limit: rect.endColumn)
        }
      }
    case .failed(let reason):
      box(["This picture cannot be shown.", reason], in: rect, into: &frame.grid)
    case .making, nil:
      box(["making the picture ready"], in: rect, into: &frame.grid)
    }
  }

  /// Texts in the middle of a room.
  static func box(_ texts: [String], in rect: Rect, into grid: inout Grid) {
    let lines = texts.flatMap { TextWrap.wrap(VisibleText.make($0), columns: max(1, rect.columns - 2), role: .faint) }
    let top = rect.row + max(0, (rect.rows - lines.count) / 2)
    for (index, line) in lines.prefix(rect.rows).enumerated() {
      let indent = max(0, (rect.columns - TextWidth.columns(of: line.text)) / 2)
      grid.write(line, row: top + index, column: rect.column + indent, limit: rect.endColumn)
    }
  }
}
