import Glibc

/// The system's calls that commands need for their descriptors.
enum SystemText {
  /// The system's words for an error number, such as `No space left on device`.
  static func error(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }

  /// - Returns: bytes written, or -1 and the error number.
  static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> (count: Int, error: Int32) {
    unsafe bytes.withUnsafeBytes { buffer in
      let count = unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      return (count, errno)
    }
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

  /// Opens a file for writing, empty.
  /// - Throws: `CommandError` with the system's reason.
  static func create(_ path: String) throws(CommandError) -> Int32 {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644 as mode_t)
    guard descriptor >= 0 else { throw CommandError("\(path) cannot be written: \(error(errno)).") }
    return descriptor
  }
}
