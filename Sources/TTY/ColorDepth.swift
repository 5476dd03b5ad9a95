/// How many colours a terminal shows. The raw value is that number.
package enum ColorDepth: Int, Comparable, Sendable {
  case none = 0
  case eight = 8
  case sixteen = 16
  case full = 256

  /// The depth for a number of colours as terminfo states it.
  package init(colors: Int) {
    self = [ColorDepth.full, .sixteen, .eight].first { colors >= $0.rawValue } ?? .none
  }

  package static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
}

/// The usual palette of 256 colours, and the nearest of its first few.
enum Palette {
  /// xterm's own sixteen; terminals differ in them, not in the rest.
  private static let named: [(red: Int, green: Int, blue: Int)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
  ]

  /// Red, green and blue of a palette index, 0 to 255 each.
  static func rgb(_ index: UInt8) -> (red: Int, green: Int, blue: Int) {
    switch index {
    case ..<16: return named[Int(index)]
    case 232...:
      let grey = 8 + 10 * (Int(index) - 232)
      return (grey, grey, grey)
    default:
      let steps = [0, 95, 135, 175, 215, 255]
      let cube = Int(index) - 16
      return (steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6])
    }
  }

  private static let nearestOfEight = (UInt8.min...UInt8.max).map { search($0, count: 8) }
  private static let nearestOfSixteen = (UInt8.min...UInt8.max).map { search($0, count: 16) }

  /// The index to use for `index` at a depth; an index that exists there stays.
  static func reduce(_ index: UInt8, to depth: ColorDepth) -> UInt8 {
    switch depth {
    case .full, .none: index
    case .sixteen: nearestOfSixteen[Int(index)]
    case .eight: nearestOfEight[Int(index)]
    }
  }

  private static func search(_ index: UInt8, count: UInt8) -> UInt8 {
    if index < count { return index }
    let wanted = rgb(index)
    let distances = (0..<count).map { candidate in
      let color = rgb(candidate)
      let (red, green, blue) = (color.red - wanted.red, color.green - wanted.green, color.blue - wanted.blue)
      return red * red + green * green + blue * blue
    }
    return distances.min().flatMap(distances.firstIndex).map(UInt8.init) ?? 0
  }
}
