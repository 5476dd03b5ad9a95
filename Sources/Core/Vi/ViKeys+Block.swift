/// Blocks: the same columns of several lines.
extension ViKeys {
  /// What is typed into the first line of a block goes into the others when inserting ends.
  struct Copies: Hashable, Sendable {
    /// Below the first one.
    var lines: Int
    /// `Int.max` is the end of the line.
    var column: Int
    /// Blanks go before it in lines that are shorter; else these stay as they are.
    var padsShort = false

    fileprivate func put(_ text: [Character], inLineAt start: Int, of editor: inout PromptEditor) {
      let end = start.lineEnd(in: editor.characters)
      let place = column == .max ? end : min(end, start + column)
      let missing = column == .max ? 0 : start + column - place
      guard missing == 0 || padsShort else { return }
      let added = Array(repeating: " ", count: missing) + text
      if added.isEmpty { editor.place(at: place) } else { editor.change(place..<place, to: added, .other) }
    }

    /// Puts it into the lines below the cursor, which stays.
    func put(_ text: [Character], of editor: inout PromptEditor) {
      guard !text.isEmpty, !text.contains("\n") else { return }
      let cursor = editor.cursor
      var end = editor.lineEnd
      for _ in 0..<lines where end < editor.characters.count {
        put(text, inLineAt: end + 1, of: &editor)
        end = (end + 1).lineEnd(in: editor.characters)
      }
      editor.place(at: cursor)
    }
  }

  /// Does to the selected block what a command says.
  /// - Returns: false where there is none, and for a command that is about no block, such as a motion.
  mutating func performOnBlock(_ command: ViCommand, in editor: inout PromptEditor) -> Bool {
    switch command.action {
    case .operate(_, .selectedRest):
      guard let left = editor.blockColumns?.lowerBound else { return false }
      editor.mark?.startColumn = left
      editor.mark?.column = .max
    case .join, .operate(.change, .selectedLines), .operate(.reflow, _):
      editor.mark?.kind = .visualLine
      mode = .visualLine
      return false
    case .put where kept(in: command.register, of: editor).text.isEmpty:
      hasFailed = true
      return true
    case .operate, .switchCase, .replace, .insert, .put: break
    default: return false
    }
    guard let columns = editor.blockColumns, let parts = editor.block else { return false }
    let width = columns.upperBound == .max ? Int.max : columns.count
    let again = ViCommand(
      count: command.count, action: .onBlock(lines: parts.count, columns: width, command.action),
      register: command.register)
    var copies = Copies(lines: parts.count - 1, column: columns.lowerBound)
    let start = parts[0].lowerBound
    editor.place(at: start)
    switch command.action {
    case .operate(let kind, _) where kind.cuts:
      let cut = text(of: parts, editor)
      keep(cut, in: command.register, as: kind == .yank ? .copied : .deletedMuch, shape: .block, of: &editor)
      if kind == .change { editor.beginStep() }
      if kind != .yank { rewrite(parts, in: &editor) { _ in [] } }
    case .operate(let kind, _): change(kind, parts, times: command.count ?? 1, in: &editor)
    case .switchCase: change(.switchCase, parts, times: 1, in: &editor)
    case .replace(let character): rewrite(parts, in: &editor) { $0.map { _ in character } }
    case .insert(let place):
      if place == .atLineEnd { copies.column = width == .max ? .max : columns.upperBound + 1 }
      editor.beginStep()
      copies.padsShort = true
      copies.put([], inLineAt: start.lineStart(in: editor.characters), of: &editor)
      copies.padsShort = place == .atLineEnd
    case .put(let isBefore, let goesBehind):
      let kept = kept(in: command.register, of: editor)
      editor.beginStep()
      if !isBefore { keep(text(of: parts, editor), in: nil, as: .deletedMuch, shape: .block, of: &editor) }
      put(kept, command, over: parts, columns: columns, goesBehind: goesBehind, in: &editor)
      editor.endStep()
    default: return false
    }
    editor.mark = nil
    mode = .normal
    switch command.action {
    case .operate(.change, _), .insert:
      beginInserting(again, in: editor)
      insertion?.copies = copies
    case .operate(.yank, _):
      editor.changed = start..<max(start, parts[parts.count - 1].upperBound)
    case .put: break
    default: remember(again)
    }
    return true
  }

  /// Puts text in the place of a block: less than a line in each of its lines that is as long, lines below it, and
  /// anything else at its first corner.
  private mutating func put(
    _ kept: Register, _ command: ViCommand, over parts: [Range<Int>], columns: ClosedRange<Int>, goesBehind: Bool,
    in editor: inout PromptEditor
  ) {
    guard kept.shape == .characters, !kept.text.contains("\n") else {
      rewrite(parts, in: &editor) { _ in [] }
      editor.mark = nil
      for _ in parts.dropFirst() where kept.shape == .lines { editor.place(at: editor.lineEnd + 1) }
      return put(kept, command, isBefore: kept.shape != .lines, goesBehind: goesBehind, in: &editor)
    }
    let count = max(1, min(command.count ?? 1, 1_000_000 / (kept.text.count * parts.count)))
    let added = Array(repeatElement(kept.text, count: count).joined())
    let characters = editor.characters
    rewrite(parts, in: &editor) { part in
      let column = part.startIndex - part.startIndex.lineStart(in: characters)
      return column < columns.lowerBound ? [] : added
    }
    editor.place(at: parts[0].lowerBound + added.count - (goesBehind ? 0 : 1))
  }

  private func text(of parts: [Range<Int>], _ editor: PromptEditor) -> [Character] {
    Array(parts.map { editor.characters[$0] }.joined(separator: ["\n"]))
  }

  /// Does the same to so many lines and columns from the cursor on.
  mutating func perform(
    _ command: ViCommand, onLines lines: Int, columns: Int, _ action: ViCommand.Action, in editor: inout PromptEditor
  ) {
    let left = editor.cursor - editor.lineStart
    selectBlock(lines: lines, from: left, to: columns == .max ? .max : left + columns - 1, in: &editor)
    _ = performOnBlock(ViCommand(count: command.count, action: action, register: command.register), in: &editor)
  }

  private func change(
    _ kind: ViCommand.Operator, _ parts: [Range<Int>], times: Int, in editor: inout PromptEditor
  ) {
    let columns = Self.indentation * max(1, min(times, 20))
    switch kind {
    case .indent: rewrite(parts, in: &editor) { $0.isEmpty ? [] : Array(repeating: " ", count: columns) + $0 }
    case .unindent:
      let blanks = parts.map { part in
        let line = editor.characters[part.lowerBound..<part.lowerBound.lineEnd(in: editor.characters)]
        return part.lowerBound..<line.prefix(columns).prefix { $0 == " " }.endIndex
      }
      rewrite(blanks, in: &editor) { _ in [] }
    default: rewrite(parts, in: &editor) { Self.cased($0, kind) }
    }
  }

  /// Puts other text in the place of each part, as one change, with the cursor on the first.
  private func rewrite(
    _ parts: [Range<Int>], in editor: inout PromptEditor, _ body: (ArraySlice<Character>) -> [Character]
  ) {
    let start = parts[0].lowerBound
    var new: [Character] = []
    var at = start
    for part in parts {
      new += editor.characters[at..<part.lowerBound] + body(editor.characters[part])
      at = part.upperBound
    }
    editor.change(start..<at, to: new, .other, cursor: start)
  }

  /// Puts a block beside the cursor, its lines one below the other, as lines where the text has no more.
  mutating func putBlock(
    _ block: [Character], count: Int, isBefore: Bool, goesBehind: Bool, in editor: inout PromptEditor
  ) {
    let rows = block.split(separator: "\n", omittingEmptySubsequences: false)
    let width = rows.map(\.count).max() ?? 0
    // Short rows are filled up with blanks, each time.
    let count = min(count, max(1, 1_000_000 / (rows.count * max(1, width))))
    let start = editor.lineStart
    let column = editor.cursor - start + (isBefore || editor.cursor == editor.lineEnd ? 0 : 1)
    var lines: [[Character]] = []
    var end = start - 1
    for row in rows {
      let isNew = end + 1 > editor.characters.count
      let next = isNew ? end : (end + 1).lineEnd(in: editor.characters)
      var line = isNew ? [] : Array(editor.characters[end + 1..<next])
      end = next
      let isAtEnd = line.count <= column
      if isAtEnd { line += Array(repeating: " ", count: column - line.count) }
      let padded = row + Array(repeating: " ", count: width - row.count)
      let added = Array(repeatElement(padded, count: count - 1).joined()) + (isAtEnd ? row : padded)
      line.insert(contentsOf: added, at: column)
      lines.append(line)
    }
    editor.change(start..<end, to: Array(lines.joined(separator: ["\n"])), .other, cursor: start + column)
    if goesBehind { editor.place(at: min(editor.lineEnd, start + column + width * count)) }
  }
}
