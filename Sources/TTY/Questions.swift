/// The questions a terminal is asked, as bytes.
/// - Source: terminal-graphics.md section 1.
enum Questions {
  /// All of them, the fence (DA1) last.
  static func all(for facts: TerminalFacts) -> [UInt8] {
    var text = ""
    if !facts.isConsole {
      text += "\u{1b}[>0q\u{1b}[14t" + cellSize + "\u{1b}[?2;1;0S\u{1b}[?1;1;0S\u{1b}[?2026$p"
      if !facts.isScreen {
        text += "\u{1b}]11;?\u{1b}\\" + "\u{1b}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\"
      }
    }
    return Array((text + "\u{1b}[c").utf8)
  }

  /// Only the size of a cell, which changes with the font.
  static func cellSize(for facts: TerminalFacts) -> [UInt8] {
    facts.isConsole ? [] : Array(cellSize.utf8)
  }

  /// Whether it is ready (DSR 5): the answer says that it has taken all that went before.
  static let status = Array("\u{1b}[5n".utf8)

  private static let cellSize = "\u{1b}[16t"
}
