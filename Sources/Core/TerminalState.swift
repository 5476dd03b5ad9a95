package import Screen

/// What is known of the terminal, from the environment and from its own answers.
package struct TerminalState: Hashable, Sendable {
  package var size: Size
  /// One cell by the system's word: the window's pixels divided by its cells.
  package var measuredCell: PixelSize?
  /// One cell by the terminal's own word.
  private var reportedCell: PixelSize?
  /// One cell by the size of the largest picture in the window, for want of anything better.
  private var dividedCell: PixelSize?
  /// 256, 16, 8 or 0.
  package var colors = 256
  package var isTmux = false
  package var isRemote = false
  /// Bytes a second of the line, once it was measured.
  var lineSpeed: Int?
  package var surroundings = TerminalSurroundings()
  package private(set) var answers = TerminalAnswers()
  /// Inside tmux, what the terminal around it answered when it was asked through tmux.
  package private(set) var outer = TerminalAnswers()
  /// `nil` outside tmux, before tmux answered, and when it runs on another machine.
  package private(set) var tmux: TmuxFacts?

  package init(size: Size) { self.size = size }

  /// True once it answered all questions.
  package var hasAnswered: Bool { answers.attributes != nil }

  /// One cell, if anybody knows its size.
  /// - Source: terminal-graphics.md section 2.
  package var cellPixels: PixelSize? { reportedCell ?? measuredCell ?? dividedCell }

  /// One cell in pixels; 10 by 20 where nobody knows.
  package var cell: PixelSize { cellPixels ?? PixelSize(width: 10, height: 20) }

  /// The answers of the terminal that shows the pictures.
  package var showing: TerminalAnswers { isTmux ? outer : answers }

  /// The colours a sixel picture may have.
  package var sixelColors: Int { max(2, min(256, showing.colorRegisters ?? answers.colorRegisters ?? 256)) }

  /// Takes in an answer, at whatever time it comes.
  /// - Source: terminal-graphics.md section 1.
  package mutating func take(_ reply: TerminalReply) {
    switch reply {
    case .cellPixels(let width, let height), .scaledCell(let width, let height):
      if width > 0, height > 0 { reportedCell = PixelSize(width: width, height: height) }
    case .version(let version) where version.hasPrefix("tmux"):
      isTmux = true
      answers.take(reply)
    case .sixelGeometry(let width, let height) where cellPixels == nil && !isTmux:
      // Only where the system knows no pixels the window's own size is asked for, and first.
      guard size.columns > 0, size.rows > 0, width >= size.columns, height >= size.rows else { break }
      dividedCell = PixelSize(width: width / size.columns, height: height / size.rows)
    default:
      if isTmux, !Self.isTmuxOwn(reply) { outer.take(reply) } else { answers.take(reply) }
    }
  }

  /// True for what tmux itself answers; everything else came through it.
  private static func isTmuxOwn(_ reply: TerminalReply) -> Bool {
    // tmux is of the class of the VT100; a terminal that is as well has nothing to tell that counts.
    if case .primaryAttributes(let parameters) = reply { return parameters.first == 1 }
    return false
  }

  /// A picture in fewer colours shows false ones in a terminal that was not told to make room for more.
  private static let leastColors = 64
  private var hasAskedForColors = false

  /// True once, if the terminal is to be asked for more colours.
  package mutating func asksForColors() -> Bool {
    guard !hasAskedForColors, let registers = showing.colorRegisters, registers < Self.leastColors else { return false }
    hasAskedForColors = true
    return true
  }

  private var hasAskedForPoints = false

  /// True once, if the terminal is to be asked for the size of a cell in its own words: it names itself iTerm2.
  package mutating func asksForPoints() -> Bool {
    guard !hasAskedForPoints, !isTmux, answers.brand == .iTerm2 else { return false }
    hasAskedForPoints = true
    return true
  }

  /// Takes the window's measures, which may have changed, also without the terminal having been asked.
  mutating func measure(_ size: Size, cell: PixelSize?) {
    self.size = size
    guard let cell, cell != measuredCell else { return }
    // Another font. What the terminal said before is over, if the system's word was as good.
    if reportedCell == measuredCell { reportedCell = nil }
    measuredCell = cell
  }

  /// Takes what tmux says.
  /// - Returns: true if the terminal around it is to be asked.
  package mutating func take(_ facts: TmuxFacts?) -> Bool {
    defer { tmux = facts }
    guard let facts else { return outer.attributes == nil }
    guard facts.isElsewhere(than: tmux) else { return false }
    outer = TerminalAnswers()
    return facts.allowsPassthrough
  }
}
