import Gemini
import Markdown
package import Screen

/// What the title of thoughts says.
package enum ThinkingFacts {
  /// `Thinking · 3.2 s · 412 tokens`.
  package static func title(of run: Run, at now: Instant) -> String {
    var facts = ["Thinking"]
    if let start = run.firstThoughtTime {
      let end = run.firstTextTime ?? run.endTime
      facts.append(end.map { durationText(milliseconds: max(0, $0 - start)) } ?? elapsedText(milliseconds: now - start))
    }
    if let tokens = run.usage.thoughtsTokenCount {
      facts.append(countText(run.firstTextTime == nil && run.isActive ? growing(tokens) : tokens, of: "token"))
    }
    return facts.joined(separator: " · ")
  }
}

/// The thinking pane: the thoughts of one run, laid out, with a scroll position of its own.
package struct ThinkingView: Sendable {
  private var run: RunID?
  private var layout = MessageLayout(thoughts: true)
  /// The first line shown; `nil` follows the end.
  package private(set) var top: Int? { didSet { if top != oldValue { held = nil } } }
  /// What stands there since a person put it there.
  private var held: HeldLine?
  /// What was taken in last, and for which width.
  private var version = 0
  private var columns = 0

  package var lineCount: Int { layout.lineCount }

  /// Takes in what the run has thought so far.
  mutating func sync(_ run: Run?, columns: Int, shelf: PictureShelf) {
    if run?.id != self.run {
      self = ThinkingView()
      self.run = run?.id
    }
    guard let run else { return }
    let version = run.textVersion
    let isNew = version != self.version || columns != self.columns
    self.version = version
    self.columns = columns
    if let top, isNew, held == nil, !layout.isFixed(top, columns: columns) { held = layout.held(top) }
    layout.sync(run)
    layout.layout(columns: columns, shelf: shelf)
    guard top != nil, isNew, let held, let line = layout.line(of: held) else { return }
    top = line
    self.held = held
  }

  package func lines(rows: Int) -> [Line] {
    let first = firstLine(rows: rows)
    return layout.lines(in: first..<max(first, min(lineCount, first + rows)))
  }

  package func firstLine(rows: Int) -> Int {
    let last = max(0, lineCount - rows)
    return min(top ?? last, last)
  }

  mutating func scroll(by delta: Int, rows: Int) {
    let last = max(0, lineCount - rows)
    let target = max(0, firstLine(rows: rows) + delta)
    top = target >= last ? nil : target
  }

  // MARK: As a text to select from

  var source: String { layout.source }
  var links: [MarkdownDocument.Link] { layout.links }
  var byteCount: Int { layout.byteCount }

  func trackedLines(in range: Range<Int>) -> [Line] { layout.trackedLines(in: range) }

  func marked(atEndsOf bytes: Range<Int>) -> [MarkedText] { layout.marked(atEndsOf: bytes) }

  func line(showing offset: Int) -> Int? { layout.line(showing: offset) }

  var stretches: [(offset: Int, stretch: MarkdownDocument.Stretch)] { layout.stretches }

  /// Scrolls as little as it takes to see a line.
  mutating func reveal(_ line: Int, rows: Int, margin: Int) {
    let first = firstLine(rows: rows)
    if line < first + margin { top = max(0, line - margin) }
    if line >= first + rows - margin { top = line - rows + 1 + margin }
  }

  /// Stays where it is, whatever comes at the end.
  mutating func hold(rows: Int) { top = firstLine(rows: rows) }

  mutating func scrollToStart(rows: Int) { top = lineCount <= rows ? nil : 0 }
  mutating func follow() { top = nil }
}
