import Core
import Screen

/// The themes, at the right, so that what is read beside them shows how the selected one looks.
enum ThemeBox {
  private static let columns = 38

  static func draw(_ studio: Studio, _ list: ListState, on screen: Rect, into frame: inout Frame) -> Rect {
    let names = studio.themeNames(filter: list.filter)
    let room = columns - 4
    let side = Rect(row: 1, column: screen.endColumn - columns - 2, rows: screen.rows - 2, columns: columns + 2)
    let sample = studio.terminal.colors > 0 ? sample(columns: room) : colorless(studio, columns: room)
    return ListBox.draw(
      "Theme", list, count: names.count, most: studio.themeNames(filter: "").count,
      empty: "No theme has these letters.", on: side, columns: columns, footRows: sample.count, foot: sample,
      into: &frame
    ) { index in
      let name = names[index]
      let mark = name == studio.settings.themeName ? "● " : "  "
      let theme = studio.settings.themes.first { $0.name == name }
      let kind = theme.map { $0.fitsAnyBackground ? "any" : $0.isDark ? "dark" : "light" } ?? "as the background"
      return ListBox.spread(mark + VisibleText.make(name), kind, columns: room)
    }
  }

  /// Why no theme looks any other.
  private static func colorless(_ studio: Studio, columns: Int) -> [Line] {
    let why = studio.terminal.surroundings.wantsNoColor ? "NO_COLOR is set" : "This terminal shows no colours"
    return TextWrap.wrap("\(why), so all themes look alike here.", columns: columns, role: .popupWarning)
  }

  /// What a conversation is made of, on the conversation's own background.
  private static func sample(columns: Int) -> [Line] {
    let lines: [[Span]] = [
      [Span("you  ", .user), Span("gemini  ", .model), Span("thinking  ", .thinking), Span("09:14", .faint)],
      [Span("Heading  ", .heading), Span("strong", .strong), Span("  ", .text), Span("link", .link)],
      [Span("let", .keyword), Span(" n = ", .codeBlock), Span("7", .number), Span("  # why", .comment)],
      [Span("fine  ", .success), Span("mind this  ", .warning), Span("failed", .error)],
    ]
    return lines.map { spans in
      let line = Line(spans)
      let rest = max(0, columns - TextWidth.columns(of: line.text))
      return Line(spans + [Span(String(repeating: " ", count: rest), .text)])
    }
  }
}
