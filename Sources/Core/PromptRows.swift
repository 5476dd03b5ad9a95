package import Screen

/// The prompt's text cut into the rows of its pane, and where the cursor stands in them.
///
/// A text may be large: what a row shows is made only of rows that are looked at, and after a change only the lines that
/// it touched are cut anew.
package struct PromptRows: Hashable, Sendable {
  /// Columns before the text, for the `›`.
  package static let indent = 2

  /// The characters in each row, without the line break at its end.
  package private(set) var rows: [Range<Int>] = []
  package private(set) var cursor = Point(row: 0, column: 0)
  private let width: Int
  /// The text's revision that the rows are those of, and how many characters it had.
  private var revision: Int
  private var count: Int

  /// - Parameter columns: of the pane, without the `›` before the text.
  package init(_ editor: PromptEditor, columns: Int) {
    width = max(2, columns)
    revision = editor.revision
    count = editor.characters.count
    rows = cut(0..<count, of: editor)
    place(editor)
  }

  /// Brings the rows in line with a text that changed since, or was another one.
  mutating func follow(_ editor: PromptEditor, columns: Int) {
    guard width == max(2, columns), let kept = editor.kept, kept.revision == revision else {
      self = PromptRows(editor, columns: columns)
      return
    }
    if editor.revision != revision { cut(editor, beside: kept) }
    place(editor)
  }

  // MARK: Cutting

  private mutating func cut(_ editor: PromptEditor, beside kept: PromptEditor.Kept) {
    let delta = editor.characters.count - count
    revision = editor.revision
    count += delta
    guard kept.start + kept.end < max(count, count - delta) else { return }
    let start = kept.start.lineStart(in: editor.characters)
    let end = (count - kept.end).lineEnd(in: editor.characters)
    let old = firstRow(from: start)..<firstRow(from: end - delta + 1)
    let new = cut(start..<end, of: editor)
    rows.replaceSubrange(old, with: new)
    guard delta != 0 else { return }
    for index in old.lowerBound + new.count..<rows.count {
      rows[index] = rows[index].lowerBound + delta..<rows[index].upperBound + delta
    }
  }

  /// Rows of whole lines.
  private func cut(_ range: Range<Int>, of editor: PromptEditor) -> [Range<Int>] {
    var rows: [Range<Int>] = []
    var start = range.lowerBound
    var column = 0
    /// Behind the last blank of the row.
    var word: (start: Int, column: Int)?
    for index in range {
      let character = editor.characters[index]
      if character == "\n" {
        rows.append(start..<index)
        (start, column, word) = (index + 1, 0, nil)
        continue
      }
      let taken = columns(of: character, in: editor, at: column)
      while column + taken > width, column > 0 {
        rows.append(start..<(word?.start ?? index))
        (start, column, word) = (word?.start ?? index, word.map { column - $0.column } ?? 0, nil)
      }
      column += taken
      if character == " " || character == "\t" { word = (index + 1, column) }
    }
    rows.append(start..<range.upperBound)
    return rows
  }

  /// The first row that begins at a position or behind it.
  private func firstRow(from position: Int) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].lowerBound < position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: What a row shows

  /// One character as it is shown.
  private struct Piece {
    var text = ""
    var role = Role.prompt
    var columns = 0
  }

  /// Columns from one tab stop to the next.
  private static let tabStop = 4

  private func piece(_ character: Character, of editor: PromptEditor, at column: Int) -> Piece {
    switch character.asciiValue {
    // A blank at the edge hangs over it, so that no row begins with one.
    case 0x20? where column == width: return Piece()
    case let byte? where (0x20..<0x7F).contains(byte): return Piece(text: String(character), columns: 1)
    case 0x09?:
      // At the edge it ends, as a blank does.
      let columns = max(0, min(Self.tabStop - column % Self.tabStop, width - column))
      return Piece(text: String(repeating: " ", count: columns), columns: columns)
    default: break
    }
    let label = editor.label(at: character).map { TextWrap.truncate($0, columns: width) }
    let text = label ?? VisibleText.make(String(character))
    return Piece(text: text, role: label == nil ? .prompt : .chip, columns: TextWidth.columns(of: text))
  }

  private func columns(of character: Character, in editor: PromptEditor, at column: Int) -> Int {
    // Nearly all text.
    if let byte = character.asciiValue, (0x21..<0x7F).contains(byte) { return 1 }
    return piece(character, of: editor, at: column).columns
  }

  /// A row of the text that the rows were made of.
  package func line(_ row: Int, of editor: PromptEditor) -> Line {
    let end = rows[row].upperBound
    let selected = editor.selectedParts.filter { $0.upperBound > rows[row].lowerBound && $0.lowerBound <= end }
    var spans: [Span] = []
    var column = 0
    for index in rows[row] {
      let piece = piece(editor.characters[index], of: editor, at: column)
      column += piece.columns
      if piece.text.isEmpty { continue }
      let role = selected.contains { $0.contains(index) } ? .selection : piece.role
      if let last = spans.indices.last, spans[last].style.role == role {
        spans[last].text += piece.text
      } else {
        spans.append(Span(piece.text, role))
      }
    }
    // A selected line break is a blank where there is room for one.
    let isBreak = selected.contains { $0.contains(end) } && editor.characters[end] == "\n"
    if isBreak, column < width { spans.append(Span(" ", .selection)) }
    return Line(spans)
  }

  /// The column before each character of a row, and the one behind the last.
  func columns(ofRow row: Int, in editor: PromptEditor) -> [Int] {
    rows[row].reduce(into: [0]) { columns, index in
      let column = columns[columns.count - 1]
      columns.append(column + piece(editor.characters[index], of: editor, at: column).columns)
    }
  }

  // MARK: The cursor

  private mutating func place(_ editor: PromptEditor) {
    // At the edge between two rows the cursor stands on the later one, as typing goes there.
    let row = max(0, firstRow(from: editor.cursor + 1) - 1)
    let columns = columns(ofRow: row, in: editor)
    let column = columns[min(editor.cursor - rows[row].lowerBound, columns.count - 1)]
    cursor = Point(row: row, column: min(column, width - 1))
  }

  /// The position in the row above or below that is nearest to the cursor's column; `nil` past the first or last row.
  func position(rowsDown: Int, in editor: PromptEditor) -> Int? {
    let row = cursor.row + rowsDown
    guard rows.indices.contains(row) else { return nil }
    let offset = columns(ofRow: row, in: editor).lastIndex { $0 <= cursor.column } ?? 0
    return rows[row].lowerBound + min(offset, rows[row].count)
  }
}
