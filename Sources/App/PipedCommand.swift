import Core
import Processes

/// A command of the shell that a person pipes a text to. It gets the text and nothing else: no terminal, no key.
final class PipedCommand: Sendable {
  /// Bytes of its output that are kept; with more it is ended.
  static let mostBytes = 200_000
  /// Seconds that it may take.
  static let patience = 60

  private let process: Subprocess
  private let patience: Int

  /// - Parameter variables: the environment of this process.
  init(_ command: String, variables: [String: String], patience: Int = PipedCommand.patience) {
    let environment = variables.filter { !Environment.keyNames.contains($0.key) }
    process = Subprocess(["/bin/sh", "-c", command], environment: environment, output: .keptWithErrors)
    self.patience = patience
  }

  /// Runs it and waits for its end.
  /// - Returns: what it wrote, its errors among it, and how it ended, as a sentence.
  func run(input: String) -> (output: String, ending: String) {
    do {
      let outcome = try process.run(Array(input.utf8), limit: Self.mostBytes, seconds: Double(patience))
      return (String(decoding: outcome.output, as: UTF8.self), sentence(outcome))
    } catch {
      return ("", "The shell could not be started: \(error.description).")
    }
  }

  func cancel() { process.cancel() }

  private func sentence(_ outcome: Subprocess.Outcome) -> String {
    switch (outcome.stop, outcome.end) {
    case (.tooLong, _): "It was ended after \(patience) s."
    case (.tooMuch, _): "It was ended, as it wrote more than \(byteText(Self.mostBytes))."
    case (.cancelled, _): "It was ended."
    case (nil, .killed(let signal)): "It was ended by signal \(signal)."
    case (nil, .exited(0)): outcome.output.isEmpty ? "It ended well and wrote nothing." : ""
    case (nil, .exited(let status)): "It ended with exit code \(status)."
    }
  }
}
