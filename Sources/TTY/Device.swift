import CNcurses
import Glibc

/// The two descriptors of a terminal: its modes, its size, bytes in and bytes out. Never blocks, except as long as it
/// is told to.
final class Device {
  let input: Int32
  let output: Int32
  /// An open file of our own, so that making it non-blocking does not change the one shared with the shell.
  private let writer: Int32
  /// The modes found at the beginning, which go back in the end.
  private let originalModes: termios
  /// Non-`nil` when `writer` is `output` itself: its flags before.
  private let originalFlags: Int32?
  private var pending: [UInt8] = []
  private var sent = 0
  /// True once writing failed for good: the terminal has gone.
  private(set) var isBroken = false

  /// - Throws: `TerminalError.system`.
  init(input: Int32, output: Int32) throws(TerminalError) {
    self.input = input
    self.output = output
    var modes = termios()
    guard unsafe tcgetattr(input, &modes) == 0 else { throw .system(call: "tcgetattr", code: errno) }
    originalModes = modes
    let own = unsafe open("/proc/self/fd/\(output)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    if own >= 0 {
      writer = own
      originalFlags = nil
    } else {
      // Under another user's name the terminal cannot be opened again.
      let flags = fcntl(output, F_GETFL)
      writer = output
      originalFlags = flags
      _ = fcntl(output, F_SETFL, flags | O_NONBLOCK)
    }
  }

  deinit {
    if let originalFlags {
      _ = fcntl(output, F_SETFL, originalFlags)
    } else {
      close(writer)
    }
  }

  // MARK: Modes and size

  /// Every key reaches the program as its bytes: no line editing, echo, signals, flow control or translation.
  func setRawModes() {
    var modes = originalModes
    modes.c_iflag &= ~tcflag_t(BRKINT | IGNCR | INLCR | ICRNL | IXON | IXOFF | ISTRIP | PARMRK | INPCK)
    modes.c_oflag &= ~tcflag_t(OPOST)
    modes.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG | IEXTEN)
    modes.c_cflag = modes.c_cflag & ~tcflag_t(CSIZE | PARENB) | tcflag_t(CS8)
    unsafe withUnsafeMutableBytes(of: &modes.c_cc) { control in
      unsafe control[Int(VMIN)] = 1
      unsafe control[Int(VTIME)] = 0
    }
    unsafe tcsetattr(input, TCSANOW, &modes)
  }

  func restoreModes() {
    var modes = originalModes
    unsafe tcsetattr(input, TCSANOW, &modes)
  }

  /// Lets `Rescue` put this terminal back when the program crashes.
  func arm(_ rescue: [UInt8]) {
    Rescue.arm(bytes: rescue, writer: writer, input: input, modes: originalModes)
  }

  /// The window's columns, rows, width and height in pixels; zero where the system does not know.
  var window: (columns: Int, rows: Int, width: Int, height: Int) {
    var size = winsize()
    guard unsafe ioctl(output, UInt(TIOCGWINSZ), &size) == 0 else { return (0, 0, 0, 0) }
    return (Int(size.ws_col), Int(size.ws_row), Int(size.ws_xpixel), Int(size.ws_ypixel))
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Opens the terminal the program was started from, whatever its own input and output are.
  /// - Returns: a descriptor to be closed; `nil` if there is no terminal.
  static func openControllingTerminal() -> Int32? {
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    return descriptor < 0 ? nil : descriptor
  }

  // MARK: Bytes in

  /// Waits until bytes have arrived, but no longer than it is told to.
  func waitForInput(_ limit: Duration) {
    _ = wait(for: POLLIN, on: input, milliseconds: Int32(clamping: Int(limit / .milliseconds(1)) + 1))
  }

  /// Everything that has arrived and can be read at once, at most a mebibyte, and whether the terminal has hung up.
  func read() -> (bytes: [UInt8], isHungUp: Bool) {
    let chunk = 64 * 1024
    var bytes: [UInt8] = []
    while bytes.count < 1 << 20 {
      guard wait(for: POLLIN, on: input, milliseconds: 0) else { return (bytes, false) }
      var count = 0
      var failure: Int32 = 0
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: chunk) { buffer, filled in
        count = unsafe Glibc.read(input, buffer.baseAddress, chunk)
        failure = errno
        filled = max(0, count)
      }
      bytes += piece
      if count < 0, failure == EINTR || failure == EAGAIN { continue }
      if count <= 0 { return (bytes, true) }
    }
    return (bytes, false)
  }

  // MARK: Bytes out

  var wantsWrite: Bool { pendingCount > 0 }
  /// How many bytes the terminal has still to take.
  var pendingCount: Int { pending.count - sent }

  /// Appends to what is to be sent.
  func write(_ bytes: [UInt8]) {
    if isBroken { return }
    pending += bytes
  }

  /// Sends as much as the terminal takes now.
  /// - Returns: true when nothing is left.
  @discardableResult
  func flush() -> Bool {
    while wantsWrite {
      let count = unsafe pending.withUnsafeBytes { buffer in
        unsafe Glibc.write(writer, buffer.baseAddress?.advanced(by: sent), buffer.count - sent)
      }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        return false
      } else if errno != EINTR {
        isBroken = true
        break
      }
    }
    sent = 0
    // A picture's bytes are not worth keeping the room for.
    pending.removeAll(keepingCapacity: pending.capacity < 1 << 16)
    return true
  }

  /// Sends everything, waiting for a slow terminal, but not for one that has stopped reading.
  func flush(within limit: Duration) {
    let clock = ContinuousClock()
    let end = clock.now + limit
    while !flush(), clock.now < end {
      _ = wait(for: POLLOUT, on: writer, milliseconds: 50)
    }
  }

  private func wait(for event: Int32, on descriptor: Int32, milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    return unsafe poll(&request, 1, milliseconds) > 0
  }
}
