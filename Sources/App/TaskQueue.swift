import Dispatch

/// Where the tasks of the studio run: each on a queue of its own, `Task(executorPreference: TaskQueue())`.
///
/// The pool that tasks run on otherwise is looked after by libdispatch once a second, from the first task to the end of
/// the process. Nobody looks after the threads of queues, so that a studio with nothing to do sleeps for good.
final class TaskQueue: TaskExecutor {
  private let queue = DispatchQueue(label: "task")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
