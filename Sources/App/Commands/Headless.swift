import ArgumentParser
import Dispatch
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
    // Signals are heard before anything begins that one may be meant for.
    let interruption = Mutex(Interruption())
    let sources = interruptions {
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
    for source in sources { source.cancel() }
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

  private static func interruptions(_ onFirst: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
    let queue = DispatchQueue(label: "gemstudio.interrupt")
    let count = Mutex(0)
    let countUp: @Sendable () -> Int = {
      count.withLock { count in
        count += 1
        return count
      }
    }
    return [SIGINT, SIGTERM, SIGHUP].map { number in
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if countUp() == 1 { onFirst() } else { exit(130) }
      }
      source.activate()
      return source
    }
  }
}
