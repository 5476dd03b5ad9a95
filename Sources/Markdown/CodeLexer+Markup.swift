import Screen

/// HTML, XML and diffs, which are not made of words.
extension CodeLexer {
  private static let commentOpen = Array("<!--".utf8)
  private static let commentClose = Array("-->".utf8)

  mutating func readMarkup() {
    while at < bytes.count {
      switch state {
      case .comment: readUntil(Self.commentClose, .comment, then: .code)
      case .value(let quote): readUntil([quote], .string, then: .tag)
      case .tag: readTag()
      case .code, .string: readText()
      }
    }
  }

  private mutating func readUntil(_ close: [UInt8], _ role: Role, then next: CodeState) {
    let start = at
    while at < bytes.count, !matches(close, at: at) { at += 1 }
    if at < bytes.count {
      at += close.count
      state = next
    }
    put(role, from: start)
  }

  private mutating func readText() {
    let start = at
    if matches(Self.commentOpen, at: at) {
      at += Self.commentOpen.count
      put(.comment, from: start)
      state = .comment(depth: 1)
    } else if bytes[at] == UInt8(ascii: "<"), let next = byte(at + 1),
      Self.isLetter(next) || "/!?".utf8.contains(next)
    {
      at += 2
      while let next = byte(at), Self.isLetter(next) || Self.isDigit(next) || "-:.".utf8.contains(next) { at += 1 }
      put(.keyword, from: start)
      state = .tag
    } else if bytes[at] == UInt8(ascii: "&"),
      let end = (at..<min(bytes.count, at + 12)).first(where: { bytes[$0] == UInt8(ascii: ";") })
    {
      at = end + 1
      put(.number, from: start)
    } else {
      at += 1
    }
  }

  private mutating func readTag() {
    let start = at
    let byte = bytes[at]
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      at += 1
      put(.string, from: start)
      state = .value(byte)
    } else if byte == UInt8(ascii: ">") {
      at += 1
      put(.keyword, from: start)
      state = .code
    } else if Self.isLetter(byte) {
      while let next = self.byte(at), Self.isLetter(next) || Self.isDigit(next) || "-:.@".utf8.contains(next) {
        at += 1
      }
      put(.attribute, from: start)
    } else {
      at += 1
    }
  }

  /// A line of a diff has one role by how it begins.
  mutating func readDifference() {
    let role: Role? =
      switch bytes.first {
      case UInt8(ascii: "+"): matches(Array("+++ ".utf8), at: 0) ? .keyword : .added
      case UInt8(ascii: "-"): matches(Array("--- ".utf8), at: 0) ? .keyword : .removed
      case UInt8(ascii: "@"): .attribute
      case UInt8(ascii: "d"), UInt8(ascii: "i"):
        matches(Array("diff ".utf8), at: 0) || matches(Array("index ".utf8), at: 0) ? .keyword : nil
      default: nil
      }
    at = bytes.count
    if let role { put(role, from: 0) }
  }
}
