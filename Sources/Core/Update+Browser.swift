import Gemini
import Screen

/// The session browser.
extension Studio {
  /// The selected session; `nil` while the browser is closed or its list is empty.
  package var selectedSession: SessionSummary? {
    guard case .sessions(let list) = overlay, browser.rows.indices.contains(list.selected) else { return nil }
    return browser.rows[list.selected]
  }

  /// True while an answer of a session is coming.
  package func isRunning(_ id: SessionID) -> Bool {
    let owner = id == session.id ? session : parked[id]
    return owner?.turns.contains { $0.runs.contains(where: \.isActive) } == true
  }

  var whyNoSession: String? { selectedSession == nil ? "There is no session here." : nil }

  var whyNotDeleteSession: String? {
    guard let selected = selectedSession else { return whyNoSession }
    if selected.deleteTime != nil { return "The session is deleted already." }
    return isRunning(selected.id)
      ? "An answer of the session is still coming. Delete the session when it has ended." : nil
  }

  var whyNotRestoreSession: String? {
    if selectedSession?.deleteTime != nil || !browser.deletions.isEmpty { return nil }
    let key = settings.keymap.keys(for: .showDeletedSessions, at: .sessions).first?.label
    return "No session was deleted since the studio was opened."
      + (key.map { " \($0) shows those that were deleted before." } ?? "")
  }

  mutating func openBrowser() -> [Effect] {
    browser.showsCommands = false
    browser.showsDeleted = false
    // Without a key all sessions that are made are demos.
    browser.showsDemos = backend == .simulator
    browser.previews = [:]
    browser.awaitedPreviews = []
    browser.found = nil
    browser.awaitedFilter = nil
    browser.isOpening = true
    overlay = .sessions(ListState())
    return [.listSessions]
  }

  /// The list came that the browser was opened for: the open session is selected, else the first.
  mutating func beginBrowsing(_ sessions: SessionList) {
    guard browser.isOpening, case .sessions(var list) = overlay else { return }
    browser.isOpening = false
    browser.list(sessions, filter: list.filter)
    list.selected = browser.rows.firstIndex { $0.id == session.id } ?? 0
    overlay = .sessions(list)
  }

  mutating func performInSessions(_ name: CommandName, _ list: inout ListState) -> [Effect] {
    switch name {
    case .accept:
      // Before the list is read there is nothing to accept, and the box stays.
      guard let selected = selectedSession else { return [] }
      guard selected.deleteTime != nil else {
        return open(selected.id) + (selected.id == session.id ? refreshed() : [])
      }
      return restore(selected.id) + open(selected.id)
    case .renameSelected:
      if let selected = selectedSession { askForName(of: selected.id, title: selected.title, over: list) }
    case .pinSession: return pinSelected()
    case .deleteSession: return deleteSelected()
    case .undeleteSession:
      let last = browser.deletions.last
      return (selectedSession?.deleteTime == nil ? last : selectedSession?.id).map { restore($0) } ?? []
    case .showCommandSessions: browser.showsCommands.toggle()
    case .showDemoSessions: browser.showsDemos.toggle()
    case .showDeletedSessions:
      browser.showsDeleted.toggle()
      list.selected = 0
      overlay = .sessions(list)
    default: break
    }
    return []
  }

  /// Letters of a text that are looked at for a look at a session.
  private static let previewLength = 2000

  mutating func take(_ preview: SessionPreview) {
    guard browser.awaitedPreviews.remove(preview.session) != nil else { return }
    func flat(_ text: String) -> String {
      text.prefix(Self.previewLength).split(whereSeparator: \.isNewline).map { MarkdownSigns.removed(from: $0) }
        .filter { !$0.isEmpty }.joined(separator: " ")
    }
    var preview = preview
    for index in preview.exchanges.indices {
      preview.exchanges[index].prompt = flat(preview.exchanges[index].prompt)
      preview.exchanges[index].answer = flat(preview.exchanges[index].answer)
    }
    browser.previews[preview.session] = preview
  }

  private mutating func pinSelected() -> [Effect] {
    guard let selected = selectedSession else { return [] }
    change(selected.id) { $0.isPinned.toggle() }
    return [.pinSession(selected.id, !selected.isPinned)]
  }

  private mutating func deleteSelected() -> [Effect] {
    guard let selected = selectedSession else { return [] }
    browser.deletions.append(selected.id)
    let now = now
    change(selected.id) { $0.deleteTime = now }
    let sentence = deleted("The session", undoneBy: .undeleteSession, at: .sessions, for: "30 days") + "."
    var effects: [Effect] = []
    if selected.id == session.id {
      // What is shown is gone, so a new one takes its place; the browser stays.
      let open = overlay
      let (typed, waiting, left) = (prompt, queued, newDraft)
      effects = startSession()
      (prompt, queued, newDraft) = (typed, waiting, left)
      overlay = open
    }
    say(sentence)
    return [.deleteSession(selected.id, at: now)] + effects
  }

  private mutating func restore(_ id: SessionID) -> [Effect] {
    browser.deletions.removeAll { $0 == id }
    browser.returned = id
    change(id) { $0.deleteTime = nil }
    say("The session is back.")
    return [.restoreSession(id, at: now)]
  }

  /// The store did not delete a session, or did not bring it back: it is deleted since `time`, or not at all.
  mutating func refuse(_ id: SessionID, wasDeletedAt time: Instant?, because sentence: String) {
    browser.deletions.removeAll { $0 == id }
    if time != nil { browser.deletions.append(id) }
    change(id) { $0.deleteTime = time }
    say((time == nil ? "The session was not deleted. " : "The session is still deleted. ") + sentence, .error)
  }

  /// Changes what the lists say of a session.
  mutating func change(_ id: SessionID, _ body: (inout SessionSummary) -> Void) {
    browser.found?.list?.change(id, body)
    guard var sessions = listedSessions else { return }
    sessions.change(id, body)
    show(sessions)
  }

  /// The store looked through the titles of all sessions, or refused to: then it is asked again when the filter changes.
  mutating func take(found list: SessionList?, filter: String) {
    guard browser.awaitedFilter == filter else { return }
    browser.awaitedFilter = nil
    browser.found = SessionBrowser.Found(filter: filter, list: list)
  }

  /// Asks the store for what the list cannot know. One search is made at a time: the next one is for what is typed then.
  private mutating func wantedSearch(_ filter: String) -> [Effect] {
    guard listedSessions?.unlisted.isEmpty == false, !filter.allSatisfy(\.isWhitespace),
      browser.found?.filter != filter, browser.awaitedFilter == nil
    else { return [] }
    browser.awaitedFilter = filter
    return [.searchSessions(filter)]
  }

  /// Keeps the list what it says it is, the selection on its session, and asks for the look at it.
  mutating func settleBrowser() -> [Effect] {
    defer { browser.returned = nil }
    guard case .sessions(var list) = overlay else { return [] }
    let before = (id: selectedSession?.id, rows: browser.rows, filter: browser.filter)
    browser.list(listedSessions ?? SessionList([]), filter: list.filter)
    if browser.rows != before.rows, list.filter == before.filter {
      let places = [browser.returned, before.id].compactMap { id in browser.rows.firstIndex { $0.id == id } }
      list.selected = places.first ?? max(0, min(list.selected, browser.rows.count - 1))
      overlay = .sessions(list)
    }
    return wantedSearch(list.filter) + wantedPreview()
  }

  private mutating func wantedPreview() -> [Effect] {
    guard let selected = selectedSession, BrowserLayout(terminal.size).hasPreview,
      browser.previews[selected.id] == nil, !browser.awaitedPreviews.contains(selected.id)
    else { return [] }
    guard keysRest else {
      previewDue = lastKeyTime + Self.keyRest
      return []
    }
    browser.awaitedPreviews.insert(selected.id)
    return [.previewSession(selected.id, turns: SessionBrowser.previewTurns)]
  }
}
