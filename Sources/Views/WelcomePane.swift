import Core
import Screen

/// What an empty session shows: how to begin, and the latest sessions.
enum WelcomePane {
  static func draw(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    var lines: [Line] = []
    if studio.backend == .simulator {
      lines += [
        Line([Span("There is no API key: ", .warning, .bold), Span("the offline simulator answers.", .warning)]),
        Line([
          Span("Press ", .faint), Span("Ctrl+X k", .hintKey),
          Span(" to enter a key; one is made at aistudio.google.com/apikey.", .faint),
        ]),
        Line(),
      ]
    }
    lines += [
      Line([Span("Type a prompt and press ", .text), Span("Enter", .hintKey), Span(".", .text)]),
      Line([
        Span("@", .hintKey), Span(" attaches a picture, ", .text), Span("Ctrl+X i", .hintKey),
        Span(" changes between text and picture model.", .text),
      ]),
      Line([
        Span("Ctrl+P", .hintKey), Span(" finds any command, ", .text), Span("F1", .hintKey),
        Span(" shows all keys.", .text),
      ]),
    ]
    lines = lines.flatMap { TextWrap.wrap($0.spans, columns: rect.columns - 4) }
    if !studio.recentSessions.isEmpty {
      lines += [Line(), Line("Latest sessions", .title, .bold)]
      for (index, session) in studio.recentSessions.enumerated() {
        lines.append(row(session, number: index + 1, studio, columns: rect.columns - 4))
      }
    }
    let top = rect.row + max(0, min(2, rect.rows - lines.count))
    for (index, line) in lines.prefix(rect.rows).enumerated() {
      grid.write(line, row: top + index, column: rect.column + 2, limit: rect.endColumn)
    }
  }

  private static func row(_ session: SessionSummary, number: Int, _ studio: Studio, columns: Int) -> Line {
    let facts = SessionFacts.text(session, studio)
    let room = max(8, columns - 8 - TextWidth.columns(of: facts))
    let title = TextWrap.truncate(VisibleText.make(session.title), columns: room)
    let padding = String(repeating: " ", count: max(1, room - TextWidth.columns(of: title) + 1))
    return Line([
      Span("Alt+\(number)  ", .hintKey), Span(title, .text), Span(padding, .text), Span(facts, .faint),
    ])
  }
}
