/// The picture formats whose headers are read.
package enum ImageType: String, CaseIterable, Sendable {
  case png, jpeg, webp, gif, bmp

  package var mimeType: String { "image/\(rawValue)" }

  /// Without the dot.
  package var fileExtension: String { self == .jpeg ? "jpg" : rawValue }

  /// The name people know, such as `PNG`.
  package var label: String { self == .webp ? "WebP" : rawValue.uppercased() }

  /// The format that the first bytes announce, `nil` for anything else.
  package static func sniff(_ bytes: some Collection<UInt8>) -> ImageType? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) { return .gif }
    if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return .webp }
    return BMP.isAnnounced(by: bytes) ? .bmp : nil
  }

  /// The MIME type that the first bytes announce, also for HEIC and HEIF, which the API takes and this module does not
  /// decode; `nil` for anything else.
  package static func mimeType(of bytes: some Collection<UInt8>) -> String? {
    if let type = sniff(bytes) { return type.mimeType }
    guard bytes.dropFirst(4).starts(with: "ftyp".utf8) else { return nil }
    let brand = bytes.dropFirst(8).prefix(4)
    if ["heic", "heix", "hevc", "hevx"].contains(where: { brand.elementsEqual($0.utf8) }) { return "image/heic" }
    if ["mif1", "msf1", "heim", "heis"].contains(where: { brand.elementsEqual($0.utf8) }) { return "image/heif" }
    return nil
  }
}
