/// How a terminal answers the questions a program asks it.
/// - Source: terminal-graphics.md section 1.
package struct TerminalReplies: Sendable {
  /// The attributes of DA1, such as `62;4;22`; nil for a terminal that answers nothing at all.
  package var attributes: String?
  /// Answers questions about sixel pictures and cells.
  package var hasSixel: Bool
  /// Answers as this one does, instead.
  package var known: KnownTerminal?
  /// The answers wait until `Pty.release` sends them.
  package var areHeld = false

  /// A terminal that shows sixel pictures.
  package static let sixel = TerminalReplies(attributes: "62;4;22", hasSixel: true)
  /// A terminal that answers, but shows no pictures.
  package static let plain = TerminalReplies(attributes: "62;22", hasSixel: false)
  package static let silent = TerminalReplies(attributes: nil, hasSixel: false)

  /// - Parameter isHeld: the answers wait until they are released.
  package static func known(_ terminal: KnownTerminal, isHeld: Bool) -> TerminalReplies {
    TerminalReplies(attributes: nil, hasSixel: false, known: terminal, areHeld: isHeld)
  }

  /// The answer to a question, nil for none.
  func reply(to question: TerminalParser.Question, screen: TerminalScreen) -> String? {
    if let known { return known.answers[question] }
    guard let attributes else { return nil }
    switch question {
    case "[c": return "\u{1b}[?\(attributes)c"
    case "[5n": return "\u{1b}[0n"
    case "[?2026$p": return "\u{1b}[?2026;0$y"
    case "[16t" where hasSixel: return "\u{1b}[6;\(screen.cellHeight);\(screen.cellWidth)t"
    case "[14t" where hasSixel:
      return "\u{1b}[4;\(screen.rows * screen.cellHeight);\(screen.columns * screen.cellWidth)t"
    case "[?2;4;0S" where hasSixel:
      return "\u{1b}[?2;0;1000;1000S"
    case "[?1;1;0S" where hasSixel: return "\u{1b}[?1;0;256S"
    default: return nil
    }
  }
}
