import Core
import Screen

/// A frame as text: what stands on the screen, then the roles of each row, then pictures, cursor and title. Which
/// colours a theme gives the roles is recorded beside it (`ThemeTable`).
enum ScreenText {
  static func make(_ frame: Frame) -> String {
    let size = frame.grid.size
    var text = "\(size.columns)x\(size.rows) · \(frame.title)\n\n"
    for row in 0..<size.rows { text += "|" + characters(ofRow: row, in: frame.grid) + "|\n" }
    text += "\nroles\n" + roles(in: frame.grid) + "\n"
    for picture in frame.pictures {
      let rect = picture.rect
      text += "picture at \(rect.row),\(rect.column) of \(rect.columns)x\(rect.rows)\n"
    }
    text += frame.cursor.map { "cursor at \($0.row),\($0.column)\n" } ?? "no cursor\n"
    return text
  }

  private static func characters(ofRow row: Int, in grid: Grid) -> String {
    (0..<grid.size.columns).map { grid[row, $0].character }.filter { $0 != Cell.continuation.character }
      .reduce(into: "") { $0.append($1) }
  }

  /// A line for each row, such as `7  0 marker+bold, 2-30 text`; equal rows that follow each other have one line.
  private static func roles(in grid: Grid) -> String {
    var lines: [(rows: ClosedRange<Int>, text: String)] = []
    for row in 0..<grid.size.rows {
      let text = runs(ofRow: row, in: grid).map(\.text).joined(separator: ", ")
      if let last = lines.last, last.text == text {
        lines[lines.count - 1].rows = last.rows.lowerBound...row
      } else {
        lines.append((row...row, text))
      }
    }
    return lines.filter { !$0.text.isEmpty }.map { name(of: $0.rows) + "  \($0.text)\n" }.joined()
  }

  private struct Run {
    var columns: ClosedRange<Int>
    var style: Style
    var text: String { name(of: columns) + " " + name(of: style) }
  }

  /// Cells of one style beside each other. Blanks in the plain style look like nothing, also at the ends of text.
  private static func runs(ofRow row: Int, in grid: Grid) -> [Run] {
    var runs: [Run] = []
    var blanks = 0
    for column in 0..<grid.size.columns {
      let cell = grid[row, column]
      let style = cell.style.isArt ? .art : cell.style
      if style == .plain, cell.character == " " {
        blanks += 1
        continue
      }
      if let last = runs.last, last.style == style, last.columns.upperBound + blanks + 1 == column,
        blanks == 0 || style == .plain
      {
        runs[runs.count - 1].columns = last.columns.lowerBound...column
      } else {
        runs.append(Run(columns: column...column, style: style))
      }
      blanks = 0
    }
    return runs
  }

  private static func name(of range: ClosedRange<Int>) -> String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
  }

  private static func name(of style: Style) -> String {
    if style == .art { return "art" }
    return ([style.role.name] + style.attributes.names).joined(separator: "+")
  }
}

extension Style {
  /// Stands for all cells of character art, whose colours are no theme's.
  fileprivate static let art = Style(foreground: 0, background: 0)
  fileprivate var isArt: Bool { foreground != nil || background != nil }
}

extension Attributes {
  var names: [String] {
    let all: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}
