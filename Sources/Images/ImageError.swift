/// Why a picture cannot be shown or converted.
package enum ImageError: Error, Hashable, Sendable {
  /// The bytes start like no picture format known here.
  case notAPicture
  /// A picture of a kind that is not decoded; the text names the kind.
  case unsupported(String)
  /// A picture whose bytes are cut off or wrong; the text says where.
  case damaged(String)
  /// More pixels, or a longer side, than `ImageLimits` allows.
  case tooLarge(width: Int, height: Int)
  /// A file, or an encoded picture, of more bytes than allowed.
  case tooManyBytes(Int)
  /// The pane is smaller than the smallest picture.
  case noRoom
  case outOfMemory
  case timedOut
  /// The process that decodes pictures gave no answer, or one that was refused; the text says which.
  case workerFailed(String)

  /// What happened and what to do about it, for people.
  package var sentence: String {
    switch self {
    case .notAPicture:
      "This is not a picture in a known format; use PNG, JPEG or WebP."
    case .unsupported(let kind):
      "\(kind) cannot be shown; convert the picture to PNG, JPEG or WebP."
    case .damaged(let detail):
      "The picture is damaged (\(detail)); try to get the file again."
    case .tooLarge(let width, let height):
      "The picture has \(width)x\(height) pixels, more than the \(ImageLimits.pixels / 1_000_000) million pixels "
        + "or \(ImageLimits.side) a side that are decoded; scale it down first."
    case .tooManyBytes(let count):
      "The picture takes \(count) bytes, more than allowed here; use a smaller one."
    case .noRoom:
      "The pane is too small for a picture; make it larger."
    case .outOfMemory:
      "The picture needs more memory than decoding may use; scale it down first."
    case .timedOut:
      "Decoding the picture took too long and was stopped; try a smaller picture."
    case .workerFailed(let detail):
      "The process that decodes pictures failed (\(detail)); the picture may be damaged, the file itself is kept."
    }
  }

  /// A text from a decoder or another process as it may stand in a sentence: one line of printable ASCII, not long.
  static func printable(_ text: String) -> String {
    String(text.unicodeScalars.filter { (0x20...0x7E).contains($0.value) }.prefix(120).map(Character.init))
  }
}
