import Core
import Dispatch
import Store
import Synchronization

/// Sends the requests of commands, and keeps what comes while it comes.
struct AnswerStream: Sendable {
  let workshop: Workshop
  let console: Console
  /// Whom to ask.
  let connect: @Sendable () async throws -> Server

  /// Runs one request to its end. Cancelling the task stops it.
  /// - Parameters:
  ///   - recorder: stores the answer; `nil` keeps it in memory.
  ///   - out: where the answer goes: a reader that left wants nothing more, so nothing more is paid for.
  ///   - take: gets what is sure to stay of the answer, with the times at which it came.
  func run(
    _ prepared: PreparedTurn, recorder: RunRecorder?, out: Output, take: @escaping @Sendable (RunEvent, Instant) -> Void
  ) async -> Run {
    let queue = DispatchQueue(label: "gemstudio.journal")
    let journal = RunJournal(prepared.run, recorder: recorder, queue: queue) { [console] _, error in
      if let error { console.note("\(error.sentence) The answer is not kept.") }
    }
    let answer = Mutex(prepared.run)
    let driver = RunDriver(
      http: workshop.http, assets: workshop.assets, models: workshop.settings.models, limiter: workshop.limiter,
      policy: .forCommands, server: connect)
    let gate = CheckpointGate()
    let task = Task { [workshop] in
      await driver.run(prepared.request, stream: !prepared.run.isUnary) { event in
        let now = workshop.clock.now
        answer.withLock { $0.apply(event, at: now) }
        journal.apply(event, at: now)
        for (event, time) in gate.take(event, at: now) { take(event, time) }
      }
    }
    out.whenClosed { task.cancel() }
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    queue.sync {}
    return answer.withLock { $0 }
  }
}
