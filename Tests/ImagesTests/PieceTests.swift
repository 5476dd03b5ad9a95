import Screen
import Testing

@testable import Images

/// Pictures in pieces, as a slow line gets them.
@Suite struct PieceTests {
  private let pane = Size(columns: 60, rows: 30)

  private func pieces(
    _ pixels: Pixels, _ form: PictureForm, cell: PixelSize = PixelSize(width: 10, height: 20), budget: Int? = 24_000
  ) throws -> (picture: Picture, encoding: PictureEncoding, fit: Fit) {
    let encoding = PictureEncoding(
      form: form, maxSize: pane, cellPixels: cell, byteBudget: budget, isProgressive: true)
    let request = PictureRequest(
      key: "k", operation: .picture(encoding), background: .black, picture: try PNGEncoder.encode(pixels))
    guard case .picture(let picture) = PictureWorker.check(PictureWorker.answer(request), for: request) else {
      throw ImageError.workerFailed("no picture")
    }
    let fit = try #require(request.fit(try ImageHeader(request.picture)))
    return (picture, encoding, fit)
  }

  @Test(arguments: PictureForm.allCases, [2, 14])
  func theFirstPieceIsSmallAndTheRestKeepsTheBudget(form: PictureForm, grain: Int) throws {
    let (picture, _, _) = try pieces(.photo(900, 700, grain: grain), form)
    #expect(picture.pieces.count > 1)
    #expect(picture.pieces[0].bytes.count <= 4_000)
    #expect(picture.pieces.dropFirst().reduce(0) { $0 + $1.bytes.count } <= 24_000)
    if form != .kitty { #expect(picture.pieces.dropFirst().allSatisfy { $0.bytes.count <= 6_000 }) }
  }

  @Test(arguments: [5, 7, 9, 13, 14, 16, 19, 20, 23, 24]) func stripsMeetWithoutASeam(cellHeight: Int) throws {
    let pixels = Pixels.photo(400, 331, grain: 10)
    let (picture, encoding, fit) = try pieces(pixels, .sixel, cell: PixelSize(width: 8, height: cellHeight))
    var rows = [[UInt8]?](repeating: nil, count: fit.pixels.height)
    for piece in picture.pieces.dropFirst() {
      let part = try DecodedSixel(piece.bytes).pixels
      #expect(part.width == fit.pixels.width)
      let top = piece.rows.lowerBound * cellHeight
      // Whole bands: where a terminal clears the rest of one, the picture has its own pixels there.
      #expect(part.height % 6 == 0 || top + part.height == fit.pixels.height)
      #expect((part.height + 5) / 6 * 6 + top <= fit.cells.rows * cellHeight)
      for row in 0..<part.height {
        let colors = Array(part.rgb[row * part.width * 3..<(row + 1) * part.width * 3])
        if let before = rows[top + row] { #expect(before == colors) }
        rows[top + row] = colors
      }
    }
    #expect(rows.allSatisfy { $0 != nil })
    let whole = try SixelEncoder.encode(
      try Decoder.decode(try PNGEncoder.encode(pixels), background: .black).averaged(
        to: fit.pixels.width, fit.pixels.height),
      budget: encoding.byteBudget, maxColors: 256)
    let composed = Pixels(width: fit.pixels.width, height: fit.pixels.height, rgb: rows.flatMap { $0 ?? [] })
    let aim = try DecodedSixel(whole.strips[0]).pixels
    // Strips cost a few bytes more, so a rung lower may be needed for them.
    #expect(
      composed.squaredError(to: pixels.averaged(to: composed.width, composed.height))
        <= 2 * aim.squaredError(to: pixels.averaged(to: composed.width, composed.height)))
  }

  @Test func stripsHaveThePixelsOfTheWhole() throws {
    let pixels = Pixels.photo(300, 240, grain: 8)
    let whole = try DecodedSixel(try SixelEncoder.encode(pixels, colors: 64, full: false)).pixels
    let strips = try SixelEncoder.encode(pixels, colors: 64, full: false, strips: [0..<60, 60..<126, 126..<240])
    let parts = try strips.map { try DecodedSixel($0).pixels }
    #expect(parts.map(\.height) == [60, 66, 114])
    #expect(parts.flatMap(\.rgb) == whole.rgb)
  }

  @Test func definesOnlyTheColorsItUses() throws {
    let pixels = Pixels(width: 60, height: 12) { column, row in row < 6 ? .rose : column < 30 ? .grass : .sea }
    let strips = try SixelEncoder.encode(pixels, colors: 64, full: false, strips: [0..<6, 6..<12])
    let definitions = strips.map { strip in
      String(decoding: strip, as: UTF8.self).split(separator: "#").filter { $0.contains(";2;") }.count
    }
    #expect(definitions == [1, 2])
  }

  @Test(arguments: PictureForm.allCases) func aSmallFlatPictureIsOnePiece(form: PictureForm) throws {
    let (picture, _, fit) = try pieces(Pixels(width: 64, height: 64) { _, _ in .sea }, form)
    #expect(picture.pieces.count == 1)
    #expect(picture.pieces[0].rows == 0..<fit.cells.rows)
  }

  @Test(arguments: PictureForm.allCases) func withoutABudgetItIsAsGoodAsItGets(form: PictureForm) throws {
    let (picture, _, _) = try pieces(.photo(900, 700), form, budget: nil)
    let (small, _, _) = try pieces(.photo(900, 700), form)
    #expect(picture.byteCount > 2 * small.byteCount)
  }

  @Test func refusesPiecesThatPaintElsewhere() throws {
    let (picture, encoding, fit) = try pieces(.photo(900, 700, grain: 8), .sixel)
    let check = PieceCheck(fit: fit, encoding: encoding)
    #expect(check.flaw(in: picture.pieces) == nil)
    let last = try #require(picture.pieces.last)
    for wrong in [
      Picture.Piece(rows: last.rows.lowerBound + 1..<last.rows.upperBound + 1, bytes: last.bytes),
      Picture.Piece(rows: last.rows, column: 1, bytes: last.bytes),
      Picture.Piece(rows: last.rows, column: -1, bytes: last.bytes),
      Picture.Piece(rows: fit.cells.rows - 1..<fit.cells.rows, bytes: picture.pieces[1].bytes),
      Picture.Piece(rows: last.rows, bytes: Array(last.bytes.dropLast())),
    ] {
      #expect(check.flaw(in: picture.pieces.dropLast() + [wrong]) != nil)
    }
    #expect(check.flaw(in: Array(picture.pieces.dropLast())) != nil)
  }

  @Test(arguments: PictureForm.allCases) func showsAPartScaledToTheRoom(form: PictureForm) throws {
    let picture = Pixels(width: 900, height: 600) { column, row in
      column >= 300 && column < 400 && row >= 200 && row < 300 ? .grass : .rose
    }
    let source = PixelRect(x: 300, y: 200, width: 100, height: 100)
    let encoding = PictureEncoding(
      form: form, maxSize: pane, cellPixels: PixelSize(width: 10, height: 20), byteBudget: nil, source: source)
    let request = PictureRequest(
      key: "k", operation: .picture(encoding), background: .black, picture: try PNGEncoder.encode(picture))
    guard case .picture(let shown) = PictureWorker.check(PictureWorker.answer(request), for: request) else {
      Issue.record("no picture")
      return
    }
    #expect(shown.size == Size(columns: 60, rows: 30))
    let bytes = shown.pieces[0].bytes
    let pixels = try form == .sixel ? DecodedSixel(bytes).pixels : Decoder.decode(bytes, background: .black)
    #expect(pixels[0, 0].distance(to: .grass) < 8)
    #expect(pixels[pixels.width - 1, pixels.height - 1].distance(to: .grass) < 8)
  }

  @Test(arguments: [
    PixelRect(x: -1, y: 0, width: 5, height: 5), PixelRect(x: 0, y: 0, width: 0, height: 5),
    PixelRect(x: 60, y: 0, width: 10, height: 5), PixelRect(x: 0, y: 0, width: .max, height: .max),
  ])
  func refusesAPartOutsideThePicture(source: PixelRect) throws {
    let encoding = PictureEncoding(
      form: .sixel, maxSize: pane, cellPixels: PixelSize(width: 10, height: 20), byteBudget: nil, source: source)
    let request = PictureRequest(
      key: "k", operation: .picture(encoding), background: .black, picture: try PNGEncoder.encode(.photo(64, 64)))
    guard case .failure = PictureWorker.check(PictureWorker.answer(request), for: request) else {
      Issue.record("not refused")
      return
    }
  }
}
