/// Reads one token after the other from UTF-8 bytes. No token ends inside of what a person sees as one character.
struct Letters {
  private enum Class {
    case blank, word, mark
    /// A word of its own: scripts without blanks between words.
    case ideograph
    /// Belongs to the character before it.
    case extending
  }

  private static let joiner: UInt32 = 0x200D

  let bytes: [UInt8]
  private(set) var at: Int
  let end: Int

  init(bytes: [UInt8], at: Int, end: Int) {
    self.bytes = bytes
    self.at = at
    self.end = end
  }

  /// Moves behind the next token. There must be one.
  mutating func token(foldsRules: Bool) -> Token.Kind {
    let scalar = next()
    switch Self.kind(of: scalar) {
    case .blank:
      passOver { $0 == .blank }
      return .blank
    case .word:
      readWord(after: scalar)
      return .word
    case .ideograph:
      passOver { $0 == .extending }
      return .word
    case .extending:
      passOver { $0 == .extending }
      return .mark
    case .mark:
      if foldsRules, scalar == 0x2D {
        while at < end, bytes[at] == 0x2D { at += 1 }
      } else {
        readSymbol(scalar)
      }
      return .mark
    }
  }

  private mutating func readWord(after first: UInt32) {
    var last = first
    while at < end {
      let start = at
      let scalar = next()
      switch Self.kind(of: scalar) {
      case .word, .extending: break
      case .mark where at < end && Self.joins(scalar, last, following: peek): break
      default:
        at = start
        return
      }
      last = scalar
    }
  }

  /// A mark or an emoji with all that makes it one: joiners, shades, flags of two letters.
  private mutating func readSymbol(_ first: UInt32) {
    if Self.isFlagLetter(first), at < end, Self.isFlagLetter(peek) { _ = next() }
    while at < end {
      let start = at
      let scalar = next()
      guard Self.kind(of: scalar) == .extending else {
        at = start
        return
      }
      if scalar == Self.joiner, at < end, Self.kind(of: peek) == .mark { _ = next() }
    }
  }

  private mutating func passOver(_ isWanted: (Class) -> Bool) {
    while at < end {
      let start = at
      if !isWanted(Self.kind(of: next())) {
        at = start
        return
      }
    }
  }

  private var peek: UInt32 {
    var copy = self
    return copy.next()
  }

  /// Texts come from strings, so the bytes are whole characters.
  private mutating func next() -> UInt32 {
    let first = UInt32(bytes[at])
    let count = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var scalar = count == 1 ? first : first & (0xFF >> UInt32(count + 1))
    let stop = min(at + count, end)
    at += 1
    while at < stop {
      scalar = scalar << 6 | UInt32(bytes[at] & 0x3F)
      at += 1
    }
    return scalar
  }

  /// True for an apostrophe inside of a word and for the point and comma inside of a number.
  private static func joins(_ mark: UInt32, _ before: UInt32, following after: UInt32) -> Bool {
    switch mark {
    case 0x27, 0x2019: kind(of: after) == .word && !isDigit(before)
    case 0x2C, 0x2E: isDigit(before) && isDigit(after)
    default: false
    }
  }

  private static func isDigit(_ scalar: UInt32) -> Bool { (0x30...0x39).contains(scalar) }
  private static func isFlagLetter(_ scalar: UInt32) -> Bool { (0x1F1E6...0x1F1FF).contains(scalar) }

  private static func kind(of scalar: UInt32) -> Class {
    switch scalar {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F: return .word
    case 0x20, 0x09...0x0D: return .blank
    case 0..<0x80: return .mark
    case 0x3041...0x3096, 0x30A1...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0x20000...0x3FFFF:
      return .ideograph
    case 0x200C, joiner, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F: return .extending
    default: break
    }
    guard let properties = Unicode.Scalar(scalar)?.properties else { return .mark }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return .extending
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      return isUnspaced(scalar) ? .ideograph : .word
    default: return properties.isWhitespace ? .blank : .mark
    }
  }

  /// Thai, Lao, Myanmar and Khmer.
  private static func isUnspaced(_ scalar: UInt32) -> Bool {
    (0x0E00...0x0EFF).contains(scalar) || (0x1000...0x109F).contains(scalar) || (0x1780...0x17FF).contains(scalar)
  }
}
