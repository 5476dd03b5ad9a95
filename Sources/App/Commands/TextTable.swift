import Screen

/// Rows of text in columns, as wide as there is room: what does not fit goes from the right, with a mark.
struct TextTable {
  private let titles: [String]
  private var rows: [[String]] = []

  /// - Parameter titles: of the columns, the most important one first.
  init(_ titles: String...) { self.titles = titles }

  mutating func add(_ cells: String...) { rows.append(cells) }

  /// The titles and the rows.
  /// - Parameter width: columns of the terminal; `nil` for as many as it takes.
  func lines(width: Int?) -> [String] {
    let all = [titles] + rows
    var widths = titles.indices.map { column in all.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
    if let width {
      // The last column is cut while enough of it stays to be read; then it goes as a whole.
      while widths.count > 1, Self.total(widths) > width {
        let rest = width - Self.total(widths.dropLast()) - Self.gap
        if rest >= Self.least {
          widths[widths.count - 1] = rest
        } else {
          widths.removeLast()
        }
      }
    }
    return all.map { row in
      let cells = zip(row, widths).map { cell, width in Self.fitted(cell, to: width) }
      return Self.withoutEnd(cells.joined(separator: String(repeating: " ", count: Self.gap)))
    }
  }

  private static let gap = 2
  /// Columns of a text that was cut, at least.
  private static let least = 12

  private static func total(_ widths: some Collection<Int>) -> Int {
    widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }

  private static func withoutEnd(_ line: String) -> String {
    String(line[...(line.lastIndex { $0 != " " } ?? line.startIndex)])
  }

  private static func fitted(_ text: String, to width: Int) -> String {
    let length = TextWidth.columns(of: text)
    guard length > width else { return text + String(repeating: " ", count: width - length) }
    var cut = ""
    var used = 0
    for character in text {
      let next = TextWidth.columns(of: character)
      if used + next >= width { break }
      cut.append(character)
      used += next
    }
    return cut + "…" + String(repeating: " ", count: max(0, width - used - 1))
  }
}
