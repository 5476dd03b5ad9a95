/// Lines and marks in plain letters, for terminals and readers that lack the signs.
package enum ASCIIMarks {
  private static let marks: [Unicode.Scalar: Character] = [
    "…": "~", "·": "-", "•": "*", "●": "*", "○": "o", "◌": "o", "✓": "+", "★": "*", "☆": "o", "✗": "x", "☐": "o",
    "☑": "x", "▣": "#",
    "›": ">", "‹": "<", "»": ">", "«": "<", "→": ">", "←": "<", "↑": "^", "↓": "v", "↪": "+", "↵": "+", "⏎": "+",
    "≠": "!", "≈": "~", "×": "x", "–": "-", "—": "-", "−": "-", "‘": "'", "’": "'", "“": "\"", "”": "\"", "´": "'",
    "▎": ">", "▌": "|", "▐": "|",
  ]

  /// The digit for a small one, such as that of a link's number.
  fileprivate static func digit(for character: Character) -> Character? {
    character.isASCII ? nil : character.wholeNumberValue.flatMap { String($0).first }
  }

  /// The letter for a mark, one column wide like the mark; `nil` for what is no mark.
  package static func letter(for character: Character) -> Character? {
    guard let scalar = character.unicodeScalars.first, scalar.value >= 0x80 else { return nil }
    if let mark = marks[scalar] { return mark }
    switch scalar.value {
    case 0xA0: return " "
    case 0x2400...0x2426: return "^"
    // Lines: level, upright, and where they meet.
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2550, 0x2574, 0x2576, 0x2578, 0x257A:
      return "-"
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551, 0x2575, 0x2577, 0x2579, 0x257B:
      return "|"
    case 0x2500...0x257F: return "+"
    // Light blocks and others.
    case 0x2591: return "."
    case 0x2580...0x259F: return "#"
    // Triangles that point up, right, down, left; other shapes.
    case 0x25B2...0x25B5: return "^"
    case 0x25B6...0x25BB: return ">"
    case 0x25BC...0x25BF: return "v"
    case 0x25C0...0x25C5: return "<"
    case 0x25A0...0x25FF: return "#"
    // Dots of Braille.
    case 0x2800...0x28FF: return "*"
    default: return nil
    }
  }
}

extension Grid {
  /// Draws lines and marks with letters. Code and what is typed stay as they are: there each sign counts.
  package mutating func useASCIIMarks() {
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let cell = self[row, column]
        let role = cell.style.role
        // In prose a small number is an exponent.
        let digit = role == .faint ? ASCIIMarks.digit(for: cell.character) : nil
        guard !Self.exact.contains(role), let letter = ASCIIMarks.letter(for: cell.character) ?? digit else { continue }
        self[row, column].character = letter
      }
    }
  }

  private static let exact: Set<Role> = [
    .prompt, .code, .codeBlock, .keyword, .string, .comment, .number, .type, .attribute, .added, .removed,
  ]
}
