import Screen

/// vi's keys in the prompt: the mode, and what was begun to be spelled.
package struct ViKeys: Hashable, Sendable {
  package enum Mode: Hashable, Sendable { case insert, replace, normal, visual, visualLine, visualBlock }

  package internal(set) var mode = Mode.insert
  /// The keys of a command that is not whole yet.
  package private(set) var pending: [Character] = []
  var recording: Recording?
  /// The register that was played last.
  var lastPlayed: Character?
  /// The keys that are to be pressed now.
  var wanted: [Key] = []
  /// True if the last key could not do what it says, which ends a macro.
  var hasFailed = false
  /// What `;` and `,` look for.
  private var find: ViCommand.Find?
  /// What `n` and `N` look for.
  private var sought: ViCommand.Sought?
  /// What `.` does again.
  var lastChange: Change?
  /// What was taken to registers, by their names.
  var registers: [Character: Register] = [:]
  /// What was taken to the clipboard's register.
  var copied: String?
  var insertion: Insertion?
  var lastSelected = Selected()
  /// After one command of normal mode typing goes on.
  private var isOnce = false

  struct Change: Hashable, Sendable {
    var command: ViCommand
    var typed: [Character] = []
  }

  var isVisual: Bool { mode == .visual || mode == .visualLine || mode == .visualBlock }

  /// Takes in a key.
  /// - Parameter isPlayed: it comes from a macro, and goes into none.
  /// - Returns: what the studio is to do; `nil` if the key means here what it means without vi.
  mutating func take(_ key: Key, in editor: inout PromptEditor, isPlayed: Bool = false) -> [CommandName]? {
    hasFailed = false
    if !isPlayed { recording?.keys.append(key) }
    if key == Key(.escape) { return escape(in: &editor) ? [] : nil }
    if mode == .replace { return typeOver(key, in: &editor) ? [] : nil }
    if mode == .insert {
      if insertion == nil, key.typed != nil, editor.mark == nil {
        // What is typed before the first command is one step of undo as well.
        editor.beginStep()
        beginInserting(ViCommand(action: .insert(.here)), in: editor)
      }
      guard key == Key("o", .control) else { return nil }
      finishInserting(in: &editor)
      isOnce = true
      return []
    }
    if key == Key("r", .control) {
      pending = []
      hasFailed = !editor.canRedo
      editor.redo()
      goOnInserting(in: &editor)
      return []
    }
    if key == Key("v", .control) {
      pending = []
      select(.visualBlock, in: &editor)
      return []
    }
    // A command that waits for a character gets the line break; it would be sent else.
    let isBreak = key == Key(.enter) && !pending.isEmpty
    guard let character = isBreak ? "\n" : key == Key(.backspace) ? "h" : key.typed else {
      pending = []
      return nil
    }
    // In an empty prompt they find and explain commands, as ever.
    if pending.isEmpty, editor.isEmpty, character == "/" || character == "?" { return nil }
    pending.append(character)
    switch ViCommand.read(pending, isVisual: isVisual, isRecording: recording != nil) {
    case .unfinished: return []
    case .unknown:
      pending = []
      hasFailed = true
      goOnInserting(in: &editor)
      return []
    case .command(let command):
      pending = []
      let names = perform(command, in: &editor)
      goOnInserting(in: &editor)
      return names
    }
  }

  /// What was taken to the clipboard's register since it was asked for last.
  mutating func takeCopied() -> String? {
    defer { copied = nil }
    return copied
  }

  /// What was taken from a text leaves its folded pastes behind: another text has others.
  mutating func unfold(by editor: PromptEditor) {
    for name in registers.keys { registers[name]?.unfold(by: editor) }
    if let typed = lastChange?.typed { lastChange?.typed = Array(editor.text(of: typed[...])) }
  }

  /// Typing goes into the text again.
  mutating func reset(_ editor: inout PromptEditor) {
    if mode == .insert, insertion == nil { return }
    mode = .insert
    pending = []
    insertion = nil
    isOnce = false
    editor.endStep()
  }

  /// Brings mode and cursor in line with what else happened to the text.
  mutating func settle(_ editor: inout PromptEditor) {
    if isVisual, editor.mark != nil {
      noteSelected(in: &editor)
    } else if isVisual {
      mode = .normal
    }
    follow(editor)
    // What is selected may go on to the line break.
    guard mode != .insert, mode != .replace, mode != .visual, !isOnce else { return }
    let end = editor.lineEnd
    if editor.cursor == end, end > editor.lineStart { editor.place(at: end - 1) }
  }

  private mutating func escape(in editor: inout PromptEditor) -> Bool {
    defer { isOnce = false }
    guard pending.isEmpty else {
      pending = []
      return true
    }
    switch mode {
    case .normal: return isOnce
    case .insert, .replace: endInserting(in: &editor)
    case .visual, .visualLine, .visualBlock:
      mode = .normal
      editor.mark = nil
    }
    return true
  }

  /// Leaves what has begun, a command and inserting.
  mutating func giveUp(in editor: inout PromptEditor) {
    pending = []
    if mode != .normal { _ = escape(in: &editor) }
  }

  /// The one command that inserting was left for is done.
  private mutating func goOnInserting(in editor: inout PromptEditor) {
    if isVisual, editor.mark == nil { mode = .normal }
    guard isOnce, !isVisual else { return }
    isOnce = false
    guard mode == .normal else { return }
    editor.beginStep()
    beginInserting(ViCommand(action: .insert(.here)), in: editor)
  }

  // MARK: Commands

  mutating func perform(_ command: ViCommand, in editor: inout PromptEditor) -> [CommandName] {
    if mode == .visualBlock, performOnBlock(command, in: &editor) { return [] }
    let text = look(for: command.motion, in: editor)
    let count = max(1, command.count ?? 1)
    switch command.action {
    case .move(let motion):
      if !isVisual, motion == .up || motion == .down {
        return Array(repeating: motion == .up ? .moveUp : .moveDown, count: min(count, 200))
      }
      move(motion, command.count, text, in: &editor)
    case .operate(let kind, let target): operate(command, kind, target, text, in: &editor)
    case .insert(let place): insert(command, place, in: &editor)
    case .replace(let character): replace(command, with: character, in: &editor)
    case .put(let isBefore, let goesBehind): put(command, isBefore: isBefore, goesBehind: goesBehind, in: &editor)
    case .switchCase: switchCase(command, in: &editor)
    case .join(let isBare): join(command, isBare: isBare, in: &editor)
    case .undo:
      hasFailed = !editor.canUndo
      for _ in 0..<count { editor.undo() }
    case .restoreLine: hasFailed = !editor.restoreLine()
    case .again: doAgain(command.count, in: &editor)
    case .visual: select(.visual, in: &editor)
    case .visualLine: select(.visualLine, in: &editor)
    case .otherEnd(let staysInLine): goToOtherEnd(staysInLine: staysInLine, in: &editor)
    case .onBlock(let lines, let columns, let action):
      perform(command, onLines: lines, columns: columns, action, in: &editor)
    case .select(let object, let isAround): select(object, isAround: isAround, count: count, text, in: &editor)
    case .selectAgain: selectAgain(in: &editor)
    case .mark(let name): editor.places[name] = editor.cursor
    case .record(let letter): record(letter, in: editor)
    case .endRecording: endRecording()
    case .play(let letter): play(letter, count, in: editor)
    case .studio(let name): return [name]
    }
    return []
  }

  private mutating func move(
    _ motion: ViCommand.Motion, _ count: Int?, _ text: ViText, in editor: inout PromptEditor
  ) {
    // The last letter of a line is where the cursor stands at most, or its break.
    let isStuck = motion == .right && text.cursor + (mode == .visual ? 0 : 1) >= editor.lineEnd
    guard !isStuck, let target = text.target(motion, count: count) else {
      hasFailed = true
      return
    }
    if motion.isJump { editor.places[ViCommand.Place.before] = editor.cursor }
    editor.place(at: target)
    guard isVisual, let column = editor.mark?.column else { return }
    if motion == .lineEnd { editor.mark?.column = .max }
    guard motion == .up || motion == .down else { return }
    editor.place(at: editor.lineStart + min(column, editor.lineEnd - editor.lineStart))
  }

  /// The text with what is looked for in it: what was last, if the motion says no other.
  private mutating func look(for motion: ViCommand.Motion?, in editor: PromptEditor) -> ViText {
    var text = ViText(editor)
    switch motion {
    case .find(let found): find = found
    case .sameWord(let isBackward, let isWhole):
      sought = text.word(isBackward: isBackward, isWhole: isWhole) ?? sought
    default: break
    }
    (text.find, text.sought) = (find, sought)
    return text
  }

  private mutating func doAgain(_ count: Int?, in editor: inout PromptEditor) {
    guard var change = lastChange else {
      hasFailed = true
      return
    }
    if let count { change.command.count = count }
    // The numbered registers are gone through one by one.
    if let number = change.command.register?.wholeNumberValue, 1..<9 ~= number {
      change.command.register = Self.name(number + 1)
    }
    _ = perform(change.command, in: &editor)
    guard mode == .insert || mode == .replace else { return }
    add(change.typed, in: &editor)
    endInserting(in: &editor)
  }

  /// What `.` does from now on.
  mutating func remember(_ command: ViCommand) { lastChange = Change(command: command) }
}
