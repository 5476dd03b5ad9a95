import Core
import Images
import Screen
import TTY

/// The terminal of a command, asked once about itself.
struct AskedTerminal: Sendable {
  /// Seconds it may take to answer.
  static let patience = 5
  /// How long the terminal around tmux may take when it is asked through tmux.
  private static let outerLimit = Duration.seconds(1)

  private(set) var state: TerminalState
  /// The colour transparent parts of a picture show.
  private(set) var background = RGB.black

  /// - Parameters:
  ///   - variables: those of the process.
  ///   - asks: false takes only what is known without asking.
  /// - Returns: `nil` if there is no terminal.
  init?(_ variables: [String: String], asks: Bool = true) {
    guard let probe = TerminalProbe(environment: variables, limit: asks ? .seconds(Self.patience) : .zero) else {
      return nil
    }
    state = TerminalState(probe.facts, variables: variables)
    state.colors = TerminalColors.count(variables)
    take(probe.replies)
    guard asks else { return }
    if state.isTmux, state.take(Tmux.facts(variables)) {
      take(TerminalProbe.ask(.outerTerminal, limit: Self.outerLimit))
    }
    if state.asksForColors() { take(TerminalProbe.ask(.moreColors, limit: Self.outerLimit)) }
  }

  private mutating func take(_ replies: [TerminalReply]) {
    for reply in replies {
      state.take(reply)
      if case .background(let red, let green, let blue) = reply {
        background = RGB(red: UInt8(clamping: red), green: UInt8(clamping: green), blue: UInt8(clamping: blue))
      }
    }
  }
}
