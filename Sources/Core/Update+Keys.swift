import Gemini
import Screen

extension Studio {
  /// A key. Each but the one that leaves takes back the offer to leave.
  mutating func receive(_ key: Key) -> [Effect] {
    let offer = leavesUntil
    let effects = handle(key)
    if offer != nil, leavesUntil == offer, pendingKeys.isEmpty { takeOfferBack() }
    return effects
  }

  mutating func takeOfferBack() {
    if leavesUntil != nil, notice?.until == leavesUntil { notice = nil }
    leavesUntil = nil
  }

  /// Part of a sequence, a command of the place it goes to, or text.
  private mutating func handle(_ key: Key) -> [Effect] {
    if notice?.until == nil { notice = nil }
    if let selection, !selection.takesKeys {
      self.selection = nil
      if key == Key(.escape), overlay == nil { return [] }
    }
    if isTooSmall, overlay == nil, key != Key("c", .control) { return [] }
    if let question = currentQuestion, let character = key.typed,
      question.choices.contains(where: { $0.key == Character(character.lowercased()) })
    {
      if let questionSince, now - questionSince < Self.questionDelay { return [] }
      return answer(question, with: Character(character.lowercased()))
    }
    if let effects = receiveInVi(key) { return effects }
    let place = self.place
    let keys = pendingKeys + [key]
    var match = settings.keymap.match(keys, at: place)
    let isBehind = match == .none && reachBehind(keys)
    if isBehind { match = settings.keymap.match(keys, at: placeBehind) }
    let isCommand = if case .command = match { true } else { key == Key(.escape) }
    if isCommand { dropReadNotice() }
    switch match {
    case .command(let name) where isBehind:
      forgetSequence()
      return performFromMenu(name)
    case .command(let name):
      forgetSequence()
      if name == .home, key == Key(.escape), unmark() || shrink() { return [] }
      let isSlash = name == .palette && key == Key("/") && place == .emptyPrompt
      let effects = perform(name)
      if isSlash, case .palette(var list) = overlay {
        list.isSlash = true
        overlay = .palette(list)
      }
      return effects
    case .prefix:
      pendingKeys = keys
      pendingSince = pendingSince ?? now
      return []
    case .none where !pendingKeys.isEmpty:
      if showsMenu, case .command(let name) = settings.keymap.match([key], at: .menu) { return perform(name) }
      forgetSequence()
      if key != Key(.escape), key != Key("c", .control) { say("\(keys.label) means nothing here.") }
      return []
    case .none:
      return type(key)
    }
  }

  /// What is about the terminal alone, and works over an overlay as well.
  private func terminalCommand(_ key: Key) -> CommandName? {
    guard case .command(let name) = settings.keymap.match([key], at: .everywhere) else { return nil }
    return name == .redraw || name == .suspend ? name : nil
  }

  /// Milliseconds in which letters typed on are not taken for the answer to a question that came by itself.
  private static let questionDelay = 500

  mutating func forgetSequence() {
    pendingKeys = []
    pendingSince = nil
    menuPage = 0
  }

  private var currentQuestion: Question? {
    if case .question(let question) = overlay { return question }
    return nil
  }

  /// A key that is no command: text for whatever takes text.
  private mutating func type(_ key: Key) -> [Effect] {
    if overlay != nil {
      if let name = terminalCommand(key) { return perform(name) }
      return typeIntoOverlay(key)
    }
    if focus == .prompt {
      if key == Key(.escape) { return escapeInPrompt() }
      guard let character = key.typed else { return [] }
      prompt.insert(character)
      return completionWish()
    }
    return []
  }

  private mutating func escapeInPrompt() -> [Effect] {
    if completion != nil {
      completion = nil
      return []
    }
    if prompt.dropSelection() { return [] }
    if leavesWhenDone {
      leavesWhenDone = false
      say("The studio stays.")
      return []
    }
    if activeRun != nil, prompt.isEmpty { return stop(asksForPicture: true) }
    if leaveBranchPoint() { return [] }
    if promptOrigin != nil {
      promptOrigin = nil
      say("The prompt is a new turn again.")
      return []
    }
    if shrink() { return [] }
    if let pane = visiblePanes.dropFirst().first { focus = pane }
    return []
  }

  /// A paste: files are offered as attachments, anything else is text.
  mutating func paste(_ text: String) -> [Effect] {
    if notice?.until == nil { notice = nil }
    if case .entry(var entry) = overlay {
      entry.editor.paste(entry.isMultiline ? text : String(text.map { $0.isNewline ? " " : $0 }))
      overlay = .entry(entry)
      lightUp(entry)
      return []
    }
    if case .files(let picker) = overlay { return paste(text, picker) }
    if overlay != nil {
      // A list filters by the first line; nothing else takes text.
      for character in text.prefix(while: { !$0.isNewline }).prefix(200) { _ = typeIntoOverlay(Key(character)) }
      return []
    }
    focus = .prompt
    if let effects = attachPasted(text) { return effects }
    prompt.paste(text)
    return completionWish()
  }
}
