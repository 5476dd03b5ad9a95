import Glibc

/// Waiting for several descriptors at once.
enum Descriptors {
  /// Returns when something can be read or written, the time is over, or a signal came; the caller looks at everything
  /// anyway.
  /// - Parameter milliseconds: at most; negative is without limit.
  static func wait(readable: [Int32], writable: Int32?, milliseconds: Int32) {
    var requests = readable.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    if let writable { requests.append(pollfd(fd: writable, events: Int16(POLLOUT), revents: 0)) }
    unsafe poll(&requests, nfds_t(requests.count), milliseconds)
  }
}
