/// Why bytes are not JSON, and where.
package struct JSONError: Error, Hashable, Sendable {
  package let reason: String
  /// Bytes from the start of the text.
  package let offset: Int
}

extension JSON {
  /// Reads one JSON text of RFC 8259 from UTF-8 bytes. Bytes that are no UTF-8 become U+FFFD, as a browser would show
  /// them; a byte order mark at the start is passed over.
  /// - Throws: `JSONError` for anything that is not exactly one value.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    self = try JSON(parsing: bytes.span)
  }

  package init(parsing text: String) throws(JSONError) {
    self = try JSON(parsing: text.utf8Span.span)
  }

  init(parsing bytes: Span<UInt8>) throws(JSONError) {
    var at = 0
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { at = 3 }
    self = try JSONParser.value(bytes, &at, depth: 0)
    JSONParser.skipBlanks(bytes, &at)
    if at < bytes.count { throw JSONError(reason: "there is more after the end", offset: at) }
  }
}

/// Recursive descent over a span: the stream's hot path, without copies but for the strings it returns.
private enum JSONParser {
  /// Deeper nesting is refused, so that no answer can exhaust the stack.
  static let maximumDepth = 512

  static func skipBlanks(_ bytes: Span<UInt8>, _ at: inout Int) {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x09, 0x0A, 0x0D: at += 1
      default: return
      }
    }
  }

  static func value(_ bytes: Span<UInt8>, _ at: inout Int, depth: Int) throws(JSONError) -> JSON {
    skipBlanks(bytes, &at)
    guard at < bytes.count else { throw JSONError(reason: "it ends too early", offset: at) }
    switch bytes[at] {
    case UInt8(ascii: "\""): return .string(try string(bytes, &at))
    case UInt8(ascii: "{"): return try object(bytes, &at, depth: depth + 1)
    case UInt8(ascii: "["): return try array(bytes, &at, depth: depth + 1)
    case UInt8(ascii: "t"): return try word("true", .bool(true), bytes, &at)
    case UInt8(ascii: "f"): return try word("false", .bool(false), bytes, &at)
    case UInt8(ascii: "n"): return try word("null", .null, bytes, &at)
    default: return try number(bytes, &at)
    }
  }

  static func word(
    _ word: String, _ value: JSON, _ bytes: Span<UInt8>, _ at: inout Int
  ) throws(JSONError) -> JSON {
    for character in word.utf8 {
      guard at < bytes.count, bytes[at] == character else {
        throw JSONError(reason: "there is a word JSON does not have", offset: at)
      }
      at += 1
    }
    return value
  }

  static func object(_ bytes: Span<UInt8>, _ at: inout Int, depth: Int) throws(JSONError) -> JSON {
    try checkDepth(depth, at)
    at += 1
    skipBlanks(bytes, &at)
    if at < bytes.count, bytes[at] == UInt8(ascii: "}") {
      at += 1
      return .object(JSONObject())
    }
    var members: [JSONObject.Member] = []
    members.reserveCapacity(4)
    while true {
      skipBlanks(bytes, &at)
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
        throw JSONError(reason: "a key is missing", offset: at)
      }
      let key = try string(bytes, &at)
      skipBlanks(bytes, &at)
      guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else {
        throw JSONError(reason: "a colon is missing", offset: at)
      }
      at += 1
      members.append(JSONObject.Member(key: key, value: try value(bytes, &at, depth: depth)))
      if try closes(UInt8(ascii: "}"), bytes, &at) { return .object(JSONObject(members: members)) }
    }
  }

  static func array(_ bytes: Span<UInt8>, _ at: inout Int, depth: Int) throws(JSONError) -> JSON {
    try checkDepth(depth, at)
    at += 1
    skipBlanks(bytes, &at)
    if at < bytes.count, bytes[at] == UInt8(ascii: "]") {
      at += 1
      return .array([])
    }
    var elements: [JSON] = []
    while true {
      elements.append(try value(bytes, &at, depth: depth))
      if try closes(UInt8(ascii: "]"), bytes, &at) { return .array(elements) }
    }
  }

  static func checkDepth(_ depth: Int, _ at: Int) throws(JSONError) {
    if depth > maximumDepth { throw JSONError(reason: "it is nested too deeply", offset: at) }
  }

  /// Steps over a comma or the closing bracket; true for the bracket.
  static func closes(_ bracket: UInt8, _ bytes: Span<UInt8>, _ at: inout Int) throws(JSONError) -> Bool {
    skipBlanks(bytes, &at)
    guard at < bytes.count else { throw JSONError(reason: "it ends too early", offset: at) }
    let byte = bytes[at]
    guard byte == bracket || byte == UInt8(ascii: ",") else {
      throw JSONError(reason: "a comma is missing", offset: at)
    }
    at += 1
    return byte == bracket
  }

  static func number(_ bytes: Span<UInt8>, _ at: inout Int) throws(JSONError) -> JSON {
    let start = at
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    if at < bytes.count, bytes[at] == UInt8(ascii: "0") { at += 1 } else { try digits(bytes, &at, from: start) }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      try digits(bytes, &at, from: start)
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      try digits(bytes, &at, from: start)
    }
    return .number(text(bytes.extracting(start..<at)))
  }

  /// Steps over one digit or more.
  static func digits(_ bytes: Span<UInt8>, _ at: inout Int, from start: Int) throws(JSONError) {
    let first = at
    while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) { at += 1 }
    if at == first { throw JSONError(reason: "there is something that is no value", offset: start) }
  }

  static func text(_ bytes: Span<UInt8>) -> String {
    if let checked = try? UTF8Span(validating: bytes) { return String(copying: checked) }
    return String(decoding: [UInt8](copying: bytes), as: UTF8.self)
  }

  /// A string from its opening quote to behind its closing one.
  static func string(_ bytes: Span<UInt8>, _ at: inout Int) throws(JSONError) -> String {
    at += 1
    var start = at
    var unescaped: [UInt8] = []
    while true {
      at = bytes.firstIndex(of: UInt8(ascii: "\""), or: UInt8(ascii: "\\"), below: 0x20, from: at)
      guard at < bytes.count else { throw JSONError(reason: "a string does not end", offset: at) }
      switch bytes[at] {
      case UInt8(ascii: "\""):
        let piece = bytes.extracting(start..<at)
        at += 1
        if unescaped.isEmpty { return text(piece) }
        unescaped.append(copying: piece)
        return String(decoding: unescaped, as: UTF8.self)
      case UInt8(ascii: "\\"):
        if unescaped.isEmpty { unescaped.reserveCapacity(2 * (at - start) + 64) }
        unescaped.append(copying: bytes.extracting(start..<at))
        try escape(bytes, &at, into: &unescaped)
        start = at
      default:
        throw JSONError(reason: "a control character stands in a string", offset: at)
      }
    }
  }

  static func escape(_ bytes: Span<UInt8>, _ at: inout Int, into out: inout [UInt8]) throws(JSONError) {
    let start = at
    at += 2
    guard at <= bytes.count else { throw JSONError(reason: "a string does not end", offset: bytes.count) }
    switch bytes[at - 1] {
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(bytes[at - 1])
    case UInt8(ascii: "u"):
      var unit = try hex(bytes, &at)
      if unit >> 10 == 0x36, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") {
        var next = at + 2
        let low = try hex(bytes, &next)
        if low >> 10 == 0x37 {
          unit = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
          at = next
        }
      }
      // Half of a surrogate pair is no character: it is shown as one that could not be read.
      out.append(contentsOf: String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
    default: throw JSONError(reason: "there is an escape JSON does not have", offset: start)
    }
  }

  static func hex(_ bytes: Span<UInt8>, _ at: inout Int) throws(JSONError) -> UInt32 {
    guard at + 4 <= bytes.count else { throw JSONError(reason: "a string does not end", offset: bytes.count) }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      let digit: UInt8
      switch bytes[at] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = bytes[at] - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = bytes[at] - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = bytes[at] - UInt8(ascii: "A") + 10
      default: throw JSONError(reason: "an escape lacks its four digits", offset: at)
      }
      unit = unit << 4 | UInt32(digit)
      at += 1
    }
    return unit
  }
}
