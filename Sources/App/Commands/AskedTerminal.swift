import Core
import Images
import Screen
import TTY

/// The terminal of a command, asked once about itself.
struct AskedTerminal: Sendable {
  /// Seconds it may take to answer.
  static let patience = 5
  /// How long an answer may take to what other answers made worth asking.
  private static let laterLimit = Duration.seconds(1)

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
    if state.isTmux, state.take(Tmux.facts(variables)) { ask(.outerTerminal) }
    if state.asksForColors() { ask(.moreColors) }
    if state.asksForPoints() { ask(.cellPoints) }
  }

  private mutating func ask(_ question: TerminalQuestion) {
    take(TerminalProbe.ask(question, limit: Self.laterLimit))
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
