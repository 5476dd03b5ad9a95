import Glibc
package import Screen

/// What came from the terminal in one go.
package struct TerminalReading: Hashable, Sendable {
  package var inputs: [TerminalInput]
  /// True when nothing will come any more: the terminal is gone.
  package var isHungUp: Bool
}

/// The terminal: shows frames, reads keys and replies, and is as it was before when it is closed.
///
/// Owned by one thread. Nothing here waits for the terminal: what it does not take at once stays pending, and until
/// that is sent no further frame is drawn.
package final class Terminal {
  private static let closingTime = Duration.seconds(1)
  /// Answers that are not there after this time count as not coming when the terminal is left.
  private static let replyTime = Duration.seconds(1)
  /// A frame of so many bytes may be seen half drawn.
  private static let largeFrame = 256

  package private(set) var facts: TerminalFacts
  let device: Device
  private let curses: Curses
  private var decoder: InputDecoder
  private var canvas: Canvas
  var pictures: PictureOutput
  var feed: PictureFeed
  /// When `sendPictures` has something to do that nothing else announces.
  package internal(set) var pictureDeadline: ContinuousClock.Instant?
  /// What the person says of the line: that it takes pictures at once, that it is slow, or `nil` to find out.
  package var isLineFast: Bool? { didSet { presumeLine() } }
  /// The frame shown last.
  private(set) var frame: Frame?
  /// True once a crash would also take pictures out of the terminal's memory.
  var isRescueWhole = false
  /// When the input that is unfinished now stops waiting for its rest.
  package private(set) var inputDeadline: ContinuousClock.Instant?
  /// True for one that is written to line by line: its screen is the shell's.
  private let isPlain: Bool
  var plainLine = PlainLine()
  private var title = ""
  private var cursorShape = CursorShape.standard
  private var isMouseOn = false
  private var hasSynchronizedOutput = false
  /// One cell by the terminal's own last word.
  private var toldCell: PixelSize?
  /// True until the first frame after the screen was entered or forgotten.
  private var isFresh = true
  /// True while the alternate screen is shown.
  private(set) var isOpen = false
  private var isClosed = false
  /// Until when the answer to the last question may come; `nil` once it did.
  private var replyDeadline: ContinuousClock.Instant?
  /// What was typed while the answers were waited for.
  private var held: [TerminalInput] = []

  /// Why no studio can open on these descriptors in this environment, `nil` when one can. Selects the locale.
  package static func problem(environment: [String: String], input: Int32 = 0, output: Int32 = 1) -> TerminalError? {
    if !Device.isTerminal(output) { return .outputIsNoTerminal }
    if !Device.isTerminal(input) { return .inputIsNoTerminal }
    return Curses.check(termName: environment["TERM"] ?? "") ?? TextLocale.problem
  }

  /// Opens the terminal: raw modes and, with the first frame, the alternate screen.
  /// - Parameters:
  ///   - environment: TERM, TMUX, SSH_CONNECTION and SSH_TTY count.
  ///   - colors: how many colours to use at most, `nil` for all that the terminal has.
  ///   - isPlain: only lines are appended to what the terminal shows: no alternate screen, no pictures, no questions.
  ///   - escapeWait: how long a lone ESC may be the beginning of a sequence; `nil` for 50 ms, over SSH 150 ms.
  /// - Throws: what `problem` finds, or `TerminalError.system`.
  package init(
    environment: [String: String], colors: ColorDepth? = nil, isPlain: Bool = false, escapeWait: Duration? = nil,
    input: Int32 = 0, output: Int32 = 1
  ) throws(TerminalError) {
    if let problem = Self.problem(environment: environment, input: input, output: output) { throw problem }
    self.isPlain = isPlain
    device = try Device(input: input, output: output)
    curses = try Curses(termName: environment["TERM"] ?? "")
    let depth = min(colors ?? .full, ColorDepth(colors: curses.colors))
    facts = TerminalFacts(environment: environment, colors: depth)
    decoder = InputDecoder(escapeWait: escapeWait ?? .milliseconds(facts.isSSH ? 150 : 50))
    canvas = Canvas(depth: depth)
    pictures = PictureOutput(seed: Int(getpid()))
    feed = PictureFeed(line: .near)
    presumeLine()
    enter()
  }

  deinit { close() }

  // MARK: Input

  /// The descriptor to wait for input on.
  package var inputDescriptor: Int32 { device.input }
  /// The descriptor to wait for room on while `wantsWrite`.
  package var outputDescriptor: Int32 { device.output }

  /// Reads and decodes what has arrived, without waiting.
  package func readInput() -> TerminalReading {
    let (bytes, isHungUp) = device.read()
    let inputs = held + decoder.feed(bytes)
    held = []
    if !bytes.isEmpty {
      let now = ContinuousClock.now
      inputDeadline = decoder.pendingTimeout.map { now + $0 }
      note(inputs, at: now)
    }
    return TerminalReading(inputs: inputs, isHungUp: isHungUp || device.isBroken)
  }

  /// Ends unfinished input whose time is over; before `inputDeadline` it does nothing.
  package func flushInput(at now: ContinuousClock.Instant = .now) -> [TerminalInput] {
    guard let inputDeadline, now >= inputDeadline else { return [] }
    self.inputDeadline = nil
    return decoder.flush()
  }

  private func note(_ inputs: [TerminalInput], at now: ContinuousClock.Instant) {
    for input in inputs {
      switch input {
      case .key, .paste, .mouse: feed.notePress(at: now)
      case .focus(let isHere): pictures.isAway = !isHere
      case .reply(.primaryAttributes):
        replyDeadline = nil
        measureLatency()
      case .reply(.ready): feed.noteAnswer(at: now)
      case .reply(.cellPixels(let width, let height)): noteCell(PixelSize(width: width, height: height))
      case .reply(.synchronizedOutput(let state)): hasSynchronizedOutput = state == 1 || state == 2
      case .reply(.scaledCell): facts.answersInPoints = true
      case .reply(.version(let name)) where name.hasPrefix("tmux"):
        facts.isTmux = true
        presumeLine()
      case .reply: break
      }
    }
  }

  /// A picture that was made for cells of another size covers others than its own: they are drawn again as well.
  private func noteCell(_ cell: PixelSize) {
    if let toldCell, toldCell != cell, pictures.isFixed { forgetScreen() }
    toldCell = cell
  }

  // MARK: Output

  /// True while something is left that the terminal did not take yet.
  package var wantsWrite: Bool { device.wantsWrite }

  /// Sends as much of the pending output as the terminal takes now.
  /// - Returns: true when nothing is left and a frame can be shown.
  package func flushPending() -> Bool { device.flush() }

  /// Makes the terminal show a frame. While output is pending the frame is left out: show the newest one after
  /// `flushPending` returned true. A slow line gets a large frame in parts, each with the newest of its rows.
  /// - Returns: false when the frame was left out, or is not all there: show the newest one again, after `lineEnd`.
  @discardableResult
  package func show(_ frame: Frame) -> Bool {
    guard device.flush() else { return false }
    self.frame = frame
    var (bytes, isWhole) = cells(of: frame, limit: feed.textLimit(at: .now))
    let pieces = isWhole ? takePictures(at: .now, wantsAll: true) : []
    bytes += pieces
    // Inside tmux the end of an update makes some versions draw over what was passed through them.
    let isLarge = !pieces.isEmpty || bytes.count >= Self.largeFrame
    let isSynchronized = hasSynchronizedOutput && !facts.isTmux && isLarge
    feed.noteText(bytes.count - pieces.count, at: .now)
    device.write(isSynchronized ? Sequences.beginUpdate + bytes + Sequences.endUpdate : bytes)
    set(title: frame.title, mouse: frame.mouse)
    set(frame.cursorShape)
    isOpen = true
    device.flush()
    return isWhole
  }

  /// The bytes that bring the terminal to a frame's cells, and those of its pictures' changes that go with them.
  /// - Parameter limit: after so many bytes no further row is begun; a frame that changes pictures goes as a whole.
  /// - Returns: also whether the terminal then shows all of it.
  func cells(of frame: Frame, limit: Int? = nil) -> (bytes: [UInt8], isWhole: Bool) {
    let before = cursorBytes
    var delivery = frame.delivery
    // The number of a picture is the colour of its cells, which takes 256 of them.
    if curses.colors < 256 { delivery.usesPlaceholders = false }
    let visible = canvas.visiblePictures(of: frame, in: facts.size)
    var layers = pictures.prepare(visible, delivery: delivery, isTmux: facts.isTmux)
    if isFresh { layers.isFixed = false }
    let (damage, isWhole) = canvas.draw(
      frame, layers: layers, size: facts.size, limit: layers.isChanging ? nil : limit, on: curses)
    let change = pictures.change(damage, in: facts.size)
    if let cursor = frame.cursor {
      let row = min(max(0, cursor.row), facts.size.rows - 1)
      curses.setCursor(row: row, column: min(max(0, cursor.column), facts.size.columns - 1), isVisible: true)
    } else {
      curses.setCursor(row: facts.size.rows - 1, column: 0, isVisible: false)
    }
    var bytes = change.before.isEmpty ? [] : change.before + before
    if isFresh {
      // Whatever was there before may have left the terminal in any character set.
      isFresh = false
      bytes += curses.draw() + Sequences.wholeScreen + cursorBytes
    } else {
      bytes += Redundancy.removed(from: curses.draw())
    }
    if !change.after.isEmpty { bytes += change.after + cursorBytes }
    return (bytes, isWhole)
  }

  var cursorBytes: [UInt8] {
    let cursor = curses.cursor
    return Sequences.moveCursor(row: cursor.row, column: cursor.column)
  }

  private func set(_ shape: CursorShape) {
    guard shape != cursorShape else { return }
    cursorShape = shape
    device.write(curses.shape(shape))
  }

  private func set(title: String, mouse: Bool) {
    if title != self.title, !facts.isConsole {
      self.title = title
      device.write(Sequences.title(title))
    }
    if mouse != isMouseOn {
      isMouseOn = mouse
      device.write(mouse ? Sequences.mouseOn : Sequences.mouseOff)
    }
  }

  /// Asks the terminal about itself; the replies come through `readInput`. Best called after the first frame.
  package func ask() {
    guard !isPlain else { return }
    device.write(Questions.all(for: facts))
    device.flush()
    awaitReplies()
  }

  /// Notes that replies may come for a while.
  func awaitReplies() { replyDeadline = .now + Self.replyTime }

  /// Asks for the size of a cell again, which may have changed with the font: when the window gets the focus.
  package func askCellSize() {
    guard !isPlain else { return }
    device.write(Questions.cellSize(for: facts))
    device.flush()
  }

  // MARK: Size, redrawing

  /// Takes the window's size as it is now. The next frame is drawn in full.
  package func resize() {
    measure()
    forgetScreen()
    askCellSize()
  }

  /// Draws everything again with the next frame, sends the pictures again and asks all questions again.
  package func redrawAll() {
    forgetScreen()
    ask()
  }

  /// Sets the modes again that a shell may have changed while the program was stopped.
  package func resume() {
    device.setRawModes()
    setModes()
    resize()
  }

  private func measure() {
    let window = device.window
    facts.measure(columns: window.columns, rows: window.rows, width: window.width, height: window.height)
    curses.resize(columns: facts.size.columns, rows: facts.size.rows)
  }

  private func forgetScreen() {
    guard !isPlain else {
      plainLine = PlainLine()
      return
    }
    isFresh = true
    curses.redrawAll()
    canvas.forget()
    device.write(pictures.forget())
    feed.forget()
  }

  // MARK: Coming and going

  private func enter() {
    device.setRawModes()
    device.arm(isPlain ? Sequences.modesOff + Sequences.newLine : Sequences.rescue())
    isRescueWhole = false
    measure()
    forgetScreen()
    if !facts.isConsole, !isPlain { device.write(Sequences.pushTitle) }
    setModes()
  }

  private func setModes() {
    title = ""
    isMouseOn = false
    device.write(Sequences.modesOn)
  }

  /// Leaves the screen, runs `body` with the terminal as it was before, such as an editor, and comes back. The next
  /// frame is drawn in full. Ctrl+Z stops the program meanwhile, with whatever it waits for.
  package func lend<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    leave()
    let handler = SignalActions([SIGTSTP])
    SignalActions.setDefault(SIGTSTP)
    defer {
      handler.restore()
      enter()
      askCellSize()
    }
    return try body()
  }

  /// Stops the program and its process group until the shell continues it.
  package func suspend() {
    lend { _ = kill(0, SIGTSTP) }
  }

  /// Removes the pictures, leaves the alternate screen and puts every mode back.
  package func close() {
    if isClosed { return }
    isClosed = true
    leave()
  }

  /// Waits for the answers that are still on their way: the shell would take them for typing.
  private func takeReplies() {
    while let deadline = answerDeadline, deadline > .now, !device.isBroken {
      device.waitForInput(ContinuousClock.now.duration(to: deadline))
      let reading = readInput()
      held += reading.inputs
      if reading.isHungUp { break }
    }
    replyDeadline = nil
    feed.forget()
    // The descriptor will not wake anybody for what was read already.
    if !held.isEmpty { inputDeadline = .now }
  }

  private var answerDeadline: ContinuousClock.Instant? {
    [replyDeadline, feed.asked.map { $0 + Self.replyTime }].compactMap(\.self).max()
  }

  private func leave() {
    device.write(isPlain ? Sequences.newLine : pictures.leave(facts.size) + cursorBytes)
    set(.standard)
    device.write(Sequences.modesOff)
    if !facts.isConsole, !isPlain { device.write(Sequences.popTitle) }
    if isOpen { device.write(curses.leave()) }
    isOpen = false
    device.flush(within: Self.closingTime)
    takeReplies()
    forgetScreen()
    device.restoreModes()
    Rescue.disarm()
  }
}
