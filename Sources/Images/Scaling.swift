/// How the pixels of one axis cover those of another: for each new pixel the old ones it lies over, weighted in whole
/// numbers whose sum is the old length. Area averaging in integers keeps the mean and needs no rounding before the end.
private struct Coverage {
  var first: [Int] = []
  var weights: [[UInt64]] = []

  init(from old: Int, to new: Int) {
    for index in 0..<new {
      // In units of 1 / (old * new) of the axis, an old pixel is `new` long and a new one `old`.
      let (start, end) = (index * old, (index + 1) * old)
      let range = start / new...(end - 1) / new
      first.append(range.lowerBound)
      weights.append(range.map { UInt64(min(end, ($0 + 1) * new) - max(start, $0 * new)) })
    }
  }
}

extension Pixels {
  /// The picture at another size, each new pixel the mean of the area it covers. Enlarged by whole factors, pixels
  /// are repeated.
  package func averaged(to width: Int, _ height: Int) -> Pixels {
    guard (width, height) != (self.width, self.height) else { return self }
    let columns = Coverage(from: self.width, to: width)
    let rows = Coverage(from: self.height, to: height)
    let area = UInt64(self.width * self.height)
    let stride = self.width * 3
    var result: [UInt8] = []
    result.reserveCapacity(width * height * 3)
    var sums = [UInt64](repeating: 0, count: stride)
    let source = rgb.span
    for row in 0..<height {
      var at = rows.first[row] * stride
      for (index, weight) in rows.weights[row].enumerated() {
        for column in 0..<stride {
          let value = UInt64(source[at + column]) * weight
          sums[column] = index == 0 ? value : sums[column] + value
        }
        at += stride
      }
      for column in 0..<width {
        var at = columns.first[column] * 3
        var (red, green, blue) = (area / 2, area / 2, area / 2)
        for weight in columns.weights[column] {
          red += sums[at] * weight
          green += sums[at + 1] * weight
          blue += sums[at + 2] * weight
          at += 3
        }
        result.append(UInt8(red / area))
        result.append(UInt8(green / area))
        result.append(UInt8(blue / area))
      }
    }
    return Pixels(width: width, height: height, rgb: result)
  }

  /// The picture softened by the 3x3 binomial kernel (1 2 1, 2 4 2, 1 2 1), its edge pixels repeated outwards. It takes
  /// out grain, which costs sixel more bytes than anything else.
  /// - Source: terminal-graphics.md section 7.
  package func blurred() -> Pixels {
    let stride = width * 3
    var result: [UInt8] = []
    result.reserveCapacity(rgb.count)
    var sums = [UInt16](repeating: 0, count: stride)
    let source = rgb.span
    for row in 0..<height {
      let above = max(0, row - 1) * stride
      let here = row * stride
      let below = min(height - 1, row + 1) * stride
      for column in 0..<stride {
        sums[column] =
          UInt16(source[above + column]) + 2 * UInt16(source[here + column]) + UInt16(source[below + column])
      }
      for column in 0..<stride {
        let left = column < 3 ? column : column - 3
        let right = column + 3 < stride ? column + 3 : column
        result.append(UInt8((sums[left] + 2 * sums[column] + sums[right] + 8) / 16))
      }
    }
    return Pixels(width: width, height: height, rgb: result)
  }

  /// The picture in squares of `block` pixels a side, each in its mean colour; the last column and row may be narrower.
  func inBlocks(of block: Int) -> Pixels {
    guard block > 1 else { return self }
    let small = averaged(to: (width + block - 1) / block, (height + block - 1) / block)
    return Pixels(width: width, height: height) { column, row in small[column / block, row / block] }
  }

  /// A part of the picture, of one pixel at least.
  func part(columns: Range<Int>, rows: Range<Int>) -> Pixels {
    let (left, top) = (min(columns.lowerBound, width - 1), min(rows.lowerBound, height - 1))
    let (width, height) = (max(1, columns.count), max(1, rows.count))
    var part: [UInt8] = []
    part.reserveCapacity(width * height * 3)
    for row in top..<top + height {
      let start = (row * self.width + left) * 3
      part += rgb[start..<start + width * 3]
    }
    return Pixels(width: width, height: height, rgb: part)
  }

  /// Some rows of the picture.
  func rows(_ range: Range<Int>) -> Pixels {
    let stride = width * 3
    return Pixels(
      width: width, height: range.count, rgb: Array(rgb[range.lowerBound * stride..<range.upperBound * stride]))
  }
}
