/// BMP in Swift: a header, perhaps a palette, and rows of pixels, plain or as runs.
/// - Source: [MS-WMF] section 2.2.2 and the Windows documentation of `BITMAPV5HEADER`.
enum BMP {
  /// What its headers say.
  private struct Layout {
    var width: Int
    var height: Int
    /// The first row in the file is the top one.
    var isTopDown: Bool
    var bits: Int
    var compression: Int
    /// Where the palette begins, and bytes of one colour in it.
    var palette: (offset: Int, stride: Int, count: Int)
    var pixels: Int
    /// The bits of red, green, blue and alpha in a pixel of 16 or 32.
    var masks: [UInt32]
  }

  private static let (plain, runs8, runs4, fields, alphaFields) = (0, 1, 2, 3, 6)
  /// Sizes that the second header has in files.
  private static let headerSizes: Set<Int> = [12, 40, 52, 56, 64, 108, 124]

  /// True if the bytes begin like a BMP file. `BM` alone is too little: texts begin so as well.
  static func isAnnounced(by bytes: some Collection<UInt8>) -> Bool {
    let start = Array(bytes.prefix(18))
    return start.count == 18 && start.starts(with: "BM".utf8)
      && headerSizes.contains(start.littleEndian(at: 14, count: 4))
  }

  /// Pixels of a file's header; `nil` if it is cut off or wrong.
  static func size(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    guard bytes.count >= 26 else { return nil }
    if bytes.littleEndian(at: 14, count: 4) == 12 {
      return (bytes.littleEndian(at: 18, count: 2), bytes.littleEndian(at: 20, count: 2))
    }
    // A height below 0 means that the rows begin at the top.
    return (bytes.signed(at: 18), abs(bytes.signed(at: 22)))
  }

  /// - Throws: `damaged` or `unsupported`.
  static func decode(_ bytes: [UInt8], header: ImageHeader) throws(ImageError) -> TransparentPixels {
    let layout = try layout(of: bytes, header)
    if layout.compression == runs8 || layout.compression == runs4 {
      return try fromRuns(bytes, layout)
    }
    let stride = (layout.width * layout.bits + 31) / 32 * 4
    guard layout.pixels + stride * layout.height <= bytes.count else { throw .damaged("its rows are cut off") }
    if layout.bits <= 8 {
      let colors = palette(bytes, layout)
      let (perByte, mask) = (8 / layout.bits, 1 << layout.bits - 1)
      return TransparentPixels(width: layout.width, height: layout.height) { x, y in
        let row = layout.pixels + (layout.isTopDown ? y : layout.height - 1 - y) * stride
        let shift = (perByte - 1 - x % perByte) * layout.bits
        return (colors[Int(bytes[row + x / perByte]) >> shift & mask], 255)
      }
    }
    let size = layout.bits / 8
    let channels = layout.masks.map(Channel.init)
    var pixels = TransparentPixels(width: layout.width, height: layout.height) { x, y in
      let at = layout.pixels + (layout.isTopDown ? y : layout.height - 1 - y) * stride + x * size
      if size == 3 { return (RGB(red: bytes[at + 2], green: bytes[at + 1], blue: bytes[at]), 255) }
      let pixel = UInt32(truncatingIfNeeded: bytes.littleEndian(at: at, count: size))
      let color = RGB(red: channels[0].value(pixel), green: channels[1].value(pixel), blue: channels[2].value(pixel))
      return (color, layout.masks[3] == 0 ? 255 : channels[3].value(pixel))
    }
    pixels.showIfHidden()
    return pixels
  }

  private static func layout(of bytes: [UInt8], _ header: ImageHeader) throws(ImageError) -> Layout {
    let size = bytes.count >= 26 ? bytes.littleEndian(at: 14, count: 4) : 0
    guard headerSizes.contains(size), 14 + size <= bytes.count else { throw .damaged("its header is cut off") }
    let isOld = size == 12
    let bits = bytes.littleEndian(at: isOld ? 24 : 28, count: 2)
    let compression = isOld ? plain : bytes.littleEndian(at: 30, count: 4)
    guard [1, 4, 8, 16, 24, 32].contains(bits) else { throw .unsupported("A BMP picture of \(bits) bits a pixel") }
    let isPossible =
      switch compression {
      case plain: true
      case runs8: bits == 8
      case runs4: bits == 4
      case fields, alphaFields: bits == 16 || bits == 32
      default: false
      }
    guard isPossible else { throw .unsupported("This kind of BMP picture") }
    var masks: [UInt32] = bits == 16 ? [0x7C00, 0x3E0, 0x1F, 0] : [0xFF0000, 0xFF00, 0xFF, 0]
    var afterHeader = 14 + size
    if compression == fields || compression == alphaFields {
      // The first of the longer headers keeps the masks behind it, the others inside, at the same place.
      let count = size >= 56 || compression == alphaFields ? 4 : 3
      guard 54 + count * 4 <= bytes.count else { throw .damaged("its header is cut off") }
      for index in 0..<count {
        masks[index] = UInt32(truncatingIfNeeded: bytes.littleEndian(at: 54 + index * 4, count: 4))
      }
      if size == 40 { afterHeader += count * 4 }
    }
    let used = isOld ? 0 : bytes.littleEndian(at: 46, count: 4)
    let count = bits > 8 ? 0 : used == 0 ? 1 << bits : min(used, 1 << bits)
    let pixels = bytes.littleEndian(at: 10, count: 4)
    guard pixels <= bytes.count else { throw .damaged("its pixels begin behind its end") }
    return Layout(
      width: header.width, height: header.height, isTopDown: !isOld && bytes.signed(at: 22) < 0, bits: bits,
      compression: compression, palette: (afterHeader, isOld ? 3 : 4, count), pixels: pixels, masks: masks)
  }

  /// As many colours as a pixel can name: what the file leaves out is black.
  private static func palette(_ bytes: [UInt8], _ layout: Layout) -> [RGB] {
    (0..<1 << layout.bits).map { index in
      let at = layout.palette.offset + index * layout.palette.stride
      guard index < layout.palette.count, at + 3 <= bytes.count else { return .black }
      return RGB(red: bytes[at + 2], green: bytes[at + 1], blue: bytes[at])
    }
  }

  /// Rows from the bottom, each a list of runs; what they skip is transparent.
  private static func fromRuns(_ bytes: [UInt8], _ layout: Layout) throws(ImageError) -> TransparentPixels {
    guard !layout.isTopDown else { throw .damaged("its rows stand in the wrong order") }
    let colors = palette(bytes, layout)
    var indices = [Int16](repeating: -1, count: layout.width * layout.height)
    var (x, y, at) = (0, 0, layout.pixels)
    func put(_ index: UInt8) {
      if x < layout.width, y < layout.height {
        indices[(layout.height - 1 - y) * layout.width + x] = Int16(index)
      }
      x += 1
    }
    let isHalf = layout.bits == 4
    scan: while y < layout.height {
      guard at + 2 <= bytes.count else { throw .damaged("its rows are cut off") }
      let (count, value) = (Int(bytes[at]), bytes[at + 1])
      at += 2
      if count > 0 {
        for step in 0..<count { put(isHalf ? (step % 2 == 0 ? value >> 4 : value & 15) : value) }
        continue
      }
      switch value {
      case 0: (x, y) = (0, y + 1)
      case 1: break scan
      case 2:
        guard at + 2 <= bytes.count else { throw .damaged("its rows are cut off") }
        (x, y) = (x + Int(bytes[at]), y + Int(bytes[at + 1]))
        at += 2
      default:
        let length = isHalf ? (Int(value) + 1) / 2 : Int(value)
        guard at + length <= bytes.count else { throw .damaged("its rows are cut off") }
        for step in 0..<Int(value) {
          let byte = bytes[at + (isHalf ? step / 2 : step)]
          put(isHalf ? (step % 2 == 0 ? byte >> 4 : byte & 15) : byte)
        }
        // Each of these begins at an even place.
        at += length + length % 2
      }
    }
    return TransparentPixels(width: layout.width, height: layout.height) { x, y in
      let index = indices[y * layout.width + x]
      return index < 0 ? (.black, 0) : (colors[Int(index)], 255)
    }
  }

  /// Some bits of a pixel as a number up to 255.
  private struct Channel {
    let mask: UInt32
    private let shift: UInt32
    private let most: UInt32

    init(_ mask: UInt32) {
      self.mask = mask
      shift = mask == 0 ? 0 : UInt32(mask.trailingZeroBitCount)
      most = mask >> shift
    }

    func value(_ pixel: UInt32) -> UInt8 {
      guard most > 0 else { return 0 }
      return UInt8(truncatingIfNeeded: UInt64((pixel & mask) >> shift) * 255 / UInt64(most))
    }
  }
}

extension [UInt8] {
  /// The number with its sign in four bytes from `offset` on, which must lie inside.
  fileprivate func signed(at offset: Int) -> Int {
    Int(Int32(truncatingIfNeeded: littleEndian(at: offset, count: 4)))
  }
}
