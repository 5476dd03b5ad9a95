/// Base64 of the wire: standard alphabet with padding.
/// - Source: gemini-api.md section 0, rule 5.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The value of each character, 64 for padding, 65 for characters to pass over, 66 for all others. The URL-safe
  /// letters are taken too: relays send them.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 66, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    values[Int(UInt8(ascii: "="))] = 64
    for blank in [0x0A, 0x0D, 0x20, 0x09] { values[blank] = 65 }
    return values
  }()

  /// The bytes of a base64 text; `nil` if it holds a character that has no place in one or stops in mid-byte.
  package static func decode(_ text: String) -> [UInt8]? {
    let input = text.utf8Span.span
    let values = Self.values
    var out: [UInt8] = []
    out.reserveCapacity(input.count / 4 * 3 + 3)
    var at = 0
    // Four plain characters at a time for as long as there are any: nearly the whole of a picture.
    while at + 4 <= input.count {
      let a = values[Int(input[at])]
      let b = values[Int(input[at + 1])]
      let c = values[Int(input[at + 2])]
      let d = values[Int(input[at + 3])]
      guard (a | b | c | d) < 64 else { break }
      out.append(a << 2 | b >> 4)
      out.append(b << 4 | c >> 2)
      out.append(c << 6 | d)
      at += 4
    }
    var bits: UInt32 = 0
    var count = 0
    var padded = false
    while at < input.count {
      let value = values[Int(input[at])]
      at += 1
      if value == 65 { continue }
      if value == 64 {
        padded = true
        continue
      }
      guard value < 64, !padded else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 1
      if count == 4 {
        out.append(UInt8(truncatingIfNeeded: bits >> 16))
        out.append(UInt8(truncatingIfNeeded: bits >> 8))
        out.append(UInt8(truncatingIfNeeded: bits))
        (bits, count) = (0, 0)
      }
    }
    switch count {
    case 2: out.append(UInt8(truncatingIfNeeded: bits >> 4))
    case 3:
      out.append(UInt8(truncatingIfNeeded: bits >> 10))
      out.append(UInt8(truncatingIfNeeded: bits >> 2))
    case 1: return nil
    default: break
    }
    return out
  }

  package static func encode(_ bytes: [UInt8]) -> String {
    let alphabet = Self.alphabet
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var at = 0
    while at + 3 <= bytes.count {
      let group = UInt32(bytes[at]) << 16 | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2])
      for shift in [18, 12, 6, 0] as [UInt32] { out.append(alphabet[Int(group >> shift & 63)]) }
      at += 3
    }
    let rest = bytes.count - at
    if rest > 0 {
      let group = UInt32(bytes[at]) << 16 | (rest == 2 ? UInt32(bytes[at + 1]) << 8 : 0)
      out.append(alphabet[Int(group >> 18 & 63)])
      out.append(alphabet[Int(group >> 12 & 63)])
      out.append(rest == 2 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
      out.append(UInt8(ascii: "="))
    }
    return String(decoding: out, as: UTF8.self)
  }
}
