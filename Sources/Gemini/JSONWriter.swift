extension JSON {
  /// The value as compact UTF-8 JSON, keys in their order.
  package var encoded: [UInt8] {
    var out: [UInt8] = []
    write(into: &out, indent: nil)
    return out
  }

  /// The value as one line of JSON.
  package var text: String { String(decoding: encoded, as: UTF8.self) }

  /// The value over several lines, two spaces a level.
  package var prettyText: String {
    var out: [UInt8] = []
    write(into: &out, indent: 0)
    return String(decoding: out, as: UTF8.self)
  }

  private func write(into out: inout [UInt8], indent: Int?) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let literal): out.append(contentsOf: literal.utf8)
    case .string(let value): Self.quote(value, into: &out)
    case .array(let elements):
      Self.list(elements, "[", "]", into: &out, indent: indent) { element, out, indent in
        element.write(into: &out, indent: indent)
      }
    case .object(let object):
      Self.list(object.members, "{", "}", into: &out, indent: indent) { member, out, indent in
        Self.quote(member.key, into: &out)
        out.append(contentsOf: (indent == nil ? ":" : ": ").utf8)
        member.value.write(into: &out, indent: indent)
      }
    }
  }

  private static func list<Element>(
    _ elements: [Element], _ open: Unicode.Scalar, _ close: Unicode.Scalar, into out: inout [UInt8], indent: Int?,
    _ write: (Element, inout [UInt8], Int?) -> Void
  ) {
    let inner = elements.isEmpty ? nil : indent.map { $0 + 1 }
    out.append(UInt8(ascii: open))
    for (index, element) in elements.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      newLine(inner, into: &out)
      write(element, &out, inner)
    }
    newLine(elements.isEmpty ? nil : indent, into: &out)
    out.append(UInt8(ascii: close))
  }

  private static func newLine(_ indent: Int?, into out: inout [UInt8]) {
    guard let indent else { return }
    out.append(0x0A)
    out.append(contentsOf: repeatElement(0x20, count: indent * 2))
  }

  private static func quote(_ value: String, into out: inout [UInt8]) {
    let bytes = value.utf8Span.span
    out.append(UInt8(ascii: "\""))
    var start = 0
    while true {
      let end = bytes.firstIndex(of: UInt8(ascii: "\""), or: UInt8(ascii: "\\"), below: 0x20, from: start)
      out.append(copying: bytes.extracting(start..<end))
      guard end < bytes.count else { break }
      escape(bytes[end], into: &out)
      start = end + 1
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8, into out: inout [UInt8]) {
    out.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x0A: out.append(UInt8(ascii: "n"))
    case 0x0D: out.append(UInt8(ascii: "r"))
    case 0x09: out.append(UInt8(ascii: "t"))
    case 0..<0x20:
      let digits = String(byte, radix: 16)
      out.append(contentsOf: (byte < 0x10 ? "u000" : "u00").utf8)
      out.append(contentsOf: digits.utf8)
    default: out.append(byte)
    }
  }
}
