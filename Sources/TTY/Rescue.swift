import Glibc

/// Puts the terminal back when the program is ended by a trap or another fatal signal.
///
/// Everything the handler needs is prepared beforehand, since it may neither allocate nor lock.
enum Rescue {
  private static let fatalSignals = [SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE]

  /// What the handler reads. Written only by the thread that owns the terminal, while no handler can run on it.
  @safe private struct Kit {
    var bytes: UnsafeMutableBufferPointer<UInt8>
    var writer: Int32
    var input: Int32
    var modes: termios
  }
  private nonisolated(unsafe) static var kit: Kit?
  private nonisolated(unsafe) static var previous: SignalActions?
  private nonisolated(unsafe) static var stack: UnsafeMutableRawPointer?

  /// - Parameters:
  ///   - bytes: what brings the terminal's own state back.
  ///   - writer: where to send them; should not block.
  ///   - modes: the line modes to set on `input`.
  static func arm(bytes: [UInt8], writer: Int32, input: Int32, modes: termios) {
    disarm()
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = unsafe copy.initialize(fromContentsOf: bytes)
    unsafe kit = Kit(bytes: copy, writer: writer, input: input, modes: modes)
    useOwnStack()
    unsafe previous = SignalActions(fatalSignals)
    for signal in fatalSignals {
      unsafe SignalActions.set(
        signal, { signal, information, _ in unsafe Rescue.handle(signal, from: information) }, flags: SA_ONSTACK)
    }
  }

  /// The terminal is as it was: there is nothing to put back any more.
  static func disarm() {
    guard let old = unsafe kit else { return }
    unsafe previous?.restore()
    unsafe kit = nil
    unsafe old.bytes.deallocate()
  }

  /// A stack that overflowed cannot carry its own handler.
  private static func useOwnStack() {
    guard unsafe stack == nil else { return }
    let size = 64 * 1024
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    unsafe stack = unsafe memory
    var description = unsafe stack_t(ss_sp: memory, ss_flags: 0, ss_size: size)
    unsafe sigaltstack(&description, nil)
  }

  private static func handle(_ signal: Int32, from information: UnsafeMutablePointer<siginfo_t>?) {
    restore()
    // What the signal did before, by default ending the program, follows as soon as the handler returns.
    unsafe previous?.restore()
    // A handler of the Swift runtime only reports the crash and leaves ending to the fault, which happens again. A
    // signal that another process sent has no fault behind it.
    if let information = unsafe information?.pointee, unsafe information.si_code <= 0,
      unsafe information._sifields._kill.si_pid != getpid()
    {
      SignalActions.setDefault(signal)
    }
    raise(signal)
  }

  private static func restore() {
    guard let kit = unsafe kit else { return }
    _ = unsafe write(kit.writer, kit.bytes.baseAddress, kit.bytes.count)
    var modes = kit.modes
    unsafe tcsetattr(kit.input, TCSANOW, &modes)
  }
}
