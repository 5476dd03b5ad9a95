import Screen
import Testing

@testable import Core
@testable import TTY
@testable import Views

/// A golden screen says which role each cell has, a table what a theme makes of the roles: these tests hold the two
/// together, so that both are what a terminal gets.
@Suite("Looks of the themes")
struct ThemeLooksTests {
  static let names = ThemeTable.themes.map(\.name)

  private static func theme(_ name: String) throws -> Theme {
    try #require(ThemeTable.themes.first { $0.name == name })
  }

  @Test("Every role looks as it was recorded, at every number of colours", arguments: names)
  func table(name: String) throws {
    try Golden.check(ThemeTable(try Self.theme(name)).text, "Themes/" + name)
  }

  @Test("The themes that need no file are those of the files")
  func builtIn() throws {
    #expect(try Self.theme("dark") == .dark && Self.theme("monochrome") == .monochrome)
  }

  /// The scene's studio in a theme; where the themes are listed each of them looks like this one.
  private static func studio(_ scene: Studio, in theme: Theme) -> Studio {
    var studio = scene
    guard case .themes? = scene.overlay else {
      studio.settings.themes = [theme]
      studio.settings.themeName = theme.name
      return studio
    }
    studio.settings.themes = scene.settings.themes.map { listed in
      var same = theme
      (same.name, same.isDark) = (listed.name, listed.isDark)
      return same
    }
    return studio
  }

  @Test(
    "A theme draws every scene with the looks of its table, and changes nothing else", arguments: Scene.allCases,
    GoldenScreenTests.sizes)
  func drawn(scene: Scene, size: Size) throws {
    let plain = try scene.desk(size).studio
    let recorded = render(plain)
    let styles = Set(recorded.grid.cells.map(\.style))
    // Each size in three of them, and one size in all.
    let themes = size.columns == 80 ? ThemeTable.themes : [.dark, try Self.theme("light"), .monochrome]
    for theme in themes {
      let frame = render(Self.studio(plain, in: theme))
      #expect(frame.grid == recorded.grid && frame.cursor == recorded.cursor, "\(theme.name)")
      var shown = theme
      if scene == .themes { shown.isDark = frame.theme.isDark }
      for depth in ThemeTable.depths {
        let drawn = ColorPairs(depth: depth, theme: frame.theme)
        let table = ColorPairs(depth: depth, theme: shown)
        for style in styles {
          var look = table[Style(style.role)]
          look.attributes.formUnion(style.attributes)
          // Character art has colours of its own, where there are colours.
          if depth >= .full {
            look.foreground = style.foreground.map(Int32.init) ?? look.foreground
            look.background = style.background.map(Int32.init) ?? look.background
          } else if style.foreground != nil || style.background != nil {
            continue
          }
          #expect(drawn[style] == look, "\(style) in \(theme.name)")
        }
      }
    }
  }

  /// Roles that say something, each with those that it has to be told from.
  private static let telling: [(Role, [Role])] = [
    (.selected, [.popup, .popupFaint, .popupTitle, .text]), (.selection, [.text, .prompt, .code, .codeBlock, .popup]),
    (.match, [.text, .code, .codeBlock, .thinking]), (.chip, [.prompt, .text]), (.placeholder, [.prompt]),
    (.popupTitle, [.popup, .popupFaint]), (.hintKey, [.hintText]), (.error, [.text, .popup, .status, .faint]),
    (.warning, [.text, .popup, .status, .faint]), (.link, [.text]), (.code, [.text]), (.heading, [.text]),
    (.strong, [.text]), (.thinking, [.text]), (.user, [.text]), (.model, [.text, .status]),
    (.added, [.codeBlock, .removed]), (.removed, [.codeBlock]), (.success, [.text, .faint]), (.accent, [.text, .rule]),
  ]

  @Test("What a role says is seen without colours: with none in every theme, with any in the monochrome one")
  func withoutColors() throws {
    let all = ThemeTable.themes.map { ($0, [ColorDepth.none]) } + [(try Self.theme("monochrome"), ThemeTable.depths)]
    for (theme, depths) in all {
      for depth in depths {
        let pairs = ColorPairs(depth: depth, theme: theme)
        for (role, others) in Self.telling {
          let look = pairs[Style(role)]
          #expect(look.foreground < 0 && look.background < 0, "\(role) in \(theme.name)")
          for other in others {
            #expect(look.name != pairs[Style(other)].name, "\(role) and \(other) in \(theme.name)")
          }
        }
      }
    }
  }

  @Test("What a role says is seen with any number of colours, in every theme", arguments: names)
  func withColors(name: String) throws {
    for depth in ThemeTable.depths {
      let pairs = ColorPairs(depth: depth, theme: try Self.theme(name))
      for (role, others) in Self.telling {
        for other in others {
          #expect(
            pairs[Style(role)].name != pairs[Style(other)].name, "\(role) and \(other) in \(depth.rawValue) colours")
        }
      }
      for role in Role.allCases {
        let look = pairs[Style(role)]
        #expect(look.foreground != look.background || look.foreground < 0, "\(role) in \(depth.rawValue) colours")
      }
    }
  }

  /// The characters and attributes of a frame, as they are without colours.
  private static func colorless(_ desk: Desk) -> [String] {
    let pairs = ColorPairs(depth: .none, theme: .dark)
    return render(desk.studio).grid.cells.map { "\($0.character) \(pairs[$0.style].name)" }
  }

  @Test(
    "Where the keys go, and what they are about, is seen without colours",
    arguments: [
      (Scene.answer, "tab tab", "tab"), (.answer, "escape K", ""), (.markedBlock, "]", ""), (.compare, "h", ""),
      (.compare, "tab", ""), (.themes, "down", ""), (.sessions, "down", ""),
      (.palette, "down", ""), (.gallery, "left", ""), (.chips, "left", ""), (.tree, "up", ""),
      (.models, "down", ""), (.files, "down", ""), (.lineUps, "up", ""), (.promptSearch, "up", ""),
    ])
  func focus(scene: Scene, keys: String, before: String) throws {
    var desk = try scene.desk(Size(columns: 120, rows: 40))
    desk.press(before)
    let first = Self.colorless(desk)
    desk.press(keys)
    #expect(Self.colorless(desk) != first)
  }

  @Test("In menu and palette what cannot be done now is told from what can without colours")
  func off() throws {
    for keys in ["ctrl+x", "ctrl+p"] {
      var desks = [Desk(), Desk()]
      try desks[1].talk("Hello", "Hi.")
      let boxes = desks.map { desk in
        var desk = desk
        desk.press(keys)
        desk.wait(7000)
        if keys == "ctrl+p" { desk.type("copy the message") }
        let pairs = ColorPairs(depth: .none, theme: .dark)
        let cells = render(desk.studio).grid.cells
        return cells.filter { [.popupTitle, .popupFaint, .selected].contains($0.style.role) }
          .map { "\($0.character) \(pairs[$0.style].name)" }
      }
      #expect(boxes[0] != boxes[1], "\(keys)")
    }
  }
}
