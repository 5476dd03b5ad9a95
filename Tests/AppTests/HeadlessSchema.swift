import Core
import Foundation
import Gemini

@testable import App

/// The schema in `docs`, of what commands print for scripts.
enum HeadlessSchema {
  static func read() throws -> JSON {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try JSON(parsing: Array(try Data(contentsOf: root.appending(path: "docs/headless.schema.json"))))
  }

  static func answer(_ run: Run) -> JSON { RunReport.json(run) { _ in nil } }
}
