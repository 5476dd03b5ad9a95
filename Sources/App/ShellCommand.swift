import Foundation
import Glibc

/// A command of the shell that has the terminal to itself while it runs, such as an editor.
enum ShellCommand {
  enum End: Hashable {
    case exited(Int32)
    case killed(signal: Int32)
    case notStarted
  }

  /// Runs a command in the program's own process group, so that it may read the terminal, and waits for its end.
  ///
  /// Ctrl+C is the command's own meanwhile.
  static func run(_ command: String) -> End {
    // Unlike a process of Foundation's it gets no group of its own, which would be one in the background.
    let status = unsafe system(command)
    if status < 0 { return .notStarted }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
  }

  /// The path of a program that can be run, as the shell finds it.
  static func find(_ name: String, in environment: [String: String]) -> String? {
    (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { $0.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// A text as one word of a command.
  static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
