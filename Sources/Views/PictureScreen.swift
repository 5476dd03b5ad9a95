import Core
import Gemini
import Screen

/// The picture alone on the screen, or two of them, with a line about it above and its keys below.
enum PictureScreen {
  static func draw(_ studio: Studio, into frame: inout Frame) {
    guard let blob = studio.shownPicture else { return }
    let size = studio.terminal.size
    let first = Rect(row: 0, rows: 1, columns: size.columns)
    let columns = SimulatorMark.draw(studio, in: first, into: &frame.grid).columns - 2
    let facts = TextWrap.truncate(PictureFactsText.text(of: blob, studio), columns: columns)
    let room = columns - TextWidth.columns(of: facts)
    let title = TextWrap.truncate(VisibleText.make(studio.session.title), columns: room)
    let end = frame.grid.write(title, row: 0, column: 1, style: Style(.title, .bold))
    frame.grid.write(facts, row: 0, column: end, style: Style(.faint))
    let layout = studio.viewerLayout
    if let pair = studio.besidePair {
      draw(pair.a, "A", studio, in: layout.left, caption: layout.captions.row, into: &frame)
      draw(pair.b, "B", studio, in: layout.right, caption: layout.captions.row, into: &frame)
    } else {
      PictureArea.draw(blob, studio, in: layout.right, into: &frame)
    }
    PictureRecordPane.draw(studio, layout, into: &frame.grid)
    Filmstrip.draw(studio, layout, into: &frame.grid)
    let last = Rect(row: size.rows - 1, rows: 1, columns: size.columns)
    guard let notice = studio.notice else { return HintLine.draw(studio, in: last, into: &frame.grid) }
    let text = TextWrap.truncate(VisibleText.make(notice.text), columns: size.columns - 2)
    frame.grid.write(text, row: last.row, column: 1, style: Style(notice.kind == .info ? .faint : .error))
  }

  /// One of two, under a line that says which. The one that commands are about stands out.
  private static func draw(
    _ asset: AssetReference, _ letter: String, _ studio: Studio, in rect: Rect, caption row: Int,
    into frame: inout Frame
  ) {
    let isShown = studio.shownPicture?.asset == asset
    let index = studio.viewedPictures.firstIndex { $0.blob.asset == asset }
    var facts = ["\(isShown ? "●" : "○") \(letter)"]
    if let index { facts.append("picture \(index + 1)") }
    if let known = studio.shelf.facts[asset.sha256] { facts.append(known.text) }
    facts.append(byteText(asset.byteCount))
    frame.grid.write(
      TextWrap.truncate(facts.joined(separator: " · "), columns: rect.columns - 2), row: row, column: rect.column + 1,
      limit: rect.endColumn, style: isShown ? Style(.accent, .bold) : Style(.faint))
    guard let key = studio.viewedKey(of: asset) else {
      return PictureArea.box(["No room for a picture here."], in: rect, into: &frame.grid)
    }
    PictureArea.draw(key, studio, in: rect, into: &frame)
  }
}

/// ` · A · 2/3 · 1376x768 JPEG · 1.4 MB · 200 % at 368,192`.
enum PictureFactsText {
  static func text(of blob: Blob, _ studio: Studio) -> String {
    var facts = [""]
    let isFull = studio.overlay == .picture
    let (number, count) = studio.picturePlace
    let place = count > 1 ? "\(number)/\(count)" : ""
    let letter = isFull ? studio.viewer.letter(of: blob.asset) ?? "" : ""
    let what = [letter, studio.showsDrafts ? "draft" : "", place].filter { !$0.isEmpty }.joined(separator: " ")
    if !what.isEmpty { facts.append(what) }
    if let known = blob.asset.flatMap({ studio.shelf.facts[$0.sha256] }) { facts.append(known.text) }
    if let asset = blob.asset { facts.append(byteText(asset.byteCount)) }
    if isFull, let sight = studio.shownSight { facts.append(text(of: sight, studio.viewer)) }
    if let sent = studio.shownPictureBytes { facts.append("\(byteText(sent)) sent") }
    return facts.joined(separator: " · ")
  }

  /// How large it is shown, and which part: its top left pixel.
  private static func text(of sight: PictureSight, _ viewer: PictureViewer) -> String {
    guard sight.isPart, let crop = sight.crop else {
      return viewer.zoom == .fit ? "fit, \(sight.percent) %" : "\(sight.percent) %"
    }
    return "\(sight.percent) % at \(crop.x),\(crop.y)"
  }
}

/// All that is known of the picture, beside or below it.
enum PictureRecordPane {
  static func draw(_ studio: Studio, _ layout: ViewerLayout, into grid: inout Grid) {
    let rect = layout.record
    guard !rect.isEmpty else { return }
    Rule.draw("About the picture", in: layout.recordTitle, isFocused: false, into: &grid)
    let lines = studio.pictureRecord(columns: rect.columns)
    let top = studio.viewer.recordTop
    let below = lines.count - top - rect.rows
    for (index, line) in lines.dropFirst(top).prefix(rect.rows).enumerated() {
      var line = line
      // What is cut says so in the place of a line, which the page before or after has as well.
      if index == 0, top > 0 { line = Line("▲ PgUp: \(countText(top + 1, of: "line")) above", .faint) }
      if index == rect.rows - 1, below > 0 {
        line = Line("▼ PgDn: \(countText(below + 1, of: "more line"))", .faint)
      }
      grid.write(line, row: rect.row + index, column: rect.column, limit: rect.endColumn)
    }
  }
}

/// The pictures of the branch, small, with the shown one marked.
enum Filmstrip {
  static func draw(_ studio: Studio, _ layout: ViewerLayout, into grid: inout Grid) {
    let strip = layout.strip
    let pictures = studio.viewedPictures
    let frames = studio.filmstrip(of: pictures)
    guard let first = frames.first, let last = frames.last else { return }
    let shown = studio.viewedIndex(in: pictures)
    for frame in frames {
      draw(
        pictures[frame.index], number: frame.index + 1, isShown: frame.index == shown, studio, in: frame.rect,
        into: &grid)
    }
    let middle = strip.row + strip.rows / 2
    if first.index > 0 { grid[middle, strip.column] = Cell("‹", Style(.accent, .bold)) }
    if last.index < pictures.count - 1 { grid[middle, strip.endColumn - 1] = Cell("›", Style(.accent, .bold)) }
  }

  private static func draw(
    _ picture: ViewedPicture, number: Int, isShown: Bool, _ studio: Studio, in rect: Rect, into grid: inout Grid
  ) {
    let letter = studio.viewer.letter(of: picture.blob.asset).map { " \($0)" } ?? ""
    let label = (isShown ? "▣ " : "  ") + "\(number)\(letter)"
    let blanks = String(repeating: " ", count: max(0, rect.columns - TextWidth.columns(of: label)))
    grid.write(
      label + blanks, row: rect.row, column: rect.column, limit: rect.endColumn,
      style: isShown ? Style(.selected, .bold) : Style(.faint))
    guard let asset = picture.blob.asset else {
      grid.write("no bytes", row: rect.row + 1, column: rect.column, limit: rect.endColumn, style: Style(.faint))
      return
    }
    let art = studio.shelf.thumbnail(of: asset)
    for (index, line) in (art.isEmpty ? [Line("…", .faint)] : art).prefix(rect.rows - 1).enumerated() {
      grid.write(line, row: rect.row + 1 + index, column: rect.column, limit: rect.endColumn)
    }
  }
}
