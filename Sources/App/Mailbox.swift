package import Core
import Dispatch
import Glibc
import Synchronization

/// Where events wait for the loop, whoever brings them. A pipe wakes the loop's `poll`.
package final class Mailbox: Sendable {
  private struct State {
    var events: [Event] = []
    /// What the events of runs among them weigh.
    var weight = 0
    /// Streams that wait because the loop has not caught up.
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// A stream that brings more than this waits: the loop's pace then reaches the socket. So much takes the loop some 5 ms,
  /// which is what a key may have to wait for it.
  private static let heaviest = 128 << 10

  private let state = Mutex(State())
  /// Readable while there are events.
  package let descriptor: Int32
  private let wakeup: Int32

  package init() {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { preconditionFailure("a process can always make its first pipe") }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (descriptor, wakeup) = (ends[0], ends[1])
  }

  /// Brings an event; never waits.
  package func post(_ event: Event) {
    let isFirst = state.withLock { state in
      if case .run(let id, .received(let more)) = event {
        state.weight += RunEvent.received(more).weight
        // What a run brought while nobody looked is one piece of news.
        if case .run(id, .received(var all))? = state.events.last {
          // The list lets go of it meanwhile, so that it grows in place.
          state.events.removeLast()
          all += more
          state.events.append(.run(id, .received(all)))
          return false
        }
      }
      state.events.append(event)
      return state.events.count == 1
    }
    if isFirst { wake() }
  }

  /// Brings an event of a stream; waits while too many are pending.
  package func send(_ event: Event) async {
    post(event)
    await withCheckedContinuation { continuation in
      let mayGoOn = state.withLock { state in
        if state.weight <= Self.heaviest { return true }
        state.waiting.append(continuation)
        return false
      }
      if mayGoOn { continuation.resume() }
    }
  }

  /// Takes all events, in the order they came.
  /// - Returns: the events, and whether a stream had to wait, as it brings more than the loop can take.
  package func takeAll() -> (events: [Event], isFlood: Bool) {
    var bytes = [UInt8](repeating: 0, count: 64)
    while unsafe read(descriptor, &bytes, bytes.count) == bytes.count {}
    let (events, waiting) = state.withLock { state in
      let taken = (state.events, state.waiting)
      state = State()
      return taken
    }
    for continuation in waiting { continuation.resume() }
    return (events, !waiting.isEmpty)
  }

  private func wake() {
    var byte: UInt8 = 0
    unsafe write(wakeup, &byte, 1)
  }
}
