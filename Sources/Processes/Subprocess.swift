import CSpawn
import Glibc
import Synchronization

/// A program that gets some bytes, is waited for and can be ended, with all that it started. It has no terminal.
///
/// Writing to one that has ended is an error only where `SIGPIPE` is ignored, as it is all over this program.
package final class Subprocess: Sendable {
  /// What becomes of what it writes.
  package enum Output: Sendable { case dropped, kept, keptWithErrors }

  /// Why it was ended before its own end.
  package enum Stop: Hashable, Sendable { case tooLong, tooMuch, cancelled }

  package struct Outcome: Hashable, Sendable {
    /// What it wrote until it ended. What it left running may go on, and is heard no more.
    package var output: [UInt8]
    package var end: Spawn.End
    package var stop: Stop?

    /// True if it ended by itself, and well.
    package var isGood: Bool { end == .exited(0) && stop == nil }
  }

  private struct State {
    /// While it runs: afterwards the number may be another's.
    var pid: pid_t?
    var stop: Stop?
  }

  private let words: [String]
  private let environment: [String: String]
  private let output: Output
  private let state = Mutex(State())

  /// - Parameters:
  ///   - words: the program, looked for on this process's PATH, and its arguments.
  ///   - environment: all of it.
  package init(_ words: [String], environment: [String: String], output: Output) {
    (self.words, self.environment, self.output) = (words, environment, output)
  }

  /// Ends it, also before it began; it is then ended as soon as it does.
  package func cancel() { stop(.cancelled) }

  /// Runs it to its end, once, on a thread that may wait.
  /// - Parameters:
  ///   - limit: the most bytes of its output; with more it is ended, and gives so many.
  ///   - seconds: how long it may take; then it is ended.
  /// - Throws: `Spawn.Failure`.
  package func run(_ input: [UInt8] = [], limit: Int = .max, seconds: Double) throws(Spawn.Failure) -> Outcome {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var given = try Pipe(for: words[0])
    var written = try Pipe(for: words[0])
    let pid = try Spawn.start(
      words, environment: environment, input: .descriptor(given.reading),
      output: output == .dropped ? .nothing : .descriptor(written.writing),
      errors: output == .keptWithErrors ? .descriptor(written.writing) : .nothing)
    given.keepWriting()
    written.keepReading()
    let isCancelled = state.withLock { state in
      state.pid = pid
      return state.stop != nil
    }
    if isCancelled { stop(.cancelled) }
    var rest = input[...]
    var output: [UInt8] = []
    let process = spawn_process_descriptor(pid)
    defer { close(process) }
    while !hasEnded(pid) {
      guard ContinuousClock.now < deadline else {
        stop(.tooLong)
        break
      }
      given.write(&rest)
      written.read(&output)
      guard output.count <= limit else {
        stop(.tooMuch)
        break
      }
      wait(process, given.writing, written.reading, until: deadline)
    }
    // What it wrote at last; what it left running could go on without end.
    for _ in 0..<16 where output.count <= limit { written.read(&output) }
    if output.count > limit { stop(.tooMuch) }
    let stopped = state.withLock { state in
      state.pid = nil
      return state.stop
    }
    return Outcome(output: Array(output.prefix(limit)), end: Spawn.end(of: pid), stop: stopped)
  }

  private func stop(_ reason: Stop) {
    state.withLock { state in
      state.stop = state.stop ?? reason
      // A gentler signal could be one that it ignores.
      if let pid = state.pid { kill(-pid, SIGKILL) }
    }
  }

  /// True once it has ended, whatever it started still does; it stays there to be asked how.
  private func hasEnded(_ pid: pid_t) -> Bool {
    var information = unsafe siginfo_t()
    guard unsafe waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 else { return errno != EINTR }
    return unsafe information.si_signo != 0
  }

  /// Waits until it has ended, something can be written or read, or the time is over.
  private func wait(
    _ process: Int32, _ writable: Int32, _ readable: Int32, until deadline: ContinuousClock.Instant
  ) {
    let left = Int32(max(0, ContinuousClock.now.duration(to: deadline) / .milliseconds(1))) + 1
    // Those that are closed are -1, which poll leaves out.
    var requests = [
      pollfd(fd: process, events: Int16(POLLIN), revents: 0), pollfd(fd: writable, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: readable, events: Int16(POLLIN), revents: 0),
    ]
    // Without a descriptor for the process, on an old kernel, its end is looked for again and again.
    unsafe poll(&requests, nfds_t(requests.count), process < 0 ? min(left, 20) : left)
  }
}

/// A pipe to or from a program. An end that is closed is -1; what is open is closed with it.
private struct Pipe: ~Copyable {
  private(set) var reading: Int32
  private(set) var writing: Int32

  init(for program: String) throws(Spawn.Failure) {
    var ends: [Int32] = [0, 0]
    guard unsafe spawn_pipe(&ends) == 0 else { throw Spawn.Failure(program: program, code: errno) }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    if reading >= 0 { close(reading) }
    if writing >= 0 { close(writing) }
  }

  /// Leaves the other end to the program; this one never blocks.
  mutating func keepReading() {
    closeWriting()
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
  }

  /// Leaves the other end to the program; this one never blocks.
  mutating func keepWriting() {
    closeReading()
    _ = fcntl(writing, F_SETFL, O_NONBLOCK)
  }

  private mutating func closeReading() {
    close(reading)
    reading = -1
  }

  private mutating func closeWriting() {
    close(writing)
    writing = -1
  }

  /// Writes what the pipe takes, and closes it after the last byte or if nobody reads.
  mutating func write(_ bytes: inout ArraySlice<UInt8>) {
    guard writing >= 0 else { return }
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(writing, $0.baseAddress, $0.count) }
      if count < 0, errno == EAGAIN { return }
      guard count >= 0 || errno == EINTR else { break }
      bytes = bytes.dropFirst(max(0, count))
    }
    closeWriting()
  }

  /// Reads what a pipe holds, and closes it at its end.
  mutating func read(_ bytes: inout [UInt8]) {
    guard reading >= 0 else { return }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe Glibc.read(reading, &chunk, chunk.count)
    if count > 0 { return bytes += chunk.prefix(count) }
    if count == 0 || (errno != EAGAIN && errno != EINTR) { closeReading() }
  }
}
