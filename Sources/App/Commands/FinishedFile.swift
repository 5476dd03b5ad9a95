import Core
import Foundation

/// A file that gets its name when it is whole: until then, what had the name stays as it was.
enum FinishedFile {
  /// True for what is there and is no ordinary file, such as `/dev/null` or a named pipe.
  static func isSpecial(_ path: String) -> Bool {
    let type = try? FileManager.default.attributesOfItem(atPath: (path as NSString).resolvingSymlinksInPath)[.type]
    guard let type = type as? FileAttributeType else { return false }
    return type != .typeRegular && type != .typeDirectory
  }

  /// Writes a file at once; a device or a pipe is written as it is.
  /// - Throws: the system's reason.
  static func write(_ bytes: [UInt8], to path: String) throws(CommandError) {
    let options: Data.WritingOptions = isSpecial(path) ? [] : .atomic
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: options)
    } catch {
      throw CommandError("\(path) cannot be written: \(error.localizedDescription)".asSentence, exitCode: 1)
    }
  }
}
