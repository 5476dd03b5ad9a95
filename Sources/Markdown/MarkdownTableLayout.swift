import Screen

/// A table laid out in aligned columns, or where these would be too narrow to read, as a list of names and values.
struct MarkdownTableLayout {
  private(set) var lines: [Line] = []

  private static let separator = " │ "
  /// A column that must wrap its cells gets at least this many columns.
  private static let narrowest = 6

  private let alignments: [MarkdownTable.Alignment]

  init(_ table: MarkdownTable, columns: Int) {
    alignments = table.alignments
    let rows = ([table.header] + table.rows).map { row in row.map { TextWrap.wrap($0, columns: .max / 2) } }
    if let widths = Self.widths(of: rows, count: alignments.count, columns: columns) {
      addGrid(table, widths: widths)
    } else {
      addPairs(table, columns: columns)
    }
  }

  /// The columns that each table column gets, `nil` if they do not fit.
  private static func widths(of rows: [[[Line]]], count: Int, columns: Int) -> [Int]? {
    guard count > 0 else { return nil }
    var natural = Array(repeating: 1, count: count)
    for row in rows {
      for (column, lines) in row.prefix(count).enumerated() {
        natural[column] = lines.reduce(natural[column]) { max($0, $1.columns) }
      }
    }
    // Columns narrower than an equal share keep their width; the others share what is left.
    var room = columns - (count - 1) * separator.count
    var widths = natural
    var open = count
    for column in natural.indices.sorted(by: { natural[$0] < natural[$1] }) {
      let share = max(0, room) / open
      widths[column] = min(natural[column], share)
      if widths[column] < min(natural[column], narrowest) { return nil }
      room -= widths[column]
      open -= 1
    }
    return widths
  }

  private mutating func addGrid(_ table: MarkdownTable, widths: [Int]) {
    addRow(table.header, widths: widths)
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─")
    lines.append(Line(rule, .tableRule))
    for row in table.rows { addRow(row, widths: widths) }
  }

  private mutating func addRow(_ row: [[Span]], widths: [Int]) {
    let cells = widths.indices.map { column in
      TextWrap.wrap(column < row.count ? row[column] : [], columns: widths[column])
    }
    for index in 0..<(cells.map(\.count).max() ?? 0) {
      var spans: [Span] = []
      for (column, width) in widths.enumerated() {
        if column > 0 { spans.append(Span(Self.separator, .tableRule)) }
        let line = index < cells[column].count ? cells[column][index] : Line()
        spans += padded(line, to: width, column: column, isLast: column == widths.count - 1)
      }
      lines.append(Line(spans))
    }
  }

  private func padded(_ line: Line, to width: Int, column: Int, isLast: Bool) -> [Span] {
    let free = width - line.columns
    let left =
      switch alignments[column] {
      case .left: 0
      case .center: free / 2
      case .right: free
      }
    let right = isLast ? 0 : free - left
    return blanks(left) + line.spans + blanks(right)
  }

  private func blanks(_ count: Int) -> [Span] { count > 0 ? [Span(String(repeating: " ", count: count))] : [] }

  private mutating func addPairs(_ table: MarkdownTable, columns: Int) {
    if table.rows.isEmpty {
      for name in table.header where !name.isEmpty { lines += TextWrap.wrap(name, columns: columns) }
    }
    for row in table.rows {
      if !lines.isEmpty { lines.append(Line()) }
      for (column, cell) in row.enumerated() {
        let name = column < table.header.count ? table.header[column] : []
        if cell.isEmpty { continue }
        let head = name.isEmpty ? [] : name + [Span(": ", .faint)]
        lines += TextWrap.wrap(head + cell, columns: columns, continuation: [Span("  ")])
      }
    }
  }
}

extension Line {
  /// The columns that the line takes.
  var columns: Int { spans.reduce(0) { $0 + TextWidth.columns(of: $1.text) } }
}
