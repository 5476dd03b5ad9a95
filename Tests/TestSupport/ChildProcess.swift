import Foundation
import Glibc
package import Processes

/// A program that runs on a `Pty` as on a terminal of its own, or with other descriptors.
package final class ChildProcess: Sendable {
  /// `Spawn.End`, for tests that know nothing of `Spawn`.
  package enum End: Hashable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)

    fileprivate init(_ end: Spawn.End) {
      switch end {
      case .exited(let code): self = .exited(code)
      case .killed(let signal): self = .killed(signal: signal)
      }
    }
  }

  package let pid: Int32
  /// Nil while it runs.
  package let end = Watched<End?>(nil)

  /// Starts a program as the leader of a session whose terminal is `pty`.
  /// - Throws: `Spawn.Failure`.
  package convenience init(_ words: [String], environment: [String: String], folder: String, on pty: Pty) throws {
    let terminal = Spawn.Stream.file(pty.path)
    try self.init(
      words, environment: environment, folder: folder, input: terminal, output: terminal, errors: terminal)
  }

  /// Starts a program.
  /// - Parameter folder: where it runs.
  /// - Throws: `Spawn.Failure`.
  package init(
    _ words: [String], environment: [String: String] = ["PATH": "/usr/bin:/bin"], folder: String = ".",
    input: Spawn.Stream = .nothing, output: Spawn.Stream = .nothing, errors: Spawn.Stream = .nothing
  ) throws {
    // `env` changes the folder, which glibc's file actions do only for GNU sources, and becomes the program.
    pid = try Spawn.start(
      ["/usr/bin/env", "-C", folder] + words, environment: environment, input: input, output: output, errors: errors)
    Thread.detachNewThread { [pid, end] in end.set(End(Spawn.end(of: pid))) }
  }

  deinit { signal(SIGKILL) }

  /// Sends a signal, unless the program has ended.
  package func signal(_ signal: Int32) {
    if end.value == nil { kill(pid, signal) }
  }

  /// A line of `/proc/PID/status`, such as `VmRSS`, as the number in it.
  package func status(_ name: String) -> Int? {
    let text = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split { !$0.isNumber }.first.flatMap { Int($0) }
  }
}
