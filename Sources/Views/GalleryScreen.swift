import Core
import Gemini
import Screen

/// The pictures of all sessions: small ones in a grid, and the selected one large where there is room.
enum GalleryScreen {
  static func draw(_ studio: Studio, into frame: inout Frame) {
    let gallery = studio.gallery
    let layout = studio.galleryLayout
    let title = SimulatorMark.draw(studio, in: layout.title, into: &frame.grid)
    if gallery.isFull, let picture = gallery.picture {
      drawFull(picture, studio, in: title, into: &frame)
    } else {
      drawTitle(studio, in: title, into: &frame.grid)
      drawFilter(gallery.filter, in: layout.filter, into: &frame)
      if gallery.pictures.isEmpty {
        // Nothing is selected, so that its side is free too.
        var room = layout.grid
        room.columns = layout.title.columns
        PictureArea.box(emptyTexts(studio), in: room, into: &frame.grid)
      } else {
        for index in layout.visible(gallery) {
          let room = layout.room(of: index, in: gallery)
          drawTile(gallery.pictures[index], isSelected: index == gallery.selected, studio, in: room, into: &frame.grid)
        }
        drawSide(studio, layout, into: &frame)
      }
    }
    drawFoot(studio, in: layout.hint, into: &frame.grid)
  }

  private static func drawFoot(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    guard let notice = studio.notice else { return HintLine.draw(studio, in: rect, into: &grid) }
    let text = TextWrap.truncate(VisibleText.make(notice.text), columns: rect.columns - 2)
    grid.write(text, row: rect.row, column: 1, style: Style(notice.kind == .info ? .faint : .error))
  }

  /// `Gallery · 12 of 200+ · with drafts`.
  private static func drawTitle(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    let gallery = studio.gallery
    let name = gallery.showsDeleted ? "Gallery · deleted pictures" : "Gallery"
    var facts = [""]
    if !gallery.pictures.isEmpty {
      facts.append(
        "\(countText(gallery.selected + 1)) of \(countText(gallery.pictures.count))\(gallery.isWhole ? "" : "+")")
    }
    if gallery.showsDrafts { facts.append("with drafts") }
    if gallery.showsDemos { facts.append("with demo pictures") }
    let end = grid.write(name, row: rect.row, column: 1, style: Style(.title, .bold))
    let text = TextWrap.truncate(facts.joined(separator: " · "), columns: rect.endColumn - end - 1)
    grid.write(text, row: rect.row, column: end, style: Style(.faint))
  }

  private static func drawFilter(_ filter: String, in rect: Rect, into frame: inout Frame) {
    frame.grid.write("›", row: rect.row, column: 1, style: Style(.accent))
    let limit = rect.endColumn - 1
    // The end of a long filter is where one types.
    var text = VisibleText.make(filter)
    while TextWidth.columns(of: text) > limit - 4 { text.removeFirst() }
    let end = frame.grid.write(text, row: rect.row, column: 3, limit: limit, style: Style(.text))
    if filter.isEmpty { frame.grid.write("type words of a prompt", row: rect.row, column: 3, style: Style(.faint)) }
    frame.cursor = Point(row: rect.row, column: min(end, limit))
  }

  private static func emptyTexts(_ studio: Studio) -> [String] {
    let gallery = studio.gallery
    func key(_ name: CommandName) -> String? { studio.spelledKey(for: name, at: .gallery) }
    guard gallery.isWhole else { return ["reading the pictures"] }
    var sentences: [String]
    if !gallery.filter.isEmpty {
      sentences = ["No picture's prompt has these words. Backspace takes letters back."]
    } else if gallery.showsDeleted {
      sentences = ["No picture was deleted in the last 30 days."]
    } else {
      sentences = ["There is no picture yet. Take the picture model and describe one."]
    }
    if gallery.showsDeleted {
      sentences += [key(.showDeleted).map { "\($0) goes back to the others." }].compactMap { $0 }
    } else if !gallery.showsDemos {
      sentences += [key(.showDemos).map { "\($0) shows those of the offline simulator too." }].compactMap { $0 }
    }
    if let key = key(.close) { sentences.append("\(key) closes the gallery.") }
    return sentences
  }

  // MARK: One picture

  private static func drawTile(
    _ picture: StoredPicture, isSelected: Bool, _ studio: Studio, in rect: Rect, into grid: inout Grid
  ) {
    var room = Rect(row: rect.row, column: rect.column + 1, rows: rect.rows, columns: rect.columns - 2)
    let caption = room.takeBottom(GalleryLayout.captionRows)
    let art = studio.makesThumbnails ? studio.shelf.thumbnail(of: picture.asset) : []
    if art.isEmpty {
      let text = "▣ \(VisibleText.make(picture.mimeType)) \(byteText(picture.asset.byteCount))"
      let row = room.row + room.rows / 2
      grid.write(
        TextWrap.truncate(text, columns: room.columns), row: row, column: room.column, limit: room.endColumn,
        style: Style(.faint))
    } else {
      let columns = art.map { TextWidth.columns(of: $0.text) }.max() ?? 0
      let place = room.centered(Size(columns: columns, rows: art.count))
      for (index, line) in art.prefix(room.rows).enumerated() {
        grid.write(line, row: place.row + index, column: place.column, limit: room.endColumn)
      }
    }
    if isSelected {
      grid.fill(
        Rect(row: caption.row, column: rect.column, rows: caption.rows, columns: rect.columns),
        with: Cell(" ", Style(.selected)))
      for row in rect.row..<rect.endRow {
        grid.write("▌", row: row, column: rect.column, style: row < caption.row ? Style(.accent) : Style(.selected))
      }
    }
    let lines = [promptText(picture), captionText(picture, studio)]
    for (index, text) in lines.enumerated() {
      let style = isSelected ? Style(.selected) : Style(index == 0 ? .text : .faint)
      grid.write(
        TextWrap.truncate(text, columns: caption.columns), row: caption.row + index, column: caption.column,
        limit: caption.endColumn, style: style)
    }
  }

  /// The prompt in one line.
  private static func promptText(_ picture: StoredPicture) -> String {
    let words = picture.prompt.prefix(400).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.isEmpty ? "(no prompt)" : VisibleText.make(words)
  }

  /// `3 d · demo · gemini-2.5-flash-image`: what tells pictures apart comes first, the model's name is cut.
  private static func captionText(_ picture: StoredPicture, _ studio: Studio) -> String {
    let age = ageText(studio.now - (picture.deleteTime ?? picture.createTime))
    return ([picture.deleteTime == nil ? age : "deleted \(age)"] + marks(picture) + [modelText(picture)])
      .joined(separator: " · ")
  }

  private static func marks(_ picture: StoredPicture) -> [String] {
    [picture.isDraft ? "draft" : nil, picture.isDemo ? "demo" : nil].compactMap { $0 }
  }

  /// The names of picture models begin alike.
  private static func modelText(_ picture: StoredPicture) -> String {
    let name = VisibleText.make(picture.model)
    return name.hasPrefix("gemini-") ? String(name.dropFirst("gemini-".count)) : name
  }

  /// How long ago something was, in its largest unit: `5 min`, `3 h`, `12 d`.
  private static func ageText(_ milliseconds: Int) -> String {
    let minutes = max(0, milliseconds) / 60_000
    if minutes < 1 { return "now" }
    if minutes < 60 { return "\(minutes) min" }
    if minutes < 60 * 24 { return "\(minutes / 60) h" }
    return "\(countText(minutes / (60 * 24))) d"
  }

  // MARK: The selected picture

  private static func drawSide(_ studio: Studio, _ layout: GalleryLayout, into frame: inout Frame) {
    guard let picture = studio.gallery.picture else { return }
    if !layout.preview.isEmpty {
      let bar = layout.preview.column - 1
      for row in layout.preview.row..<layout.facts.endRow { frame.grid[row, bar] = Cell("│", Style(.rule)) }
      drawPicture(picture, studio, in: layout.preview.inset(columns: 1), into: &frame)
    }
    let place = layout.facts.inset(columns: 1)
    let facts = TextWrap.wrap(factsText(picture, studio), columns: place.columns, role: .faint)
    let prompt = TextWrap.wrap(promptText(picture), columns: place.columns, role: .text)
    // The facts keep their lines; of a long prompt the beginning is shown.
    let room = max(1, place.rows - facts.count)
    var lines = Array(prompt.prefix(room))
    if prompt.count > room, let last = lines.popLast() {
      lines.append(Line(TextWrap.truncate(last.text + " …", columns: place.columns), .text))
    }
    for (index, line) in (lines + facts).prefix(place.rows).enumerated() {
      frame.grid.write(line, row: place.row + index, column: place.column, limit: place.endColumn)
    }
  }

  private static func drawPicture(_ picture: StoredPicture, _ studio: Studio, in rect: Rect, into frame: inout Frame) {
    if let key = studio.previewKey {
      PictureArea.draw(key, studio, in: rect, into: &frame)
    } else {
      let reason = studio.pictureChoice.way == .box ? "This terminal shows no pictures." : "No room for a picture here."
      PictureArea.box([VisibleText.make(picture.mimeType), reason], in: rect, into: &frame.grid)
    }
  }

  /// Model, session, size and time.
  private static func factsText(_ picture: StoredPicture, _ studio: Studio) -> String {
    let offset = studio.settings.utcOffsetSeconds
    let time = picture.createTime
    let title = picture.sessionTitle.isEmpty ? "(no title)" : VisibleText.make(picture.sessionTitle)
    var facts = [VisibleText.make(picture.model)] + marks(picture)
    facts += ["in “\(TextWrap.truncate(title, columns: 60))”"]
    if let known = studio.shelf.facts[picture.asset.sha256] { facts.append(known.text) }
    facts.append(byteText(picture.asset.byteCount))
    facts.append("\(time.day(utcOffsetSeconds: offset)) \(time.timeOfDay(utcOffsetSeconds: offset))")
    if let deleted = picture.deleteTime {
      let day = 86_400_000
      let left = max(0, PictureMark.restorable - (studio.now - deleted) + day - 1) / day
      facts.append("deleted; \(countText(left, of: "day")) left to restore it")
    }
    return facts.joined(separator: " · ")
  }

  private static func drawFull(
    _ picture: StoredPicture, _ studio: Studio, in title: Rect, into frame: inout Frame
  ) {
    let facts = TextWrap.truncate(" · " + factsText(picture, studio), columns: title.columns * 2 / 3)
    let room = title.columns - 2 - TextWidth.columns(of: facts)
    let end = frame.grid.write(
      TextWrap.truncate(promptText(picture), columns: room), row: title.row, column: 1, style: Style(.title, .bold))
    frame.grid.write(facts, row: title.row, column: end, style: Style(.faint))
    drawPicture(picture, studio, in: studio.pictureRoom, into: &frame)
  }
}
