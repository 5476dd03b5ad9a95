import Core
import TTY

extension TerminalState {
  /// What is known without asking.
  init(_ facts: TerminalFacts, variables: [String: String]) {
    self.init(size: facts.size)
    measuredCell = facts.cellPixels.map(CellPixels.init)
    colors = facts.colors.rawValue
    isTmux = facts.isTmux
    isRemote = facts.isSSH
    surroundings = TerminalSurroundings(variables)
  }
}

extension CellPixels {
  init(_ pixels: TerminalFacts.Pixels) {
    self.init(width: pixels.width, height: pixels.height)
  }
}
