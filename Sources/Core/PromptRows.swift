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

  /// Columns before the text, for the `›`.
  package static let indent = 2

  package private(set) var rows: [Row] = []
  package private(set) var cursor = Point(row: 0, column: 0)

  /// - Parameter columns: of the pane, without the `›` before the text.
  package init(_ editor: PromptEditor, columns: Int) {
    let width = max(2, columns)
    var row = Open()
    let selection = editor.selection ?? 0..<0
    for (index, character) in editor.characters.enumerated() {
      let isSelected = selection.contains(index)
      if character == "\n" {
        // The break itself is a blank where there is room for one.
        rows.append(row.close(isBreakSelected: isSelected && row.column < width))
        row = Open(start: index + 1)
        continue
      }
      let (text, role) = Self.shown(character, in: editor, at: row.column, columns: width)
      // A blank at the edge hangs over it, so that no row begins with one.
      let hangs = character == " " && row.column == width
      let taken = hangs ? 0 : TextWidth.columns(of: text)
      while row.column + taken > width, row.column > 0 {
        let word = row.cutLastWord()
        rows.append(row.close())
        row = Open(start: index - word.count)
        for piece in word { row.append(piece) }
      }
      row.append(
        Piece(
          text: hangs ? "" : text, role: isSelected ? .selection : role, columns: taken,
          isBlank: character == " " || character == "\t"))
    }
    rows.append(row.close())
    place(editor.cursor, columns: width)
  }

  /// One character as it is shown.
  private struct Piece {
    var text: String
    var role: Role
    var columns: Int
    var isBlank: Bool
  }

  /// A row that still grows.
  private struct Open {
    var start = 0
    var pieces: [Piece] = []
    var column = 0

    mutating func append(_ piece: Piece) {
      pieces.append(piece)
      column += piece.columns
    }

    /// Takes the letters after the last blank out, for the next row; none if the row is one word.
    mutating func cutLastWord() -> ArraySlice<Piece> {
      guard let blank = pieces.lastIndex(where: \.isBlank) else { return [] }
      let word = pieces[(blank + 1)...]
      pieces.removeSubrange((blank + 1)...)
      return word
    }

    func close(isBreakSelected: Bool = false) -> Row {
      var spans: [Span] = []
      var edges = [0]
      for piece in pieces {
        edges.append((edges.last ?? 0) + piece.columns)
        if piece.text.isEmpty { continue }
        if let last = spans.indices.last, spans[last].style.role == piece.role {
          spans[last].text += piece.text
        } else {
          spans.append(Span(piece.text, piece.role))
        }
      }
      if isBreakSelected { spans.append(Span(" ", .selection)) }
      return Row(range: start..<start + pieces.count, line: Line(spans), columns: edges)
    }
  }

  /// Columns from one tab stop to the next.
  private static let tabStop = 4

  private static func shown(
    _ character: Character, in editor: PromptEditor, at column: Int, columns: Int
  ) -> (String, Role) {
    if let label = editor.label(at: character) { return (TextWrap.truncate(label, columns: columns), .chip) }
    if character == "\t" {
      // At the edge it ends, as a blank does.
      return (String(repeating: " ", count: min(tabStop - column % tabStop, columns - column)), .prompt)
    }
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
