import Core
import Gemini
import Screen

/// The figures of compared answers, a row each.
struct FigureTable {
  private struct Column: Sendable {
    let title: String
    /// The higher, the sooner it stays out where there is too little room.
    var dispensable = 0
    let text: @Sendable (Run, RunFigures) -> String
  }

  private let rows: [(name: String, cells: [String])]
  private static let gap = 2

  private static let columns = [
    Column(title: "FIRST", dispensable: 1) { time($1.firstEvent) },
    Column(title: "THOUGHT", dispensable: 2) { time($1.firstThought) }, Column(title: "TEXT") { time($1.firstText) },
    Column(title: "TOTAL") { time($1.total) },
    Column(title: "TOK/S") { $1.tokensPerSecond.map { countText(Int($0.rounded())) } ?? "-" },
    Column(title: "IN") { count($1.promptTokens) },
    Column(title: "CACHED", dispensable: 3) { count($1.cachedTokens) },
    Column(title: "THINK") { count($1.thoughtTokens) }, Column(title: "OUT") { count($1.answerTokens) },
    Column(title: "COST") { $1.cost.map(priceText) ?? "-" }, Column(title: "END") { run, _ in run.endWord },
  ]

  init(_ answers: [ComparedAnswer], _ models: ModelTable, at now: Instant) {
    rows = answers.map { answer in
      let figures = answer.run.figures(by: models, at: now)
      return (answer.name, Self.columns.map { $0.text(answer.run, figures) })
    }
  }

  /// The lines of the table. Where the names make it too wide, numbers stand for them, which are told above.
  /// - Parameter width: columns of the terminal.
  func lines(width: Int) -> [String] {
    let all = Array(Self.columns.indices)
    let named = lines(rows.map(\.name), title: "LANE", all)
    if Self.width(named) <= width { return named }
    let legend = rows.enumerated().map { "\($0 + 1)  \(TextWrap.truncate($1.name, columns: max(1, width - 4)))" }
    var shown = all
    while true {
      let numbered = lines(rows.indices.map { String($0 + 1) }, title: "", shown)
      let next = shown.filter { Self.columns[$0].dispensable > 0 }
        .max { Self.columns[$0].dispensable < Self.columns[$1].dispensable }
      guard Self.width(numbered) > width, let next else {
        return legend + [""] + numbered.map { TextWrap.truncate($0, columns: width) }
      }
      shown.removeAll { $0 == next }
    }
  }

  private func lines(_ names: [String], title: String, _ columns: [Int]) -> [String] {
    let cells =
      [[title] + columns.map { Self.columns[$0].title }]
      + zip(names, rows).map { name, row in
        [name] + columns.map { row.cells[$0] }
      }
    let widths = cells[0].indices.map { column in cells.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
    return cells.map { row in
      let padded = row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - TextWidth.columns(of: cell))
        // Names and words on the left, numbers below each other.
        return column == 0 || column == row.count - 1 ? cell + blanks : blanks + cell
      }
      return String(padded.joined(separator: String(repeating: " ", count: Self.gap)).trimmedAtEnd)
    }
  }

  private static func width(_ lines: [String]) -> Int { lines.map { TextWidth.columns(of: $0) }.max() ?? 0 }

  /// As a table of Markdown.
  var markdown: [String] {
    let titles = ["lane"] + Self.columns.map { $0.title.lowercased() }
    let head = MarkdownTable.row(titles)
    return [head, MarkdownTable.rule(titles.count)] + rows.map { MarkdownTable.row([$0.name] + $0.cells) }
  }

  private static func count(_ value: Int?) -> String { value.map(countText) ?? "-" }

  /// Seconds, with two digits behind the point below ten.
  static func time(_ milliseconds: Int?) -> String {
    guard let milliseconds else { return "-" }
    if milliseconds >= 9995 { return durationText(milliseconds: milliseconds) }
    let hundredths = (milliseconds + 5) / 10
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) s"
  }
}

/// Rows of a table of Markdown.
enum MarkdownTable {
  static func row(_ cells: [String]) -> String {
    "| "
      + cells.map { cell in
        cell.split(whereSeparator: \.isNewline).joined(separator: " ").replacing("|", with: "\\|")
      }.joined(separator: " | ") + " |"
  }

  static func rule(_ count: Int) -> String { "|" + String(repeating: " --- |", count: count) }
}

extension String {
  /// The text without blanks at its end.
  var trimmedAtEnd: Substring { self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)] }
}
