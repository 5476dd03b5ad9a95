/// The text of the prompt with its cursor, selection, undo, kill ring and folded pastes.
///
/// A large paste is one character of the private use area here: it moves, deletes and undoes as one, is shown as a
/// chip, and goes out unchanged.
package struct PromptEditor: Hashable, Sendable {
  package private(set) var characters: [Character] = [] {
    didSet { revision += 1 }
  }
  /// Before which character typing goes, 0 to `characters.count`.
  package private(set) var cursor = 0
  package private(set) var attachments: [Attachment] = [] {
    didSet { revision += 1 }
  }
  /// Where the selection begins that goes on to the cursor, and how it is made.
  var mark: SelectionMark?
  /// Positions that were given a name: they stay with what they stand before while the text changes around it.
  var places: [Character: Int] = [:]
  /// Another number after each change of text or attachments.
  private(set) var revision = 0
  /// UTF-8 bytes of the text as it is sent.
  private(set) var byteCount = 0
  private(set) var chipCount = 0
  /// What of the text stayed since that was asked to be noted; `nil` if nobody did.
  private(set) var kept: Kept?
  private var pastes: [Paste] = []
  /// The line that was changed last, as it was.
  var lineBefore: LineBefore?
  private var steps = EditSteps()
  var killRing = KillRing()
  var lastEdit = Edit.other
  /// While changes are put together to one step of undo: whether that step has begun.
  private var openStep: Bool?
  /// The same of a step that goes on whatever steps begin and end meanwhile.
  private var heldStep: Bool?
  /// What was changed last, by one command, or copied by one of vi's.
  var changed = 0..<0

  /// A text behind a chip. Its lines are counted once: it may be large.
  private struct Paste: Hashable, Sendable {
    var text: String
    var lines: Int
  }

  /// So many characters at the start and end of a text are the same as at a revision.
  struct Kept: Hashable, Sendable {
    var revision: Int
    var start: Int
    var end: Int
  }

  /// What the last key did, as far as the next one goes on with it.
  enum Edit: Hashable, Sendable { case typing, deletingBackward, deletingForward, killing, yanking, other }

  /// A paste with more bytes, or more lines, folds to a chip.
  package static let foldBytes = 4000
  private static let foldLines = 30
  /// Text that comes back to be edited folds only when it is too long to be worked on by hand.
  private static let foldBytesOfOwnText = 64_000
  private static let firstPaste: UInt32 = 0x10_0000

  package init() {}

  package init(_ draft: Draft) {
    characters = characters(of: draft)
    note(characters[...], times: 1)
    cursor = characters.count
    attachments = draft.attachments
  }

  /// The text as it is sent, pastes unfolded.
  package var text: String { text(of: characters[...]) }

  /// Some of the characters as text, pastes unfolded.
  func text(of characters: ArraySlice<Character>) -> String {
    characters.reduce(into: "") { text, character in
      if let paste = paste(at: character) { text += paste } else { text.append(character) }
    }
  }

  package var draft: Draft {
    var draft = Draft(attachments: attachments)
    for character in characters {
      guard let paste = paste(at: character) else {
        draft.text.append(character)
        continue
      }
      let start = draft.text.utf8.count
      draft.text += paste
      draft.folds.append(start..<draft.text.utf8.count)
    }
    return draft
  }

  package var isEmpty: Bool { characters.isEmpty && attachments.isEmpty }
  package var isTextEmpty: Bool { characters.isEmpty }

  // MARK: Folded pastes

  /// The text of a chip, if the character is one.
  package func paste(at character: Character) -> String? { chip(at: character)?.text }

  /// What a chip says of its text, such as `[pasted 12 KB, 310 lines]`.
  package func label(at character: Character) -> String? {
    chip(at: character).map { chip in
      "[pasted \(byteText(chip.text.utf8.count)), \(countText(chip.lines, of: "line"))]"
    }
  }

  private func chip(at character: Character) -> Paste? {
    guard !pastes.isEmpty, let scalar = character.unicodeScalars.first, scalar.value >= Self.firstPaste,
      Int(scalar.value - Self.firstPaste) < pastes.count
    else { return nil }
    return pastes[Int(scalar.value - Self.firstPaste)]
  }

  /// The characters that stand for a text: a chip for one that is large, or that holds characters chips are made of.
  private mutating func folded(_ text: String, isLarge: Bool) -> [Character] {
    // A private character of plane 16 begins with the byte F4.
    let isChip = isLarge || text.utf8.contains(0xF4)
    guard isChip, let scalar = Unicode.Scalar(Self.firstPaste + UInt32(pastes.count)) else {
      return Array(text.utf8.contains(0x0D) ? text.replacing("\r\n", with: "\n") : text)
    }
    let isEnded = text.utf8.last == 0x0A
    pastes.append(Paste(text: text, lines: Self.lineBreaks(in: text) + (isEnded ? 0 : 1)))
    return [Character(scalar)]
  }

  /// The characters that stand for a draft: its folded pastes are chips again.
  private mutating func characters(of draft: Draft) -> [Character] {
    var characters: [Character] = []
    for (piece, isFold) in draft.pieces {
      characters += folded(piece, isLarge: isFold || piece.utf8.count > Self.foldBytesOfOwnText)
    }
    return characters
  }

  private static func lineBreaks(in text: String) -> Int {
    let bytes = text.utf8Span.span
    var count = 0
    for offset in bytes.indices where bytes[offset] == 0x0A { count += 1 }
    return count
  }

  // MARK: Changing the text

  /// Types a character, in the place of what is selected.
  package mutating func insert(_ character: Character) {
    let added = folded(String(character), isLarge: false)
    if let selection {
      change(selection, to: added, .other)
      lastEdit = .typing
    } else {
      change(cursor..<cursor, to: added, .typing)
    }
  }

  /// Inserts pasted text, in the place of what is selected; a large one folds to a chip.
  package mutating func paste(_ text: String) {
    guard !text.isEmpty else { return }
    let isLarge = text.utf8.count > Self.foldBytes || Self.lineBreaks(in: text) > Self.foldLines
    change(selection ?? cursor..<cursor, to: folded(text, isLarge: isLarge), .other)
  }

  /// Replaces all text, so that undo brings the old one back.
  package mutating func replace(with text: String) {
    replace(with: Draft(text: text, attachments: attachments))
  }

  /// Replaces text and attachments, so that undo brings the old ones back.
  package mutating func replace(with draft: Draft) {
    let added = characters(of: draft)
    // What was typed before is brought back alone.
    if openStep != nil { beginStep() }
    defer { if openStep != nil { beginStep() } }
    change(0..<characters.count, to: added, .other)
    guard attachments != draft.attachments else { return }
    steps.add(attachmentsBefore: attachments, after: draft.attachments, cursor: cursor, joins: true)
    attachments = draft.attachments
  }

  /// Replaces a range of characters and puts the cursor behind.
  package mutating func replace(_ range: Range<Int>, with text: String) {
    change(range, to: Array(text), .other)
  }

  /// Puts the text of a chip in its place, to be worked on.
  /// - Returns: false if there is none, or its text has characters that chips are made of.
  mutating func unfold(at index: Int) -> Bool {
    guard characters.indices.contains(index), let text = paste(at: characters[index]), !text.utf8.contains(0xF4)
    else { return false }
    change(index..<index + 1, to: folded(text, isLarge: false), .other)
    return true
  }

  /// Empties text and attachments; undo brings them back.
  package mutating func clear() {
    if !isEmpty { replace(with: Draft()) }
  }

  /// A backslash at the end of the cursor's line becomes a line break.
  /// - Returns: false if there is none.
  mutating func breakLineAtBackslash() -> Bool {
    let end = lineEnd
    guard end > 0, characters[end - 1] == "\\" else { return false }
    replace(end - 1..<end, with: "\n")
    return true
  }

  /// The one way in which the text changes.
  /// - Parameters:
  ///   - position: of the cursor afterwards; behind what was added if not given.
  ///   - joins: true if it is undone together with the change before.
  mutating func change(
    _ range: Range<Int>, to added: [Character], _ edit: Edit, cursor position: Int? = nil, joins: Bool = false
  ) {
    let change = EditSteps.Change(start: range.lowerBound, removed: Array(characters[range]), added: added)
    let end = position ?? range.lowerBound + added.count
    let join: EditSteps.Join =
      switch edit {
      case _ where joins || openStep == true || heldStep == true: .always
      case .typing where lastEdit == .typing: .typing
      case .deletingBackward where lastEdit == edit: .deletingBackward
      case .deletingForward where lastEdit == edit: .deletingForward
      default: .no
      }
    noteLine(range, to: added)
    steps.add(change, join, cursorBefore: cursor, cursorAfter: end)
    noteChanged(range, count: added.count, isMore: openStep == true || join != .no && join != .always)
    if openStep == false { openStep = true }
    if heldStep == false { heldStep = true }
    splice(range, with: added)
    cursor = max(0, min(characters.count, end))
    mark = nil
    lastEdit = edit
  }

  /// - Parameter isMore: it belongs to the command that changed something before.
  private mutating func noteChanged(_ range: Range<Int>, count: Int, isMore: Bool) {
    var new = range.lowerBound..<range.lowerBound + count
    if isMore {
      let isBehind = changed.upperBound >= range.upperBound
      let end = isBehind ? changed.upperBound + count - range.count : min(changed.upperBound, range.lowerBound)
      new = min(changed.lowerBound, new.lowerBound)..<max(end, new.upperBound)
    }
    changed = new
  }

  private mutating func splice(_ range: Range<Int>, with added: [Character]) {
    note(characters[range], times: -1)
    note(added[...], times: 1)
    if let kept {
      self.kept?.start = min(kept.start, range.lowerBound)
      self.kept?.end = min(kept.end, characters.count - range.upperBound)
    }
    lineBefore?.follow(characters[range], to: added)
    characters.replaceSubrange(range, with: added)
    if lineBefore?.isTorn == true { lineBefore = nil }
    if places.isEmpty { return }
    places =
      characters.isEmpty
      ? [:]
      : places.mapValues { place in
        if place >= range.upperBound { return place + added.count - range.count }
        return place <= range.lowerBound ? place : min(place, range.lowerBound + added.count)
      }
  }

  /// Counts characters that came, or with -1 those that went.
  private mutating func note(_ characters: ArraySlice<Character>, times: Int) {
    for character in characters {
      guard let chip = chip(at: character) else {
        byteCount += times * character.utf8.count
        continue
      }
      byteCount += times * chip.text.utf8.count
      chipCount += times
    }
  }

  /// From now on it is noted what of the text stays.
  mutating func noteKept() {
    kept = Kept(revision: revision, start: characters.count, end: characters.count)
  }

  // MARK: Attachments

  /// Adds what is not attached yet.
  package mutating func attach(_ attachment: Attachment) {
    guard !attachments.contains(where: { $0.asset == attachment.asset }) else { return }
    changeAttachments { $0.append(attachment) }
  }

  /// Takes one out, by its place.
  package mutating func detach(at index: Int) {
    guard attachments.indices.contains(index) else { return }
    changeAttachments { $0.remove(at: index) }
  }

  /// Takes the last attachment out.
  package mutating func detachLast() { detach(at: attachments.count - 1) }

  /// Changes places with the one before or after.
  /// - Returns: false if there is none.
  mutating func moveAttachment(at index: Int, by delta: Int) -> Bool {
    guard attachments.indices.contains(index), attachments.indices.contains(index + delta) else { return false }
    changeAttachments { $0.swapAt(index, index + delta) }
    return true
  }

  private mutating func changeAttachments(_ body: (inout [Attachment]) -> Void) {
    var after = attachments
    body(&after)
    steps.add(attachmentsBefore: attachments, after: after, cursor: cursor, joins: openStep == true)
    if openStep == false { openStep = true }
    attachments = after
    lastEdit = .other
  }

  // MARK: Undo

  var canUndo: Bool { !steps.done.isEmpty }
  var canRedo: Bool { !steps.undone.isEmpty }

  package mutating func undo() {
    endStep()
    guard let step = steps.back() else { return }
    for change in step.changes.reversed() {
      splice(change.start..<change.start + change.added.count, with: change.removed)
      changed = change.start..<change.start + change.removed.count
    }
    if heldStep != nil { heldStep = false }
    if let before = step.attachmentsBefore { attachments = before }
    cursor = step.cursorBefore
  }

  package mutating func redo() {
    endStep()
    guard let step = steps.forth() else { return }
    for change in step.changes {
      splice(change.start..<change.start + change.removed.count, with: change.added)
      changed = change.start..<change.start + change.added.count
    }
    if heldStep != nil { heldStep = false }
    if let after = step.attachmentsAfter { attachments = after }
    cursor = step.cursorAfter
  }

  /// What changes from now on is a step of its own.
  mutating func endStep() {
    openStep = nil
    mark = nil
    lastEdit = .other
  }

  /// All that changes until `endStep` is one step.
  mutating func beginStep() {
    endStep()
    openStep = false
  }

  /// All that changes until `releaseStep` is one step, whatever steps begin and end meanwhile.
  mutating func holdStep() {
    endStep()
    heldStep = false
  }

  /// What changes from now on is a step of its own.
  mutating func releaseStep() {
    endStep()
    heldStep = nil
  }

  /// A person stopped typing for a moment: what is typed next is undone alone.
  mutating func rest() {
    if lastEdit != .killing, lastEdit != .yanking { lastEdit = .other }
  }

  // MARK: Moving the cursor

  package mutating func move(to position: Int) {
    cursor = max(0, min(characters.count, position))
    if mark?.kind == .shift { mark = nil }
    lastEdit = .other
  }

  /// Moves the cursor and leaves the selection's other end where it is.
  mutating func place(at position: Int) {
    cursor = max(0, min(characters.count, position))
    lastEdit = .other
  }
}
