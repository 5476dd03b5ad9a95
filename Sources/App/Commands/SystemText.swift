import Glibc

/// The system's calls that commands need for their descriptors.
enum SystemText {
  /// The system's words for an error number, such as `No space left on device`.
  static func error(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }

  /// Fills the places of standard descriptors that somebody closed: the next file or socket to be opened would take them,
  /// and get the output. What fills them can be neither read nor written in the direction that is meant.
  static func fillStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free place is this one: those below are taken by now.
      unsafe _ = Glibc.open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// Opens a file to read it, without waiting for somebody who writes to a pipe.
  /// - Returns: the descriptor, or -1 and the error number.
  static func open(_ path: String) -> (descriptor: Int32, error: Int32) {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    return (descriptor, errno)
  }

  /// - Returns: bytes written, or -1 and the error number.
  static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> (count: Int, error: Int32) {
    unsafe bytes.withUnsafeBytes { buffer in
      let count = unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      return (count, errno)
    }
  }

  /// - Returns: the bytes that are there, none at the end; the error number, 0 if there is none.
  static func read(_ descriptor: Int32, upTo limit: Int) -> (bytes: [UInt8], error: Int32) {
    var error: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      let result = unsafe Glibc.read(descriptor, buffer.baseAddress, limit)
      if result < 0 { error = errno }
      count = max(0, result)
    }
    return (bytes, error)
  }

  /// True if there is something to read, or the end.
  static func isReadable(_ descriptor: Int32, withinMilliseconds limit: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, limit) > 0
  }

  /// Columns of the terminal behind a descriptor; `nil` if there is none, or it does not say.
  static func columns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  static func waitUntilWritable(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&request, 1, 1000)
  }

  /// True for a pipe, a socket or a file: what somebody put there to be read.
  static func holdsData(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return false }
    return [S_IFIFO, S_IFREG, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }
}
