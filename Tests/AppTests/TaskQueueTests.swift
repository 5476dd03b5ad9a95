import Foundation
import Testing

@testable import App

@Suite("Tasks of the studio")
struct TaskQueueTests {
  /// The name that libdispatch gives a thread: those of its watched pool end in the quality of service alone.
  private static var thread: String {
    let name = FileManager.default.contents(atPath: "/proc/thread-self/comm") ?? Data()
    return String(decoding: name, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test("Run on queues and not in the pool of all tasks, also after a wait")
  func thread() async {
    let names = await Task(executorPreference: TaskQueue()) {
      let first = Self.thread
      await Timing.real.sleep(.zero)
      return [first, Self.thread]
    }.value
    #expect(names.allSatisfy { $0.hasSuffix("overcommit") }, "\(names)")
  }

  @Test("A wait ends with its task")
  func cancelledWait() async {
    let task = Task(executorPreference: TaskQueue()) { await Timing.real.sleep(.seconds(3600)) }
    task.cancel()
    await task.value
  }
}
