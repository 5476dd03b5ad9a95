import Glibc
import Screen
import Testing

@testable import TTY

/// A pseudo terminal: the program's side is given to a `Terminal`, the other side is the test's.
final class Pty {
  let master: Int32
  let slave: Int32
  /// Everything read from the program's side so far.
  private(set) var output: [UInt8] = []

  init(columns: Int = 80, rows: Int = 24, width: Int = 800, height: Int = 480) throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var lock: Int32 = 0
    var number: Int32 = -1
    try #require(unsafe ioctl(master, UInt(0x4004_5431), &lock) == 0, "TIOCSPTLCK")
    try #require(unsafe ioctl(master, UInt(0x8004_5430), &number) == 0, "TIOCGPTN")
    slave = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    setSize(columns: columns, rows: rows, width: width, height: height)
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
  }

  deinit {
    hangUp()
    close(slave)
  }

  private var isMasterOpen = true

  func hangUp() {
    if isMasterOpen { close(master) }
    isMasterOpen = false
  }

  func setSize(columns: Int, rows: Int, width: Int = 0, height: Int = 0) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: UInt16(width), ws_ypixel: UInt16(height))
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    let count = unsafe write(master, bytes, bytes.count)
    #expect(count == bytes.count)
  }

  /// Answers that all that came was taken, and lets the terminal read it.
  func answer(_ terminal: Terminal) {
    type("\u{1b}[0n")
    _ = Self.inputs(of: terminal) { $0.contains { $0.inputs.contains(.reply(.ready)) } }
  }

  /// The line modes, as the bytes the kernel keeps them in.
  var modes: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 256)
    _ = unsafe ioctl(slave, UInt(TCGETS), &bytes)
    return bytes
  }

  /// Takes what the program has written, without waiting.
  func drain() {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe read(master, &buffer, buffer.count)
      guard count > 0 else { return }
      output += buffer[..<count]
    }
  }

  /// Reads on until all that a terminal has pending is out.
  /// - Returns: what came since the last call.
  func take(from terminal: Terminal) -> [UInt8] {
    repeat { drain() } while !terminal.flushPending()
    drain()
    defer { output = [] }
    return output
  }

  /// Reads from a terminal until inputs that satisfy `isEnough` have come.
  static func inputs(of terminal: Terminal, until isEnough: ([TerminalReading]) -> Bool) -> [TerminalReading] {
    var readings: [TerminalReading] = []
    while !isEnough(readings) {
      var request = pollfd(fd: terminal.inputDescriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&request, 1, 10_000) > 0 else {
        Issue.record("nothing came within ten seconds")
        break
      }
      readings.append(terminal.readInput())
    }
    return readings
  }
}
