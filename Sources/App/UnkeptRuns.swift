import Core
import Dispatch
import Synchronization

/// The runs that the store refused: writing them is tried again until it takes them.
final class UnkeptRuns: Sendable {
  private struct State {
    /// In the order they were refused: a turn hangs on the one before it.
    var journals: [(run: RunID, journal: RunJournal)] = []
    var isWaiting = false
  }

  private let state = Mutex(State())
  private let queue: DispatchQueue
  private let pause: DispatchTimeInterval

  /// - Parameters:
  ///   - queue: where the store is written.
  ///   - pause: the time between two tries.
  init(queue: DispatchQueue, pause: DispatchTimeInterval = .seconds(3)) {
    self.queue = queue
    self.pause = pause
  }

  /// Takes in a run of which the store lacks something.
  func add(_ run: RunID, _ journal: RunJournal) {
    state.withLock { state in
      if !state.journals.contains(where: { $0.run == run }) { state.journals.append((run, journal)) }
    }
    waitForNextTry()
  }

  /// Tries all of them now. To be called on the queue.
  func catchUp() {
    for (run, journal) in state.withLock({ $0.journals }) where journal.catchUp() {
      state.withLock { $0.journals.removeAll { $0.run == run } }
    }
  }

  private func waitForNextTry() {
    let begins = state.withLock { state in
      defer { state.isWaiting = !state.journals.isEmpty }
      return !state.isWaiting && !state.journals.isEmpty
    }
    guard begins else { return }
    queue.asyncAfter(deadline: .now() + pause) { [weak self] in
      self?.catchUp()
      self?.state.withLock { $0.isWaiting = false }
      self?.waitForNextTry()
    }
  }
}
