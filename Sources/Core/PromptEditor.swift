/// The text of the prompt with its cursor, undo, kill ring and folded pastes.
///
/// A large paste is one character of the private use area here: it moves, deletes and undoes as one, is shown as a
/// chip, and goes out unchanged.
package struct PromptEditor: Hashable, Sendable {
  package private(set) var characters: [Character] = []
  /// Before which character typing goes, 0 to `characters.count`.
  package private(set) var cursor = 0
  package var attachments: [Attachment] = []
  private var pastes: [String] = []
  private var undoStack: [Snapshot] = []
  private var redoStack: [Snapshot] = []
  private var killRing = ""
  private var lastEdit = Edit.other

  private struct Snapshot: Hashable, Sendable {
    var characters: [Character]
    var cursor: Int
  }

  private enum Edit: Hashable, Sendable { case typing, killing, other }

  /// A paste with more bytes, or more lines, folds to a chip.
  package static let foldBytes = 4000
  private static let foldLines = 30
  private static let firstPaste: UInt32 = 0x10_0000

  package init() {}

  package init(_ draft: Draft) {
    characters = Array(draft.text)
    cursor = characters.count
    attachments = draft.attachments
  }

  /// The text as it is sent, pastes unfolded.
  package var text: String {
    characters.reduce(into: "") { text, character in
      if let paste = paste(at: character) { text += paste } else { text.append(character) }
    }
  }

  package var draft: Draft { Draft(text: text, attachments: attachments) }
  package var isEmpty: Bool { characters.isEmpty && attachments.isEmpty }
  package var isTextEmpty: Bool { characters.isEmpty }

  /// The text of a chip, if the character is one.
  package func paste(at character: Character) -> String? {
    guard let scalar = character.unicodeScalars.first, scalar.value >= Self.firstPaste,
      Int(scalar.value - Self.firstPaste) < pastes.count
    else { return nil }
    return pastes[Int(scalar.value - Self.firstPaste)]
  }

  // MARK: Changing the text

  package mutating func insert(_ character: Character) {
    let isWordEnd = character == " " || character == "\n"
    change(isWordEnd ? .other : .typing) { editor in
      editor.characters.insert(character, at: editor.cursor)
      editor.cursor += 1
    }
  }

  /// Inserts pasted text; a large one folds to a chip.
  package mutating func paste(_ text: String) {
    guard !text.isEmpty else { return }
    change(.other) { editor in
      let isLarge = text.utf8.count > Self.foldBytes || text.utf8.lazy.filter { $0 == 0x0A }.count > Self.foldLines
      if isLarge, let scalar = Unicode.Scalar(Self.firstPaste + UInt32(editor.pastes.count)) {
        editor.pastes.append(text)
        editor.characters.insert(Character(scalar), at: editor.cursor)
        editor.cursor += 1
      } else {
        let added = Array(text)
        editor.characters.insert(contentsOf: added, at: editor.cursor)
        editor.cursor += added.count
      }
    }
  }

  /// Replaces all text, so that undo brings the old one back.
  package mutating func replace(with text: String) {
    change(.other) { editor in
      editor.characters = Array(text)
      editor.cursor = editor.characters.count
    }
  }

  /// Replaces a range of characters and puts the cursor behind.
  package mutating func replace(_ range: Range<Int>, with text: String) {
    change(.other) { editor in
      let added = Array(text)
      editor.characters.replaceSubrange(range, with: added)
      editor.cursor = range.lowerBound + added.count
    }
  }

  /// Empties text and attachments; undo brings the text back.
  package mutating func clear() {
    if !characters.isEmpty { replace(with: "") }
    attachments = []
  }

  package mutating func deleteBackward() { delete(max(0, cursor - 1)..<cursor, .other) }
  package mutating func deleteForward() { delete(cursor..<min(characters.count, cursor + 1), .other) }
  package mutating func deleteWordBackward() { kill(wordLeft..<cursor, before: true) }
  package mutating func deleteWordForward() { kill(cursor..<wordRight, before: false) }
  package mutating func killToLineStart() { kill(lineStart..<cursor, before: true) }

  /// Cuts to the end of the line; at the end, the line break itself.
  package mutating func killToLineEnd() {
    let end = lineEnd
    kill(cursor..<(end == cursor ? min(characters.count, cursor + 1) : end), before: false)
  }

  package mutating func yank() {
    guard !killRing.isEmpty else { return }
    let text = killRing
    change(.other) { editor in
      let added = Array(text)
      editor.characters.insert(contentsOf: added, at: editor.cursor)
      editor.cursor += added.count
    }
  }

  private mutating func delete(_ range: Range<Int>, _ edit: Edit) {
    guard !range.isEmpty else { return }
    change(edit) { editor in
      editor.characters.removeSubrange(range)
      editor.cursor = range.lowerBound
    }
  }

  /// Cuts into the kill ring; cuts in a row are kept as one text.
  private mutating func kill(_ range: Range<Int>, before: Bool) {
    guard !range.isEmpty else { return }
    let text = String(characters[range])
    if lastEdit == .killing {
      killRing = before ? text + killRing : killRing + text
    } else {
      killRing = text
    }
    delete(range, .killing)
  }

  private mutating func change(_ edit: Edit, _ body: (inout PromptEditor) -> Void) {
    if edit != .typing || lastEdit != .typing {
      undoStack.append(Snapshot(characters: characters, cursor: cursor))
      if undoStack.count > 200 { undoStack.removeFirst() }
    }
    redoStack = []
    body(&self)
    lastEdit = edit
  }

  package mutating func undo() { swapState(from: \.undoStack, to: \.redoStack) }
  package mutating func redo() { swapState(from: \.redoStack, to: \.undoStack) }

  private mutating func swapState(
    from source: WritableKeyPath<PromptEditor, [Snapshot]>, to target: WritableKeyPath<PromptEditor, [Snapshot]>
  ) {
    guard let snapshot = self[keyPath: source].popLast() else { return }
    self[keyPath: target].append(Snapshot(characters: characters, cursor: cursor))
    characters = snapshot.characters
    cursor = snapshot.cursor
    lastEdit = .other
  }

  // MARK: Moving the cursor

  package mutating func move(to position: Int) {
    cursor = max(0, min(characters.count, position))
    lastEdit = .other
  }

  package mutating func moveLeft() { move(to: cursor - 1) }
  package mutating func moveRight() { move(to: cursor + 1) }
  package mutating func moveWordLeft() { move(to: wordLeft) }
  package mutating func moveWordRight() { move(to: wordRight) }
  package mutating func moveToLineStart() { move(to: lineStart) }
  package mutating func moveToLineEnd() { move(to: lineEnd) }

  private var wordLeft: Int {
    var at = cursor
    while at > 0, !characters[at - 1].isWordLetter { at -= 1 }
    while at > 0, characters[at - 1].isWordLetter { at -= 1 }
    return at
  }

  private var wordRight: Int {
    var at = cursor
    while at < characters.count, !characters[at].isWordLetter { at += 1 }
    while at < characters.count, characters[at].isWordLetter { at += 1 }
    return at
  }

  private var lineStart: Int { (characters[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }
  private var lineEnd: Int { characters[cursor...].firstIndex(of: "\n") ?? characters.count }
}

extension Character {
  fileprivate var isWordLetter: Bool { isLetter || isNumber || self == "_" }
}
