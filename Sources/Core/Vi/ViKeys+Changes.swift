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
    let text = ViText(editor)
    let last = max(passed.range.lowerBound, passed.range.upperBound - (passed.isLines ? 0 : 1))
    let range = text.lines(passed.range.lowerBound, last)
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

  // MARK: Registers

  /// How text came to be kept, which says where it is kept by itself.
  enum Taken { case copied, deleted, deletedMuch }

  /// Takes in what was deleted or copied: by default for the next `p`, to `_` not at all, to a capital letter behind what
  /// its register has.
  mutating func keep(
    _ cut: [Character], in register: Character?, as kind: Taken, isBlock: Bool = false, of editor: inout PromptEditor
  ) {
    guard !cut.isEmpty, register != "_" else { return }
    let taken = Register(text: cut, isBlock: isBlock)
    var cut = taken
    if let register, register != "\"" {
      let name = Character(register.lowercased())
      if register.isUppercase, let old = registers[name] { cut = Register(text: old.text + cut.text) }
      registers[name] = cut
      if "+*".contains(register) { copied = editor.text(of: cut.text[...]) }
    } else if kind == .copied {
      registers["0"] = cut
    } else if !taken.text.contains("\n") {
      registers["-"] = cut
    }
    if kind == .deletedMuch {
      for number in (1..<9).reversed() { registers[Self.name(number + 1)] = registers[Self.name(number)] }
      registers[Self.name(1)] = taken
    }
    registers["\""] = cut
    editor.killRing.add(cut.text)
  }

  /// Of a numbered register.
  static func name(_ number: Int) -> Character { Character("\(number)") }

  /// What a register has; without one, what was deleted or copied last.
  func kept(in register: Character?, of editor: PromptEditor) -> Register {
    let newest = Register(text: editor.killRing.newest)
    guard let register, register != "\"" else {
      // What was cut without vi since then is newer.
      return registers["\""].flatMap { $0.text == newest.text || newest.text.isEmpty ? $0 : nil } ?? newest
    }
    return registers[Character(register.lowercased())] ?? ("+*".contains(register) ? newest : Register(text: []))
  }

  /// Joins the line with the next, or those that are selected, with a blank between.
  /// - Parameter isBare: as they are.
  mutating func join(_ command: ViCommand, isBare: Bool, in editor: inout PromptEditor) {
    let selected = editor.selection.map { range in editor.characters[range].count { $0 == "\n" } }
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
    let isLines = cut.last == "\n"
    let count = max(1, min(command.count ?? 1, 1_000_000 / cut.count))
    if kept.isBlock, editor.selection == nil {
      remember(command)
      return putBlock(cut, count: count, isBefore: isBefore, goesBehind: goesBehind, in: &editor)
    }
    var added = Array(repeatElement(cut, count: count).joined())
    var range = editor.cursor..<editor.cursor
    var isBelow = false
    if let selection = editor.selection {
      if !isBefore {
        let old = Array(editor.characters[selection]) + (mode == .visualLine ? ["\n"] : [])
        keep(old, in: nil, as: old.contains("\n") ? .deletedMuch : .deleted, of: &editor)
      }
      range = selection
      if isLines, editor.mark?.kind == .visualLine { added.removeLast() }
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
    if goesBehind {
      if isBelow { editor.place(at: editor.cursor + 1) }
    } else if isLines, range.isEmpty {
      editor.place(at: ViText(editor).firstLetter(start))
    } else {
      editor.place(at: cut.contains("\n") ? start : max(start, editor.cursor - 1))
    }
  }
}
