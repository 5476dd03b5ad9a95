/// The first frame of a GIF, decoded in Swift: the format is small, and libraries for it were broken into often.
/// - Source: GIF89a specification of 1990-07-31.
enum GIF {
  private static let (extensionMark, frameMark, endMark): (UInt8, UInt8, UInt8) = (0x21, 0x2C, 0x3B)
  private static let graphicControl: UInt8 = 0xF9

  /// Decodes up to the end of the first frame; what it leaves out is as transparent as what it calls so.
  /// - Throws: `damaged` saying where.
  static func decode(_ bytes: [UInt8], header: ImageHeader) throws(ImageError) -> TransparentPixels {
    var reader = ByteReader(bytes)
    // Signature and size are known from the header; behind the flags stand a background nobody shows and an aspect.
    guard reader.raw(10) != nil, let flags = reader.byte(), reader.raw(2) != nil,
      let colors = reader.colors(announcedBy: flags)
    else { throw cutOff }
    var transparent: UInt8?
    while let mark = reader.byte() {
      switch mark {
      case extensionMark:
        guard let label = reader.byte(), let content = reader.blocks() else { throw cutOff }
        if label == graphicControl, content.count >= 4 { transparent = content[0] & 1 == 1 ? content[3] : nil }
      case frameMark:
        let frame = try frame(&reader, colors, inside: header)
        return try frame.drawn(on: header, transparent: transparent)
      case endMark:
        throw .damaged("it has no frame")
      default:
        throw .damaged("its blocks are wrong")
      }
    }
    throw cutOff
  }

  private static var cutOff: ImageError { .damaged("its data is cut off") }

  private static func frame(
    _ reader: inout ByteReader, _ globalColors: [RGB], inside header: ImageHeader
  ) throws(ImageError) -> Frame {
    guard let left = reader.short(), let top = reader.short(), let width = reader.short(), let height = reader.short(),
      let flags = reader.byte(), let ownColors = reader.colors(announcedBy: flags), let codeSize = reader.byte()
    else { throw cutOff }
    guard width > 0, height > 0, left + width <= header.width, top + height <= header.height else {
      throw .damaged("its first frame does not lie inside of it")
    }
    guard (2...8).contains(codeSize) else { throw .damaged("its data has \(codeSize) bits a pixel") }
    guard let data = reader.blocks() else { throw cutOff }
    guard let indices = LZW.decode(data, codeSize: Int(codeSize), count: width * height) else {
      throw .damaged("its data is cut off or wrong")
    }
    return Frame(
      left: left, top: top, width: width, height: height, isInterlaced: flags & 0x40 != 0,
      colors: ownColors.isEmpty ? globalColors : ownColors, indices: indices)
  }

  private struct Frame {
    var left: Int
    var top: Int
    var width: Int
    var height: Int
    var isInterlaced: Bool
    var colors: [RGB]
    /// One a pixel, rows in the order of the file.
    var indices: [UInt8]

    func drawn(on header: ImageHeader, transparent: UInt8?) throws(ImageError) -> TransparentPixels {
      var pixels = TransparentPixels(width: header.width, height: header.height)
      var at = 0
      for row in rows {
        for column in 0..<width {
          let index = indices[at + column]
          if index == transparent { continue }
          guard index < colors.count else { throw .damaged("a pixel has a colour that it does not define") }
          pixels.set(colors[Int(index)], column: left + column, row: top + row)
        }
        at += width
      }
      return pixels
    }

    /// The rows in the order of the file.
    private var rows: [Int] {
      guard isInterlaced else { return Array(0..<height) }
      return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { Array(stride(from: $0.0, to: height, by: $0.1)) }
    }
  }
}

extension ByteReader {
  fileprivate mutating func short() -> Int? {
    guard let bytes = raw(2) else { return nil }
    return Array(bytes).littleEndian(at: 0, count: 2)
  }

  /// A table of colours; empty if the flags announce none, `nil` if it is cut off.
  fileprivate mutating func colors(announcedBy flags: UInt8) -> [RGB]? {
    guard flags & 0x80 != 0 else { return [] }
    let count = 2 << Int(flags & 7)
    guard let bytes = raw(count * 3).map(Array.init) else { return nil }
    return (0..<count).map { RGB(red: bytes[$0 * 3], green: bytes[$0 * 3 + 1], blue: bytes[$0 * 3 + 2]) }
  }

  /// The content of the blocks up to the empty one; `nil` if that is missing.
  fileprivate mutating func blocks() -> [UInt8]? {
    var content: [UInt8] = []
    while let count = byte(), let block = raw(Int(count)) {
      if count == 0 { return content }
      content += block
    }
    return nil
  }
}
