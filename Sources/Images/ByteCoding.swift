/// Builds the messages between the studio and its picture process: numbers in four bytes, big-endian.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  /// Numbers beyond 32 bits with their sign are taken as the nearest that fit.
  mutating func number(_ value: Int) {
    let bits = UInt32(bitPattern: Int32(clamping: value))
    for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
  }

  mutating func raw(_ content: [UInt8]) { bytes += content }

  /// A text with its length in front.
  mutating func text(_ content: String) {
    number(content.utf8.count)
    bytes += content.utf8
  }
}

/// Reads such a message, which may be cut off or false anywhere: then each answer is `nil`.
struct ByteReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func byte() -> UInt8? { rest.popFirst() }

  mutating func number() -> Int? {
    guard let bytes = raw(4) else { return nil }
    return Int(Int32(bitPattern: bytes.reduce(0) { $0 << 8 | UInt32($1) }))
  }

  mutating func raw(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// Everything up to the end.
  mutating func remainder() -> [UInt8] {
    defer { rest = [] }
    return Array(rest)
  }

  mutating func text() -> String? {
    guard let count = number(), let bytes = raw(count) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  var isAtEnd: Bool { rest.isEmpty }
}
