import Foundation
import Glibc

/// Files that hold what only their owner may see.
enum PrivateFile {
  /// Writes a file that its owner alone may read, and the folder it is in.
  /// - Parameter mode: who may do what with it, where it is not its owner's alone.
  /// - Throws: why it cannot be written; what was there before is then still there.
  static func write(_ bytes: [UInt8], to path: String, mode: Int = 0o600) throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    // Of two processes that write at once, each has a file of its own.
    let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).new"
    try? files.removeItem(atPath: temporary)
    guard files.createFile(atPath: temporary, contents: nil, attributes: [.posixPermissions: mode]) else {
      throw CocoaError(.fileWriteUnknown)
    }
    do {
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: temporary))
      try file.write(contentsOf: Data(bytes))
      try file.close()
      try rename(temporary, to: path)
    } catch {
      try? files.removeItem(atPath: temporary)
      throw error
    }
  }

  /// What to do after a file could not be written, as a sentence.
  static func wayOut(of error: any Error) -> String {
    (error as? CocoaError)?.code == .fileWriteOutOfSpace
      ? "The disk is full: make room on it, then try again." : "Check the permissions of its folder."
  }

  /// Puts a finished file in the place of another in one step: at any moment there is the old one or the new one.
  static func rename(_ path: String, to target: String) throws {
    guard unsafe Glibc.rename(path, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
