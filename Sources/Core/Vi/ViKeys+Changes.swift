extension ViKeys {
  /// The selection, else so many characters from the cursor on; `nil` if the line has not as many.
  private func stretch(_ command: ViCommand, isWhole: Bool, in editor: PromptEditor) -> Range<Int>? {
    if let selection = editor.selection { return selection }
    let end = editor.cursor + max(1, command.count ?? 1)
    if isWhole, end > editor.lineEnd { return nil }
    return editor.cursor..<min(editor.lineEnd, end)
  }

  /// What `.` does instead of a change of a selection.
  private func repeatable(_ command: ViCommand, _ range: Range<Int>, in editor: PromptEditor) -> ViCommand {
    editor.selection == nil
      ? command : ViCommand(count: range.count, action: command.action, register: command.register)
  }

  mutating func replace(_ command: ViCommand, with character: Character, in editor: inout PromptEditor) {
    guard let range = stretch(command, isWhole: true, in: editor), !range.isEmpty else {
      hasFailed = true
      return
    }
    remember(repeatable(command, range, in: editor))
    let isSelection = editor.selection != nil
    // However many characters, they are one line break.
    if character == "\n", !isSelection { return editor.change(range, to: ["\n"], .other) }
    let new = editor.characters[range].map { $0 == "\n" ? $0 : character }
    editor.change(range, to: new, .other, cursor: isSelection ? range.lowerBound : range.upperBound - 1)
  }

  mutating func switchCase(_ command: ViCommand, in editor: inout PromptEditor) {
    guard let range = stretch(command, isWhole: false, in: editor), !range.isEmpty else {
      hasFailed = true
      return
    }
    remember(repeatable(command, range, in: editor))
    let isSelection = editor.selection != nil
    let new = Self.cased(editor.characters[range], .switchCase)
    editor.change(range, to: new, .other, cursor: isSelection ? range.lowerBound : nil)
  }

  static func cased(_ text: ArraySlice<Character>, _ kind: ViCommand.Operator) -> [Character] {
    text.flatMap { character in
      let isLower = kind == .lowercase || kind == .switchCase && character.isUppercase
      return Array(isLower ? character.lowercased() : character.uppercased())
    }
  }

  /// Changes the case of what an operator is about.
  mutating func change(_ kind: ViCommand.Operator, _ passed: ViText.Passed, in editor: inout PromptEditor) {
    editor.mark = nil
    let new = Self.cased(editor.characters[passed.range], kind)
    editor.change(passed.range, to: new, .other, cursor: min(passed.cursor, passed.range.lowerBound + new.count))
  }

  /// Columns that a line goes in or out.
  static let indentation = 4

  /// Moves the lines of what an operator is about in or out, so many times; empty ones stay empty.
  mutating func indent(
    _ kind: ViCommand.Operator, _ passed: ViText.Passed, times: Int, in editor: inout PromptEditor
  ) {
    let range = lines(of: passed, in: editor)
    let columns = Self.indentation * min(times, 20)
    let lines = editor.characters[range].split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if kind == .indent { return line.isEmpty ? [] : Array(repeating: " ", count: columns) + line }
      var left = columns
      return Array(
        line.drop { character in
          guard left > 0, character == " " || character == "\t" else { return false }
          left -= character == "\t" ? Self.indentation : 1
          return true
        })
    }
    editor.mark = nil
    editor.change(range, to: Array(lines.joined(separator: ["\n"])), .other, cursor: range.lowerBound)
    editor.place(at: ViText(editor).firstLetter(range.lowerBound))
  }

  /// Breaks the lines anew of what an operator is about, and goes to the last one.
  mutating func reflow(_ passed: ViText.Passed, in editor: inout PromptEditor) {
    let range = lines(of: passed, in: editor)
    let new = ViReflow.text(of: editor.characters[range], behind: editor.characters[..<range.lowerBound])
    editor.mark = nil
    editor.change(range, to: new, .other)
    editor.place(at: ViText(editor).firstLetter(range.lowerBound + new.count))
  }

  private func lines(of passed: ViText.Passed, in editor: PromptEditor) -> Range<Int> {
    let last = max(passed.range.lowerBound, passed.range.upperBound - (passed.isLines ? 0 : 1))
    return ViText(editor).lines(passed.range.lowerBound, last)
  }

  // MARK: Joining and putting

  /// Joins the line with the next, or those that are selected, with a blank between.
  /// - Parameter isBare: as they are.
  mutating func join(_ command: ViCommand, isBare: Bool, in editor: inout PromptEditor) {
    let selected = editor.mark.map { mark in
      editor.characters[min(mark.position, editor.cursor)..<max(mark.position, editor.cursor)].count { $0 == "\n" }
    }
    let start = editor.selection?.lowerBound ?? editor.cursor
    remember(selected.map { ViCommand(count: $0 + 1, action: command.action) } ?? command)
    editor.beginStep()
    editor.place(at: start)
    for _ in 0..<max(1, selected ?? (command.count ?? 2) - 1) {
      let end = editor.lineEnd
      guard end < editor.characters.count else {
        hasFailed = true
        break
      }
      var next = end + 1
      while !isBare, next < editor.characters.count, editor.characters[next] != "\n",
        editor.characters[next].isWhitespace
      {
        next += 1
      }
      let isApart = isBare || end == editor.lineStart || editor.characters[end - 1].isWhitespace
      let isLast = next == editor.characters.count || editor.characters[next] == "\n"
      editor.change(end..<next, to: isApart || isLast ? [] : [" "], .other, cursor: end)
    }
    editor.endStep()
  }

  /// Puts what was deleted or copied beside the cursor, lines as lines, or in the place of what is selected.
  mutating func put(_ command: ViCommand, isBefore: Bool, goesBehind: Bool, in editor: inout PromptEditor) {
    put(kept(in: command.register, of: editor), command, isBefore: isBefore, goesBehind: goesBehind, in: &editor)
  }

  mutating func put(
    _ kept: Register, _ command: ViCommand, isBefore: Bool, goesBehind: Bool, in editor: inout PromptEditor
  ) {
    let cut = kept.text
    guard !cut.isEmpty else {
      hasFailed = true
      return
    }
    let isLines = kept.shape == .lines
    let count = max(1, min(command.count ?? 1, 1_000_000 / cut.count))
    if kept.shape == .block, editor.selection == nil {
      remember(command)
      return putBlock(cut, count: count, isBefore: isBefore, goesBehind: goesBehind, in: &editor)
    }
    var added = Array(repeatElement(cut, count: count).joined())
    var range = editor.cursor..<editor.cursor
    var isBelow = false
    if let selection = editor.selection {
      if !isBefore {
        let old = Array(editor.characters[selection]) + (mode == .visualLine ? ["\n"] : [])
        keep(
          old, in: nil, as: old.contains("\n") ? .deletedMuch : .deleted,
          shape: mode == .visualLine ? .lines : .characters, of: &editor)
      }
      if kept.shape == .block, mode == .visual {
        editor.beginStep()
        editor.change(selection, to: [], .other)
        putBlock(cut, count: count, isBefore: true, goesBehind: goesBehind, in: &editor)
        return editor.endStep()
      }
      range = selection
      // Between the halves of a line they are lines of their own.
      isBelow = isLines && mode == .visual
      if isBelow { added = ["\n"] + added }
      if isLines, mode == .visualLine { added.removeLast() }
    } else {
      remember(command)
      isBelow = isLines && !isBefore
      let behind = isLines ? editor.lineEnd : min(editor.lineEnd, editor.cursor + 1)
      let place = isBefore ? (isLines ? editor.lineStart : editor.cursor) : behind
      range = place..<place
      if isBelow { added = ["\n"] + added.dropLast() }
    }
    editor.change(range, to: added, .other)
    let start = range.lowerBound + (isBelow ? 1 : 0)
    editor.changed = start..<editor.changed.upperBound
    if goesBehind {
      if isBelow, range.isEmpty { editor.place(at: editor.cursor + 1) }
    } else if isLines {
      editor.place(at: ViText(editor).firstLetter(start))
    } else {
      editor.place(at: cut.contains("\n") ? start : max(start, editor.cursor - 1))
    }
  }
}
