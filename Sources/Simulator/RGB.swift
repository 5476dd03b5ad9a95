/// A colour of 8 bits a channel.
struct RGB: Hashable, Sendable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8

  init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour by its six digits, such as `0x3C8C50`.
  init(_ hex: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: hex >> 16), green: UInt8(truncatingIfNeeded: hex >> 8),
      blue: UInt8(truncatingIfNeeded: hex))
  }

  static let white = RGB(0xFFFFFF)
  static let black = RGB(0x000000)

  /// The colour on the way to another: 0 is this one, 1 the other.
  func mixed(with other: RGB, _ share: Double) -> RGB {
    let share = min(max(share, 0), 1)
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8(Double(a) + (Double(b) - Double(a)) * share) }
    return RGB(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }

  func lighter(_ share: Double) -> RGB { mixed(with: .white, share) }
  func darker(_ share: Double) -> RGB { mixed(with: .black, share) }

  /// Perceived brightness, 0 to 255.
  var luma: Int { (Int(red) * 77 + Int(green) * 150 + Int(blue) * 29) >> 8 }

  /// Such as `#3c8c50`.
  var hex: String {
    "#"
      + [red, green, blue].map { value in
        let digits = String(value, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }

  /// The nearest of the colours that have a name here.
  var name: String {
    func distance(_ other: RGB) -> Int {
      let r = Int(red) - Int(other.red)
      let g = Int(green) - Int(other.green)
      let b = Int(blue) - Int(other.blue)
      return r * r + g * g + b * b
    }
    return ColourWords.all.min { distance($0.colour) < distance($1.colour) }?.word ?? "grey"
  }
}

/// The names of colours a prompt may hold.
enum ColourWords {
  static let all: [(word: String, colour: RGB)] = [
    ("red", RGB(0xC8_3228)), ("green", RGB(0x3C_9650)), ("blue", RGB(0x32_5FC8)), ("yellow", RGB(0xE6_C832)),
    ("orange", RGB(0xE6_8228)), ("purple", RGB(0x82_46AA)), ("violet", RGB(0x8C_5AD2)), ("pink", RGB(0xE6_82AA)),
    ("brown", RGB(0x82_5A37)), ("black", RGB(0x1E_1E22)), ("white", RGB(0xF0_F0EC)), ("grey", RGB(0x82_8282)),
    ("gray", RGB(0x82_8282)), ("teal", RGB(0x1E_8C8C)), ("cyan", RGB(0x32_C8DC)), ("turquoise", RGB(0x3C_C8B4)),
    ("gold", RGB(0xD2_A532)), ("silver", RGB(0xBE_C3C8)), ("navy", RGB(0x1E_2D64)), ("magenta", RGB(0xD2_3CBE)),
    ("beige", RGB(0xDC_CDAF)), ("lime", RGB(0x96_D232)),
  ]

  /// The colours among the words, in their order.
  static func found(in words: [String]) -> [(word: String, colour: RGB)] {
    words.compactMap { word in all.first { $0.word == word } }
  }

  static func colour(_ word: String) -> RGB? { all.first { $0.word == word }?.colour }
}
