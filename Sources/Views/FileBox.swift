import Core
import Gemini
import Screen

/// The files of a folder, and what would be sent of the selected one.
enum FileBox {
  static func draw(_ studio: Studio, _ picker: FilePicker, on screen: Rect, into frame: inout Frame) -> Rect {
    let rows = picker.rows
    let room = studio.pickerPreview
    let columns = studio.pickerColumns
    let listColumns = columns - 4 - (room.columns > 0 ? room.columns + 2 : 0)
    let empty = picker.entries == nil ? "reading the folder" : "No file that can be attached here has these letters."
    var foot = TextWrap.wrap(
      VisibleText.make(picker.problem ?? facts(studio, picker)), columns: columns - 4,
      role: picker.problem == nil ? .popup : .popupWarning)
    if picker.unread > 0 {
      let text = "\(countText(picker.unread, of: "more name")) of this folder are not in the list; @ takes any path."
      foot = [foot.first ?? Line(), Line(TextWrap.truncate(text, columns: columns - 4), .popupWarning)]
    }
    let footRows = columns < 100 && screen.rows >= 20 ? 3 : 2
    let rect = ListBox.draw(
      title(picker, columns: columns - 6), picker.list, count: rows.count, most: max(21, picker.entries?.count ?? 0),
      empty: empty,
      on: screen, columns: columns,
      invitation: "type to filter, or a path", footRows: footRows,
      foot: Box.fit(foot, rows: footRows, columns: columns - 4), into: &frame
    ) { index in
      let entry = rows[index]
      let name = VisibleText.make(entry.name) + (entry.isFolder ? "/" : "")
      return ListBox.spread(name, entry.isFolder ? "" : byteText(entry.byteCount), columns: listColumns)
    }
    if room.columns > 0, !rows.isEmpty { preview(picker, room, in: rect, into: &frame.grid) }
    return rect
  }

  /// The end of the path is what tells folders apart.
  private static func title(_ picker: FilePicker, columns: Int) -> String {
    let folder = VisibleText.make(picker.folder)
    let room = columns - 9
    guard TextWidth.columns(of: folder) > room else { return "Attach · " + folder }
    var end = folder[...]
    while TextWidth.columns(of: String(end)) > room - 1 { end = end.dropFirst() }
    return "Attach · …" + end
  }

  private static func facts(_ studio: Studio, _ picker: FilePicker) -> String {
    guard let entry = picker.selected else {
      let key = picker.rows.isEmpty ? nil : studio.spelledKey(for: .accept, at: .files)
      return key.map { "letters filter; \($0) selects the first row" } ?? ""
    }
    if entry.isFolder {
      let way = studio.spelledKey(for: .accept, at: .files).map { "; \($0) goes into it" } ?? ""
      return entry == .parent ? "the folder above" : "a folder" + way
    }
    guard let look = picker.look else { return "looking at it" }
    guard look.isAttachable else { return look.note ?? "" }
    var facts = [look.mimeType]
    if let width = look.width, let height = look.height { facts.append("\(width)x\(height)") }
    facts.append(byteText(look.byteCount))
    if let tokens = studio.tokens(of: look) { facts.append("about \(countText(tokens, of: "token"))") }
    if let note = look.note { facts.append(note) }
    return facts.joined(separator: " · ")
  }

  private static func preview(_ picker: FilePicker, _ room: Size, in box: Rect, into grid: inout Grid) {
    let place = Rect(
      row: box.row + 2, column: box.endColumn - 3 - room.columns, rows: min(room.rows, box.rows - 6),
      columns: room.columns)
    // The bar of the selected row ends where the picture begins.
    grid.fill(
      Rect(row: place.row, column: place.column - 1, rows: place.rows, columns: place.columns + 3),
      with: Cell(" ", Style(.popup)))
    guard let art = picker.look?.art else { return }
    let middle = place.centered(art.size)
    for row in 0..<middle.rows {
      for column in 0..<middle.columns { grid[middle.row + row, middle.column + column] = art[row, column] }
    }
  }
}
