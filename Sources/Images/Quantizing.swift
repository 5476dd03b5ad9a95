/// A picture of few colours: for each pixel the number of one in a palette.
struct IndexedPixels: Hashable, Sendable {
  let width: Int
  let height: Int
  /// Three bytes a colour, 1 to 256 of them.
  let palette: [UInt8]
  /// Row-major from the top left.
  let indices: [UInt8]

  /// The mean square of the channels' differences.
  func squaredError(to pixels: Pixels) -> Double {
    var sum = 0
    for (pixel, index) in indices.enumerated() {
      for channel in 0..<3 {
        let difference = Int(pixels.rgb[pixel * 3 + channel]) - Int(palette[Int(index) * 3 + channel])
        sum += difference * difference
      }
    }
    return Double(sum) / Double(indices.count * 3)
  }
}

extension Pixels {
  /// The mean square of the channels' differences from a picture of the same size.
  func squaredError(to other: Pixels) -> Double {
    var sum = 0
    for (one, another) in zip(rgb, other.rgb) { sum += (Int(one) - Int(another)) * (Int(one) - Int(another)) }
    return Double(sum) / Double(rgb.count)
  }

  /// The picture in its own colours if they are few enough, else in those that stand best for them.
  /// - Parameters:
  ///   - colors: 2 to 256, others are taken as the nearest of these.
  ///   - tolerance: how much farther from a pixel's colour, in squares of steps of the channels, that of its neighbour
  ///     may be to be taken for it. Longer runs take fewer bytes.
  /// - Throws: `outOfMemory` or `workerFailed`.
  func indexed(colors: Int, tolerance: Int = 0) throws(ImageError) -> IndexedPixels {
    let colors = min(max(2, colors), SixelEncoder.mostColors)
    if let exact = exact(colors: colors) { return exact }
    // The library's palette is coarse: each colour moves to the mean of the pixels it stands for.
    let coarse = try SixelEncoder.palette(of: self, colors: colors)
    let palette = means(of: indices(in: coarse, tolerance: 0), in: coarse)
    return IndexedPixels(
      width: width, height: height, palette: palette, indices: indices(in: palette, tolerance: tolerance))
  }

  /// `nil` if there are more colours.
  private func exact(colors: Int) -> IndexedPixels? {
    var numbers: [Int: UInt8] = [:]
    var palette: [UInt8] = []
    var indices: [UInt8] = []
    indices.reserveCapacity(width * height)
    var last = (color: -1, number: UInt8(0))
    for at in stride(from: 0, to: rgb.count, by: 3) {
      let color = Int(rgb[at]) << 16 | Int(rgb[at + 1]) << 8 | Int(rgb[at + 2])
      if color != last.color {
        if let number = numbers[color] {
          last = (color, number)
        } else {
          guard numbers.count < colors else { return nil }
          last = (color, UInt8(numbers.count))
          numbers[color] = last.number
          palette += rgb[at..<at + 3]
        }
      }
      indices.append(last.number)
    }
    return IndexedPixels(width: width, height: height, palette: palette, indices: indices)
  }

  /// The palette with each colour in the middle of the pixels that have its number.
  private func means(of indices: [UInt8], in palette: [UInt8]) -> [UInt8] {
    var sums = [Int](repeating: 0, count: palette.count)
    var counts = [Int](repeating: 0, count: palette.count / 3)
    for (pixel, index) in indices.enumerated() {
      let to = Int(index) * 3
      counts[Int(index)] += 1
      for channel in 0..<3 { sums[to + channel] += Int(rgb[pixel * 3 + channel]) }
    }
    return palette.indices.map { at in
      let count = counts[at / 3]
      return count == 0 ? palette[at] : UInt8((sums[at] + count / 2) / count)
    }
  }

  /// From so many pixels of one colour on, a run is long by itself, and another colour in its place is seen.
  private static let longRun = 8

  /// The end of the run of one colour that begins at a pixel, in its row.
  private func endOfRun(from start: Int) -> Int {
    let rowEnd = (start / width + 1) * width
    var pixel = start + 1
    while pixel < rowEnd, (0..<3).allSatisfy({ rgb[pixel * 3 + $0] == rgb[start * 3 + $0] }) { pixel += 1 }
    return pixel
  }

  /// For each pixel the number of the palette's nearest colour, or of its neighbour's if that is nearly as near. Colours
  /// that agree in six bits a channel share one.
  private func indices(in palette: [UInt8], tolerance: Int) -> [UInt8] {
    let colors = stride(from: 0, to: palette.count, by: 3).map { at in
      (red: Int(palette[at]), green: Int(palette[at + 1]), blue: Int(palette[at + 2]))
    }
    let unknown = UInt16.max
    var known = [UInt16](repeating: unknown, count: 1 << 18)
    var result: [UInt8] = []
    result.reserveCapacity(width * height)
    var run = 0..<0
    for pixel in 0..<width * height {
      let (red, green, blue) = (Int(rgb[pixel * 3]), Int(rgb[pixel * 3 + 1]), Int(rgb[pixel * 3 + 2]))
      func distance(_ index: Int) -> Int {
        let color = colors[index]
        let (red, green, blue) = (color.red - red, color.green - green, color.blue - blue)
        return red * red + green * green + blue * blue
      }
      let key = (red >> 2) << 12 | (green >> 2) << 6 | blue >> 2
      if known[key] == unknown {
        var best = (index: 0, distance: Int.max)
        for index in colors.indices {
          let distance = distance(index)
          if distance < best.distance { best = (index, distance) }
        }
        known[key] = UInt16(best.index)
      }
      var index = UInt8(known[key])
      if tolerance > 0, pixel >= run.upperBound { run = pixel..<endOfRun(from: pixel) }
      if tolerance > 0, run.count < Self.longRun {
        let most = distance(Int(index)) + tolerance
        if pixel % width > 0, distance(Int(result[pixel - 1])) <= most {
          index = result[pixel - 1]
        } else if pixel >= width, distance(Int(result[pixel - width])) <= most {
          index = result[pixel - width]
        }
      }
      result.append(index)
    }
    return result
  }
}
