import ArgumentParser
import Dispatch
import Foundation
import Glibc
import HTTP
import Synchronization

/// A command that works without a screen.
protocol HeadlessCommand: ParsableCommand, Sendable {
  /// True if it asks a server, so that it is worth getting ready for that.
  static var sendsRequests: Bool { get }
  /// - Returns: the exit code.
  /// - Throws: what keeps it from beginning.
  func perform(_ console: Console) async throws(CommandError) -> Int32
}

extension HeadlessCommand {
  static var sendsRequests: Bool { false }
}

/// Why a command cannot do what it was asked for.
struct CommandError: Error, Hashable {
  var sentence: String
  /// 2 for usage and configuration, 1 for data that cannot be used.
  var exitCode: Int32

  init(_ sentence: String, exitCode: Int32 = 2) {
    self.sentence = sentence
    self.exitCode = exitCode
  }
}

/// Runs commands to their end on a thread that may wait.
enum Headless {
  /// Runs a command. Ctrl+C cancels its task; a second one ends the process at once.
  /// - Returns: the exit code.
  static func run(_ command: any HeadlessCommand) -> Int32 {
    // Writing to a reader that left is then an error like any other.
    _ = signal(SIGPIPE, SIG_IGN)
    // And so is a file that would grow beyond what the shell allows.
    _ = signal(SIGXFSZ, SIG_IGN)
    let console = Console()
    let code = Mutex<Int32>(1)
    let done = DispatchSemaphore(value: 0)
    let interruption = Mutex(Interruption())
    hearInterruptions {
      interruption.withLock { interruption in
        interruption.hasCome = true
        interruption.task?.cancel()
      }
    }
    let task = Task {
      let result = await perform(command, console)
      code.withLock { $0 = result }
      done.signal()
    }
    interruption.withLock { interruption in
      interruption.task = task
      if interruption.hasCome { task.cancel() }
    }
    // This thread has nothing else to do, while the task reads settings and files.
    if type(of: command).sendsRequests { HTTPClient.prepare() }
    done.wait()
    return code.withLock { $0 }
  }

  private struct Interruption {
    var task: Task<Void, Never>?
    var hasCome = false
  }

  private static func perform(_ command: any HeadlessCommand, _ console: Console) async -> Int32 {
    do {
      return try await command.perform(console)
    } catch {
      console.note(error.sentence)
      return error.exitCode
    }
  }

  /// Waits for signals on a thread of its own. They are held back everywhere else from before this returns, so that none
  /// is lost: a signal that is ignored until somebody listens would be.
  private static func hearInterruptions(_ onFirst: @escaping @Sendable () -> Void) {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&signals, number) }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    let awaited = signals
    Thread.detachNewThread {
      var awaited = awaited
      var number: Int32 = 0
      unsafe sigwait(&awaited, &number)
      onFirst()
      unsafe sigwait(&awaited, &number)
      exit(130)
    }
  }
}
