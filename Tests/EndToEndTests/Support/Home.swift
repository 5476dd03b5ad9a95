import Foundation

/// A folder of one test's own: what the studio keeps is in it, and it is the working folder. Removed in the end.
final class Home: Sendable {
  struct NoFolder: Error {}

  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "gemstudio-\(UUID().uuidString.prefix(8))"
    for folder in [path, path + "/data", path + "/work"] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    }
  }

  deinit {
    try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: data)
    try? FileManager.default.removeItem(atPath: path)
  }

  /// `GEMSTUDIO_HOME`.
  var data: String { path + "/data" }
  /// The working folder.
  var work: String { path + "/work" }

  /// Writes a file into the working folder.
  /// - Returns: its whole path.
  @discardableResult
  func write(_ bytes: [UInt8], as name: String) throws -> String {
    let file = work + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// The paths of all files the studio keeps.
  var kept: [String] {
    let names = FileManager.default.enumerator(atPath: data)?.compactMap { $0 as? String } ?? []
    return names.map { data + "/" + $0 }.filter { path in
      (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType == .typeRegular
    }
  }

  /// True if any file the studio keeps holds this text as it is.
  func keeps(_ text: String) -> Bool {
    let wanted = Data(text.utf8)
    return kept.contains { FileManager.default.contents(atPath: $0)?.range(of: wanted) != nil }
  }
}
