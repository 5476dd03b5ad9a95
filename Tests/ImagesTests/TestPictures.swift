import Testing

@testable import Images

/// Numbers that are the same in every run.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ state >> 33) &* 0xFF51_AFD7_ED55_8CCD
  }
}

extension RGB {
  static let rose = RGB(red: 224, green: 16, blue: 32)
  static let grass = RGB(red: 16, green: 192, blue: 48)
  static let sea = RGB(red: 32, green: 48, blue: 208)

  var channels: [Int] { [Int(red), Int(green), Int(blue)] }

  /// The largest difference of a channel.
  func distance(to other: RGB) -> Int {
    zip(channels, other.channels).map { abs($0 - $1) }.max() ?? 0
  }
}

/// The PNG that a file the API refuses is sent as.
func pngFile(of file: [UInt8]) throws -> [UInt8] {
  let request = PictureRequest(key: "k", operation: .png, background: .white, picture: file)
  guard case .png(let made) = PictureWorker.check(PictureWorker.answer(request), for: request) else {
    throw ImageError.notAPicture
  }
  return made
}

extension [UInt8] {
  /// Of a PNG file: its kind of colours, behind signature, sizes and depth, has transparency.
  var hasAlphaChannel: Bool { self[25] == 6 }
}

extension Pixels {
  /// Slow changes of colour with grain on top, the same in every run.
  static func photo(_ width: Int, _ height: Int, grain: Int = 4) -> Pixels {
    var random = Seeded(UInt64(width * height))
    return Pixels(width: width, height: height) { column, row in
      let noise = Int.random(in: -grain...grain, using: &random)
      func channel(_ value: Int) -> UInt8 { UInt8(min(255, max(0, value + noise))) }
      let wave = abs(column % 120 - 60)
      return RGB(
        red: channel(60 + wave * 2), green: channel(40 + row * 150 / height),
        blue: channel(200 - column * 120 / width))
    }
  }

  /// A sky that goes from blue to orange, with a little grain.
  static func dusk(_ width: Int, _ height: Int) -> Pixels {
    var random = Seeded(UInt64(width + height))
    return Pixels(width: width, height: height) { column, row in
      let depth = (row * 3 + column) * 255 / (height * 3 + width)
      func mix(_ top: Int, _ bottom: Int) -> UInt8 {
        UInt8((top * (255 - depth) + bottom * depth) / 255 + Int.random(in: -3...3, using: &random))
      }
      return RGB(red: mix(30, 240), green: mix(60, 150), blue: mix(140, 60))
    }
  }

  /// Any colours at all.
  static func random(_ width: Int, _ height: Int, seed: UInt64) -> Pixels {
    var random = Seeded(seed)
    return Pixels(
      width: width, height: height, rgb: (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
    )
  }

  var mean: Double { Double(rgb.reduce(0) { $0 + Int($1) }) / Double(rgb.count) }
}
