/// Words of vi's `*` and `#`, and where else they stand.
extension ViText {
  /// The word at the cursor, or the next one of the line; `nil` without one.
  func word(isBackward: Bool, isWhole: Bool) -> ViCommand.Sought? {
    word.map { ViCommand.Sought(text: Array(characters[$0]), isWhole: isWhole, isBackward: isBackward) }
  }

  private var word: Range<Int>? {
    let line = lineStart(cursor)..<lineEnd(cursor)
    guard var start = line.first(where: { $0 >= cursor && characters[$0].isWordLetter }) else { return nil }
    while start > line.lowerBound, characters[start - 1].isWordLetter { start -= 1 }
    return start..<(characters[start..<line.upperBound].firstIndex { !$0.isWordLetter } ?? line.upperBound)
  }

  /// Where a word stands so many times before or behind the cursor, round the ends of the text.
  /// - Parameter from: where it is looked from, at the start of the word at the cursor.
  func place(of sought: ViCommand.Sought, _ times: Int, from start: Int) -> Int? {
    let places = characters.indices.filter { isAt($0, sought) }
    guard !places.isEmpty else { return nil }
    if sought.isBackward {
      let before = places.count { $0 < start }
      return places[((before - times) % places.count + places.count) % places.count]
    }
    let upTo = places.count { $0 <= start }
    return places[(upTo + times - 1) % places.count]
  }

  /// Where the word at the cursor begins.
  var startOfWord: Int { word?.lowerBound ?? cursor }

  private func isAt(_ index: Int, _ sought: ViCommand.Sought) -> Bool {
    let end = index + sought.text.count
    guard end <= characters.count, characters[index] == sought.text[0],
      characters[index..<end].elementsEqual(sought.text)
    else { return false }
    guard sought.isWhole else { return true }
    return (index == 0 || !characters[index - 1].isWordLetter)
      && (end == characters.count || !characters[end].isWordLetter)
  }
}
