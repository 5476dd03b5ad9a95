import Foundation
import Gemini

/// A person's own `models.json`, which goes over the built-in table of models.
enum ModelsFile {
  /// Bytes; a table of every model there is takes a few thousand.
  private static let mostBytes = 1 << 20

  /// - Returns: why the file could not be used, as a sentence; `nil` if it was, or if there is none.
  static func read(_ path: String, into table: inout ModelTable) -> String? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path), data.count <= mostBytes else {
      return "\(path) cannot be read, or is larger than 1 MB. The built-in table of models is used."
    }
    return table.override(with: Array(data)).map { "\(path): \($0) The built-in table of models is used." }
  }
}
