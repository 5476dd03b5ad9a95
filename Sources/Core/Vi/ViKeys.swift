import Screen

/// vi's keys in the prompt: the mode, and what was begun to be spelled.
package struct ViKeys: Hashable, Sendable {
  package enum Mode: Hashable, Sendable { case insert, replace, normal, visual, visualLine }

  package private(set) var mode = Mode.insert
  /// The keys of a command that is not whole yet.
  package private(set) var pending: [Character] = []
  /// What `;` and `,` look for.
  private var find: ViCommand.Find?
  /// What `.` does again.
  private var lastChange: Change?
  /// What was taken to registers, by their letters.
  var registers: [Character: [Character]] = [:]
  /// What was taken to the clipboard's register.
  var copied: String?
  private var insertion: Insertion?

  private struct Change: Hashable, Sendable {
    var command: ViCommand
    var typed: [Character] = []
  }

  /// Inserting that has begun: by which command, and where.
  private struct Insertion: Hashable, Sendable {
    var command: ViCommand
    var start: Int
    /// What was typed over, one for each letter that was typed; `nil` behind the end of the line.
    var replaced: [Character?] = []
    /// Where typing over went on last.
    var end = 0
  }

  private var isVisual: Bool { mode == .visual || mode == .visualLine }

  /// Takes in a key.
  /// - Returns: what the studio is to do; `nil` if the key means here what it means without vi.
  mutating func take(_ key: Key, in editor: inout PromptEditor) -> [CommandName]? {
    if key == Key(.escape) { return escape(in: &editor) ? [] : nil }
    if mode == .replace { return typeOver(key, in: &editor) ? [] : nil }
    guard mode != .insert else { return nil }
    if key == Key("r", .control) {
      pending = []
      editor.redo()
      return []
    }
    guard let character = key == Key(.backspace) ? "h" : key.typed else {
      pending = []
      return nil
    }
    // In an empty prompt they find and explain commands, as ever.
    if pending.isEmpty, editor.isEmpty, character == "/" || character == "?" { return nil }
    pending.append(character)
    switch ViCommand.read(pending, isVisual: isVisual) {
    case .unfinished: return []
    case .unknown:
      pending = []
      return []
    case .command(let command):
      pending = []
      return perform(command, in: &editor)
    }
  }

  /// What was taken to the clipboard's register since it was asked for last.
  mutating func takeCopied() -> String? {
    defer { copied = nil }
    return copied
  }

  /// Typing goes into the text again.
  mutating func reset(_ editor: inout PromptEditor) {
    if mode == .insert, insertion == nil { return }
    mode = .insert
    pending = []
    insertion = nil
    editor.endStep()
  }

  /// Brings mode and cursor in line with what else happened to the text.
  mutating func settle(_ editor: inout PromptEditor) {
    if isVisual, editor.mark == nil { mode = .normal }
    guard mode != .insert, mode != .replace else { return }
    let end = editor.lineEnd
    if editor.cursor == end, end > editor.lineStart { editor.place(at: end - 1) }
  }

  private mutating func escape(in editor: inout PromptEditor) -> Bool {
    guard pending.isEmpty else {
      pending = []
      return true
    }
    switch mode {
    case .normal: return false
    case .insert, .replace: endInserting(in: &editor)
    case .visual, .visualLine:
      mode = .normal
      editor.mark = nil
    }
    return true
  }

  // MARK: Inserting

  private mutating func insert(_ command: ViCommand, _ place: ViCommand.Insertion, in editor: inout PromptEditor) {
    let text = ViText(characters: editor.characters, cursor: editor.cursor)
    editor.beginStep()
    switch place {
    case .here, .over: break
    case .after: editor.place(at: min(editor.lineEnd, editor.cursor + 1))
    case .atLineStart:
      let first = text.firstLetter(editor.cursor)
      // A line of blanks has none: it is gone on behind them.
      editor.place(at: first < editor.lineEnd && editor.characters[first].isWhitespace ? first + 1 : first)
    case .atLineEnd: editor.place(at: editor.lineEnd)
    case .lineBelow: editor.change(editor.lineEnd..<editor.lineEnd, to: ["\n"], .other)
    case .lineAbove:
      let start = editor.lineStart
      editor.change(start..<start, to: ["\n"], .other, cursor: start)
    }
    beginInserting(command, in: editor)
    if place == .over { mode = .replace }
  }

  /// - Returns: false for a key that is none of replacing.
  private mutating func typeOver(_ key: Key, in editor: inout PromptEditor) -> Bool {
    let cursor = editor.cursor
    if insertion?.end != cursor { insertion?.replaced = [] }
    defer { insertion?.end = editor.cursor }
    if key == Key(.backspace) {
      guard let old = insertion?.replaced.popLast() else { return true }
      editor.change(cursor - 1..<cursor, to: old.map { [$0] } ?? [], .other, cursor: cursor - 1)
      return true
    }
    guard let character = key.typed else { return false }
    let isAtEnd = cursor == editor.lineEnd
    insertion?.replaced.append(isAtEnd ? nil : editor.characters[cursor])
    editor.change(cursor..<(isAtEnd ? cursor : cursor + 1), to: [character], .other)
    return true
  }

  private mutating func beginInserting(_ command: ViCommand, in editor: PromptEditor) {
    mode = .insert
    insertion = Insertion(command: command, start: editor.cursor)
  }

  private mutating func endInserting(in editor: inout PromptEditor) {
    if let insertion, insertion.start <= editor.cursor {
      let typed = Array(editor.characters[insertion.start..<editor.cursor])
      lastChange = Change(command: insertion.command, typed: typed)
      if case .insert = insertion.command.action, let count = insertion.command.count, count > 1, !typed.isEmpty {
        let most = max(0, min(count - 1, 100_000 / typed.count))
        add(Array(repeatElement(typed, count: most).joined()), in: &editor)
      }
    }
    insertion = nil
    editor.endStep()
    mode = .normal
    if editor.cursor > editor.lineStart { editor.place(at: editor.cursor - 1) }
  }

  /// Puts a text where one types, over what is there if one types over it.
  private func add(_ text: [Character], in editor: inout PromptEditor) {
    let end = mode == .replace ? min(editor.lineEnd, editor.cursor + text.count) : editor.cursor
    editor.change(editor.cursor..<end, to: text, .other)
  }

  // MARK: Commands

  private mutating func perform(_ command: ViCommand, in editor: inout PromptEditor) -> [CommandName] {
    let text = ViText(characters: editor.characters, cursor: editor.cursor)
    let count = max(1, command.count ?? 1)
    switch command.action {
    case .move(let motion):
      if !isVisual, motion == .up || motion == .down {
        return Array(repeating: motion == .up ? .moveUp : .moveDown, count: min(count, 200))
      }
      if let target = text.target(motion, count: command.count, find: find) { editor.place(at: target) }
      note(motion)
    case .operate(let kind, let target): operate(command, kind, target, text, in: &editor)
    case .insert(let place): insert(command, place, in: &editor)
    case .replace(let character): replace(command, with: character, in: &editor)
    case .put(let isBefore): put(command, isBefore: isBefore, in: &editor)
    case .switchCase: switchCase(command, in: &editor)
    case .join: join(command, in: &editor)
    case .undo:
      for _ in 0..<count { editor.undo() }
    case .again: doAgain(command.count, in: &editor)
    case .visual: select(.visual, in: &editor)
    case .visualLine: select(.visualLine, in: &editor)
    case .otherEnd:
      guard let mark = editor.mark else { break }
      let cursor = editor.cursor
      editor.place(at: mark.position)
      editor.mark?.position = cursor
    case .select(let object, let isAround):
      guard let range = ViObject.range(object, isAround: isAround, in: text), !range.isEmpty else { break }
      editor.mark = SelectionMark(position: range.lowerBound, kind: .visual)
      mode = .visual
      editor.place(at: range.upperBound - 1)
    case .studio(let name): return [name]
    }
    return []
  }

  private mutating func note(_ motion: ViCommand.Motion) {
    if case .find(let found) = motion { find = found }
  }

  private mutating func select(_ kind: Mode, in editor: inout PromptEditor) {
    if mode == kind {
      mode = .normal
      editor.mark = nil
    } else {
      let position = isVisual ? editor.mark?.position ?? editor.cursor : editor.cursor
      editor.mark = SelectionMark(position: position, kind: kind == .visual ? .visual : .visualLine)
      mode = kind
    }
  }

  private mutating func doAgain(_ count: Int?, in editor: inout PromptEditor) {
    guard var change = lastChange else { return }
    if let count { change.command.count = count }
    _ = perform(change.command, in: &editor)
    guard mode == .insert || mode == .replace else { return }
    add(change.typed, in: &editor)
    endInserting(in: &editor)
  }

  /// What `.` does from now on.
  mutating func remember(_ command: ViCommand) { lastChange = Change(command: command) }

  // MARK: Operators

  private mutating func operate(
    _ command: ViCommand, _ kind: ViCommand.Operator, _ target: ViCommand.Target, _ text: ViText,
    in editor: inout PromptEditor
  ) {
    if case .motion(let motion) = target { note(motion) }
    let wasVisual = isVisual
    guard let passed = passed(command, target, text, changes: kind == .change, in: editor) else { return }
    var again = command
    if wasVisual {
      let breaks = editor.characters[passed.range].count { $0 == "\n" }
      let isOfLines = passed.isLines || kind == .indent || kind == .unindent
      let span = ViCommand.Target.span(lines: isOfLines ? breaks + 1 : 0, characters: passed.range.count)
      again = ViCommand(action: .operate(kind, span), register: command.register)
      mode = .normal
    }
    if kind.cuts {
      let cut = Array(editor.characters[passed.range]) + (passed.isLines ? ["\n"] : [])
      keep(cut, in: command.register, isYank: kind == .yank, of: &editor)
    }
    switch kind {
    case .lowercase, .uppercase, .switchCase:
      remember(again)
      change(kind, passed, in: &editor)
    case .indent, .unindent:
      remember(again)
      indent(kind, passed, times: wasVisual ? command.count ?? 1 : 1, in: &editor)
    case .yank:
      editor.mark = nil
      let staysInLine = passed.isLines && editor.lineStart == passed.range.lowerBound && !wasVisual
      if !staysInLine { editor.place(at: passed.range.lowerBound) }
    case .delete:
      remember(again)
      delete(passed, in: &editor)
    case .change:
      editor.beginStep()
      editor.change(passed.range, to: [], .other)
      beginInserting(again, in: editor)
    }
  }

  private func passed(
    _ command: ViCommand, _ target: ViCommand.Target, _ text: ViText, changes: Bool, in editor: PromptEditor
  ) -> ViText.Passed? {
    switch target {
    case .motion(let motion):
      if let passed = text.passed(by: motion, count: command.count, find: find, changes: changes) { return passed }
      // On an empty line there is nothing to delete, but something to be written.
      return changes && motion == .right ? ViText.Passed(range: text.cursor..<text.cursor) : nil
    case .lines: return lines(command.count ?? 1, text)
    case .span(let count, let length):
      if count > 0 { return lines(count, text) }
      return ViText.Passed(range: text.cursor..<min(text.characters.count, text.cursor + length))
    case .object(let object, let isAround):
      return ViObject.range(object, isAround: isAround, in: text).map { ViText.Passed(range: $0) }
    case .selection:
      return editor.selection.map { ViText.Passed(range: $0, isLines: mode == .visualLine) }
    }
  }

  private func lines(_ count: Int, _ text: ViText) -> ViText.Passed {
    var end = text.lineEnd(text.cursor)
    for _ in 1..<max(1, count) where end < text.characters.count { end = text.lineEnd(end + 1) }
    return ViText.Passed(range: text.lineStart(text.cursor)..<end, isLines: true)
  }

  private func delete(_ passed: ViText.Passed, in editor: inout PromptEditor) {
    var range = passed.range
    guard passed.isLines else {
      if !range.isEmpty { editor.change(range, to: [], .other) }
      return
    }
    // One of the line breaks goes with the lines.
    if range.upperBound < editor.characters.count {
      range = range.lowerBound..<range.upperBound + 1
    } else if range.lowerBound > 0 {
      range = range.lowerBound - 1..<range.upperBound
    }
    if !range.isEmpty { editor.change(range, to: [], .other) }
    let text = ViText(characters: editor.characters, cursor: editor.cursor)
    editor.place(at: text.firstLetter(editor.cursor))
  }
}
