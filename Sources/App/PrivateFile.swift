import Foundation
import Glibc

/// Files that hold what only their owner may see.
enum PrivateFile {
  /// Puts a finished file in the place of another in one step: at any moment there is the old one or the new one.
  static func rename(_ path: String, to target: String) throws {
    guard unsafe Glibc.rename(path, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
