import Foundation

/// A file that gets its name when it is whole: until then, what had the name stays as it was.
struct FinishedFile: Sendable {
  let path: String
  /// Where it grows; the path itself for a device or a pipe.
  private let growing: String

  init(_ path: String) {
    self.path = path
    growing = Self.isSpecial(path) ? path : "\(path).\(getpid()).part"
  }

  /// True for what is there and is no ordinary file, such as `/dev/null` or a named pipe.
  static func isSpecial(_ path: String) -> Bool {
    let type = try? FileManager.default.attributesOfItem(atPath: (path as NSString).resolvingSymlinksInPath)[.type]
    guard let type = type as? FileAttributeType else { return false }
    return type != .typeRegular && type != .typeDirectory
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    let options: Data.WritingOptions = isSpecial(path) ? [] : .atomic
    try Data(bytes).write(to: URL(fileURLWithPath: path), options: options)
  }

  /// Opens it.
  /// - Throws: `CommandError` with the system's reason.
  func create() throws(CommandError) -> Int32 { try SystemText.create(growing) }

  /// Gives it its name.
  /// - Returns: why not, as a sentence.
  func keep() -> String? {
    guard growing != path else { return nil }
    do {
      try PrivateFile.rename(growing, to: path)
      return nil
    } catch {
      discard()
      return "\(path) cannot be written. Choose another name with -o."
    }
  }

  /// Takes it away.
  func discard() {
    if growing != path { try? FileManager.default.removeItem(atPath: growing) }
  }
}
