import Gemini
import Screen

/// The marked code block or picture of the conversation.
extension Studio {
  mutating func stepBlock(isBackward: Bool) {
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

  /// The marked block, while some of it is on the screen.
  var shownBlock: MessageBlock? {
    guard !markedRows.isEmpty, let mark = markedBlock, let message = transcript.index(of: mark.message),
      let blocks = transcript.messages[message].layout?.blocks, blocks.indices.contains(mark.number)
    else { return nil }
    return blocks[mark.number]
  }

  /// Finds the marked block among the rows on the screen.
  mutating func settleBlock() {
    markedRows = 0..<0
    guard focus == .conversation, let mark = markedBlock else { return }
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

  /// What Escape does first while something is looked for or marked.
  /// - Returns: false if there is nothing to take back.
  mutating func unmark() -> Bool {
    guard finding != nil || !markedRows.isEmpty else { return false }
    finding = nil
    markedBlock = nil
    return true
  }
}
