/// Which program a terminal is, as far as that decides how it shows pictures.
/// - Source: terminal-graphics.md sections 1 and 6.
package enum TerminalBrand: String, Hashable, CaseIterable, Sendable {
  case kitty
  case ghostty = "Ghostty"
  case wezTerm = "WezTerm"
  case konsole = "Konsole"
  case iTerm2
  case mintty
  case vsCode = "VS Code"
  case warp = "Warp"
  case rio = "Rio"
  case contour
  case foot
  case mlterm
  case xterm
  case windowsTerminal = "Windows Terminal"
  case zellij = "Zellij"
  case vte = "VTE"
  case alacritty = "Alacritty"
  case terminalApp = "Terminal.app"
  case linuxConsole = "the Linux console"

  package var name: String { rawValue }

  /// Kitty's pictures can stand in the cells as placeholder characters.
  var hasPlaceholders: Bool { self == .kitty || self == .ghostty }

  /// It answers Kitty's question, but has too little of the protocol.
  var hasPartialKitty: Bool { self == .wezTerm || self == .konsole }

  /// It takes iTerm2's sequence, which needs a third of the bytes of sixel.
  var takesITerm2: Bool { [.iTerm2, .wezTerm, .mintty, .vsCode, .warp].contains(self) }

  /// No setting of it shows pictures.
  var showsNone: Bool { [.vte, .alacritty, .terminalApp, .linuxConsole].contains(self) }

  /// The brand by the terminal's own word, such as `kitty(0.35.2)` or `WezTerm 20240203`.
  package init?(version: String) {
    let name = version.prefix { $0 != "(" && $0 != " " }.lowercased()
    switch name {
    case "xterm": self = .xterm
    case "libvterm", "vte": self = .vte
    case "windows": self = .windowsTerminal
    default:
      guard let brand = Self.allCases.first(where: { $0.rawValue.lowercased() == name }) else { return nil }
      self = brand
    }
  }

  /// The brand by the name of a terminal type, such as `xterm-kitty`; a type that many share tells nothing.
  package init?(termName: String) {
    let names: [(String, TerminalBrand)] = [
      ("xterm-kitty", .kitty), ("xterm-ghostty", .ghostty), ("ghostty", .ghostty), ("wezterm", .wezTerm),
      ("foot", .foot), ("mlterm", .mlterm), ("mintty", .mintty), ("contour", .contour), ("rio", .rio),
      ("alacritty", .alacritty), ("konsole", .konsole), ("linux", .linuxConsole),
    ]
    guard let brand = names.first(where: { termName.hasPrefix($0.0) })?.1 else { return nil }
    self = brand
  }

  /// The brand by the variables a terminal sets.
  init?(variables: [String: String]) {
    let programs: [String: TerminalBrand] = [
      "iTerm.app": .iTerm2, "WezTerm": .wezTerm, "vscode": .vsCode, "WarpTerminal": .warp, "ghostty": .ghostty,
      "mintty": .mintty, "rio": .rio, "Apple_Terminal": .terminalApp,
    ]
    let marks: [(String, TerminalBrand)] = [
      ("KITTY_WINDOW_ID", .kitty), ("GHOSTTY_RESOURCES_DIR", .ghostty), ("WEZTERM_EXECUTABLE", .wezTerm),
      ("KONSOLE_VERSION", .konsole), ("ITERM_SESSION_ID", .iTerm2), ("WT_SESSION", .windowsTerminal),
      ("VTE_VERSION", .vte),
    ]
    let brand =
      TerminalBrand(termName: variables["TERM"] ?? "") ?? programs[variables["TERM_PROGRAM"] ?? ""]
      ?? marks.first { variables[$0.0]?.isEmpty == false }?.1 ?? (variables["LC_TERMINAL"] == "iTerm2" ? .iTerm2 : nil)
    guard let brand else { return nil }
    self = brand
  }
}
