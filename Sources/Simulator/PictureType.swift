import Gemini

/// The kinds of pictures the API reads, by their first bytes.
/// - Source: gemini-api.md section 9.
enum PictureType {
  case png, jpeg, webp
  /// HEIC and HEIF: the simulator takes them and does not look inside.
  case heic

  init?(_ bytes: [UInt8]) {
    func holds(_ text: String, at offset: Int) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if holds("RIFF", at: 0), holds("WEBP", at: 8) {
      self = .webp
    } else if holds("ftyp", at: 4) {
      self = .heic
    } else {
      return nil
    }
  }

  static func isHEIC(_ blob: Blob) -> Bool {
    if case .bytes(let bytes) = blob.data { return PictureType(bytes) == .heic }
    return false
  }
}
