import Foundation
import Glibc

/// A program that runs on a `Pty` as on a terminal of its own, or between two pipes.
package final class ChildProcess: Sendable {
  package enum End: Hashable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  package let pid: Int32
  /// Nil while it runs.
  package let end = Watched<End?>(nil)

  /// Starts a program as the leader of a session whose terminal is `pty`.
  /// - Throws: `Spawn.Failure`.
  package convenience init(
    _ executable: String, _ arguments: [String], environment: [String: String], folder: String, on pty: Pty
  ) throws {
    // `env` changes the folder, which glibc's file actions do only for GNU sources, and becomes the program.
    let words = ["/usr/bin/env", "-C", folder, executable] + arguments
    try self.init(Spawn.start(words, environment: environment, .terminal(pty.path)))
  }

  /// Starts a program between two descriptors. It inherits no others: those that other threads are about to hand to
  /// programs of their own would stay open for as long as this one runs, and hide that theirs have ended.
  /// - Throws: `Spawn.Failure`.
  package convenience init(_ executable: String, _ arguments: [String], input: Int32, output: Int32) throws {
    let closing = "for f in /proc/self/fd/*; do n=${f##*/}; ((n > 2)) && eval \"exec $n>&-\"; done; exec \"$@\""
    let words = ["/bin/bash", "-c", closing, "bash", executable] + arguments
    try self.init(
      Spawn.start(
        words, environment: ["PATH": "/usr/bin:/bin"],
        .separate(input: .descriptor(input), output: .descriptor(output), errors: .nothing)))
  }

  private init(_ pid: Int32) {
    self.pid = pid
    Thread.detachNewThread { [pid, end] in
      var status: Int32 = 0
      while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7F
      end.set(signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal))
    }
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
