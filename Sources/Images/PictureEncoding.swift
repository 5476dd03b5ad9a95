package import Screen

/// What a picture made ready for a terminal is to be like.
package struct PictureEncoding: Hashable, Sendable {
  package var form: PictureForm
  /// The room it has, in cells.
  package var maxSize: Size
  package var cellPixels: PixelSize
  /// The most bytes all pieces may have; `nil` for as many as it takes.
  package var byteBudget: Int?
  /// The colour registers of the terminal, for sixel.
  package var maxColors: Int
  /// The part of the picture to show, scaled to all of the room; `nil` for the whole, which is never enlarged much.
  package var source: PixelRect?
  /// In pieces for a slow line: a coarse one of everything first, then strips. Without it, in one piece.
  package var isProgressive: Bool

  package init(
    form: PictureForm, maxSize: Size, cellPixels: PixelSize, byteBudget: Int?, maxColors: Int = 256,
    isProgressive: Bool = false, source: PixelRect? = nil
  ) {
    self.form = form
    self.maxSize = maxSize
    self.cellPixels = cellPixels
    self.byteBudget = byteBudget
    self.maxColors = maxColors
    self.isProgressive = isProgressive
    self.source = source
  }
}
