package import Screen

/// One job for the picture process.
package struct PictureRequest: Hashable, Sendable {
  package enum Operation: Hashable, Sendable {
    /// Data for a terminal that shows pictures.
    case picture(PictureEncoding)
    /// - Parameter source: the part to show, scaled to all of the room; `nil` for the whole picture.
    case art(maxSize: Size, cellPixels: PixelSize, colors: ArtColors, source: PixelRect? = nil)
    /// Pixels no more than `maxSide` a side.
    case pixels(maxSide: Int)
    /// The whole picture as a PNG file; that of a GIF or BMP keeps its transparency.
    case png
  }

  /// The id of the `Picture` that comes back.
  package var key: String
  package var operation: Operation
  /// What transparent parts show.
  package var background: RGB
  /// The file as it is.
  package var picture: [UInt8]

  package init(key: String, operation: Operation, background: RGB, picture: [UInt8]) {
    self.key = key
    self.operation = operation
    self.background = background
    self.picture = picture
  }

  /// The most bytes a right answer has; a process that sends more can be stopped.
  package var responseLimit: Int {
    switch operation {
    case .picture(let encoding): min(encoding.byteBudget ?? ImageLimits.bytes, ImageLimits.bytes) + Self.pieceOverhead
    case .art(let size, _, _, _):
      min(max(0, size.columns), CharacterArt.mostCells)
        * min(max(0, size.rows), CharacterArt.mostCells) * PictureResult.bytesPerCell + Self.overhead
    case .pixels: ImageLimits.pixels * 3 + Self.overhead
    case .png: ImageLimits.bytes + Self.overhead
    }
  }

  /// The part of the picture that is asked for; `nil` for the whole.
  var source: PixelRect? {
    switch operation {
    case .picture(let encoding): encoding.source
    case .art(_, _, _, let source): source
    case .pixels, .png: nil
    }
  }

  /// The pixels and cells that a picture of this header is scaled to; `nil` if the pane has no room for it.
  func fit(_ header: ImageHeader) -> Fit? {
    let whole = PixelSize(width: header.width, height: header.height)
    switch operation {
    case .picture(let encoding):
      if let source, !source.isInside(whole) { return nil }
      let fit = encoding.form == .sixel ? Fit.sixel : Fit.cells
      return fit(source?.size ?? whole, encoding.maxSize, encoding.cellPixels, source != nil)
    case .art(let size, let cell, _, _):
      if let source, !source.isInside(whole) { return nil }
      return Fit.cells(source?.size ?? whole, into: size, cell: cell, fills: source != nil)
    case .pixels(let side):
      guard side > 0 else { return nil }
      return Fit(pixels: Fit.pixels(whole, maxSide: side), cells: Size(columns: 0, rows: 0))
    case .png:
      return Fit(pixels: whole, cells: Size(columns: 0, rows: 0))
    }
  }

  /// More than anything but the picture takes in a request or an answer.
  static let overhead = 4_096

  /// The first piece for a slow line, which no budget counts, and what stands in front of each piece.
  private static let pieceOverhead = 64 * 1_024

  /// The bytes for the input of the picture process.
  package func encode() -> [UInt8] {
    var writer = ByteWriter()
    writer.raw(parameters)
    writer.text(key)
    writer.raw(picture)
    return writer.bytes
  }

  /// All that is asked for, without the picture and its key: equal for equal requests only.
  package var parameters: [UInt8] {
    var writer = ByteWriter()
    switch operation {
    case .picture(let encoding):
      writer.byte(0)
      writer.byte(encoding.form.rawValue)
      writer.size(encoding.maxSize, encoding.cellPixels)
      writer.number(encoding.byteBudget ?? -1)
      writer.number(encoding.maxColors)
      writer.byte(encoding.isProgressive ? 1 : 0)
      writer.source(encoding.source)
    case .art(let size, let cell, let colors, let source):
      writer.byte(1)
      writer.size(size, cell)
      writer.byte(colors.rawValue)
      writer.source(source)
    case .pixels(let side):
      writer.byte(2)
      writer.number(side)
    case .png:
      writer.byte(3)
    }
    for channel in [background.red, background.green, background.blue] { writer.byte(channel) }
    return writer.bytes
  }

  /// Reads what `encode` made; `nil` for anything else.
  package static func decode(_ bytes: [UInt8]) -> PictureRequest? {
    var reader = ByteReader(bytes)
    guard let operation = reader.operation(), let red = reader.byte(), let green = reader.byte(),
      let blue = reader.byte(), let key = reader.text()
    else { return nil }
    return PictureRequest(
      key: key, operation: operation, background: RGB(red: red, green: green, blue: blue), picture: reader.remainder())
  }
}

extension ByteWriter {
  fileprivate mutating func size(_ size: Size, _ cell: PixelSize) {
    for value in [size.columns, size.rows, cell.width, cell.height] { number(value) }
  }
}

extension ByteWriter {
  fileprivate mutating func source(_ source: PixelRect?) {
    byte(source == nil ? 0 : 1)
    if let source { for value in [source.x, source.y, source.width, source.height] { number(value) } }
  }
}

extension ByteReader {
  fileprivate mutating func operation() -> PictureRequest.Operation? {
    switch byte() {
    case 0:
      guard let form = byte().flatMap(PictureForm.init), let (size, cell) = size(), let budget = number(),
        let colors = number(), let progress = byte(), let source = source()
      else { return nil }
      return .picture(
        PictureEncoding(
          form: form, maxSize: size, cellPixels: cell, byteBudget: budget < 0 ? nil : budget, maxColors: colors,
          isProgressive: progress != 0, source: source))
    case 1:
      guard let (size, cell) = size(), let colors = byte().flatMap(ArtColors.init), let source = source() else {
        return nil
      }
      return .art(maxSize: size, cellPixels: cell, colors: colors, source: source)
    case 2:
      guard let side = number() else { return nil }
      return .pixels(maxSide: side)
    case 3:
      return .png
    default:
      return nil
    }
  }

  /// - Returns: the part, or `nil` in it for the whole picture; `nil` if it cannot be read.
  private mutating func source() -> PixelRect?? {
    guard let isPart = byte() else { return nil }
    if isPart == 0 { return .some(nil) }
    guard let x = number(), let y = number(), let width = number(), let height = number() else { return nil }
    return PixelRect(x: x, y: y, width: width, height: height)
  }

  private mutating func size() -> (Size, PixelSize)? {
    guard let columns = number(), let rows = number(), let width = number(), let height = number() else { return nil }
    return (Size(columns: columns, rows: rows), PixelSize(width: width, height: height))
  }
}
