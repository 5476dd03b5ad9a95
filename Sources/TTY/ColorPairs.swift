import Screen

/// What one cell asks of curses: attributes and two colour numbers, -1 for the terminal's own.
struct CellLook: Hashable {
  var attributes: Attributes = []
  var foreground: Int32 = -1
  var background: Int32 = -1
}

/// Turns styles into looks the terminal can show: a theme's 256 colours reduced to what there is.
struct ColorPairs {
  let depth: ColorDepth
  private(set) var theme: Theme
  /// Indexed by the role's raw value.
  private var looks: [CellLook]

  init(depth: ColorDepth, theme: Theme) {
    self.depth = depth
    self.theme = theme
    looks = Role.allCases.map { Self.look(theme[$0], depth: depth) }
  }

  /// Takes another theme.
  /// - Returns: true if it differs, so everything on the screen has to be drawn again.
  mutating func use(_ next: Theme) -> Bool {
    if next == theme { return false }
    self = ColorPairs(depth: depth, theme: next)
    return true
  }

  subscript(style: Style) -> CellLook {
    var look = looks[Int(style.role.rawValue)]
    look.attributes.formUnion(style.attributes)
    if depth != .none {
      if let color = style.foreground { look.foreground = Int32(Palette.reduce(color, to: depth)) }
      if let color = style.background { look.background = Int32(Palette.reduce(color, to: depth)) }
    }
    return look
  }

  private static func look(_ look: Theme.Look, depth: ColorDepth) -> CellLook {
    var attributes = look.attributes
    guard depth != .none else {
      // Without colours a background of its own can only be told by reversing.
      if look.background != .standard { attributes.insert(.reverse) }
      return CellLook(attributes: attributes)
    }
    var foreground = number(look.foreground, depth: depth)
    let background = number(look.background, depth: depth)
    if depth < .full, background < 0, isGrey(look.foreground) || greys.contains(foreground) {
      // A grey that the theme meant for its own background may be the very colour of the terminal's: the terminal's own
      // letters can be read on it, whichever it is.
      foreground = -1
      attributes.insert(.dim)
    } else if depth < .full, foreground == background, look.foreground != look.background {
      foreground = isDarkColor(background) ? 7 : 0
    }
    return CellLook(attributes: attributes, foreground: foreground, background: background)
  }

  /// Black, white and the greys among the first sixteen colours.
  private static let greys: Set<Int32> = [0, 7, 8, 15]

  private static func isGrey(_ color: Color) -> Bool {
    guard case .palette(let index) = color else { return false }
    let color = Palette.rgb(index)
    return color.red == color.green && color.green == color.blue
  }

  private static func number(_ color: Color, depth: ColorDepth) -> Int32 {
    switch color {
    case .standard: -1
    case .palette(let index): Int32(Palette.reduce(index, to: depth))
    }
  }

  private static func isDarkColor(_ index: Int32) -> Bool {
    let color = Palette.rgb(UInt8(clamping: index))
    return 299 * color.red + 587 * color.green + 114 * color.blue < 128_000
  }
}
