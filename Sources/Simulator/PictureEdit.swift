/// A change to a picture that the words of a prompt ask for; size and place of things stay.
struct PictureEdit: Sendable {
  enum Change: Hashable, Sendable {
    case invert, mirror, turnOver, blur, brighten, darken, grey, border
    case tint(word: String)
  }

  let changes: [Change]

  init(words: [String], seed: Seed) {
    var changes: [Change] = []
    for word in words {
      switch word {
      case "invert", "inverted", "negative": changes.append(.invert)
      case "mirror", "mirrored", "flip", "flipped":
        changes.append(words.contains { ["vertical", "vertically", "upside"].contains($0) } ? .turnOver : .mirror)
      case "blur", "blurred", "blurry", "soften": changes.append(.blur)
      case "bright", "brighter", "lighter", "brighten": changes.append(.brighten)
      case "dark", "darker", "darken": changes.append(.darken)
      case "monochrome", "greyscale", "grayscale": changes.append(.grey)
      case "border", "frame", "framed": changes.append(.border)
      default: break
      }
    }
    if let first = ColourWords.found(in: words).first { changes.insert(.tint(word: first.word), at: 0) }
    if changes.isEmpty {
      // Whatever was asked for, something has to be seen.
      var seed = seed
      changes = [.tint(word: seed.pick(["blue", "orange", "green", "purple"])), .border]
    }
    var seen: Set<Change> = []
    self.changes = changes.filter { seen.insert($0).inserted }
  }

  /// What was done, such as `tinted green and mirrored`.
  var sentence: String {
    changes.map { change in
      switch change {
      case .invert: "inverted"
      case .mirror: "mirrored"
      case .turnOver: "turned upside down"
      case .blur: "blurred"
      case .brighten: "made brighter"
      case .darken: "made darker"
      case .grey: "made grey"
      case .border: "given a border"
      case .tint(let word): "tinted \(word)"
      }
    }.joined(separator: " and ")
  }

  func applied(to image: RGBImage) -> RGBImage {
    changes.reduce(image) { image, change in
      switch change {
      case .invert: return image.mapped { _, value in 255 - value }
      case .brighten: return image.mapped { _, value in value + (255 - value) * 2 / 5 }
      case .darken: return image.mapped { _, value in value * 3 / 5 }
      case .tint(let word):
        let colour = ColourWords.colour(word) ?? .black
        let channels = [Int(colour.red), Int(colour.green), Int(colour.blue)]
        return image.mapped { channel, value in (value * 100 + channels[channel] * 156) / 256 }
      case .mirror: return image.mirrored()
      case .turnOver: return image.turnedOver()
      case .grey: return image.greyed()
      case .blur: return image.blurred(radius: max(min(image.width, image.height) / 80, 1))
      case .border: return image.bordered(accentOf: image.meanColour)
      }
    }
  }
}

extension RGBImage {
  /// Each channel's values put through a function of channel (0 to 2) and value (0 to 255).
  fileprivate func mapped(_ function: (_ channel: Int, _ value: Int) -> Int) -> RGBImage {
    let tables = (0..<3).map { channel in (0..<256).map { UInt8(clamping: function(channel, $0)) } }
    let (red, green, blue) = (tables[0], tables[1], tables[2])
    var out = rgb
    var at = 0
    while at < out.count {
      out[at] = red[Int(out[at])]
      out[at + 1] = green[Int(out[at + 1])]
      out[at + 2] = blue[Int(out[at + 2])]
      at += 3
    }
    return RGBImage(checked: out, width: width, height: height)
  }

  /// In a light of its own: each channel keeps 70 to 100 of a hundred parts.
  func toned(_ seed: Seed) -> RGBImage {
    var seed = seed
    let parts = (0..<3).map { _ in seed.number(70...100) }
    return mapped { channel, value in value * parts[channel] / 100 }
  }

  fileprivate func greyed() -> RGBImage {
    var out = rgb
    var at = 0
    while at < out.count {
      let luma = UInt8((Int(out[at]) * 77 + Int(out[at + 1]) * 150 + Int(out[at + 2]) * 29) >> 8)
      out[at] = luma
      out[at + 1] = luma
      out[at + 2] = luma
      at += 3
    }
    return RGBImage(checked: out, width: width, height: height)
  }

  fileprivate func mirrored() -> RGBImage {
    var out = rgb
    for y in 0..<height {
      var to = y * width * 3
      var from = to + (width - 1) * 3
      for _ in 0..<width {
        out[to] = rgb[from]
        out[to + 1] = rgb[from + 1]
        out[to + 2] = rgb[from + 2]
        to += 3
        from -= 3
      }
    }
    return RGBImage(checked: out, width: width, height: height)
  }

  fileprivate func turnedOver() -> RGBImage {
    var out: [UInt8] = []
    out.reserveCapacity(rgb.count)
    for y in (0..<height).reversed() { out.append(contentsOf: rgb[y * width * 3..<(y + 1) * width * 3]) }
    return RGBImage(checked: out, width: width, height: height)
  }

  fileprivate func bordered(accentOf mean: RGB) -> RGBImage {
    var out = self
    let thick = max(min(width, height) / 24, 1)
    let colour = mean.luma > 128 ? mean.darker(0.75) : mean.lighter(0.75)
    out.fill(x: 0..<width, y: 0..<thick, colour)
    out.fill(x: 0..<width, y: height - thick..<height, colour)
    out.fill(x: 0..<thick, y: 0..<height, colour)
    out.fill(x: width - thick..<width, y: 0..<height, colour)
    return out
  }

  /// Means over squares, first along rows, then along columns.
  fileprivate func blurred(radius: Int) -> RGBImage {
    var out = Self.blurred(rgb, lines: height, lineStep: width * 3, count: width, step: 3, radius: radius)
    out = Self.blurred(out, lines: width, lineStep: 3, count: height, step: width * 3, radius: radius)
    return RGBImage(checked: out, width: width, height: height)
  }

  private static func blurred(
    _ source: [UInt8], lines: Int, lineStep: Int, count: Int, step: Int, radius: Int
  ) -> [UInt8] {
    var out = source
    let size = radius * 2 + 1
    let last = (count - 1) * step
    for line in 0..<lines {
      for channel in 0..<3 {
        let start = line * lineStep + channel
        var sum = 0
        for offset in -radius...radius { sum += Int(source[start + min(max(offset * step, 0), last)]) }
        var at = 0
        while at <= last {
          out[start + at] = UInt8(sum / size)
          let leaving = max(at - radius * step, 0)
          let coming = min(at + (radius + 1) * step, last)
          sum += Int(source[start + coming]) - Int(source[start + leaving])
          at += step
        }
      }
    }
    return out
  }

  /// Every second pixel of every second row; the picture itself if it is too small for that.
  func halved() -> RGBImage {
    let (wide, high) = (width / 2, height / 2)
    guard wide > 0, high > 0 else { return self }
    var out: [UInt8] = []
    out.reserveCapacity(wide * high * 3)
    for y in 0..<high {
      var at = y * 2 * width * 3
      for _ in 0..<wide {
        out.append(rgb[at])
        out.append(rgb[at + 1])
        out.append(rgb[at + 2])
        at += 6
      }
    }
    return RGBImage(checked: out, width: wide, height: high)
  }
}
