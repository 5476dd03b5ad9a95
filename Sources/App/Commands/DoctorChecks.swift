import Core
import Gemini
import Screen
import TTY

/// What the doctor looks at.
struct DoctorChecks: Sendable {
  let workshop: Workshop
  /// Seconds the service may take for its list of models.
  var patience = 15.0
  /// Told why the service is asked again, and after how many seconds.
  var onRetry: @Sendable (Failure, Double) -> Void = { _, _ in }

  /// Variables of the process.
  var variables: [String: String] { workshop.environment.process }

  /// The variable's value; `nil` if it is unset or empty.
  func value(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

  // MARK: Terminal

  func terminal(isTerminal: Bool) -> [Finding] {
    guard isTerminal else {
      return [
        Finding(
          .warning, "terminal", "Standard output is no terminal, so the studio would not open here; commands work.")
      ]
    }
    // The locale has a line of its own.
    if let problem = Terminal.problem(environment: variables), problem != Terminal.localeProblem {
      return [Finding(.fault, "terminal", problem.description)]
    }
    let colors = TerminalColors.count(variables)
    let term = variables["TERM"] ?? ""
    guard let probe = TerminalProbe(environment: variables) else {
      return [Finding(.warning, "terminal", "TERM=\(term), \(colors) colours; it could not be asked about itself.")]
    }
    let size = probe.facts.size
    var findings = [
      Finding(.fine, "terminal", "TERM=\(term), \(size.columns)x\(size.rows), \(colors) colours\(Self.name(probe)).")
    ]
    if size.columns < 60 || size.rows < 16 {
      findings.append(Finding(.fault, "size", "The studio needs 60 columns and 16 rows. Make the window larger."))
    }
    findings.append(pictures(probe))
    return findings
  }

  private static func name(_ probe: TerminalProbe) -> String {
    for case .version(let name) in probe.replies { return ", \(name)" }
    return ""
  }

  private func pictures(_ probe: TerminalProbe) -> Finding {
    guard probe.hasAnswered else {
      return Finding(
        .warning, "pictures", "The terminal did not answer within 5 s; pictures are shown as character art.")
    }
    if probe.hasSixel {
      let cell = probe.cellPixels.map { ", a cell is \($0.width)x\($0.height) pixels" } ?? ""
      return Finding(.fine, "pictures", "The terminal shows sixel pictures\(cell).")
    }
    if probe.facts.isTmux {
      return Finding(
        .warning, "pictures",
        "tmux shows no sixel here, so pictures are character art. tmux 3.4 or later, built with sixel, shows them.")
    }
    return Finding(
      .warning, "pictures",
      "The terminal shows no sixel, so pictures are character art. xterm -ti vt340, "
        + "foot, WezTerm and many others show them.")
  }

  // MARK: Locale and clipboard

  func surroundings(isTerminal: Bool) -> [Finding] { [locale(isTerminal: isTerminal), clipboard] }

  private func locale(isTerminal: Bool) -> Finding {
    if let problem = Terminal.localeProblem {
      // Commands write UTF-8 whatever the locale is.
      return Finding(isTerminal ? .fault : .warning, "locale", problem.description)
    }
    guard let name = ["LC_ALL", "LC_CTYPE", "LANG"].first(where: { value($0) != nil }), let locale = value(name),
      locale != "C", locale != "POSIX"
    else { return Finding(.fine, "locale", "None is set, so the studio takes C.UTF-8.") }
    return Finding(.fine, "locale", "\(name)=\(locale).")
  }

  /// The way a copy takes from here.
  /// - Source: product.md section 4.
  private var clipboard: Finding {
    if value("TMUX") != nil {
      let setting = Clipboard.tmuxSetting ?? ""
      if setting == "off" {
        return Finding(
          .warning, "clipboard",
          "Copies go to tmux's buffer alone: its set-clipboard is off. `tmux set -g set-clipboard on` passes them on.")
      }
      return Finding(.fine, "clipboard", "Copies go through tmux, which passes them on to the terminal.")
    }
    if value("SSH_CONNECTION") == nil {
      for (variable, tool) in [("WAYLAND_DISPLAY", "wl-copy"), ("DISPLAY", "xclip")] where value(variable) != nil {
        if isInstalled(tool) { return Finding(.fine, "clipboard", "Copies go through \(tool).") }
        return Finding(
          .warning, "clipboard",
          "\(tool) is not installed, so copies are left to the terminal (OSC 52), which may not take them. Install "
            + "\(tool).")
      }
    }
    return Finding(
      .fine, "clipboard", "Copies are left to the terminal (OSC 52); some ask first, and some have to be told to.")
  }

  private func isInstalled(_ tool: String) -> Bool {
    (variables["PATH"] ?? "").split(separator: ":").contains { SystemText.isExecutable("\($0)/\(tool)") }
  }
}
