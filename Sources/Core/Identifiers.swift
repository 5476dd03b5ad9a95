/// Names a saved conversation, for good: it stays the same through export and import.
package struct SessionID: RawRepresentable, Hashable, Sendable {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// Names one turn.
package struct TurnID: RawRepresentable, Hashable, Sendable {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// Names one request and all it brought back.
package struct RunID: RawRepresentable, Hashable, Sendable {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// Makes identifiers: 16 characters of lower-case base 32, the same ones for the same seed.
package struct IdentifierSource: Hashable, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func session() -> SessionID { SessionID(rawValue: nextText()) }
  package mutating func turn() -> TurnID { TurnID(rawValue: nextText()) }
  package mutating func run() -> RunID { RunID(rawValue: nextText()) }

  /// A number from 0, below a limit.
  mutating func number(below limit: Int) -> Int { Int(nextWord() % UInt64(max(1, limit))) }

  private mutating func nextText() -> String {
    let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")
    var bits = nextWord()
    var text = ""
    for position in 0..<16 {
      if position == 12 { bits = nextWord() }
      text.append(letters[Int(bits & 31)])
      bits >>= 5
    }
    return text
  }

  /// SplitMix64.
  private mutating func nextWord() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
