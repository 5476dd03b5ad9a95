import Gemini
import Screen

/// Takes in one event: the only thing that changes the state.
/// - Returns: what the program is to do now, in order.
package func update(_ studio: inout Studio, _ event: Event, at now: Instant) -> [Effect] {
  studio.now = max(studio.now, now)
  studio.settled = nil
  let (notice, place) = (studio.notice, studio.overlay?.place)
  var effects = studio.receive(event)
  // What was said of one view is out of place over the next one.
  if let opened = studio.overlay?.place, opened != place, notice?.kind == .info, studio.notice == notice {
    studio.notice = nil
  }
  effects += studio.settle()
  return effects
}

extension Studio {
  mutating func receive(_ event: Event) -> [Effect] {
    switch event {
    case .input(let input): return receive(input)
    case .tick: return tick()
    case .resized(let size, let cellPixels):
      terminal.measure(size, cell: cellPixels)
      return terminal.isTmux ? [.readTmux] : []
    case .tmuxFacts(let facts): return terminal.take(facts) ? [.ask(.outerTerminal)] : []
    case .run(let id, let event): return receive(event, for: id)
    case .storeRefused(let id, let sentence): return ask(toSendUnsaved: id, because: sentence)
    case .keepingFailed(let id, let sentence): return note(unkept: id, because: sentence)
    case .sessionsListed(let sessions, let unlisted):
      let list = SessionList(sessions, unlisted: unlisted)
      show(list)
      beginBrowsing(list)
      return []
    case .sessionsFound(let list, let filter):
      take(found: list, filter: filter)
      return []
    case .searchRefused(let sentence, let filter):
      take(found: nil, filter: filter)
      say(sentence, .error)
      return []
    case .deletionRefused(let id, let time, let sentence):
      refuse(id, wasDeletedAt: time, because: sentence)
      return []
    case .sessionPreviewed(let preview):
      take(preview)
      return []
    case .keptListsRead(let presets, let lineUps):
      settings.presets = presets
      settings.lineUps = lineUps
      return []
    case .promptsListed(let prompts):
      receive(prompts)
      return []
    case .sessionOpened(let session): return open(session)
    case .sessionRefreshed(let session): return refresh(session)
    case .modelsListed(let models):
      take(models)
      return []
    case .modelsFailed(let failure):
      modelsProblem = failure.sentence
      return []
    case .attached(let attachments, let problems, let sends, let missing):
      return receive(attachments, problems: problems, sends: sends, missing: missing)
    case .fetched(let attached):
      receiveFetched(attached)
      return []
    case .handedOver(let handOver): return receive(handOver)
    case .folderListed(let listing): return receive(listing)
    case .lookedAt(let path, let look): return receive(look, at: path)
    case .pathsCompleted(let token, let items): return complete(token, with: items)
    case .pictureFacts(let facts):
      shelf.facts.merge(facts) { _, new in new }
      estimateHistory()
      transcript.touchAll()
      return []
    case .previewMade(let key, let preview):
      // One that was given up meanwhile is not wanted any more.
      if shelf.previews[key] != nil { shelf.previews[key] = preview }
      return []
    case .picturesSent(let bytes):
      shelf.sentBytes.merge(bytes, uniquingKeysWith: +)
      return []
    case .lineMeasured(let speed):
      terminal.lineSpeed = speed
      return []
    case .thumbnailMade(let asset, let art):
      shelf.setThumbnail(art, for: asset)
      if overlay != .gallery { transcript.touchAll() }
      return []
    case .picturesListed(let number, let page, let next):
      take(page, next: next, ofReading: number)
      return []
    case .markRefused(let mark, let time, let sentence):
      refuse(mark, wasDeletedAt: time, because: sentence)
      return []
    case .versionRefused(let mark, let isDeleted, let sentence):
      return refuse(mark, isDeleted: isDeleted, because: sentence)
    case .saveRefused(let save, let name, let problem):
      refuse(save, named: name, because: problem)
      return []
    case .textRefused(let text, let name, let problem):
      refuse(text: text, named: name, because: problem)
      return []
    case .piped(let number, let output, let ending):
      take(output, ending: ending, of: number)
      return []
    case .textsCompared(let result):
      take(result)
      return []
    case .verdictsListed(let verdicts):
      self.verdicts = verdicts
      return []
    case .settingsSaved(let reading):
      take(reading)
      if case .studioSettings = overlay { return [.listSettings] }
      return []
    case .settingsListed(let list):
      settingList = list
      return []
    case .settingRefused(let path, let typed, let sentence):
      refuse(typed, at: path, because: sentence)
      return []
    case .editorClosed(let text):
      takeEdited(text)
      return []
    case .libraryRead(let reading, let name):
      take(reading, selecting: name)
      return []
    case .tokensCounted(let key, let count):
      receive(count, for: key)
      return []
    case .schemaRead(let schema, let problem): return receive(schema: schema, problem: problem)
    case .keyEntered(let entry): return receive(entry)
    case .copyEncoded(let base64, let passesThrough, let sentence):
      say(sentence)
      return [.sendToClipboard(base64: base64, passesThrough: passesThrough)]
    case .notice(let text, let kind, let sessions):
      say(text, kind, about: sessions)
      return []
    case .hangUp: return hangUp()
    case .terminate: return quit()
    }
  }

  private mutating func receive(_ input: TerminalInput) -> [Effect] {
    guard !isDetached else { return [] }
    switch input {
    case .key(let key):
      note(input)
      promptPress = nil
      return receive(key)
    case .paste(let text):
      note(input)
      promptPress = nil
      return paste(text)
    case .mouse(let mouse):
      note(input)
      return receive(mouse)
    case .focus(let isHere): return (terminal.isTmux ? [.readTmux] : []) + (isHere ? refreshed() : [])
    case .reply(let reply):
      let wasTmux = terminal.isTmux
      terminal.take(reply)
      if terminal.isTmux, !wasTmux { return [.readTmux] }
      if case .colorRegisters = reply, terminal.asksForColors() { return [.ask(.moreColors)] }
      if case .version = reply, terminal.asksForPoints() { return [.ask(.cellPoints)] }
      if case .background(let red, let green, let blue) = reply {
        settings.background = BackgroundColor(
          red: UInt8(clamping: red), green: UInt8(clamping: green), blue: UInt8(clamping: blue))
      }
      return []
    }
  }

  private mutating func note(_ input: TerminalInput) {
    if now - lastKeyTime >= Self.typingPause { prompt.rest() }
    isKeyHeld = input == lastInput && now - lastKeyTime < Self.keyRest
    lastInput = input
    lastKeyTime = now
  }

  private mutating func tick() -> [Effect] {
    if let until = notice?.until, until <= now { notice = nil }
    if let leavesUntil, leavesUntil <= now { self.leavesUntil = nil }
    let looked = awaitsOtherWindow && now - lookedForOthers >= Self.lookDelay ? lookElsewhere() : []
    if let draftDue, draftDue <= now {
      self.draftDue = nil
      // Not every terminal says that a person came back, but who types did.
      return saved() + lookElsewhere() + count()
    }
    return looked + count()
  }

  /// Milliseconds that a line above the prompt stays, and what it takes to read it.
  private static let noticeTime = 6000
  private static let readingTime = 1500

  /// Puts a line above the prompt. What is no error goes by itself.
  mutating func say(_ text: String, _ kind: Notice.Kind = .info, about sessions: [SessionID] = []) {
    notice = Notice(
      text: unnamed(text), kind: kind, until: kind == .error ? nil : now + Self.noticeTime, sessions: sessions)
  }

  /// What was said goes with the next command, once there was time to read it: it may not be true any more. What is of
  /// another session stays its time.
  mutating func dropReadNotice() {
    if let until = notice?.until, until - now < Self.noticeTime - Self.readingTime { dropNotice() }
  }

  /// What was said is not true any more.
  mutating func dropNotice() {
    if notice?.sessions.isEmpty == true { notice = nil }
  }

  private mutating func hangUp() -> [Effect] {
    guard !isDetached else { return [] }
    isDetached = true
    // Stored at once: nothing is typed any more.
    draftDue = nil
    if hasActiveRuns, settings.afterHangup == .finish { return saved() + [.detach] }
    return quit()
  }

  /// Ends all running answers; what came of them stays.
  mutating func stopAll() -> [Effect] {
    let sessions = [session] + parked.values
    return sessions.flatMap { $0.turns.lazy.flatMap { $0.runs.lazy.filter(\.isActive) }.map { .cancel($0.id) } }
  }

  private mutating func receive(_ entry: KeyEntry) -> [Effect] {
    switch entry {
    case .accepted(let path):
      backend = .developer
      // What the simulator said of its own is no word of the service.
      take([])
      say("The key works and is kept in \(path).")
      if session.turns.isEmpty { session.isDemo = false }
      return [.listModels]
    case .refused(let reason):
      say(reason, .error)
      return []
    case .cancelled: return []
    }
  }

  // MARK: After each event

  /// Brings everything that follows from the state up to date: layouts, previews, the end of the program.
  mutating func settle() -> [Effect] {
    guard !isDetached else { return endIfDone() }
    var effects: [Effect] = []
    let leftOut = leftOutPictures
    if leftOut != shelf.leftOut {
      shelf.leftOut = leftOut
      transcript.touchAll()
    }
    if shownZoom == nil { zoomed = nil }
    settleShape()
    settleVi()
    keptRows = promptRows
    prompt.noteKept()
    let layout = freshLayout
    settled = Settled(layout: layout)
    if let pane = selection?.pane { hold(pane) }
    transcript.fit(columns: layout.textColumns)
    settleReading()
    if !layout.compares, layout.thinking.rows > 0 || shownThinking != .hidden {
      thinking.sync(currentRun, columns: max(layout.thinkingColumns, 20), shelf: shelf)
    }
    if !visiblePanes.contains(focus) { focus = visiblePanes.dropFirst().first ?? .prompt }
    if overlay == .picture, shownPicture == nil { overlay = nil }
    if hintedPicture == nil, previewKey != nil, pictureChoice.hint(on: terminal) != nil {
      hintedPicture = shownPicture?.asset
    }
    if case .attachment = overlay, shownAttachment == nil { overlay = nil }
    if case .chips = overlay, selectedChip == nil { overlay = nil }
    effects += settleViewer()
    effects += wantedPictures() + wantedPreviews() + settleBrowser() + wantedGalleryFacts()
    noteDraft()
    noteCount()
    guard !showsComparison else {
      effects += settleComparison()
      rows = []
      effects += wantedThumbnails(columns: layout.textColumns)
      newRowCount = 0
      settleSelection()
      settleBlock()
      settleMarks()
      return effects + endIfDone()
    }
    settleSelection()
    rows = transcript.window(rows: layout.conversation.rows, in: session, shelf: shelf)
    effects += wantedThumbnails(columns: layout.textColumns)
    settleBlock()
    settleMarks()
    newRowCount = transcript.newRows(rows: layout.conversation.rows, in: session, shelf: shelf)
    return effects + endIfDone()
  }

  /// What is typed is kept a moment later.
  private mutating func noteDraft() {
    guard prompt.revision != notedRevision else { return }
    notedRevision = prompt.revision
    if let typedBeforeEditing, prompt.text == typedBeforeEditing {
      promptOrigin = nil
      self.typedBeforeEditing = nil
    }
    draftDue = draftDue ?? now + Self.draftDelay
  }

  /// The previews to be made. While a key is held down pictures only pass by, and none is made before it rests. Parts of
  /// a picture are made one at a time: the next one is what is wanted when the last is ready.
  private mutating func wantedPreviews() -> [Effect] {
    previewDue = nil
    let shown = overlay == .picture ? viewedKeys : [previewKey].compactMap { $0 }
    for key in shown { shelf.note(shown: key) }
    let wanted = shown.filter { shelf.previews[$0] == nil }
    guard !wanted.isEmpty, overlay != .picture || !shelf.isMakingPart else { return [] }
    guard keysRest else {
      previewDue = lastKeyTime + Self.keyRest
      return []
    }
    return wanted.map { key in
      shelf.startPreview(key, shown: shown)
      return .makePreview(key, pictureBudget(isFull: key.isFull))
    }
  }

  /// With less room for text a small picture would take too much of it.
  private static let leastThumbnailColumns = 40
  private static let leastThumbnailRows = 12

  private mutating func wantedThumbnails(columns: Int) -> [Effect] {
    guard makesThumbnails else { return [] }
    // The newest, and those that one reads.
    let read = rows.filter { $0.message < transcript.messages.count }.map { transcript.messages[$0.message].turn }
    let hasRoom = columns >= Self.leastThumbnailColumns && layout.conversation.rows >= Self.leastThumbnailRows
    let turns = hasRoom ? Set(transcript.messages.suffix(16).map(\.turn) + read).sorted() : []
    let compared = showsComparison ? comparedAnswers.compactMap(\.run).flatMap(\.parts).compactMap(\.blob) : []
    var assets = (turns.flatMap { session.turns[$0].shownBlobs } + compared).filter(\.isImage).compactMap(\.asset)
    if layout.thinking.rows > 0, let run = currentRun { assets += run.drafts.compactMap(\.asset) }
    if case .tree(let state) = overlay {
      let tree = PictureTree(session)
      assets += [tree.index(of: state.selected).flatMap { tree.nodes[$0].blob.asset }].compactMap { $0 }
    }
    if overlay == .picture {
      let pictures = viewedPictures
      assets += filmstrip(of: pictures).compactMap { pictures[$0.index].blob.asset }
    }
    if overlay == .gallery {
      guard keysRest else {
        previewDue = lastKeyTime + Self.keyRest
        return []
      }
      assets += galleryLayout.visible(gallery).map { gallery.pictures[$0].asset }
    }
    let isLow = pictureBudget(isFull: false).bytes <= PictureBudget.lowBytes
    let size = isLow ? PictureShelf.lowThumbnailSize : PictureShelf.thumbnailSize
    return shelf.startThumbnails(assets).map { asset in
      .makeThumbnail(
        asset, size: size, colors: settings.lines == .ascii ? 0 : terminal.colors, cellPixels: terminal.cell,
        background: settings.pictureBackground)
    }
  }

  /// False while a key is held down: what passes by is not made.
  var keysRest: Bool { !isKeyHeld || now - lastKeyTime >= Self.keyRest }

  private mutating func endIfDone() -> [Effect] {
    guard isDetached || leavesWhenDone, !hasActiveRuns, !hasQuit else { return [] }
    if isDetached { return quit() }
    leavesWhenDone = false
    return leave()
  }
}
