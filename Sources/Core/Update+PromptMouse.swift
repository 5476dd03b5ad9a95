import Screen

/// Where a button was pressed last in the prompt, and how often in a row.
struct PromptPress: Hashable, Sendable {
  var point: Point
  var time: Instant
  var count = 1
  /// What was pressed on: a place, a word or a line.
  var range = 0..<0
  /// The row that stands first: the text does not move under the mouse.
  var firstRow: Int
  var isHeld = true
  var hasDragged = false
}

/// The mouse in the prompt: a click places the cursor, dragging selects, two clicks take a word, three a line.
extension Studio {
  /// The first row of the prompt that is on the screen.
  package var firstPromptRow: Int {
    let shown = layout.prompt.rows
    let rows = promptRows
    let last = max(0, rows.rows.count - shown)
    guard let press = promptPress else { return max(0, min(rows.cursor.row - shown / 2, last)) }
    return max(0, rows.cursor.row - shown + 1, min(press.firstRow, rows.cursor.row, last))
  }

  mutating func pressPrompt(at point: Point) {
    var press = PromptPress(point: point, time: now, firstRow: firstPromptRow)
    if let last = promptPress, !last.hasDragged, last.point == point, now - last.time <= Self.clickTime, last.count < 3
    {
      press.count = last.count + 1
    }
    press.range = prompt.unit(at: promptPosition(at: point), clicks: press.count)
    promptPress = press
    completion = nil
    _ = prompt.dropSelection()
    prompt.select(from: press.range.lowerBound, to: press.range.upperBound)
  }

  mutating func dragPrompt(to point: Point) {
    guard var press = promptPress, press.hasDragged || point != press.point else { return }
    // Dragging takes the characters under the mouse at both ends, as in the other panes.
    func unit(at position: Int) -> Range<Int> {
      press.count > 1 ? prompt.unit(at: position, clicks: press.count) : prompt.cell(at: position)
    }
    let held = press.count > 1 ? press.range : unit(at: press.range.lowerBound)
    let unit = unit(at: promptPosition(at: point))
    if unit.lowerBound < held.lowerBound {
      prompt.select(from: held.upperBound, to: unit.lowerBound)
    } else {
      prompt.select(from: held.lowerBound, to: max(held.upperBound, unit.upperBound))
    }
    press.hasDragged = true
    press.firstRow = firstPromptRow
    promptPress = press
  }

  /// The button is let go: what is selected is copied, and stays selected.
  mutating func releasePrompt() -> [Effect] {
    promptPress?.isHeld = false
    return prompt.selectedText.map { [.copy($0)] } ?? []
  }

  /// The place in the text under a cell; above and below the pane that of the next row, so that the text comes along.
  private func promptPosition(at point: Point) -> Int {
    let rect = layout.prompt
    let row = max(-1, min(rect.rows, point.row - rect.row))
    return promptRows.position(
      inRow: firstPromptRow + row, column: point.column - rect.column - PromptRows.indent, in: prompt)
  }
}

extension PromptRows {
  /// The place in the text that is drawn in a column of a row, in the nearest row there is; behind the text its end.
  fileprivate func position(inRow number: Int, column: Int, in editor: PromptEditor) -> Int {
    let number = max(0, min(rows.count - 1, number))
    let row = rows[number]
    let offset = columns(ofRow: number, in: editor).lastIndex { $0 <= max(0, column) } ?? 0
    // Where a row goes on in the next one, its end is drawn there.
    let goesOn = rows.indices.contains(number + 1) && rows[number + 1].lowerBound == row.upperBound
    return row.lowerBound + min(offset, goesOn ? max(0, row.count - 1) : row.count)
  }
}

extension PromptEditor {
  /// What so many clicks on a place take: nothing, the word, or the line.
  fileprivate func unit(at position: Int, clicks: Int) -> Range<Int> {
    switch clicks {
    case 1: return position..<position
    case 2:
      guard characters.indices.contains(position), characters[position] != "\n" else { return position..<position }
      func kind(_ index: Int) -> Int {
        let character = characters[index]
        if paste(at: character) != nil { return index }
        return character == "\n" ? -1 : character.isWhitespace ? -2 : character.isWordLetter ? -3 : -4
      }
      var range = position..<position + 1
      while range.lowerBound > 0, kind(range.lowerBound - 1) == kind(position) {
        range = range.lowerBound - 1..<range.upperBound
      }
      while range.upperBound < characters.count, kind(range.upperBound) == kind(position) {
        range = range.lowerBound..<range.upperBound + 1
      }
      return range
    default: return position.lineStart(in: characters)..<position.lineEnd(in: characters)
    }
  }

  /// The character at a place; nothing at the end of a line.
  fileprivate func cell(at position: Int) -> Range<Int> {
    let isCharacter = characters.indices.contains(position) && characters[position] != "\n"
    return position..<position + (isCharacter ? 1 : 0)
  }

  /// Puts the cursor at `end`, with what lies between selected. The text may be shorter than when the button was pressed.
  fileprivate mutating func select(from start: Int, to end: Int) {
    let (start, end) = (min(start, characters.count), min(end, characters.count))
    place(at: end)
    mark = start == end ? nil : SelectionMark(position: start, kind: .shift)
  }
}
