import Screen

extension Studio {
  /// Scrolls the pane that has the focus; from the prompt, the conversation.
  mutating func scroll(_ name: CommandName) {
    let layout = layout
    let pane: Pane = focus == .thinking ? .thinking : .conversation
    let rows = pane == .thinking ? layout.thinking.rows : layout.conversation.rows
    switch name {
    case .lineUp: scroll(pane, by: -1)
    case .lineDown: scroll(pane, by: 1)
    case .halfPageUp: scroll(pane, by: -max(1, rows / 2))
    case .halfPageDown: scroll(pane, by: max(1, rows / 2))
    case .pageUp: scroll(pane, by: -max(1, rows - 1))
    case .pageDown: scroll(pane, by: max(1, rows - 1))
    case .toStart:
      if pane == .thinking {
        thinking.scrollToStart(rows: rows)
      } else {
        chosenMessage = focus == .conversation && transcript.messages.count > 1 ? transcript.messages.first?.id : nil
        transcript.show(0, rows: rows, in: session, shelf: shelf)
      }
    case .toEnd:
      if pane == .thinking {
        thinking.follow()
      } else {
        chosenMessage = nil
        transcript.follow()
      }
    case .previousMessage: stepMessage(by: -1, rows: layout.conversation.rows)
    case .nextMessage: stepMessage(by: 1, rows: layout.conversation.rows)
    default: break
    }
  }

  mutating func scroll(_ pane: Pane, by delta: Int) {
    if pane == .compare { return scrollColumns(by: delta) }
    let layout = layout
    if pane == .thinking {
      thinking.scroll(by: delta, rows: layout.thinking.rows)
    } else {
      let wasFollowing = transcript.isFollowing
      transcript.scroll(by: delta, rows: layout.conversation.rows, in: session, shelf: shelf)
      // From the prompt one only looks back: the pictures beside stay.
      guard focus == .conversation else { return }
      if transcript.isFollowing {
        if !wasFollowing { chosenMessage = nil }
      } else {
        keepCurrentInSight(rows: layout.conversation.rows)
      }
    }
  }

  /// Whoever comes to the conversation finds its commands to be about a message on the screen.
  mutating func settleReading() {
    defer { isReading = focus == .conversation }
    guard focus == .conversation, !isReading, !transcript.isFollowing else { return }
    keepCurrentInSight(rows: layout.conversation.rows)
  }

  /// Commands are about a message on the screen: in the place of one that was scrolled out of it comes the nearest.
  private mutating func keepCurrentInSight(rows: Int) {
    let seen = transcript.window(rows: rows, in: session, shelf: shelf).filter { $0.kind != .gap }.map(\.message)
    guard let first = seen.first, let last = seen.last else { return }
    guard let current = currentMessage.flatMap({ transcript.index(of: $0) }), !(first...last).contains(current) else {
      return
    }
    let next = current < first ? first : last
    chosenMessage = next == transcript.messages.count - 1 ? nil : transcript.messages[next].id
    chosenPicture = nil
  }

  /// Scrolls to the message that commands are about, where something else than scrolling made it the current one.
  mutating func revealCurrent() {
    guard !showsComparison, let index = currentMessage.flatMap({ transcript.index(of: $0) }) else { return }
    let rows = layout.conversation.rows
    let seen = transcript.window(rows: rows, in: session, shelf: shelf).map(\.message)
    if !seen.contains(index) { transcript.show(index, rows: rows, in: session, shelf: shelf) }
  }

  private mutating func stepMessage(by delta: Int, rows: Int) {
    guard let current = currentMessage, let index = transcript.index(of: current) else { return }
    let next = max(0, min(transcript.messages.count - 1, index + delta))
    let isLast = next == transcript.messages.count - 1
    chosenMessage = isLast ? nil : transcript.messages[next].id
    chosenPicture = nil
    markedBlock = nil
    if isLast {
      transcript.follow()
    } else {
      transcript.show(next, rows: rows, in: session, shelf: shelf)
    }
  }

  // MARK: Mouse

  mutating func receive(_ mouse: Mouse) -> [Effect] {
    if takesMenu, showsMenu { return receiveInMenu(mouse) }
    if let effects = receiveClick(mouse) { return effects }
    guard overlay == nil else { return receiveInOverlay(mouse) }
    if let effects = receiveOnRules(mouse) { return effects }
    let isInPrompt = promptPress?.isHeld == true
    if mouse.action == .release { return isInPrompt ? releasePrompt() : releaseText() }
    if mouse.action == .drag {
      if isInPrompt { dragPrompt(to: mouse.point) } else { dragText(to: mouse.point) }
      return []
    }
    let layout = layout
    guard let pane = layout.pane(at: mouse.point) else {
      if mouse.action == .press { (mousePress, promptPress) = (nil, nil) }
      return []
    }
    switch mouse.action {
    case .wheelUp where pane == .compare: scrollColumns(by: -3, at: compareLayout.place(at: mouse.point))
    case .wheelDown where pane == .compare: scrollColumns(by: 3, at: compareLayout.place(at: mouse.point))
    case .wheelUp: scroll(pane, by: -3)
    case .wheelDown: scroll(pane, by: 3)
    case .press where mouse.button == 1:
      if visiblePanes.contains(pane) { focus = pane }
      if layout.prompt.contains(mouse.point), focus == .prompt {
        pressPrompt(at: mouse.point)
      } else {
        promptPress = nil
      }
      pressText(at: mouse.point)
      if pane == .compare, let place = compareLayout.place(at: mouse.point) { return focusAnswer(at: place) }
      if pane == .conversation { return choose(at: mouse.point.row - layout.conversation.row) }
    case .press, .release, .drag: break
    }
    return []
  }

  /// A click makes the message under it the current one, and marks its block there.
  private mutating func choose(at row: Int) -> [Effect] {
    guard rows.indices.contains(row) else { return [] }
    let message = rows[row].message
    let isLast = message == transcript.messages.count - 1
    chosenMessage = isLast ? nil : transcript.messages[message].id
    chosenPicture = nil
    return markBlock(at: row)
  }
}
