import Core
import Gemini
import Screen

/// What is typed, its rule with attachments and what will be sent, and the lines above it.
enum PromptPane {
  static func draw(_ studio: Studio, _ layout: Layout, into frame: inout Frame) {
    for (index, line) in studio.noticeLines.prefix(layout.notice.rows).enumerated() {
      frame.grid.write(line, row: layout.notice.row + index, column: 1)
    }
    rule(studio, in: layout.promptRule, into: &frame.grid)
    text(studio, in: layout.prompt, into: &frame)
    if let completion = studio.completion { list(completion, above: layout.promptRule, into: &frame.grid) }
  }

  private static func rule(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    Rule.draw(in: rect, into: &grid)
    var spans: [Span] = []
    for attachment in studio.prompt.attachments {
      let name = TextWrap.truncate(VisibleText.make(attachment.name), columns: 24)
      spans.append(Span("[\(name) \(byteText(attachment.asset.byteCount))]", .chip))
      spans.append(Span(" ", .faint))
    }
    let estimate = studio.sendEstimate
    if !studio.prompt.isEmpty || estimate.turns > 1 {
      var facts = ["sends \(estimate.turns) \(estimate.turns == 1 ? "turn" : "turns")"]
      if estimate.pictures > 0 {
        facts.append("\(estimate.pictures) \(estimate.pictures == 1 ? "picture" : "pictures")")
        facts.append(byteText(estimate.bytes))
      }
      facts.append("about \(countText(estimate.tokens)) tokens")
      spans.append(Span(facts.joined(separator: ", "), .faint))
    }
    if studio.editedTurn != nil { spans.insert(Span("another version of a turn ", .accent), at: 0) }
    let columns = spans.reduce(0) { $0 + TextWidth.columns(of: $1.text) }
    guard columns > 0 else { return }
    let start = max(rect.column + 2, rect.endColumn - columns - 4)
    grid.write(" ", row: rect.row, column: start - 1, style: Style(.rule))
    let end = grid.write(Line(spans), row: rect.row, column: start, limit: rect.endColumn - 2)
    grid.write(" ", row: rect.row, column: end, limit: rect.endColumn, style: Style(.rule))
  }

  private static func text(_ studio: Studio, in rect: Rect, into frame: inout Frame) {
    let rows = studio.promptRows
    frame.grid.write("›", row: rect.row, column: rect.column, style: Style(.accent, .bold))
    let first = max(0, min(rows.cursor.row - rect.rows + 1, rows.rows.count - rect.rows))
    for (index, row) in rows.rows[first...].prefix(rect.rows).enumerated() {
      frame.grid.write(row.line, row: rect.row + index, column: rect.column + 2)
    }
    if studio.prompt.isTextEmpty {
      let text = placeholder(studio)
      frame.grid.write(text, row: rect.row, column: rect.column + 2, style: Style(.placeholder))
    }
    if studio.focus == .prompt, studio.overlay == nil {
      frame.cursor = Point(row: rect.row + rows.cursor.row - first, column: rect.column + 2 + rows.cursor.column)
    }
  }

  private static func placeholder(_ studio: Studio) -> String {
    if studio.activeRun != nil { return "type the next prompt; it waits for the answer" }
    return studio.session.use == .picture ? "describe a picture" : "write a prompt"
  }

  private static func list(_ completion: Completion, above rule: Rect, into grid: inout Grid) {
    let count = min(8, completion.items.count, rule.row - 2)
    guard count > 0 else { return }
    let first = max(0, min(completion.selected - count / 2, completion.items.count - count))
    let items = completion.items[first..<first + count].map { TextWrap.truncate(VisibleText.make($0), columns: 56) }
    let width = (items.map { TextWidth.columns(of: $0) }.max() ?? 0) + 2
    let rect = Rect(row: rule.row - count, column: 2, rows: count, columns: width)
    grid.fill(rect, with: Cell(" ", Style(.popup)))
    for (index, item) in items.enumerated() {
      let isSelected = first + index == completion.selected
      let role: Role = isSelected ? .selected : .popup
      let padded = " " + item + String(repeating: " ", count: width - 1 - TextWidth.columns(of: item))
      grid.write(padded, row: rect.row + index, column: rect.column, style: Style(role))
    }
  }
}
