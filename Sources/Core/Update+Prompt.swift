extension Studio {
  /// Editing and moving in the prompt.
  mutating func edit(_ name: CommandName) -> [Effect] {
    switch name {
    case .newLine: prompt.insert("\n")
    case .moveUp: return moveVertically(-1)
    case .moveDown: return moveVertically(1)
    case .historyPrevious: showHistory(history.previous(from: prompt.text))
    case .historyNext: showHistory(history.next())
    case .deleteBackward where prompt.isTextEmpty && !prompt.attachments.isEmpty:
      prompt.detachLast()
    default: prompt.perform(name)
    }
    return completionWish()
  }

  private mutating func moveVertically(_ delta: Int) -> [Effect] {
    if var completion {
      let count = completion.items.count
      completion.selected = (completion.selected + delta + count) % count
      self.completion = completion
      return []
    }
    if let position = promptRows.position(rowsDown: delta) {
      prompt.move(to: position)
    } else {
      showHistory(delta < 0 ? history.previous(from: prompt.text) : history.next())
    }
    return []
  }

  private mutating func showHistory(_ text: String?) {
    guard let text else { return }
    prompt.replace(with: text)
  }
}

extension PromptEditor {
  /// The commands that change or move within one text, wherever there is one.
  mutating func perform(_ name: CommandName) {
    switch name {
    case .moveLeft: moveLeft()
    case .moveRight: moveRight()
    case .moveWordLeft: moveWordLeft()
    case .moveWordRight: moveWordRight()
    case .moveLineStart: moveToLineStart()
    case .moveLineEnd: moveToLineEnd()
    case .deleteBackward: deleteBackward()
    case .deleteForward: deleteForward()
    case .deleteWordBackward: deleteWordBackward()
    case .deleteWordForward: deleteWordForward()
    case .killLineStart: killToLineStart()
    case .killLineEnd: killToLineEnd()
    case .yank: yank()
    case .undo: undo()
    case .redo: redo()
    default: break
    }
  }
}
