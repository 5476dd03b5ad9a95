package import Core
package import Screen

/// Draws the whole screen: what should be on it, as a value.
package func render(_ studio: Studio) -> Frame {
  var frame = draw(studio)
  if studio.settings.lines == .ascii {
    frame.grid.useASCIIMarks()
    frame.title = String(frame.title.map { ASCIIMarks.letter(for: $0) ?? $0 })
  }
  return frame
}

private func draw(_ studio: Studio) -> Frame {
  var frame = Frame(grid: Grid(studio.terminal.size), theme: studio.theme, mouse: studio.takesMouse)
  frame.delivery = studio.pictureChoice.delivery
  frame.title = WindowTitle.text(of: studio)
  if studio.isTooSmall {
    TooSmall.draw(into: &frame)
    return frame
  }
  if case .picture? = studio.overlay {
    PictureScreen.draw(studio, into: &frame)
    Overlays.drawMenu(studio, into: &frame)
    return frame
  }
  if case .gallery? = studio.overlay {
    GalleryScreen.draw(studio, into: &frame)
    Overlays.drawMenu(studio, into: &frame)
    return frame
  }
  if let attachment = studio.shownAttachment {
    AttachmentScreen.draw(attachment, studio, into: &frame)
    Overlays.drawMenu(studio, into: &frame)
    return frame
  }
  let layout = studio.layout
  StatusLine.draw(studio, in: layout.status, into: &frame.grid)
  if layout.rule.rows > 0 { Rule.draw(in: layout.rule, into: &frame.grid) }
  if layout.conversation.isEmpty {
    // Another pane has the screen.
  } else if layout.compares {
    ComparePane.draw(studio, layout, into: &frame.grid)
  } else if studio.transcript.messages.isEmpty {
    WelcomePane.draw(studio, in: layout.conversation, into: &frame.grid)
  } else {
    ConversationPane.draw(studio, in: layout.conversation, into: &frame.grid)
  }
  ThinkingPane.draw(studio, layout, into: &frame.grid)
  PreviewPane.draw(studio, layout, into: &frame)
  Bar.draw(layout, into: &frame.grid)
  FollowLabel.draw(studio, layout, into: &frame.grid)
  PromptPane.draw(studio, layout, into: &frame)
  HintLine.draw(studio, in: layout.hint, into: &frame.grid)
  if let cursor = studio.textCursor { frame.cursor = cursor }
  Overlays.draw(studio, into: &frame)
  return frame
}

/// The window's title: the session, and whether an answer is coming or has come, here or in another session.
enum WindowTitle {
  static func text(of studio: Studio) -> String {
    let title = studio.session.title
    let name = title.isEmpty ? "gemstudio" : TextWrap.truncate(VisibleText.make(title), columns: 60)
    if studio.hasActiveRuns { return "● " + name }
    return studio.latestRun?.isGoodHistory == true || !studio.endedBehind.isEmpty ? "✓ " + name : name
  }
}

/// The one sentence of a screen that is too small to draw on.
enum TooSmall {
  static func draw(into frame: inout Frame) {
    let size = frame.grid.size
    let minimum = Layout.minimum
    let text = "gemstudio needs \(minimum.columns) x \(minimum.rows) cells; this is \(size.columns) x \(size.rows)."
    var lines = TextWrap.wrap(text, columns: max(1, size.columns), role: .warning)
    if lines.count > size.rows {
      lines = [Line(TextWrap.truncate("needs \(minimum.columns)x\(minimum.rows)", columns: size.columns), .warning)]
    }
    for (row, line) in lines.enumerated() {
      frame.grid.write(line, row: row, column: 0)
    }
  }
}

/// A horizontal line, with a title in it or without.
enum Rule {
  static func draw(in rect: Rect, into grid: inout Grid) {
    for column in rect.column..<rect.endColumn { grid[rect.row, column] = Cell("─", Style(.rule)) }
  }

  /// A rule with a title near its start. The focused pane's title stands out.
  /// - Parameter keeping: columns behind the title that are kept free.
  /// - Returns: the column after the title.
  @discardableResult
  static func draw(_ title: String, in rect: Rect, isFocused: Bool, keeping: Int = 0, into grid: inout Grid) -> Int {
    guard !rect.isEmpty else { return rect.column }
    draw(in: rect, into: &grid)
    let text = " " + TextWrap.truncate(title, columns: max(1, rect.columns - 5 - keeping)) + " "
    return grid.write(
      text, row: rect.row, column: rect.column + 2, limit: rect.endColumn,
      style: Style(isFocused ? .accent : .title, isFocused ? [.bold, .reverse] : []))
  }
}

/// The bar between the conversation and the right column.
enum Bar {
  static func draw(_ layout: Layout, into grid: inout Grid) {
    let bar = layout.bar
    guard !bar.isEmpty else { return }
    let titles = [layout.thinkingTitle, layout.previewTitle].filter { !$0.isEmpty }
    let right = titles.filter { $0.column > bar.column }.map(\.row)
    let left = titles.filter { $0.column < bar.column }.map(\.row)
    for row in bar.row..<bar.endRow {
      let character: Character =
        row == bar.row ? "┬" : right.contains(row) ? "├" : left.contains(row) ? "┤" : "│"
      grid[row, bar.column] = Cell(character, Style(.rule))
    }
  }
}
