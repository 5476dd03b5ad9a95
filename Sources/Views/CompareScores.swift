import Core
import Gemini
import Screen

/// The figures of the compared answers, a line each, the best of each figure marked.
enum CompareScores {
  /// Figures that are shown before names are cut shorter.
  private static let wanted = 6
  /// Figures that are shown whatever the names are.
  private static let least = 4
  /// Columns before a name: the marker and a blank.
  private static let margin = 2

  static func draw(
    _ studio: Studio, _ answers: [ComparedAnswer], _ names: LaneNames, _ layout: CompareLayout, focused: Int,
    into grid: inout Grid
  ) {
    guard !layout.scores.isEmpty else { return }
    if studio.session.isBlind {
      grid.write(
        TextWrap.truncate(
          "Names and figures are hidden, and the order is shuffled, until you judge.",
          columns: layout.scores.columns - margin - 1),
        row: layout.scores.row, column: margin, style: Style(.faint))
      return
    }
    let marked = studio.comparison.pair.map { [$0.a, $0.b] } ?? [focused]
    let scores = Scores(answers.map(\.run), by: studio.settings.models, at: studio.now)
    let (shownNames, figures) = fitting(names, columns: layout.scores.columns, hasCost: studio.backend == .developer)
    // Not far from the names, however wide the screen is.
    let start = min(layout.scores.endColumn - 1 - columns(figures), margin + width(shownNames) + 1)
    if !layout.header.isEmpty {
      each(figures, from: start) { figure, place in
        right(figure.label, in: place, row: layout.header.row, style: Style(.faint), into: &grid)
      }
    }
    for row in 0..<layout.scores.rows where layout.firstScore + row < answers.count {
      let index = layout.firstScore + row
      let y = layout.scores.row + row
      let isMarked = marked.contains(index)
      if isMarked {
        grid[y, layout.scores.column] = Cell("▌", Style(.marker, studio.focus == .compare ? .bold : .dim))
      }
      let name = TextWrap.truncate(shownNames[index], columns: max(1, start - margin - 1))
      grid.write(
        name, row: y, column: margin, limit: start, style: Style(isMarked ? .model : .status))
      each(figures, from: start) { figure, place in
        let isBest = scores.isBest(figure, at: index)
        let text = (isBest ? "•" : "") + scores.text(figure, at: index)
        right(
          TextWrap.truncate(text, columns: place.count - 1), in: place, row: y,
          style: style(figure, answers[index].run, isBest: isBest), into: &grid)
      }
    }
  }

  private static func style(_ figure: Scores.Figure, _ run: Run?, isBest: Bool) -> Style {
    if isBest { return Style(.accent, .bold) }
    guard figure == .end, let run else { return Style(figure == .end ? .faint : .text) }
    if run.isWaiting { return Style(.warning) }
    if run.isActive { return Style(.activity) }
    if case .failed? = run.ending { return Style(.error) }
    return Style(run.isGoodHistory ? .faint : .warning)
  }

  private static func columns(_ figures: [Scores.Figure]) -> Int { figures.reduce(0) { $0 + $1.columns } }

  /// The longest names that leave room for the figures that matter most, and as many figures as fit beside them.
  private static func fitting(_ names: LaneNames, columns room: Int, hasCost: Bool) -> ([String], [Scores.Figure]) {
    let all = Scores.Figure.byWeight.filter { hasCost || $0 != .cost }
    let wide = [names.full, names.short, names.shortest].first { names in
      room - margin - 2 - width(names) >= columns(Array(all.prefix(wanted)))
    }
    let shown = wide ?? names.shortest
    let left = max(columns(Array(all.prefix(least))), room - margin - 2 - width(shown))
    var figures: Set<Scores.Figure> = []
    var used = 0
    for figure in all {
      guard used + figure.columns <= left else { break }
      used += figure.columns
      figures.insert(figure)
    }
    return (shown, Scores.Figure.allCases.filter(figures.contains))
  }

  private static func width(_ names: [String]) -> Int { names.map(TextWidth.columns).max() ?? 0 }

  private static func each(_ figures: [Scores.Figure], from start: Int, _ body: (Scores.Figure, Range<Int>) -> Void) {
    var at = start
    for figure in figures {
      body(figure, at..<at + figure.columns)
      at += figure.columns
    }
  }

  private static func right(_ text: String, in place: Range<Int>, row: Int, style: Style, into grid: inout Grid) {
    let column = place.upperBound - TextWidth.columns(of: text)
    grid.write(text, row: row, column: max(place.lowerBound, column), limit: place.upperBound, style: style)
  }
}
