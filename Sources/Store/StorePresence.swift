/// Says to other processes that this one uses the database, for as long as the object lives.
///
/// The file is empty, or holds the wish that whoever next has the database for itself looks whether it is damaged.
final class StorePresence: Sendable {
  private let path: String
  private let lock: FileLock

  init(_ path: String) throws(SystemError) {
    self.path = path
    try SystemFile.touch(path)
    lock = try FileLock(path)
  }

  /// True if no other process uses the database: then none can begin to, until `share` is called.
  func takeAlone() -> Bool { lock.takeAlone() }

  /// - Returns: false if a process has the database for itself.
  func share() -> Bool { lock.share() }

  var wantsCheck: Bool { (SystemFile.size(path) ?? 0) > 0 }

  func requestCheck() {
    // Without the wish the damage shows again the next time that part of the database is read.
    try? SystemFile.setContents(path, Array("check\n".utf8))
  }

  func checkIsDone() {
    try? SystemFile.setContents(path, [])
  }
}
