package import Core
import Synchronization

/// Lets the requests of all runs of this process go, model by model, as many as each model's limit allows.
///
/// Who came first goes first. A model that is limited, slow or failing holds no other.
package final class Limiter: Sendable {
  private struct Waiter {
    let id: Int
    let turn: AsyncStream<Void>.Continuation
  }

  /// The requests to one model.
  private struct Line {
    var underWay = 0
    /// When requests began, as far as that still counts; the oldest first.
    var starts: [Duration] = []
    var waiters: [Waiter] = []
    var hasTimer = false
  }

  private enum Entry {
    case goes
    case waits(id: Int, turn: AsyncStream<Void>, seconds: Double?)
  }

  private static let minute = Duration.seconds(60)

  private let limits: Mutex<@Sendable (String) -> Limit>
  private let timing: Timing
  private let lines = Mutex<[String: Line]>([:])
  private let ids = Atomic(0)

  /// - Parameter limit: of a model, by its id.
  package init(timing: Timing = .real, limit: @escaping @Sendable (String) -> Limit) {
    self.timing = timing
    limits = Mutex(limit)
  }

  /// Goes by other limits from now on, also for those that wait already.
  package func change(limit: @escaping @Sendable (String) -> Limit) {
    limits.withLock { $0 = limit }
    for model in lines.withLock({ Array($0.keys) }) { change(model) { _ in } }
  }

  private func limit(_ model: String) -> Limit { limits.withLock { $0 }(model) }

  /// Waits until a request to a model may go. Whoever was let go says so with `leave` when it is over.
  /// - Parameters:
  ///   - model: its id.
  ///   - onWait: called before a wait, with its seconds if they are known.
  /// - Returns: false if the task was cancelled while it waited.
  package func enter(_ model: String, onWait: (Double?) async -> Void) async -> Bool {
    guard case .waits(let id, let turn, let seconds) = enterOrQueue(model) else { return true }
    await onWait(seconds)
    for await _ in turn { return true }
    withdraw(id, from: model)
    return false
  }

  /// Ends what `enter` began.
  package func leave(_ model: String) {
    change(model) { $0.underWay -= 1 }
  }

  private func enterOrQueue(_ model: String) -> Entry {
    let (turn, continuation) = AsyncStream<Void>.makeStream()
    let id = ids.add(1, ordering: .relaxed).newValue
    return change(model) { line in
      line.waiters.append(Waiter(id: id, turn: continuation))
    } then: { line in
      guard let place = line.waiters.firstIndex(where: { $0.id == id }) else { return .goes }
      return .waits(id: id, turn: turn, seconds: seconds(until: place, in: line, limit(model)))
    }
  }

  private func withdraw(_ id: Int, from model: String) {
    change(model) { line in
      if let place = line.waiters.firstIndex(where: { $0.id == id }) {
        line.waiters.remove(at: place)
      } else {
        // Its turn had come just as it gave up.
        line.underWay -= 1
      }
    }
  }

  // MARK: One model

  private func change(_ model: String, _ body: (inout Line) -> Void) {
    change(model, body) { _ in }
  }

  /// Changes a model's line, lets go whom that lets go, and looks at what is left.
  private func change<Result>(
    _ model: String, _ body: (inout Line) -> Void, then look: (Line) -> Result
  ) -> Result {
    let limit = limit(model)
    let now = timing.now()
    let (result, pause) = lines.withLock { lines in
      var line = lines[model] ?? Line()
      body(&line)
      let pause = Self.letGo(&line, limit, now)
      if pause != nil { line.hasTimer = true }
      lines[model] = line
      return (look(line), pause)
    }
    if let pause { wake(model, after: pause) }
    return result
  }

  /// Lets go as many as may go now.
  /// - Returns: when to look again, if only time holds the next one and nobody waits for it yet.
  private static func letGo(_ line: inout Line, _ limit: Limit, _ now: Duration) -> Duration? {
    line.starts.removeAll { $0 + minute <= now }
    while let next = line.waiters.first {
      if let most = limit.concurrent, line.underWay >= most { return nil }
      if let most = limit.requestsPerMinute, line.starts.count >= most {
        return line.hasTimer ? nil : line.starts[line.starts.count - most] + minute - now
      }
      line.waiters.removeFirst()
      line.underWay += 1
      if limit.requestsPerMinute != nil { line.starts.append(now) }
      next.turn.yield()
      next.turn.finish()
    }
    return nil
  }

  private func wake(_ model: String, after pause: Duration) {
    Task(executorPreference: TaskQueue()) { [weak self, timing] in
      await timing.sleep(pause)
      self?.change(model) { $0.hasTimer = false }
    }
  }

  /// How long the one at a place waits because of the minute; `nil` if it waits for others to end.
  private func seconds(until place: Int, in line: Line, _ limit: Limit) -> Double? {
    guard let most = limit.requestsPerMinute, line.starts.count + place >= most else { return nil }
    let free = line.starts.count - most + place
    let (minutes, index) = (max(0, free) / most, max(0, free) % most)
    guard line.starts.indices.contains(index) else { return nil }
    return (line.starts[index] + Self.minute * (minutes + 1) - timing.now()) / .seconds(1)
  }
}
