/// What a piece of text means. A theme says how each role looks; views never name a colour.
package enum Role: UInt8, CaseIterable, Sendable {
  case text, faint, rule, title, accent, marker
  case user, model, thinking, activity
  case heading, strong, code, codeBlock, link, quote, tableRule
  /// Code in colours: `attribute` is a key, an attribute or a name with a mark before it; the last two are of diffs.
  case keyword, string, comment, number, type, attribute, added, removed
  case prompt, placeholder, chip
  case hintKey, hintText, status
  case popup, popupTitle, popupFaint, popupWarning, selected
  case selection, match
  case success, warning, error

  /// The name a theme file uses, such as `codeBlock`.
  package var name: String { String(describing: self) }
}

/// How letters are drawn beside their colour. Crossing out is not among them, as curses cannot do it: what is struck
/// through has signs around it (`StruckText`).
package struct Attributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Attributes(rawValue: 1)
  package static let dim = Attributes(rawValue: 2)
  package static let italic = Attributes(rawValue: 4)
  package static let underline = Attributes(rawValue: 8)
  package static let reverse = Attributes(rawValue: 16)
}

/// The look of one cell: a role of the theme, attributes on top of the theme's, and for character art two colours of
/// the 256-colour palette that replace the theme's.
package struct Style: Hashable, Sendable {
  package var role: Role
  package var attributes: Attributes
  package var foreground: UInt8?
  package var background: UInt8?

  package init(
    _ role: Role = .text, _ attributes: Attributes = [], foreground: UInt8? = nil, background: UInt8? = nil
  ) {
    self.role = role
    self.attributes = attributes
    self.foreground = foreground
    self.background = background
  }

  package static let plain = Style()
}

/// A colour as a theme names it.
package enum Color: Hashable, Sendable {
  /// The terminal's own default.
  case standard
  /// An index into the terminal's palette: 0 to 15 are its own sixteen, 16 to 255 the usual cube and greys.
  case palette(UInt8)
}

/// The looks of all roles.
package struct Theme: Hashable, Sendable {
  package struct Look: Hashable, Sendable {
    package var foreground: Color
    package var background: Color
    package var attributes: Attributes

    package init(_ foreground: Color = .standard, on background: Color = .standard, _ attributes: Attributes = []) {
      self.foreground = foreground
      self.background = background
      self.attributes = attributes
    }
  }

  package var name: String
  /// True for a theme made for a dark background.
  package var isDark: Bool
  private var looks: [Look]

  package init(name: String, isDark: Bool = true, looks: [Role: Look] = [:]) {
    self.name = name
    self.isDark = isDark
    self.looks = Role.allCases.map { looks[$0] ?? Look() }
  }

  /// True if it has none but the terminal's own colours.
  package var fitsAnyBackground: Bool {
    looks.allSatisfy { look in
      [look.foreground, look.background].allSatisfy { if case .palette(16...) = $0 { false } else { true } }
    }
  }

  package subscript(role: Role) -> Look {
    get { looks[Int(role.rawValue)] }
    set { looks[Int(role.rawValue)] = newValue }
  }
}
