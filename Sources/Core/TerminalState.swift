package import Screen

/// What is known of the terminal, from the environment and from its own answers.
package struct TerminalState: Hashable, Sendable {
  package var size: Size
  package var cellPixels: CellPixels?
  /// 256, 16, 8 or 0.
  package var colors = 256
  package var hasSixel = false
  /// Largest sixel picture in pixels, if it says so.
  package var largestSixel: CellPixels?
  package var isTmux = false
  package var isRemote = false
  /// How it names itself, if it does.
  package var version: String?

  package init(size: Size) { self.size = size }

  /// Takes in an answer.
  /// - Source: terminal-graphics.md section 1.
  mutating func take(_ reply: TerminalReply) {
    switch reply {
    case .primaryAttributes(let parameters):
      hasSixel = parameters.dropFirst().contains(4)
    case .version(let version): self.version = version
    case .cellPixels(let width, let height):
      if width > 0, height > 0 { cellPixels = CellPixels(width: width, height: height) }
    case .sixelGeometry(let width, let height):
      if width > 0, height > 0 { largestSixel = CellPixels(width: width, height: height) }
      if cellPixels == nil, size.columns > 0, size.rows > 0, width >= size.columns, height >= size.rows {
        cellPixels = CellPixels(width: width / size.columns, height: height / size.rows)
      }
    case .windowPixels, .colorRegisters, .synchronizedOutput, .background, .kittyGraphics, .other: break
    }
  }

  /// One cell in pixels; 10 by 20 where nobody knows.
  var cell: CellPixels { cellPixels ?? CellPixels(width: 10, height: 20) }

  package var previewWay: PreviewKey.Way { hasSixel ? .sixel : .art(colors: colors) }
}
