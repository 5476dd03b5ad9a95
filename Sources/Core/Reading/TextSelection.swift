import Markdown
import Screen

/// A cursor in a text and what is selected from there.
package struct TextSelection: Hashable, Sendable {
  package enum Unit: Hashable, Sendable { case characters, words, lines }

  package var pane: TextPane
  /// Where the cursor is.
  package var head: TextSpot
  /// Where selecting began; `nil` while nothing is selected.
  var anchor: TextSpot?
  var unit = Unit.characters
  /// Keys move the cursor. Without, it was made with the mouse.
  package var takesKeys: Bool
  /// The column that moving up and down stays in.
  var wishColumn: Int?
  /// The bytes that cursor and beginning show: they are found again by them when lines are laid out anew.
  var headBytes: NearBytes?
  var anchorBytes: NearBytes?
  /// What the parts looked like when that was found out.
  var shapes: [TextShape] = []

  /// The first and the last character that is selected.
  var ends: (first: TextSpot, last: TextSpot)? { anchor.map { (min($0, head), max($0, head)) } }
}

/// The bytes of a source that are nearest to a place in its text, backward and forward. They differ where something is
/// drawn that the source does not have so, such as the bars of a table.
struct NearBytes: Hashable, Sendable {
  var before: Int
  var behind: Int

  /// `nil` if there are none on either side.
  init?(before: Int?, behind: Int?) {
    guard let any = before ?? behind else { return nil }
    self.before = before ?? any
    self.behind = behind ?? any
  }
}

/// What changes when the lines of a part are laid out anew.
struct TextShape: Hashable, Sendable {
  var lines: Int
  var size: Size
  var bytes: Int
}

// MARK: Its text

extension Studio {
  /// What is selected as it was written: for each part its source from the first selected byte to the last, and what
  /// notes beside it say.
  mutating func selectedText() -> String {
    guard let selection, let ends = selection.ends else { return "" }
    var texts: [String] = []
    for part in ends.first.part...max(ends.first.part, ends.last.part) {
      let count = lineCount(ofPart: part, in: selection.pane)
      let first = part == ends.first.part ? ends.first.line : 0
      let last = part == ends.last.part ? ends.last.line : count - 1
      guard first <= last, count > 0 else { continue }
      let text = selectedText(ofPart: part, lines: first...last, selection)
      if !text.isEmpty { texts.append(text) }
    }
    return texts.joined(separator: "\n\n")
  }

  /// Lines at both ends of a selection that are looked at one by one. Those between hold nothing that reaches further.
  private static let linesLookedAt = 1000

  private func selectedText(ofPart part: Int, lines: ClosedRange<Int>, _ selection: TextSelection) -> String {
    let pane = selection.pane
    var bytes: Range<Int>?
    var notes: [String] = []
    let middle = lines.count > 2 * Self.linesLookedAt
    let heads = lines.lowerBound..<(middle ? lines.lowerBound + Self.linesLookedAt : lines.upperBound + 1)
    let ends = middle ? lines.upperBound + 1 - Self.linesLookedAt..<lines.upperBound + 1 : 0..<0
    for range in [heads, ends] where !range.isEmpty {
      for (index, line) in textLines(range, ofPart: part, in: pane).enumerated() {
        let cells = LineCells(line)
        let columns = selectedColumns(of: cells, line: range.lowerBound + index, ofPart: part, selection)
        if let origin = cells.origin(in: columns) {
          bytes = bytes.map { $0.joined(origin) } ?? origin
        } else if !cells.cells.contains(where: { $0.origin != nil }) {
          notes.append(cells.text(in: columns))
        }
      }
    }
    guard var bytes else { return notes.joined(separator: "\n").trimmingBlanks }
    let source = source(ofPart: part, in: pane)
    if selection.unit == .lines { bytes = wholeLines(bytes, lines: lines, ofPart: part, in: pane, of: source) }
    let text = Array(source.utf8)
    bytes = bytes.clamped(to: 0..<text.count)
    let pieces = Self.balanced(bytes, marked: marked(atEndsOf: bytes, ofPart: part, in: pane), count: text.count)
    return pieces.map { String(decoding: text[$0], as: UTF8.self) }.joined()
  }

  /// Bytes of a source without half of a pair of marks: what lies whole among them has both, unless there is nothing else;
  /// what has only a part among them has none.
  /// - Parameters:
  ///   - marked: each behind those inside it.
  ///   - count: of all bytes.
  /// - Returns: the pieces that are left, in order.
  static func balanced(_ bytes: Range<Int>, marked: [MarkedText], count: Int) -> [Range<Int>] {
    var whole = bytes
    var halves: [Range<Int>] = []
    for text in marked where text.whole.overlaps(bytes) {
      if text.whole.upperBound <= count, bytes.joined(text.shown) == bytes {
        if bytes != text.shown { whole = whole.joined(text.whole) }
      } else {
        halves.append(text.whole.lowerBound..<text.inner.lowerBound)
        halves.append(text.inner.upperBound..<text.whole.upperBound)
      }
    }
    var pieces: [Range<Int>] = []
    var start = whole.lowerBound
    for half in halves.sorted(by: { $0.lowerBound < $1.lowerBound }) where half.overlaps(whole) {
      if half.lowerBound > start { pieces.append(start..<half.lowerBound) }
      start = max(start, half.upperBound)
    }
    return start < whole.upperBound ? pieces + [start..<whole.upperBound] : pieces
  }

  /// The columns of a line that are selected.
  func selectedColumns(of cells: LineCells, line: Int, ofPart part: Int, _ selection: TextSelection) -> Range<Int> {
    guard let ends = selection.ends else { return 0..<0 }
    let here = (part, line)
    guard (ends.first.part, ends.first.line) <= here, here <= (ends.last.part, ends.last.line) else { return 0..<0 }
    if selection.unit == .lines { return 0..<max(1, cells.end) }
    var start = 0
    var end = cells.end
    if here == (ends.first.part, ends.first.line) {
      start = ends.first.column
      if selection.unit == .words { start = cells.word(at: start).lowerBound }
    }
    if here == (ends.last.part, ends.last.line), let index = cells.index(at: ends.last.column) {
      end = cells.cells[index].columns.upperBound
      if selection.unit == .words { end = cells.word(at: ends.last.column).upperBound }
    }
    return start..<max(start, end)
  }

  /// Bytes of whole drawn lines, with the marks of Markdown at both ends of them: what of their lines of the source is
  /// shown on no other line.
  private func wholeLines(
    _ bytes: Range<Int>, lines: ClosedRange<Int>, ofPart part: Int, in pane: TextPane, of source: String
  ) -> Range<Int> {
    let text = Array(source.utf8)
    let start = text[..<bytes.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = text[bytes.upperBound...].firstIndex(of: 0x0A) ?? text.count
    func shown(_ line: Int) -> Range<Int>? {
      guard line >= 0 else { return nil }
      let cells = cells(atLine: line, ofPart: part, in: pane)
      return cells.origin(in: 0..<max(1, cells.end))
    }
    let before = shown(lines.lowerBound - 1)
    let after = shown(lines.upperBound + 1)
    let first = before.map { $0.upperBound <= start } ?? true ? start : bytes.lowerBound
    let last = after.map { $0.lowerBound >= end } ?? true ? end : bytes.upperBound
    return first..<last
  }
}

extension LineCells {
  /// The columns of the word, or of the blanks or marks, at a column.
  func word(at column: Int) -> Range<Int> {
    guard let index = index(at: column) else { return column..<column }
    func kind(_ cell: Cell) -> Int { cell.isBlank ? 0 : cell.isWord ? 1 : 2 }
    var (first, last) = (index, index)
    while first > 0, kind(cells[first - 1]) == kind(cells[index]) { first -= 1 }
    while last + 1 < cells.count, kind(cells[last + 1]) == kind(cells[index]) { last += 1 }
    return cells[first].columns.lowerBound..<cells[last].columns.upperBound
  }
}
