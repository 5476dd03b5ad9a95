import Screen

/// The choice in words.
extension PictureChoice {
  /// What is chosen and why.
  package func sentence(on terminal: TerminalState) -> String {
    let through = delivery.paneOrigin == nil ? "" : ", handed through tmux"
    return "Pictures are shown as \(way.name)\(through): \(why(on: terminal))."
  }

  private func why(on terminal: TerminalState) -> String {
    let showing = terminal.isTmux ? "the terminal around tmux" : "the terminal"
    let name = terminal.showingBrand.map { " (\($0.name))" } ?? ""
    return switch reason {
    case .wish: "it is set so"
    case .noColor: "NO_COLOR is set"
    case .answersKitty: "\(showing)\(name) answers that it knows Kitty's protocol"
    case .brand(let brand): "\(showing) is \(brand.name)"
    case .answersSixel: "\(showing)\(name) answers that it shows sixel"
    case .tmuxSixel: "tmux draws sixel itself"
    case .silence: "\(showing) has not answered"
    case .nothing: "\(showing)\(name) answers that it shows no pictures"
    case .dumb: "TERM names no terminal that could be asked"
    case .screen: "GNU screen hands no pictures on"
    case .mosh: "the line looks like mosh, which carries text alone"
    case .tmuxClosed: "tmux hands no pictures on to the terminal around it"
    case .tmuxElsewhere: "tmux runs on another machine and does not say where its pane is"
    }
  }

  /// What would have to change for better pictures; `nil` where nothing is known to help.
  package func advice(on terminal: TerminalState) -> String? {
    switch reason {
    case .wish, .answersKitty, .brand, .tmuxSixel: return nil
    case .answersSixel:
      guard terminal.isTmux, terminal.answers.hasSixel else { return nil }
      return "With `set -as terminal-features ',\(terminal.tmux?.clientTermName ?? "xterm")*:sixel'` in ~/.tmux.conf "
        + "tmux draws them itself and keeps them when windows change."
    case .noColor: return "Unset NO_COLOR, or name a way with the setting pictures."
    case .silence:
      return "A late answer still counts in the studio. If none ever comes, name the way with the setting pictures."
    case .nothing:
      if terminal.isTmux { return Self.terminals }
      switch terminal.showingBrand {
      case .xterm: return "Started as `xterm -ti vt340`, xterm shows sixel."
      case .vsCode: return "Its setting terminal.integrated.enableImages switches pictures on."
      default: return Self.terminals
      }
    case .dumb: return "Set TERM to what your terminal is, for example xterm-256color."
    case .screen: return "tmux hands pictures on, with `set -g allow-passthrough on` in ~/.tmux.conf."
    case .mosh: return "Over ssh pictures arrive."
    case .tmuxClosed: return "Put `\(Self.passthrough)` into ~/.tmux.conf, if the terminal around tmux shows pictures."
    case .tmuxElsewhere: return "Started outside tmux, or in a tmux on this machine, the studio can show them."
    }
  }

  /// The setting that is missing, in a line for where the picture would be; `nil` if none is known to be.
  package func hint(on terminal: TerminalState) -> String? {
    guard reason == .tmuxClosed, terminal.showingBrand?.showsNone != true else { return nil }
    return "tmux: \(Self.passthrough)"
  }

  private static let passthrough = "set -g allow-passthrough on"
  private static let terminals =
    "kitty, Ghostty, WezTerm, iTerm2, foot, `xterm -ti vt340` and many others show pictures."
}
