package import Screen

/// The prompt's text cut into the rows of its pane, and where the cursor stands in them.
package struct PromptRows: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    /// The characters in it, without the line break at its end.
    package var range: Range<Int>
    package var line: Line
    /// The column before each character of `range`, and the one behind the last.
    var columns: [Int]
  }

  package private(set) var rows: [Row] = []
  package private(set) var cursor = Point(row: 0, column: 0)

  /// - Parameter columns: of the pane, without the `›` before the text.
  package init(_ editor: PromptEditor, columns: Int) {
    let width = max(2, columns)
    var start = 0
    var spans: [Span] = []
    var at = 0
    var edges = [0]
    func endRow(_ end: Int, into rows: inout [Row]) {
      rows.append(Row(range: start..<end, line: Line(spans), columns: edges))
      spans = []
      at = 0
      edges = [0]
    }
    for (index, character) in editor.characters.enumerated() {
      if character == "\n" {
        endRow(index, into: &rows)
        start = index + 1
        continue
      }
      let (text, role) = Self.shown(character, in: editor, columns: width)
      let taken = TextWidth.columns(of: text)
      if at + taken > width, at > 0 {
        endRow(index, into: &rows)
        start = index
      }
      if let last = spans.indices.last, spans[last].style.role == role {
        spans[last].text += text
      } else {
        spans.append(Span(text, role))
      }
      at += taken
      edges.append(at)
    }
    endRow(editor.characters.count, into: &rows)
    place(editor.cursor, columns: width)
  }

  private static func shown(_ character: Character, in editor: PromptEditor, columns: Int) -> (String, Role) {
    if let label = editor.label(at: character) { return (TextWrap.truncate(label, columns: columns), .chip) }
    if character == "\t" { return ("  ", .prompt) }
    return (VisibleText.make(String(character)), .prompt)
  }

  private mutating func place(_ position: Int, columns: Int) {
    // At the edge between two rows the cursor stands on the later one, as typing goes there.
    let row = rows.lastIndex { $0.range.lowerBound <= position } ?? 0
    let column = rows[row].columns[min(position - rows[row].range.lowerBound, rows[row].columns.count - 1)]
    cursor = Point(row: row, column: min(column, columns - 1))
  }

  /// The position in the row above or below that is nearest to the cursor's column; `nil` past the first or last row.
  package func position(rowsDown: Int) -> Int? {
    let row = cursor.row + rowsDown
    guard rows.indices.contains(row) else { return nil }
    let offset = rows[row].columns.lastIndex { $0 <= cursor.column } ?? 0
    return rows[row].range.lowerBound + min(offset, rows[row].range.count)
  }
}
