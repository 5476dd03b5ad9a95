import Foundation
import Glibc
import Synchronization

/// A pseudo terminal with a person's eyes: programs run on its one side, and what they write is shown on a
/// `TerminalScreen` and answered as a terminal would. Unsafe calls are in this file and `Socket`.
package final class Pty: Sendable {
  package struct Failure: Error {
    let call: String
    let code: Int32
  }

  /// What came from the programs so far.
  package struct Output: Sendable {
    package fileprivate(set) var bytes: [UInt8] = []
    package fileprivate(set) var screen: TerminalScreen
    fileprivate var parser = TerminalParser()
    /// Answers that were not sent yet.
    package fileprivate(set) var held: [String] = []
    fileprivate var areReleased = false

    /// True if the bytes hold this text as it is.
    package func contains(_ text: String) -> Bool { bytes.firstRange(of: Array(text.utf8)) != nil }
  }

  package let output: Watched<Output>
  /// The path of the programs' side.
  package let path: String

  private let master: Int32
  /// Kept open so that the line modes can be seen when no program is left.
  private let slave: Int32
  private let replies: TerminalReplies
  private let reader: PtyReader

  /// - Throws: `Failure`, if the system has no pseudo terminal.
  package init(columns: Int = 80, rows: Int = 24, replies: TerminalReplies = .sixel) throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var lock: Int32 = 0
    var number: Int32 = -1
    // TIOCSPTLCK unlocks the other side, TIOCGPTN tells its number; the module lacks both names.
    guard master >= 0, unsafe ioctl(master, UInt(0x4004_5431), &lock) == 0,
      unsafe ioctl(master, UInt(0x8004_5430), &number) == 0
    else { throw Failure(call: "ptmx", code: errno) }
    path = "/dev/pts/\(number)"
    slave = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw Failure(call: path, code: errno) }
    self.replies = replies
    let screen = TerminalScreen(columns: columns, rows: rows)
    output = Watched(Output(screen: screen))
    reader = try PtyReader(master)
    setSize(columns: columns, rows: rows)
    reader.start { [weak self] in self?.receive($0) }
  }

  deinit {
    close(slave)
    reader.end()
  }

  private func setSize(columns: Int, rows: Int) {
    let screen = output.value.screen
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: UInt16(columns * screen.cellWidth),
      ws_ypixel: UInt16(rows * screen.cellHeight))
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  private func receive(_ bytes: [UInt8]) {
    var answers: [String] = []
    output.change { output in
      output.bytes += bytes
      let questions = output.parser.feed(bytes, to: &output.screen)
      answers = questions.compactMap { replies.reply(to: $0, screen: output.screen) }
      if replies.areHeld, !output.areReleased {
        output.held += answers
        answers = []
      }
    }
    for answer in answers { type(answer) }
  }

  // MARK: What a person does

  /// Types text, or sends any bytes.
  package func type(_ text: String) {
    type(Array(text.utf8))
  }

  package func type(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(master, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return
      }
    }
  }

  /// Sends the answers that were held, and from now on each at once.
  /// - Parameter between: what is typed after the first of them.
  package func release(typing between: String = "") {
    var answers: [String] = []
    output.change { output in
      answers = output.held
      output.held = []
      output.areReleased = true
    }
    type((answers.prefix(1) + [between] + answers.dropFirst()).joined())
  }

  /// Gives the window another size.
  package func resize(columns: Int, rows: Int) {
    output.change { $0.screen.resize(columns: columns, rows: rows) }
    setSize(columns: columns, rows: rows)
  }

  /// Reads nothing any more, as a frozen line does.
  package func stopReading() { reader.isPaused = true }
  package func startReading() { reader.isPaused = false }

  /// Closes the window: the programs get SIGHUP.
  package func hangUp() { reader.end() }

  // MARK: What can be seen

  /// The line modes as the kernel keeps them, to be compared.
  package var modes: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 256)
    _ = unsafe ioctl(slave, UInt(TCGETS), &bytes)
    return bytes
  }

  /// The process group that has the terminal.
  package var foregroundGroup: Int32 { tcgetpgrp(master) }
}

/// The thread that reads a pseudo terminal, and the only one to close it.
private final class PtyReader: Sendable {
  private struct Wishes {
    var isPaused = false
    var isEnding = false
  }

  private let master: Int32
  /// A byte in it makes the thread look at the wishes.
  private let wake: (reading: Int32, writing: Int32)
  private let wishes = Mutex(Wishes())

  init(_ master: Int32) throws {
    self.master = master
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw Pty.Failure(call: "pipe", code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    wake = (ends[0], ends[1])
  }

  deinit {
    close(wake.reading)
    close(wake.writing)
  }

  var isPaused: Bool {
    get { wishes.withLock { $0.isPaused } }
    set { wish { $0.isPaused = newValue } }
  }

  func end() { wish { $0.isEnding = true } }

  private func wish(_ change: (inout Wishes) -> Void) {
    wishes.withLock { change(&$0) }
    _ = unsafe write(wake.writing, [1] as [UInt8], 1)
  }

  func start(_ receive: @escaping @Sendable ([UInt8]) -> Void) {
    Thread.detachNewThread { [self] in
      while case let wishes = wishes.withLock({ $0 }), !wishes.isEnding {
        var entries = [
          pollfd(fd: wake.reading, events: Int16(POLLIN), revents: 0),
          pollfd(fd: wishes.isPaused ? -1 : master, events: Int16(POLLIN), revents: 0),
        ]
        guard unsafe poll(&entries, 2, -1) > 0 else { continue }
        if entries[0].revents != 0 {
          var bytes = [UInt8](repeating: 0, count: 16)
          _ = unsafe read(wake.reading, &bytes, bytes.count)
        } else if entries[1].revents != 0 {
          var buffer = [UInt8](repeating: 0, count: 64 * 1024)
          let count = unsafe read(master, &buffer, buffer.count)
          if count > 0 { receive(Array(buffer[..<count])) } else if errno != EINTR { break }
        }
      }
      close(master)
    }
  }
}
