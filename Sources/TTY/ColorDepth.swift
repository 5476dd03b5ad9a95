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

  /// What letters stand on.
  enum Ground { case dark, grey, white }

  /// One of the first sixteen colours for text whose hue is near: soft colours would be greys by `reduce`. It can be
  /// read on a background of that kind: no blue on black is among them and no green, yellow or cyan on white. Where
  /// nothing of the hue can, it is `nil`: black or white has to do.
  static func hue(of index: UInt8, at depth: ColorDepth, on ground: Ground) -> UInt8? {
    let (red, yellow, green, cyan, magenta): (UInt8, UInt8, UInt8, UInt8, UInt8) = (1, 3, 2, 6, 5)
    if ground == .dark {
      return (depth == .sixteen ? 8 : 0) + [red, yellow, green, cyan, cyan, magenta][sixth(of: index)]
    }
    return [red, ground == .white ? magenta : red, nil, blue, blue, magenta][sixth(of: index)]
  }

  /// One of the first eight colours for a dark background whose hue is near.
  static func ground(of index: UInt8) -> UInt8 { [1, 1, 2, blue, blue, 5][sixth(of: index)] }

  private static let blue: UInt8 = 4

  /// The hue as a sixth of the circle: red, yellow, green, cyan, blue, magenta.
  private static func sixth(of index: UInt8) -> Int {
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
    return place <= -0.5 ? 5 : Int((place + 0.5).rounded(.down)) % 6
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
