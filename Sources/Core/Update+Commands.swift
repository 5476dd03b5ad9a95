import Gemini
import Screen

extension Studio {
  /// Does what a command says, or tells why it is off.
  mutating func perform(_ name: CommandName) -> [Effect] {
    if let reason = Command.named(name).whyOff(self) {
      say(reason)
      return []
    }
    if overlay == .gallery, let effects = performInGallery(name) { return effects }
    switch name {
    case .palette:
      overlay = .palette(ListState())
    case .menu:
      pendingKeys = [Key("x", .control)]
      pendingSince = now
    case .nextMenuPage: stepMenuPage(by: 1)
    case .previousMenuPage: stepMenuPage(by: -1)
    case .help:
      overlayBehindHelp = overlay
      overlay = .help(scroll: 0)
    case .interrupt: return interrupt()
    case .redraw:
      shelf.previews = shelf.previews.filter { $0.value != .making }
      return [.redraw] + (terminal.isTmux ? [.readTmux, .ask(.outerTerminal)] : [])
    case .suspend: return [.suspend]
    case .leave: return leave()
    case .enterKey: return [.enterKey]
    case .chooseTheme: openThemes()
    case .studioSettings: return openStudioSettings()
    case .toggleMouse:
      takesMouse.toggle()
      say(takesMouse ? "The studio takes the mouse." : "The mouse is the terminal's own.")
    case .zoomPane: toggleZoom()
    case .bareScreen: toggleBare()
    case .growConversation: return moveDivider(1)
    case .growSidePanes: return moveDivider(-1)
    case .growThinking: return moveSplit(1)
    case .growPreview: return moveSplit(-1)
    case .nextPane: stepPane(by: 1)
    case .previousPane: stepPane(by: -1)
    case .home:
      guard focus != .compare || !comparison.stepBack() else { break }
      focus = .prompt
      vi.reset(&prompt)

    case .newSession: return startSession()
    case .listSessions: return openBrowser()
    case .renameSession: askForName(of: session.id, title: session.title, over: nil)
    case .openRecent1: return openRecent(0)
    case .openRecent2: return openRecent(1)
    case .openRecent3: return openRecent(2)
    case .openRecent4: return openRecent(3)
    case .openRecent5: return openRecent(4)

    case .chooseModel:
      overlay = .models(ListState())
      modelsProblem = nil
      return [.listModels]
    case .takeSuccessor: return takeSuccessor()
    case .switchModel:
      session.use = session.use == .text ? .picture : .text
      estimateHistory()
      say("\(session.model) takes the next turn.")
      return saved()
    case .runSettings: overlay = .settings(SettingsPanel())
    case .presets: return openPresets()
    case .library: return openLibrary()
    case .usage: overlay = .usage(scroll: 0)
    case .systemInstruction: askForSystemInstruction()
    case .stepThinking:
      let traits = traits(of: setup.model)
      changeSetup { $0.step(.thinking, by: 1, traits) }
      say("Thinking: \(setup.thinkingText(traits) ?? "the model's default").")
      return saved()
    case .foldThinking: return stepThinkingPane()
    case .splitTags: splitTags()

    case .send:
      if offersMore { return acceptCompletion() }
      completion = nil
      return submit()
    case .complete:
      if completion != nil { return acceptCompletion() }
      stepPane(by: 1)
    case .walkChips: walkChips()
    case .searchHistory: return searchHistory()
    case .externalEditor: return [.openEditor(openEntry?.editor.text ?? prompt.text)]
    case .removeAttachment: prompt.detachLast()
    case .showAttachment: showAttachment()
    case .pickFile: return openPicker()

    case .fullPicture, .nextPicture, .previousPicture, .usePicture, .savePicture, .saveAllPictures, .copyPicturePath,
      .openPicture, .fullQuality:
      return performOnPicture(name)
    case .openGallery: return openGallery()
    case .deletePicture: return deletePicture()
    case .undoDeletion: return undoDeletion()
    case .branch:
      return noting { studio in
        let effects = studio.goToSelectedPicture()
        if let reason = studio.whyNotBranch { studio.say(reason) } else { studio.branchHere() }
        return effects
      }
    case .deleteTurn: return deleteTurn()
    case .undoStep: return undoStep()
    case .redoStep: return redoStep()
    case .switchHistory: return switchHistory()
    case .pictureTree: return openTree()
    case .nextBlock, .previousBlock: stepBlock(isBackward: name == .previousBlock)
    case .find: askForText()
    case .openLinks: overlay = .links(ListState())
    case .openTurns: openTurns()
    case .saveText: return askWhereToSaveText()
    case .pipeText: askForCommand()
    case .beginSelecting: beginSelecting()
    case .selectCharacters, .selectLines, .copySelected, .leaveSelection, .cursorLeft, .cursorRight, .cursorUp,
      .cursorDown, .cursorWord, .cursorWordBack, .cursorWordEnd, .cursorLineStart, .cursorLineText, .cursorLineEnd,
      .cursorBlockUp, .cursorBlockDown, .cursorHalfUp, .cursorHalfDown, .cursorPageUp, .cursorPageDown, .cursorStart,
      .cursorEnd:
      return performInSelection(name)
    case .findNext, .findPrevious: stepFound(isBackward: name == .findPrevious)
    case .copyMessage: return copyMessage()
    case .regenerate: return regenerate()
    case .continueAnswer: return continueAnswer()
    case .edit: editCurrent()
    case .previousSibling: return noting { $0.stepSibling(by: -1) }
    case .nextSibling: return noting { $0.stepSibling(by: 1) }

    case .compare, .chooseLane, .mergeLanes, .nextLane, .previousLane, .lane1, .lane2, .lane3, .lane4, .addLane,
      .removeLane, .repeatLane, .stopLane, .zoomLane, .lockLanes, .figures, .openLineUps, .saveLineUp,
      .differences, .judge, .blind, .verdicts:
      return performInComparison(name)
    case .close, .accept, .selectNext, .selectPrevious, .selectNextPage, .selectPreviousPage, .selectFirst,
      .selectLast, .renameSelected, .renameKept, .deleteKept, .undeleteKept,
      .markFavourite, .useAsInstruction, .editPrompt, .pinSession, .deleteSession, .undeleteSession,
      .showCommandSessions, .showDemoSessions, .showDeletedSessions, .valueNext, .valuePrevious, .valueReset,
      .valueUndo, .resetAll, .selectParent, .selectChild, .nextAttachment, .previousAttachment, .dropAttachment,
      .folderUp, .folderOpen, .zoomIn, .zoomOut, .zoomToPixels, .zoomToFit, .panLeft, .panRight, .panUp, .panDown,
      .markPicture, .comparePictures, .flipPictures, .pictureRecord, .filmstrip, .selectLeft, .selectRight, .openChip,
      .dropChip, .unfoldChip, .chipBackward, .chipForward:
      return performInOverlay(name)
    case .lineUp, .lineDown, .halfPageUp, .halfPageDown, .pageUp, .pageDown, .toStart, .toEnd, .previousMessage,
      .nextMessage:
      if showsComparison { return scrollComparison(name) }
      scroll(name)
    default: return edit(name)
    }
    return []
  }

  // MARK: Leaving

  /// Ctrl+C: stops the answer, else clears the prompt, else leaves when pressed twice.
  private mutating func interrupt() -> [Effect] {
    if activeRun != nil {
      leavesUntil = nil
      return stop(asksForPicture: false)
    }
    if !prompt.isEmpty {
      takeOfferBack()
      history.add(prompt.text)
      prompt.clear()
      completion = nil
      promptOrigin = nil
      return []
    }
    if let leavesUntil, leavesUntil > now { return leave() }
    leavesUntil = now + 2000
    say("\(spelledKey(for: .interrupt) ?? "This") again within 2 s leaves.")
    notice?.until = leavesUntil
    return []
  }

  mutating func leave() -> [Effect] {
    guard hasActiveRuns else {
      guard !unkept.isEmpty else { return quit() }
      overlay = .question(
        Question(
          purpose: .leave,
          text: "\(countText(unkept.count, of: "answer")) could not be stored, and will be gone.",
          choices: [Question.Choice(key: "l", title: "leave all the same"), Question.Choice(key: "s", title: "stay")]))
      return []
    }
    overlay = .question(
      Question(
        purpose: .leave, text: "An answer is still coming.",
        choices: [
          Question.Choice(key: "f", title: "finish it, then leave"), Question.Choice(key: "l", title: "stop and leave"),
          Question.Choice(key: "s", title: "stay"),
        ]))
    return []
  }

  mutating func quit() -> [Effect] {
    hasQuit = true
    withdrawAsked()
    let left = parked.values.map { Effect.save($0.withoutTurns) }
    return saved() + left + noteGivenUp() + stopAll() + [.quit]
  }

  // MARK: Panes and looks

  /// The panes that are on the screen, in the order Tab walks them.
  var visiblePanes: [Pane] {
    let layout = layout
    if layout.compares { return [.prompt, .compare] }
    return [.prompt] + (transcript.messages.isEmpty ? [] : [.conversation])
      + (layout.thinking.isEmpty ? [] : [.thinking]) + (layout.preview.isEmpty ? [] : [.preview])
  }

  private mutating func stepPane(by delta: Int) {
    // A pane that has the screen hides the others.
    zoomed = nil
    let panes = visiblePanes
    let index = (panes.firstIndex(of: focus) ?? 0) + delta + panes.count
    focus = panes[index % panes.count]
  }

  /// Shown, one line, hidden. A pane that folded by itself, for want of room, opens first.
  private mutating func stepThinkingPane() -> [Effect] {
    if showsComparison {
      stepFold()
      return []
    }
    let isAlone = shownZoom != nil || isBare
    if layout.thinking.isEmpty, isAlone ? currentRun?.hasThoughts == true : shownThinking == .shown {
      // Who asks for thoughts wants to see them: the pane that has the screen makes room.
      (zoomed, isBare) = (nil, false)
      dropNotice()
      show(thinking: .shown)
      return rememberedFold
    }
    show(thinking: settings.thinkingPane.next)
    dropNotice()
    if settings.thinkingPane == .hidden {
      say("Thinking is hidden.")
    } else if shownThinking == .hidden {
      say("Thinking is \(settings.thinkingPane == .line ? "one line" : "shown") when there is some.")
    }
    return rememberedFold
  }

  /// Reasoning in tags goes to the thinking pane, or back into the answer, in all answers at once.
  private mutating func splitTags() {
    settings.splitsReasoning.toggle()
    applySplitting()
    say(
      settings.splitsReasoning
        ? "Reasoning in tags such as <think> is shown as thinking." : "Reasoning in tags stays in the answer.")
  }

  /// Brings all answers in line with what counts for reasoning in tags.
  mutating func applySplitting() {
    session.apply(settings)
    for id in Array(parked.keys) { parked[id]?.apply(settings) }
    estimateHistory()
    transcript.touchAll()
  }

  mutating func show(thinking mode: PaneMode) {
    settings.thinkingPane = mode
    opensThinking = mode == .shown
    settings.panes[shape].thinking = mode
    // Where there is room for both, a picture still folds it.
    settings.panes[shape].opensThinking = shape == .wide ? nil : opensThinking
  }

  /// Stores the session's own facts, if it is one that is stored.
  func saved() -> [Effect] {
    guard !session.turns.isEmpty else {
      // A session without turns is not stored: its draft is kept beside them.
      return prompt.revision == 0 ? [] : [.remember(Self.newDraftKey, unsent.json?.text ?? "")]
    }
    return [.save(header)]
  }

  /// Where the draft of a session without turns is kept.
  package static let newDraftKey = "draft.new"

  /// The session as it is stored: its turns are stored one by one.
  var header: Session {
    var header = session
    header.turns = []
    header.removals = []
    // Only sending leaves the branch for good.
    header.head = branchedFrom ?? session.head
    header.draft = unsent
    return header
  }

  // MARK: Messages

  private mutating func copyMessage() -> [Effect] {
    isPictureMarked ? perform(.copyPicturePath) : [.copy(currentText()?.text ?? "")]
  }

  /// `e`: a picture of the current answer goes into the next turn; a prompt is edited.
  private mutating func editCurrent() {
    guard let turn = currentTurn else { return }
    if case .answer? = currentMessage,
      session.turns[turn].shownRun?.shownParts.contains(where: \.isPicture) == true
    {
      usePicture()
      return
    }
    let way = prompt.isEmpty ? nil : settings.keymap.keys(for: .undo, at: .prompt).first
    let typed = prompt.text
    if !prompt.isEmpty { history.add(typed) }
    load(session.turns[turn])
    typedBeforeEditing = typed.isEmpty || typed == prompt.text ? nil : typed
    promptOrigin = .version(of: session.turns[turn].id)
    focus = .prompt
    let back = way.map { " \($0.label) brings back what was typed." } ?? ""
    say("Sending makes another version of this turn. \(spelledEscape) makes it a new turn again.\(back)")
  }

  private mutating func stepSibling(by delta: Int) -> [Effect] {
    let siblings = currentSiblings
    guard siblings.count > 1, let shown = currentSibling else { return [] }
    let next = siblings[(shown + delta + siblings.count) % siblings.count]
    guard let index = session.turns.firstIndex(where: { $0.id == next.turn }) else { return [] }
    session.turns[index].chosen = next.run
    let followed = session.follow(from: index)
    branchedFrom = nil
    chosenMessage = .prompt(next.turn)
    chosenPicture = nil
    branchChanged()
    revealCurrent()
    var chosen = session.turns[index]
    chosen.runs = []
    return [.choose(chosen)] + followed.map { .choose($0) } + saved()
  }
}
