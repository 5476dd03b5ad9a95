import Core
import Screen

/// What an empty session shows: how to begin, and the latest sessions.
enum WelcomePane {
  static func draw(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    let columns = rect.columns - 4
    var intro: [Line] = []
    if studio.backend == .simulator {
      intro.append(
        Line([Span("There is no API key: ", .warning, .bold), Span("the offline simulator answers.", .warning)]))
      if let key = studio.spelledKey(for: .enterKey) {
        intro.append(
          Line([
            Span("Press ", .faint), Span(key, .hintKey),
            Span(" to enter a key; one is made at aistudio.google.com/apikey.", .faint),
          ]))
      }
      intro.append(Line())
    }
    var tips: [Line] = []
    if let key = studio.spelledKey(for: .send) {
      tips.append(Line([Span("Type a prompt and press ", .text), Span(key, .hintKey), Span(".", .text)]))
    }
    tips += [
      sentence([
        ("@", "attaches a picture"),
        (studio.spelledKey(for: .switchModel), "changes between text and picture model"),
      ]),
      sentence([
        (studio.spelledKey(for: .palette), "finds any command"), (studio.spelledKey(for: .help), "shows all keys"),
      ]),
    ]
    intro = intro.flatMap { TextWrap.wrap($0.spans, columns: columns) }
    let sessions = sessions(studio, columns: min(columns, mostColumns))
    let wrapped = tips.map { TextWrap.wrap($0.spans, columns: columns) }
    var lines = intro + wrapped.joined() + (sessions.isEmpty ? [] : [Line()] + sessions)
    if lines.count > rect.rows, !sessions.isEmpty {
      // Who has been here knows how to begin: what was done goes before.
      lines = intro + sessions
      var gap = [Line()]
      for tip in wrapped where lines.count + gap.count + tip.count <= rect.rows {
        lines += gap + tip
        gap = []
      }
    }
    // What there is no room for is not left out silently.
    let hidden = lines.count - rect.rows
    if hidden > 0, studio.recentSessions.count > hidden {
      lines = lines.prefix(rect.rows - 1) + [Line("\(countText(hidden + 1)) more", .faint)]
    }
    let top = rect.row + max(0, min(2, rect.rows - lines.count))
    for (index, line) in lines.prefix(rect.rows).enumerated() {
      grid.write(line, row: top + index, column: rect.column + 2, limit: rect.endColumn)
    }
  }

  private static func sessions(_ studio: Studio, columns: Int) -> [Line] {
    guard !studio.recentSessions.isEmpty else { return [] }
    return [Line("Latest sessions", .title, .bold)]
      + studio.recentSessions.enumerated().map { row($1, number: $0 + 1, studio, columns: columns) }
  }

  /// Title and figures of a session are no farther apart, so that one line is seen as one.
  private static let mostColumns = 100

  /// What keys do; what has no key is left out.
  private static func sentence(_ parts: [(key: String?, does: String)]) -> Line {
    let known = parts.compactMap { part in part.key.map { ($0, part.does) } }
    let spans = known.enumerated().flatMap { index, part in
      [Span(part.0, .hintKey), Span(" \(part.1)\(index + 1 < known.count ? ", " : ".")", .text)]
    }
    return Line(spans)
  }

  private static func row(_ session: SessionSummary, number: Int, _ studio: Studio, columns: Int) -> Line {
    let facts = SessionFacts.text(session, studio)
    let room = max(8, columns - 8 - TextWidth.columns(of: facts))
    let title = TextWrap.truncate(VisibleText.make(session.title), columns: room)
    let padding = String(repeating: " ", count: max(1, room - TextWidth.columns(of: title) + 1))
    let key = studio.spelledKey(for: CommandName.recents[number - 1]).map { "\($0)  " } ?? ""
    return Line([
      Span(key, .hintKey), Span(title, .text), Span(padding, .text), Span(facts, .faint),
    ])
  }
}
