/// A line as it was before the changes that were made in it in a row, for vi's `U`.
struct LineBefore: Hashable, Sendable {
  var text: [Character]
  /// Before which of its characters the cursor was.
  var cursor: Int
  /// Where the line stands now.
  fileprivate(set) var range: Range<Int>
  /// True once it is no line of its own any more.
  fileprivate(set) var isTorn = false

  /// Goes along with a change of the text.
  mutating func follow(_ old: ArraySlice<Character>, to new: [Character]) {
    let delta = new.count - old.count
    if old.endIndex < range.lowerBound {
      range = range.lowerBound + delta..<range.upperBound + delta
    } else if old.startIndex <= range.upperBound {
      isTorn =
        old.startIndex < range.lowerBound || old.endIndex > range.upperBound || old.contains("\n") || new.contains("\n")
      if !isTorn { range = range.lowerBound..<range.upperBound + delta }
    }
  }
}

extension PromptEditor {
  /// Keeps the line that is going to be changed, unless it is the one that was changed before.
  mutating func noteLine(_ range: Range<Int>, to added: [Character]) {
    if let line = lineBefore?.range, line.lowerBound <= range.lowerBound, range.upperBound <= line.upperBound { return }
    guard !added.contains("\n"), !characters[range].contains("\n") else { return }
    let start = range.lowerBound.lineStart(in: characters)
    let line = start..<range.lowerBound.lineEnd(in: characters)
    let column = line.contains(cursor) ? cursor - start : 0
    lineBefore = LineBefore(text: Array(characters[line]), cursor: column, range: line)
  }

  /// Makes the line that was changed last what it was; a second time, what it became.
  /// - Returns: false if there is none any more.
  mutating func restoreLine() -> Bool {
    guard let before = lineBefore else { return false }
    let start = before.range.lowerBound
    let now = Array(characters[before.range])
    let column = before.range.contains(cursor) ? cursor - start : before.cursor
    change(before.range, to: before.text, .other, cursor: start + before.cursor)
    lineBefore = LineBefore(text: now, cursor: column, range: start..<start + before.text.count)
    return true
  }
}
