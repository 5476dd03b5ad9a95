package import Screen

/// What is looked for in a reading pane, and where it was found last.
package struct TextSearch: Hashable, Sendable {
  /// A line of a pane.
  struct Place: Hashable, Comparable, Sendable {
    /// The index of the message; 0 in the thinking pane.
    var message: Int
    /// From the first line of the message's body.
    var line: Int

    static func < (a: Place, b: Place) -> Bool { (a.message, a.line) < (b.message, b.line) }
  }

  package let pane: Pane
  package let text: String
  var place: Place?

  /// Small letters find capitals too.
  private let ignoresCase: Bool
  private let needle: [UInt8]
  private let words: [[UInt8]]
  private let letters: [Character]

  init(_ text: String, in pane: Pane) {
    self.pane = pane
    self.text = text
    ignoresCase = !text.contains(where: \.isUppercase)
    needle = Array(text.utf8)
    words = text.split(separator: " ").map { Array($0.utf8) }
    letters = Array(text)
  }

  func isFound(in text: String) -> Bool { (ignoresCase ? text.lowercased() : text).holds(needle) }

  /// True if Markdown with this source may show the text: its words may be apart by marks.
  func mayBeFound(inSource source: String) -> Bool {
    let source = ignoresCase ? source.lowercased() : source
    return source.holds(needle) || words.count > 1 && words.allSatisfy(source.holds)
  }

  /// The lines that hold the text, or begin it where it goes on over the end of a line.
  func lines(in lines: [Line]) -> [Int] {
    let texts = lines.map(\.text)
    let found = texts.map(isFound)
    return texts.indices.filter { index in
      if found[index] { return true }
      guard words.count > 1, index + 1 < texts.count, !found[index + 1] else { return false }
      return isFound(in: texts[index].trimmingBlanks + " " + texts[index + 1].trimmingBlanks)
    }
  }

  /// A line with what was found standing out.
  /// - Parameter isCurrent: true for the line that `n` went to last.
  package func marked(_ line: Line, isCurrent: Bool) -> Line {
    guard !letters.isEmpty, isFound(in: line.text) else { return line }
    let characters = line.spans.flatMap { span in span.text.map { ($0, span.style) } }
    var spans: [Span] = []
    var index = 0
    var markedUntil = 0
    while index < characters.count {
      if index >= markedUntil, isFound(at: index, in: characters) { markedUntil = index + letters.count }
      let style = index < markedUntil ? Style(isCurrent ? .selected : .match) : characters[index].1
      if let last = spans.indices.last, spans[last].style == style {
        spans[last].text.append(characters[index].0)
      } else {
        spans.append(Span(String(characters[index].0), style))
      }
      index += 1
    }
    return Line(spans)
  }

  private func isFound(at index: Int, in characters: [(Character, Style)]) -> Bool {
    guard index + letters.count <= characters.count else { return false }
    return letters.indices.allSatisfy { offset in
      let character = characters[index + offset].0
      return character == letters[offset] || ignoresCase && character.lowercased() == letters[offset].lowercased()
    }
  }
}

extension String {
  /// True if these bytes stand in it somewhere.
  func holds(_ needle: [UInt8]) -> Bool {
    guard let first = needle.first else { return false }
    let bytes = utf8Span.span
    var offset = 0
    while offset + needle.count <= bytes.count {
      if bytes[offset] == first {
        var length = 1
        while length < needle.count, bytes[offset + length] == needle[length] { length += 1 }
        if length == needle.count { return true }
      }
      offset += 1
    }
    return false
  }
}
