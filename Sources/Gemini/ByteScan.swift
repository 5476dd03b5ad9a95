extension Span<UInt8> {
  /// The first place from `start` on whose byte is one of two, or less than `bound`, which is at most 0x80; `count` if
  /// there is none.
  ///
  /// Eight bytes are looked at together: most of a stream is long runs of plain text and base64.
  @inline(__always)
  func firstIndex(of one: UInt8, or other: UInt8, below bound: UInt8 = 0, from start: Int) -> Int {
    let eachByte: UInt64 = 0x0101_0101_0101_0101
    let ones = eachByte &* UInt64(one)
    let others = eachByte &* UInt64(other)
    let bounds = eachByte &* UInt64(bound)
    var at = start
    while at + 8 <= count {
      let word = word(at: at)
      // Taking a number from each byte borrows into its highest bit if the byte is less. A borrow can spoil the bytes
      // above, never the lowest hit, and that is the one asked for.
      let hits =
        ((word ^ ones) &- eachByte) & ~(word ^ ones) | ((word ^ others) &- eachByte) & ~(word ^ others)
        | (word &- bounds) & ~word & (bound == 0 ? 0 : ~0)
      let marks = hits & (eachByte << 7)
      if marks != 0 { return at + marks.trailingZeroBitCount / 8 }
      at += 8
    }
    while at < count, self[at] != one, self[at] != other, self[at] >= bound { at += 1 }
    return at
  }

  /// Eight bytes as one number, the first in its lowest byte; the compiler makes one load of it.
  @inline(__always)
  private func word(at start: Int) -> UInt64 {
    let bytes = extracting(start..<start + 8)
    var word: UInt64 = 0
    for index in 0..<8 { word |= UInt64(bytes[index]) << UInt64(8 * index) }
    return word
  }
}

extension [UInt8] {
  init(copying bytes: Span<UInt8>) {
    self.init(capacity: bytes.count) { out in
      for index in bytes.indices { out.append(bytes[index]) }
    }
  }

  mutating func append(copying bytes: Span<UInt8>) {
    append(addingCapacity: bytes.count) { out in
      for index in bytes.indices { out.append(bytes[index]) }
    }
  }
}
