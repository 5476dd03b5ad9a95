package import Screen

/// What became of a `PictureRequest`.
package enum PictureResult: Sendable {
  case picture(Picture)
  case art(Grid)
  case pixels(Pixels)
  case png([UInt8])
  case failure(ImageError)
}

extension PictureResult {
  /// Bytes of a character and its two colours.
  static let bytesPerCell = 12

  /// The bytes that the picture process answers with.
  func encode() -> [UInt8] {
    var writer = ByteWriter()
    switch self {
    case .picture(let picture):
      writer.byte(Kind.picture.rawValue)
      writer.number(picture.pieces.count)
      for piece in picture.pieces { writer.piece(piece) }
    case .art(let grid):
      writer.byte(Kind.art.rawValue)
      for cell in grid.cells { writer.cell(cell) }
    case .pixels(let pixels):
      writer.byte(Kind.pixels.rawValue)
      writer.raw(pixels.rgb)
    case .png(let file):
      writer.byte(Kind.png.rawValue)
      writer.raw(file)
    case .failure(let error):
      writer.byte(Kind.failure.rawValue)
      writer.error(error)
    }
    return writer.bytes
  }

  /// Reads an answer as if a stranger had written it, for the decoders that made it have met a stranger's bytes.
  /// Sizes are not taken from the answer but known from the request, and must agree.
  /// - Throws: the failure the answer reports, or `workerFailed` saying what is wrong with it.
  static func decode(_ response: [UInt8], for request: PictureRequest) throws(ImageError) -> PictureResult {
    guard !response.isEmpty else { throw .workerFailed("it ended without an answer") }
    guard response.count <= request.responseLimit else { throw .workerFailed("its answer is too long") }
    var reader = ByteReader(response)
    let kind = reader.byte().flatMap(Kind.init)
    if kind == .failure { throw reader.error() ?? .workerFailed("its answer cannot be read") }

    let header = try ImageHeader(request.picture)
    guard let fit = request.fit(header) else { throw .noRoom }
    switch (kind, request.operation) {
    case (.picture, .picture(let encoding)):
      guard let pieces = reader.pieces(), reader.isAtEnd else { throw .workerFailed("its pieces cannot be read") }
      if let flaw = PieceCheck(fit: fit, encoding: encoding).flaw(in: pieces) { throw .workerFailed(flaw) }
      return .picture(Picture(id: request.key, size: fit.cells, form: encoding.form, pieces: pieces))
    case (.art, .art):
      guard let grid = reader.grid(fit.cells), reader.isAtEnd else {
        throw .workerFailed("its character art cannot be read")
      }
      return .art(grid)
    case (.pixels, .pixels):
      let rgb = reader.remainder()
      let (width, height) = (fit.pixels.width, fit.pixels.height)
      guard rgb.count == width * height * 3 else { throw .workerFailed("its pixels are not as many as asked for") }
      return .pixels(Pixels(width: width, height: height, rgb: rgb))
    case (.png, .png):
      let file = reader.remainder()
      let made = try? ImageHeader(file)
      guard let made, made.type == .png, made.width == header.width, made.height == header.height else {
        throw .workerFailed("its PNG file is not the picture asked for")
      }
      return .png(file)
    default:
      throw .workerFailed("it answered something else than was asked")
    }
  }

  private enum Kind: UInt8 {
    case picture, art, pixels, png, failure
  }
}

extension ByteWriter {
  fileprivate mutating func piece(_ piece: Picture.Piece) {
    for value in [piece.rows.lowerBound, piece.rows.upperBound, piece.column, piece.bytes.count] { number(value) }
    raw(piece.bytes)
  }

  fileprivate mutating func cell(_ cell: Cell) {
    number(Int(cell.character.unicodeScalars.first?.value ?? 0x20))
    for color in [cell.style.foreground, cell.style.background] { number(color.map(Int.init) ?? -1) }
  }

  fileprivate mutating func error(_ error: ImageError) {
    let (code, text, numbers): (UInt8, String, [Int]) =
      switch error {
      case .notAPicture: (0, "", [])
      case .unsupported(let kind): (1, kind, [])
      case .damaged(let detail): (2, detail, [])
      case .tooLarge(let width, let height): (3, "", [width, height])
      case .tooManyBytes(let count): (4, "", [count])
      case .noRoom: (5, "", [])
      case .outOfMemory: (6, "", [])
      case .timedOut: (7, "", [])
      case .workerFailed(let detail): (8, detail, [])
      }
    byte(code)
    self.text(text)
    for index in 0..<2 { number(index < numbers.count ? numbers[index] : 0) }
  }
}

extension ByteReader {
  fileprivate mutating func pieces() -> [Picture.Piece]? {
    guard let count = number(), (1...PieceCheck.mostPieces).contains(count) else { return nil }
    var pieces: [Picture.Piece] = []
    for _ in 0..<count {
      guard let first = number(), let end = number(), first >= 0, first < end, let column = number(),
        let length = number(), let bytes = raw(length)
      else { return nil }
      pieces.append(Picture.Piece(rows: first..<end, column: column, bytes: Array(bytes)))
    }
    return pieces
  }

  fileprivate mutating func grid(_ size: Size) -> Grid? {
    var grid = Grid(size)
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        guard let cell = cell() else { return nil }
        grid[row, column] = cell
      }
    }
    return grid
  }

  private mutating func cell() -> Cell? {
    guard let value = number(), let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init),
      CharacterArt.isGlyph(scalar), let foreground = number(), let background = number()
    else { return nil }
    return Cell(
      Character(scalar), Style(foreground: UInt8(exactly: foreground), background: UInt8(exactly: background)))
  }

  fileprivate mutating func error() -> ImageError? {
    guard let code = byte(), let text = text().map(ImageError.printable), let first = number(), let second = number()
    else { return nil }
    switch code {
    case 0: return .notAPicture
    case 1: return .unsupported(text)
    case 2: return .damaged(text)
    case 3: return .tooLarge(width: first, height: second)
    case 4: return .tooManyBytes(first)
    case 5: return .noRoom
    case 6: return .outOfMemory
    case 7: return .timedOut
    case 8: return .workerFailed(text)
    default: return nil
    }
  }
}
