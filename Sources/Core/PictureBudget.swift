/// What a picture may cost the line, and how it is cut for it.
package struct PictureBudget: Hashable, Sendable {
  /// The most bytes.
  package var bytes: Int
  /// In pieces, a coarse one first.
  package var isProgressive: Bool

  /// Inside tmux and over SSH, where nobody knows how slow the line is.
  static let lowBytes = 24_000
  static let usualBytes = 300_000
  static let fullBytes = 2_000_000
  /// A picture that takes the line longer than this is sent in pieces.
  private static let wholeTime = 0.1
  /// A picture may take a measured line so many seconds.
  private static let mostTime = 0.3
  /// Bytes a second from which on a line is fast whatever the picture.
  private static let fastSpeed = 1_000_000

  /// - Parameter isFull: the person asked for all of this picture's quality.
  init(_ bandwidth: Settings.Bandwidth, on terminal: TerminalState, isFull: Bool) {
    let speed = terminal.lineSpeed
    switch bandwidth {
    case _ where isFull: bytes = Self.fullBytes
    case .full: bytes = Self.fullBytes
    case .low: bytes = Self.lowBytes
    case .auto where terminal.isTmux || terminal.isRemote: bytes = Self.lowBytes
    case .auto:
      bytes = speed.map { max(Self.lowBytes, min(Self.usualBytes, Int(Double($0) * Self.mostTime))) } ?? Self.usualBytes
    }
    if terminal.isTmux {
      // tmux answers by itself, so the line behind it cannot be measured: one small picture instead of pieces.
      isProgressive = false
    } else if let speed {
      isProgressive = speed < Self.fastSpeed && Double(bytes) > Double(speed) * Self.wholeTime
    } else {
      isProgressive = bandwidth != .full && (terminal.isRemote || bandwidth == .low)
    }
  }
}
