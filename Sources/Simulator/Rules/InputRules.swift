import Gemini

/// What may be sent inline: kinds of files by MIME type, and pictures by number.
/// - Source: gemini-api.md sections 9 and 16.
enum InputRules {
  private enum Kind: String {
    case image = "Image"
    case audio = "Audio"
    case video = "Video"
    case document = "Document"
  }

  /// Bytes of a whole request, base64 counted.
  static let requestLimit = 100 << 20

  static func check(_ contents: [JSON], model: String) throws(Refusal) {
    var pictures = 0
    for blob in ContentRules.blobs(contents) {
      let type = blob["mimeType"]?.string ?? ""
      guard let kind = kind(type) else { throw .invalid("Unsupported MIME type: \(type)") }
      if !readsEverything(model), kind != .image {
        throw .invalid("\(kind.rawValue) input modality is not enabled for models/\(model)")
      }
      if kind == .image { pictures += 1 }
    }
    let most = mostPictures(model)
    if pictures > most {
      throw .invalid("Please use fewer than \(most + 1) images in your request to models/\(model)")
    }
  }

  private static func kind(_ type: String) -> Kind? {
    if ["image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"].contains(type) { return .image }
    if type.hasPrefix("audio/") { return .audio }
    if type.hasPrefix("video/") { return .video }
    let documents = [
      "pdf", "json", "xml", "rtf", "javascript", "x-javascript", "typescript", "x-typescript", "x-python",
    ]
    if type.hasPrefix("text/") || documents.contains(where: { type == "application/" + $0 }) { return .document }
    return nil
  }

  /// False for models that read text and pictures alone.
  private static func readsEverything(_ model: String) -> Bool {
    !ModelTraits(model).makesImages && !model.hasPrefix("gemma-") && !model.hasPrefix("gemini-2.0-flash-thinking")
  }

  private static func mostPictures(_ model: String) -> Int {
    if model.hasPrefix("gemini-2.5-flash-image") { return 3 }
    if model.hasPrefix("gemini-2") { return 3000 }
    return ModelTraits(model).makesImages ? 14 : 900
  }
}
