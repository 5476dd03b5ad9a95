import Gemini

/// What may be sent inline: kinds of files by MIME type, and pictures by number.
/// - Source: gemini-api.md sections 9 and 16.
enum InputRules {
  /// Bytes of a whole request, base64 counted.
  static let requestLimit = 100 << 20

  static func check(_ contents: [JSON], traits: ModelTraits) throws(Refusal) {
    var pictures = 0
    for blob in ContentRules.blobs(contents) {
      let type = blob["mimeType"]?.string ?? ""
      guard let modality = modality(type) else { throw .invalid("Unsupported MIME type: \(type)") }
      if !traits.inputModalities.isEmpty, !traits.inputModalities.contains(modality) {
        let name = modality == "pdf" ? "Document" : modality.prefix(1).uppercased() + modality.dropFirst()
        throw .invalid("\(name) input modality is not enabled for models/\(traits.id)")
      }
      if modality == "image" { pictures += 1 }
    }
    let most = traits.maxInputImages ?? (traits.id.hasPrefix("gemini-2") ? 3000 : 900)
    if pictures > most {
      throw .invalid("Please use fewer than \(most + 1) images in your request to models/\(traits.id)")
    }
  }

  /// What a file is to a model, in the words of `ModelTraits.inputModalities`; `nil` if it is nothing to any.
  private static func modality(_ type: String) -> String? {
    if ["image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"].contains(type) { return "image" }
    if type.hasPrefix("audio/") { return "audio" }
    if type.hasPrefix("video/") { return "video" }
    if type == "application/pdf" { return "pdf" }
    let texts = ["json", "xml", "rtf", "javascript", "x-javascript", "typescript", "x-typescript", "x-python"]
    return type.hasPrefix("text/") || texts.contains { type == "application/" + $0 } ? "text" : nil
  }
}
