/// Operators, and what they are about.
extension ViKeys {
  mutating func operate(
    _ command: ViCommand, _ kind: ViCommand.Operator, _ target: ViCommand.Target, _ text: ViText,
    in editor: inout PromptEditor
  ) {
    let wasVisual = isVisual
    guard let passed = passed(command, target, text, changes: kind == .change, in: editor) else {
      hasFailed = true
      return
    }
    var again = command
    if wasVisual {
      let breaks = editor.characters[passed.range].dropLast(passed.isLines ? 0 : 1).count { $0 == "\n" }
      let isOfLines = passed.isLines || kind == .indent || kind == .unindent || kind == .reflow
      var span = ViCommand.Target.span(lines: isOfLines ? breaks + 1 : 0, characters: passed.range.count)
      if !isOfLines, editor.mark?.column == .max { span = .rest(lines: breaks + 1) }
      again = ViCommand(action: .operate(kind, span), register: command.register)
      mode = .normal
    }
    if kind.cuts {
      let cut = Array(editor.characters[passed.range]) + (passed.isLines ? ["\n"] : [])
      let isLarge = cut.contains("\n") || command.motion?.isJump == true
      keep(
        cut, in: command.register, as: kind == .yank ? .copied : isLarge ? .deletedMuch : .deleted,
        shape: passed.isLines ? .lines : .characters, of: &editor)
    }
    switch kind {
    case .lowercase, .uppercase, .switchCase:
      remember(again)
      change(kind, passed, in: &editor)
    case .indent, .unindent:
      remember(again)
      indent(kind, passed, times: wasVisual ? command.count ?? 1 : 1, in: &editor)
    case .reflow:
      remember(again)
      reflow(passed, in: &editor)
    case .yank:
      editor.mark = nil
      editor.changed = passed.range
      editor.place(at: passed.cursor)
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
      if let passed = text.passed(by: motion, count: command.count, changes: changes) { return passed }
      // On an empty line there is nothing to delete, but something to be written.
      return changes && motion == .right ? ViText.Passed(range: text.cursor..<text.cursor) : nil
    case .lines: return lines(command.count ?? 1, text)
    case .span(let count, let length):
      if count > 0 { return lines(count, text) }
      return ViText.Passed(range: text.cursor..<min(text.characters.count, text.cursor + length))
    case .rest(let count):
      return ViText.Passed(
        range: text.cursor..<min(text.characters.count, lines(count, text).range.upperBound + 1))
    case .object(let object, let isAround):
      return ViObject.passed(object, isAround: isAround, count: command.count ?? 1, in: text)
    case .selection:
      return editor.selection.map { ViText.Passed(range: $0, isLines: mode == .visualLine) }
    case .selectedLines, .selectedRest:
      return editor.selection.map { selection in
        ViText.Passed(
          range: text.lines(selection.lowerBound, max(selection.lowerBound, selection.upperBound - 1)), isLines: true)
      }
    }
  }

  private func lines(_ count: Int, _ text: ViText) -> ViText.Passed {
    var end = text.lineEnd(text.cursor)
    for _ in 1..<max(1, count) where end < text.characters.count { end = text.lineEnd(end + 1) }
    return ViText.Passed(range: text.lineStart(text.cursor)..<end, isLines: true, cursor: text.cursor)
  }

  private func delete(_ passed: ViText.Passed, in editor: inout PromptEditor) {
    var range = passed.range
    guard passed.isLines else {
      if range.isEmpty { editor.place(at: range.lowerBound) } else { editor.change(range, to: [], .other) }
      return
    }
    // One of the line breaks goes with the lines.
    if range.upperBound < editor.characters.count {
      range = range.lowerBound..<range.upperBound + 1
    } else if range.lowerBound > 0 {
      range = range.lowerBound - 1..<range.upperBound
    }
    if !range.isEmpty { editor.change(range, to: [], .other) }
    editor.place(at: ViText(editor).firstLetter(editor.cursor))
  }
}
