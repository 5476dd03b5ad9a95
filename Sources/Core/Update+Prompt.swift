import Screen

extension Studio {
  /// Editing and moving in the prompt.
  mutating func edit(_ name: CommandName) -> [Effect] {
    switch name {
    case .newLine: prompt.insert("\n")
    case .moveUp: return moveVertically(-1)
    case .moveDown: return moveVertically(1)
    case .historyPrevious: showHistory(history.previous(from: prompt.text))
    case .historyNext: showHistory(history.next(from: prompt.text))
    case .extendUp, .extendDown:
      let rows = name == .extendUp ? -1 : 1
      if let position = promptRows.position(rowsDown: rows, in: prompt) { prompt.extend(to: position) }
    case .setMark:
      prompt.setMark()
      if prompt.mark != nil { say("Motions select from here on.\(selectionKeys)") }
    case .copySelection:
      guard let text = prompt.selectedText else { return [] }
      prompt.copySelection()
      return [.copy(text)]
    case .takeBack: takeBack()
    case .deleteBackward where prompt.isTextEmpty && !prompt.attachments.isEmpty:
      prompt.detachLast()
    default: prompt.perform(name)
    }
    return completionWish()
  }

  /// What ends a selection, as a sentence that follows another.
  private var selectionKeys: String {
    let ways = [(CommandName.copySelection, "copies"), (.killBackToBlank, "cuts")].compactMap { name, verb in
      settings.keymap.keys(for: name, at: .prompt).first.map { "\($0.label) \(verb)" }
    }
    return " \((ways + ["Esc leaves it"]).joined(separator: ", "))."
  }

  /// The prompt that waits goes back into the editor, before what was typed meanwhile.
  private mutating func takeBack() {
    guard let waiting = queued else { return }
    queued = nil
    returnToEditor(waiting)
    focus = .prompt
    dropNotice()
  }

  /// Never over what was typed meanwhile: that follows on the next line.
  mutating func returnToEditor(_ waiting: QueuedPrompt) {
    prompt.replace(with: waiting.draft.followed(by: prompt.draft))
    promptOrigin = promptOrigin ?? waiting.draft.origin
  }

  private mutating func moveVertically(_ delta: Int) -> [Effect] {
    if completion != nil { return stepCompletion(by: delta) }
    if let position = promptRows.position(rowsDown: delta, in: prompt) {
      prompt.move(to: position)
    } else {
      showHistory(delta < 0 ? history.previous(from: prompt.text) : history.next(from: prompt.text))
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
    case .yankBefore: yankBefore()
    case .killBackToBlank: killBackToBlank()
    case .transposeCharacters: transposeCharacters()
    case .transposeWords: transposeWords()
    case .upperCaseWord: upperCaseWord()
    case .lowerCaseWord: lowerCaseWord()
    case .capitalizeWord: capitalizeWord()
    case .setMark: setMark()
    case .extendLeft: extend(by: .moveLeft)
    case .extendRight: extend(by: .moveRight)
    case .extendWordLeft: extend(by: .moveWordLeft)
    case .extendWordRight: extend(by: .moveWordRight)
    case .extendLineStart: extend(by: .moveLineStart)
    case .extendLineEnd: extend(by: .moveLineEnd)
    case .copySelection: copySelection()
    case .undo: undo()
    case .redo: redo()
    default: break
    }
  }
}
