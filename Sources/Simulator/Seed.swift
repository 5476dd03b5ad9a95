/// Numbers that follow from a text: the same text gives the same numbers on every machine and in every version.
struct Seed: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(_ text: String) {
    // FNV-1a, 64 bits.
    state = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  mutating func next() -> UInt64 {
    // SplitMix64.
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// From 0 up to, not including, 1.
  mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

  mutating func pick(_ choices: [String]) -> String {
    choices.isEmpty ? "" : choices[number(0...choices.count - 1)]
  }
}
