/// What the first bytes of a picture say about it. Nothing is decoded.
/// - Source: terminal-graphics.md section 9.
package struct ImageHeader: Hashable, Sendable {
  package let type: ImageType
  /// Pixels as the picture is to be shown: a JPEG that lies on its side is turned first.
  package let width: Int
  package let height: Int
  /// How the stored pixels are to be turned.
  let orientation: Orientation

  /// Reads the header of a picture file, all of it or its beginning.
  /// - Throws: `notAPicture`, `damaged`, `tooLarge` or `tooManyBytes`.
  package init(_ bytes: [UInt8]) throws(ImageError) {
    guard bytes.count <= ImageLimits.bytes else { throw .tooManyBytes(bytes.count) }
    guard let type = ImageType.sniff(bytes) else { throw .notAPicture }
    let facts: Facts? =
      switch type {
      case .png: Self.png(bytes)
      case .jpeg: Self.jpeg(bytes)
      case .webp: Self.webp(bytes)
      case .gif: Self.gif(bytes)
      case .bmp: BMP.size(bytes).map { Facts(width: $0.width, height: $0.height) }
      }
    guard let facts else { throw .damaged("the \(type.label) header is cut off or wrong") }
    let turned = facts.orientation.swapsSides
    self.type = type
    width = turned ? facts.height : facts.width
    height = turned ? facts.width : facts.height
    orientation = facts.orientation
    guard width > 0, height > 0 else { throw .damaged("the \(type.label) header says \(width)x\(height) pixels") }
    guard max(width, height) <= ImageLimits.side, width * height <= ImageLimits.pixels else {
      throw .tooLarge(width: width, height: height)
    }
  }

  /// Pixels as the file stores them.
  var stored: (width: Int, height: Int) { orientation.swapsSides ? (height, width) : (width, height) }

  private struct Facts {
    var width: Int
    var height: Int
    var orientation = Orientation.upright
  }

  private static func png(_ bytes: [UInt8]) -> Facts? {
    guard bytes.count >= 24, bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
    return Facts(width: bytes.bigEndian(at: 16, count: 4), height: bytes.bigEndian(at: 20, count: 4))
  }

  private static func gif(_ bytes: [UInt8]) -> Facts? {
    guard bytes.count >= 10 else { return nil }
    return Facts(width: bytes.littleEndian(at: 6, count: 2), height: bytes.littleEndian(at: 8, count: 2))
  }

  private static func webp(_ bytes: [UInt8]) -> Facts? {
    guard bytes.count >= 30 else { return nil }
    let chunk = bytes[12..<16]
    if chunk.elementsEqual("VP8X".utf8) {
      return Facts(
        width: bytes.littleEndian(at: 24, count: 3) + 1, height: bytes.littleEndian(at: 27, count: 3) + 1)
    }
    if chunk.elementsEqual("VP8L".utf8), bytes[20] == 0x2F {
      let sizes = bytes.littleEndian(at: 21, count: 4)
      return Facts(width: sizes & 0x3FFF + 1, height: sizes >> 14 & 0x3FFF + 1)
    }
    if chunk.elementsEqual("VP8 ".utf8), bytes[23..<26].elementsEqual([0x9D, 0x01, 0x2A]) {
      return Facts(
        width: bytes.littleEndian(at: 26, count: 2) & 0x3FFF, height: bytes.littleEndian(at: 28, count: 2) & 0x3FFF)
    }
    return nil
  }

  /// Walks the segments up to the start of frame, which holds the size; the orientation stands before it.
  private static func jpeg(_ bytes: [UInt8]) -> Facts? {
    var orientation = Orientation.upright
    var at = 2
    while at + 4 <= bytes.count {
      guard bytes[at] == 0xFF else { return nil }
      let marker = bytes[at + 1]
      switch marker {
      case 0xFF:
        at += 1
        continue
      case 0x01, 0xD0...0xD7:
        at += 2
        continue
      case 0xD8, 0xD9, 0xDA:
        return nil
      default:
        break
      }
      let length = bytes.bigEndian(at: at + 2, count: 2)
      guard length >= 2 else { return nil }
      if (0xC0...0xCF).contains(marker), marker != 0xC4, marker != 0xC8, marker != 0xCC {
        guard at + 9 <= bytes.count else { return nil }
        return Facts(
          width: bytes.bigEndian(at: at + 7, count: 2), height: bytes.bigEndian(at: at + 5, count: 2),
          orientation: orientation)
      }
      let end = at + 2 + length
      if marker == 0xE1, end <= bytes.count, let found = Orientation(exif: Array(bytes[at + 4..<end])) {
        orientation = found
      }
      at = end
    }
    return nil
  }
}

extension [UInt8] {
  /// The number in `count` bytes from `offset` on, which must lie inside.
  func bigEndian(at offset: Int, count: Int) -> Int {
    self[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
  }

  /// The number in `count` bytes from `offset` on, which must lie inside.
  func littleEndian(at offset: Int, count: Int) -> Int {
    self[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
