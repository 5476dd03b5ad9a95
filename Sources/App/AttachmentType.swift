import Gemini
import Images

/// What a file is to the API, by its first bytes and, where those say nothing, by its name.
/// - Source: gemini-api.md section 9 for pictures; ai.google.dev/gemini-api/docs for documents, audio and video.
enum AttachmentType {
  /// Why the API does not take a file, as the end of a sentence.
  struct Refusal: Error, Hashable { var reason: String }

  /// The MIME type to send a file as.
  /// - Parameter name: with its extension.
  static func mimeType(of bytes: [UInt8], name: String) throws(Refusal) -> String {
    let ending = name.split(separator: ".").dropFirst().last?.lowercased() ?? ""
    if let type = ImageType.mimeType(of: bytes), !(ImageType.sniff(bytes).map(isConverted) ?? false) { return type }
    if let format = refusedPicture(bytes, ending) {
      throw Refusal(reason: "the API takes no \(format); save it as PNG or JPEG first, and attach that")
    }
    if bytes.starts(with: "%PDF-".utf8) { return "application/pdf" }
    // Before sound and film, whose marks are letters too: no file of theirs is all text.
    if isText(bytes) {
      if endingsOfBytes.contains(ending) { throw Refusal(reason: "its name says \(ending), but it holds text") }
      return texts[ending] ?? "text/plain"
    }
    if let type = signature(bytes) ?? media[ending] { return type }
    throw Refusal(
      reason:
        "it is nothing the API takes: a picture (PNG, JPEG, WebP, HEIC, GIF, BMP), a PDF, text, audio (WAV, MP3, AIFF, "
        + "AAC, OGG, FLAC) or video (MP4, MPEG, MOV, AVI, FLV, WebM, WMV, 3GP)")
  }

  /// False for a file whose name says that the API does not take it: archives, programs, other pictures.
  static func mayBeAttached(_ name: String) -> Bool {
    let ending = name.split(separator: ".").dropFirst().last?.lowercased() ?? ""
    return refusedPictures[ending] == nil && !others.contains(ending)
  }

  private static let others: Set<String> = [
    "zip", "gz", "tgz", "xz", "bz2", "zst", "7z", "rar", "tar", "jar", "deb", "rpm", "iso", "img", "exe", "dll", "so",
    "o", "a", "bin", "db", "sqlite", "pyc", "class", "woff", "woff2", "ttf", "otf", "docx", "xlsx", "pptx", "odt",
    "tif", "tiff", "m4a", "mkv",
  ]

  /// Bytes of one file of a type at most, so that a request with it alone is not too large.
  static func limit(_ mimeType: String) -> Int {
    if mimeType.hasPrefix("image/") { return ImageLimits.bytes }
    return mimeType == "application/pdf" ? 50_000_000 : requestLimit
  }

  /// Bytes of all files of one request.
  static let requestLimit = RequestCheck.mostFileBytes

  /// True for a picture that the API refuses and that is made a PNG here.
  /// - Source: gemini-api.md section 9.
  static func isConverted(_ type: ImageType) -> Bool { type == .gif || type == .bmp }

  /// The name of a picture format that is refused, if the file has one.
  private static func refusedPicture(_ bytes: [UInt8], _ ending: String) -> String? {
    if let type = ImageType.sniff(bytes), isConverted(type) { return type.label }
    if bytes.starts(with: "BM".utf8), ending == "bmp" || !isText(bytes) { return "BMP" }
    if bytes.starts(with: [0x49, 0x49, 0x2A, 0]) || bytes.starts(with: [0x4D, 0x4D, 0, 0x2A]) { return "TIFF" }
    if brand(bytes)?.hasPrefix("avi") == true { return "AVIF" }
    return refusedPictures[ending]
  }

  private static let refusedPictures = ["svg": "SVG", "ico": "ICO", "avif": "AVIF", "jxl": "JPEG XL", "psd": "PSD"]

  private static func signature(_ bytes: [UInt8]) -> String? {
    for (start, type) in signatures where bytes.starts(with: start) { return type }
    let form = bytes.dropFirst(8).prefix(4)
    if bytes.starts(with: "RIFF".utf8) {
      if form.elementsEqual("WAVE".utf8) { return "audio/wav" }
      if form.elementsEqual("AVI ".utf8) { return "video/avi" }
    }
    if bytes.starts(with: "FORM".utf8), form.starts(with: "AIF".utf8) { return "audio/aiff" }
    switch brand(bytes) {
    case nil, "M4A "?, "M4B "?: return nil
    case "qt  "?: return "video/mov"
    case let brand? where brand.hasPrefix("3g"): return "video/3gpp"
    default: return "video/mp4"
    }
  }

  private static let signatures: KeyValuePairs<[UInt8], String> = [
    Array("ID3".utf8): "audio/mp3", Array("OggS".utf8): "audio/ogg", Array("fLaC".utf8): "audio/flac",
    Array("FLV".utf8): "video/x-flv", [0x30, 0x26, 0xB2, 0x75]: "video/wmv", [0, 0, 1, 0xBA]: "video/mpeg",
  ]

  /// The kind of an MP4 or QuickTime file.
  private static func brand(_ bytes: [UInt8]) -> String? {
    guard bytes.dropFirst(4).starts(with: "ftyp".utf8) else { return nil }
    return String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self)
  }

  /// Formats whose first bytes say too little.
  private static let media = [
    "mp3": "audio/mp3", "aac": "audio/aac", "mpg": "video/mpg", "mpeg": "video/mpeg", "webm": "video/webm",
  ]

  /// Endings no text has: a page of a server that was saved under such a name is not what it was meant to be.
  private static let endingsOfBytes: Set<String> = [
    "png", "jpg", "jpeg", "webp", "heic", "heif", "pdf", "wav", "mp3", "aif", "aiff", "aac", "ogg", "flac", "mp4",
    "mpeg", "mpg", "mov", "avi", "flv", "webm", "wmv", "3gp",
  ]

  /// Kinds of text with a type of their own; source code and all the rest is plain text.
  private static let texts = [
    "html": "text/html", "htm": "text/html", "css": "text/css", "csv": "text/csv", "xml": "text/xml",
    "md": "text/markdown", "rtf": "text/rtf",
  ]

  private static func isText(_ bytes: [UInt8]) -> Bool {
    !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
  }
}
