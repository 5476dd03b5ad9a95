import Differences
import Gemini
import Markdown
package import Screen

/// One answer of a comparison laid out in lines: a fold with its thoughts, then its text, with a scroll position of its
/// own. Only columns on the screen are laid out.
package struct LaneColumn: Sendable {
  private var thoughts = MessageLayout(thoughts: true)
  private var answer = MessageLayout()
  /// How much of the thoughts a person wants to see; `nil` shows them until the answer begins.
  var fold: PaneMode?
  /// The lines of the fold: its title, the thoughts if they are shown, a blank.
  private var foldCount = 0
  private var showsThoughts = false
  private var thoughtsTitle = ""
  private var columns = 0
  /// The lines of blocks that were looked for, by their offsets; a key held down asks for the same ones again.
  private var blockLines: [Int: Int] = [:]
  /// The first line shown; `nil` follows the end.
  private(set) var top: Int? {
    didSet {
      guard top != oldValue else { return }
      held = nil
      left = nil
    }
  }
  /// What stands there since a person put it there, and in which part.
  private var held: (part: Int, line: HeldLine)?
  /// The line of the answer that was read before the thoughts were opened above it, `nil` in it is the end.
  private var left: (line: Int?, Void)?
  /// What was taken in last.
  private var version = 0
  /// The line after the last one there was when reading began.
  private var seenEnd = 0
  /// Lines that came since reading began and are still below.
  package private(set) var newCount = 0

  package private(set) var lineCount = 0

  package var isFollowing: Bool { top == nil }

  // MARK: Laying out

  /// Takes in what came of a run since the last call.
  /// - Parameters:
  ///   - usual: how much of the thoughts is shown where a person said nothing of this column.
  ///   - notes: what stands after the answer, each an unbroken line.
  ///   - hidesThoughts: whatever a person said.
  mutating func sync(
    _ run: Run, columns: Int, usual: PaneMode, hidesThoughts: Bool = false, title: String, notes: [Line],
    shelf: PictureShelf
  ) {
    let version = run.textVersion
    let isChanged = version != self.version
    let isNew = isChanged || columns != self.columns
    self.version = version
    let foldBefore = foldCount
    let countBefore = lineCount
    if held == nil, lineCount > 0, let top, let (part, line) = part(ofLine: top) {
      if part == 0
        ? showsThoughts && line > 0 && line < foldCount - 1 : isNew && !answer.isFixed(line, columns: columns)
      {
        held = (part == 0 ? thoughts.held(line - 1) : answer.held(line)).map { (part, $0) }
      }
    }
    let before = (columns: self.columns, lines: answer.lineCount)
    self.columns = columns
    answer.sync(run)
    answer.layout(columns: columns, notes: notes, shelf: shelf)
    if before != (columns, answer.lineCount) { blockLines = [:] }
    let mode = hidesThoughts ? .hidden : mode(run, usual: usual)
    showsThoughts = mode == .shown
    thoughtsTitle = title
    if showsThoughts {
      thoughts.sync(run)
      thoughts.layout(columns: max(10, columns - 2), shelf: shelf)
    }
    foldCount = mode == .hidden ? 0 : showsThoughts ? thoughts.lineCount + 2 : 2
    lineCount = foldCount + answer.lineCount
    if !isChanged { seenEnd += lineCount - countBefore }
    keepTop(foldBefore: foldBefore, isNew: isNew)
  }

  /// The line that is read stays at the top, whatever was laid out anew or folded above it; so does the start.
  private mutating func keepTop(foldBefore: Int, isNew: Bool) {
    guard let top, top > 0, isNew || foldCount != foldBefore else { return }
    if let held {
      let found =
        held.part == 1 ? answer.line(of: held.line) : showsThoughts ? thoughts.line(of: held.line).map { $0 + 1 } : 0
      self.top = found.map { line($0, ofPart: held.part) } ?? top
      self.held = held
    } else if top >= foldBefore {
      self.top = top - foldBefore + foldCount
    }
  }

  /// What of the thoughts is shown. They are open while they are all there is; while a person reads in them, they stay so.
  private mutating func mode(_ run: Run, usual: PaneMode) -> PaneMode {
    guard run.hasThoughts else { return .hidden }
    if let fold { return fold }
    guard usual == .shown else { return usual }
    if run.isActive, !run.hasAnswerContent { return .shown }
    if showsThoughts, top != nil { fold = .shown }
    return fold ?? .line
  }

  /// Steps what is shown of the thoughts: all of them, their title, nothing. They are gone to when they are opened above
  /// what is read, and left again with the last step.
  /// - Returns: what is shown of them now.
  mutating func stepFold(usual: PaneMode) -> PaneMode {
    let next = (fold ?? (showsThoughts ? .shown : usual == .shown ? .line : usual)).next
    fold = next
    if next == .shown, answer.lineCount > 0, top != 0 {
      let line = top.map { max(0, $0 - foldCount) }
      if isFollowing { seenEnd = lineCount }
      top = 0
      left = (line, ())
    } else if next == .hidden, let left {
      top = left.line.map { foldCount + $0 }
    }
    return next
  }

  /// What a person sees of the thoughts.
  package var isFoldOpen: Bool { showsThoughts }

  func line(_ index: Int) -> Line {
    guard index < foldCount else { return answer.line(index - foldCount) }
    if index == 0 {
      return Line([Span(showsThoughts ? "▾ " : "▸ ", .accent), Span(thoughtsTitle, .faint)])
    }
    guard index < foldCount - 1 else { return Line() }
    return Line([Span("│ ", .rule)] + thoughts.line(index - 1).spans)
  }

  // MARK: What is on the screen

  package func lines(rows: Int) -> [Line] {
    let first = firstLine(rows: rows)
    return (first..<max(first, min(lineCount, first + rows))).map(line)
  }

  func firstLine(rows: Int) -> Int {
    let last = max(0, lineCount - rows)
    return min(top ?? last, last)
  }

  /// Counts the new lines. What has come into view is not new any more, and what ends there is followed again.
  mutating func countNew(rows: Int) {
    if let top, top >= lineCount - rows { follow() }
    guard let top else {
      newCount = 0
      return
    }
    seenEnd = max(seenEnd, min(lineCount, top + rows))
    newCount = lineCount - seenEnd
  }

  // MARK: As a text to select from: its thoughts are one part, its answer another

  func lineCount(ofPart part: Int) -> Int { part == 0 ? foldCount : answer.lineCount }

  /// The part that a line belongs to, and which of its lines that is; `nil` past the end.
  func part(ofLine line: Int) -> (part: Int, line: Int)? {
    guard line < lineCount else { return nil }
    return line < foldCount ? (0, line) : (1, line - foldCount)
  }

  func line(_ line: Int, ofPart part: Int) -> Int { part == 0 ? line : foldCount + line }

  func byteCount(ofPart part: Int) -> Int { part > 0 ? answer.byteCount : showsThoughts ? thoughts.byteCount : 0 }

  func source(ofPart part: Int) -> String { part == 0 ? thoughts.source : answer.source }

  func marked(atEndsOf bytes: Range<Int>, ofPart part: Int) -> [MarkedText] {
    part == 0 ? thoughts.marked(atEndsOf: bytes) : answer.marked(atEndsOf: bytes)
  }

  func trackedLines(_ range: Range<Int>, ofPart part: Int, withNotes: Bool) -> [Line] {
    guard part == 0 else { return answer.trackedLines(in: range, withNotes: withNotes) }
    return range.clamped(to: 0..<foldCount).map { index in
      guard showsThoughts, index > 0, index < foldCount - 1 else { return line(index) }
      let thought = thoughts.trackedLines(in: index - 1..<index).first ?? Line()
      return Line([Span("│ ", .rule)] + thought.spans)
    }
  }

  func line(showing offset: Int, ofPart part: Int) -> Int? {
    guard part == 0 else { return answer.line(showing: offset) }
    return showsThoughts ? thoughts.line(showing: offset).map { $0 + 1 } : nil
  }

  /// What is looked for in it: of the thoughts only what is shown.
  func stretches(ofPart part: Int) -> [(offset: Int, stretch: MarkdownDocument.Stretch)] {
    part == 0 ? (showsThoughts ? thoughts.stretches : []) : answer.stretches
  }

  func trackedNotes(ofPart part: Int) -> [Line] { part == 0 ? [] : answer.trackedNotes }

  var links: [MarkdownDocument.Link] { answer.links }

  /// Its code blocks and pictures, with the lines of the answer that they cover.
  var blocks: [MessageBlock] { answer.blocks }

  /// Stays where it is, whatever comes at the end.
  mutating func hold(rows: Int) {
    if isFollowing { seenEnd = lineCount }
    top = firstLine(rows: rows)
  }

  // MARK: Beside others

  /// The Markdown that is shown, and its bytes.
  var source: String { answer.source }
  var byteCount: Int { answer.byteCount }

  /// The line with which a block of the answer begins.
  mutating func line(of block: Block) -> Int {
    let offset = block.range.lowerBound
    let line = blockLines[offset] ?? answer.line(atOffset: offset)
    blockLines[offset] = line
    return foldCount + line
  }

  /// The block whose first line is the last at or above the top of the column, and how many lines lie between; `nil` in
  /// the thoughts.
  mutating func block(at top: Int, among blocks: [Block]) -> (index: Int, lines: Int)? {
    guard top >= foldCount, !blocks.isEmpty else { return nil }
    var low = 0
    var high = blocks.count
    while low < high {
      let middle = (low + high) / 2
      if line(of: blocks[middle]) <= top { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : (low - 1, top - line(of: blocks[low - 1]))
  }

  // MARK: Moving

  mutating func follow() { top = nil }

  mutating func scroll(by delta: Int, rows: Int) { show(firstLine(rows: rows) + delta, rows: rows) }

  /// Puts a line at the top, as far as the end allows; at the end the column follows it.
  mutating func show(_ line: Int, rows: Int) {
    if isFollowing { seenEnd = lineCount }
    top = line >= lineCount - rows ? nil : max(0, line)
  }

  /// How far what is read has come, from 0 to 1.
  func share(rows: Int) -> Double {
    let last = lineCount - rows
    return last > 0 ? Double(firstLine(rows: rows)) / Double(last) : 1
  }

  /// Goes to where another column is.
  mutating func show(share: Double, rows: Int) {
    show(Int((share * Double(max(0, lineCount - rows))).rounded()), rows: rows)
  }
}
