import Core
import Foundation
import Gemini

@testable import App

/// The schema in `docs`, of what commands print for scripts.
enum HeadlessSchema {
  static func read() throws -> JSON { try JSON(parsing: document("headless.schema.json")) }

  /// The bytes of a file in `docs`.
  static func document(_ name: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appending(path: "docs/\(name)")))
  }

  static func answer(_ run: Run) -> JSON { RunReport.json(run) { _ in nil } }
}
