import Simulator

/// PNG files without compression, the only kind this reads again: enough to see pixels come and go.
struct StoredPNG: PictureCodec {
  struct NoPicture: Error {}

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  func encodePNG(_ image: RGBImage) async throws -> [UInt8] {
    var header = Self.bytes(UInt32(image.width)) + Self.bytes(UInt32(image.height))
    header += [8, 2, 0, 0, 0]
    var rows: [UInt8] = []
    rows.reserveCapacity((image.width * 3 + 1) * image.height)
    for row in 0..<image.height {
      rows.append(0)
      rows.append(contentsOf: image.rgb[row * image.width * 3..<(row + 1) * image.width * 3])
    }
    var data: [UInt8] = [0x78, 0x01]
    var start = 0
    while start < rows.count {
      let end = min(start + 65535, rows.count)
      let count = UInt16(end - start)
      data += [
        end == rows.count ? 1 : 0, UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8),
      ]
      data.append(contentsOf: rows[start..<end])
      start = end
    }
    data += Self.bytes(Self.adler32(rows))
    return Self.signature + Self.chunk("IHDR", header) + Self.chunk("IDAT", data) + Self.chunk("IEND", [])
  }

  func decode(_ bytes: [UInt8]) async throws -> RGBImage {
    guard bytes.starts(with: Self.signature), bytes.count > 57 else { throw NoPicture() }
    func number(_ at: Int) -> Int { (0..<4).reduce(0) { $0 << 8 | Int(bytes[at + $1]) } }
    let (width, height) = (number(16), number(20))
    var at = 33 + 8 + 2
    let end = 33 + 8 + number(33) - 4
    guard end <= bytes.count else { throw NoPicture() }
    var rows: [UInt8] = []
    while at + 5 <= end {
      let count = Int(bytes[at + 1]) | Int(bytes[at + 2]) << 8
      guard at + 5 + count <= end else { throw NoPicture() }
      rows.append(contentsOf: bytes[at + 5..<at + 5 + count])
      at += 5 + count
    }
    guard rows.count == (width * 3 + 1) * height else { throw NoPicture() }
    var rgb: [UInt8] = []
    for row in 0..<height { rgb.append(contentsOf: rows[row * (width * 3 + 1) + 1..<(row + 1) * (width * 3 + 1)]) }
    guard let image = RGBImage(width: width, height: height, rgb: rgb) else { throw NoPicture() }
    return image
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return bytes(UInt32(data.count)) + body + bytes(crc32(body))
  }

  private static let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    let table = crcTable
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 255)] ^ value >> 8 }
    return ~value
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65521
      high = (high + low) % 65521
    }
    return high << 16 | low
  }
}
