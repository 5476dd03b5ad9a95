import Core
import Glibc

/// The bytes of a file that a command was given. It may be a pipe, such as a shell makes of `<(...)`.
enum InputFile {
  /// - Parameter limit: bytes at most.
  /// - Throws: why the file cannot be read, or 130 if the task was cancelled meanwhile.
  static func read(_ path: String, limit: Int) throws(CommandError) -> [UInt8] {
    let (descriptor, error) = SystemText.open(path)
    guard descriptor >= 0 else { throw unreadable(path, error) }
    defer { close(descriptor) }
    return try read(descriptor, called: path, limit: limit)
  }

  /// - Parameter name: what it is called, at the beginning of a sentence.
  static func read(_ descriptor: Int32, called name: String, limit: Int) throws(CommandError) -> [UInt8] {
    var all: [UInt8] = []
    while all.count <= limit {
      // Who waits for a pipe that nobody writes to can still press Ctrl+C.
      while !SystemText.isReadable(descriptor, withinMilliseconds: 100) {
        if Task.isCancelled { throw CommandError("Stopped while waiting for \(name).", exitCode: 130) }
      }
      let (bytes, error) = SystemText.read(descriptor, upTo: min(1 << 18, limit + 1 - all.count))
      if error == EINTR || error == EAGAIN { continue }
      if error != 0 { throw unreadable(name, error) }
      if bytes.isEmpty { return all }
      all += bytes
    }
    throw CommandError("\(name) has more than \(byteText(limit)), which is the most.", exitCode: 1)
  }

  private static func unreadable(_ name: String, _ error: Int32) -> CommandError {
    CommandError("\(name) cannot be read: \(SystemText.error(error)).", exitCode: 1)
  }
}
