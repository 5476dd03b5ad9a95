import Images

/// How many colours the terminal shows, as far as the environment tells.
enum TerminalColors {
  /// - Returns: 256, 16, 8 or 0.
  static func count(_ environment: [String: String]) -> Int {
    let term = environment["TERM"] ?? ""
    if environment["NO_COLOR"]?.isEmpty == false || term.isEmpty || term == "dumb" || term.hasPrefix("vt") { return 0 }
    if environment["COLORTERM"]?.isEmpty == false || term.contains("256color") || term.contains("direct") { return 256 }
    let rich = ["foot", "xterm-kitty", "alacritty", "wezterm", "xterm-ghostty", "mlterm", "konsole"]
    if rich.contains(where: term.hasPrefix) { return 256 }
    return ["linux", "screen", "tmux", "ansi", "cygwin"].contains(where: term.hasPrefix) ? 8 : 16
  }

  static func art(_ count: Int) -> ArtColors {
    switch count {
    case 256: .two56
    case 16: .sixteen
    case 8: .eight
    default: .none
    }
  }
}
