import Core
import Gemini
import Screen

/// The first line: the session at the left, what the next turn is asked with at the right.
enum StatusLine {
  /// Columns of the title that are kept whatever else there is to say.
  private static let leastTitle = 8

  static func draw(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    guard !rect.isEmpty else { return }
    let right = setup(of: studio)
    let rightColumns = right.reduce(0) { $0 + TextWidth.columns(of: $1.text) }
    let room = max(0, rect.columns - rightColumns - 4)
    let title = studio.session.title.isEmpty ? "New session" : VisibleText.make(studio.session.title)
    var facts = ""
    if !studio.showsComparison, let shown = studio.currentSibling, studio.currentSiblings.count > 1 {
      facts += " ◂\(shown + 1)/\(studio.currentSiblings.count)▸"
    }
    let turns = studio.transcript.turnCount
    if turns > 0 { facts += " · \(countText(turns, of: "turn"))" }
    // Where there is no room for both, the title counts more.
    if room - TextWidth.columns(of: facts) < leastTitle { facts = "" }
    let titleRoom = max(0, room - TextWidth.columns(of: facts))
    var at = grid.write(
      TextWrap.truncate(title, columns: titleRoom), row: rect.row, column: 1, style: Style(.title, .bold))
    grid.setClick(
      on: Rect(row: rect.row, column: 1, rows: 1, columns: at - 1), .command(CommandName.listSessions.rawValue))
    at = grid.write(facts, row: rect.row, column: at, limit: rect.endColumn - rightColumns - 2, style: Style(.faint))
    var column = max(at + 1, rect.endColumn - rightColumns - 1)
    for span in right {
      let end = grid.write(Line([span]), row: rect.row, column: column)
      if let name = command(of: span, studio) {
        grid.setClick(
          on: Rect(row: rect.row, column: column, rows: 1, columns: end - column), .command(name.rawValue))
      }
      column = end
    }
  }

  /// What changes the thing that a part of the line says.
  private static func command(of span: Span, _ studio: Studio) -> CommandName? {
    if span == SimulatorMark.span { return .enterKey }
    guard span.style.role == .model else { return span.style.role == .status ? .runSettings : nil }
    return studio.session.isComparison ? nil : .chooseModel
  }

  private static func setup(of studio: Studio) -> [Span] {
    let session = studio.session
    var spans: [Span] = []
    if studio.backend == .simulator { spans += [SimulatorMark.span, Span(" · ", .faint)] }
    if session.isComparison {
      spans.append(Span("compares \(countText(session.lanes.count, of: "lane"))", .model))
      if !session.systemInstruction.isEmpty { spans.append(Span(" · system", .status)) }
      return spans
    }
    let isNarrow = studio.terminal.size.columns < 80
    if session.use == .picture { spans.append(Span(isNarrow ? "▣ " : "pictures by ", .faint)) }
    spans.append(Span(TextWrap.truncate(VisibleText.make(session.model), columns: isNarrow ? 22 : 32), .model))
    var facts: [String] = []
    // Drawn with each frame, and what is known of a model is gathered from several rows of a table.
    if !session.config.json.isEmpty {
      let traits = studio.traits
      if let thinking = session.thinkingText(traits) { facts.append("thinking \(thinking)") }
      if !isNarrow {
        if let temperature = session.config.json["temperature"] { facts.append("temperature \(temperature.text)") }
        if let ratio = session.config.aspectRatio, traits.makesImages, traits.aspectRatios.contains(ratio) {
          facts.append(ratio)
        }
      }
    }
    if !session.systemInstruction.isEmpty { facts.append("system") }
    if !facts.isEmpty { spans.append(Span(" · " + facts.joined(separator: " · "), .status)) }
    return spans
  }
}

/// Who answers, where no model does: at the right end of the first line, whatever else fills the screen.
enum SimulatorMark {
  static let span = Span("offline simulator", .warning, .bold)

  /// - Returns: the room that is left in the line, with a blank between.
  static func draw(_ studio: Studio, in line: Rect, into grid: inout Grid) -> Rect {
    guard studio.backend == .simulator else { return line }
    let columns = TextWidth.columns(of: span.text)
    grid.write(Line([span]), row: line.row, column: line.endColumn - columns - 1)
    return Rect(row: line.row, column: line.column, rows: line.rows, columns: line.columns - columns - 1)
  }
}
