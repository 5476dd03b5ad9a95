import GRDB
import Synchronization

extension DatabaseQueue {
  private static let retired = Mutex<[DatabaseQueue]>([])

  /// Closes a connection that is not needed any more, and keeps what is left of it, which is next to nothing.
  ///
  /// To clear away a queue that was let go of, libdispatch uses its pool of threads, and looks after that once a second
  /// from then on: a studio with nothing to do would never sleep.
  func retire() {
    try? close()
    Self.retired.withLock { $0.append(self) }
  }
}
