/// Text that a PNG file carries, in `iTXt` chunks.
/// - Source: PNG specification, 11.3.3.4
package enum PNGText {
  /// Bytes of a text at most, so that a stranger's file costs little.
  private static let limit = 4 << 20

  /// The file with a text behind its header, in the place of what had the same keyword.
  ///
  /// - Parameter keyword: 1 to 79 characters of printable ASCII.
  /// - Returns: `nil` if the bytes are no whole PNG file; every other chunk stays as it was.
  package static func adding(_ text: String, keyword: String, to file: [UInt8]) -> [UInt8]? {
    guard let chunks = chunks(of: file), chunks.first?.name == "IHDR", chunks.last?.name == "IEND" else { return nil }
    var result = Array(file[..<start])
    for chunk in chunks where self.text(keyword, in: chunk, of: file) == nil {
      result += file[chunk.range]
      if chunk.name == "IHDR" { result += PNGChunk.text(text, keyword: keyword) }
    }
    // What follows the end of the picture is no part of it, and kept all the same.
    return result + file[(chunks.last?.range.upperBound ?? file.count)...]
  }

  /// The text under a keyword; `nil` if there is none, or it is damaged, compressed or too long.
  package static func read(_ keyword: String, in file: [UInt8]) -> String? {
    for chunk in chunks(of: file) ?? [] {
      guard let text = text(keyword, in: chunk, of: file) else { continue }
      return PNGChunk.isWhole(file[chunk.range]) ? String(validating: text, as: UTF8.self) : nil
    }
    return nil
  }

  private struct Chunk {
    let name: String
    /// Length, name, content and checksum.
    let range: Range<Int>
    var content: Range<Int> { range.lowerBound + 8..<range.upperBound - 4 }
  }

  /// Behind the signature.
  private static let start = 8

  /// The chunks up to the end, or to where the file is cut off; `nil` if it is no PNG.
  private static func chunks(of file: [UInt8]) -> [Chunk]? {
    guard ImageType.sniff(file) == .png else { return nil }
    var chunks: [Chunk] = []
    var at = start
    while file.count - at >= 12 {
      let length = file.bigEndian(at: at, count: 4)
      guard length <= file.count - at - 12 else { break }
      let name = String(decoding: file[at + 4..<at + 8], as: UTF8.self)
      chunks.append(Chunk(name: name, range: at..<at + 12 + length))
      if name == "IEND" { break }
      at += 12 + length
    }
    return chunks
  }

  /// The bytes of the text, if the chunk is one of this keyword.
  private static func text(_ keyword: String, in chunk: Chunk, of file: [UInt8]) -> ArraySlice<UInt8>? {
    let content = file[chunk.content]
    guard chunk.name == "iTXt", content.count <= limit, content.starts(with: Array(keyword.utf8) + [0]) else {
      return nil
    }
    // Compression flag and method; then language and the keyword in it, each up to a zero.
    var rest = content.dropFirst(keyword.utf8.count + 1)
    guard rest.popFirst() == 0, rest.popFirst() != nil else { return nil }
    for _ in 0..<2 {
      guard let zero = rest.firstIndex(of: 0) else { return nil }
      rest = rest[(zero + 1)...]
    }
    return rest
  }
}

/// One chunk of a PNG file: length, name, content, checksum.
enum PNGChunk {
  /// An `iTXt` chunk, its text uncompressed and of no named language.
  static func text(_ text: String, keyword: String) -> [UInt8] {
    make("iTXt", ImageError.printable(keyword).utf8.prefix(79) + [0, 0, 0, 0, 0] + Array(text.utf8))
  }

  static func make(_ name: String, _ content: some Collection<UInt8>) -> [UInt8] {
    let body = Array(name.utf8) + content
    return bytes(UInt32(content.count)) + body + bytes(checksum(body))
  }

  /// True if the checksum at the end is that of name and content.
  static func isWhole(_ chunk: ArraySlice<UInt8>) -> Bool {
    chunk.suffix(4).elementsEqual(bytes(checksum(chunk.dropFirst(4).dropLast(4))))
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// CRC-32 as PNG and zlib compute it.
  private static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
    }
    return ~sum
  }
}
