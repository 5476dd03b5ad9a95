/// What ncurses writes and no terminal needs: a tenth of the bytes of an answer that streams in.
///
/// With each change of attributes it leaves the alternate character set, which it is never asked to enter, and it gives
/// a colour back right before it resets all attributes, the colours among them.
enum Redundancy {
  private static let escape: UInt8 = 0x1b
  /// Leaving the alternate character set, as the terminals of terminfo do it: ESC ( B, or SI.
  private static let leaving = Array("\u{1b}(B".utf8)
  private static let shiftIn: UInt8 = 0x0f
  private static let colorResets = ["\u{1b}[39m", "\u{1b}[49m", "\u{1b}[39;49m"].map { Array($0.utf8) }
  private static let resets = ["\u{1b}[m", "\u{1b}[0m", "\u{1b}[0;"].map { Array($0.utf8) }

  /// The bytes without it. They have to come from ncurses and to be whole sequences.
  static func removed(from bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let byte = rest.first {
      if byte == shiftIn {
        rest.removeFirst()
        continue
      }
      if byte == escape {
        if rest.starts(with: leaving) {
          rest.removeFirst(leaving.count)
          continue
        }
        if resets.contains(where: rest.starts(with:)) { removeColorReset(atEndOf: &result) }
      }
      result.append(byte)
      rest.removeFirst()
    }
    return result
  }

  private static func removeColorReset(atEndOf bytes: inout [UInt8]) {
    guard let reset = colorResets.first(where: { bytes.suffix($0.count).elementsEqual($0) }) else { return }
    bytes.removeLast(reset.count)
  }
}
