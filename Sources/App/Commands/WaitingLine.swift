import Core
import Screen
import Synchronization

/// One line on the terminal that says how long an answer has been waited for, gone as soon as anything else is said.
final class WaitingLine: Sendable {
  private let output: Output
  private let model: String
  private let task = Mutex<Task<Void, Never>?>(nil)

  /// - Parameter model: who is waited for.
  init(_ model: String, on output: Output) {
    self.output = output
    self.model = model
  }

  /// Counts from now on, shown from the second second. Pipes and files are told nothing.
  func begin() {
    guard output.isTerminal else { return }
    let counting = Task { [output, model] in
      for seconds in 1... {
        guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
        guard seconds > 1 else { continue }
        let text = "gemstudio: waiting for \(model), \(durationText(milliseconds: seconds * 1000))"
        // What wraps could not be taken away again.
        output.show(TextWrap.truncate(text, columns: (output.columns ?? 80) - 1))
      }
    }
    task.withLock { old in
      old?.cancel()
      old = counting
    }
  }

  func end() {
    task.withLock { $0.take() }?.cancel()
    output.show(nil)
  }
}
