import App
import Core
import Foundation
import Screen

@testable import TTY

/// What each role of a theme looks like, at every number of colours that a terminal may have.
struct ThemeTable {
  static let depths = [ColorDepth.full, .sixteen, .eight, .none]
  /// Those of the repository.
  static let themes = ThemeFile.readAll(in: [Checkout.root.appending(path: "themes").path]).themes

  private let theme: Theme
  private let pairs: [ColorPairs]

  init(_ theme: Theme) {
    self.theme = theme
    pairs = Self.depths.map { ColorPairs(depth: $0, theme: theme) }
  }

  /// A line for each role, as people read it.
  var text: String {
    let heads = Self.depths.map { $0 == .none ? "no colours" : "\($0.rawValue) colours" }
    let rows = [["role"] + heads] + Role.allCases.map { role in [role.name] + pairs.map { $0[Style(role)].name } }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      zip(row, widths).map { $0.padding(toLength: $1 + 2, withPad: " ", startingAt: 0) }.joined()
    }
    return "\(theme.name), for a \(theme.isDark ? "dark" : "light") background\n\n"
      + lines.map { String($0.reversed().drop { $0 == " " }.reversed()) + "\n" }.joined()
  }
}

extension CellLook {
  /// `117 on 236 bold`: what a terminal is asked for.
  var name: String {
    let colors = [Self.name(foreground), Self.name(background).map { "on " + $0 }].compactMap { $0 }
    let words = colors + attributes.names
    return words.isEmpty ? "plain" : words.joined(separator: " ")
  }

  private static func name(_ color: Int32) -> String? {
    let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
    switch color {
    case ..<0: return nil
    case ..<8: return names[Int(color)]
    case ..<16: return "bright-" + names[Int(color) - 8]
    default: return "\(color)"
    }
  }
}

/// The files of the project that tests read.
enum Checkout {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) -> String? {
    try? String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
