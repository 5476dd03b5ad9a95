import Glibc
import TestSupport

/// A pseudo terminal whose output is only read and time-stamped while anything is measured; what it showed is worked out
/// afterwards. Only one that is to answer questions looks for them at once.
final class Terminal {
  static let columns = 120
  static let rows = 40

  /// The path of the program's side.
  let path: String
  private let master: Int32
  /// Kept open, so that the terminal is there before and after its program.
  private let slave: Int32
  private(set) var arrivals: [Arrival] = []
  private let answering: Answering?
  /// Bytes a second that the line to it takes; `nil` without a limit.
  private let rate: Int?
  private var parser = TerminalParser()
  private var screen = TerminalScreen(columns: columns, rows: rows)
  /// Answers and when they are due, in this order.
  private var answers: [(time: Int64, text: String)] = []
  /// When the line has passed on what it took.
  private var lineFree: Int64 = 0

  /// Which terminal it answers as.
  struct Answering {
    var known: KnownTerminal
    var delayMilliseconds = 0
  }

  /// - Parameters:
  ///   - answering: `nil` answers nothing.
  ///   - rate: bytes a second of the line to it.
  init(as answering: Answering? = nil, rate: Int? = nil) throws {
    self.answering = answering
    self.rate = rate
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var lock: Int32 = 0
    var number: Int32 = -1
    // TIOCSPTLCK unlocks the other side, TIOCGPTN tells its number; the module lacks both names.
    guard master >= 0, unsafe ioctl(master, UInt(0x4004_5431), &lock) == 0,
      unsafe ioctl(master, UInt(0x8004_5430), &number) == 0
    else { throw BenchFailure("The system gives no pseudo terminal.") }
    path = "/dev/pts/\(number)"
    slave = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var size = winsize(
      ws_row: UInt16(Self.rows), ws_col: UInt16(Self.columns), ws_xpixel: UInt16(Self.columns * 10),
      ws_ypixel: UInt16(Self.rows * 20))
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Gives its window another size, which the program is told.
  /// - Returns: when.
  func resize(columns: Int, rows: Int) -> Int64 {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: UInt16(columns * 10), ws_ypixel: UInt16(rows * 20))
    let time = now()
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
    return time
  }

  deinit {
    close(slave)
    close(master)
  }

  /// Reads until nothing came for so long, or until `end`.
  /// - Returns: false if the program still wrote at `end`.
  @discardableResult
  func read(silence milliseconds: Int, until end: Int64) -> Bool {
    while now() < end {
      guard read(until: min(end, now() + Int64(milliseconds) * 1_000_000)) else { return true }
    }
    return false
  }

  /// Reads once what comes until a time.
  /// - Returns: false if nothing came.
  func read(until end: Int64) -> Bool {
    repeat {
      sendAnswers()
      let next = min(end, answers.first?.time ?? end)
      if lineFree > now() {
        sleep(until: min(lineFree, next))
        continue
      }
      var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      let milliseconds = Int32(clamping: (max(0, next - now()) + 999_999) / 1_000_000)
      // A slow line takes what it passes on in 20 ms.
      if unsafe poll(&entry, 1, milliseconds) > 0 {
        guard let arrival = Child.read(master, limit: rate.map { $0 / 50 } ?? 1 << 16) else { return false }
        take(arrival)
        return true
      }
    } while now() < end
    return false
  }

  /// Notes what came, at the time at which it is through the line, and the answers to it.
  private func take(_ arrival: Arrival) {
    var arrival = arrival
    if let rate {
      arrival.time += Int64(arrival.bytes.count) * 1_000_000_000 / Int64(rate)
      lineFree = arrival.time
    }
    arrivals.append(arrival)
    guard let answering else { return }
    for question in parser.feed(arrival.bytes, to: &screen) {
      // All of them that answer anything answer this one.
      let status = question == "[5n" && answering.known.answers["[c"] != nil ? "\u{1b}[0n" : nil
      guard let text = answering.known.answers[question] ?? status else { continue }
      answers.append((arrival.time + Int64(answering.delayMilliseconds) * 1_000_000, text))
    }
  }

  private func sendAnswers() {
    while let first = answers.first, first.time <= now() {
      answers.removeFirst()
      type(first.text)
    }
  }

  /// Types text.
  /// - Returns: when.
  @discardableResult
  func type(_ text: String) -> Int64 {
    let bytes = Array(text.utf8)
    let time = now()
    _ = unsafe write(master, bytes, bytes.count)
    return time
  }
}
