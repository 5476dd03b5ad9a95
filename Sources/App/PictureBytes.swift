import Images

/// Whether the bytes of a picture are what its MIME type says.
enum PictureBytes {
  /// The types that can be told by their first bytes.
  private static let known: Set<String> = [
    "image/png", "image/jpeg", "image/jpg", "image/webp", "image/gif", "image/heic", "image/heif",
  ]

  /// What a person should know of bytes that came as a picture and are another one or none, as a sentence; `nil` if
  /// there is nothing to say.
  /// - Parameter head: the first bytes, 16 at least if there are so many.
  static func warning(_ head: [UInt8], mimeType: String) -> String? {
    guard known.contains(mimeType) else { return nil }
    let said = mimeType == "image/jpg" ? "image/jpeg" : mimeType
    guard let found = ImageType.mimeType(of: head) else {
      return "It came as \(mimeType), but its bytes are no picture of a known kind."
    }
    return found == said ? nil : "It came as \(mimeType), but its bytes are \(found)."
  }
}
