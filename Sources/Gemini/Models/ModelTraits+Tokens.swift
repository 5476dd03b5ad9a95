extension ModelTraits {
  /// Tokens that a picture of a prompt costs.
  ///
  /// Models of the second generation cut a picture into tiles; later ones count every picture alike.
  /// - Parameters:
  ///   - width: pixels; `nil` if nobody knows them.
  ///   - mediaResolution: as in the request; `nil` is the model's own.
  /// - Source: gemini-api.md sections 4 and 9; ai.google.dev/gemini-api/docs/tokens for the tiles.
  package func tokens(ofPictureWidth width: Int?, height: Int?, mediaResolution: String? = nil) -> Int {
    let target = target ?? id
    let isOld = target.hasPrefix("gemini-2") || target.hasPrefix("gemini-1")
    switch mediaResolution {
    case "MEDIA_RESOLUTION_LOW": return isOld ? 64 : 280
    case "MEDIA_RESOLUTION_MEDIUM" where !isOld: return 560
    case "MEDIA_RESOLUTION_MEDIUM": return 256
    default: break
    }
    guard isOld else { return 1120 }
    let tile = 258
    guard let width, let height, max(width, height) > 384 else { return tile }
    let side = min(max(Int(Double(min(width, height)) / 1.5), 256), 768)
    return ((width + side - 1) / side) * ((height + side - 1) / side) * tile
  }
}
