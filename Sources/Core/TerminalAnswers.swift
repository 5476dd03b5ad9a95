package import Screen

/// What one terminal has answered so far. A later answer goes over an earlier one.
package struct TerminalAnswers: Hashable, Sendable {
  /// The parameters of DA1, the last question; `nil` until they came.
  package private(set) var attributes: [Int]?
  /// How it names itself, if it does.
  package private(set) var version: String?
  /// Which terminal that name is of, if it is a known one.
  package private(set) var brand: TerminalBrand?
  /// It knows Kitty's protocol.
  package private(set) var hasKitty = false
  /// Largest sixel picture in pixels, if it says so.
  package private(set) var largestSixel: PixelSize?
  /// The colours of a sixel picture, if it says so.
  package private(set) var colorRegisters: Int?

  package init() {}

  /// The first parameter is the class of the terminal and does not count.
  /// - Source: terminal-graphics.md section 1.
  package var hasSixel: Bool { attributes?.dropFirst().contains(4) == true }

  mutating func take(_ reply: TerminalReply) {
    switch reply {
    case .primaryAttributes(let parameters): attributes = parameters
    case .version(let version):
      self.version = version
      brand = TerminalBrand(version: version)
    case .sixelGeometry(let width, let height): largestSixel = PixelSize(width: width, height: height)
    case .colorRegisters(let count): colorRegisters = count
    case .kittyGraphics: hasKitty = true
    case .windowPixels, .cellPixels, .scaledCell, .synchronizedOutput, .background, .cursor, .ready, .other: break
    }
  }
}
