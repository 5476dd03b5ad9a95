import Foundation
import Testing

/// The least contrast of text, as a ratio of luminances (WCAG 2, level AA), and of lines, which need only be seen.
private let textContrast = 4.5
private let lineContrast = 1.5
/// What the theme of that name promises.
private let highContrast = 7.0
private let lines: Set = ["rule", "tableRule"]

/// The darkest and the lightest background that people give their terminals, as indices of the 256-colour palette.
private let darkBackgrounds = [16, 236]
private let lightBackgrounds = [255, 231]

@Suite("The themes of the repository")
struct ThemeTests {
  static let names = Checkout.names(in: "themes")
  /// Themes whose colours are known; those of the other are whatever a terminal paints.
  static let measured = names.filter { $0 != ThemeFile.terminal }

  @Test("There is one for a dark and one for a light background")
  func bothKinds() throws {
    #expect(try Set(Self.names.map { try ThemeFile($0).isDark }) == [true, false])
  }

  @Test("A theme gives every role its look, under the names that the program knows", arguments: names)
  func roles(file: String) throws {
    #expect(try ThemeFile(file).looks.keys.sorted() == Self.roles().sorted())
  }

  /// In the palettes that terminals come with, magenta can be read on black and on white unless it is bold; blue and
  /// red where they are.
  @Test("The terminal's own theme has of its colours only those that can be read on black and on white")
  func terminal() throws {
    for (role, look) in try ThemeFile(ThemeFile.terminal).looks {
      let isFine = look.foreground == nil || (look.isBold ? [1, 4] : [5]).contains(look.foreground)
      #expect(isFine, "\(role)")
      #expect(look.background == nil, "\(role)")
    }
  }

  @Test("Text can be read on the backgrounds that people use", arguments: measured)
  func contrast(file: String) throws {
    let least = file == "high-contrast.toml" ? highContrast : textContrast
    let theme = try ThemeFile(file)
    let terminals = theme.isDark ? darkBackgrounds : lightBackgrounds
    for (role, look) in theme.looks {
      // The terminal's own letters fit the terminal's own background, and no other that we could know of.
      guard let letters = look.foreground else {
        #expect(look.background == nil, "\(file): \(role) has the terminal's letters on a background of ours")
        continue
      }
      for background in look.background.map({ [$0] }) ?? terminals {
        let ratio = contrast(of: letters, on: background)
        #expect(
          ratio >= (lines.contains(role) ? lineContrast : least), "\(file): \(role), \(letters) on \(background)")
      }
    }
  }

  /// The roles as `Screen` declares them.
  private static func roles() throws -> [String] {
    let source = try #require(TextFile(path: "Sources/Screen/Style.swift"))
    let body = source.code.drop { !$0.contains("enum Role") }.prefix { !$0.hasPrefix("}") }
    let cases = body.compactMap { $0.firstMatch(of: /^\s*case (.+)/)?.output.1 }
    return cases.flatMap { $0.split(separator: ", ").map(String.init) }
  }

  private func contrast(of letters: Int, on background: Int) -> Double {
    let both = [luminance(letters), luminance(background)].sorted()
    return (both[1] + 0.05) / (both[0] + 0.05)
  }

  /// The relative luminance of a colour of the palette from 16 on, from 0 to 1.
  private func luminance(_ index: Int) -> Double {
    let steps = [0, 95, 135, 175, 215, 255]
    let cube = index - 16
    let channels =
      index < 232
      ? [steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6]]
      : [Int](repeating: 8 + 10 * (index - 232), count: 3)
    let linear = channels.map { channel in
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}

/// A theme as its file gives it.
private struct ThemeFile {
  /// Colours are indices of the palette, nil for the terminal's own.
  struct Look {
    var foreground: Int?
    var background: Int?
    var isBold = false
  }

  /// The one theme of the terminal's sixteen colours.
  static let terminal = "terminal.toml"

  var isDark: Bool
  var looks: [String: Look] = [:]

  /// Reads the little of TOML that a theme needs.
  /// - Throws: when a line is something else.
  init(_ file: String) throws {
    let lines = try #require(TextFile(path: "themes/\(file)")).lines
    var dark: Substring?
    for line in lines where !line.isEmpty && !line.hasPrefix("#") && line != "[roles]" {
      if let match = line.wholeMatch(of: /dark = (true|false)/) {
        dark = match.1
      } else {
        let match = try #require(
          line.wholeMatch(of: /(\w+) = \{ fg = (.+?), bg = (.+?)((, \w+ = true)*) \}/), "\(line)")
        let attributes = match.4.matches(of: /(\w+) = true/).map { String($0.1) }
        #expect(Self.attributes.isSuperset(of: attributes), "\(line)")
        #expect(looks[String(match.1)] == nil, "\(file) names \(match.1) twice")
        looks[String(match.1)] = Look(
          foreground: try Self.color(match.2, of: file), background: try Self.color(match.3, of: file),
          isBold: attributes.contains("bold"))
      }
    }
    isDark = try #require(dark, "\(file) does not say whether it is dark") == "true"
  }

  private static let attributes: Set = ["bold", "dim", "italic", "underline", "reverse"]

  private static func color(_ text: Substring, of file: String) throws -> Int? {
    if text == "\"default\"" { return nil }
    let index = try #require(Int(text), "\(text) is no colour")
    if file != terminal {
      try #require((16...255).contains(index), "Terminals disagree on what colour \(index) looks like")
    }
    return index
  }
}
