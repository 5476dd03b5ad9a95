package import Screen

/// What is known about a terminal without asking it.
package struct TerminalFacts: Hashable, Sendable {
  package var size: Size
  /// One cell, from the window's pixels divided by its cells, rounded down; `nil` when the system does not know them.
  /// - Source: terminal-graphics.md section 2.
  package var cellPixels: PixelSize?
  package var colors: ColorDepth
  /// True inside tmux, as far as the environment or the terminal's own answer tells.
  package var isTmux: Bool
  package var isSSH: Bool
  /// True once it answered iTerm2's question for the size of a cell, which knows more than the usual one.
  var answersInPoints = false
  /// The value of TERM.
  package var termName: String

  init(environment: [String: String], colors: ColorDepth) {
    size = Size(columns: 80, rows: 24)
    self.colors = colors
    termName = environment["TERM"] ?? ""
    isTmux = environment["TMUX"]?.isEmpty == false || termName.hasPrefix("tmux")
    isSSH = environment["SSH_CONNECTION"]?.isEmpty == false || environment["SSH_TTY"]?.isEmpty == false
  }

  /// Takes a window's measures as the system reports them; a size of zero leaves the one before.
  mutating func measure(columns: Int, rows: Int, width: Int, height: Int) {
    guard columns > 0, rows > 0 else { return }
    // Nobody has a larger screen, and curses keeps three copies of it.
    size = Size(columns: min(columns, 2000), rows: min(rows, 1000))
    cellPixels =
      width >= columns && height >= rows ? PixelSize(width: width / columns, height: height / rows) : nil
  }

  /// True for GNU screen, which passes some questions on to the terminal around it and answers them out of order.
  var isScreen: Bool { termName.hasPrefix("screen") && !isTmux }
  /// True for a terminal type that says there is nobody to ask.
  var isDumb: Bool { termName.isEmpty || termName == "dumb" }
  /// True for the Linux console, which knows no graphics and would print the longer questions.
  var isConsole: Bool { termName.hasPrefix("linux") }
}
