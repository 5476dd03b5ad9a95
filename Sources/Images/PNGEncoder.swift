/// Pixels to a PNG file.
package enum PNGEncoder {
  /// - Parameter text: notes stored in the file; a keyword is 1 to 79 characters of printable ASCII, a value any text.
  /// - Throws: `workerFailed` if the encoder refuses.
  package static func encode(
    _ pixels: Pixels, text: [(key: String, value: String)] = []
  ) throws(ImageError) -> [UInt8] {
    var file = try PNG.encode(pixels)
    let notes = text.flatMap { note in
      chunk("iTXt", ImageError.printable(note.key).utf8.prefix(79) + [0, 0, 0, 0, 0] + Array(note.value.utf8))
    }
    file.insert(contentsOf: notes, at: endOfHeader)
    return file
  }

  /// The signature of 8 bytes, then the `IHDR` chunk of 25.
  private static let endOfHeader = 33

  private static func chunk(_ name: String, _ content: some Collection<UInt8>) -> [UInt8] {
    let body = Array(name.utf8) + content
    return bytes(UInt32(content.count)) + body + bytes(checksum(body))
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// CRC-32 as PNG and zlib compute it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
    }
    return ~sum
  }
}
