import Screen

/// The life of a picture process, and what its parent does with the answer.
/// - Source: terminal-graphics.md section 9.
package enum PictureWorker {
  /// Seconds after which a parent ends the process; its own limit counts only the time it computes.
  package static let seconds = 5

  /// Reads one request up to the end of `input`, does it, and writes the answer to `output`. The process gets its
  /// limits first, so that a hostile picture ends it and nothing else.
  /// - Parameter limited: false in tests, which live in the process they start this in.
  /// - Returns: the exit status, 0 if an answer was written.
  package static func main(input: Int32, output: Int32, limited: Bool = true) -> Int32 {
    if limited {
      guard ProcessLimits.set(seconds: seconds) else { return 1 }
    }
    let bytes = Descriptor.readAll(input, limit: ImageLimits.bytes + PictureRequest.overhead)
    return Descriptor.writeAll(output, answer(bytes.flatMap(PictureRequest.decode))) ? 0 : 1
  }

  /// The parent's side: what the answer says, or why it is not believed.
  package static func check(_ response: [UInt8], for request: PictureRequest) -> PictureResult {
    do {
      return try PictureResult.decode(response, for: request)
    } catch {
      return .failure(error)
    }
  }

  /// The answer's bytes.
  /// - Parameter request: `nil` if it could not be read.
  static func answer(_ request: PictureRequest?) -> [UInt8] {
    do throws(ImageError) {
      guard let request else { throw .workerFailed("its request cannot be read") }
      return try perform(request).encode()
    } catch {
      return PictureResult.failure(error).encode()
    }
  }

  private static func perform(_ request: PictureRequest) throws(ImageError) -> PictureResult {
    let header = try ImageHeader(request.picture)
    guard let fit = request.fit(header) else { throw .noRoom }
    let size = fit.pixels
    func decoded() throws(ImageError) -> Pixels { try decode(request, header: header, target: size) }
    switch request.operation {
    case .picture(let encoding):
      return .picture(
        Picture(
          id: request.key, size: fit.cells, form: encoding.form,
          pieces: try pieces(of: decoded(), fit: fit, encoding: encoding)))
    case .art(_, _, let colors, _):
      return .art(
        try CharacterArt.render(
          decoded(), columns: fit.cells.columns, rows: fit.cells.rows, colors: colors, background: request.background))
    case .pixels:
      return .pixels(try decoded().averaged(to: size.width, size.height))
    case .png:
      let file = try png(request, header, decoded)
      guard file.count <= ImageLimits.bytes else { throw .tooManyBytes(file.count) }
      return .png(file)
    }
  }

  /// The whole picture as a PNG file. What is refused elsewhere, and so converted, keeps its transparency.
  private static func png(
    _ request: PictureRequest, _ header: ImageHeader, _ decoded: () throws(ImageError) -> Pixels
  ) throws(ImageError) -> [UInt8] {
    switch header.type {
    case .gif: try PNGEncoder.encode(GIF.decode(request.picture, header: header))
    case .bmp: try PNGEncoder.encode(BMP.decode(request.picture, header: header))
    case .png, .jpeg, .webp: try PNGEncoder.encode(decoded())
    }
  }

  /// The picture, or a part of it, in at least as many pixels as are wanted if it has them.
  private static func decode(
    _ request: PictureRequest, header: ImageHeader, target: PixelSize
  ) throws(ImageError) -> Pixels {
    guard let source = request.source else {
      return try Decoder.decode(request.picture, background: request.background, target: target)
    }
    let wanted = PixelSize(
      width: header.width * target.width / source.width, height: header.height * target.height / source.height)
    let whole = try Decoder.decode(request.picture, background: request.background, target: wanted)
    // A JPEG may have been decoded at a smaller size.
    let columns = source.x * whole.width / header.width..<(source.x + source.width) * whole.width / header.width
    let rows = source.y * whole.height / header.height..<(source.y + source.height) * whole.height / header.height
    return whole.part(columns: columns, rows: rows)
  }

  private static func pieces(
    of whole: Pixels, fit: Fit, encoding: PictureEncoding
  ) throws(ImageError) -> [Picture.Piece] {
    switch encoding.form {
    case .sixel:
      let pixels = whole.averaged(to: fit.pixels.width, fit.pixels.height)
      return try SixelPieces(pixels: pixels, fit: fit, encoding: encoding).make()
    case .iTerm2, .kitty:
      return try FilePieces(picture: whole, fit: fit, encoding: encoding).make()
    }
  }
}
