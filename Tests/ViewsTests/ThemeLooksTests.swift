import Foundation
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
    for theme in Theme.builtIn + [.monochrome] { #expect(try Self.theme(theme.name) == theme) }
  }

  /// The least that is asked of few colours, as a ratio of luminances in the palette of xterm: below 4.5 are no others
  /// but bold blue, on black, and magenta, by less than 0.1.
  private static let least = 4.4

  @Test("Text can be read with few colours on the background that the theme is for", arguments: ["dark", "light"])
  func fewColors(name: String) throws {
    let theme = try Self.theme(name)
    for depth in [ColorDepth.eight, .sixteen] {
      let pairs = ColorPairs(depth: depth, theme: theme)
      for role in Role.allCases {
        let look = pairs[Style(role, .bold)]
        for style in [pairs[Style(role)], look] where style.foreground >= 0 && style.background < 0 {
          let isBrighter = style.foreground < 8 && style.attributes.contains(.bold)
          let letters = Palette.luminance(UInt8(style.foreground + (isBrighter ? 8 : 0)))
          let ratio = theme.isDark ? (letters + 0.05) / 0.05 : 1.05 / (letters + 0.05)
          #expect(ratio >= Self.least, "\(role): \(style.name) in \(depth.rawValue) colours")
        }
      }
    }
  }

  @Test(
    "A theme draws every scene with the looks of its table, and changes nothing else", arguments: Scene.allCases,
    GoldenScreenTests.sizes)
  func drawn(scene: Scene, size: Size) throws {
    let plain = try scene.desk(size).studio
    let recorded = render(plain)
    let styles = Set(recorded.grid.cells.map(\.style))
    // Each size in three of them, and one size in all. Where themes are chosen the selected one is seen.
    let some = size.columns == 80 ? ThemeTable.themes : [.dark, try Self.theme("light"), .monochrome]
    let themes = scene == .themes ? ThemeTable.themes.filter { $0 == recorded.theme } : some
    #expect(!themes.isEmpty)
    for theme in themes {
      var studio = plain
      if scene != .themes {
        studio.settings.themes = [theme]
        studio.settings.themeName = theme.name
      }
      let frame = render(studio)
      #expect(frame.grid == recorded.grid && frame.cursor == recorded.cursor, "\(theme.name)")
      for depth in ThemeTable.depths {
        let drawn = ColorPairs(depth: depth, theme: frame.theme)
        let table = ColorPairs(depth: depth, theme: theme)
        for style in styles {
          var look = table[Style(style.role, style.attributes)]
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

  @Test("In menu and palette what cannot be done now is told from what can by signs, and its key can be learnt")
  func off() throws {
    for (keys, filter) in [("ctrl+x", ""), ("ctrl+p", "copy the message")] {
      var desks = [Desk(), Desk()]
      try desks[1].talk("Hello", "Hi.")
      let bracketed = try desks.map { desk in
        var desk = desk
        desk.press(keys)
        desk.wait(7000)
        desk.type(filter)
        var frame = render(desk.studio)
        let box = try #require(Overlays.draw(desk.studio, into: &frame))
        let cells = (box.row..<box.endRow).flatMap { row in
          (box.column..<box.endColumn).map { frame.grid[row, $0].character }
        }
        return Set(String(cells).matches(of: /\([^ ()]+\)/).map { String($0.output) })
      }
      #expect(!bracketed[0].subtracting(bracketed[1]).isEmpty, "\(keys): \(bracketed)")
    }
  }
}

extension Palette {
  /// The relative luminance of a colour, from 0 to 1 (WCAG 2).
  fileprivate static func luminance(_ index: UInt8) -> Double {
    let color = rgb(index)
    let linear = [color.red, color.green, color.blue].map { channel in
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
