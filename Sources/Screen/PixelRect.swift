/// A size in pixels.
package struct PixelSize: Hashable, Sendable {
  package var width: Int
  package var height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// A part of a picture, in its upright pixels from the top left.
package struct PixelRect: Hashable, Sendable {
  package var x: Int
  package var y: Int
  package var width: Int
  package var height: Int

  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  package var size: PixelSize { PixelSize(width: width, height: height) }

  /// True if it is a part of a picture of this size.
  package func isInside(_ whole: PixelSize) -> Bool {
    x >= 0 && y >= 0 && width > 0 && height > 0 && width <= whole.width - x && height <= whole.height - y
  }
}
