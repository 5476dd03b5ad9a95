import Markdown
import Screen

/// The characters of a drawn line by the columns they stand in, each with the bytes of the source that it shows.
struct LineCells {
  struct Cell {
    var columns: Range<Int>
    var character: Character
    /// `nil` for what the source does not have, such as the bar of a quote.
    var origin: Range<Int>?

    var isBlank: Bool { character.isWhitespace }
    /// The small number behind a link belongs to no word.
    var isWord: Bool {
      character.isLetter || character == "_"
        || character.isNumber && character.unicodeScalars.first?.properties.numericType == .decimal
    }
  }

  private(set) var cells: [Cell] = []

  init(_ line: Line) {
    var column = 0
    for span in line.spans {
      let length = span.text.utf8.count
      var offset = 0
      for character in span.text {
        let bytes = character.utf8.count
        let width = TextWidth.columns(of: character)
        if width > 0 {
          let origin = span.origin?.part(offset..<offset + bytes, of: length).range
          cells.append(Cell(columns: column..<column + width, character: character, origin: origin))
        }
        column += width
        offset += bytes
      }
    }
  }

  /// The cell that stands in a column; past the end the last one.
  func index(at column: Int) -> Int? {
    guard !cells.isEmpty else { return nil }
    return cells.firstIndex { $0.columns.upperBound > column } ?? cells.count - 1
  }

  /// The bytes of the cells in some columns, from the first to the last.
  func origin(in columns: Range<Int>) -> Range<Int>? {
    var origin: Range<Int>?
    for cell in cells where cell.columns.overlaps(columns) {
      guard let next = cell.origin else { continue }
      origin = origin.map { $0.joined(next) } ?? next
    }
    return origin
  }

  /// What is drawn in some columns.
  func text(in columns: Range<Int>) -> String {
    String(cells.lazy.filter { $0.columns.overlaps(columns) }.map(\.character))
  }

  var end: Int { cells.last?.columns.upperBound ?? 0 }
}
