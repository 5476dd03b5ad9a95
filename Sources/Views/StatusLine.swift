import Core
import Gemini
import Screen

/// The first line: the session at the left, what the next turn is asked with at the right.
enum StatusLine {
  /// Columns of the title that are kept whatever else there is to say.
  private static let leastTitle = 8

  static func draw(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    guard !rect.isEmpty else { return }
    let title = studio.session.title.isEmpty ? "New session" : VisibleText.make(studio.session.title)
    let all = facts(of: studio)
    // The two margins, and two blanks between both sides.
    let width = max(0, rect.columns - 4)
    let wanted = TextWidth.columns(of: title) + all.reduce(0) { $0 + TextWidth.columns(of: $1) }
    let right = setup(of: studio, columns: width - min(wanted, width * 2 / 5))
    let rightColumns = columns(right)
    let room = max(0, width - rightColumns)
    // Where there is no room for all, the title counts more.
    let facts =
      (0...all.count).map { all.dropLast($0).joined() }
      .first { room - TextWidth.columns(of: $0) >= min(leastTitle, TextWidth.columns(of: title)) } ?? ""
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

  private static func columns(_ spans: [Span]) -> Int { spans.reduce(0) { $0 + TextWidth.columns(of: $1.text) } }

  /// The version that is shown, and the turns of the session, those of other branches counted too.
  private static func facts(of studio: Studio) -> [String] {
    var facts: [String] = []
    if !studio.showsComparison, let shown = studio.currentSibling, studio.currentSiblings.count > 1 {
      facts.append(" ◂\(shown + 1)/\(studio.currentSiblings.count)▸")
    }
    let shown = studio.transcript.turnCount
    let turns = studio.session.turns.count
    if turns > 0 {
      facts.append(
        shown < turns
          ? " · \(countText(shown)) of \(countText(turns, of: "turn"))" : " · \(countText(turns, of: "turn"))")
    }
    return facts
  }

  /// What changes the thing that a part of the line says.
  private static func command(of span: Span, _ studio: Studio) -> CommandName? {
    if span == SimulatorMark.span { return .enterKey }
    guard span.style.role == .model else { return span.style.role == .status ? .runSettings : nil }
    return studio.session.isComparison ? nil : .chooseModel
  }

  /// What the next turn is asked with, in so many columns if that can be. The settings go one by one, the last first, and
  /// leave a mark.
  private static func setup(of studio: Studio, columns room: Int) -> [Span] {
    let settings = settings(of: studio)
    let versions =
      [setup(of: studio, settings, isBrief: false)]
      + (0...settings.count).map { left in
        setup(of: studio, settings.dropLast(left) + (left > 0 ? ["…"] : []), isBrief: true)
      }
    return versions.first { columns($0) <= room } ?? versions[versions.count - 1]
  }

  private static func setup(of studio: Studio, _ settings: [String], isBrief: Bool) -> [Span] {
    let session = studio.session
    var spans: [Span] = []
    if studio.backend == .simulator { spans += [SimulatorMark.span, Span(" · ", .faint)] }
    if session.isComparison {
      spans.append(Span("compares \(countText(session.lanes.count, of: "lane"))", .model))
    } else {
      if session.use == .picture { spans.append(Span(isBrief ? "▣ " : "pictures by ", .faint)) }
      let isNarrow = studio.terminal.size.columns < 80
      spans.append(Span(TextWrap.truncate(VisibleText.make(session.model), columns: isNarrow ? 22 : 32), .model))
    }
    if !settings.isEmpty { spans.append(Span(" · " + settings.joined(separator: " · "), .status)) }
    return spans
  }

  /// The settings that are others than the model's own, and matter most.
  private static func settings(of studio: Studio) -> [String] {
    let session = studio.session
    var facts: [String] = []
    // Drawn with each frame, and what is known of a model is gathered from several rows of a table.
    if !session.isComparison, !session.config.json.isEmpty {
      let traits = studio.traits
      if let thinking = session.thinkingText(traits) { facts.append("thinking \(thinking)") }
      if let temperature = session.config.json["temperature"] { facts.append("temperature \(temperature.text)") }
      if let ratio = session.config.aspectRatio, traits.makesImages, traits.aspectRatios.contains(ratio) {
        facts.append(ratio)
      }
    }
    if !session.systemInstruction.isEmpty { facts.append("system") }
    return facts
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
