import Core
import Glibc
import Screen
import Synchronization

/// Where a command writes: results to standard output, all else to standard error.
struct Console: Sendable {
  let out: Output
  let err: Output

  init(out: Output = Output(descriptor: STDOUT_FILENO), err: Output = Output(descriptor: STDERR_FILENO)) {
    self.out = out
    self.err = err
  }

  /// Says something to the person, as a line of its own.
  func note(_ sentence: String) {
    // On one terminal both follow each other.
    if out.isTerminal { out.endLine() }
    err.endLine()
    err.line("gemstudio: \(sentence.trimmingBlanks)")
  }
}

/// One descriptor to write to. Text is exact in pipes and files and made safe where it meets a terminal.
final class Output: Sendable {
  private struct State {
    /// The error number that ended writing.
    var failure: Int32?
    var endsInLine = true
    var isUsed = false
    /// A carriage return at the end of a piece belongs to the line feed that may come with the next one.
    var holdsReturn = false
    /// Lines that hold a text that goes with the next one.
    var passingLines = 0
    /// What was written, where it is held back.
    var held: [UInt8] = []
  }

  let isTerminal: Bool
  /// `nil` holds back what is written.
  private let descriptor: Int32?
  private let state = Mutex(State())
  private let onClosed = Mutex<[@Sendable () -> Void]>([])

  init(descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
  }

  /// Holds back what is written, for a place that is not known yet.
  init() {
    descriptor = nil
    isTerminal = false
  }

  /// What was held back.
  var held: [UInt8] { state.withLock { $0.held } }

  /// True once anything was written.
  var isUsed: Bool { state.withLock { $0.isUsed } }

  /// The terminal's columns; `nil` for a pipe or a file.
  var columns: Int? { isTerminal ? descriptor.flatMap(SystemText.columns) : nil }

  /// True once nobody reads any more.
  var isClosed: Bool { state.withLock { $0.failure == EPIPE } }

  /// Why writing ended, other than by a reader that left.
  var problem: String? {
    guard let failure = state.withLock({ $0.failure }), failure != EPIPE else { return nil }
    return "The output could not be written: \(SystemText.error(failure))."
  }

  /// Calls a function once writing has become useless.
  func whenClosed(_ action: @escaping @Sendable () -> Void) { onClosed.withLock { $0.append(action) } }

  /// Writes text from anywhere.
  func write(_ text: String) {
    guard isTerminal else { return write(Array(text.utf8)) }
    var text = text
    let held = state.withLock { state in
      defer { state.holdsReturn = text.unicodeScalars.last == "\r" }
      return state.holdsReturn
    }
    if held { text = "\r" + text }
    if text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
    write(Array(VisibleText.make(text).utf8))
  }

  func line(_ text: String) { write(text + "\n") }

  /// Begins a new line unless one has just begun.
  func endLine() {
    if !state.withLock({ $0.endsInLine }) { write([0x0A]) }
  }

  /// Writes bytes as they are.
  func write(_ bytes: [UInt8]) {
    guard let last = bytes.last else { return }
    let failed = state.withLock { state in
      guard state.failure == nil else { return false }
      state.endsInLine = last == 0x0A
      state.isUsed = true
      guard let descriptor else {
        state.held += bytes
        return false
      }
      state.failure = Self.send(Self.erasing(state.passingLines) + bytes, to: descriptor)
      state.passingLines = 0
      return state.failure != nil
    }
    if failed { onClosed.withLock { $0 }.forEach { $0() } }
  }

  /// Shows a text on a line of its own until anything else is written, or takes it away. It is left out where there is
  /// no such line.
  func show(_ passing: String?) { show(lines: passing.map { [$0] } ?? []) }

  /// The same for several lines, of which none may be wider or all together higher than the terminal.
  func show(lines: [String]) {
    guard isTerminal, let descriptor else { return }
    state.withLock { state in
      guard state.failure == nil, state.endsInLine, state.passingLines > 0 || !lines.isEmpty else { return }
      let text = lines.map(VisibleText.make).joined(separator: "\n")
      state.failure = Self.send(Self.erasing(state.passingLines) + Array(text.utf8), to: descriptor)
      state.passingLines = lines.count
    }
  }

  /// Back to the start of the first of so many lines, and what is on them goes.
  private static func erasing(_ lines: Int) -> [UInt8] {
    guard lines > 0 else { return [] }
    return Array(("\r\u{1b}[K" + String(repeating: "\u{1b}[A\u{1b}[K", count: lines - 1)).utf8)
  }

  /// - Returns: the error number, if not all could be written.
  private static func send(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var sent = 0
    while sent < bytes.count {
      let (count, error) = SystemText.write(bytes[sent...], to: descriptor)
      sent += max(0, count)
      guard count < 0, error != EINTR else { continue }
      // Somebody made the descriptor non-blocking, as programs that share it do.
      guard error == EAGAIN else { return error }
      SystemText.waitUntilWritable(descriptor)
    }
    return nil
  }
}
