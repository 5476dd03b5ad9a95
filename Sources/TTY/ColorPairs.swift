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
    // What a theme tells by colours alone has attributes in the one that has no others.
    let shown = depth == .none ? Theme.monochrome : theme
    looks = Role.allCases.map { Self.look(of: $0, in: shown, depth: depth) }
    if depth < .full { tellApart() }
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
    // Bold letters of few colours are brighter ones in many terminals: too bright on white.
    if depth < .full, !theme.isDark, Self.brightened.contains(look.foreground) { look.attributes.remove(.bold) }
    if depth != .none {
      if let color = style.foreground { look.foreground = Int32(Palette.reduce(color, to: depth)) }
      if let color = style.background { look.background = Int32(Palette.reduce(color, to: depth)) }
    }
    return look
  }

  /// What the theme tells from plain text, and what would look the same in few colours, is told by attributes.
  private mutating func tellApart() {
    for role in Role.allCases {
      let isLost = Self.bodies.contains {
        theme[$0] != theme[role] && looks[Int($0.rawValue)] == looks[Int(role.rawValue)]
      }
      if isLost { looks[Int(role.rawValue)].attributes.formUnion(Theme.monochrome[role].attributes) }
    }
  }

  private static let bodies: Set<Role> = [.text, .prompt, .popup]
  /// Red and magenta, which are dark on black unless they are bold.
  private static let brightened: Set<Int32> = [1, 5]

  private static func look(of role: Role, in theme: Theme, depth: ColorDepth) -> CellLook {
    let look = theme[role]
    var attributes = look.attributes
    guard depth != .none else { return CellLook(attributes: attributes) }
    let background = background(look.background, depth: depth)
    var foreground = number(look.foreground, depth: depth)
    guard depth < .full, case .palette(let index) = look.foreground,
      index >= depth.rawValue || greys.contains(foreground)
    else { return CellLook(attributes: attributes, foreground: foreground, background: background) }
    // The colour of plain text may be a warm or a cold white, which is none of the first sixteen.
    let isBody = bodies.contains(role) || role == .strong || look.foreground == theme[.text].foreground
    let isOnDark = background < 0 ? theme.isDark : isDarkColor(background)
    if !isBody, !Palette.isGrey(index), background < 0 || greys.contains(background) {
      let ground: Palette.Ground = isOnDark ? .dark : background < 0 || background == 15 ? .white : .grey
      foreground = Palette.hue(of: index, at: depth, on: ground).map(Int32.init) ?? (background < 0 ? -1 : 0)
      if isOnDark, brightened.contains(foreground) { attributes.insert(.bold) }
    } else if background < 0 {
      // A grey that the theme meant for its own background may be the very colour of the terminal's: the terminal's own
      // letters can be read on it, whichever it is.
      foreground = -1
      if !isBody { attributes.insert(.dim) }
    } else if foreground == background || !greys.contains(foreground) || isBody && foreground == 8 {
      foreground = isOnDark ? 7 : 0
    }
    return CellLook(attributes: attributes, foreground: foreground, background: background)
  }

  /// Black, white and the greys among the first sixteen colours.
  private static let greys: Set<Int32> = [0, 7, 8, 15]

  private static func number(_ color: Color, depth: ColorDepth) -> Int32 {
    switch color {
    case .standard: -1
    case .palette(let index): Int32(Palette.reduce(index, to: depth))
    }
  }

  /// A dark colour stays one: white can be read on it.
  private static func background(_ color: Color, depth: ColorDepth) -> Int32 {
    guard depth < .full, case .palette(let index) = color, index >= depth.rawValue, !Palette.isGrey(index),
      isDarkColor(Int32(index))
    else { return number(color, depth: depth) }
    return Int32(Palette.ground(of: index))
  }

  private static func isDarkColor(_ index: Int32) -> Bool {
    let color = Palette.rgb(UInt8(clamping: index))
    return 299 * color.red + 587 * color.green + 114 * color.blue < 128_000
  }
}
