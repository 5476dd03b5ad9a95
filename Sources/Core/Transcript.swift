import Gemini
package import Screen

/// Which message: a prompt or an answer.
package enum MessageID: Hashable, Sendable {
  case prompt(TurnID)
  case answer(RunID)
}

/// One row of the conversation as it stands on the screen.
package struct TranscriptRow: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The line with who speaks and when.
    case header
    case body(Line)
    case gap
  }

  /// The index of the message.
  package var message: Int
  /// How many rows below the message's header.
  package var offset: Int
  package var kind: Kind
}

/// The conversation as messages laid out in lines, and which of them are on the screen.
///
/// Only messages that are looked at are laid out: a session of thousands of turns opens at once.
package struct Transcript: Sendable {
  package struct Message: Sendable {
    package let id: MessageID
    /// The turn's index in the session.
    package let turn: Int
    /// `nil` until the message is looked at.
    fileprivate(set) var layout: MessageLayout?
    /// The columns and the shelf it was laid out with.
    fileprivate(set) var isCurrent = false
  }

  /// The row at the top of the pane.
  struct Anchor: Hashable, Comparable, Sendable {
    var message: Int
    /// Rows from the message's header.
    var offset: Int

    static func < (a: Anchor, b: Anchor) -> Bool { (a.message, a.offset) < (b.message, b.offset) }
  }

  package private(set) var messages: [Message] = []
  private(set) var columns = 80
  /// `nil` follows the end.
  private(set) var anchor: Anchor?
  /// What stands at the top of the pane since a person put it there.
  private var held: HeldLine?
  /// The row after the last one there was when reading began, or after what was read since: later ones are new.
  private var seenEnd = Anchor(message: 0, offset: 0)
  /// Another branch is shown than before: what there is of it is not new.
  private var isOtherBranch = false

  package var isFollowing: Bool { anchor == nil }

  // MARK: What there is

  /// Makes the list of messages anew after the branch changed; what was laid out stays.
  mutating func rebuild(from session: Session) {
    let old = Dictionary(messages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let before = messages.map(\.id)
    messages = session.path.flatMap { index -> [Message] in
      let answer = session.turns[index].shownRunIndex.map { MessageID.answer(session.turns[index].runs[$0].id) }
      return [.prompt(session.turns[index].id), answer].compactMap { $0 }.map { id in
        var message = Message(id: id, turn: index)
        message.layout = old[id]?.layout
        message.isCurrent = old[id]?.isCurrent ?? false
        return message
      }
    }
    isOtherBranch = isOtherBranch || !messages.map(\.id).starts(with: before)
    if let anchor, anchor.message >= messages.count || seenEnd.message >= messages.count { follow() }
  }

  /// A message changed: it is laid out again when it is looked at.
  mutating func touch(_ id: MessageID) {
    if let index = messages.lastIndex(where: { $0.id == id }) { messages[index].isCurrent = false }
  }

  /// Lays out for another width, if it is one.
  mutating func fit(columns: Int) {
    guard columns != self.columns else { return }
    self.columns = columns
    if let anchor, pending == nil { pending = (share(of: anchor), share(of: seenEnd)) }
    isTopHeld = anchor?.offset == 0
    touchAll()
  }

  /// All messages have to be laid out again, because the width or the pictures changed.
  mutating func touchAll() {
    for index in messages.indices { messages[index].isCurrent = false }
  }

  /// How far into their messages the top row and the end of what was seen were, while the width changes.
  private var pending: (top: Double, seen: Double)?
  /// The top was found again by what stands there.
  private var isTopHeld = false

  private func share(of anchor: Anchor) -> Double {
    guard messages.indices.contains(anchor.message), let layout = messages[anchor.message].layout else { return 0 }
    return Double(anchor.offset) / Double(max(1, layout.lineCount))
  }

  /// How many turns the shown branch has.
  package var turnCount: Int {
    messages.reduce(into: 0) { count, message in
      if case .prompt = message.id { count += 1 }
    }
  }

  package func index(of id: MessageID) -> Int? { messages.lastIndex { $0.id == id } }

  // MARK: Laying out

  /// Rows of a message: header, body, one blank.
  mutating func rowCount(_ index: Int, in session: Session, shelf: PictureShelf) -> Int {
    prepare(index, in: session, shelf: shelf)
    return (messages[index].layout?.lineCount ?? 0) + 2
  }

  private mutating func prepare(_ index: Int, in session: Session, shelf: PictureShelf) {
    guard !messages[index].isCurrent, session.turns.indices.contains(messages[index].turn) else { return }
    let turn = session.turns[messages[index].turn]
    var layout = messages[index].layout ?? MessageLayout()
    // The message lets go of its layout, so that a growing answer is not copied.
    messages[index].layout = nil
    holdTop(of: index, in: layout)
    let linesBefore = layout.lineCount
    switch messages[index].id {
    case .prompt:
      let body = PromptLines.make(turn.content, columns: columns, shelf: shelf)
      layout.layout(columns: columns, body: body, shelf: shelf)
    case .answer(let id):
      if let run = turn.runs.first(where: { $0.id == id }) {
        layout.sync(run)
        layout.layout(columns: columns, notes: AnswerNotes.make(run, in: turn), shelf: shelf)
      }
    }
    messages[index].layout = layout
    messages[index].isCurrent = true
    guard let anchor, anchor.message == index, linesBefore > 0 else { return }
    if let held, let line = layout.line(of: held) {
      self.anchor?.offset = line + 1
      isTopHeld = true
    } else if anchor.offset == linesBefore + 1 {
      self.anchor?.offset = layout.lineCount + 1
    }
  }

  /// Notes what stands at the top before its message is laid out anew. The header and the gap below a message stay what
  /// they are.
  private mutating func holdTop(of index: Int, in layout: MessageLayout) {
    guard let anchor, anchor.message == index, held == nil, anchor.offset > 0 else { return }
    let line = anchor.offset - 1
    if !layout.isFixed(line, columns: columns) { held = layout.held(line) }
  }

  // MARK: What is on the screen

  /// The rows of a pane of this height, laid out as far as they are seen.
  mutating func window(rows: Int, in session: Session, shelf: PictureShelf) -> [TranscriptRow] {
    guard rows > 0, !messages.isEmpty else { return [] }
    settleAnchor(in: session, shelf: shelf)
    let top = clampedTop(rows: rows, in: session, shelf: shelf)
    var window: [TranscriptRow] = []
    var index = top.message
    var offset = top.offset
    while window.count < rows, index < messages.count {
      let count = rowCount(index, in: session, shelf: shelf)
      window += self.rows(offset..<max(offset, min(count, offset + rows - window.count)), of: count, message: index)
      index += 1
      offset = 0
    }
    return window
  }

  /// - Parameters:
  ///   - shown: rows below the message's header, itself among them.
  ///   - count: all rows of the message.
  private func rows(_ shown: Range<Int>, of count: Int, message: Int) -> [TranscriptRow] {
    let body = shown.clamped(to: 1..<max(1, count - 1))
    let lines = messages[message].layout?.lines(in: body.lowerBound - 1..<body.upperBound - 1) ?? []
    return shown.map { offset in
      let line = offset - body.lowerBound
      let kind: TranscriptRow.Kind = lines.indices.contains(line) ? .body(lines[line]) : offset == 0 ? .header : .gap
      return TranscriptRow(message: message, offset: offset, kind: kind)
    }
  }

  /// After a change of width the same text stays at the top; of what has none, the same part of the message.
  private mutating func settleAnchor(in session: Session, shelf: PictureShelf) {
    defer { pending = nil }
    guard let pending, let message = anchor?.message else { return }
    let rows = rowCount(message, in: session, shelf: shelf) - 2
    if !isTopHeld { anchor?.offset = Int((pending.top * Double(rows)).rounded()) }
    let seenRows = rowCount(seenEnd.message, in: session, shelf: shelf) - 2
    seenEnd.offset = Int((pending.seen * Double(seenRows)).rounded())
  }

  /// The anchor, or where the last screenful begins if that comes first; reaching the end follows it again.
  mutating func clampedTop(rows: Int, in session: Session, shelf: PictureShelf) -> Anchor {
    let last = lastTop(rows: rows, in: session, shelf: shelf)
    guard let anchor else { return last }
    if anchor >= last { return last }
    return anchor
  }

  /// Where the last screenful begins. The blank row after the last message is not counted.
  private mutating func lastTop(rows: Int, in session: Session, shelf: PictureShelf) -> Anchor {
    var left = rows + 1
    var index = messages.count - 1
    while index >= 0 {
      let count = rowCount(index, in: session, shelf: shelf)
      if count >= left { return Anchor(message: index, offset: count - left) }
      left -= count
      index -= 1
    }
    return Anchor(message: 0, offset: 0)
  }

  /// Rows that came since reading began and are still below the pane; for `↓ 214 new lines`.
  mutating func newRows(rows: Int, in session: Session, shelf: PictureShelf) -> Int {
    guard let anchor, rows > 0 else { return 0 }
    if isOtherBranch { seenEnd = lastRow(in: session, shelf: shelf) }
    isOtherBranch = false
    // What has come into view is not new any more.
    seenEnd = max(seenEnd, end(of: rows, from: anchor, in: session, shelf: shelf))
    var count = -seenEnd.offset
    for index in seenEnd.message..<messages.count { count += rowCount(index, in: session, shelf: shelf) }
    // The blank row after the last message is none to be read.
    return max(0, count - 1)
  }

  /// The row after the last one of a pane.
  mutating func end(of rows: Int, from top: Anchor, in session: Session, shelf: PictureShelf) -> Anchor {
    var end = Anchor(message: top.message, offset: top.offset + rows)
    while end.message < messages.count - 1 {
      let count = rowCount(end.message, in: session, shelf: shelf)
      guard end.offset >= count else { break }
      end.message += 1
      end.offset -= count
    }
    let last = rowCount(end.message, in: session, shelf: shelf) - 1
    return Anchor(message: end.message, offset: min(end.offset, last))
  }

  // MARK: Moving

  mutating func follow() {
    anchor = nil
    held = nil
  }

  /// Scrolls by rows, down for a positive number. At the end it follows again.
  mutating func scroll(by delta: Int, rows: Int, in session: Session, shelf: PictureShelf) {
    guard !messages.isEmpty else { return }
    let top = clampedTop(rows: rows, in: session, shelf: shelf)
    let target = moved(top, by: delta, in: session, shelf: shelf)
    read(from: target, rows: rows, in: session, shelf: shelf)
  }

  /// The row so many rows below another one, or above it for a negative number.
  mutating func moved(_ anchor: Anchor, by delta: Int, in session: Session, shelf: PictureShelf) -> Anchor {
    var top = anchor
    var left = delta
    while left < 0 {
      if top.offset >= -left {
        top.offset += left
        left = 0
      } else if top.message == 0 {
        top.offset = 0
        left = 0
      } else {
        left += top.offset
        top.message -= 1
        top.offset = rowCount(top.message, in: session, shelf: shelf)
      }
    }
    while left > 0 {
      let count = rowCount(top.message, in: session, shelf: shelf)
      if top.offset + left < count {
        top.offset += left
        left = 0
      } else if top.message == messages.count - 1 {
        top.offset = count - 1
        left = 0
      } else {
        left -= count - top.offset
        top.message += 1
        top.offset = 0
      }
    }
    return top
  }

  /// Puts the header of a message at the top of the pane, as far as the end allows.
  mutating func show(_ message: Int, rows: Int, in session: Session, shelf: PictureShelf) {
    guard messages.indices.contains(message) else { return }
    read(
      from: Anchor(message: message, offset: 0), rows: rows, in: session, shelf: shelf)
  }

  mutating func read(from top: Anchor, rows: Int, in session: Session, shelf: PictureShelf) {
    let last = lastTop(rows: rows, in: session, shelf: shelf)
    if top >= last {
      follow()
      return
    }
    stay(at: top, in: session, shelf: shelf)
  }

  /// Reads from a row on, even if what is seen reaches the end.
  mutating func stay(at top: Anchor, in session: Session, shelf: PictureShelf) {
    if isFollowing { seenEnd = lastRow(in: session, shelf: shelf) }
    if anchor != top { held = nil }
    anchor = top
  }

  private mutating func lastRow(in session: Session, shelf: PictureShelf) -> Anchor {
    Anchor(message: messages.count - 1, offset: rowCount(messages.count - 1, in: session, shelf: shelf) - 1)
  }

  // MARK: Coming back

  /// Where one reads, to be found again in the same session; `nil` follows the end.
  struct ReadingPlace: Hashable, Sendable {
    fileprivate let message: MessageID
    fileprivate let offset: Int
    fileprivate let columns: Int
  }

  var readingPlace: ReadingPlace? {
    anchor.map { ReadingPlace(message: messages[$0.message].id, offset: $0.offset, columns: columns) }
  }

  /// Goes on reading there, if it is still there. In another width the message is shown from its first row.
  mutating func read(at place: ReadingPlace, in session: Session, shelf: PictureShelf) {
    guard let message = messages.firstIndex(where: { $0.id == place.message }) else { return }
    stay(
      at: Anchor(message: message, offset: place.columns == columns ? place.offset : 0), in: session, shelf: shelf)
  }
}
