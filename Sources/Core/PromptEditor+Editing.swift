/// readline's cuts, swaps and motions.
extension PromptEditor {
  package mutating func deleteBackward() {
    delete(selection ?? max(0, cursor - 1)..<cursor, .deletingBackward)
  }

  package mutating func deleteForward() {
    delete(selection ?? cursor..<min(characters.count, cursor + 1), .deletingForward)
  }

  private mutating func delete(_ range: Range<Int>, _ edit: Edit) {
    if !range.isEmpty { change(range, to: [], selection == nil ? edit : .other) }
  }

  // MARK: Cutting and putting back

  package mutating func deleteWordBackward() { kill(wordLeft..<cursor, before: true) }
  package mutating func deleteWordForward() { kill(cursor..<wordRight, before: false) }
  package mutating func killToLineStart() { kill(lineStart..<cursor, before: true) }

  /// Cuts what is selected, else back to the blank before the word.
  package mutating func killBackToBlank() {
    if let selection { return kill(selection, before: false) }
    kill(blankBefore..<cursor, before: true)
  }

  /// Cuts to the end of the line; at the end, the line break itself.
  package mutating func killToLineEnd() {
    let end = lineEnd
    kill(cursor..<(end == cursor ? min(characters.count, cursor + 1) : end), before: false)
  }

  /// Cuts into the kill ring; cuts in a row are kept as one text.
  private mutating func kill(_ range: Range<Int>, before: Bool) {
    guard !range.isEmpty else { return }
    let cut = Array(characters[range])
    if lastEdit == .killing { killRing.join(cut, before: before) } else { killRing.add(cut) }
    change(range, to: [], .killing)
  }

  package mutating func yank() {
    guard !killRing.isEmpty else { return }
    change(selection ?? cursor..<cursor, to: killRing.first(), .yanking)
  }

  /// What was put back becomes the cut before it.
  package mutating func yankBefore() {
    guard lastEdit == .yanking, killRing.hasSeveral else { return }
    change(cursor - killRing.current.count..<cursor, to: killRing.before(), .yanking, joins: true)
  }

  // MARK: Swapping and capitals

  /// Swaps the characters around the cursor; at the end of a line, the two before it.
  package mutating func transposeCharacters() {
    let second = cursor == lineEnd ? cursor - 1 : cursor
    guard second > lineStart else { return }
    change(second - 1..<second + 1, to: [characters[second], characters[second - 1]], .other)
  }

  /// Swaps the word at or before the cursor with the one before that.
  package mutating func transposeWords() {
    var end = wordRight(from: cursor)
    while end > 0, !characters[end - 1].isWordLetter { end -= 1 }
    let second = wordLeft(from: end)
    let first = wordLeft(from: second)
    let firstEnd = wordRight(from: first)
    guard first < firstEnd, firstEnd <= second, second < end else { return }
    let between = characters[firstEnd..<second]
    change(first..<end, to: Array(characters[second..<end]) + between + characters[first..<firstEnd], .other)
  }

  package mutating func upperCaseWord() { changeWord { $0.uppercased() } }
  package mutating func lowerCaseWord() { changeWord { $0.lowercased() } }

  package mutating func capitalizeWord() {
    changeWord { word in
      let start = word.firstIndex { $0.isLetter || $0.isNumber } ?? word.endIndex
      return word[..<start] + word[start...].prefix(1).uppercased() + word[start...].dropFirst().lowercased()
    }
  }

  /// Changes the letters from the cursor to the end of the word.
  private mutating func changeWord(_ body: (String) -> String) {
    let range = cursor..<wordRight
    let old = Array(characters[range])
    let new = old.contains { paste(at: $0) != nil } ? old : Array(body(String(old)))
    if old == new { move(to: range.upperBound) } else { change(range, to: new, .other) }
  }

  // MARK: Motions

  package mutating func moveLeft() { move(to: cursor - 1) }
  package mutating func moveRight() { move(to: cursor + 1) }
  package mutating func moveWordLeft() { move(to: wordLeft) }
  package mutating func moveWordRight() { move(to: wordRight) }
  package mutating func moveToLineStart() { move(to: lineStart) }
  package mutating func moveToLineEnd() { move(to: lineEnd) }

  private var wordLeft: Int { wordLeft(from: cursor) }
  private var wordRight: Int { wordRight(from: cursor) }

  /// Where what blanks part begins that is at the cursor or before it.
  var blankBefore: Int {
    var start = cursor
    while start > 0, characters[start - 1].isWhitespace { start -= 1 }
    while start > 0, !characters[start - 1].isWhitespace { start -= 1 }
    return start
  }

  private func wordLeft(from position: Int) -> Int {
    var at = position
    while at > 0, !characters[at - 1].isWordLetter { at -= 1 }
    while at > 0, characters[at - 1].isWordLetter { at -= 1 }
    return at
  }

  private func wordRight(from position: Int) -> Int {
    var at = position
    while at < characters.count, !characters[at].isWordLetter { at += 1 }
    while at < characters.count, characters[at].isWordLetter { at += 1 }
    return at
  }

  var lineStart: Int { cursor.lineStart(in: characters) }
  var lineEnd: Int { cursor.lineEnd(in: characters) }
}

extension Character {
  /// True for what words are made of.
  var isWordLetter: Bool { isLetter || isNumber || self == "_" }
}
