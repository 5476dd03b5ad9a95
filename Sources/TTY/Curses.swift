import CNcurses
import Glibc
import Screen

/// ncurses as a writer of bytes: it is given cells and says what to send to the terminal.
///
/// It writes into a file in memory instead of the terminal, so nothing it does can block, and it neither sets terminal
/// modes nor reads keys. Its size is what `resize` says, since a file has none. All pointers of ncurses stay in this file. There is one screen a process at a time.
@safe final class Curses {
  private let screen: OpaquePointer
  private let file: UnsafeMutablePointer<FILE>
  private let descriptor: Int32
  /// The terminal's number of colours.
  let colors: Int

  /// - Throws: `TerminalError.system`, or what `check` finds.
  init(termName: String) throws(TerminalError) {
    if let problem = Self.check(termName: termName) { throw problem }
    descriptor = tty_memory_file()
    guard descriptor >= 0, let file = unsafe fdopen(descriptor, "w+") else {
      throw .system(call: "memfd_create", code: errno)
    }
    unsafe self.file = unsafe file
    let handlers = SignalActions([SIGINT, SIGTERM, SIGTSTP, SIGWINCH])
    let screen = unsafe newterm(termName, file, file)
    handlers.restore()
    guard let screen = unsafe screen else {
      unsafe fclose(file)
      throw .system(call: "newterm", code: errno)
    }
    unsafe self.screen = unsafe screen
    // Unread bytes on its input would make it stop drawing halfway, and the file always seems to have some.
    typeahead(-1)
    nonl()
    let terminalColors = Int(unsafe tigetnum("colors"))
    colors = has_colors() && start_color() != ERR && use_default_colors() != ERR ? terminalColors : 0
    unsafe idlok(tty_stdscr(), false)
    unsafe leaveok(tty_stdscr(), false)
    unsafe scrollok(tty_stdscr(), false)
  }

  deinit {
    unsafe delscreen(screen)
    unsafe fclose(file)
  }

  /// Looks a terminal type up.
  static func check(termName: String) -> TerminalError? {
    if termName.isEmpty { return .noTerminalType }
    return switch unsafe tty_check(termName) {
    case 1: nil
    case 0: .poorTerminal(termName)
    default: .unknownTerminal(termName)
    }
  }

  func resize(columns: Int, rows: Int) {
    resizeterm(Int32(rows), Int32(columns))
  }

  /// Makes the next `draw` clear the terminal and send every cell.
  func redrawAll() {
    unsafe clearok(tty_curscr(), true)
  }

  func put(_ glyph: Glyph, _ look: CellLook, row: Int, column: Int) {
    // At the last cell ncurses reports an error although the cell is set: the cursor cannot go on.
    _ = unsafe tty_put(
      tty_stdscr(), Int32(row), Int32(column), glyph.base, glyph.marks[0], glyph.marks[1], glyph.marks[2],
      glyph.marks[3], Self.attributeBits[Int(look.attributes.rawValue & 31)], pair(look))
  }

  private func pair(_ look: CellLook) -> Int32 {
    if colors == 0 || look.foreground < 0 && look.background < 0 { return 0 }
    return max(0, alloc_pair(look.foreground, look.background))
  }

  /// The attribute bits of curses, indexed by the raw value of our own.
  private static let attributeBits: [attr_t] = (UInt8(0)..<32).map { rawValue in
    let pairs: [(Attributes, attr_t)] = [
      (.bold, tty_bold), (.dim, tty_dim), (.italic, tty_italic), (.underline, tty_underline), (.reverse, tty_reverse),
    ]
    return pairs.filter { Attributes(rawValue: rawValue).contains($0.0) }.reduce(0) { $0 | $1.1 }
  }

  /// Shows the cursor at a place, or hides it.
  func setCursor(row: Int, column: Int, isVisible: Bool) {
    _ = curs_set(isVisible ? 1 : 0)
    unsafe wmove(tty_stdscr(), Int32(row), Int32(column))
  }

  /// The bytes that change the cursor's shape; none where the terminal has no such thing.
  func shape(_ shape: CursorShape) -> [UInt8] {
    let style: Int32 =
      switch shape {
      case .standard: 0
      case .block: 2
      case .bar: 6
      }
    guard let text = unsafe tty_cursor_shape(style) else { return [] }
    return Array(unsafe String(cString: text).utf8)
  }

  /// Where the terminal's cursor is after what has been drawn, counted from zero.
  var cursor: (row: Int, column: Int) { (Int(tty_cursor_row()), Int(tty_cursor_column())) }

  /// The bytes that bring the terminal to the cells put so far. The first ones enter the alternate screen.
  func draw() -> [UInt8] {
    update()
    return drain()
  }

  /// Works out the bytes for the cells put so far; `draw` returns them.
  func update() {
    unsafe wnoutrefresh(tty_stdscr())
    doupdate()
  }

  /// How many bytes `draw` returns already, without what was put since the last `update`.
  var drawnCount: Int { Int(lseek(descriptor, 0, SEEK_CUR)) }

  /// The bytes that leave the alternate screen; the next `draw` enters it again.
  func leave() -> [UInt8] {
    endwin()
    return drain()
  }

  private func drain() -> [UInt8] {
    let count = drawnCount
    guard count > 0 else { return [] }
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
      read = max(0, unsafe pread(descriptor, buffer.baseAddress, count, 0))
    }
    lseek(descriptor, 0, SEEK_SET)
    return bytes
  }
}
