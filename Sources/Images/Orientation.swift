/// How stored pixels are turned before they are shown: the eight values of the EXIF tag 0x0112.
/// - Source: EXIF 2.32, section 4.6.4.
enum Orientation: Int, Sendable {
  case upright = 1
  case mirrored, halfTurn, halfTurnMirrored, transposed, quarterTurn, transverse, threeQuarterTurn

  /// True if width and height change places.
  var swapsSides: Bool { rawValue >= Self.transposed.rawValue }

  /// Reads the content of a JPEG's APP1 segment: `nil` if it is not EXIF or has no valid orientation.
  init?(exif segment: [UInt8]) {
    guard segment.starts(with: Self.exifMark) else { return nil }
    self.init(tiff: Array(segment.dropFirst(Self.exifMark.count)))
  }

  /// Reads a chunk of EXIF data in a PNG or WebP; some programs put the mark of a JPEG's segment in front.
  init?(chunk: [UInt8]) {
    self.init(tiff: chunk.starts(with: Self.exifMark) ? Array(chunk.dropFirst(Self.exifMark.count)) : chunk)
  }

  private static let exifMark: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0]

  private init?(tiff: [UInt8]) {
    let isLittle = tiff.starts(with: [0x49, 0x49, 0x2A, 0])
    guard tiff.count >= 8, isLittle || tiff.starts(with: [0x4D, 0x4D, 0, 0x2A]) else { return nil }
    func number(at offset: Int, count: Int) -> Int? {
      guard offset + count <= tiff.count else { return nil }
      return isLittle ? tiff.littleEndian(at: offset, count: count) : tiff.bigEndian(at: offset, count: count)
    }
    guard let directory = number(at: 4, count: 4), let entries = number(at: directory, count: 2) else { return nil }
    for index in 0..<entries {
      let entry = directory + 2 + 12 * index
      guard let tag = number(at: entry, count: 2) else { return nil }
      guard tag == 0x0112 else { continue }
      // A short stands in the first two bytes of the value field.
      guard number(at: entry + 2, count: 2) == 3, let value = number(at: entry + 8, count: 2) else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }

  /// The pixels as they are to be shown.
  func applied(to pixels: Pixels) -> Pixels {
    guard self != .upright else { return pixels }
    let (right, bottom) = (pixels.width - 1, pixels.height - 1)
    return Pixels(
      width: swapsSides ? pixels.height : pixels.width, height: swapsSides ? pixels.width : pixels.height
    ) { x, y in
      let (column, row) =
        switch self {
        case .upright: (x, y)
        case .mirrored: (right - x, y)
        case .halfTurn: (right - x, bottom - y)
        case .halfTurnMirrored: (x, bottom - y)
        case .transposed: (y, x)
        case .quarterTurn: (y, bottom - x)
        case .transverse: (right - y, bottom - x)
        case .threeQuarterTurn: (right - y, x)
        }
      return pixels[column, row]
    }
  }
}
