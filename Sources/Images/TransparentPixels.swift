/// A decoded picture with its transparency, row-major from the top left, at least one pixel.
struct TransparentPixels: Hashable, Sendable {
  let width: Int
  let height: Int
  /// Red, green, blue and opacity, four bytes a pixel.
  private(set) var rgba: [UInt8]

  /// Nothing to be seen yet.
  /// - Precondition: at least one pixel.
  init(width: Int, height: Int) {
    precondition(width > 0 && height > 0)
    self.width = width
    self.height = height
    rgba = [UInt8](repeating: 0, count: width * height * 4)
  }

  /// Asks for each pixel by column and row.
  init(width: Int, height: Int, _ color: (Int, Int) -> (RGB, opacity: UInt8)) {
    self.init(width: width, height: height)
    for row in 0..<height {
      for column in 0..<width {
        let (color, opacity) = color(column, row)
        set(color, opacity: opacity, column: column, row: row)
      }
    }
  }

  mutating func set(_ color: RGB, opacity: UInt8 = 255, column: Int, row: Int) {
    let at = (row * width + column) * 4
    rgba[at] = color.red
    rgba[at + 1] = color.green
    rgba[at + 2] = color.blue
    rgba[at + 3] = opacity
  }

  var isOpaque: Bool { stride(from: 3, to: rgba.count, by: 4).allSatisfy { rgba[$0] == 255 } }

  /// Makes a picture whose every pixel is transparent opaque: some programs leave the opacity out.
  mutating func showIfHidden() {
    guard stride(from: 3, to: rgba.count, by: 4).allSatisfy({ rgba[$0] == 0 }) else { return }
    for at in stride(from: 3, to: rgba.count, by: 4) { rgba[at] = 255 }
  }

  /// The picture laid over a colour.
  consuming func over(_ background: RGB) -> Pixels {
    var rgb: [UInt8] = []
    // The bytes are taken out, as a copy of them may not fit into the worker's memory.
    swap(&rgb, &rgba)
    rgb.blendAlpha(over: background)
    return Pixels(width: width, height: height, rgb: rgb)
  }
}

extension [UInt8] {
  /// Turns pixels of red, green, blue and alpha into opaque ones over a colour, in place: at the largest size a second
  /// array would not fit into the worker's memory.
  mutating func blendAlpha(over background: RGB) {
    let under = (UInt32(background.red), UInt32(background.green), UInt32(background.blue))
    func blend(_ over: UInt8, _ under: UInt32, _ alpha: UInt32) -> UInt8 {
      UInt8((UInt32(over) * alpha + under * (255 - alpha) + 127) / 255)
    }
    let pixels = count / 4
    for pixel in 0..<pixels {
      let (from, to) = (pixel * 4, pixel * 3)
      let alpha = UInt32(self[from + 3])
      self[to] = blend(self[from], under.0, alpha)
      self[to + 1] = blend(self[from + 1], under.1, alpha)
      self[to + 2] = blend(self[from + 2], under.2, alpha)
    }
    removeLast(count - pixels * 3)
  }
}
