import Markdown
import Screen

/// Selecting with the mouse: drag for characters, two clicks for a word, three for a line.
extension Studio {
  /// Milliseconds in which clicks on one cell belong together.
  static let clickTime = 400

  /// Where a button was pressed last, and how often in a row.
  struct MousePress: Hashable, Sendable {
    var point: Point
    var time: Instant
    var count: Int
    var pane: TextPane
    var spot: TextSpot
    /// It was moved since.
    var hasDragged = false
  }

  /// A press on the text of a pane: the beginning of a selection, if it is drawn out.
  mutating func pressText(at point: Point) {
    guard let pane = text(at: point), let spot = spot(at: point, in: pane) else {
      mousePress = nil
      if selection?.takesKeys == false { selection = nil }
      return
    }
    var press = MousePress(point: point, time: now, count: 1, pane: pane, spot: spot)
    if let last = mousePress, !last.hasDragged, last.point == point, now - last.time <= Self.clickTime, last.count < 3 {
      press.count = last.count + 1
    }
    mousePress = press
    selection = nil
    if press.count > 1 { select(from: spot, to: spot, in: pane, press.count == 2 ? .words : .lines) }
  }

  mutating func dragText(to point: Point) {
    guard var press = mousePress, press.spot.part < partCount(of: press.pane) else { return }
    let rect = textRect(of: press.pane)
    guard !rect.isEmpty, press.hasDragged || point != press.point else { return }
    press.hasDragged = true
    mousePress = press
    // At the edge the text comes along.
    if point.row < rect.row { scroll(press.pane, by: -1) }
    if point.row >= rect.endRow { scroll(press.pane, by: 1) }
    let inside = Point(
      row: max(rect.row, min(rect.endRow - 1, point.row)),
      column: max(rect.column, min(rect.endColumn - 1, point.column)))
    guard let spot = spot(at: inside, in: press.pane) else { return }
    let unit: TextSelection.Unit = press.count == 1 ? .characters : press.count == 2 ? .words : .lines
    select(from: press.spot, to: spot, in: press.pane, unit)
  }

  /// The button is let go: what is selected is copied, and stays marked until the next key. A click on a link asks what to
  /// do with it.
  mutating func releaseText() -> [Effect] {
    guard let press = mousePress else { return [] }
    if press.count == 1, !press.hasDragged, let link = link(at: press.point, in: press.pane) {
      ask(whatToDoWith: link.address)
      return []
    }
    guard press.hasDragged || press.count > 1, selection?.anchor != nil else { return [] }
    let text = selectedText()
    letGo(of: press.pane)
    return text.isEmpty ? [] : [.copy(text)]
  }

  private mutating func select(from anchor: TextSpot, to head: TextSpot, in pane: TextPane, _ unit: TextSelection.Unit)
  {
    let known = selection?.anchor == anchor ? selection?.anchorBytes : bytes(near: anchor, in: pane)
    var selection = TextSelection(pane: pane, head: head, takesKeys: false)
    selection.anchor = anchor
    selection.unit = unit
    selection.anchorBytes = known
    selection.headBytes = bytes(near: head, in: pane)
    self.selection = selection
    hold(pane)
    noteShapes()
  }

  /// The link that is drawn at a cell, by the small number behind its text, which may be some lines below. One without a
  /// number is none.
  private func link(at point: Point, in pane: TextPane) -> MarkdownDocument.Link? {
    let rect = textRect(of: pane)
    guard rect.contains(point), let place = textLine(atRow: point.row - rect.row, of: pane) else { return nil }
    let lines = textLines(place.line..<place.line + Self.linkLines, ofPart: place.part, in: pane)
    guard var spans = lines.first?.spans else { return nil }
    var left = point.column - rect.column
    while let span = spans.first, TextWidth.columns(of: span.text) <= left {
      left -= TextWidth.columns(of: span.text)
      spans.removeFirst()
    }
    let number = Self.linkNumber(behind: spans + lines.dropFirst().flatMap(\.spans))
    return number.flatMap { number in links(ofPart: place.part, in: pane).first { $0.number == number } }
  }

  /// The number of the link that the first of these spans is of: it stands for all of the link's source. Where that is not
  /// known, as for a bare address, nothing but the link may stand between.
  private static func linkNumber(behind spans: [Span]) -> Int? {
    guard let hit = spans.first else { return nil }
    if let number = SmallNumber.value(hit.text) { return number }
    guard hit.style.role == .link else { return nil }
    var isBehind = true
    for span in spans.dropFirst() {
      guard let number = SmallNumber.value(span.text) else {
        isBehind = isBehind && (span.style.role == .link || !span.text.contains { $0.isLetter || $0.isNumber })
        continue
      }
      if let whole = span.origin?.range, let part = hit.origin?.range {
        if whole.contains(part.lowerBound) { return number }
      } else if isBehind {
        return number
      }
      isBehind = false
    }
    return nil
  }

  /// Lines that a link may have.
  private static let linkLines = 12

  private func links(ofPart part: Int, in pane: TextPane) -> [MarkdownDocument.Link] {
    switch pane {
    case .conversation: transcript.messages[part].layout?.links ?? []
    case .thinking: thinking.links
    case .lane(let id): part == 1 ? comparison.columns[id]?.links ?? [] : []
    }
  }

  private mutating func scroll(_ pane: TextPane, by delta: Int) {
    switch pane {
    case .conversation: scroll(Pane.conversation, by: delta)
    case .thinking: scroll(Pane.thinking, by: delta)
    case .lane: scrollColumns(by: delta)
    }
    if pane == .conversation {
      rows = transcript.window(rows: layout.conversation.rows, in: session, shelf: shelf)
    }
  }

  private func text(at point: Point) -> TextPane? {
    switch layout.pane(at: point) {
    case .conversation: transcript.messages.isEmpty ? nil : .conversation
    case .thinking: layout.thinking.contains(point) ? .thinking : nil
    case .compare: comparison.pair == nil ? lane(at: point) : nil
    case .prompt, .preview, nil: nil
    }
  }

  private func lane(at point: Point) -> TextPane? {
    let answers = comparedAnswers
    let columns = compareLayout(of: answers, in: layout.conversation).columns
    guard let column = columns.first(where: { $0.text.contains(point) }), answers.indices.contains(column.place),
      answers[column.place].run != nil
    else { return nil }
    return .lane(answers[column.place].id)
  }

  /// The character under a cell; of a row without text, the nearest one above, else below.
  private func spot(at point: Point, in pane: TextPane) -> TextSpot? {
    let rect = textRect(of: pane)
    let row = point.row - rect.row
    if let line = textLine(atRow: row, of: pane) {
      let cells = cells(atLine: line.line, ofPart: line.part, in: pane)
      let column = cells.index(at: max(0, point.column - rect.column)).map { cells.cells[$0].columns.lowerBound }
      return TextSpot(part: line.part, line: line.line, column: column ?? 0)
    }
    for above in stride(from: row - 1, through: 0, by: -1) {
      guard let line = textLine(atRow: above, of: pane) else { continue }
      let end = cells(atLine: line.line, ofPart: line.part, in: pane).cells.last?.columns.lowerBound ?? 0
      return TextSpot(part: line.part, line: line.line, column: end)
    }
    let below = (0..<rect.rows).lazy.compactMap { textLine(atRow: $0, of: pane) }.first
    return below.map { TextSpot(part: $0.part, line: $0.line, column: 0) }
  }
}
