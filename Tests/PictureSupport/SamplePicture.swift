import Foundation
package import Images

/// Pictures that stand for what models make, the same in every run.
package enum SamplePicture: String, CaseIterable, Sendable {
  /// Clouds of colour at many scales, with grain as of a camera.
  case photo
  /// Flat shapes with smooth edges, and lines.
  case drawing
  /// One slow change of colour.
  case gradient

  /// - Parameter side: pixels a side.
  package func pixels(side: Int) -> Pixels {
    switch self {
    case .photo: Self.photo(side)
    case .drawing: Self.drawing(side)
    case .gradient:
      Pixels(width: side, height: side) { x, y in
        let depth = (x + 3 * y) * 255 / (4 * side)
        return RGB(red: UInt8(30 + depth * 4 / 5), green: UInt8(60 + depth / 3), blue: UInt8(170 - depth / 2))
      }
    }
  }

  /// Peak signal to noise in decibels, infinite for the same pixels.
  package static func ratio(_ shown: Pixels, _ source: Pixels) -> Double {
    precondition((shown.width, shown.height) == (source.width, source.height))
    var sum = 0
    for (one, other) in zip(shown.rgb, source.rgb) { sum += (Int(one) - Int(other)) * (Int(one) - Int(other)) }
    return 10 * log10(255 * 255 * Double(source.rgb.count) / Double(sum))
  }

  private static func photo(_ side: Int) -> Pixels {
    var clouds = [[Double]](repeating: [Double](repeating: 0, count: side * side), count: 3)
    for channel in 0..<3 {
      for octave in 0..<7 {
        let cells = 3 << octave
        let height = 80 / pow(1.45, Double(octave))
        for y in 0..<side {
          for x in 0..<side {
            clouds[channel][y * side + x] += height * smooth(x * cells, y * cells, side, seed: octave * 3 + channel / 2)
          }
        }
      }
    }
    return Pixels(width: side, height: side) { x, y in
      let at = y * side + x
      let grain = 10 * (random(x, y, 99) - 0.5)
      func channel(_ number: Int) -> UInt8 { UInt8(min(255, max(0, clouds[number][at] + 10 + grain))) }
      return RGB(red: channel(0), green: channel(1), blue: channel(2))
    }
  }

  /// A value between 0 and 1 that changes smoothly from one multiple of `unit` to the next.
  private static func smooth(_ x: Int, _ y: Int, _ unit: Int, seed: Int) -> Double {
    let (column, row) = (x / unit, y / unit)
    func eased(_ part: Double) -> Double { part * part * (3 - 2 * part) }
    let (right, down) = (eased(Double(x % unit) / Double(unit)), eased(Double(y % unit) / Double(unit)))
    let top = random(column, row, seed) * (1 - right) + random(column + 1, row, seed) * right
    let bottom = random(column, row + 1, seed) * (1 - right) + random(column + 1, row + 1, seed) * right
    return top * (1 - down) + bottom * down
  }

  private static func random(_ x: Int, _ y: Int, _ seed: Int) -> Double {
    var mixed =
      UInt64(x) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(y) &* 0xC2B2_AE3D_27D4_EB4F ^ UInt64(seed + 1) &* 0x1656_67B1
    mixed = (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 32) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ mixed >> 31) >> 11) / Double(1 << 53)
  }

  private static func drawing(_ side: Int) -> Pixels {
    let discs: [(x: Double, y: Double, radius: Double, color: (Double, Double, Double))] = [
      (0.3, 0.3, 0.2, (203, 75, 22)), (0.6, 0.4, 0.24, (38, 139, 210)), (0.47, 0.68, 0.21, (133, 153, 0)),
      (0.47, 0.68, 0.18, (238, 232, 213)),
    ]
    let unit = Double(side)
    return Pixels(width: side, height: side) { x, y in
      var color = (238.0, 232.0, 213.0)
      func lay(_ over: (Double, Double, Double), _ distance: Double) {
        let part = min(1, max(0, distance + 0.5))
        color.0 += (over.0 - color.0) * part
        color.1 += (over.1 - color.1) * part
        color.2 += (over.2 - color.2) * part
      }
      for disc in discs {
        let (across, down) = (Double(x) - disc.x * unit, Double(y) - disc.y * unit)
        lay(disc.color, disc.radius * unit - (across * across + down * down).squareRoot())
      }
      for line in 1...5 {
        lay((0, 43, 54), unit / 400 - abs(Double(y) * 0.45 - Double(x) + unit * (0.15 * Double(line) - 0.1)))
      }
      if y > side * 9 / 10, x % (side / 14) < side / 25 { lay((88, 110, 117), 1) }
      return RGB(red: UInt8(color.0), green: UInt8(color.1), blue: UInt8(color.2))
    }
  }
}
