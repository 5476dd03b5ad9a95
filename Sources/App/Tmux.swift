import Core
import Foundation
import Processes
import Synchronization

/// Asks the tmux around this process.
enum Tmux {
  /// Seconds it may take to answer; it normally needs a few milliseconds.
  private static let patience = 2.0

  /// What it says of the pane this process runs in; `nil` outside tmux, or if it does not answer.
  /// - Parameter variables: TMUX and TMUX_PANE count.
  static func facts(_ variables: [String: String]) -> TmuxFacts? {
    guard variables["TMUX"]?.isEmpty == false else { return nil }
    let pane = variables["TMUX_PANE"].map { ["-t", $0] } ?? []
    return answer(to: ["display-message", "-p"] + pane + [TmuxFacts.format]).flatMap(TmuxFacts.init(answer:))
  }

  /// What a command of tmux prints; `nil` if it fails or takes too long.
  static func answer(to arguments: [String]) -> String? {
    let tmux = Subprocess(["tmux"] + arguments, environment: ProcessInfo.processInfo.environment, output: .kept)
    guard let outcome = try? tmux.run(seconds: patience), outcome.isGood else { return nil }
    return String(decoding: outcome.output, as: UTF8.self)
  }
}

/// Reads the facts of tmux away from the main thread. What is asked while it reads is answered by one more reading.
final class TmuxReader: Sendable {
  private enum State { case idle, reading, stale }

  private let variables: [String: String]
  private let queue = DispatchQueue(label: "tmux")
  private let state = Mutex(State.idle)

  init(variables: [String: String]) { self.variables = variables }

  func read(_ report: @escaping @Sendable (TmuxFacts?) -> Void) {
    let isIdle = state.withLock { state in
      defer { state = state == .idle ? .reading : .stale }
      return state == .idle
    }
    guard isIdle else { return }
    queue.async { [self] in
      repeat { report(Tmux.facts(variables)) } while isStale()
    }
  }

  /// True if another reading was asked for meanwhile.
  private func isStale() -> Bool {
    state.withLock { state in
      defer { state = state == .stale ? .reading : .idle }
      return state == .stale
    }
  }
}
