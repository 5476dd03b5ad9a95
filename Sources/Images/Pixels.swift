/// A colour of eight bits a channel.
package struct RGB: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  package static let black = RGB(red: 0, green: 0, blue: 0)
  package static let white = RGB(red: 255, green: 255, blue: 255)
}

/// A decoded picture without transparency, row-major from the top left, at least one pixel.
package struct Pixels: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// Three bytes a pixel.
  package let rgb: [UInt8]

  /// - Precondition: `rgb` holds exactly `width` times `height` pixels.
  package init(width: Int, height: Int, rgb: [UInt8]) {
    precondition(width > 0 && height > 0 && rgb.count == width * height * 3)
    self.width = width
    self.height = height
    self.rgb = rgb
  }

  /// Asks for each pixel by column and row.
  package init(width: Int, height: Int, _ color: (Int, Int) -> RGB) {
    var rgb: [UInt8] = []
    rgb.reserveCapacity(width * height * 3)
    for row in 0..<height {
      for column in 0..<width {
        let color = color(column, row)
        rgb.append(color.red)
        rgb.append(color.green)
        rgb.append(color.blue)
      }
    }
    self.init(width: width, height: height, rgb: rgb)
  }

  package subscript(column: Int, row: Int) -> RGB {
    let at = (row * width + column) * 3
    return RGB(red: rgb[at], green: rgb[at + 1], blue: rgb[at + 2])
  }
}
