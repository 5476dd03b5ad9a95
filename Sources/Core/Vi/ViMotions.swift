/// Where vi's motions lead, and what lies between.
struct ViText {
  let characters: [Character]
  var cursor: Int

  /// What a motion passes.
  struct Passed {
    var range: Range<Int>
    var isLines = false
  }

  private enum Kind { case blank, word, mark }

  private func kind(_ index: Int, isBig: Bool) -> Kind {
    let character = characters[index]
    if character.isWhitespace { return .blank }
    return isBig || character.isWordLetter ? .word : .mark
  }

  func lineStart(_ position: Int) -> Int { position.lineStart(in: characters) }
  func lineEnd(_ position: Int) -> Int { position.lineEnd(in: characters) }

  func firstLetter(_ position: Int) -> Int {
    let end = lineEnd(position)
    return characters[lineStart(position)..<end].firstIndex { !$0.isWhitespace } ?? max(lineStart(position), end - 1)
  }

  // MARK: Where to

  /// - Returns: `nil` where the motion leads nowhere.
  func target(_ motion: ViCommand.Motion, count: Int?, find: ViCommand.Find?) -> Int? {
    let times = count ?? 1
    switch motion {
    case .left: return cursor > lineStart(cursor) ? max(lineStart(cursor), cursor - times) : nil
    case .right: return cursor < lineEnd(cursor) ? min(lineEnd(cursor), cursor + times) : nil
    case .up, .down: return line(motion == .up ? -times : times)
    case .wordStart(let isBig): return repeated(times) { wordStart($0, isBig: isBig) }
    case .wordBack(let isBig): return repeated(times) { wordBack($0, isBig: isBig) }
    case .wordEnd(let isBig): return repeated(times) { wordEnd($0, isBig: isBig) }
    case .lineStart: return lineStart(cursor)
    case .firstLetter: return firstLetter(cursor)
    case .lineEnd: return line(times - 1).map(lineEnd)
    case .find(let find): return place(of: find, times)
    case .findAgain(let isReversed):
      guard var find else { return nil }
      if isReversed { find.isBackward.toggle() }
      return place(of: find, times, isAgain: true)
    case .firstLine, .lastLine:
      let starts = lineStarts
      let number = count.map { min($0, starts.count) } ?? (motion == .firstLine ? 1 : starts.count)
      return firstLetter(starts[number - 1])
    }
  }

  private var lineStarts: [Int] {
    [0] + characters.indices.filter { characters[$0] == "\n" }.map { $0 + 1 }
  }

  /// The same column so many lines down, or nearly; `nil` past the first or last line.
  private func line(_ delta: Int) -> Int? {
    var position = cursor
    for _ in 0..<abs(delta) {
      if delta > 0 {
        guard lineEnd(position) < characters.count else { return nil }
        position = lineEnd(position) + 1
      } else {
        guard lineStart(position) > 0 else { return nil }
        position = lineStart(lineStart(position) - 1)
      }
    }
    return min(lineEnd(position), lineStart(position) + cursor - lineStart(cursor))
  }

  private func repeated(_ times: Int, _ step: (Int) -> Int) -> Int? {
    var position = cursor
    for _ in 0..<times {
      let next = step(position)
      if next == position { break }
      position = next
    }
    return position == cursor ? nil : position
  }

  private func isEmptyLine(_ index: Int) -> Bool {
    characters[index] == "\n" && (index == 0 || characters[index - 1] == "\n")
  }

  private func wordStart(_ start: Int, isBig: Bool) -> Int {
    var at = start
    guard at < characters.count else { return at }
    let first = kind(at, isBig: isBig)
    if first != .blank { while at < characters.count, kind(at, isBig: isBig) == first { at += 1 } }
    while at < characters.count, kind(at, isBig: isBig) == .blank, at == start || !isEmptyLine(at) { at += 1 }
    return at
  }

  private func wordBack(_ start: Int, isBig: Bool) -> Int {
    var at = start
    while at > 0, kind(at - 1, isBig: isBig) == .blank {
      at -= 1
      if isEmptyLine(at) { return at }
    }
    guard at > 0 else { return at }
    let last = kind(at - 1, isBig: isBig)
    while at > 0, kind(at - 1, isBig: isBig) == last { at -= 1 }
    return at
  }

  private func wordEnd(_ start: Int, isBig: Bool) -> Int {
    var at = start + 1
    while at < characters.count, kind(at, isBig: isBig) == .blank { at += 1 }
    guard at < characters.count else { return start }
    let first = kind(at, isBig: isBig)
    while at + 1 < characters.count, kind(at + 1, isBig: isBig) == first { at += 1 }
    return at
  }

  /// - Parameter isAgain: passes by the character that the cursor stands beside already.
  private func place(of find: ViCommand.Find, _ times: Int, isAgain: Bool = false) -> Int? {
    let step = find.isBackward ? -1 : 1
    var at = cursor
    if isAgain, find.stopsBefore { at += step }
    for _ in 0..<times {
      repeat {
        at += step
        guard at >= lineStart(cursor), at < lineEnd(cursor) else { return nil }
      } while characters[at] != find.character
    }
    return find.stopsBefore ? at - step : at
  }

  // MARK: What lies between

  /// What an operator takes that is followed by a motion.
  func passed(
    by motion: ViCommand.Motion, count: Int?, find: ViCommand.Find?, changes: Bool
  ) -> Passed? {
    // Changing to the start of the next word leaves the blank before it.
    if changes, case .wordStart(let isBig) = motion, cursor < characters.count, !characters[cursor].isWhitespace {
      return Passed(range: cursor..<max(cursor, endOfWords(count ?? 1, isBig: isBig)))
    }
    if case .wordEnd = motion, cursor < characters.count {
      let target = target(motion, count: count, find: find) ?? cursor
      return Passed(range: cursor..<min(characters.count, target + 1))
    }
    guard let target = target(motion, count: count, find: find) else { return nil }
    switch motion {
    case .up, .down, .firstLine, .lastLine:
      return Passed(range: lines(min(cursor, target), max(cursor, target)), isLines: true)
    case .find(let find): return Passed(range: found(target, isBackward: find.isBackward))
    case .findAgain(let isReversed):
      return Passed(range: found(target, isBackward: (find?.isBackward ?? false) != isReversed))
    case .wordStart: return Passed(range: cursor..<endOfLine(before: target))
    default: return Passed(range: min(cursor, target)..<max(cursor, target))
    }
  }

  private func found(_ target: Int, isBackward: Bool) -> Range<Int> {
    isBackward ? target..<cursor : cursor..<min(characters.count, target + 1)
  }

  /// Behind the last character of so many words; the one under the cursor is the first.
  private func endOfWords(_ count: Int, isBig: Bool) -> Int {
    let first = kind(cursor, isBig: isBig)
    var at = cursor
    while at + 1 < characters.count, kind(at + 1, isBig: isBig) == first { at += 1 }
    for _ in 1..<max(1, count) { at = wordEnd(at, isBig: isBig) }
    return at + 1
  }

  /// The last word of a line ends with it, not where the next line's first word begins.
  private func endOfLine(before target: Int) -> Int {
    guard let lineBreak = characters[cursor..<target].lastIndex(of: "\n"), lineBreak > cursor,
      characters[(lineBreak + 1)..<target].allSatisfy(\.isWhitespace)
    else { return target }
    return lineBreak
  }

  /// All of the lines from one position to another, without the last one's break.
  func lines(_ first: Int, _ last: Int) -> Range<Int> { lineStart(first)..<lineEnd(last) }
}
