/// The steps that undo takes back one by one, and redo brings again.
struct EditSteps: Hashable, Sendable {
  /// What happened to the text at one place.
  struct Change: Hashable, Sendable {
    var start: Int
    var removed: [Character]
    var added: [Character]
  }

  /// What one press of the undo key takes back.
  struct Step: Hashable, Sendable {
    var changes: [Change] = []
    var attachmentsBefore: [Attachment]?
    var attachmentsAfter: [Attachment]?
    var cursorBefore: Int
    var cursorAfter: Int

    /// Characters that it keeps, and a little for itself.
    fileprivate var cost = 24
  }

  /// What joins changes to one step.
  enum Join: Hashable, Sendable {
    case no
    /// Letter by letter, each behind the one before.
    case typing
    case deletingBackward, deletingForward
    /// Whatever it changes, it belongs to the newest step.
    case always
  }

  private(set) var undone: [Step] = []
  private(set) var done: [Step] = []
  /// Characters that the steps keep, and a little for each.
  private var cost = 0
  /// The oldest steps go where all together keep more.
  private static let mostCost = 4_000_000

  /// Keeps a change that was made.
  mutating func add(_ change: Change, _ join: Join, cursorBefore: Int, cursorAfter: Int) {
    undone = []
    let added = change.removed.count + change.added.count
    if var last = done.popLast() {
      let isJoined = Self.join(change, to: &last.changes, join)
      if isJoined {
        last.cursorAfter = cursorAfter
        last.cost += added
        cost += added
      }
      done.append(last)
      if isJoined { return }
    }
    var step = Step(changes: [change], cursorBefore: cursorBefore, cursorAfter: cursorAfter)
    step.cost += added
    push(step)
  }

  /// Keeps a change of the attachments, which joins the newest step if told so.
  mutating func add(
    attachmentsBefore before: [Attachment], after: [Attachment], cursor: Int, joins: Bool
  ) {
    undone = []
    if joins, let last = done.indices.last {
      done[last].attachmentsBefore = done[last].attachmentsBefore ?? before
      done[last].attachmentsAfter = after
      return
    }
    push(Step(attachmentsBefore: before, attachmentsAfter: after, cursorBefore: cursor, cursorAfter: cursor))
  }

  private mutating func push(_ step: Step) {
    done.append(step)
    cost += step.cost
    guard cost > Self.mostCost else { return }
    var first = 0
    while first < done.count - 1, cost > Self.mostCost / 4 * 3 {
      cost -= done[first].cost
      first += 1
    }
    done.removeFirst(first)
  }

  /// The step that undo takes back now.
  mutating func back() -> Step? {
    guard let step = done.popLast() else { return nil }
    cost -= step.cost
    undone.append(step)
    return step
  }

  /// The step that redo brings again now.
  mutating func forth() -> Step? {
    guard let step = undone.popLast() else { return nil }
    cost += step.cost
    done.append(step)
    return step
  }

  /// Makes one change of two where a person sees one.
  private static func join(_ change: Change, to changes: inout [Change], _ join: Join) -> Bool {
    guard join != .no else { return false }
    guard var last = changes.popLast() else {
      if join == .always { changes.append(change) }
      return join == .always
    }
    defer { changes.append(last) }
    let isBehind = change.removed.isEmpty && last.start + last.added.count == change.start
    switch join {
    case .typing where isBehind:
      // A word ends with the blank behind it.
      let beginsWord = last.added.last?.isWhitespace == true && change.added.first?.isWhitespace == false
      guard !beginsWord else { return false }
      last.added += change.added
    case .always where isBehind: last.added += change.added
    case .always:
      changes.append(last)
      last = change
    case .deletingBackward where last.added.isEmpty && change.start + change.removed.count == last.start:
      last.start = change.start
      last.removed = change.removed + last.removed
    case .deletingForward where last.added.isEmpty && change.start == last.start:
      last.removed += change.removed
    default: return false
    }
    return true
  }
}
