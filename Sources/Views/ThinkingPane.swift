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
    var title = facts + (opens ? key.map { " · \($0.label) opens" } ?? "" : "")
    if studio.thinking.top != nil, !layout.thinking.isEmpty {
      title += " · ↓ follow" + (FollowLabel.key(studio).map { ": \($0)" } ?? "")
    }
    Rule.draw(
      title, in: layout.thinkingTitle, isFocused: studio.focus == .thinking,
      keeping: FollowLabel.columns(on: layout.thinkingTitle, studio, layout), into: &grid)
    let rect = layout.thinking
    for (index, line) in studio.thinking.lines(rows: rect.rows).enumerated() {
      grid.write(line, row: rect.row + index, column: rect.column + 1, limit: rect.endColumn)
    }
    TextMarks.draw(studio.textMarks, in: rect, into: &grid)
  }
}
