import Gemini
import Screen

/// The marked code block or picture of the conversation, or of a lane.
extension Studio {
  mutating func stepBlock(isBackward: Bool) {
    if focus == .compare { return stepLaneBlock(isBackward: isBackward) }
    let rows = layout.conversation.rows
    // One that was scrolled away is no place to go on from.
    let mark = markedRows.isEmpty ? nil : markedBlock
    let next = transcript.block(from: mark, isBackward: isBackward, rows: rows, in: session, shelf: shelf)
    guard let next, let message = transcript.index(of: next.message) else {
      say("There is no code block or picture \(isBackward ? "before" : "after") this.")
      return
    }
    let block = transcript.blocks(of: message, in: session, shelf: shelf)[next.number]
    chosenMessage = message == transcript.messages.count - 1 ? nil : next.message
    chosenPicture = nil
    if case .picture(let index) = block.kind { chosenPicture = index }
    markedBlock = next
    transcript.show(block.lines, of: message, rows: rows, in: session, shelf: shelf)
  }

  private mutating func stepLaneBlock(isBackward: Bool) {
    guard case .lane(let id)? = focusedText, case .run(let run, _) = id, let column = comparison.columns[id] else {
      return
    }
    let blocks = column.blocks
    let rows = textRect(of: .lane(id)).rows
    let top = column.firstLine(rows: rows)
    let mark = markedRows.isEmpty ? nil : markedBlock
    let number: Int? =
      if let mark, mark.message == .answer(run) {
        mark.number + (isBackward ? -1 : 1)
      } else if isBackward {
        blocks.lastIndex { column.line($0.lines.lowerBound, ofPart: 1) < top + rows }
      } else {
        blocks.firstIndex { column.line($0.lines.upperBound, ofPart: 1) > top }
      }
    guard let number, blocks.indices.contains(number) else {
      say("There is no code block or picture \(isBackward ? "before" : "after") this.")
      return
    }
    markedBlock = MessageBlock.Mark(message: .answer(run), number: number)
    chosenPicture = nil
    if case .picture(let index) = blocks[number].kind { chosenPicture = index }
    for line in [blocks[number].lines.upperBound - 1, blocks[number].lines.lowerBound] {
      reveal(TextSpot(part: 1, line: line, column: 0), in: .lane(id))
    }
  }

  /// The marked block, while some of it is on the screen.
  var shownBlock: MessageBlock? {
    guard !markedRows.isEmpty, let mark = markedBlock else { return nil }
    let blocks: [MessageBlock]? =
      if focus == .compare {
        focusedAnswer.flatMap { comparison.columns[$0.id]?.blocks }
      } else {
        transcript.index(of: mark.message).flatMap { transcript.messages[$0].layout?.blocks }
      }
    return blocks.flatMap { $0.indices.contains(mark.number) ? $0[mark.number] : nil }
  }

  /// Finds the marked block among the rows on the screen.
  mutating func settleBlock() {
    markedRows = 0..<0
    guard let mark = markedBlock else { return }
    if focus == .compare { return settleLaneBlock(mark) }
    guard focus == .conversation else { return }
    guard let message = transcript.index(of: mark.message) else {
      markedBlock = nil
      return
    }
    let blocks = transcript.blocks(of: message, in: session, shelf: shelf)
    guard blocks.indices.contains(mark.number) else { return }
    let lines = blocks[mark.number].lines
    let marked = rows.indices.filter { rows[$0].message == message && lines.contains(rows[$0].offset - 1) }
    if let first = marked.first, let last = marked.last { markedRows = first..<last + 1 }
  }

  private mutating func settleLaneBlock(_ mark: MessageBlock.Mark) {
    guard case .lane(let id)? = focusedText, case .run(let run, _) = id, mark.message == .answer(run),
      let blocks = comparison.columns[id]?.blocks, blocks.indices.contains(mark.number)
    else { return }
    let marked = (0..<textRect(of: .lane(id)).rows).filter { row in
      guard let line = textLine(atRow: row, of: .lane(id)) else { return false }
      return line.part == 1 && blocks[mark.number].lines.contains(line.line)
    }
    if let first = marked.first, let last = marked.last { markedRows = first..<last + 1 }
  }

  /// What Escape does first while something is looked for or marked.
  /// - Returns: false if there is nothing to take back.
  mutating func unmark() -> Bool {
    guard finding != nil || !markedRows.isEmpty else { return false }
    if finding != nil { dropNotice() }
    finding = nil
    markedBlock = nil
    return true
  }
}
