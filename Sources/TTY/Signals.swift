import Dispatch
import Glibc
import Synchronization

/// A signal the program answers.
package enum Signal: CaseIterable, Sendable {
  case windowChanged, hangUp, terminate, interrupt, continued, stop

  fileprivate var number: Int32 {
    switch self {
    case .windowChanged: SIGWINCH
    case .hangUp: SIGHUP
    case .terminate: SIGTERM
    case .interrupt: SIGINT
    case .continued: SIGCONT
    case .stop: SIGTSTP
    }
  }
}

/// The pipe's end that the signal handler writes to, -1 while nobody listens.
private let wakeEnd = Atomic<Int32>(-1)

/// Delivers signals to a function, away from the restrictions of a signal handler. One at a time in a process.
package final class Signals {
  private let previous: SignalActions
  private let source: any DispatchSourceRead

  /// Takes over all of `Signal`, and SIGPIPE, after which writing to a closed pipe is an error like any other.
  /// - Parameter onSignal: called on a queue of this object's own.
  /// - Throws: `TerminalError.system`.
  package init(onSignal: @escaping @Sendable (Signal) -> Void) throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw .system(call: "pipe", code: errno) }
    let (readEnd, writeEnd) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    previous = SignalActions(Signal.allCases.map(\.number) + [SIGPIPE])
    source = DispatchSource.makeReadSource(fileDescriptor: readEnd, queue: DispatchQueue(label: "gemstudio.signals"))
    source.setEventHandler {
      for signal in Self.arrived(on: readEnd) { onSignal(signal) }
    }
    source.setCancelHandler {
      close(readEnd)
      close(writeEnd)
    }
    source.activate()
    wakeEnd.store(writeEnd, ordering: .releasing)
    for signal in Signal.allCases { SignalActions.set(signal.number, { Signals.wake($0) }) }
    // A handler, not SIG_IGN: programs we start would inherit that.
    SignalActions.set(SIGPIPE, { _ in })
  }

  deinit {
    previous.restore()
    wakeEnd.store(-1, ordering: .releasing)
    source.cancel()
  }

  /// Runs in the signal handler.
  private static func wake(_ number: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = unsafe write(wakeEnd.load(ordering: .acquiring), &byte, 1)
    errno = saved
  }

  private static func arrived(on descriptor: Int32) -> [Signal] {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    return bytes.prefix(max(0, count)).compactMap { byte in Signal.allCases.first { $0.number == Int32(byte) } }
  }
}
