/// The words, sentences, paragraphs, quotes, brackets and tags that operators of vi can be about.
enum ViObject {
  private static let brackets: [Character: (open: Character, close: Character)] = [
    "(": ("(", ")"), ")": ("(", ")"), "b": ("(", ")"), "[": ("[", "]"), "]": ("[", "]"),
    "{": ("{", "}"), "}": ("{", "}"), "B": ("{", "}"), "<": ("<", ">"), ">": ("<", ">"),
  ]

  private static let quotes: Set<Character> = ["\"", "'", "`"]

  static func isKnown(_ object: Character) -> Bool {
    "wWspt".contains(object) || quotes.contains(object) || brackets[object] != nil
  }

  /// True for what is in more of its kind.
  static func isNested(_ object: Character) -> Bool { object == "t" || brackets[object] != nil }

  /// What the cursor is in.
  /// - Parameters:
  ///   - isAround: with the blanks after a word or paragraph, with the quotes or brackets themselves.
  ///   - count: so many words, sentences or paragraphs, or brackets or tags outwards.
  /// - Returns: `nil` if it is in none.
  static func passed(
    _ object: Character, isAround: Bool, count: Int, in text: ViText
  ) -> ViText.Passed? {
    if let pair = brackets[object] {
      return inside(pair.open, pair.close, isAround: isAround, count: count, in: text)
    }
    if object == "t" { return ViTags.passed(isAround: isAround, count: count, in: text) }
    if object == "s" { return ViSentences(text).passed(isAround: isAround, count: count) }
    let range = { (text: ViText) -> Range<Int>? in
      switch object {
      case "w", "W": word(isBig: object == "W", isAround: isAround, in: text)
      case "p": paragraph(isAround: isAround, in: text)
      default: quoted(object, isAround: isAround, count: count, in: text)
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
  /// - Parameter count: 2 is with the quotes, and without the blanks beside them.
  private static func quoted(_ quote: Character, isAround: Bool, count: Int, in text: ViText) -> Range<Int>? {
    let line = text.lineStart(text.cursor)..<text.lineEnd(text.cursor)
    let marks = line.filter { text.characters[$0] == quote }
    var index = 0
    while index + 1 < marks.count {
      let (open, close) = (marks[index], marks[index + 1])
      index += 2
      guard text.cursor <= close else { continue }
      guard isAround else { return count > 1 ? open..<close + 1 : open + 1..<close }
      func isBlank(_ index: Int) -> Bool { line.contains(index) && text.characters[index].isWhitespace }
      var (first, end) = (open, close + 1)
      while isBlank(end) { end += 1 }
      while end == close + 1, isBlank(first - 1) { first -= 1 }
      return first..<end
    }
    return nil
  }

  private static func inside(
    _ open: Character, _ close: Character, isAround: Bool, count: Int, in text: ViText
  ) -> ViText.Passed? {
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
    guard let start else {
      // Outside of all it is about the next ones.
      guard count == 1, let next = characters[text.cursor...].firstIndex(of: open) else { return nil }
      var text = text
      text.cursor = next
      return inside(open, close, isAround: isAround, count: 1, in: text)
    }
    depth = 0
    for index in start..<characters.count {
      if characters[index] == open { depth += 1 }
      guard characters[index] == close else { continue }
      depth -= 1
      guard depth == 0 else { continue }
      if isAround { return ViText.Passed(range: start..<index + 1) }
      // Line breaks beside the brackets stay, with what the closing one is indented by.
      let first = characters[start + 1] == "\n" ? start + 2 : start + 1
      let line = text.lineStart(index)
      let end = line >= first && characters[line..<index].allSatisfy(\.isWhitespace) ? line : index
      return text.withoutLineBreak(first..<end)
    }
    return nil
  }
}
