import Glibc

/// Starts programs, each as the leader of a session of its own, with no signal blocked or ignored.
package enum Spawn {
  /// What one of a program's standard descriptors is.
  package enum Stream: Sendable {
    /// That of this process.
    case ours
    case nothing
    case descriptor(Int32)
  }

  package enum Streams: Sendable {
    /// All three are the terminal at a path, which becomes the session's own.
    case terminal(String)
    case separate(input: Stream, output: Stream, errors: Stream)
  }

  package struct Failure: Error, CustomStringConvertible {
    package let program: String
    let code: Int32

    package var description: String { "\(program) cannot be started: \(unsafe String(cString: strerror(code)))" }
  }

  /// - Parameter words: the program's name, looked for as a shell does, and its arguments.
  /// - Returns: its process id.
  /// - Throws: `Failure`.
  package static func start(_ words: [String], environment: [String: String], _ streams: Streams) throws -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    switch streams {
    case .terminal(let path):
      // The first terminal that the leader of a session opens becomes the session's own.
      unsafe posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    case .separate(let input, let output, let errors):
      for (number, stream) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
        switch stream {
        case .ours: break
        case .nothing: unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        case .descriptor(let other): unsafe posix_spawn_file_actions_adddup2(&actions, other, number)
        }
      }
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | newSession
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    var pid: pid_t = 0
    let code = unsafe withStrings(words) { arguments in
      unsafe withStrings(environment.map { "\($0)=\($1)" }) { environment in
        unsafe posix_spawnp(&pid, words[0], &actions, &attributes, arguments, environment)
      }
    }
    guard code == 0 else { throw Failure(program: words[0], code: code) }
    return pid
  }

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
}
