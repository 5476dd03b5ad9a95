import Dispatch
import Glibc
package import Images
import Synchronization

/// Makes pictures ready in a short-lived process of the same program, which has limits on memory and time: a hostile
/// picture costs a placeholder, never the studio.
package final class PictureProcess: Sendable {
  /// The name of the hidden subcommand.
  package static let subcommand = "__picture"

  private let executable: String
  private let cache: PictureCache?
  private let queue = DispatchQueue(label: "picture process")
  /// What is known already does not wait for what has to be made.
  private let reading = DispatchQueue(label: "picture cache")
  /// Pipes are made and closed on spawning under one lock, so that no child inherits another's.
  private static let spawning = Mutex(())

  package init(executable: String = "/proc/self/exe", cache: PictureCache? = nil) {
    self.executable = executable
    self.cache = cache
  }

  /// Runs one request to its end, or finds its answer in the cache. Requests that need work wait for each other.
  package func run(_ request: PictureRequest) async -> PictureResult {
    await withCheckedContinuation { continuation in
      reading.async {
        if let known = self.known(request) { return continuation.resume(returning: known) }
        self.queue.async { continuation.resume(returning: self.exchange(request)) }
      }
    }
  }

  /// The answer of an earlier time, read as if a stranger had put it there.
  private func known(_ request: PictureRequest) -> PictureResult? {
    guard let answer = cache?.read(request) else { return nil }
    let result = PictureWorker.check(answer, for: request)
    guard case .failure = result else { return result }
    cache?.remove(request)
    return nil
  }

  private func exchange(_ request: PictureRequest) -> PictureResult {
    guard let child = start() else { return .failure(.workerFailed("The process for pictures could not be started.")) }
    let deadline = ContinuousClock.now + .seconds(PictureWorker.seconds)
    let isSent = child.write(request.encode(), until: deadline)
    let answer = isSent ? child.read(limit: request.responseLimit, until: deadline) : nil
    let signal = child.end()
    guard let answer else {
      let ranOut = ContinuousClock.now >= deadline || signal == SIGXCPU
      return .failure(ranOut ? .timedOut : .workerFailed("The process for pictures ended too early."))
    }
    if answer.isEmpty {
      return .failure(
        signal == SIGXCPU ? .timedOut : .workerFailed("The process for pictures ended without an answer."))
    }
    let result = PictureWorker.check(answer, for: request)
    if case .failure = result { return result }
    cache?.write(answer, for: request)
    return result
  }

  private func start() -> Child? {
    Self.spawning.withLock { _ in
      guard let input = Pipe(), let output = Pipe() else { return nil }
      var actions = unsafe posix_spawn_file_actions_t()
      unsafe posix_spawn_file_actions_init(&actions)
      defer { unsafe posix_spawn_file_actions_destroy(&actions) }
      unsafe posix_spawn_file_actions_adddup2(&actions, input.reading, 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
      var pid: pid_t = 0
      let status = unsafe Self.withArguments([executable, Self.subcommand]) { arguments in
        // No environment: a process that reads a stranger's bytes has no business with keys.
        var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
        return unsafe posix_spawn(&pid, executable, &actions, nil, arguments, &environment)
      }
      close(input.reading)
      close(output.writing)
      guard status == 0 else {
        close(input.writing)
        close(output.reading)
        return nil
      }
      return Child(pid: pid, input: input.writing, output: output.reading)
    }
  }

  private static func withArguments<Result>(
    _ arguments: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("an argument list is never empty") }
      return unsafe body(base)
    }
  }
}

/// Both ends of a pipe that children do not inherit.
private struct Pipe {
  let reading: Int32
  let writing: Int32

  init?() {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }
}

/// A running worker, by its process and the two pipes to it.
private struct Child {
  let pid: pid_t
  let input: Int32
  let output: Int32

  /// Writes all bytes and closes the input; false if the worker does not take them in time.
  func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) -> Bool {
    defer { close(input) }
    _ = fcntl(input, F_SETFL, O_NONBLOCK)
    var sent = 0
    while sent < bytes.count {
      guard wait(for: input, POLLOUT, until: deadline) else { return false }
      let count = unsafe bytes[sent...].withUnsafeBytes { unsafe Glibc.write(input, $0.baseAddress, $0.count) }
      if count < 0, errno != EAGAIN, errno != EINTR { return false }
      sent += max(0, count)
    }
    return true
  }

  /// Reads to the end; `nil` if it does not come in time or is too long.
  func read(limit: Int, until deadline: ContinuousClock.Instant) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while wait(for: output, POLLIN, until: deadline) {
      let count = unsafe Glibc.read(output, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0, errno != EINTR { return nil }
      bytes += chunk.prefix(max(0, count))
      if bytes.count > limit { return nil }
    }
    return nil
  }

  private func wait(for descriptor: Int32, _ events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return false }
      var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let milliseconds = Int32(left / .milliseconds(1)) + 1
      let ready = unsafe poll(&request, 1, milliseconds)
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { return false }
    }
  }

  /// Ends the worker if it still runs.
  /// - Returns: the signal that ended it, 0 for none.
  func end() -> Int32 {
    close(output)
    var status: Int32 = 0
    if unsafe waitpid(pid, &status, WNOHANG) == 0 {
      kill(pid, SIGKILL)
      unsafe waitpid(pid, &status, 0)
    }
    return status & 0x7f
  }
}
