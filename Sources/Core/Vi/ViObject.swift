/// The words, paragraphs, quotes and brackets that operators of vi can be about.
enum ViObject {
  private static let brackets: [Character: (open: Character, close: Character)] = [
    "(": ("(", ")"), ")": ("(", ")"), "b": ("(", ")"), "[": ("[", "]"), "]": ("[", "]"),
    "{": ("{", "}"), "}": ("{", "}"), "B": ("{", "}"), "<": ("<", ">"), ">": ("<", ">"),
  ]

  private static let quotes: Set<Character> = ["\"", "'", "`"]

  static func isKnown(_ object: Character) -> Bool {
    "wWp".contains(object) || quotes.contains(object) || brackets[object] != nil
  }

  /// What the cursor is in.
  /// - Parameters:
  ///   - isAround: with the blanks after a word or paragraph, with the quotes or brackets themselves.
  ///   - count: so many words or paragraphs, or brackets outwards.
  /// - Returns: `nil` if it is in none.
  static func passed(
    _ object: Character, isAround: Bool, count: Int, in text: ViText
  ) -> ViText.Passed? {
    if let pair = brackets[object] {
      return inside(pair.open, pair.close, isAround: isAround, count: count, in: text).map { ViText.Passed(range: $0) }
    }
    let range = { (text: ViText) -> Range<Int>? in
      switch object {
      case "w", "W": word(isBig: object == "W", isAround: isAround, in: text)
      case "p": paragraph(isAround: isAround, in: text)
      default: quoted(object, isAround: isAround, in: text)
      }
    }
    guard var passed = range(text) else { return nil }
    var text = text
    for _ in 1..<max(1, quotes.contains(object) ? 1 : count) {
      text.cursor = passed.upperBound + (object == "p" ? 1 : 0)
      guard text.cursor < text.characters.count, let more = range(text) else { break }
      passed = passed.lowerBound..<more.upperBound
    }
    return ViText.Passed(range: passed, isLines: object == "p")
  }

  /// Lines with text, or lines without, up to the next that are not alike.
  private static func paragraph(isAround: Bool, in text: ViText) -> Range<Int> {
    let end = text.characters.count
    func isBlank(_ position: Int) -> Bool {
      text.characters[text.lineStart(position)..<text.lineEnd(position)].allSatisfy(\.isWhitespace)
    }
    func run(from position: Int) -> Range<Int> {
      var range = text.lineStart(position)..<text.lineEnd(position)
      let kind = isBlank(position)
      while range.lowerBound > 0, isBlank(range.lowerBound - 1) == kind {
        range = text.lineStart(range.lowerBound - 1)..<range.upperBound
      }
      while range.upperBound < end, isBlank(range.upperBound + 1) == kind {
        range = range.lowerBound..<text.lineEnd(range.upperBound + 1)
      }
      return range
    }
    let own = run(from: text.cursor)
    guard isAround else { return own }
    if own.upperBound < end { return own.lowerBound..<run(from: own.upperBound + 1).upperBound }
    let takesBefore = own.lowerBound > 0 && !isBlank(text.cursor)
    return (takesBefore ? run(from: own.lowerBound - 1).lowerBound : own.lowerBound)..<own.upperBound
  }

  private static func word(isBig: Bool, isAround: Bool, in text: ViText) -> Range<Int>? {
    let characters = text.characters
    let line = text.lineStart(text.cursor)..<text.lineEnd(text.cursor)
    guard line.contains(text.cursor) else { return nil }
    func kind(_ index: Int) -> Int {
      let character = characters[index]
      return character.isWhitespace ? 0 : isBig || character.isWordLetter ? 1 : 2
    }
    func run(from start: Int) -> Range<Int> {
      var first = start
      var end = start
      while first > line.lowerBound, kind(first - 1) == kind(start) { first -= 1 }
      while end < line.upperBound, kind(end) == kind(start) { end += 1 }
      return first..<end
    }
    let own = run(from: text.cursor)
    guard isAround else { return own }
    if own.upperBound < line.upperBound, kind(text.cursor) == 0 || kind(own.upperBound) == 0 {
      return own.lowerBound..<run(from: own.upperBound).upperBound
    }
    let hasBlankBefore = own.lowerBound > line.lowerBound && kind(own.lowerBound - 1) == 0
    return (hasBlankBefore ? run(from: own.lowerBound - 1).lowerBound : own.lowerBound)..<own.upperBound
  }

  /// Quotes are those of the line; the first two belong together.
  private static func quoted(_ quote: Character, isAround: Bool, in text: ViText) -> Range<Int>? {
    let line = text.lineStart(text.cursor)..<text.lineEnd(text.cursor)
    let marks = line.filter { text.characters[$0] == quote }
    var index = 0
    while index + 1 < marks.count {
      let (open, close) = (marks[index], marks[index + 1])
      if text.cursor <= close { return isAround ? open..<close + 1 : open + 1..<close }
      index += 2
    }
    return nil
  }

  private static func inside(
    _ open: Character, _ close: Character, isAround: Bool, count: Int, in text: ViText
  ) -> Range<Int>? {
    let characters = text.characters
    guard text.cursor < characters.count else { return nil }
    var (depth, outer) = (0, count - 1)
    var start: Int?
    for index in (0...text.cursor).reversed() {
      if characters[index] == close, index != text.cursor { depth += 1 }
      guard characters[index] == open else { continue }
      if depth > 0 {
        depth -= 1
      } else if outer > 0 {
        outer -= 1
      } else {
        start = index
        break
      }
    }
    guard let start else { return nil }
    depth = 0
    for index in start..<characters.count {
      if characters[index] == open { depth += 1 }
      guard characters[index] == close else { continue }
      depth -= 1
      if depth == 0 { return isAround ? start..<index + 1 : start + 1..<index }
    }
    return nil
  }
}
