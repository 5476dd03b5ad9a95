import Screen

/// The questions a terminal is asked, as bytes.
/// - Source: terminal-graphics.md section 1.
enum Questions {
  /// Our own number in the question of Kitty's protocol, which comes back in the answer.
  static let kittyNumber = 31

  /// All of them, the fence (DA1) last.
  static func all(for facts: TerminalFacts) -> [UInt8] {
    var text = ""
    if facts.isDumb { return [] }
    if !facts.isConsole {
      text += version + "\u{1b}[14t" + cell(for: facts)
      // Where the system knows no pixels, the window's size in sixel pixels says how large a cell is.
      if facts.cellPixels == nil { text += "\u{1b}[?2;1;0S" }
      text += largestSixel + colorRegisters + "\u{1b}[?2026$p"
      if !facts.isScreen { text += "\u{1b}]11;?\u{1b}\\" }
      // tmux and screen take Kitty's question for a title.
      if !facts.isScreen, !facts.isTmux { text += kitty }
    }
    return Array((text + attributes).utf8)
  }

  /// A question that is asked later.
  static func later(_ question: TerminalQuestion) -> [UInt8] {
    switch question {
    // Sizes are left out: those of the pane are known, and those of the outer window would be taken for them.
    case .outerTerminal:
      PictureSequences.passThrough(
        [Array((version + largestSixel + colorRegisters + kitty + attributes).utf8)], at: nil)
    case .moreColors: Array("\u{1b}[?1;3;256S".utf8)
    case .cellPoints: Array(cellPoints.utf8)
    }
  }

  /// Only the size of a cell, which changes with the font.
  static func cellSize(for facts: TerminalFacts) -> [UInt8] {
    facts.isConsole ? [] : Array(cell(for: facts).utf8)
  }

  private static func cell(for facts: TerminalFacts) -> String { facts.answersInPoints ? cellPoints : cellSize }

  /// Whether it is ready (DSR 5): the answer says that it has taken all that went before.
  static let status = Array("\u{1b}[5n".utf8)

  private static let version = "\u{1b}[>0q"
  private static let largestSixel = "\u{1b}[?2;4;0S"
  private static let colorRegisters = "\u{1b}[?1;1;0S"
  private static let kitty = "\u{1b}_Gi=\(kittyNumber),s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\"
  private static let attributes = "\u{1b}[c"
  private static let cellSize = "\u{1b}[16t"
  private static let cellPoints = "\u{1b}]1337;ReportCellSize\u{7}"
}
