/// Why the studio cannot open on a terminal.
package enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  case outputIsNoTerminal
  case inputIsNoTerminal
  /// TERM is not set.
  case noTerminalType
  /// A terminal type without cursor addressing, such as `dumb`.
  case poorTerminal(String)
  /// The terminfo database has no entry of this name.
  case unknownTerminal(String)
  /// The locale's encoding is not UTF-8, and no C.UTF-8 is there to take instead.
  case localeWithoutUTF8(String)
  /// A call of the system failed; the numbers are `errno`'s.
  case system(call: String, code: Int32)

  package var description: String {
    switch self {
    case .outputIsNoTerminal:
      "Standard output is not a terminal, so the studio has no screen; `gemstudio ask` answers without one."
    case .inputIsNoTerminal:
      "Standard input is not a terminal, so the studio gets no keys; `gemstudio ask` reads its prompt from there."
    case .noTerminalType:
      "The variable TERM is not set, so nothing is known about this terminal; set it, for example to xterm-256color."
    case .poorTerminal(let name):
      "The terminal type TERM=\(name) cannot place text on the screen; use another one, or `gemstudio ask`."
    case .unknownTerminal(let name):
      "The terminal type TERM=\(name) is not in this machine's terminfo database; install it (Debian has many in "
        + "ncurses-term) or set TERM to one that is there, for example xterm-256color."
    case .localeWithoutUTF8(let name):
      "The locale \(name) does not use UTF-8, which the studio needs; set LC_ALL=C.UTF-8."
    case .system(let call, let code):
      "The terminal could not be set up: \(call) failed with error \(code)."
    }
  }
}
