/// Where a selection begins.
struct SelectionMark: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// Made with Shift: it ends with the next motion without.
    case shift
    /// Set with a key: all motions change it.
    case set
    /// vi's: with the character under the cursor, or whole lines.
    case visual, visualLine
    /// vi's: the same columns of several lines.
    case visualBlock
  }

  var position: Int
  var kind: Kind
  /// vi's: the column that it begins in, also where the line is shorter.
  var startColumn = 0
  /// vi's: the column on the cursor's side, also where the cursor's line is shorter. `Int.max` is all that follows.
  var column = 0
}

extension PromptEditor {
  /// A text that is rather replaced than edited: what is typed first takes its place, and motions keep it.
  static func offering(_ text: String) -> PromptEditor {
    var editor = PromptEditor(Draft(text: text))
    editor.mark = SelectionMark(position: 0, kind: .shift)
    return editor
  }

  /// What is selected in one piece; `nil` if nothing is.
  package var selection: Range<Int>? {
    guard let mark else { return nil }
    let start = min(mark.position, cursor)
    let end = max(mark.position, cursor)
    switch mark.kind {
    case .shift, .set: return start == end ? nil : start..<end
    case .visual: return characters.isEmpty ? nil : start..<min(characters.count, end + 1)
    case .visualLine: return start.lineStart(in: characters)..<end.lineEnd(in: characters)
    case .visualBlock: return nil
    }
  }

  /// All pieces that are selected.
  var selectedParts: [Range<Int>] { block ?? selection.map { [$0] } ?? [] }

  /// The columns that are selected in several lines; `nil` if it is no block.
  var blockColumns: ClosedRange<Int>? {
    guard let mark, mark.kind == .visualBlock else { return nil }
    return min(mark.startColumn, mark.column)...max(mark.startColumn, mark.column)
  }

  /// What is selected in each line of a block: nothing in lines that are too short.
  var block: [Range<Int>]? {
    guard let mark, let columns = blockColumns else { return nil }
    let last = max(mark.position, cursor)
    var start = min(mark.position, cursor).lineStart(in: characters)
    var parts: [Range<Int>] = []
    while start <= last {
      let end = start.lineEnd(in: characters)
      // To the end of each line, however long, is the largest number.
      let first = start + min(columns.lowerBound, end - start)
      parts.append(first..<(columns.upperBound < end - start ? start + columns.upperBound + 1 : end))
      start = end + 1
    }
    return parts
  }

  package var selectedText: String? { selection.map { text(of: characters[$0]) } }

  /// Begins a selection at the cursor, or gives it up where it has just begun.
  mutating func setMark() {
    mark = mark?.position == cursor ? nil : SelectionMark(position: cursor, kind: .set)
    lastEdit = .other
  }

  /// Selects some of the text, with the cursor at its beginning.
  mutating func select(_ range: Range<Int>) {
    place(at: range.lowerBound)
    mark = SelectionMark(position: range.upperBound, kind: .shift)
  }

  /// Moves by a command with the selection going along.
  mutating func extend(by motion: CommandName) {
    let start = mark?.position ?? cursor
    let kind = mark?.kind ?? .shift
    perform(motion)
    mark = SelectionMark(position: start, kind: kind)
  }

  /// Moves to a place with the selection going along.
  mutating func extend(to position: Int) {
    mark = mark ?? SelectionMark(position: cursor, kind: .shift)
    place(at: position)
  }

  /// - Returns: false if nothing was selected, nor a selection begun.
  mutating func dropSelection() -> Bool {
    defer { mark = nil }
    return mark != nil
  }

  /// Keeps what is selected to be put back elsewhere, and lets the text as it is.
  mutating func copySelection() {
    guard let selection else { return }
    killRing.add(Array(characters[selection]))
    mark = nil
    lastEdit = .other
  }
}

extension Int {
  /// Where the line begins that this position of a text is in.
  func lineStart(in characters: [Character]) -> Int {
    (characters[..<Swift.min(self, characters.count)].lastIndex(of: "\n") ?? -1) + 1
  }

  /// Where the line ends that this position of a text is in: at its line break, or at the end.
  func lineEnd(in characters: [Character]) -> Int {
    characters[Swift.min(self, characters.count)...].firstIndex(of: "\n") ?? characters.count
  }
}
