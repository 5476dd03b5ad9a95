import Screen

/// The cursor of the reading panes, and selecting with it.
extension Studio {
  /// Puts the cursor on what is seen of the pane: where something was found, or on the first line.
  mutating func beginSelecting() {
    guard let pane = focusedText else { return }
    let rows = textRect(of: pane).rows
    var spot: TextSpot?
    if let finding, finding.pane == pane { spot = foundSpot(finding) }
    if spot == nil, pane == .conversation, let row = markedRows.first, let line = textLine(atRow: row, of: pane) {
      spot = TextSpot(part: line.part, line: line.line, column: 0)
    }
    for row in 0..<rows where spot == nil {
      guard let line = textLine(atRow: row, of: pane) else { continue }
      let first = cells(atLine: line.line, ofPart: line.part, in: pane).cells.first
      if let first { spot = TextSpot(part: line.part, line: line.line, column: first.columns.lowerBound) }
    }
    guard let spot else {
      say("There is no text to select here.")
      return
    }
    selection = TextSelection(pane: pane, head: spot, takesKeys: true)
    hold(pane)
    note(head: spot)
  }

  mutating func leaveSelecting() {
    guard let pane = selection?.pane else { return }
    selection = nil
    letGo(of: pane)
  }

  mutating func performInSelection(_ name: CommandName) -> [Effect] {
    guard var selection else { return [] }
    switch name {
    case .selectCharacters, .selectLines:
      let unit: TextSelection.Unit = name == .selectLines ? .lines : .characters
      if selection.anchor != nil, selection.unit == unit {
        selection.anchor = nil
      } else {
        selection.anchor = selection.anchor ?? selection.head
        selection.anchorBytes = selection.anchorBytes ?? selection.headBytes
        selection.unit = unit
      }
      if selection.anchor == nil { selection.anchorBytes = nil }
      self.selection = selection
    case .copySelected:
      // With nothing selected it is the line of the cursor.
      if selection.anchor == nil {
        self.selection?.anchor = selection.head
        self.selection?.unit = .lines
      }
      let text = selectedText()
      leaveSelecting()
      return [.copy(text)]
    case .leaveSelection:
      // The first Escape takes back what is selected, the second one the cursor.
      if selection.anchor != nil, name == .leaveSelection {
        self.selection?.anchor = nil
        self.selection?.anchorBytes = nil
      } else {
        leaveSelecting()
      }
    default: move(name)
    }
    return []
  }

  // MARK: Moving

  private mutating func move(_ name: CommandName) {
    guard let selection else { return }
    let pane = selection.pane
    let head = selection.head
    let page = max(1, textRect(of: pane).rows - 1)
    var target: TextSpot?
    var wish: Int?
    switch name {
    case .cursorLeft: target = neighbour(of: head, in: pane, isBackward: true)?.spot
    case .cursorRight: target = neighbour(of: head, in: pane, isBackward: false)?.spot
    case .cursorUp, .cursorDown, .cursorPageUp, .cursorPageDown, .cursorHalfUp, .cursorHalfDown:
      let steps: [CommandName: Int] = [
        .cursorUp: -1, .cursorDown: 1, .cursorPageUp: -page, .cursorPageDown: page,
        .cursorHalfUp: -max(1, page / 2), .cursorHalfDown: max(1, page / 2),
      ]
      wish = selection.wishColumn ?? head.column
      target = spot(linesFrom: head, steps[name] ?? 0, column: wish ?? 0, in: pane)
    case .cursorLineStart: target = spot(inLineOf: head, in: pane) { $0.first }
    case .cursorLineText:
      target = spot(inLineOf: head, in: pane) { $0.first { !$0.isBlank && $0.origin != nil } ?? $0.first }
    case .cursorLineEnd:
      wish = .max / 2
      target = spot(inLineOf: head, in: pane) { $0.last }
    case .cursorWord: target = word(from: head, in: pane, isBackward: false, toEnd: false)
    case .cursorWordEnd: target = word(from: head, in: pane, isBackward: false, toEnd: true)
    case .cursorWordBack: target = word(from: head, in: pane, isBackward: true, toEnd: true)
    case .cursorBlockUp: target = block(from: head, in: pane, isBackward: true)
    case .cursorBlockDown: target = block(from: head, in: pane, isBackward: false)
    case .cursorStart: target = spot(linesFrom: head, -.max / 2, column: 0, in: pane)
    case .cursorEnd:
      target = spot(linesFrom: head, .max / 2, column: 0, in: pane)
      if let last = target { target = spot(inLineOf: last, in: pane) { $0.last } ?? last }
    default: break
    }
    guard let target else { return }
    place(head: target)
    self.selection?.wishColumn = wish
  }

  /// Moves the cursor, and what is seen with it.
  mutating func place(head: TextSpot) {
    guard let pane = selection?.pane else { return }
    selection?.head = head
    reveal(head, in: pane)
    note(head: head)
    // What keys and panes are about goes with the cursor.
    if pane == .conversation, transcript.messages.indices.contains(head.part) {
      chosenMessage = head.part == transcript.messages.count - 1 ? nil : transcript.messages[head.part].id
      chosenPicture = nil
    }
  }

  private mutating func note(head: TextSpot) {
    guard let pane = selection?.pane else { return }
    let bytes = bytes(near: head, in: pane)
    selection?.headBytes = bytes
    noteShapes()
  }

  /// Lines that are looked at above and below one that shows nothing of the source.
  private static let nearLines = 3

  /// - Returns: `nil` where the source has nothing near, as in notes on an answer.
  func bytes(near spot: TextSpot, in pane: TextPane) -> NearBytes? {
    let cells = cells(atLine: spot.line, ofPart: spot.part, in: pane)
    if let index = cells.index(at: spot.column) {
      let bytes = NearBytes(
        before: cells.cells[...index].reversed().firstByte, behind: cells.cells[index...].firstByte)
      if let bytes { return bytes }
    }
    // A rule or an empty line stands between two that show something.
    func byte(_ lines: Range<Int>, isBackward: Bool) -> Int? {
      let cells = textLines(lines, ofPart: spot.part, in: pane).flatMap { LineCells($0).cells }
      return isBackward ? cells.reversed().firstByte : cells.firstByte
    }
    guard let before = byte(max(0, spot.line - Self.nearLines)..<spot.line, isBackward: true),
      let behind = byte(spot.line + 1..<spot.line + 1 + Self.nearLines, isBackward: false)
    else { return nil }
    return NearBytes(before: before, behind: behind)
  }

  private func spot(
    inLineOf spot: TextSpot, in pane: TextPane, _ choose: ([LineCells.Cell]) -> LineCells.Cell?
  ) -> TextSpot? {
    choose(cells(atLine: spot.line, ofPart: spot.part, in: pane).cells).map {
      TextSpot(part: spot.part, line: spot.line, column: $0.columns.lowerBound)
    }
  }

  /// The line before or after one, in the parts around it as well.
  private mutating func line(_ part: Int, _ line: Int, movedBy delta: Int, in pane: TextPane) -> (part: Int, line: Int)
  {
    var (part, at) = (part, line + delta)
    var last = (part: part, line: line)
    let parts = partCount(of: pane)
    while at < 0 {
      guard part > 0 else { return lineCount(ofPart: part, in: pane) > 0 ? (part, 0) : last }
      part -= 1
      let count = lineCount(ofPart: part, in: pane)
      if count > 0 { last = (part, 0) }
      // As far as it goes there is no need to lay out what lies between.
      if delta <= -.max / 2 {
        let start = (0..<parts).first { lineCount(ofPart: $0, in: pane) > 0 } ?? 0
        return (start, 0)
      }
      at += count
    }
    if delta >= .max / 2 {
      let end = (0..<parts).last { lineCount(ofPart: $0, in: pane) > 0 } ?? part
      return (end, max(0, lineCount(ofPart: end, in: pane) - 1))
    }
    while true {
      let count = lineCount(ofPart: part, in: pane)
      if at < count { return (part, at) }
      if count > 0 { last = (part, count - 1) }
      guard part + 1 < parts else { return last }
      part += 1
      at -= count
    }
  }

  private mutating func spot(linesFrom spot: TextSpot, _ delta: Int, column: Int, in pane: TextPane) -> TextSpot? {
    let (part, line) = line(spot.part, spot.line, movedBy: delta, in: pane)
    let cells = cells(atLine: line, ofPart: part, in: pane)
    let at = cells.index(at: column).map { cells.cells[$0].columns.lowerBound } ?? 0
    return TextSpot(part: part, line: line, column: at)
  }

  /// The character beside one, at the ends of lines that of the next line; an empty line counts as a blank.
  private mutating func neighbour(
    of spot: TextSpot, in pane: TextPane, isBackward: Bool
  ) -> (spot: TextSpot, cell: LineCells.Cell?)? {
    let cells = cells(atLine: spot.line, ofPart: spot.part, in: pane)
    if let index = cells.index(at: spot.column) {
      let next = index + (isBackward ? -1 : 1)
      if cells.cells.indices.contains(next) {
        let cell = cells.cells[next]
        return (TextSpot(part: spot.part, line: spot.line, column: cell.columns.lowerBound), cell)
      }
    }
    let (part, line) = line(spot.part, spot.line, movedBy: isBackward ? -1 : 1, in: pane)
    guard (part, line) != (spot.part, spot.line) else { return nil }
    let beside = self.cells(atLine: line, ofPart: part, in: pane)
    let cell = isBackward ? beside.cells.last : beside.cells.first
    return (TextSpot(part: part, line: line, column: cell?.columns.lowerBound ?? 0), cell)
  }

  private enum Letter { case blank, word, mark }

  private func letter(at spot: TextSpot, in pane: TextPane) -> Letter {
    let cells = cells(atLine: spot.line, ofPart: spot.part, in: pane)
    return letter(cells.index(at: spot.column).map { cells.cells[$0] })
  }

  private func letter(_ cell: LineCells.Cell?) -> Letter {
    guard let cell, !cell.isBlank else { return .blank }
    return cell.isWord ? .word : .mark
  }

  /// The start of the next word, or the end of a word in a direction: going back that is its start.
  private mutating func word(from spot: TextSpot, in pane: TextPane, isBackward: Bool, toEnd: Bool) -> TextSpot? {
    var at = spot
    var kind = letter(at: at, in: pane)
    // The end of a line parts words as a blank does.
    func isApart(_ a: TextSpot, _ b: TextSpot) -> Bool { (a.part, a.line) != (b.part, b.line) }
    if !toEnd {
      while let next = neighbour(of: at, in: pane, isBackward: false) {
        let nextKind = letter(next.cell)
        if nextKind != .blank, nextKind != kind || isApart(at, next.spot) { return next.spot }
        kind = isApart(at, next.spot) ? .blank : nextKind
        at = next.spot
      }
      return at
    }
    guard var next = neighbour(of: at, in: pane, isBackward: isBackward) else { return nil }
    while letter(next.cell) == .blank {
      guard let further = neighbour(of: next.spot, in: pane, isBackward: isBackward) else { return next.spot }
      next = further
    }
    at = next.spot
    kind = letter(next.cell)
    while let further = neighbour(of: at, in: pane, isBackward: isBackward), letter(further.cell) == kind,
      !isApart(at, further.spot)
    {
      at = further.spot
    }
    return at
  }

  /// The empty line before or after, or the end of the part.
  private mutating func block(from spot: TextSpot, in pane: TextPane, isBackward: Bool) -> TextSpot? {
    let delta = isBackward ? -1 : 1
    var at = (part: spot.part, line: spot.line)
    var hasText = false
    while true {
      let next = line(at.part, at.line, movedBy: delta, in: pane)
      if next == at { break }
      let cells = cells(atLine: next.line, ofPart: next.part, in: pane).cells
      let isEmpty = cells.allSatisfy(\.isBlank)
      if isEmpty && hasText || next.part != at.part && hasText {
        return TextSpot(part: isEmpty ? next.part : at.part, line: isEmpty ? next.line : at.line, column: 0)
      }
      if !isEmpty { hasText = true }
      at = next
    }
    return TextSpot(part: at.part, line: at.line, column: 0)
  }

  // MARK: After each event

  /// Gives up what is selected in messages that are others now.
  mutating func keepSelection(ofMessages before: [MessageID]) {
    let after = transcript.messages.map(\.id)
    func isKept(_ part: Int) -> Bool { part < after.count && before.prefix(part + 1) == after.prefix(part + 1) }
    if let selection, selection.pane == .conversation,
      !isKept(max(selection.head.part, selection.anchor?.part ?? 0))
    {
      self.selection = nil
    }
    if let press = mousePress, press.pane == .conversation, !isKept(press.spot.part) { mousePress = nil }
  }

  mutating func noteShapes() {
    let shapes = shapes()
    selection?.shapes = shapes
  }

  /// What the parts of the selection look like now.
  private mutating func shapes() -> [TextShape] {
    guard let selection else { return [] }
    let pane = selection.pane
    return [selection.head.part, selection.anchor?.part ?? selection.head.part].map { part in
      let lines = lineCount(ofPart: part, in: pane)
      let rect = textRect(of: pane)
      return TextShape(
        lines: lines, size: Size(columns: rect.columns, rows: rect.rows), bytes: byteCount(ofPart: part, in: pane))
    }
  }

  /// Takes the cursor out of a pane that is gone, and keeps both ends of what is selected on their characters when lines
  /// are laid out anew.
  mutating func settleSelection() {
    guard let selection else { return }
    let pane = selection.pane
    let parts = partCount(of: pane)
    guard !textRect(of: pane).isEmpty, selection.head.part < parts, (selection.anchor?.part ?? 0) < parts,
      !selection.takesKeys || focusedText == pane
    else {
      self.selection = nil
      return
    }
    let shapes = shapes()
    guard shapes != selection.shapes else { return }
    self.selection?.shapes = shapes
    let isBackward = selection.anchor.map { selection.head < $0 } ?? false
    let head = found(selection.head, near: selection.headBytes, isFirst: isBackward, in: pane)
    let anchor = selection.anchor.map { found($0, near: selection.anchorBytes, isFirst: !isBackward, in: pane) }
    self.selection?.head = head
    self.selection?.anchor = anchor
    if selection.takesKeys { reveal(head, in: pane) }
  }

  /// - Parameter isFirst: true for the end of what is selected that comes first: it takes in nothing before it.
  private mutating func found(
    _ spot: TextSpot, near bytes: NearBytes?, isFirst: Bool, in pane: TextPane
  ) -> TextSpot {
    if let bytes {
      if self.bytes(near: spot, in: pane) == bytes { return spot }
      let byte = isFirst ? bytes.behind : bytes.before
      if let found = self.spot(showing: byte, ofPart: spot.part, in: pane) { return found }
    }
    var spot = spot
    spot.line = max(0, min(spot.line, lineCount(ofPart: spot.part, in: pane) - 1))
    return spot
  }
}

extension Sequence<LineCells.Cell> {
  /// The byte that the first of them shows which shows one.
  fileprivate var firstByte: Int? { lazy.compactMap(\.origin).first?.lowerBound }
}
