import Core
import Gemini
import Screen

/// The thoughts of the current answer.
enum ThinkingPane {
  static func draw(_ studio: Studio, _ layout: Layout, into grid: inout Grid) {
    guard !layout.thinkingTitle.isEmpty || !layout.thinking.isEmpty else { return }
    // Where it folded for want of room, the key that steps it opens it.
    let opens = layout.thinking.isEmpty && studio.shownThinking == .shown
    let key = studio.settings.keymap.keys(for: .foldThinking, at: studio.place).first
    let facts = studio.currentRun.map { ThinkingFacts.title(of: $0, at: studio.now) } ?? "Thinking"
    let title = facts + (opens ? key.map { " · \($0.label) opens" } ?? "" : "")
    let rule = layout.thinkingTitle
    // Behind its own title, so that it is not taken for the conversation's, which may stand at the end of the same rule.
    let follows = studio.thinking.top != nil && !layout.thinking.isEmpty && !rule.isEmpty
    let label = FollowLabel.plain(studio)
    let columns = follows ? TextWidth.columns(of: label) : 0
    let end = Rule.draw(
      title, in: rule, isFocused: studio.focus == .thinking,
      keeping: FollowLabel.columns(on: rule, studio, layout) + columns, into: &grid)
    if follows { FollowLabel.write(label, row: rule.row, column: end, pane: .thinking, into: &grid) }
    let rect = layout.thinking
    for (index, line) in studio.thinking.lines(rows: rect.rows).enumerated() {
      grid.write(line, row: rect.row + index, column: rect.column + 1, limit: rect.endColumn)
    }
    TextMarks.draw(studio.textMarks, in: rect, into: &grid)
  }
}
