import Glibc
import Synchronization

/// A TCP socket on 127.0.0.1. The only file of the test support with unsafe calls.
///
/// One thread reads, writes and closes it; `shutDown` may come from any.
final class Socket: Sendable {
  private let descriptor: Int32
  private let isClosed = Mutex(false)

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    close()
  }

  /// Listens on a free port; nil if the system does not allow it.
  static func listening() -> (socket: Socket, port: Int)? {
    guard let (socket, port) = bound(), listen(socket.descriptor, 128) == 0 else { return nil }
    return (socket, port)
  }

  /// Holds a free port and takes no connection on it; nil if the system does not allow it.
  static func bound() -> (socket: Socket, port: Int)? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    let socket = Socket(descriptor)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
      }
    }
    guard isBound else { return nil }
    return (socket, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// Connects to a port; nil if nobody listens there.
  static func connected(to port: Int) -> Socket? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    let socket = Socket(descriptor)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    let code = unsafe withUnsafePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return code == 0 ? socket : nil
  }

  /// The next connection; nil once the socket is shut down.
  func accept() -> Socket? {
    let accepted = Glibc.accept(descriptor, nil, nil)
    guard accepted >= 0 else { return nil }
    var on: Int32 = 1
    unsafe setsockopt(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    return Socket(accepted)
  }

  /// Some bytes; empty at the end, nil if the peer reset the connection.
  func read() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while !isClosed.withLock({ $0 }) {
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      if count >= 0 { return Array(buffer[..<count]) }
      if errno != EINTR { return nil }
    }
    return nil
  }

  /// Writes until all is sent, the peer is gone or the socket stayed full for `patience`.
  ///
  /// - Returns: bytes written
  func write(_ bytes: some Collection<UInt8>, patienceSeconds patience: Double?) -> Int {
    var rest = Array(bytes)[...]
    var written = 0
    while !rest.isEmpty, !isClosed.withLock({ $0 }) {
      let count = unsafe rest.withUnsafeBytes { part in
        unsafe send(descriptor, part.baseAddress, part.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
      }
      if count >= 0 {
        written += count
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        guard wait(for: POLLOUT, seconds: patience) else { break }
      } else if errno != EINTR {
        break
      }
    }
    return written
  }

  /// True if there is something to read, the end included, within the time.
  func waitForInput(seconds: Double) -> Bool {
    wait(for: POLLIN, seconds: seconds)
  }

  private func wait(for events: Int32, seconds: Double?) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while true {
      let count = unsafe poll(&entry, 1, seconds.map { Int32($0 * 1000) } ?? -1)
      if count >= 0 { return count > 0 }
      if errno != EINTR { return false }
    }
  }

  /// Ends both directions, which wakes whoever is reading or writing.
  func shutDown() {
    isClosed.withLock { isClosed in
      if !isClosed { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  /// Closes the socket, or resets the connection so that the peer sees an error.
  func close(reset: Bool = false) {
    isClosed.withLock { isClosed in
      guard !isClosed else { return }
      isClosed = true
      if reset {
        var option = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
      }
      _ = Glibc.close(descriptor)
    }
  }

  var isOpen: Bool {
    isClosed.withLock { !$0 }
  }
}
