/// A key as a person names it: `ctrl+x`, `alt+enter`, `g`, `G`, `pageup`, `f1`.
package struct Key: Hashable, Sendable {
  package enum Code: Hashable, Sendable {
    case character(Character)
    case enter, tab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
  }

  package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let control = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let shift = Modifiers(rawValue: 4)
  }

  package var code: Code
  package var modifiers: Modifiers

  package init(_ code: Code, _ modifiers: Modifiers = []) {
    self.code = code
    self.modifiers = modifiers
  }

  package init(_ character: Character, _ modifiers: Modifiers = []) {
    self.init(.character(character), modifiers)
  }

  /// A plain character without Ctrl or Alt: text to be typed.
  package var typed: Character? {
    if case .character(let character) = code, modifiers.isDisjoint(with: [.control, .alt]) { return character }
    return nil
  }
}

/// A mouse report, in cells counted from zero.
package struct Mouse: Hashable, Sendable {
  package enum Action: Hashable, Sendable { case press, release, drag, wheelUp, wheelDown }
  package var action: Action
  /// 1 left, 2 middle, 3 right; 0 where it does not matter.
  package var button: Int
  package var point: Point
  /// What was drawn there says about a click; `nil` for nothing special.
  package var meaning: ClickMeaning?

  package init(_ action: Action, button: Int = 0, at point: Point) {
    self.action = action
    self.button = button
    self.point = point
  }
}

/// A question that is put to the terminal only once other answers make it worth asking.
/// - Source: terminal-graphics.md sections 1 and 5.
package enum TerminalQuestion: Hashable, Sendable {
  /// What the terminal around tmux can do, through tmux.
  case outerTerminal
  /// For 256 colours of sixel pictures; the answer says how many there are then.
  case moreColors
  /// For the size of a cell in points and what a point is, which iTerm2 alone is asked.
  case cellPoints
}

/// An answer of the terminal to one of our questions.
/// - Source: terminal-graphics.md section 1.
package enum TerminalReply: Hashable, Sendable {
  /// DA1: the parameters after `?`, the first is the class; 4 among the rest means sixel. The fence of all questions.
  case primaryAttributes([Int])
  /// XTVERSION, such as `XTerm(379)`.
  case version(String)
  /// The text area in pixels (`CSI 14 t`).
  case windowPixels(width: Int, height: Int)
  /// One cell in pixels (`CSI 16 t`).
  case cellPixels(width: Int, height: Int)
  /// One cell in pixels, by iTerm2's answer in points.
  case scaledCell(width: Int, height: Int)
  /// Largest sixel picture in pixels.
  case sixelGeometry(width: Int, height: Int)
  case colorRegisters(Int)
  /// DECRPM for mode 2026: 0 unknown, 1 set, 2 reset.
  case synchronizedOutput(Int)
  /// OSC 11, 8 bits a channel.
  case background(red: Int, green: Int, blue: Int)
  /// DSR 5 was answered (`CSI 0 n`): the terminal has taken all that was sent before the question.
  case ready
  /// The kitty graphics query was answered `OK`.
  case kittyGraphics
  /// Where the cursor is, in cells counted from zero.
  case cursor(Point)
  /// A reply that was understood as one and tells us nothing.
  case other
}

/// What came from the terminal.
package enum TerminalInput: Hashable, Sendable {
  case key(Key)
  case paste(String)
  case mouse(Mouse)
  case focus(Bool)
  case reply(TerminalReply)
}
