import Core
import Glibc

/// An error number of the system.
struct SystemError: Error, Hashable {
  let code: Int32

  /// The error of the system call that failed just now.
  static var last: SystemError { SystemError(code: errno) }

  static let exists = SystemError(code: EEXIST)
  static let inputOutput = SystemError(code: EIO)
  static let noSpace = SystemError(code: ENOSPC)
  static let notADirectory = SystemError(code: ENOTDIR)
  static let notFound = SystemError(code: ENOENT)
  static let overQuota = SystemError(code: EDQUOT)
  static let readOnlyFileSystem = SystemError(code: EROFS)

  /// The system's own words, such as `Permission denied`.
  var text: String { unsafe String(cString: strerror(code)) }
}

/// Files and folders that only their owner may read, by the system's calls.
enum SystemFile {
  /// Makes a folder of mode 0700 and those above it that are missing.
  /// - Throws: `SystemError`, `ENOTDIR` where a file has the name.
  static func makeFolder(_ path: String) throws(SystemError) {
    if unsafe mkdir(path, 0o700) == 0 { return }
    var error = SystemError.last
    if error == .notFound, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try makeFolder(String(path[..<slash]))
      if unsafe mkdir(path, 0o700) == 0 { return }
      error = .last
    }
    guard error == .exists else { throw error }
    guard isFolder(path) else { throw .notADirectory }
  }

  /// Takes all rights from everybody but the owner, where this may be done.
  static func makePrivate(_ path: String, mode: mode_t) {
    unsafe _ = chmod(path, mode)
  }

  /// Makes an empty file of mode 0600, unless there is one.
  static func touch(_ path: String) throws(SystemError) {
    let descriptor = try open(path, O_WRONLY | O_CREAT)
    close(descriptor)
  }

  /// Bytes; `nil` if there is no file.
  static func size(_ path: String) -> Int? {
    status(path).map { Int($0.st_size) }
  }

  static func isFolder(_ path: String) -> Bool {
    status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  /// When the file was written, or its time renewed; `nil` if there is no file.
  static func time(_ path: String) -> Instant? {
    status(path).map { Instant(milliseconds: $0.st_mtim.tv_sec * 1000 + $0.st_mtim.tv_nsec / 1_000_000) }
  }

  /// Gives the file the time of now.
  /// - Returns: false if there is no file, or it is somebody else's.
  static func renewTime(_ path: String) -> Bool { unsafe utimes(path, nil) == 0 }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status : nil
  }

  static func rename(_ old: String, to new: String) throws(SystemError) {
    if unsafe Glibc.rename(old, new) != 0 { throw .last }
  }

  static func remove(_ path: String) {
    unsafe _ = unlink(path)
  }

  /// All bytes of a file, also of one in `/proc` that has no size.
  static func read(_ path: String) throws(SystemError) -> [UInt8] {
    let descriptor = try open(path, O_RDONLY)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: (size(path) ?? 0) + 4096)
    var count = 0
    while true {
      if count == bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      }
      if got == 0 { break }
      if got > 0 { count += got } else if errno != EINTR { throw .last }
    }
    bytes.removeSubrange(count...)
    return bytes
  }

  /// Writes a file of mode 0600 that must not exist yet, and waits until it is on the disk.
  static func writeNew(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
    let descriptor = try open(path, O_WRONLY | O_CREAT | O_EXCL)
    defer { close(descriptor) }
    try write(bytes, descriptor)
    if fsync(descriptor) != 0 { throw .last }
  }

  /// Puts other bytes into a file there is.
  static func setContents(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
    let descriptor = try open(path, O_WRONLY | O_TRUNC)
    defer { close(descriptor) }
    try write(bytes, descriptor)
  }

  private static func write(_ bytes: [UInt8], _ descriptor: Int32) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      }
      if count >= 0 { written += count } else if errno != EINTR { throw .last }
    }
  }

  private static func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32 {
    let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600 as mode_t)
    if descriptor < 0 { throw .last }
    return descriptor
  }
}

/// An advisory lock on a file or folder, held until the object goes.
///
/// Locks belong to the object, not to the process: two in one process exclude each other like two processes do.
final class FileLock: Sendable {
  private let descriptor: Int32

  /// Opens the file or folder without taking the lock.
  init(_ path: String) throws(SystemError) {
    descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw .last }
  }

  deinit { close(descriptor) }

  /// Takes the lock for sharing, at once or not at all.
  func share() -> Bool { flock(descriptor, LOCK_SH | LOCK_NB) == 0 }

  /// Takes the lock for this object alone, at once or not at all. A shared lock it had is lost either way.
  func takeAlone() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Takes the lock for this object alone as soon as the others let go of it.
  /// - Returns: false if they did not in `seconds`.
  func waitAlone(seconds: Int) -> Bool {
    for _ in 0..<(seconds * 100) {
      if takeAlone() { return true }
      usleep(10_000)
    }
    return takeAlone()
  }
}
