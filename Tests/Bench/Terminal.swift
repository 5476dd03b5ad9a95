import Glibc
import TestSupport

/// A pseudo terminal whose output is only read and time-stamped while anything is measured; what it showed is worked out
/// afterwards.
final class Terminal {
  static let columns = 120
  static let rows = 40

  /// The path of the program's side.
  let path: String
  private let master: Int32
  /// Kept open, so that the terminal is there before and after its program.
  private let slave: Int32
  private(set) var arrivals: [Arrival] = []

  init() throws {
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
    var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    let milliseconds = Int32(clamping: (max(0, end - now()) + 999_999) / 1_000_000)
    guard unsafe poll(&entry, 1, milliseconds) > 0, let arrival = Child.read(master) else { return false }
    arrivals.append(arrival)
    return true
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
