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

  /// True for black, white, and what is between them or nearly so.
  static func isGrey(_ index: UInt8) -> Bool {
    let color = rgb(index)
    return saturation(color) * 100 <= 17 * max(color.red, color.green, color.blue)
  }

  /// One of the first sixteen colours for text whose hue is near: soft colours would be greys by `reduce`. It can be
  /// read on a background of that kind, so no blue on black is among them and no yellow on white.
  static func hue(of index: UInt8, at depth: ColorDepth, onDark isDark: Bool) -> UInt8 {
    let color = rgb(index)
    let most = max(color.red, color.green, color.blue)
    let range = max(1, saturation(color))
    // In sixths of the circle, from red over green to blue.
    let place =
      switch most {
      case color.red: Double(color.green - color.blue) / Double(range)
      case color.green: Double(color.blue - color.red) / Double(range) + 2
      default: Double(color.red - color.green) / Double(range) + 4
      }
    // Pink, in the middle, is more like magenta than like the red of errors.
    let sixth = place <= -0.5 ? 5 : Int((place + 0.5).rounded(.down)) % 6
    let (red, green, yellow, blue, magenta, cyan): (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (1, 2, 3, 4, 5, 6)
    guard isDark else { return [red, red, green, blue, blue, magenta][sixth] }
    if depth == .sixteen { return 8 + [red, yellow, green, cyan, blue, magenta][sixth] }
    return [red, yellow, green, cyan, cyan, magenta][sixth]
  }

  private static func saturation(_ color: (red: Int, green: Int, blue: Int)) -> Int {
    max(color.red, color.green, color.blue) - min(color.red, color.green, color.blue)
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
