import Dispatch
import Synchronization

/// A value that tests wait for instead of sleeping: whoever changes it wakes those whose condition now holds.
package final class Watched<Value: Sendable>: Sendable {
  private struct Waiter {
    let condition: @Sendable (Value) -> Bool
    let resume: @Sendable (Value?) -> Void
  }

  private struct State {
    var value: Value
    var waiters: [Int: Waiter] = [:]
    var nextID = 0
  }

  private let state: Mutex<State>

  package init(_ value: Value) {
    state = Mutex(State(value: value))
  }

  package var value: Value {
    state.withLock { $0.value }
  }

  /// Changes the value and wakes those who waited for what it is now.
  package func change(_ body: (inout Value) -> Void) {
    let (value, woken) = state.withLock { state in
      body(&state.value)
      let value = state.value
      let woken = state.waiters.filter { $0.value.condition(value) }
      for id in woken.keys { state.waiters[id] = nil }
      return (value, Array(woken.values))
    }
    for waiter in woken { waiter.resume(value) }
  }

  package func set(_ value: Value) {
    change { $0 = value }
  }

  /// Waits until the condition holds.
  ///
  /// - Returns: the value then, or nil if that took longer than `seconds`.
  package func wait(seconds: Double = 300, until condition: @escaping @Sendable (Value) -> Bool) async -> Value? {
    await withCheckedContinuation { continuation in
      wait(seconds: seconds, until: condition) { continuation.resume(returning: $0) }
    }
  }

  /// The same for a thread that may block, such as a handler of `LoopbackServer`.
  package func blockingWait(seconds: Double = 300, until condition: @escaping @Sendable (Value) -> Bool) -> Value? {
    let result = Mutex<Value?>(nil)
    let done = DispatchSemaphore(value: 0)
    wait(seconds: seconds, until: condition) { value in
      result.withLock { $0 = value }
      done.signal()
    }
    done.wait()
    return result.withLock { $0 }
  }

  private func wait(
    seconds: Double, until condition: @escaping @Sendable (Value) -> Bool, resume: @escaping @Sendable (Value?) -> Void
  ) {
    let (ready, id) = state.withLock { state -> (Value?, Int) in
      if condition(state.value) { return (state.value, 0) }
      state.nextID += 1
      state.waiters[state.nextID] = Waiter(condition: condition, resume: resume)
      return (nil, state.nextID)
    }
    if let ready { return resume(ready) }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [weak self] in
      self?.state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(nil)
    }
  }
}
