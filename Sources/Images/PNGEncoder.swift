/// Pixels to a PNG file.
package enum PNGEncoder {
  /// - Parameter text: notes stored in the file; a keyword is 1 to 79 characters of printable ASCII, a value any text.
  /// - Throws: `workerFailed` if the encoder refuses.
  package static func encode(
    _ pixels: Pixels, text: [(key: String, value: String)] = []
  ) throws(ImageError) -> [UInt8] {
    var file = try PNG.encode(pixels)
    file.insert(contentsOf: text.flatMap { PNGChunk.text($0.value, keyword: $0.key) }, at: endOfHeader)
    return file
  }

  /// A file of what is opaque has no alpha channel.
  /// - Throws: `workerFailed` if the encoder refuses.
  static func encode(_ pixels: consuming TransparentPixels) throws(ImageError) -> [UInt8] {
    pixels.isOpaque ? try PNG.encode(pixels.over(.black)) : try PNG.encode(pixels)
  }

  /// The signature of 8 bytes, then the `IHDR` chunk of 25.
  private static let endOfHeader = 33
}
