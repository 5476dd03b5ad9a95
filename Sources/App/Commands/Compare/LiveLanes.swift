import Core
import Gemini
import Screen
import Synchronization

/// A line a lane on the terminal while answers come, gone as soon as anything else is said.
final class LiveLanes: Sendable {
  private struct State {
    var runs: [Run] = []
    var names: [String] = []
    var header: String?
  }

  private let output: Output
  private let clock: Clock
  private let state = Mutex(State())
  private let task = Mutex<Task<Void, Never>?>(nil)

  /// The most lines that are shown at once.
  private static let most = 12

  init(on output: Output, clock: Clock) {
    self.output = output
    self.clock = clock
  }

  /// Shows these runs from now on. Pipes and files are told nothing.
  /// - Parameter header: a line above them.
  func begin(_ runs: [Run], names: [String], header: String?) {
    guard output.isTerminal else { return }
    state.withLock { state in
      state.runs = runs
      state.names = names
      state.header = header
    }
    draw()
    let drawing = Task { [self] in
      while (try? await Task.sleep(for: .milliseconds(250))) != nil { draw() }
    }
    task.withLock { old in
      old?.cancel()
      old = drawing
    }
  }

  func take(_ event: RunEvent, of number: Int, at now: Instant) {
    guard output.isTerminal else { return }
    state.withLock { state in
      if state.runs.indices.contains(number) { state.runs[number].apply(event, at: now) }
    }
  }

  func end() {
    task.withLock { $0.take() }?.cancel()
    output.show(nil)
  }

  private func draw() {
    let now = clock.now
    // What wraps could not be taken away again.
    let width = (output.columns ?? 80) - 1
    let lines = state.withLock { state in
      let lanes = zip(state.names, state.runs).prefix(Self.most).map { "\($0): \(Self.text(of: $1, at: now))" }
      let rest = state.runs.count - lanes.count
      return [state.header].compactMap { $0 } + lanes + (rest > 0 ? ["and \(rest) more"] : [])
    }
    output.show(lines: lines.map { TextWrap.truncate($0, columns: width) })
  }

  private static func text(of run: Run, at now: Instant) -> String {
    let state =
      switch run.phase {
      case .sending: "waiting"
      case .streaming: run.firstTextTime == nil ? "thinking" : "answering"
      case .queued: "waiting for its turn"
      case .waiting(let until, let failure):
        "\(failure.kind.rawValue), again in \(durationText(milliseconds: max(0, until - now)))"
      case .ended: "done (\(run.endWord))"
      }
    let tokens = [(run.usage.thoughtsTokenCount, "thought"), (run.usage.candidatesTokenCount, "out")].compactMap {
      count, name in count.map { "\(countText($0)) \(name)" }
    }
    return ([state, durationText(milliseconds: (run.endTime ?? now) - run.startTime)] + tokens).joined(separator: " · ")
  }
}

extension Run {
  /// How it ended, in a word of the wire or of the kinds of failure.
  var endWord: String {
    if let failure { return failure.kind.rawValue }
    if promptFeedback?.isBlock == true { return "blocked" }
    return finishReason?.rawValue ?? (isActive ? "running" : "ended")
  }
}
