import Gemini
import Screen

/// Going from one code block or picture to the next.
extension Transcript {
  /// The blocks of an answer, laid out for it. What surely has none is not laid out.
  mutating func blocks(of index: Int, in session: Session, shelf: PictureShelf) -> [MessageBlock] {
    guard case .answer = messages[index].id, session.turns[messages[index].turn].shownRun?.mayHaveBlocks == true
    else { return [] }
    _ = rowCount(index, in: session, shelf: shelf)
    return messages[index].layout?.blocks ?? []
  }

  /// The block after or before a marked one; without one, the first or the last one that is on the screen or beyond it.
  mutating func block(
    from mark: MessageBlock.Mark?, isBackward: Bool, rows: Int, in session: Session, shelf: PictureShelf
  ) -> MessageBlock.Mark? {
    guard !messages.isEmpty else { return nil }
    let top = clampedTop(rows: rows, in: session, shelf: shelf)
    let bottom = end(of: rows, from: top, in: session, shelf: shelf)
    let marked = mark.flatMap { index(of: $0.message) }
    var message = marked ?? (isBackward ? bottom.message : top.message)
    while messages.indices.contains(message) {
      let blocks = blocks(of: message, in: session, shelf: shelf)
      let numbers = blocks.indices.filter { number in
        if message == marked, let mark { return isBackward ? number < mark.number : number > mark.number }
        guard marked == nil else { return true }
        return isBackward
          ? Anchor(message: message, offset: blocks[number].lines.lowerBound + 1) < bottom
          : top < Anchor(message: message, offset: blocks[number].lines.upperBound + 1)
      }
      if let number = isBackward ? numbers.last : numbers.first {
        return MessageBlock.Mark(message: messages[message].id, number: number)
      }
      message += isBackward ? -1 : 1
    }
    return nil
  }

  /// Scrolls as little as it takes to see a line of a message's body.
  /// - Parameter margin: so many rows above and below it are seen as well.
  mutating func reveal(
    line: Int, of message: Int, rows: Int, margin: Int, in session: Session, shelf: PictureShelf
  ) {
    let top = clampedTop(rows: rows, in: session, shelf: shelf)
    let bottom = end(of: rows, from: top, in: session, shelf: shelf)
    let target = Anchor(message: message, offset: line + 1)
    let above = moved(target, by: -margin, in: session, shelf: shelf)
    let below = moved(target, by: margin, in: session, shelf: shelf)
    if above < top {
      read(from: above, rows: rows, in: session, shelf: shelf)
    } else if below >= bottom {
      read(from: moved(below, by: 1 - rows, in: session, shelf: shelf), rows: rows, in: session, shelf: shelf)
    }
  }

  /// Stays where it is, whatever comes at the end.
  mutating func hold(rows: Int, in session: Session, shelf: PictureShelf) {
    guard isFollowing, !messages.isEmpty else { return }
    stay(at: clampedTop(rows: rows, in: session, shelf: shelf), in: session, shelf: shelf)
  }

  /// Scrolls so that lines of a message's body are on the screen, from their first one on; not at all if they are.
  mutating func show(
    _ lines: Range<Int>, of message: Int, rows: Int, in session: Session, shelf: PictureShelf
  ) {
    let top = clampedTop(rows: rows, in: session, shelf: shelf)
    let bottom = end(of: rows, from: top, in: session, shelf: shelf)
    let first = Anchor(message: message, offset: lines.lowerBound + 1)
    let last = Anchor(message: message, offset: lines.upperBound)
    if top <= first, last < bottom { return }
    // A line before it says what it belongs to.
    read(from: Anchor(message: message, offset: lines.lowerBound), rows: rows, in: session, shelf: shelf)
  }
}

extension Run {
  /// False if the source alone says that the answer has no code block and no picture.
  fileprivate var mayHaveBlocks: Bool {
    answer?.parts.contains { part in
      guard let text = part.text else { return true }
      let bytes = text.utf8Span.span
      var same = 0
      for offset in bytes.indices {
        let byte = bytes[offset]
        let isMark = byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") || byte == 0x20 || byte == 0x09
        same = isMark && offset > 0 && bytes[offset - 1] == byte ? same + 1 : isMark ? 1 : 0
        // Three marks are a fence, and four blanks or a tab indent code.
        if byte == 0x09 || same >= (byte == 0x20 ? 4 : 3) { return true }
      }
      return false
    } ?? false
  }
}
