import Foundation

/// Reads the TOML files that people write by hand.
enum TOMLFile {
  /// Why a file cannot be read: the line, where there is one, and the reason.
  struct Problem: Error, Hashable {
    var line: Int?
    var reason: String
  }

  /// Bytes of a file at most.
  static let limit = 1 << 20

  /// - Returns: `nil` if there is no file.
  static func read(_ path: String) throws(Problem) -> [String: TOML]? { try document(path)?.table }

  /// - Returns: the table with the lines of what is in it; `nil` if there is no file.
  static func document(_ path: String) throws(Problem) -> TOML.Document? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path), data.count <= limit else {
      throw Problem(line: nil, reason: "it cannot be read, or is too long")
    }
    do throws(TOML.Problem) {
      return try TOML.document(String(decoding: data, as: UTF8.self))
    } catch {
      throw Problem(line: error.line, reason: error.reason)
    }
  }
}
