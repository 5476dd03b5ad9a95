/// The compression of GIF: codes of growing width, each a string of bytes.
/// - Source: GIF89a specification, appendix F.
enum LZW {
  private static let mostCodes = 4_096
  private static let mostBits = 12

  /// The bytes of a stream.
  /// - Parameters:
  ///   - codeSize: the bits of a byte in it, 2 to 8.
  ///   - count: how many bytes it must hold; what follows them is not read.
  /// - Returns: `nil` if a code has no meaning, or the stream ends before or goes beyond them within a string.
  static func decode(_ data: [UInt8], codeSize: Int, count: Int) -> [UInt8]? {
    let clear = 1 << codeSize
    let end = clear + 1
    // A string is another one with a byte at its end.
    var prefixes = [Int](repeating: 0, count: mostCodes)
    var firsts = (0..<mostCodes).map { UInt8(truncatingIfNeeded: $0) }
    var lasts = firsts
    var lengths = [Int](repeating: 1, count: mostCodes)
    var (next, width) = (end + 1, codeSize + 1)
    var previous: Int?
    var result = [UInt8](repeating: 0, count: count)
    var filled = 0
    var (bits, held) = (0, 0)
    for byte in data {
      bits |= Int(byte) << held
      held += 8
      while held >= width {
        let code = bits & (1 << width - 1)
        bits >>= width
        held -= width
        if code == end { return nil }
        if code == clear {
          (next, width, previous) = (end + 1, codeSize + 1, nil)
          continue
        }
        if let previous, next < mostCodes {
          // The new string may be the one whose code stands here.
          prefixes[next] = previous
          firsts[next] = firsts[previous]
          lasts[next] = firsts[code == next ? previous : code]
          lengths[next] = lengths[previous] + 1
          next += 1
          if next == 1 << width, width < mostBits { width += 1 }
        }
        guard code < (previous == nil ? clear : next), filled + lengths[code] <= count else { return nil }
        filled += lengths[code]
        var (at, string) = (filled - 1, code)
        for _ in 1..<lengths[code] {
          result[at] = lasts[string]
          string = prefixes[string]
          at -= 1
        }
        result[at] = lasts[string]
        if filled == count { return result }
        previous = code
      }
    }
    return nil
  }
}
