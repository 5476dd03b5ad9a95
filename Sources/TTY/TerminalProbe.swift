import Glibc
package import Screen

/// What a terminal says about itself when a command asks it, without the studio being open.
package struct TerminalProbe: Hashable, Sendable {
  package let facts: TerminalFacts
  /// In the order they came.
  package private(set) var replies: [TerminalReply] = []

  /// True once the last question was answered.
  package var hasAnswered: Bool {
    replies.contains(where: \.isFence)
  }

  /// Asks the terminal the program was started from, all questions in one write, and waits for the answers.
  /// - Parameters:
  ///   - environment: TERM, TMUX, SSH_CONNECTION and SSH_TTY count.
  ///   - limit: how long the last answer may take; zero asks nothing and only takes the window's measures.
  /// - Returns: `nil` if there is no terminal.
  /// - Source: terminal-graphics.md section 1.
  package init?(environment: [String: String], limit: Duration = .seconds(5)) {
    let facts = Self.open { device in
      var facts = TerminalFacts(environment: environment, colors: .full)
      let window = device.window
      facts.measure(columns: window.columns, rows: window.rows, width: window.width, height: window.height)
      return facts
    }
    guard let facts else { return nil }
    self.facts = facts
    let questions = Questions.all(for: facts)
    if limit > .zero, !questions.isEmpty { replies = Self.ask(questions, limit: limit, until: \.isFence) }
  }

  /// Asks what became worth asking by the replies until now.
  /// - Returns: the replies, which `replies` has not.
  package static func ask(_ question: TerminalQuestion, limit: Duration) -> [TerminalReply] {
    ask(Questions.later(question), limit: limit) { reply in
      switch question {
      case .outerTerminal: reply.isFence
      case .moreColors: if case .colorRegisters = reply { true } else { false }
      case .cellPoints: if case .scaledCell = reply { true } else { false }
      }
    }
  }

  /// Where the cursor is after everything written before; `nil` if the terminal does not say.
  package static func cursor(limit: Duration) -> Point? {
    var found: Point?
    _ = ask(Array("\u{1b}[6n".utf8), limit: limit) { reply in
      if case .cursor(let point) = reply { found = point }
      return found != nil
    }
    return found
  }

  private static func open<Result>(_ body: (Device) -> Result) -> Result? {
    guard let descriptor = Device.openControllingTerminal() else { return nil }
    defer { close(descriptor) }
    guard let device = try? Device(input: descriptor, output: descriptor) else { return nil }
    return body(device)
  }

  /// Sends questions and reads until the last of the answers.
  private static func ask(
    _ questions: [UInt8], limit: Duration, until isLast: (TerminalReply) -> Bool
  ) -> [TerminalReply] {
    open { device in
      device.setRawModes()
      defer { device.restoreModes() }
      device.write(questions)
      device.flush(within: limit)
      let end = ContinuousClock.now + limit
      var decoder = InputDecoder(escapeWait: .milliseconds(100))
      var replies: [TerminalReply] = []
      while ContinuousClock.now < end {
        device.waitForInput(ContinuousClock.now.duration(to: end))
        let (bytes, isHungUp) = device.read()
        for case .reply(let reply) in decoder.feed(bytes) { replies.append(reply) }
        if isHungUp || replies.contains(where: isLast) { break }
      }
      return replies
    } ?? []
  }
}

extension TerminalReply {
  /// The answer to the last of all questions.
  fileprivate var isFence: Bool { if case .primaryAttributes = self { true } else { false } }
}
