/// The words, quotes and brackets that operators of vi can be about.
enum ViObject {
  private static let brackets: [Character: (open: Character, close: Character)] = [
    "(": ("(", ")"), ")": ("(", ")"), "b": ("(", ")"), "[": ("[", "]"), "]": ("[", "]"),
    "{": ("{", "}"), "}": ("{", "}"), "B": ("{", "}"),
  ]

  private static let quotes: Set<Character> = ["\"", "'", "`"]

  static func isKnown(_ object: Character) -> Bool {
    object == "w" || object == "W" || quotes.contains(object) || brackets[object] != nil
  }

  /// What the cursor is in.
  /// - Parameter isAround: with the blanks after a word, with the quotes or brackets themselves.
  /// - Returns: `nil` if it is in none.
  static func range(_ object: Character, isAround: Bool, in text: ViText) -> Range<Int>? {
    if object == "w" || object == "W" { return word(isBig: object == "W", isAround: isAround, in: text) }
    if let pair = brackets[object] { return inside(pair.open, pair.close, isAround: isAround, in: text) }
    return quoted(object, isAround: isAround, in: text)
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
    _ open: Character, _ close: Character, isAround: Bool, in text: ViText
  ) -> Range<Int>? {
    let characters = text.characters
    guard text.cursor < characters.count else { return nil }
    var depth = 0
    var start: Int?
    for index in (0...text.cursor).reversed() {
      if characters[index] == close, index != text.cursor { depth += 1 }
      guard characters[index] == open else { continue }
      if depth == 0 {
        start = index
        break
      }
      depth -= 1
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
