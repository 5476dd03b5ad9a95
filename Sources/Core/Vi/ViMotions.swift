/// Where vi's motions lead, and what lies between.
struct ViText {
  let characters: [Character]
  var cursor: Int
  /// The positions that have a name.
  var places: [Character: Int] = [:]
  /// What `;` and `n` look for.
  var find: ViCommand.Find?
  var sought: ViCommand.Sought?

  init(_ editor: PromptEditor) {
    characters = editor.characters
    cursor = editor.cursor
    places = editor.places
    places[ViCommand.Place.changeStart] = editor.changed.lowerBound
    places[ViCommand.Place.changeEnd] = max(editor.changed.lowerBound, editor.changed.upperBound - 1)
  }

  /// What a motion passes.
  struct Passed {
    var range: Range<Int>
    var isLines = false
    /// Where the cursor is afterwards if the text stays.
    var cursor: Int

    init(range: Range<Int>, isLines: Bool = false, cursor: Int? = nil) {
      self.range = range
      self.isLines = isLines
      self.cursor = cursor ?? range.lowerBound
    }
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
  func target(_ motion: ViCommand.Motion, count: Int?) -> Int? {
    let times = count ?? 1
    switch motion {
    case .left: return cursor > lineStart(cursor) ? max(lineStart(cursor), cursor - times) : nil
    case .right: return cursor < lineEnd(cursor) ? min(lineEnd(cursor), cursor + times) : nil
    case .up, .down: return line(motion == .up ? -times : times)
    case .wordStart(let isBig): return repeated(times) { wordStart($0, isBig: isBig) }
    case .wordBack(let isBig): return repeated(times) { wordBack($0, isBig: isBig) }
    case .wordEnd(let isBig): return repeated(times) { wordEnd($0, isBig: isBig) }
    case .wordEndBack(let isBig): return repeated(times) { wordEndBack($0, isBig: isBig) }
    case .lineStart: return lineStart(cursor)
    case .firstLetter: return firstLetter(cursor)
    case .lineEnd: return line(times - 1).map(lineEnd)
    case .lastLetter: return line(times - 1).map(lastLetter)
    case .column: return max(lineStart(cursor), min(lineEnd(cursor) - 1, lineStart(cursor) + times - 1))
    case .lineMiddle: return max(lineStart(cursor), min(lineEnd(cursor) - 1, hundredth(min(count ?? 50, 100))))
    case .lineUp, .lineDown: return line(motion == .lineUp ? -times : times).map(firstLetter)
    case .line: return line(times - 1).map(firstLetter)
    case .find(let find): return place(of: find, times)
    case .findAgain(let isReversed):
      guard var find else { return nil }
      if isReversed { find.isBackward.toggle() }
      return place(of: find, times, isAgain: true)
    case .firstLine: return line { _ in count ?? 1 }
    case .middleLine: return line { ($0 + 1) / 2 }
    case .lastLine: return line { count ?? $0 }
    case .lineFromEnd: return line { max(1, $0 + 1 - times) }
    case .sameWord: return sought.flatMap { place(of: $0, times, from: startOfWord) }
    case .sameWordAgain(let isReversed):
      guard var sought else { return nil }
      if isReversed { sought.isBackward.toggle() }
      return place(of: sought, times, from: cursor)
    case .sentence(let isBackward): return ViSentences(self).target(times, isBackward: isBackward)
    case .paragraph(let isBackward):
      return repeated(times, isWhole: true) { isBackward ? paragraphBack($0) : paragraph($0) }
    case .bracket:
      guard let count else { return bracket }
      return count > 100 ? nil : line { (count * $0 + 99) / 100 }
    case .place(let name, let isLine):
      return places[name].map { isLine ? firstLetter($0) : min($0, characters.count) }
    }
  }

  /// To the first letter of a line by its number, from 1 on, or the last one.
  private func line(_ number: (_ count: Int) -> Int) -> Int {
    let starts = [0] + characters.indices.filter { characters[$0] == "\n" }.map { $0 + 1 }
    return firstLetter(starts[min(number(starts.count), starts.count) - 1])
  }

  private func hundredth(_ count: Int) -> Int {
    lineStart(cursor) + (lineEnd(cursor) - lineStart(cursor)) * count / 100
  }

  /// The same column so many lines down, or as many as there are; `nil` if there is none.
  private func line(_ delta: Int) -> Int? {
    var position = cursor
    for step in 0..<abs(delta) {
      let isLast = delta > 0 ? lineEnd(position) == characters.count : lineStart(position) == 0
      if isLast, step == 0 { return nil }
      if isLast { break }
      position = delta > 0 ? lineEnd(position) + 1 : lineStart(lineStart(position) - 1)
    }
    return min(lineEnd(position), lineStart(position) + cursor - lineStart(cursor))
  }

  /// - Parameter isWhole: not less often.
  private func repeated(_ times: Int, isWhole: Bool = false, _ step: (Int) -> Int) -> Int? {
    var position = cursor
    for _ in 0..<times {
      let next = step(position)
      if next == position {
        if isWhole { return nil }
        break
      }
      position = next
    }
    return position == cursor ? nil : position
  }

  func isEmptyLine(_ index: Int) -> Bool {
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

  private func wordEndBack(_ start: Int, isBig: Bool) -> Int {
    var at = start - 1
    guard at > 0 else { return 0 }
    if start < characters.count {
      let first = kind(start, isBig: isBig)
      if first != .blank { while at > 0, kind(at, isBig: isBig) == first { at -= 1 } }
    }
    while at > 0, kind(at, isBig: isBig) == .blank, !isEmptyLine(at) { at -= 1 }
    return at
  }

  private func lastLetter(_ position: Int) -> Int {
    let line = lineStart(position)..<lineEnd(position)
    return characters[line].lastIndex { !$0.isWhitespace } ?? line.lowerBound
  }

  /// The next empty line behind a paragraph, else the end.
  private func paragraph(_ start: Int) -> Int {
    var at = lineStart(start)
    var hasText = false
    while at < characters.count {
      let end = lineEnd(at)
      if end == at, hasText { return at }
      if end > at { hasText = true }
      at = end + 1
    }
    return characters.count
  }

  /// The empty line before a paragraph, else the start.
  private func paragraphBack(_ start: Int) -> Int {
    var at = lineStart(start)
    var hasText = lineEnd(at) > at
    while at > 0 {
      at = lineStart(at - 1)
      let isEmpty = lineEnd(at) == at
      if isEmpty, hasText { return at }
      if !isEmpty { hasText = true }
    }
    return 0
  }

  /// The bracket that belongs to the first one from the cursor on.
  private var bracket: Int? {
    let (opening, closing): ([Character], [Character]) = (["(", "[", "{"], [")", "]", "}"])
    guard
      let start = (cursor..<max(cursor, lineEnd(cursor))).first(where: { (opening + closing).contains(characters[$0]) })
    else { return nil }
    let own = characters[start]
    let step = opening.contains(own) ? 1 : -1
    guard let kind = opening.firstIndex(of: own) ?? closing.firstIndex(of: own) else { return nil }
    var (at, depth) = (start, 0)
    while characters.indices.contains(at) {
      if characters[at] == own {
        depth += 1
      } else if [opening[kind], closing[kind]].contains(characters[at]) {
        depth -= 1
      }
      if depth == 0 { return at }
      at += step
    }
    return nil
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
  func passed(by motion: ViCommand.Motion, count: Int?, changes: Bool) -> Passed? {
    // Changing to the start of the next word leaves the blank before it, and an empty line.
    if changes, case .wordStart = motion, cursor < characters.count, characters[cursor] == "\n" {
      return Passed(range: cursor..<cursor)
    }
    if changes, case .wordStart(let isBig) = motion, cursor < characters.count, !characters[cursor].isWhitespace {
      return Passed(range: cursor..<max(cursor, endOfWords(count ?? 1, isBig: isBig)))
    }
    if case .wordEnd = motion, cursor < characters.count {
      let target = target(motion, count: count) ?? cursor
      return Passed(range: cursor..<min(characters.count, target + 1))
    }
    guard let target = target(motion, count: count) else { return nil }
    let (first, last) = (min(cursor, target), max(cursor, target))
    switch motion {
    case .up, .down, .lineUp, .lineDown, .line, .firstLine, .middleLine, .lastLine, .lineFromEnd,
      .place(_, isLine: true):
      return Passed(range: lines(first, last), isLines: true, cursor: first)
    case .bracket where count != nil: return Passed(range: lines(first, last), isLines: true, cursor: first)
    case .wordEndBack, .lastLetter, .bracket: return Passed(range: first..<min(characters.count, last + 1))
    case .wordBack, .sentence, .paragraph, .place, .sameWord, .sameWordAgain: return withoutLineBreak(first..<last)
    case .find(let find): return Passed(range: found(target, isBackward: find.isBackward))
    case .findAgain(let isReversed):
      return Passed(range: found(target, isBackward: (find?.isBackward ?? false) != isReversed))
    case .wordStart: return Passed(range: cursor..<endOfLine(before: target))
    default: return Passed(range: first..<last)
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

  /// What ends at the start of a line ends with the line before; what also begins at one's first letter, is lines.
  func withoutLineBreak(_ range: Range<Int>) -> Passed {
    guard !range.isEmpty, characters[range.upperBound - 1] == "\n" else { return Passed(range: range) }
    let start = lineStart(range.lowerBound)
    let isLines = characters[start..<range.lowerBound].allSatisfy(\.isWhitespace)
    return Passed(range: (isLines ? start : range.lowerBound)..<range.upperBound - 1, isLines: isLines)
  }

  /// All of the lines from one position to another, without the last one's break.
  func lines(_ first: Int, _ last: Int) -> Range<Int> { lineStart(first)..<lineEnd(last) }
}
