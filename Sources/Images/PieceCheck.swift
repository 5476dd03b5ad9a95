import Screen

/// Looks at the pieces of a picture before they are sent to a terminal: each paints inside the picture's cells only.
struct PieceCheck {
  let fit: Fit
  let encoding: PictureEncoding

  /// More than there are rows on any screen.
  static let mostPieces = 2_048

  /// What is wrong, to be put in a sentence; `nil` if all is right.
  func flaw(in pieces: [Picture.Piece]) -> String? {
    for piece in pieces {
      guard piece.rows.upperBound <= fit.cells.rows, (0..<fit.cells.columns).contains(piece.column) else {
        return "a piece lies outside of the picture"
      }
      if let flaw = encoding.form == .sixel ? sixelFlaw(in: piece) : fileFlaw(in: piece) { return flaw }
    }
    let last = pieces.count > 1 && encoding.isProgressive ? pieces.dropFirst() : pieces[...]
    guard last.reduce(0, { $0 + $1.bytes.count }) <= encoding.byteBudget ?? .max else {
      return "its data is over the budget"
    }
    guard covered(by: last) == 0..<fit.cells.rows else { return "its pieces leave a gap" }
    return nil
  }

  private func sixelFlaw(in piece: Picture.Piece) -> String? {
    let cell = encoding.cellPixels
    // A band may reach into the row below, but not out of the picture.
    let below = min(piece.rows.upperBound * cell.height + 5, fit.cells.rows * cell.height)
    let room = PixelSize(
      width: fit.pixels.width - piece.column * cell.width, height: below - piece.rows.lowerBound * cell.height)
    return SixelCheck.flaw(in: piece.bytes, room: room).map { "its sixel data \($0)" }
  }

  private func fileFlaw(in piece: Picture.Piece) -> String? {
    guard let header = try? ImageHeader(piece.bytes), header.type == (encoding.form == .kitty ? .png : .jpeg) else {
      return "its file is of another kind"
    }
    guard header.width <= fit.pixels.width, header.height <= fit.pixels.height else { return "its file is too large" }
    return nil
  }

  private func covered(by pieces: ArraySlice<Picture.Piece>) -> Range<Int>? {
    var end = 0
    for piece in pieces {
      guard piece.rows.lowerBound == end, piece.column == 0 else { return nil }
      end = piece.rows.upperBound
    }
    return 0..<end
  }
}
