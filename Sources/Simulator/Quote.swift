/// Other people's text inside an answer.
enum Quote {
  private static let markup = Set("\\`*_{}[]<>()#+!|~&$")

  /// One line of a text, cut to a number of characters, in which nothing is Markdown and nothing controls a terminal.
  static func inline(_ text: String, limit: Int) -> String {
    var line = ""
    var count = 0
    var isBlank = true
    for character in text {
      if count == limit { return line + "…" }
      if character.isWhitespace || character.isNewline {
        if !isBlank { line.append(" ") }
        isBlank = true
        continue
      }
      guard character.unicodeScalars.allSatisfy(isPlain) else { continue }
      if markup.contains(character) { line.append("\\") }
      line.append(character)
      isBlank = false
      count += 1
    }
    return line.hasSuffix(" ") ? String(line.dropLast()) : line
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .surrogate, .privateUse, .unassigned: false
    // The joiner belongs inside emoji; other format characters may reverse the line they stand in.
    case .format: scalar.value == 0x200D
    default: true
    }
  }

  /// Such as `1 picture`, `3 pictures`.
  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }
}
