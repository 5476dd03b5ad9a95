/// Collects a bracketed paste up to its end mark, looking at every byte once.
struct PasteBuffer: Sendable {
  private static let endMark: [UInt8] = Array("\u{1b}[201~".utf8)

  private var bytes: [UInt8] = []
  /// How many bytes of the end mark the last bytes are.
  private var matched = 0

  /// Takes bytes from `start` on, up to and with the end mark.
  /// - Returns: the index after the last byte taken.
  mutating func take(_ input: [UInt8], from start: Int) -> Int {
    var index = start
    while index < input.count, matched < Self.endMark.count {
      if matched == 0 {
        let escape = input[index...].firstIndex(of: Self.endMark[0]) ?? input.count
        bytes.append(contentsOf: input[index..<escape])
        index = escape
        if index == input.count { break }
      }
      if input[index] == Self.endMark[matched] {
        matched += 1
        index += 1
      } else {
        // ESC stands only at the mark's beginning, so a broken match never hides a shorter one.
        bytes.append(contentsOf: Self.endMark[..<matched])
        matched = 0
      }
    }
    return index
  }

  /// The text with LF for every line end, once the end mark has been seen. The buffer is empty again then.
  mutating func finished() -> String? {
    guard matched == Self.endMark.count else { return nil }
    defer { self = PasteBuffer() }
    var isAfterReturn = false
    var kept = 0
    for byte in bytes {
      if byte != 0x0a || !isAfterReturn {
        bytes[kept] = byte == 0x0d ? 0x0a : byte
        kept += 1
      }
      isAfterReturn = byte == 0x0d
    }
    return String(decoding: bytes[..<kept], as: UTF8.self)
  }
}
