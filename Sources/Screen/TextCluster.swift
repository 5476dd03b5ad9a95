/// The grapheme cluster at one place of a text, read from its UTF-8 bytes.
///
/// The standard library's own breaking is asked only where a cluster may have more than one scalar; most text is
/// letters that stand alone, and reading those costs a few instructions.
struct TextCluster {
  /// Its first scalar.
  let scalar: UInt32
  /// UTF-8 bytes.
  let length: Int
  /// 0, 1 or 2.
  let columns: Int

  /// - Parameters:
  ///   - offset: where a cluster starts, below `bytes.count`.
  ///   - bytes: all of `text`.
  @inline(__always)
  init(at offset: Int, in bytes: Swift.Span<UInt8>, of text: String) {
    let byte = bytes[offset]
    let next = offset + 1
    if byte < 0x80, byte != 0x0D, next == bytes.count || bytes[next] < 0x80 {
      self.init(scalar: UInt32(byte), length: 1, columns: byte >= 0x20 && byte != 0x7F || byte == 0x09 ? 1 : 0)
    } else {
      self.init(mixedAt: offset, in: bytes, of: text)
    }
  }

  private init(scalar: UInt32, length: Int, columns: Int) {
    self.scalar = scalar
    self.length = length
    self.columns = columns
  }

  /// A cluster that is not one ASCII character.
  @inline(never)
  private init(mixedAt offset: Int, in bytes: Swift.Span<UInt8>, of text: String) {
    scalar = Self.scalar(at: offset, in: bytes)
    let size = Self.size(bytes[offset])
    let following = offset + size
    if Self.standsAlone(scalar),
      following == bytes.count || Self.standsAlone(Self.scalar(at: following, in: bytes))
    {
      length = size
      columns = TextWidth.columns(of: scalar)
    } else {
      let character = text[text.utf8.index(text.utf8.startIndex, offsetBy: offset)]
      length = character.utf8.count
      columns = TextWidth.columns(of: character)
    }
  }

  private static func size(_ first: UInt8) -> Int {
    first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  }

  private static func scalar(at offset: Int, in bytes: Swift.Span<UInt8>) -> UInt32 {
    let first = UInt32(bytes[offset])
    if first < 0x80 { return first }
    let second = UInt32(bytes[offset + 1] & 0x3F)
    if first < 0xE0 { return (first & 0x1F) << 6 | second }
    let third = UInt32(bytes[offset + 2] & 0x3F)
    if first < 0xF0 { return (first & 0x0F) << 12 | second << 6 | third }
    return (first & 0x07) << 18 | second << 12 | third << 6 | UInt32(bytes[offset + 3] & 0x3F)
  }

  /// True for scalars between any two of which a cluster always ends. It leaves out more than it must: marks, joiners,
  /// letters of scripts that combine, and emoji that take a skin tone.
  private static func standsAlone(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0D: false
    case 0..<0x300, 0x370...0x482, 0x48A...0x58F, 0x1E00...0x1FFF: true
    case 0x2010...0x2027, 0x2030...0x205E, 0x2070...0x20CF, 0x2100...0x2BFF: true
    case 0x3000...0x3029, 0x3041...0x3096, 0x309B...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
    case 0xFF01...0xFF60, 0x20000...0x3FFFF: true
    default: false
    }
  }
}
