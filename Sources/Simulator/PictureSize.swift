/// The size of a picture by the words of `imageConfig`.
/// - Source: gemini-api.md section 9.
struct PictureSize: Hashable, Sendable {
  /// Pixels.
  var width: Int
  /// Pixels.
  var height: Int

  /// Close to one megapixel at `1K`, sides multiples of 16; `2K` and `4K` are two and four times as long, `512` half.
  init(aspectRatio: String?, imageSize: String?) {
    let sides = (aspectRatio ?? "1:1").split(separator: ":").compactMap { Double($0) }
    let isPortrait = sides.count == 2 && sides[0] < sides[1]
    let ratio = sides.count == 2 && sides[0] > 0 && sides[1] > 0 ? max(sides[0] / sides[1], sides[1] / sides[0]) : 1
    let short = Int(((1_048_576 / ratio).squareRoot() / 16).rounded()) * 16
    let long = Int((Double(short) * ratio / 16).rounded(.up)) * 16
    let (wide, high) = isPortrait ? (short, long) : (long, short)
    switch imageSize {
    case "512": (width, height) = (wide / 2, high / 2)
    case "2K": (width, height) = (wide * 2, high * 2)
    case "4K": (width, height) = (wide * 4, high * 4)
    default: (width, height) = (wide, high)
    }
  }
}
