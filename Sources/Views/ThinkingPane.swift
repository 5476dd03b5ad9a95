import Core
import Gemini
import Screen

/// The thoughts of the current answer.
enum ThinkingPane {
  static func draw(_ studio: Studio, _ layout: Layout, into grid: inout Grid) {
    guard !layout.thinkingTitle.isEmpty else { return }
    // Where it folded for want of room, the key that steps it opens it.
    let opens = layout.thinking.isEmpty && studio.shownThinking == .shown
    let key = studio.settings.keymap.keys(for: .foldThinking, at: studio.place).first
    let title = title(of: studio) + (opens ? key.map { " · \($0.label) opens" } ?? "" : "")
    Rule.draw(title, in: layout.thinkingTitle, isFocused: studio.focus == .thinking, into: &grid)
    let rect = layout.thinking
    for (index, line) in studio.thinkingLines(rows: rect.rows).enumerated() {
      grid.write(line, row: rect.row + index, column: rect.column + 1, limit: rect.endColumn)
    }
    if studio.thinking.top != nil { FollowLabel.draw(" ↓ End follows ", in: rect, into: &grid) }
  }

  private static func title(of studio: Studio) -> String {
    guard let run = studio.currentRun else { return "Thinking" }
    var facts = ["Thinking"]
    if let start = run.firstThoughtTime {
      let end = run.firstTextTime ?? run.endTime ?? studio.now
      facts.append(durationText(milliseconds: max(0, end - start)))
    }
    if let tokens = run.usage.thoughtsTokenCount { facts.append(countText(tokens, of: "token")) }
    return facts.joined(separator: " · ")
  }
}
