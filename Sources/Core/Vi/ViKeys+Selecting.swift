/// Selecting, and what was selected last.
extension ViKeys {
  /// What `gv` selects again, beside where that is.
  struct Selected: Hashable, Sendable {
    var mode = Mode.visual
    /// Of a block.
    var lines = 1
    var startColumn = 0
    var column = 0
  }

  mutating func select(_ kind: Mode, in editor: inout PromptEditor) {
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
      position: position, kind: kinds[kind] ?? .visual,
      startColumn: position - position.lineStart(in: editor.characters), column: editor.cursor - editor.lineStart)
    mode = kind
  }

  /// Selects a word or what else the cursor is in; where something is selected already, the next one too.
  mutating func select(
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

  mutating func selectAgain(in editor: inout PromptEditor) {
    guard let start = editor.places[ViCommand.Place.selectionStart],
      let end = editor.places[ViCommand.Place.selectionEnd]
    else {
      hasFailed = true
      return
    }
    let last = lastSelected
    if last.mode == .visualBlock {
      editor.place(at: start)
      return selectBlock(lines: last.lines, from: last.startColumn, to: last.column, in: &editor)
    }
    editor.place(at: end)
    select(last.mode, from: min(start, editor.characters.count), in: &editor)
    editor.mark?.column = last.column
  }

  /// Selects columns of so many lines, from the cursor's on.
  mutating func selectBlock(lines: Int, from first: Int, to last: Int, in editor: inout PromptEditor) {
    let position = editor.cursor.inLine(column: first, of: editor.characters)
    for _ in 1..<max(1, lines) where editor.lineEnd < editor.characters.count { editor.place(at: editor.lineEnd + 1) }
    editor.place(at: editor.cursor.inLine(column: last, of: editor.characters))
    editor.mark = SelectionMark(position: position, kind: .visualBlock, startColumn: first, column: last)
    mode = .visualBlock
  }

  /// Keeps what is selected now for `gv` and for the marks.
  mutating func noteSelected(in editor: inout PromptEditor) {
    followColumn(in: &editor)
    guard let mark = editor.mark else { return }
    let parts = editor.block
    lastSelected = Selected(
      mode: mode, lines: parts?.count ?? 1, startColumn: mark.startColumn, column: mark.column)
    editor.places[ViCommand.Place.selectionStart] = parts?[0].lowerBound ?? min(mark.position, editor.cursor)
    editor.places[ViCommand.Place.selectionEnd] = max(mark.position, editor.cursor)
  }

  /// The column is the cursor's, unless that stands in a line which is shorter.
  private func followColumn(in editor: inout PromptEditor) {
    let last = max(0, editor.lineEnd - editor.lineStart - (mode == .visual ? 0 : 1))
    let column = min(last, editor.cursor - editor.lineStart)
    if let wanted = editor.mark?.column, column != min(last, wanted) { editor.mark?.column = column }
  }

  /// Goes to the other end of what is selected.
  /// - Parameter staysInLine: of a block, to the other corner in the same line.
  mutating func goToOtherEnd(staysInLine: Bool, in editor: inout PromptEditor) {
    guard var mark = editor.mark else { return }
    let cursor = editor.cursor
    (mark.startColumn, mark.column) = (mark.column, mark.startColumn)
    if staysInLine, mode == .visualBlock {
      mark.position = mark.position.inLine(column: mark.startColumn, of: editor.characters)
      editor.place(at: cursor.inLine(column: mark.column, of: editor.characters))
    } else {
      editor.place(at: mark.position)
      mark.position = cursor
    }
    editor.mark = mark
  }
}

extension Int {
  /// The letter in a column of the line that this position of a text is in, or its last one.
  fileprivate func inLine(column: Int, of characters: [Character]) -> Int {
    let start = lineStart(in: characters)
    return start + Swift.min(column, Swift.max(0, lineEnd(in: characters) - start - 1))
  }
}
