import Screen

@testable import TTY

/// SplitMix64: the same numbers for the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}

/// What a decoder makes of text given in one piece, with the wait for its rest over at the end.
func decode(_ text: String) -> [TerminalInput] { decode([Array(text.utf8)]) }

/// What a decoder makes of bytes given piece by piece.
func decode(_ pieces: [[UInt8]]) -> [TerminalInput] {
  var decoder = InputDecoder(escapeWait: .milliseconds(50))
  return pieces.flatMap { decoder.feed($0) } + decoder.flush()
}

func keys(_ text: String) -> [Key] {
  decode(text).compactMap { input in
    if case .key(let key) = input { key } else { nil }
  }
}

func replies(_ text: String) -> [TerminalReply] {
  decode(text).compactMap { input in
    if case .reply(let reply) = input { reply } else { nil }
  }
}

extension Collection where Element == UInt8 {
  /// The offset at which `pattern` first occurs, counted from the beginning.
  func offset(of pattern: String) -> Int? {
    let wanted = Array(pattern.utf8)
    return withContiguousStorageIfAvailable { bytes -> Int? in
      var start = 0
      while let found = unsafe bytes[start...].firstIndex(of: wanted[0]), found + wanted.count <= bytes.count {
        if unsafe bytes[found..<found + wanted.count].elementsEqual(wanted) { return found }
        start = found + 1
      }
      return nil
    } ?? nil
  }

  func has(_ pattern: String) -> Bool { offset(of: pattern) != nil }
}
