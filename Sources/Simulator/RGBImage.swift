/// A picture as plain pixels: three bytes each, red, green, blue, row by row from the top.
package struct RGBImage: Hashable, Sendable {
  /// Pixels.
  package let width: Int
  /// Pixels.
  package let height: Int
  /// `width * height * 3` bytes.
  package private(set) var rgb: [UInt8]

  /// A picture of given pixels; `nil` if there are none or their number does not fit the size.
  package init?(width: Int, height: Int, rgb: [UInt8]) {
    guard width > 0, height > 0, rgb.count == width * height * 3 else { return nil }
    self.init(checked: rgb, width: width, height: height)
  }

  /// A picture of pixels that are known to fit.
  init(checked rgb: [UInt8], width: Int, height: Int) {
    self.width = width
    self.height = height
    self.rgb = rgb
  }

  subscript(x: Int, y: Int) -> RGB {
    let at = (y * width + x) * 3
    return RGB(red: rgb[at], green: rgb[at + 1], blue: rgb[at + 2])
  }

  /// Paints a rectangle, as far as it lies inside the picture.
  mutating func fill(x: Range<Int>, y: Range<Int>, _ colour: RGB) {
    let columns = x.clamped(to: 0..<width)
    for row in y.clamped(to: 0..<height) {
      var at = (row * width + columns.lowerBound) * 3
      for _ in columns {
        rgb[at] = colour.red
        rgb[at + 1] = colour.green
        rgb[at + 2] = colour.blue
        at += 3
      }
    }
  }

  /// The mean of at most some 20,000 pixels spread evenly over the picture.
  var meanColour: RGB {
    let pixels = width * height
    // A step without small factors does not fall into the columns of a regular pattern.
    let step = max(1, pixels / 20_000) | 1
    var (red, green, blue, count) = (0, 0, 0, 0)
    var at = 0
    while at < pixels {
      red += Int(rgb[at * 3])
      green += Int(rgb[at * 3 + 1])
      blue += Int(rgb[at * 3 + 2])
      count += 1
      at += step
    }
    return RGB(red: UInt8(red / count), green: UInt8(green / count), blue: UInt8(blue / count))
  }
}

/// What turns the bytes of a picture file into pixels and back.
package protocol PictureCodec: Sendable {
  /// - Throws: if the bytes are no picture it can read.
  func decode(_ bytes: [UInt8]) async throws -> RGBImage
  func encodePNG(_ image: RGBImage) async throws -> [UInt8]
}
