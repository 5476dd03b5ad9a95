import Foundation

/// Recorded answers of the service, in the folder that the environment variable `WIRE_SAMPLES` names.
package struct WireSamples: Sendable {
  package struct File: Sendable {
    /// Relative to the folder, with `/`.
    package let path: String
    package let bytes: [UInt8]
  }

  /// All regular files below the folder, sorted by path.
  package let files: [File]

  /// Nil if `WIRE_SAMPLES` is unset or empty.
  ///
  /// - Throws: the system's error if a file cannot be read.
  package init?(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    guard let folder = environment["WIRE_SAMPLES"], !folder.isEmpty else { return nil }
    let root = URL(fileURLWithPath: folder, isDirectory: true)
    files = try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted().compactMap { path in
      let url = root.appendingPathComponent(path)
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { return nil }
      return File(path: path, bytes: Array(try Data(contentsOf: url)))
    }
  }
}
