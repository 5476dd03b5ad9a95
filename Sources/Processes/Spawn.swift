import CSpawn
import Glibc

/// Starts programs, each as the leader of a session of its own, with no signal blocked or ignored.
///
/// They get the three standard descriptors and no other: one that another thread is about to hand to a program of its
/// own would stay open for as long as this one runs, and hide that the other has ended.
package enum Spawn {
  /// What one of a program's standard descriptors is.
  package enum Stream: Sendable {
    /// That of this process.
    case ours
    case nothing
    /// A file or device, for reading and writing. The first terminal among them becomes the session's own.
    case file(String)
    case descriptor(Int32)
  }

  /// How a program ended.
  package enum End: Hashable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  package struct Failure: Error, CustomStringConvertible {
    package let program: String
    let code: Int32

    package var description: String { "\(program) cannot be started: \(unsafe String(cString: strerror(code)))" }
  }

  /// - Parameters:
  ///   - words: the program, looked for on this process's PATH, and its arguments.
  ///   - environment: all of it.
  /// - Returns: its process id, which is that of its group as well.
  /// - Throws: `Failure`.
  package static func start(
    _ words: [String], environment: [String: String], input: Stream = .nothing, output: Stream = .nothing,
    errors: Stream = .nothing
  ) throws(Failure) -> Int32 {
    _ = isWaitedFor
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
      switch stream {
      case .ours: break
      case .nothing: unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
      case .file(let path): unsafe posix_spawn_file_actions_addopen(&actions, number, path, O_RDWR, 0)
      case .descriptor(let other): unsafe posix_spawn_file_actions_adddup2(&actions, other, number)
      }
    }
    unsafe posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | spawn_new_session
    unsafe posix_spawnattr_setflags(&attributes, flags)
    var pid: pid_t = 0
    let code = unsafe withStrings(words) { arguments in
      unsafe withStrings(environment.map { "\($0)=\($1)" }) { environment in
        unsafe posix_spawnp(&pid, words[0], &actions, &attributes, arguments, environment)
      }
    }
    guard code == 0 else { throw Failure(program: words[0], code: code) }
    return pid
  }

  /// Nobody learns how the programs of a process end that was itself started with this signal ignored.
  private static let isWaitedFor: Void = { _ = signal(SIGCHLD, SIG_DFL) }()

  /// Waits until a program that was started here has ended. Only one may wait for it.
  package static func end(of pid: Int32) -> End {
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
  }

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
}
