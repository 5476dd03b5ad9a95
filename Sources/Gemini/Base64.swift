/// Base64 of the wire: standard alphabet with padding.
/// - Source: gemini-api.md section 0, rule 5.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let padding: UInt8 = 64
  private static let blank: UInt8 = 65
  private static let foreign: UInt8 = 66

  /// The value of each character, or one of the three marks above. The URL-safe letters are taken too: relays send
  /// them.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: foreign, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    values[Int(UInt8(ascii: "="))] = padding
    for character in [0x0A, 0x0D, 0x20, 0x09] { values[character] = blank }
    return values
  }()

  /// The bytes of a base64 text; `nil` if it holds a character that has no place in one or stops in mid-byte. Blanks
  /// and missing padding are forgiven.
  package static func decode(_ text: String) -> [UInt8]? {
    let input = text.utf8Span.span
    var isBase64 = true
    let bytes = [UInt8](capacity: input.count / 4 * 3 + 3) { out in
      let rest = decodeGroups(input, into: &out)
      isBase64 = decodeRest(input.extracting(rest...), into: &out)
    }
    return isBase64 ? bytes : nil
  }

  /// Takes four plain characters at a time for as long as there are any, nearly the whole of a picture, and returns
  /// where it stopped.
  private static func decodeGroups(_ input: Span<UInt8>, into out: inout OutputSpan<UInt8>) -> Int {
    let values = Self.values.span
    var at = 0
    while at + 4 <= input.count {
      let group = input.extracting(at..<at + 4)
      let a = values[Int(group[0])]
      let b = values[Int(group[1])]
      let c = values[Int(group[2])]
      let d = values[Int(group[3])]
      guard (a | b | c | d) < padding else { break }
      out.append(a << 2 | b >> 4)
      out.append(b << 4 | c >> 2)
      out.append(c << 6 | d)
      at += 4
    }
    return at
  }

  /// Takes character by character, with blanks and padding; false if this is no base64.
  private static func decodeRest(_ input: Span<UInt8>, into out: inout OutputSpan<UInt8>) -> Bool {
    let values = Self.values.span
    var bits: UInt32 = 0
    var count = 0
    var isPadded = false
    for index in input.indices {
      let value = values[Int(input[index])]
      if value == blank { continue }
      if value == padding {
        isPadded = true
        continue
      }
      guard value < padding, !isPadded else { return false }
      bits = bits << 6 | UInt32(value)
      count += 1
      if count == 4 {
        for shift in [16, 8, 0] as [UInt32] { out.append(UInt8(truncatingIfNeeded: bits >> shift)) }
        (bits, count) = (0, 0)
      }
    }
    switch count {
    case 0: return true
    case 2: out.append(UInt8(truncatingIfNeeded: bits >> 4))
    case 3:
      out.append(UInt8(truncatingIfNeeded: bits >> 10))
      out.append(UInt8(truncatingIfNeeded: bits >> 2))
    default: return false
    }
    return true
  }

  package static func encode(_ bytes: [UInt8]) -> String {
    let alphabet = Self.alphabet.span
    let input = bytes.span
    let characters = [UInt8](capacity: (bytes.count + 2) / 3 * 4) { out in
      var at = 0
      while at + 3 <= input.count {
        let group = input.extracting(at..<at + 3)
        out.append(alphabet[Int(group[0] >> 2)])
        out.append(alphabet[Int(group[0] << 4 & 63 | group[1] >> 4)])
        out.append(alphabet[Int(group[1] << 2 & 63 | group[2] >> 6)])
        out.append(alphabet[Int(group[2] & 63)])
        at += 3
      }
      let rest = input.extracting(at...)
      if rest.count > 0 {
        let second = rest.count > 1 ? rest[1] : 0
        out.append(alphabet[Int(rest[0] >> 2)])
        out.append(alphabet[Int(rest[0] << 4 & 63 | second >> 4)])
        out.append(rest.count > 1 ? alphabet[Int(second << 2 & 63)] : UInt8(ascii: "="))
        out.append(UInt8(ascii: "="))
      }
    }
    return String(decoding: characters, as: UTF8.self)
  }
}
