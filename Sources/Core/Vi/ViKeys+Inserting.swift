import Screen

/// What is typed between the command that begins inserting and Esc.
extension ViKeys {
  /// Inserting that has begun: by which command, and where.
  struct Insertion: Hashable, Sendable {
    var command: ViCommand
    var start: Int
    /// Where the cursor was last, and the text's revision then.
    var end: Int
    var revision: Int
    /// What was typed over, one for each letter that was typed; `nil` behind the end of the line.
    var replaced: [Character?] = []
    /// True once the cursor was put elsewhere.
    var hasMoved = false
    /// Where else it goes.
    var copies: Copies?

    /// What is deleted backward was not typed.
    mutating func follow(_ editor: PromptEditor) {
      start = min(start, editor.cursor)
      (end, revision) = (editor.cursor, editor.revision)
    }
  }

  /// A cursor that was put elsewhere begins inserting anew there, and what was typed before is a change by itself.
  mutating func follow(_ editor: PromptEditor) {
    guard mode == .insert || mode == .replace, var new = insertion else { return }
    if editor.revision == new.revision, editor.cursor != new.end {
      if new.start < new.end || !new.hasMoved {
        lastChange = Change(command: new.command, typed: Array(editor.characters[new.start..<new.end]))
      }
      new.command = ViCommand(action: .insert(mode == .replace ? .over : .here))
      (new.start, new.hasMoved, new.replaced, new.copies) = (editor.cursor, true, [], nil)
    } else if editor.revision != new.revision {
      // Something else than a key of replacing changed the text.
      new.replaced = []
    }
    new.follow(editor)
    insertion = new
  }

  mutating func insert(_ command: ViCommand, _ place: ViCommand.Insertion, in editor: inout PromptEditor) {
    if !isVisual { editor.mark = nil }
    if let selection = editor.selection {
      let endsLine = mode == .visual && editor.characters[selection].last == "\n"
      editor.place(at: place == .atLineStart ? selection.lowerBound : selection.upperBound - (endsLine ? 1 : 0))
      editor.beginStep()
      return beginInserting(ViCommand(action: .insert(.here)), in: editor)
    }
    editor.beginStep()
    switch place {
    case .here, .over: break
    case .after: editor.place(at: min(editor.lineEnd, editor.cursor + 1))
    case .atLineStart:
      let first = ViText(editor).firstLetter(editor.cursor)
      // A line of blanks has none: it is gone on behind them.
      editor.place(at: first < editor.lineEnd && editor.characters[first].isWhitespace ? first + 1 : first)
    case .atFirstColumn: editor.place(at: editor.lineStart)
    case .atLineEnd: editor.place(at: editor.lineEnd)
    case .lineBelow: editor.change(editor.lineEnd..<editor.lineEnd, to: ["\n"], .other)
    case .lineAbove:
      let start = editor.lineStart
      editor.change(start..<start, to: ["\n"], .other, cursor: start)
    case .lastPlace: editor.place(at: editor.places[ViCommand.Place.inserted] ?? editor.cursor)
    }
    beginInserting(command, in: editor)
    if place == .over { mode = .replace }
  }

  mutating func beginInserting(_ command: ViCommand, in editor: PromptEditor) {
    mode = .insert
    insertion = Insertion(
      command: command, start: editor.cursor, end: editor.cursor, revision: editor.revision)
  }

  /// - Returns: false for a key that is none of replacing.
  mutating func typeOver(_ key: Key, in editor: inout PromptEditor) -> Bool {
    let cursor = editor.cursor
    defer { insertion?.follow(editor) }
    if let count = lettersBack(key, in: editor) {
      for _ in 0..<count { giveBack(in: &editor) }
      return true
    }
    guard let character = key.typed else { return false }
    let isAtEnd = cursor == editor.lineEnd
    insertion?.replaced.append(isAtEnd ? nil : editor.characters[cursor])
    editor.change(cursor..<(isAtEnd ? cursor : cursor + 1), to: [character], .other)
    return true
  }

  /// So many letters a key of replacing goes back, not past where that began at once; `nil` for any other key.
  private func lettersBack(_ key: Key, in editor: PromptEditor) -> Int? {
    let start: Int
    switch key {
    case Key(.backspace), Key("h", .control): return 1
    case Key("w", .control): start = editor.blankBefore
    case Key("u", .control): start = editor.lineStart
    default: return nil
    }
    let typed = insertion?.replaced.count ?? 0
    return min(typed > 0 ? typed : .max, max(1, editor.cursor - start))
  }

  /// Goes back one letter, with what it was typed over in its place again.
  private mutating func giveBack(in editor: inout PromptEditor) {
    let before = editor.cursor - 1
    guard let old = insertion?.replaced.popLast() else {
      // What was not typed over is passed by.
      return editor.place(at: before)
    }
    editor.change(before..<before + 1, to: old.map { [$0] } ?? [], .other, cursor: before)
  }

  /// Goes to normal mode, with the cursor on what was typed last.
  mutating func endInserting(in editor: inout PromptEditor) {
    finishInserting(in: &editor)
    if editor.cursor > editor.lineStart { editor.place(at: editor.cursor - 1) }
  }

  /// Goes to normal mode with the cursor where it is.
  mutating func finishInserting(in editor: inout PromptEditor) {
    if let insertion, insertion.start <= editor.cursor {
      let typed = Array(editor.characters[insertion.start..<editor.cursor])
      // It ends behind what was typed.
      editor.changed = insertion.start..<editor.cursor + 1
      insertion.copies?.put(typed, of: &editor)
      if !typed.isEmpty || !insertion.hasMoved { lastChange = Change(command: insertion.command, typed: typed) }
      if case .insert(let place) = insertion.command.action, let count = insertion.command.count, count > 1 {
        let text = (place == .lineBelow || place == .lineAbove ? ["\n"] : []) + typed
        let most = max(0, min(count - 1, 100_000 / max(1, text.count)))
        if !text.isEmpty { add(Array(repeatElement(text, count: most).joined()), in: &editor) }
      }
    }
    insertion = nil
    editor.endStep()
    editor.places[ViCommand.Place.inserted] = editor.cursor
    mode = .normal
  }

  /// Puts a text where one types, over what is there if one types over it.
  mutating func add(_ text: [Character], in editor: inout PromptEditor) {
    // A line break takes no letter's place.
    let letters = text.count { $0 != "\n" }
    let end = mode == .replace ? min(editor.lineEnd, editor.cursor + letters) : editor.cursor
    editor.change(editor.cursor..<end, to: text, .other)
  }
}
