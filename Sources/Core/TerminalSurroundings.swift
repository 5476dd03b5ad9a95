/// What the variables say of the terminal. Its own answers go before them: they get stale inside a multiplexer, and do
/// not travel over SSH.
/// - Source: terminal-graphics.md section 1.
package struct TerminalSurroundings: Hashable, Sendable {
  /// Inside GNU screen.
  package var isScreen = false
  /// TERM is `dumb` or not set: nothing is asked.
  package var isDumb = false
  package var wantsNoColor = false
  /// Logged in over SSH without a terminal of SSH's own: mosh runs a program so.
  package var mayBeMosh = false
  var brand: TerminalBrand?

  package init(_ variables: [String: String] = [:]) {
    func isSet(_ name: String) -> Bool { variables[name]?.isEmpty == false }
    let term = variables["TERM"] ?? ""
    let isTmux = isSet("TMUX") || term.hasPrefix("tmux")
    isScreen = !isTmux && (isSet("STY") || term.hasPrefix("screen"))
    isDumb = !variables.isEmpty && ["", "dumb"].contains(term)
    wantsNoColor = isSet("NO_COLOR")
    mayBeMosh = isSet("SSH_CONNECTION") && !isSet("SSH_TTY")
    brand = isTmux || isScreen ? nil : TerminalBrand(variables: variables)
  }
}
