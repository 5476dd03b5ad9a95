extension Pixels {
  /// For each pixel the index of the palette's nearest colour. Colours that agree in five bits a channel share one.
  /// - Parameter palette: three bytes a colour, at most 256 and at least one.
  func indices(in palette: [UInt8]) -> [UInt8] {
    let unknown = UInt16.max
    var known = [UInt16](repeating: unknown, count: 1 << 15)
    var result: [UInt8] = []
    result.reserveCapacity(width * height)
    for at in stride(from: 0, to: rgb.count, by: 3) {
      let key = Int(rgb[at] >> 3) << 10 | Int(rgb[at + 1] >> 3) << 5 | Int(rgb[at + 2] >> 3)
      if known[key] == unknown {
        known[key] = UInt16(Self.nearest(to: (Int(rgb[at]), Int(rgb[at + 1]), Int(rgb[at + 2])), in: palette))
      }
      result.append(UInt8(known[key]))
    }
    return result
  }

  private static func nearest(to color: (red: Int, green: Int, blue: Int), in palette: [UInt8]) -> Int {
    var best = (index: 0, distance: Int.max)
    for index in 0..<palette.count / 3 {
      let red = Int(palette[index * 3]) - color.red
      let green = Int(palette[index * 3 + 1]) - color.green
      let blue = Int(palette[index * 3 + 2]) - color.blue
      let distance = red * red + green * green + blue * blue
      if distance < best.distance { best = (index, distance) }
    }
    return best.index
  }
}
