/// The text of the prompt with its cursor, undo, kill ring and folded pastes.
///
/// A large paste is one character of the private use area here: it moves, deletes and undoes as one, is shown as a
/// chip, and goes out unchanged.
package struct PromptEditor: Hashable, Sendable {
  package private(set) var characters: [Character] = [] {
    didSet { revision += 1 }
  }
  /// Before which character typing goes, 0 to `characters.count`.
  package private(set) var cursor = 0
  package var attachments: [Attachment] = [] {
    didSet { revision += 1 }
  }
  /// Another number after each change of text or attachments.
  private(set) var revision = 0
  private var pastes: [Paste] = []
  private var undoStack: [Snapshot] = []
  private var redoStack: [Snapshot] = []
  private var killRing: [Character] = []
  private var lastEdit = Edit.other

  /// A text behind a chip. Its lines are counted once: it may be large.
  private struct Paste: Hashable, Sendable {
    var text: String
    var lines: Int
  }

  private struct Snapshot: Hashable, Sendable {
    var characters: [Character]
    var cursor: Int
    var attachments: [Attachment]
  }

  private enum Edit: Hashable, Sendable { case typing, killing, other }

  /// A paste with more bytes, or more lines, folds to a chip.
  package static let foldBytes = 4000
  private static let foldLines = 30
  /// Text that comes back to be edited folds only when it is too long to be worked on by hand.
  private static let foldBytesOfOwnText = 64_000
  private static let firstPaste: UInt32 = 0x10_0000
  /// Characters that all undo steps together may keep.
  private static let undoCharacters = 2_000_000

  package init() {}

  package init(_ draft: Draft) {
    characters = folded(draft.text, isLarge: draft.text.utf8.count > Self.foldBytesOfOwnText)
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
  package func paste(at character: Character) -> String? { chip(at: character)?.text }

  /// What a chip says of its text, such as `[pasted 12 KB, 310 lines]`.
  func label(at character: Character) -> String? {
    chip(at: character).map { chip in
      "[pasted \(byteText(chip.text.utf8.count)), \(countText(chip.lines, of: "line"))]"
    }
  }

  private func chip(at character: Character) -> Paste? {
    guard let scalar = character.unicodeScalars.first, scalar.value >= Self.firstPaste,
      Int(scalar.value - Self.firstPaste) < pastes.count
    else { return nil }
    return pastes[Int(scalar.value - Self.firstPaste)]
  }

  // MARK: Changing the text

  package mutating func insert(_ character: Character) {
    let isWordEnd = character == " " || character == "\n"
    change(isWordEnd ? .other : .typing) { editor in
      editor.characters.insert(contentsOf: editor.folded(String(character), isLarge: false), at: editor.cursor)
      editor.cursor += 1
    }
  }

  /// Inserts pasted text; a large one folds to a chip.
  package mutating func paste(_ text: String) {
    guard !text.isEmpty else { return }
    let isLarge = text.utf8.count > Self.foldBytes || Self.lineBreaks(in: text) > Self.foldLines
    change(.other) { editor in
      let added = editor.folded(text, isLarge: isLarge)
      editor.characters.insert(contentsOf: added, at: editor.cursor)
      editor.cursor += added.count
    }
  }

  /// The characters that stand for a text: a chip for one that is large, or that holds characters chips are made of.
  private mutating func folded(_ text: String, isLarge: Bool) -> [Character] {
    // A private character of plane 16 begins with the byte F4.
    let isChip = isLarge || text.utf8.contains(0xF4)
    guard isChip, let scalar = Unicode.Scalar(Self.firstPaste + UInt32(pastes.count)) else {
      return Array(text.utf8.contains(0x0D) ? text.replacing("\r\n", with: "\n") : text)
    }
    pastes.append(Paste(text: text, lines: Self.lineBreaks(in: text) + 1))
    return [Character(scalar)]
  }

  private static func lineBreaks(in text: String) -> Int {
    let bytes = text.utf8Span.span
    var count = 0
    for offset in bytes.indices where bytes[offset] == 0x0A { count += 1 }
    return count
  }

  /// Replaces all text, so that undo brings the old one back.
  package mutating func replace(with text: String) {
    replace(with: Draft(text: text, attachments: attachments))
  }

  /// Replaces text and attachments, so that undo brings the old ones back.
  package mutating func replace(with draft: Draft) {
    change(.other) { editor in
      editor.characters = editor.folded(draft.text, isLarge: draft.text.utf8.count > Self.foldBytesOfOwnText)
      editor.cursor = editor.characters.count
      editor.attachments = draft.attachments
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

  /// Empties text and attachments; undo brings them back.
  package mutating func clear() {
    if !isEmpty { replace(with: Draft()) }
  }

  /// Adds what is not attached yet.
  package mutating func attach(_ attachment: Attachment) {
    guard !attachments.contains(where: { $0.asset == attachment.asset }) else { return }
    change(.other) { $0.attachments.append(attachment) }
  }

  /// Takes the last attachment out.
  package mutating func detachLast() {
    guard !attachments.isEmpty else { return }
    change(.other) { _ = $0.attachments.popLast() }
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
    let added = killRing
    change(.other) { editor in
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
    let cut = characters[range]
    if lastEdit == .killing {
      killRing = before ? cut + killRing : killRing + cut
    } else {
      killRing = Array(cut)
    }
    delete(range, .killing)
  }

  private mutating func change(_ edit: Edit, _ body: (inout PromptEditor) -> Void) {
    if edit != .typing || lastEdit != .typing {
      undoStack.append(snapshot)
      let most = max(10, min(200, Self.undoCharacters / (characters.count + 1)))
      if undoStack.count > most { undoStack.removeFirst(undoStack.count - most) }
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
    self[keyPath: target].append(self.snapshot)
    characters = snapshot.characters
    cursor = snapshot.cursor
    attachments = snapshot.attachments
    lastEdit = .other
  }

  private var snapshot: Snapshot { Snapshot(characters: characters, cursor: cursor, attachments: attachments) }

  /// A backslash at the end of the cursor's line becomes a line break.
  /// - Returns: false if there is none.
  mutating func breakLineAtBackslash() -> Bool {
    let end = lineEnd
    guard end > 0, characters[end - 1] == "\\" else { return false }
    replace(end - 1..<end, with: "\n")
    return true
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
