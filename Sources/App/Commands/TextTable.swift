import Screen

/// Rows of text in columns. Where there is too little room, the last column goes below its row, and others stay out.
struct TextTable {
  private let titles: [String]
  private var rows: [[String]] = []

  /// - Parameter titles: of the columns, the most important one first.
  init(_ titles: String...) { self.titles = titles }

  mutating func add(_ cells: String...) { rows.append(cells) }

  /// The titles and the rows.
  /// - Parameter width: columns of the terminal; `nil` for as many as it takes.
  func lines(width: Int?) -> [String] {
    var widths = titles.indices.map { column in
      ([titles] + rows).map { TextWidth.columns(of: $0[column]) }.max() ?? 0
    }
    var hasLinesBelow = false
    if let width, Self.total(widths) > width {
      let rest = width - Self.total(widths.dropLast()) - Self.gap
      if rest >= Self.least {
        widths[widths.count - 1] = rest
      } else {
        widths.removeLast()
        hasLinesBelow = true
        while widths.count > 1, Self.total(widths) > width { widths.removeLast() }
      }
    }
    return [Self.line(titles, widths)]
      + rows.flatMap { row in
        let line = Self.line(row, widths)
        guard hasLinesBelow, let last = row.last, !last.isEmpty, let width else { return [line] }
        return [line, Self.indent + TextWrap.truncate(last, columns: width - Self.indent.count)]
      }
  }

  private static let gap = 2
  /// Columns the last column needs to stay beside the others.
  private static let least = 20
  private static let indent = "    "

  private static func total(_ widths: some Collection<Int>) -> Int {
    widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }

  private static func line(_ row: [String], _ widths: [Int]) -> String {
    let cells = zip(row, widths).map { cell, width in fitted(cell, to: width) }
    let line = cells.joined(separator: String(repeating: " ", count: gap))
    return String(line[...(line.lastIndex { $0 != " " } ?? line.startIndex)])
  }

  private static func fitted(_ text: String, to width: Int) -> String {
    let text = TextWrap.truncate(text, columns: width)
    return text + String(repeating: " ", count: max(0, width - TextWidth.columns(of: text)))
  }
}
