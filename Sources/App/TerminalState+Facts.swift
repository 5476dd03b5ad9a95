import Core
import TTY

extension TerminalState {
  /// What is known without asking.
  init(_ facts: TerminalFacts, variables: [String: String]) {
    self.init(size: facts.size)
    measuredCell = facts.cellPixels
    colors = facts.colors.rawValue
    isTmux = facts.isTmux
    isRemote = facts.isSSH
    surroundings = TerminalSurroundings(variables)
  }
}
