import Glibc

/// Whole streams of bytes from and to a file descriptor.
enum Descriptor {
  /// Reads up to the end.
  /// - Returns: `nil` after an error or if more than `limit` bytes come.
  static func readAll(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        guard errno == EINTR else { return nil }
        continue
      }
      bytes += chunk[..<count]
      guard bytes.count <= limit else { return nil }
    }
  }

  /// - Returns: false after an error, such as a reader that went away.
  static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    var at = 0
    while at < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress?.advanced(by: at), $0.count - at)
      }
      if count < 0 {
        guard errno == EINTR else { return false }
        continue
      }
      at += count
    }
    return true
  }
}
