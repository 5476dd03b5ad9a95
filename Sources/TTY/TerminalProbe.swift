import Glibc
package import Screen

/// What a terminal says about itself when a command asks it, without the studio being open.
package struct TerminalProbe: Hashable, Sendable {
  package let facts: TerminalFacts
  /// In the order they came.
  package private(set) var replies: [TerminalReply] = []

  /// True once the last question was answered.
  package var hasAnswered: Bool {
    replies.contains { if case .primaryAttributes = $0 { true } else { false } }
  }

  /// Asks the terminal the program was started from, all questions in one write, and waits for the answers.
  /// - Parameters:
  ///   - environment: TERM, TMUX, SSH_CONNECTION and SSH_TTY count.
  ///   - limit: how long the last answer may take.
  /// - Returns: `nil` if there is no terminal.
  /// - Source: terminal-graphics.md section 1.
  package init?(environment: [String: String], limit: Duration = .seconds(5)) {
    guard let descriptor = Device.openControllingTerminal() else { return nil }
    defer { close(descriptor) }
    guard let device = try? Device(input: descriptor, output: descriptor) else { return nil }
    var facts = TerminalFacts(environment: environment, colors: .full)
    let window = device.window
    facts.measure(columns: window.columns, rows: window.rows, width: window.width, height: window.height)
    self.facts = facts
    device.setRawModes()
    defer { device.restoreModes() }
    device.write(Questions.all(for: facts))
    device.flush(within: limit)
    let end = ContinuousClock.now + limit
    var decoder = InputDecoder(escapeWait: .milliseconds(100))
    while !hasAnswered, ContinuousClock.now < end {
      device.waitForInput(ContinuousClock.now.duration(to: end))
      let (bytes, isHungUp) = device.read()
      for case .reply(let reply) in decoder.feed(bytes) { replies.append(reply) }
      if isHungUp { break }
    }
  }

  /// One cell in pixels, by the terminal's word or else the system's; `nil` if neither knows.
  package var cellPixels: TerminalFacts.Pixels? {
    for case .cellPixels(let width, let height) in replies { return TerminalFacts.Pixels(width: width, height: height) }
    for case .sixelGeometry(let width, let height) in replies
    where facts.cellPixels == nil && width >= facts.size.columns && height >= facts.size.rows {
      return TerminalFacts.Pixels(width: width / facts.size.columns, height: height / facts.size.rows)
    }
    return facts.cellPixels
  }

  package var hasSixel: Bool {
    replies.contains { if case .primaryAttributes(let list) = $0 { list.dropFirst().contains(4) } else { false } }
  }
}
