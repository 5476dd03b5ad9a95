import CCurl
import Dispatch
import Glibc
import Synchronization

/// The curl thread: it alone touches libcurl's handles; everybody else leaves it orders and wakes it.
final class CurlLoop: Sendable {
  private enum Order {
    case start(Transfer)
    case resume(Transfer)
    case cancel(Transfer)
  }

  private enum Phase {
    case idle, running, stopping, stopped
  }

  private struct State {
    var phase = Phase.idle
    var orders: [Order] = []
    /// Nil while there is no thread that listens.
    var multi: MultiHandle?
    /// The thread, until somebody has waited for its end.
    var thread: pthread_t?

    mutating func post(_ order: Order) {
      guard phase == .running else { return }
      orders.append(order)
      multi?.wakeUp()
    }
  }

  private let configuration: HTTPConfiguration
  private let state = Mutex(State())
  private let ended = DispatchSemaphore(value: 0)

  init(_ configuration: HTTPConfiguration) {
    self.configuration = configuration
  }

  deinit {
    if let thread = state.withLock({ $0.thread }) { pthread_detach(thread) }
  }

  /// Begins a transfer, and the thread if it is the first.
  func start(_ transfer: Transfer) {
    let (isAccepted, isFirst) = state.withLock { state in
      let isFirst = state.phase == .idle
      if isFirst { state.phase = .running }
      guard state.phase == .running else { return (false, false) }
      state.post(.start(transfer))
      return (true, isFirst)
    }
    if !isAccepted { transfer.finish(.failure(.cancelled)) }
    if isFirst, !startThread() {
      stopped(.connect(detail: "the system allows no further thread"))
    }
  }

  /// Reads the transfer's socket again after a pause.
  func resume(_ transfer: Transfer) {
    state.withLock { $0.post(.resume(transfer)) }
  }

  /// Drops the transfer's handle, and with it its connection or stream.
  func cancel(_ transfer: Transfer) {
    state.withLock { $0.post(.cancel(transfer)) }
  }

  /// Ends all transfers and the thread, without waiting for either.
  func stop() {
    state.withLock { state in
      switch state.phase {
      case .idle:
        state.phase = .stopped
        ended.signal()
      case .running:
        state.phase = .stopping
        state.multi?.wakeUp()
      case .stopping, .stopped: break
      }
    }
  }

  /// Waits for the end that `stop` has asked for, the thread's own included: OpenSSL frees what a thread has of it at the
  /// thread's end and again at that of the process, and the two must not meet.
  func waitUntilStopped() {
    ended.wait()
    ended.signal()
    let thread = state.withLock { state in
      defer { state.thread = nil }
      return state.thread
    }
    if let thread { pthread_join(thread, nil) }
  }

  // MARK: The thread

  private func startThread() -> Bool {
    let context = unsafe Unmanaged.passRetained(self)
    // The thread's first look at the state waits for this to be over.
    let code = state.withLock { state in
      var thread = pthread_t()
      let code = unsafe pthread_create(
        &thread, nil,
        { context in
          if let context = unsafe context {
            let loop = unsafe Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue()
            loop.run()
          }
          return nil
        }, context.toOpaque())
      if code == 0 { state.thread = thread }
      return code
    }
    if code != 0 { unsafe context.release() }
    return code == 0
  }

  private func run() {
    blockSignals()
    guard let multi = MultiHandle() else {
      return stopped(.connect(detail: "libcurl could not be started"))
    }
    state.withLock { $0.multi = multi }
    var handles: [ObjectIdentifier: EasyHandle] = [:]
    var reason = HTTPError.cancelled
    while let orders = takeOrders() {
      for order in orders { carryOut(order, on: multi, &handles) }
      multi.perform { handle, outcome in
        handles[ObjectIdentifier(handle.transfer)] = nil
        handle.transfer.finish(outcome)
      }
      for handle in handles.values where handle.takeNews() { handle.transfer.deliver() }
      guard multi.poll() else {
        reason = .brokenOff(detail: "the system cannot wait for the network")
        break
      }
    }
    // From here on nobody may wake the multi handle, which goes at the end of this function.
    state.withLock { $0.multi = nil }
    for handle in handles.values {
      multi.remove(handle)
      handle.transfer.finish(.failure(reason))
    }
    stopped(reason)
  }

  private func carryOut(_ order: Order, on multi: MultiHandle, _ handles: inout [ObjectIdentifier: EasyHandle]) {
    switch order {
    case .start(let transfer):
      guard !transfer.isOver else { return }
      guard let handle = EasyHandle(transfer, configuration), multi.add(handle) else {
        return transfer.finish(.failure(.unsupported(detail: "libcurl does not accept it")))
      }
      handles[ObjectIdentifier(transfer)] = handle
    case .resume(let transfer):
      handles[ObjectIdentifier(transfer)]?.resume()
    case .cancel(let transfer):
      if let handle = handles.removeValue(forKey: ObjectIdentifier(transfer)) { multi.remove(handle) }
    }
  }

  private func takeOrders() -> [Order]? {
    state.withLock { state in
      guard state.phase == .running else { return nil }
      defer { state.orders = [] }
      return state.orders
    }
  }

  private func stopped(_ reason: HTTPError) {
    let orders = state.withLock { state in
      state.phase = .stopped
      state.multi = nil
      defer { state.orders = [] }
      return state.orders
    }
    for case .start(let transfer) in orders { transfer.finish(.failure(reason)) }
    ended.signal()
  }

  /// Signals belong to the main thread. SIGPIPE would end the process: libcurl leaves it alone when told to install no
  /// handlers, and OpenSSL writes to closed sockets. Faults stay deliverable for a handler that restores the terminal.
  private func blockSignals() {
    var signals = sigset_t()
    unsafe sigfillset(&signals)
    for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS] { unsafe sigdelset(&signals, fault) }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
