import Foundation
import Testing

/// Texts that were recorded below this folder, to be read in a diff.
enum Golden {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  /// Compares a text with the one that was recorded under a name, such as `Screens/menu-80x24`; with `RECORD_SCREENS=1`
  /// records it.
  static func check(_ text: String, _ name: String) throws {
    let file = folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["RECORD_SCREENS"] == "1" {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    let lines = zip(
      text.split(separator: "\n", omittingEmptySubsequences: false),
      recorded.split(separator: "\n", omittingEmptySubsequences: false))
    let changed = lines.filter { $0 != $1 }.prefix(6).map { "is  \($0)\nwas \($1)" }.joined(separator: "\n")
    #expect(text == recorded, "\(name) changed:\n\(changed)")
  }
}
