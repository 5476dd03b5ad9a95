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

  /// - Parameter asked: the terminal, if it could be asked about itself.
  func terminal(isTerminal: Bool, _ asked: AskedTerminal?) -> [Finding] {
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
    guard let state = asked?.state else {
      return [Finding(.warning, "terminal", "TERM=\(term), \(colors) colours; it could not be asked about itself.")]
    }
    let size = state.size
    let name = state.answers.version.map { ", \($0)" } ?? ""
    var findings = [
      Finding(.fine, "terminal", "TERM=\(term), \(size.columns)x\(size.rows), \(colors) colours\(name).")
    ]
    if size.columns < 60 || size.rows < 16 {
      findings.append(Finding(.fault, "size", "The studio needs 60 columns and 16 rows. Make the window larger."))
    }
    return findings + [pictures(state), cells(state)] + tmux(state)
  }

  /// The way of pictures, why, and what would change it.
  func pictures(_ state: TerminalState) -> Finding {
    let choice = PictureChoice(state, wish: workshop.settings.pictures)
    let sentences = [choice.sentence(on: state), choice.advice(on: state)].compactMap { $0 }
    let isFine = choice.way.form != nil || choice.reason == .wish
    return Finding(isFine ? .fine : .warning, "pictures", sentences.joined(separator: " "))
  }

  /// The size of a cell, which pictures are made for.
  private func cells(_ state: TerminalState) -> Finding {
    guard let cell = state.cellPixels else {
      return Finding(
        .warning, "cells",
        "Neither the terminal nor the system says how many pixels a cell has, so 10x20 is taken and pictures may be "
          + "stretched. A newer terminal, ssh client or server tells it.")
    }
    return Finding(.fine, "cells", "A cell has \(cell.width)x\(cell.height) pixels.")
  }

  /// What in tmux's settings is in the way.
  func tmux(_ state: TerminalState) -> [Finding] {
    guard state.isTmux else { return [] }
    guard let facts = state.tmux else {
      return [Finding(.warning, "tmux", "It does not answer here, so it runs on another machine or was upgraded.")]
    }
    var advice: [String] = []
    if !facts.hasFocusEvents {
      advice.append(
        "`set -g focus-events on` lets the studio draw pictures again when it comes back to the screen.")
    }
    if facts.escapeTime > 100 {
      advice.append("`set -sg escape-time 20` makes Esc work at once; it waits \(facts.escapeTime) ms now.")
    }
    let around = facts.clientVersion.isEmpty ? facts.clientTermName : facts.clientVersion
    let place = "tmux \(facts.version) in \(around.isEmpty ? "a terminal without a name" : around)."
    return [Finding(advice.isEmpty ? .fine : .warning, "tmux", ([place] + advice).joined(separator: " "))]
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
    let tools = Clipboard.tools(variables).compactMap(\.first)
    if let tool = tools.first(where: isInstalled) { return Finding(.fine, "clipboard", "Copies go through \(tool).") }
    if let tool = tools.first {
      return Finding(
        .warning, "clipboard",
        "\(tool) is not installed, so copies are left to the terminal (OSC 52), which may not take them. Install "
          + "\(tool).")
    }
    return Finding(
      .fine, "clipboard", "Copies are left to the terminal (OSC 52); some ask first, and some have to be told to.")
  }

  private func isInstalled(_ tool: String) -> Bool { ShellCommand.find(tool, in: variables) != nil }
}
