import Dispatch
import Glibc
import Processes

/// Why a measurement could not be made.
struct BenchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Bytes of a program, and when they were read, in nanoseconds.
struct Arrival {
  var time: Int64
  var bytes: [UInt8]
}

/// The most memory that this process has used, in bytes.
func ownPeakBytes() -> Int {
  var usage = rusage()
  unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
  return usage.ru_maxrss * 1024
}

/// A program that is measured. Its unsafe calls and those of `Terminal` and `Clock` are the only ones here.
final class Child {
  /// What the program's standard input and output are.
  enum Streams {
    case nothing
    /// Output into a pipe.
    case output
    /// Input and output through pipes.
    case both
    /// The terminal at this path, which becomes the program's own.
    case terminal(String)
  }

  /// What the program cost, from its start to its end.
  struct Usage {
    var seconds: Double
    var cpuSeconds: Double
    var peakBytes: Int
  }

  private static let longestSeconds = 90

  let pid: Int32
  /// Just before the program was started.
  let started: Int64
  private let name: String
  /// Our end of its standard output.
  private var output: Int32 = -1
  /// Our end of its standard input; closed when this goes.
  private var input: Int32 = -1
  private let watchdog: DispatchWorkItem

  /// Starts a program.
  /// - Parameters:
  ///   - words: its name, looked for as a shell does, and its arguments.
  ///   - isLasting: true if it runs for as long as it is wanted; others are ended when they hang.
  init(_ words: [String], environment: [String: String], streams: Streams, isLasting: Bool = false) throws {
    var theirs: [Int32] = []
    var ours: (input: Int32, output: Int32) = (-1, -1)
    defer { for descriptor in theirs { close(descriptor) } }
    func outputPipe() throws -> Spawn.Stream {
      let ends = try Self.pipe()
      ours.output = ends.reading
      theirs.append(ends.writing)
      return .descriptor(ends.writing)
    }
    func inputPipe() throws -> Spawn.Stream {
      let ends = try Self.pipe()
      ours.input = ends.writing
      theirs.append(ends.reading)
      return .descriptor(ends.reading)
    }
    let (input, output, errors): (Spawn.Stream, Spawn.Stream, Spawn.Stream) =
      switch streams {
      case .nothing: (.nothing, .nothing, .ours)
      case .output: (.nothing, try outputPipe(), .ours)
      case .both: (try inputPipe(), try outputPipe(), .ours)
      case .terminal(let path): (.file(path), .file(path), .file(path))
      }
    let start = now()
    let pid = try Spawn.start(words, environment: environment, input: input, output: output, errors: errors)
    self.pid = pid
    started = start
    name = words.prefix(2).joined(separator: " ")
    (self.input, self.output) = ours
    watchdog = DispatchWorkItem { Glibc.kill(pid, SIGKILL) }
    if isLasting { return }
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Self.longestSeconds), execute: watchdog)
  }

  deinit {
    if input >= 0 { close(input) }
    if output >= 0 { close(output) }
  }

  /// Two ends of a pipe that no other program gets.
  private static func pipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [0, 0]
    guard unsafe Glibc.pipe(&ends) == 0 else { throw BenchFailure("The system gives no pipe.") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// The next bytes of the output, `nil` at its end.
  func read() -> Arrival? {
    Self.read(output)
  }

  /// - Parameter limit: bytes to read at most.
  static func read(_ descriptor: Int32, limit: Int = 1 << 16) -> Arrival? {
    unsafe withUnsafeTemporaryAllocation(byteCount: limit, alignment: 16) { buffer in
      while true {
        let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        let time = now()
        if count > 0 { return Arrival(time: time, bytes: unsafe [UInt8](buffer.prefix(count))) }
        if count == 0 || errno != EINTR { return nil }
      }
    }
  }

  /// All of the output, to its end.
  func readAll() -> [Arrival] {
    var arrivals: [Arrival] = []
    while let arrival = read() { arrivals.append(arrival) }
    return arrivals
  }

  /// Ends the program.
  func kill() throws -> Usage {
    Glibc.kill(pid, SIGKILL)
    return try wait(isKilled: true)
  }

  /// CPU seconds of the program so far, threads that have ended among them.
  var cpuSeconds: Double {
    var clock = clockid_t()
    var time = timespec()
    guard unsafe clock_getcpuclockid(pid, &clock) == 0, unsafe clock_gettime(clock, &time) == 0 else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Waits until the program has ended well.
  func wait() throws -> Usage { try wait(isKilled: false) }

  private func wait(isKilled: Bool) throws -> Usage {
    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(pid, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw BenchFailure("\(name) cannot be waited for.") }
    }
    let end = now()
    watchdog.cancel()
    if !isKilled, status != 0 { throw BenchFailure("\(name) ended with the status \(status).") }
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return Usage(
      seconds: Double(end - started) / 1e9, cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peakBytes: usage.ru_maxrss * 1024)
  }
}
