package import Screen

/// Where the parts of a comparison stand, in the room of the conversation.
/// - Source: product.md section 3, "Compare".
package struct CompareLayout: Hashable, Sendable {
  /// A column with fewer is not shown beside others.
  package static let leastColumns = 44

  package struct Column: Hashable, Sendable {
    /// Which of the answers, from 0.
    package var place: Int
    package var title: Rect
    package var text: Rect
  }

  /// The names of the figures; empty where rows are short.
  package var header: Rect
  /// One row an answer.
  package var scores: Rect
  /// The place of the answer in the first of these rows.
  package var firstScore: Int
  package var columns: [Column] = []

  /// - Parameters:
  ///   - count: of the answers.
  ///   - scoreRows: of the figures, the row with their names left out.
  ///   - focused: the place of the one that has to be seen.
  ///   - first: the place of the leftmost column until now.
  ///   - isZoomed: the focused one has all the room, its figures alone above it.
  ///   - isSingle: all of it is one column.
  init(room: Rect, count: Int, scoreRows: Int, focused: Int, first: Int, isZoomed: Bool, isSingle: Bool = false) {
    let isSingle = isSingle || isZoomed
    var rest = room
    let leastText = 4
    let hasHeader = scoreRows > 0 && rest.rows >= scoreRows + 2 + leastText
    header = rest.takeTop(hasHeader ? 1 : 0)
    scores = rest.takeTop(min(scoreRows, max(0, rest.rows - 2)))
    firstScore = isZoomed ? focused : 0
    let shown = isSingle ? 1 : max(1, min(count, (rest.columns + 1) / (Self.leastColumns + 1)))
    let start = isSingle ? focused : Self.first(shown: shown, of: count, focused: focused, from: first)
    // What does not divide goes to the columns at the left, one each.
    let widths = rest.columns - (shown - 1)
    var column = rest.column
    for index in 0..<shown where start + index < count {
      let width = widths / shown + (index < widths % shown ? 1 : 0)
      var place = Rect(row: rest.row, column: column, rows: rest.rows, columns: width)
      let title = place.takeTop(1)
      columns.append(Column(place: start + index, title: title, text: place))
      column += width + 1
    }
  }

  /// The leftmost column: as it was, slid so far that the focused one is seen.
  private static func first(shown: Int, of count: Int, focused: Int, from first: Int) -> Int {
    max(0, min(count - shown, max(focused - shown + 1, min(first, focused))))
  }

  /// Columns of text: a margin for the marker at the left and a blank at the right.
  package static func textColumns(_ rect: Rect) -> Int { max(10, min(Layout.maximumTextColumns, rect.columns - 3)) }

  /// What separates two texts that stand beside each other as one pane.
  package static let besideBar = " │ "

  /// Columns of each of two texts that stand beside each other; `nil` where there is no room for two.
  static func besideColumns(_ room: Rect) -> Int? {
    guard room.columns > 2 * leastColumns else { return nil }
    return min(Layout.maximumTextColumns, (room.columns - 3 - besideBar.count) / 2)
  }

  /// Rows of text; all columns have as many.
  package var rows: Int { columns.first?.text.rows ?? 0 }

  /// The place of the answer under a cell.
  package func place(at point: Point) -> Int? {
    if scores.contains(point) { return firstScore + point.row - scores.row }
    return columns.first { $0.title.contains(point) || $0.text.contains(point) }?.place
  }
}
