import Screen

/// The vi set of keys in the prompt and in texts of several lines that are asked for.
extension Studio {
  /// The prompt's mode and what was begun to be spelled; `nil` where vi's keys are not asked for.
  package var viKeys: ViKeys? { settings.editing == .vi ? vi : nil }

  /// The same of the text that is asked for.
  package var viKeysOfEntry: ViKeys? {
    settings.editing == .vi ? openEntry.flatMap { $0.isMultiline ? $0.vi : nil } : nil
  }

  /// - Returns: `nil` if the key means here what it means without vi.
  mutating func receiveInVi(_ key: Key) -> [Effect]? {
    guard settings.editing == .vi, pendingKeys.isEmpty else { return nil }
    if let entry = openEntry, entry.isMultiline { return receive(key, in: entry) }
    guard overlay == nil, focus == .prompt else { return nil }
    // What lies over the text is closed first.
    if key == Key(.escape), completion != nil { return nil }
    guard let commands = vi.take(key, in: &prompt) else { return nil }
    completion = nil
    let (keys, columns, command) = (vi.takeWanted(), promptColumns, commandOfText)
    noteEnd(vi.press(keys, in: &prompt, columns: columns, command: command))
    if let text = vi.takeCopied() { return [.copy(text)] }
    return commands.flatMap { perform($0) }
  }

  /// What is no command of the text itself, such as the palette, would close the box: it does nothing here.
  private mutating func receive(_ key: Key, in entry: TextEntry) -> [Effect]? {
    var entry = entry
    let commands = entry.vi.take(key, in: &entry.editor)
    if commands == nil, entry.vi.mode == .insert || key.typed == nil {
      // A command that had begun is over.
      overlay = .entry(entry)
      return nil
    }
    for name in commands ?? [] { edit(&entry, name) }
    let keys = entry.vi.takeWanted()
    noteEnd(entry.vi.press(keys, in: &entry.editor, columns: entryColumns, command: commandOfText))
    entry.problem = nil
    let copied = entry.vi.takeCopied()
    overlay = .entry(entry)
    return copied.map { [.copy($0)] } ?? []
  }

  /// What a key of a macro means in a text that vi leaves free.
  private var commandOfText: (Key) -> CommandName? {
    let keymap = settings.keymap
    return { key in if case .command(let name) = keymap.match([key], at: .prompt) { name } else { nil } }
  }

  private mutating func noteEnd(_ hasEnded: Bool) {
    if !hasEnded { say("The macro was stopped: it would have gone on for ever. What it did can be undone.") }
  }

  /// Brings the vi set in line with the text, after each event.
  mutating func settleVi() {
    if var entry = openEntry, entry.vi != ViKeys() {
      if settings.editing == .vi { entry.vi.settle(&entry.editor) } else { entry.vi.reset(&entry.editor) }
      overlay = .entry(entry)
    }
    if settings.editing == .vi { return vi.settle(&prompt) }
    guard vi != ViKeys() else { return }
    vi = ViKeys()
    prompt.endStep()
  }
}
