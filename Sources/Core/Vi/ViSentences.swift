/// The sentences of a text: they end at a stop with a blank or a line's end behind it, and at empty lines.
struct ViSentences {
  private let text: ViText
  /// Where they begin; also each empty line.
  private let starts: [Int]
  /// The last one ends with a stop.
  private let isEnded: Bool

  init(_ text: ViText) {
    self.text = text
    var starts: [Int] = []
    var isNew = true
    var hasStopped = false
    for (index, character) in text.characters.enumerated() {
      if text.isEmptyLine(index) {
        starts.append(index)
        isNew = true
      } else if character.isWhitespace, index > 0 {
        if hasStopped { isNew = true }
      } else {
        if isNew { starts.append(index) }
        isNew = false
        hasStopped = ".!?".contains(character) || hasStopped && ")]\"'".contains(character)
      }
    }
    self.starts = starts
    isEnded = hasStopped
  }

  /// Where so many sentences further on or back lead; `nil` if there are not as many.
  /// Empty lines in a row are one, the first or the last of them.
  func target(_ times: Int, isBackward: Bool) -> Int? {
    if isBackward {
      let before = starts.prefix { $0 < text.cursor }.filter(isLastInRow)
      return before.count < times ? nil : before[before.count - times]
    }
    let after = starts.drop { $0 <= text.cursor }.filter(isFirstInRow)
    if after.count >= times { return after[times - 1] }
    let isNear = isEnded || after.count == times - 1
    return isNear && text.cursor < text.characters.count ? text.characters.count : nil
  }

  private func isFirstInRow(_ start: Int) -> Bool {
    !text.isEmptyLine(start) || start == 0 || !text.isEmptyLine(start - 1)
  }

  private func isLastInRow(_ start: Int) -> Bool {
    guard start > 0, text.isEmptyLine(start) else { return true }
    return start + 1 < text.characters.count && !text.isEmptyLine(start + 1)
  }

  // MARK: The sentence around the cursor

  /// - Parameters:
  ///   - isAround: with the blanks behind it, else before it.
  ///   - count: so many of them; without the blanks, these count too.
  func passed(isAround: Bool, count: Int) -> ViText.Passed? {
    guard !text.characters.isEmpty else { return nil }
    let end = text.characters.count
    let next = starts.first { $0 > text.cursor && isFirstInRow($0) } ?? end
    var letter = text.cursor
    while letter < end, isBlank(letter) { letter = after(letter) }
    let isBlankFirst = letter == next && letter > text.cursor
    var start = isBlankFirst ? firstBlank(before: text.cursor) : starts.last { $0 < next && isLastInRow($0) } ?? 0

    var rest = starts.filter(isFirstInRow)[...]
    var last = isBlankFirst ? next : start
    var isSentence = true
    let units = isAround ? 2 * count : isBlankFirst ? count - 1 : count
    if units == 0 { last = before(last) }
    for left in (0..<units).reversed() where last < end {
      rest = rest.drop { $0 <= last }
      last = rest.first ?? end
      if isSentence { last = firstBlank(before: last) }
      if isSentence || left == 0 { last = before(last) }
      isSentence.toggle()
    }
    if isAround, isBlankFirst {
      last = firstBlank(before: last)
      if last < end, isBlank(last) { last = before(last) }
    } else if isAround, last < end, !isBlank(last) {
      start = firstBlank(before: start)
    }
    return start <= last ? text.withoutLineBreak(start..<min(end, after(last))) : nil
  }

  private func isBlank(_ index: Int) -> Bool {
    text.characters[index].isWhitespace && text.characters[index] != "\n"
  }

  /// The next position that has a letter or is an empty line.
  private func after(_ position: Int) -> Int {
    let next = min(text.characters.count, position + 1)
    let isBreak = next < text.characters.count && text.characters[next] == "\n" && !text.isEmptyLine(next)
    return isBreak ? next + 1 : next
  }

  /// The position before that has a letter or is an empty line.
  private func before(_ position: Int) -> Int {
    let last = max(0, position - 1)
    return last > 0 && text.characters[last] == "\n" && !text.isEmptyLine(last) ? last - 1 : last
  }

  private func firstBlank(before position: Int) -> Int {
    var first = position
    while first > 0, isBlank(before(first)) { first = before(first) }
    return first
  }
}
