import Glibc

/// One end of a local connection, or the place where they are waited for. Closed when nobody holds it any more.
final class UnixSocket: Sendable {
  let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Waits for connections under a name in a folder.
  /// - Returns: `nil` if that is not possible.
  static func listen(at name: String, in folder: PrivateFolder) -> UnixSocket? {
    guard let socket = make(), var address = address(name, folder) else { return nil }
    let isBound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(socket.descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isBound, Glibc.listen(socket.descriptor, 8) == 0 else { return nil }
    return socket
  }

  enum Attempt {
    case connected(UnixSocket)
    /// Nobody waits there any more: what is left is a name.
    case abandoned
    case failed
  }

  static func connect(to name: String, in folder: PrivateFolder) -> Attempt {
    guard let socket = make(), var address = address(name, folder) else { return .failed }
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(socket.descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    if status == 0 { return .connected(socket) }
    return errno == ECONNREFUSED ? .abandoned : .failed
  }

  /// Waits for the next connection; `nil` after `shutDown`.
  func accept() -> UnixSocket? {
    while true {
      let accepted = Glibc.accept(descriptor, nil, nil)
      if accepted >= 0 {
        _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
        return UnixSocket(accepted)
      }
      switch errno {
      case EINTR, ECONNABORTED: continue
      // No descriptor or no memory is left; there may be some in a moment.
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: usleep(100_000)
      default: return nil
      }
    }
  }

  /// Ends waiting and talking, on all threads.
  func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// The user of the process at the other end, as the system knows it.
  var peerUser: uid_t? {
    // A process, its user and its group; the C type of that is for GNU sources alone.
    var credentials: [UInt32] = [0, 0, 0]
    var length = socklen_t(MemoryLayout<UInt32>.size * credentials.count)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0 else { return nil }
    return credentials[1]
  }

  /// Reads exactly so many bytes.
  /// - Parameter seconds: how long nothing at all may come.
  /// - Returns: `nil` if the other end closes, breaks off, or says nothing.
  func read(_ count: Int, seconds: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard isReady(for: POLLIN, seconds: seconds) else { return nil }
      let most = min(count - bytes.count, 1 << 18)
      var chunk = [UInt8](repeating: 0, count: most)
      let length = unsafe recv(descriptor, &chunk, most, 0)
      if length < 0, errno == EINTR || errno == EAGAIN { continue }
      guard length > 0 else { return nil }
      bytes += chunk.prefix(length)
    }
    return bytes
  }

  /// Writes all bytes.
  /// - Parameter seconds: how long the other end may take none at all.
  /// - Returns: false if it does not take them.
  func write(_ bytes: [UInt8], seconds: Int) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard isReady(for: POLLOUT, seconds: seconds) else { return false }
      let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
      let length = unsafe rest.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, flags) }
      if length < 0, errno == EINTR || errno == EAGAIN { continue }
      guard length > 0 else { return false }
      rest = rest.dropFirst(length)
    }
    return true
  }

  private func isReady(for events: Int32, seconds: Int) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      let left = ContinuousClock.now.duration(to: end)
      guard left > .zero else { return false }
      var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let ready = unsafe poll(&request, 1, Int32(left / .milliseconds(1)) + 1)
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { return false }
    }
  }

  private static func make() -> UnixSocket? {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return UnixSocket(descriptor)
  }

  /// The address leads over the open folder: a socket's own may have only 107 bytes, and folders may have more.
  private static func address(_ name: String, _ folder: PrivateFolder) -> sockaddr_un? {
    let path = Array("/proc/self/fd/\(folder.descriptor)/\(name)".utf8)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let isCopied = unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
      guard path.count < room.count else { return false }
      unsafe room.copyBytes(from: path)
      return true
    }
    return isCopied ? address : nil
  }
}

/// A folder that belongs to this user and that nobody else can look into.
final class PrivateFolder: Sendable {
  let path: String
  let descriptor: Int32

  /// Opens a folder, or makes it. One of somebody else, or one that others may use, is refused.
  /// - Parameter creates: false if a folder that is missing stays so.
  init?(_ path: String, creates: Bool) {
    if creates { unsafe mkdir(path, 0o700) }
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    let isOwn = unsafe fstat(descriptor, &status) == 0 && status.st_uid == geteuid()
    guard isOwn, status.st_mode & 0o077 == 0 || fchmod(descriptor, 0o700) == 0 else {
      close(descriptor)
      return nil
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  func remove(_ name: String) { unsafe unlinkat(descriptor, name, 0) }
}
