/// A word, a mark or blanks of one of the texts.
struct Token {
  enum Kind { case blank, word, mark }

  /// UTF-8 offsets in the joined texts.
  var start: Int32
  var end: Int32
  /// The same for tokens that count as equal.
  var id: Int32
  var kind: Kind
  /// What it is to an eye: the letters of a word, 1 for a mark, nothing for blanks.
  var weight: Int32
}

/// The tokens of the texts that are compared, each with a number that stands for its bytes.
struct Lexicon {
  /// What is not compared to the byte.
  enum Folding {
    /// Blanks are alike, line breaks among them.
    case prose
    case code
    /// As prose; the rules below a table's header are alike, however long.
    case table
  }

  private static let blank: Int32 = 0
  private static let rule: Int32 = 1

  /// The texts, one after the other.
  let bytes: [UInt8]
  private(set) var tokens: [Token] = []
  /// How many different ids there are.
  private(set) var count = 2

  /// Open addressing: one more than the index in `entries`, 0 for an empty slot.
  private var slots = [Int32](repeating: 0, count: 1024)
  private var entries: [(start: Int32, end: Int32, hash: UInt64)] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    tokens.reserveCapacity(bytes.count / 3)
  }

  /// Adds the tokens of a stretch, which starts and ends between characters.
  /// - Returns: their indices.
  mutating func read(_ range: Range<Int>, _ folding: Folding) -> Range<Int> {
    let first = tokens.count
    var at = range.lowerBound
    while at < range.upperBound {
      let start = at
      var reader = Letters(bytes: bytes, at: at, end: range.upperBound)
      let kind = reader.token(foldsRules: folding == .table)
      at = reader.at
      let id: Int32
      switch kind {
      case .blank where folding != .code: id = Self.blank
      case .mark where folding == .table && at - start > 2 && bytes[start] == UInt8(ascii: "-"): id = Self.rule
      default: id = number(start..<at)
      }
      let weight = kind == .word ? letters(start..<at) : kind == .mark ? 1 : 0
      tokens.append(Token(start: Int32(start), end: Int32(at), id: id, kind: kind, weight: weight))
    }
    return first..<tokens.count
  }

  private func letters(_ range: Range<Int>) -> Int32 {
    var count: Int32 = 0
    for offset in range where bytes[offset] & 0xC0 != 0x80 { count += 1 }
    return count
  }

  private mutating func number(_ range: Range<Int>) -> Int32 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for offset in range { hash = (hash ^ UInt64(bytes[offset])) &* 0x100_0000_01B3 }
    hash ^= hash >> 29
    if entries.count * 2 >= slots.count { grow() }
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let entry = entries[Int(slots[slot]) - 1]
      if entry.hash == hash, Int(entry.end - entry.start) == range.count, isEqual(range, entry.start) {
        return slots[slot] + 1
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    entries.append((Int32(range.lowerBound), Int32(range.upperBound), hash))
    slots[slot] = Int32(entries.count)
    count = entries.count + 2
    return Int32(entries.count + 1)
  }

  private func isEqual(_ range: Range<Int>, _ other: Int32) -> Bool {
    let distance = Int(other) - range.lowerBound
    for offset in range where bytes[offset] != bytes[offset + distance] { return false }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 2)
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index + 1)
    }
  }
}
