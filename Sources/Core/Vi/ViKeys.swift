import Screen

/// vi's keys in the prompt: the mode, and what was begun to be spelled.
package struct ViKeys: Hashable, Sendable {
  package enum Mode: Hashable, Sendable { case insert, replace, normal, visual, visualLine, visualBlock }

  package internal(set) var mode = Mode.insert
  /// The keys of a command that is not whole yet.
  package private(set) var pending: [Character] = []
  private var recording: Recording?
  /// Keys by the letter they were recorded under.
  private var macros: [Character: [Key]] = [:]
  /// The macro that was played last.
  private var lastPlayed: Character?
  /// The keys that are to be pressed now.
  private var wanted: [Key] = []
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
  /// The mode in which text was selected last.
  private var lastVisual = Mode.visual
  /// After one command of normal mode typing goes on.
  private var isOnce = false

  /// What a register has.
  struct Register: Hashable, Sendable {
    var text: [Character]
    /// It was taken from the same columns of several lines.
    var isBlock = false
  }

  struct Change: Hashable, Sendable {
    var command: ViCommand
    var typed: [Character] = []
  }

  /// Keys as they are pressed, and the letter they are kept under once that ends.
  private struct Recording: Hashable, Sendable {
    var letter: Character
    var keys: [Key] = []
  }

  /// The letter of the macro that is being recorded.
  package var recorded: Character? { recording?.letter }

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

  /// The keys of a macro that the last key asked for.
  mutating func takeWanted() -> [Key] {
    defer { wanted = [] }
    return wanted
  }

  /// What was taken from a text leaves its folded pastes behind: another text has others.
  mutating func unfold(by editor: PromptEditor) {
    registers = registers.mapValues { Register(text: Array(editor.text(of: $0.text[...])), isBlock: $0.isBlock) }
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
    if isVisual, let mark = editor.mark {
      lastVisual = mode
      if mode == .visualBlock { followColumn(in: &editor) }
      editor.places[ViCommand.Place.selectionStart] = min(mark.position, editor.cursor)
      editor.places[ViCommand.Place.selectionEnd] = max(mark.position, editor.cursor)
    } else if isVisual {
      mode = .normal
    }
    follow(editor)
    guard mode != .insert, mode != .replace, !isOnce else { return }
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
    case .otherEnd:
      guard let mark = editor.mark else { break }
      let cursor = editor.cursor
      editor.place(at: mark.position)
      editor.mark?.position = cursor
    case .onBlock(let lines, let columns, let action):
      perform(command, onLines: lines, columns: columns, action, in: &editor)
    case .select(let object, let isAround): select(object, isAround: isAround, count: count, text, in: &editor)
    case .selectAgain: selectAgain(in: &editor)
    case .mark(let name): editor.places[name] = editor.cursor
    case .record(let letter):
      let name = Character(letter.lowercased())
      recording = Recording(letter: name, keys: letter == name ? [] : macros[name] ?? [])
    case .endRecording:
      // Without the key that ends it.
      if let recording { macros[recording.letter] = Array(recording.keys.dropLast()) }
      recording = nil
    case .play(let letter): play(letter, count)
    case .studio(let name): return [name]
    }
    return []
  }

  private mutating func move(
    _ motion: ViCommand.Motion, _ count: Int?, _ text: ViText, in editor: inout PromptEditor
  ) {
    // The last letter of a line is where the cursor stands at most.
    let isStuck = motion == .right && text.cursor + 1 >= editor.lineEnd
    guard !isStuck, let target = text.target(motion, count: count) else {
      hasFailed = true
      return
    }
    if motion.isJump { editor.places[ViCommand.Place.before] = editor.cursor }
    editor.place(at: target)
    guard mode == .visualBlock, let column = editor.mark?.column else { return }
    if motion == .lineEnd { editor.mark?.column = .max }
    guard motion == .up || motion == .down else { return }
    editor.place(at: editor.lineStart + min(column, editor.lineEnd - editor.lineStart))
  }

  /// The column of a block is the cursor's, unless that stands in a line which is shorter.
  private func followColumn(in editor: inout PromptEditor) {
    let last = max(0, editor.lineEnd - editor.lineStart - 1)
    let column = min(last, editor.cursor - editor.lineStart)
    if let wanted = editor.mark?.column, column != min(last, wanted) { editor.mark?.column = column }
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

  private mutating func play(_ letter: Character, _ count: Int) {
    guard let name = letter == "@" ? lastPlayed : Character(letter.lowercased()), let keys = macros[name], !keys.isEmpty
    else {
      hasFailed = true
      return
    }
    lastPlayed = name
    wanted = Array(repeatElement(keys, count: max(1, min(count, Self.mostPlayed / keys.count))).joined())
  }

  // MARK: Selecting

  private mutating func select(_ kind: Mode, in editor: inout PromptEditor) {
    if mode == kind {
      mode = .normal
      editor.mark = nil
    } else {
      select(kind, from: isVisual ? editor.mark?.position ?? editor.cursor : editor.cursor, in: &editor)
    }
  }

  private mutating func select(_ kind: Mode, from position: Int, in editor: inout PromptEditor) {
    let kinds: [Mode: SelectionMark.Kind] = [.visualLine: .visualLine, .visualBlock: .visualBlock]
    editor.mark = SelectionMark(
      position: position, kind: kinds[kind] ?? .visual, column: editor.cursor - editor.lineStart)
    mode = kind
  }

  /// Selects a word or what else the cursor is in; where something is selected already, the next one too.
  private mutating func select(
    _ object: Character, isAround: Bool, count: Int, _ text: ViText, in editor: inout PromptEditor
  ) {
    var text = text
    var count = count
    let goesOn = editor.mark.map { $0.position < editor.cursor } ?? false
    if goesOn, !ViObject.isNested(object) { text.cursor = min(text.characters.count, text.cursor + 1) }
    var takesAround = isAround
    func found() -> ViText.Passed? { ViObject.passed(object, isAround: takesAround, count: count, in: text) }
    // What is selected already is in something larger: the tags around it, and what these are in.
    if goesOn, let selection = editor.selection, ViObject.isNested(object) {
      while let passed = found(), passed.range.clamped(to: selection) == passed.range {
        takesAround = isAround || object == "t" && !takesAround
        if takesAround == isAround { count += 1 }
      }
    }
    guard let passed = found(), !passed.range.isEmpty else {
      hasFailed = true
      return
    }
    let start = text.cursor == editor.cursor ? passed.range.lowerBound : editor.mark?.position
    editor.place(at: passed.range.upperBound - 1)
    select(passed.isLines ? .visualLine : .visual, from: start ?? passed.range.lowerBound, in: &editor)
  }

  private mutating func selectAgain(in editor: inout PromptEditor) {
    guard let start = editor.places[ViCommand.Place.selectionStart],
      let end = editor.places[ViCommand.Place.selectionEnd]
    else {
      hasFailed = true
      return
    }
    editor.place(at: end)
    select(lastVisual, from: min(start, editor.characters.count), in: &editor)
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
