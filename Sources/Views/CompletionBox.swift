import Core
import Screen

/// The paths that could follow an `@`, above the prompt, with a picture of the selected one where there is room.
enum CompletionBox {
  private static let most = 8

  static func draw(_ completion: Completion, _ studio: Studio, above end: Int, into grid: inout Grid) {
    let count = min(most, completion.items.count, end - 2)
    guard count > 0 else { return }
    let first = max(0, min(completion.selected - count / 2, completion.items.count - count))
    let items = completion.items[first..<first + count].map { TextWrap.truncate(VisibleText.make($0), columns: 48) }
    let isCut = count < completion.items.count
    let share = isCut ? " \(completion.selected + 1) of \(completion.items.count)" : ""
    let width = (items.map { TextWidth.columns(of: $0) }.max() ?? 0) + 2 + TextWidth.columns(of: share)
    let rect = Rect(row: end - count, column: 2, rows: count, columns: width)
    grid.cover(rect, with: Style(.popup))
    for (index, item) in items.enumerated() {
      let isSelected = first + index == completion.selected
      let role: Role = isSelected ? .selected : .popup
      let padded = " " + item + String(repeating: " ", count: width - 1 - TextWidth.columns(of: item))
      grid.write(padded, row: rect.row + index, column: rect.column, style: Style(role))
      guard isSelected, isCut else { continue }
      grid.write(
        share, row: rect.row + index, column: rect.endColumn - TextWidth.columns(of: share) - 1, style: Style(role))
    }
    if let look = completion.look { draw(look, studio, beside: rect.endColumn + 1, above: end, into: &grid) }
  }

  private static func draw(
    _ look: FileLook, _ studio: Studio, beside column: Int, above end: Int, into grid: inout Grid
  ) {
    let room = studio.completionPreview
    let width = room.columns + 2
    guard room.columns > 0, column + width < grid.size.columns else { return }
    let lines = TextWrap.wrap(VisibleText.make(facts(look, studio)), columns: room.columns, role: .popupFaint)
    let facts = Box.fit(lines, rows: look.art == nil ? 3 : 2, columns: room.columns)
    let rows = (look.art?.size.rows ?? 0) + facts.count
    guard rows > 0, end - rows >= 1 else { return }
    let rect = Rect(row: end - rows, column: column, rows: rows, columns: width)
    grid.cover(rect, with: Style(.popup))
    if let art = look.art {
      let middle = column + 1 + (room.columns - art.size.columns) / 2
      for row in 0..<art.size.rows {
        for offset in 0..<art.size.columns { grid[rect.row + row, middle + offset] = art[row, offset] }
      }
    }
    for (index, line) in facts.enumerated() {
      grid.write(line, row: rect.endRow - facts.count + index, column: column + 1, limit: rect.endColumn)
    }
  }

  private static func facts(_ look: FileLook, _ studio: Studio) -> String {
    if let note = look.note, !look.isAttachable { return note }
    var facts = [byteText(look.byteCount)]
    if let width = look.width, let height = look.height { facts.insert("\(width)x\(height)", at: 0) }
    if let tokens = studio.tokens(of: look) { facts.append(countText(tokens, of: "token")) }
    return facts.joined(separator: ", ")
  }
}
