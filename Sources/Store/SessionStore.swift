import Core
import GRDB
import Synchronization

/// The saved sessions, in one SQLite database.
///
/// Calls do their work before they return and may come from any thread. A change is in the database when its call
/// returns: it survives the end of the process at any moment, also by `kill -9`. Several processes may use the same
/// database.
package final class SessionStore: Sendable {
  let queue: DatabaseQueue
  let path: String
  /// The process that runs begun through this store belong to.
  let owner: ProcessMark
  /// What the user should be told about opening the store, as sentences.
  package let notice: String?
  private let presence: StorePresence?
  /// What tells apart the columns of sessions as they were shown or written last.
  let knownColumns = Mutex<[SessionID: [Int]]>([:])

  /// Opens the store in `folder`, such as `$XDG_DATA_HOME/gemstudio`, and makes what is missing.
  ///
  /// The folder gets mode 0700, the files 0600. A damaged database is set aside and what can be read is recovered,
  /// unless another process uses it.
  /// - Throws: `StoreError`; a database of a newer program is left as it is.
  package convenience init(folder: String) throws(StoreError) {
    try self.init(folder: folder, owner: .current)
  }

  init(folder: String, owner: ProcessMark) throws(StoreError) {
    let opened = try OpenedStore(folder: folder)
    queue = opened.queue
    path = opened.queue.path
    presence = opened.presence
    notice = opened.notice
    self.owner = owner
  }

  private init(inMemory queue: DatabaseQueue) {
    self.queue = queue
    path = queue.path
    presence = nil
    notice = nil
    owner = .current
  }

  /// A store that is gone when nobody holds it any more.
  package static func inMemory() throws(StoreError) -> SessionStore {
    do {
      let queue = try DatabaseQueue()
      try Migrations.all.migrate(queue)
      return SessionStore(inMemory: queue)
    } catch {
      throw StoreError(error, path: ":memory:")
    }
  }

  /// Changes the database: all of `work`, or nothing if it throws.
  func write<Value>(_ work: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try queue.write(work) } catch { throw known(error) }
  }

  /// Reads from the database as it is at one moment.
  func read<Value>(_ work: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try queue.read(work) } catch { throw known(error) }
  }

  private func known(_ error: any Error) -> StoreError {
    let error = StoreError(error, path: path)
    if error.isDamage { presence?.requestCheck() }
    return error
  }
}
