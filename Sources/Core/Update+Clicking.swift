import Gemini
import Screen

/// What a click means where the frame says it.
extension Studio {
  /// - Returns: `nil` for what is no such click.
  mutating func receiveClick(_ mouse: Mouse) -> [Effect]? {
    guard mouse.action == .press, mouse.button == 1, !isTooSmall, let meaning = mouse.meaning else { return nil }
    switch meaning {
    case .command(let word, let named):
      guard let name = CommandName(rawValue: word) else { return [] }
      // What stands in a pane is about this pane, unless it says another.
      let clicked = named.flatMap(Pane.init) ?? layout.pane(at: mouse.point)
      if overlay == nil, let pane = clicked, pane != .prompt, visiblePanes.contains(pane) {
        focus = pane
      }
      return perform(name)
    case .key(let key): return receive(key)
    case .row(0): return perform(.accept)
    case .row(let distance): return moveInList(by: distance) ?? []
    case .item(let index):
      if overlay == nil, prompt.attachments.indices.contains(index) { overlay = .attachment(index) }
      return []
    case .nothing: return nil
    }
  }

  /// True for what a click beside it closes.
  var closesBeside: Bool {
    switch place {
    case .list, .sessions, .files, .settings, .tree, .help: true
    default: false
    }
  }

  /// Marks the code block or picture of a row of the conversation. A picture that is marked already is shown whole.
  mutating func markBlock(at row: Int) -> [Effect] {
    let message = rows[row].message
    let blocks = transcript.blocks(of: message, in: session, shelf: shelf)
    guard let number = blocks.firstIndex(where: { $0.lines.contains(rows[row].offset - 1) }) else {
      markedBlock = nil
      return []
    }
    let mark = MessageBlock.Mark(message: transcript.messages[message].id, number: number)
    let wasMarked = markedBlock == mark
    markedBlock = mark
    guard case .picture(let index) = blocks[number].kind else { return [] }
    chosenPicture = index
    return wasMarked ? perform(.fullPicture) : []
  }
}
