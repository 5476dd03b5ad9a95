import PictureSupport
import Screen
import Testing

@testable import Images

/// Pictures in pieces, as a slow line gets them.
@Suite struct PieceTests {
  private let pane = Size(columns: 60, rows: 30)

  private func pieces(
    _ pixels: Pixels, _ form: PictureForm, pane: Size? = nil, cell: PixelSize = PixelSize(width: 10, height: 20),
    budget: Int? = 24_000
  ) throws -> (picture: Picture, encoding: PictureEncoding, fit: Fit) {
    let encoding = PictureEncoding(
      form: form, maxSize: pane ?? self.pane, cellPixels: cell, byteBudget: budget, isProgressive: true)
    let request = PictureRequest(
      key: "k", operation: .picture(encoding), background: .black, picture: try PNGEncoder.encode(pixels))
    let answer = PictureWorker.check(PictureWorker.answer(request), for: request)
    guard case .picture(let picture) = answer else { throw ImageError.workerFailed("no picture: \(answer)") }
    let fit = try #require(request.fit(try ImageHeader(request.picture)))
    return (picture, encoding, fit)
  }

  /// As base 64 every three bytes are four.
  private func lineBytes(_ piece: Picture.Piece, _ form: PictureForm) -> Int {
    form == .sixel ? piece.bytes.count : (piece.bytes.count + 2) / 3 * 4
  }

  @Test(arguments: PictureForm.allCases, [2, 14])
  func theFirstPieceIsSmallAndTheRestKeepsTheBudget(form: PictureForm, grain: Int) throws {
    let (picture, _, _) = try pieces(.photo(900, 700, grain: grain), form)
    #expect(picture.pieces.count > 1)
    #expect(lineBytes(picture.pieces[0], form) <= 2_600)
    #expect(picture.pieces.dropFirst().reduce(0) { $0 + $1.bytes.count } <= 24_000)
    if form != .kitty { #expect(picture.pieces.dropFirst().allSatisfy { lineBytes($0, form) <= 3_000 }) }
  }

  @Test(arguments: [5, 7, 9, 13, 14, 16, 19, 20, 23, 24]) func stripsMeetWithoutASeam(cellHeight: Int) throws {
    let pixels = Pixels.photo(400, 331, grain: 10)
    let (picture, encoding, fit) = try pieces(pixels, .sixel, cell: PixelSize(width: 8, height: cellHeight))
    let composed = try composed(picture, encoding, fit)
    let whole = try SixelEncoder.encode(
      try Decoder.decode(try PNGEncoder.encode(pixels), background: .black).averaged(
        to: fit.pixels.width, fit.pixels.height),
      budget: encoding.byteBudget, maxColors: 256)
    let aim = try DecodedSixel(whole.bytes).pixels
    // Strips cost a few bytes more, so a rung lower may be needed for them.
    #expect(
      composed.squaredError(to: pixels.averaged(to: composed.width, composed.height))
        <= 2 * aim.squaredError(to: pixels.averaged(to: composed.width, composed.height)))
  }

  /// What the strips of sixel data show together; fails if they leave a row out, contradict each other, or paint where
  /// the picture is not.
  private func composed(_ picture: Picture, _ encoding: PictureEncoding, _ fit: Fit) throws -> Pixels {
    let cellHeight = encoding.cellPixels.height
    var rows = [[UInt8]?](repeating: nil, count: fit.pixels.height)
    for piece in picture.pieces.count > 1 ? picture.pieces.dropFirst() : picture.pieces[...] {
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
    return Pixels(width: fit.pixels.width, height: fit.pixels.height, rgb: rows.flatMap { $0 ?? [] })
  }

  /// All the detail at the top, so that strips of as many rows would have very different numbers of bytes.
  private func topHeavy(_ width: Int, _ height: Int) -> Pixels {
    let grain = Pixels.photo(width, height, grain: 60)
    return Pixels(width: width, height: height) { x, y in y < height / 4 ? grain[x, y] : .grass }
  }

  @Test(arguments: 0..<16) func noStripOfAnySizeKeepsTheLineBusyForLong(seed: UInt64) throws {
    var random = Seeded(seed)
    let size = Size(columns: .random(in: 8...100, using: &random), rows: .random(in: 4...50, using: &random))
    let cell = PixelSize(width: .random(in: 5...14, using: &random), height: .random(in: 9...30, using: &random))
    let (width, height) = (Int.random(in: 40...700, using: &random), Int.random(in: 40...700, using: &random))
    let pixels = seed % 2 == 0 ? topHeavy(width, height) : Pixels.photo(width, height, grain: Int(seed))
    for form in [PictureForm.sixel, .iTerm2] {
      let (picture, encoding, fit) = try pieces(pixels, form, pane: size, cell: cell)
      #expect(lineBytes(picture.pieces[0], form) <= 2_600)
      #expect(picture.pieces.dropFirst().allSatisfy { lineBytes($0, form) <= 3_000 })
      guard form == .sixel else { continue }
      let shown = try composed(picture, encoding, fit)
      // Large squares blur the edge of the detail.
      if seed % 2 == 0 { continue }
      let aim = pixels.averaged(to: shown.width, shown.height)
      let black = Pixels(width: shown.width, height: 1) { _, _ in .black }
      for row in 0..<shown.height {
        let wanted = aim.rows(row..<row + 1)
        let isLost = shown.rows(row..<row + 1).squaredError(to: wanted) > black.squaredError(to: wanted) / 2
        #expect(!isLost, "row \(row) of \(shown.height)")
      }
    }
  }

  @Test func stripsHaveThePixelsOfTheWhole() throws {
    let pixels = Pixels.photo(300, 240, grain: 8)
    let whole = try DecodedSixel(try SixelEncoder.encode(pixels, colors: 64)).pixels
    let strips = try SixelEncoder.encode(pixels.indexed(colors: 64), strips: [0..<60, 60..<126, 126..<240])
    let parts = try strips.map { try DecodedSixel($0).pixels }
    #expect(parts.map(\.height) == [60, 66, 114])
    #expect(parts.flatMap(\.rgb) == whole.rgb)
  }

  @Test func definesOnlyTheColorsItUses() throws {
    let pixels = Pixels(width: 60, height: 12) { column, row in row < 6 ? .rose : column < 30 ? .grass : .sea }
    let strips = try SixelEncoder.encode(pixels.indexed(colors: 64), strips: [0..<6, 6..<12])
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

  /// A drawing as a PNG has sharp edges and is smaller than a JPEG that shows its blocks.
  @Test func aDrawingForITerm2IsAPNG() throws {
    let (drawing, _, _) = try pieces(SamplePicture.drawing.pixels(side: 700), .iTerm2)
    #expect(drawing.pieces.dropFirst().allSatisfy { ImageType.sniff($0.bytes) == .png })
    let (photo, _, _) = try pieces(.photo(900, 700, grain: 8), .iTerm2)
    #expect(photo.pieces.allSatisfy { ImageType.sniff($0.bytes) == .jpeg })
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
