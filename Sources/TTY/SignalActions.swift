import Glibc

/// What a set of signals did at one moment, to be put back later.
struct SignalActions {
  private var actions: [(signal: Int32, action: sigaction)] = []

  init(_ signals: [Int32]) {
    for signal in signals {
      var action = sigaction()
      if unsafe sigaction(signal, nil, &action) == 0 { actions.append((signal, action)) }
    }
  }

  func restore() {
    for (signal, action) in actions {
      var action = action
      unsafe sigaction(signal, &action, nil)
    }
  }

  /// Calls a function when a signal arrives. It runs in the signal handler, so it may do very little.
  static func set(_ signal: Int32, _ handler: @convention(c) (Int32) -> Void, flags: Int32 = SA_RESTART) {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = handler
    action.sa_flags = flags
    unsafe sigemptyset(&action.sa_mask)
    unsafe sigaction(signal, &action, nil)
  }

  /// A function for `set` that is told more of the signal.
  typealias Handler = @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void

  /// The same for a function that looks at where the signal came from.
  static func set(_ signal: Int32, _ handler: Handler, flags: Int32) {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_sigaction = unsafe handler
    action.sa_flags = flags | SA_SIGINFO
    unsafe sigemptyset(&action.sa_mask)
    unsafe sigaction(signal, &action, nil)
  }

  static func setDefault(_ signal: Int32) {
    _ = Glibc.signal(signal, SIG_DFL)
  }
}
