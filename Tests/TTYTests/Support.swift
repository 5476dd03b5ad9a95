import Screen

@testable import TTY

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
