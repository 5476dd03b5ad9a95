import Gemini
import Markdown
import Screen

/// A text to read with a cursor in, to select from and to search.
///
/// It has parts, each with a source of its own: the messages of the conversation, or the thoughts and the answer of a
/// lane. The lines of a part are counted from its first one; headers and gaps between messages are none.
package enum TextPane: Hashable, Sendable {
  case conversation
  case thinking
  /// An answer of a comparison.
  case lane(ComparedAnswer.ID)
}

/// A place in a text: a character as it is drawn.
package struct TextSpot: Hashable, Comparable, Sendable {
  package var part: Int
  package var line: Int
  /// The column in which it begins.
  package var column: Int

  package static func < (a: TextSpot, b: TextSpot) -> Bool {
    (a.part, a.line, a.column) < (b.part, b.line, b.column)
  }
}

extension Studio {
  /// The text of the pane that has the focus; `nil` where there is none.
  var focusedText: TextPane? {
    switch focus {
    case .conversation: transcript.messages.isEmpty ? nil : .conversation
    case .thinking: layout.thinking.isEmpty ? nil : .thinking
    case .compare:
      comparison.pair == nil ? focusedAnswer.flatMap { $0.run == nil ? nil : .lane($0.id) } : nil
    case .prompt, .preview: nil
    }
  }

  func partCount(of pane: TextPane) -> Int {
    switch pane {
    case .conversation: transcript.messages.count
    case .thinking: 1
    case .lane: 2
    }
  }

  /// Lays out a part.
  /// - Returns: how many lines it has.
  mutating func lineCount(ofPart part: Int, in pane: TextPane) -> Int {
    switch pane {
    case .conversation: transcript.rowCount(part, in: session, shelf: shelf) - 2
    case .thinking: thinking.lineCount
    case .lane(let id): comparison.columns[id]?.lineCount(ofPart: part) ?? 0
    }
  }

  /// The lines of a laid out part, their spans with the bytes of its source.
  /// - Parameter withNotes: notes on an answer have bytes as well, which follow those of its source.
  func textLines(_ range: Range<Int>, ofPart part: Int, in pane: TextPane, withNotes: Bool = false) -> [Line] {
    switch pane {
    case .conversation:
      guard transcript.messages.indices.contains(part) else { return [] }
      return transcript.messages[part].layout?.trackedLines(in: range, withNotes: withNotes) ?? []
    case .thinking: return thinking.trackedLines(in: range)
    case .lane(let id): return comparison.columns[id]?.trackedLines(range, ofPart: part, withNotes: withNotes) ?? []
    }
  }

  func cells(atLine line: Int, ofPart part: Int, in pane: TextPane, withNotes: Bool = false) -> LineCells {
    LineCells(textLines(line..<line + 1, ofPart: part, in: pane, withNotes: withNotes).first ?? Line())
  }

  /// The Markdown of a part, or a prompt as it was typed.
  func source(ofPart part: Int, in pane: TextPane) -> String {
    switch pane {
    case .conversation:
      guard transcript.messages.indices.contains(part) else { return "" }
      let message = transcript.messages[part]
      if case .prompt = message.id { return session.turns[message.turn].content.text }
      return message.layout?.source ?? ""
    case .thinking: return thinking.source
    case .lane(let id): return comparison.columns[id]?.source(ofPart: part) ?? ""
    }
  }

  /// The texts between marks that may hold one end of some bytes of a part's source, each behind those inside it.
  func marked(atEndsOf bytes: Range<Int>, ofPart part: Int, in pane: TextPane) -> [MarkedText] {
    switch pane {
    case .conversation:
      guard transcript.messages.indices.contains(part) else { return [] }
      let message = transcript.messages[part]
      if case .prompt = message.id { return [] }
      return message.layout?.marked(atEndsOf: bytes) ?? []
    case .thinking: return thinking.marked(atEndsOf: bytes)
    case .lane(let id): return comparison.columns[id]?.marked(atEndsOf: bytes, ofPart: part) ?? []
    }
  }

  /// The line of a laid out part that shows a byte of its source.
  func line(showing offset: Int, ofPart part: Int, in pane: TextPane) -> Int? {
    switch pane {
    case .conversation: transcript.messages[part].layout?.line(showing: offset)
    case .thinking: thinking.line(showing: offset)
    case .lane(let id): comparison.columns[id]?.line(showing: offset, ofPart: part)
    }
  }

  // MARK: On the screen

  /// Where the text of a pane is drawn: its first row and column, and how many rows there are.
  func textRect(of pane: TextPane) -> Rect {
    let layout = layout
    switch pane {
    case .conversation:
      var rect = layout.conversation
      rect.column += 2
      rect.columns -= 2
      return rect
    case .thinking:
      var rect = layout.thinking
      rect.column += 1
      rect.columns -= 1
      return rect
    case .lane(let id):
      let answers = comparedAnswers
      let columns = compareLayout(of: answers, in: layout.conversation).columns
      guard let column = columns.first(where: { answers.indices.contains($0.place) && answers[$0.place].id == id })
      else { return Rect(row: 0, column: 0, rows: 0, columns: 0) }
      var rect = column.text
      rect.column += 2
      rect.columns -= 3
      return rect
    }
  }

  /// The line that stands in a row of a pane, counted from its top; `nil` for a header or a gap, and below the end.
  func textLine(atRow row: Int, of pane: TextPane) -> (part: Int, line: Int)? {
    guard row >= 0 else { return nil }
    switch pane {
    case .conversation:
      guard rows.indices.contains(row), case .body = rows[row].kind else { return nil }
      return (rows[row].message, rows[row].offset - 1)
    case .thinking:
      let line = thinking.firstLine(rows: layout.thinking.rows) + row
      return line < thinking.lineCount ? (0, line) : nil
    case .lane(let id):
      guard let column = comparison.columns[id] else { return nil }
      return column.part(ofLine: column.firstLine(rows: textRect(of: pane).rows) + row)
    }
  }

  /// Rows that are seen above and below a line, where there is room: a notice may take one of them.
  private static let margin = 3

  /// Scrolls as little as it takes to see a line.
  mutating func reveal(_ spot: TextSpot, in pane: TextPane) {
    let rows = textRect(of: pane).rows
    let margin = min(Self.margin, rows / 4)
    switch pane {
    case .conversation:
      transcript.reveal(
        line: spot.line, of: spot.part, rows: rows, margin: margin, in: session, shelf: shelf)
    case .thinking: thinking.reveal(spot.line, rows: rows, margin: margin)
    case .lane(let id):
      guard let column = comparison.columns[id] else { return }
      let first = column.firstLine(rows: rows)
      let line = column.line(spot.line, ofPart: spot.part)
      let delta = min(0, line - first - margin) + max(0, line - first - rows + 1 + margin)
      if delta != 0 { scrollColumns(by: delta) }
    }
  }

  /// Keeps a pane where it is, whatever comes at its end.
  mutating func hold(_ pane: TextPane) {
    let rows = textRect(of: pane).rows
    switch pane {
    case .conversation: transcript.hold(rows: rows, in: session, shelf: shelf)
    case .thinking: thinking.hold(rows: rows)
    case .lane(let id): comparison.columns[id]?.hold(rows: rows)
    }
  }

  /// Follows the end of a pane again if that is what is seen.
  mutating func letGo(of pane: TextPane) {
    let rows = textRect(of: pane).rows
    switch pane {
    case .conversation: transcript.scroll(by: 0, rows: rows, in: session, shelf: shelf)
    case .thinking: thinking.scroll(by: 0, rows: rows)
    // A column that shows its end follows it by itself.
    case .lane: break
    }
  }
}
