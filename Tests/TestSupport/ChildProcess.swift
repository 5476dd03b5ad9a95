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
  /// - Throws: `Pty.Failure`.
  package convenience init(
    _ executable: String, _ arguments: [String], environment: [String: String], folder: String, on pty: Pty
  ) throws {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens becomes the session's own.
    unsafe posix_spawn_file_actions_addopen(&actions, 0, pty.path, O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    // `env` changes the folder, which glibc's file actions do only for GNU sources, and becomes the program.
    let words = ["/usr/bin/env", "-C", folder, executable] + arguments
    try self.init(unsafe Self.spawn(words, environment: environment, &actions))
  }

  /// Starts a program between two descriptors. It inherits no others: those that other threads are about to hand to
  /// programs of their own would stay open for as long as this one runs, and hide that theirs have ended.
  /// - Throws: `Pty.Failure`.
  package convenience init(_ executable: String, _ arguments: [String], input: Int32, output: Int32) throws {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let closing = "for f in /proc/self/fd/*; do n=${f##*/}; ((n > 2)) && eval \"exec $n>&-\"; done; exec \"$@\""
    let words = ["/bin/bash", "-c", closing, "bash", executable] + arguments
    try self.init(unsafe Self.spawn(words, environment: ["PATH": "/usr/bin:/bin"], &actions))
  }

  private static func spawn(
    _ words: [String], environment: [String: String], _ actions: inout posix_spawn_file_actions_t
  ) throws -> Int32 {
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | Self.newSession
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    var pid: pid_t = 0
    let code = unsafe Self.withStrings(words) { arguments in
      unsafe Self.withStrings(environment.map { "\($0)=\($1)" }) { environment in
        unsafe posix_spawn(&pid, words[0], &actions, &attributes, arguments, environment)
      }
    }
    guard code == 0 else { throw Pty.Failure(call: "posix_spawn", code: code) }
    return pid
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

  /// POSIX_SPAWN_SETSID, which glibc gives only to GNU sources.
  private static let newSession: Int32 = 0x80

  private static func withStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("a list with its end is never empty") }
      return unsafe body(base)
    }
  }

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
