import Core
import Gemini
import Screen

/// Answers side by side: their figures on top, then as many columns as there is room for.
enum ComparePane {
  static func draw(_ studio: Studio, _ layout: Layout, into grid: inout Grid) {
    let answers = studio.comparedAnswers
    let place = studio.compareLayout(of: answers, in: layout.conversation)
    let focused = studio.focusedPlace(in: answers)
    rule(studio, in: layout.rule, into: &grid)
    let names = LaneNames(answers, studio)
    CompareScores.draw(studio, answers, names, place, focused: focused, into: &grid)
    if let pair = studio.comparison.pair {
      return differences(pair, names, studio, in: place.columns[0], into: &grid)
    }
    for (index, column) in place.columns.enumerated() {
      let answer = answers[column.place]
      let isFirst = index == 0
      let isLast = index == place.columns.count - 1
      title(
        names.full[column.place], studio, column: column, isFocused: column.place == focused,
        hasBefore: isFirst && column.place > 0, hasAfter: isLast && column.place + 1 < answers.count,
        label: label(answer, studio), into: &grid)
      text(answer, studio, in: column.text, into: &grid)
      if !isLast { bar(at: column.text.endColumn, from: column.title.row, to: column.text.endRow, into: &grid) }
    }
  }

  /// Two answers as one text: what only one of them has is marked.
  private static func differences(
    _ pair: ComparisonView.Pair, _ names: LaneNames, _ studio: Studio, in column: CompareLayout.Column,
    into grid: inout Grid
  ) {
    let differences = studio.differences
    let lines = differences?.lines
    let below = (lines?.count ?? 0) - studio.comparison.differenceTop - column.text.rows
    let label = below > 0 ? "↓ \(countText(below, of: "line"))" : nil
    // The figures are worth more than the names.
    let numbers = "\(pair.a + 1) → \(pair.b + 1)"
    let free = column.title.columns - 10 - TextWidth.columns(of: label ?? "")
    let whole = differences?.summary ?? "comparing"
    let fits = TextWidth.columns(of: numbers + whole) <= free
    let summary = fits ? whole : differences?.brief ?? whole
    let room = free - TextWidth.columns(of: summary)
    let pairs = [names.short, names.shortest].map { "\($0[pair.a]) → \($0[pair.b])" }
    let who = pairs.first { TextWidth.columns(of: $0) <= room } ?? numbers
    title(
      "\(who) · \(summary)", studio, column: column, isFocused: true, hasBefore: false, hasAfter: false, label: label,
      into: &grid)
    // Where the two stand in halves, the bar between them goes on below their end.
    let shown = Array(lines?.dropFirst(studio.comparison.differenceTop).prefix(column.text.rows) ?? [])
    let first = shown.firstIndex { line in line.spans.contains { $0.text == CompareLayout.besideBar } }
    if let first, let end = shown[first].spans.firstIndex(where: { $0.text == CompareLayout.besideBar }) {
      let spans = shown[first].spans
      let half = spans[..<end].reduce(0) { $0 + TextWidth.columns(of: $1.text) }
      let at = column.text.column + 3 + half
      // Until they are cut for another width, the lines are those of the one before.
      if at < column.text.endColumn {
        bar(at: at, from: column.text.row + first, to: column.text.endRow, hangs: false, into: &grid)
      }
    }
    for (index, line) in shown.enumerated() {
      grid.write(
        line, row: column.text.row + index, column: column.text.column + 2, limit: column.text.endColumn - 1)
    }
  }

  /// The rule over it carries the prompt that is answered.
  private static func rule(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    guard !rect.isEmpty, let index = studio.comparedTurn else { return }
    var text = studio.session.turns[index].content.text.split(whereSeparator: \.isWhitespace).prefix(60)
      .joined(separator: " ")
    let files = studio.session.turns[index].content.blobs.count
    // What the title of the session says already is not said again.
    let title = VisibleText.make(studio.session.title)
    if !title.isEmpty, VisibleText.make(text).hasPrefix(title.hasSuffix("…") ? String(title.dropLast()) : title) {
      text = ""
    }
    if files > 0 { text += (text.isEmpty ? "" : " ") + "[\(files) attached]" }
    let path = studio.comparison.turn == nil ? [] : studio.session.path
    let number = path.firstIndex(of: index).map { "turn \($0 + 1) of \(path.count)" } ?? ""
    let words = [number, VisibleText.make(text)].filter { !$0.isEmpty }.joined(separator: " · ")
    Rule.draw(in: rect, into: &grid)
    if !words.isEmpty { Rule.draw(words, in: rect, isFocused: false, into: &grid) }
  }

  private static func title(
    _ name: String, _ studio: Studio, column: CompareLayout.Column, isFocused: Bool, hasBefore: Bool, hasAfter: Bool,
    label: String?, into grid: inout Grid
  ) {
    let rect = column.title
    Rule.draw(in: rect, into: &grid)
    let label = label.map { " \($0) " }
    let labelColumns = label.map { TextWidth.columns(of: $0) + 1 } ?? 0
    let text = " " + TextWrap.truncate(name, columns: max(1, rect.columns - 8 - labelColumns)) + " "
    let hasKeys = studio.focus == .compare
    let style = isFocused ? Style(.accent, hasKeys ? [.bold, .reverse] : .bold) : Style(.title)
    grid.write(text, row: rect.row, column: rect.column + 2, limit: rect.endColumn, style: style)
    if let label {
      FollowLabel.write(label, row: rect.row, column: rect.endColumn - labelColumns - 2, pane: .compare, into: &grid)
    }
    if hasBefore { grid.write("◂", row: rect.row, column: rect.column, style: Style(.accent, .bold)) }
    if hasAfter { grid.write(" ▸", row: rect.row, column: rect.endColumn - 2, style: Style(.accent, .bold)) }
  }

  private static func bar(
    at column: Int, from top: Int, to end: Int, hangs: Bool = true, into grid: inout Grid
  ) {
    for row in top..<end { grid[row, column] = Cell(hangs && row == top ? "┬" : "│", Style(.rule)) }
  }

  private static func text(_ answer: ComparedAnswer, _ studio: Studio, in rect: Rect, into grid: inout Grid) {
    guard answer.run != nil else { return unasked(studio, in: rect, into: &grid) }
    guard let column = studio.comparison.columns[answer.id] else { return }
    let isFocused = studio.focus == .compare && studio.focusedAnswer?.id == answer.id
    for (index, line) in column.lines(rows: rect.rows).enumerated() {
      if isFocused, studio.markedRows.contains(index) {
        grid[rect.row + index, rect.column + 1] = Cell("┃", Style(.accent))
      }
      grid.write(line, row: rect.row + index, column: rect.column + 2, limit: rect.endColumn - 1)
    }
    TextMarks.draw(studio.textMarks, in: rect, into: &grid)
  }

  /// What waits below a column that does not follow its end.
  private static func label(_ answer: ComparedAnswer, _ studio: Studio) -> String? {
    guard let column = studio.comparison.columns[answer.id], !column.isFollowing else { return nil }
    return column.newCount > 0 ? "↓ \(countText(column.newCount)) new" : "↓ End"
  }

  private static func unasked(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    let isLast = studio.comparedTurn == studio.session.path.last
    let text =
      studio.comparedTurn == nil
      ? "The next prompt goes to all lanes."
        + (studio.session.turns.isEmpty ? "" : studio.way(.previousMessage, "shows what was said before", at: .compare))
      : "This lane has no answer to this."
        + (isLast ? " The next prompt goes to it as well." + studio.way(.regenerate, "asks it now", at: .compare) : "")
    for (index, line) in TextWrap.wrap(text, columns: CompareLayout.textColumns(rect), role: .faint).enumerated()
    where index < rect.rows {
      grid.write(line, row: rect.row + index, column: rect.column + 2, limit: rect.endColumn - 1)
    }
  }
}

/// What the lanes are called, at three lengths.
struct LaneNames {
  /// Model and settings.
  let full: [String]
  /// Without words that go without saying.
  let short: [String]
  /// What tells one from the others.
  let shortest: [String]

  init(_ answers: [ComparedAnswer], _ studio: Studio) {
    if studio.session.isBlind {
      full = answers.indices.map { "Answer \($0 + 1)" }
      (short, shortest) = (full, full)
      return
    }
    if studio.comparison.candidatesOf != nil {
      full = answers.indices.map { "\($0 + 1) candidate \($0 + 1)" }
      (short, shortest) = (full, full)
      return
    }
    let isSame = answers.count > 1 && Set(answers.map(\.model)).count == 1
    let traits = answers.map { studio.traits(of: $0.model) }
    let models = answers.map { VisibleText.make($0.model) }
    let bare = models.map { $0.hasPrefix("gemini-") ? String($0.dropFirst(7)) : $0 }
    let long = answers.indices.map { answers[$0].settings(traits[$0]).map(VisibleText.make) }
    let brief = answers.indices.map { answers[$0].settings(traits[$0], isBrief: true).map(VisibleText.make) }
    let numbers = answers.indices.map { "\($0 + 1) " }
    full = answers.indices.map { numbers[$0] + ([models[$0]] + long[$0]).joined(separator: " · ") }
    short = answers.indices.map { numbers[$0] + ([bare[$0]] + brief[$0]).joined(separator: " · ") }
    shortest = answers.indices.map { index in
      numbers[index]
        + (isSame && !brief[index].isEmpty ? brief[index] : [bare[index]] + brief[index]).joined(separator: " · ")
    }
  }
}
