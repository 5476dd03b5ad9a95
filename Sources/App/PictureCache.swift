import Foundation
import Glibc
import Images
import Synchronization

/// What the picture process answered before, on disk, so that a picture seen again costs no work. Nothing depends on
/// it: a folder that cannot be used is one without entries, and an entry is believed no more than the process itself.
package final class PictureCache: Sendable {
  /// Another one whenever the same request is to give another answer.
  private static let version = 1

  private let folder: String
  /// The most bytes of all entries; of those over it the ones that were not used for longest go.
  private let limit: Int
  /// Bytes of all entries, as far as this process knows; `nil` before it looked.
  private let known = Mutex<Int?>(nil)

  package init(folder: String, limit: Int = 64 << 20) {
    self.folder = folder
    self.limit = limit
  }

  /// The answer's bytes, not yet checked.
  func read(_ request: PictureRequest) -> [UInt8]? {
    guard let path = path(for: request), let entry = Self.entry(path), entry.bytes <= request.responseLimit,
      let data = try? Data(contentsOf: URL(fileURLWithPath: path))
    else { return nil }
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    return [UInt8](data)
  }

  /// Keeps an answer that was found right.
  func write(_ answer: [UInt8], for request: PictureRequest) {
    guard let path = path(for: request), answer.count <= limit / 4, preparesFolder() else { return }
    let draft = "\(folder)/.\(UUID().uuidString)"
    let isWritten = FileManager.default.createFile(
      atPath: draft, contents: Data(answer), attributes: [.posixPermissions: 0o600])
    do {
      guard isWritten else { throw CocoaError(.fileWriteUnknown) }
      try PrivateFile.rename(draft, to: path)
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      return
    }
    known.withLock { known in
      let bytes = (known ?? Self.entries(in: folder).reduce(0) { $0 + $1.bytes }) + answer.count
      known = bytes > limit ? trim() : bytes
    }
  }

  /// Takes out an entry that was found wrong.
  func remove(_ request: PictureRequest) {
    guard let path = path(for: request) else { return }
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The file of an answer: named by the picture's content and by everything that was asked for. `nil` if it is not to
  /// be kept.
  private func path(for request: PictureRequest) -> String? {
    switch request.operation {
    case .picture, .art: break
    case .pixels, .png: return nil
    }
    // A key begins with the content's SHA-256; what else it may say tells pictures on the screen apart.
    let content = request.key.prefix(64)
    guard content.count == 64, content.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    let digits = request.parameters.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "\(folder)/\(Self.version)-\(content)-\(digits)"
  }

  // MARK: The folder

  private struct Entry {
    var path: String
    var bytes: Int
    var used: Date
  }

  /// `nil` for anything but a file of our own.
  private static func entry(_ path: String) -> Entry? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      attributes[.type] as? FileAttributeType == .typeRegular, isOurs(attributes),
      let bytes = attributes[.size] as? Int, let used = attributes[.modificationDate] as? Date
    else { return nil }
    return Entry(path: path, bytes: bytes, used: used)
  }

  private static func isOurs(_ attributes: [FileAttributeKey: Any]) -> Bool {
    (attributes[.ownerAccountID] as? Int).map { $0 == Int(geteuid()) } ?? false
  }

  private static func entries(in folder: String) -> [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { entry("\(folder)/\($0)") }
  }

  /// Makes the folder, or looks at the one that is there: only a folder of our own that nobody else may look into.
  private func preparesFolder() -> Bool {
    let mode = 0o700
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: folder),
      attributes[.type] as? FileAttributeType == .typeDirectory, Self.isOurs(attributes)
    else { return false }
    if attributes[.posixPermissions] as? Int == mode { return true }
    return (try? FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder)) != nil
  }

  /// Removes the entries used longest ago, and a quarter more than must be, so that this is seldom.
  /// - Returns: the bytes that are left.
  private func trim() -> Int {
    let entries = Self.entries(in: folder).sorted { $0.used < $1.used }
    var bytes = entries.reduce(0) { $0 + $1.bytes }
    for entry in entries where bytes > limit / 4 * 3 {
      guard (try? FileManager.default.removeItem(atPath: entry.path)) != nil else { continue }
      bytes -= entry.bytes
    }
    return bytes
  }
}
