import Core
import Gemini
import Screen

/// The prompts and answers of the shown branch.
enum ConversationPane {
  static func draw(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    let messages = studio.transcript.messages
    let current = studio.currentMessage
    let textEnd = min(rect.endColumn - 1, rect.column + 2 + studio.layout.textColumns)
    for (index, row) in studio.rows.enumerated() where index < rect.rows {
      let y = rect.row + index
      let message = messages[row.message]
      if message.id == current, row.kind != .gap, !studio.isBare {
        let style = Style(studio.focus == .conversation ? .marker : .faint)
        grid[y, rect.column] = Cell("▌", style)
      }
      if studio.focus == .conversation, studio.markedRows.contains(index) {
        grid[y, rect.column + 1] = Cell("┃", Style(.accent))
      }
      switch row.kind {
      case .header: header(message, studio, row: y, from: rect.column + 2, to: textEnd, into: &grid)
      case .body(let line):
        grid.write(line, row: y, column: rect.column + 2, limit: rect.endColumn)
      case .gap: break
      }
    }
    TextMarks.draw(studio.textMarks, in: rect, into: &grid)
  }

  private static func header(
    _ message: Transcript.Message, _ studio: Studio, row: Int, from start: Int, to end: Int, into grid: inout Grid
  ) {
    let turn = studio.session.turns[message.turn]
    let offset = studio.settings.utcOffsetSeconds
    let name: Span
    let facts: String
    switch message.id {
    case .prompt:
      name = Span("you", .user, .bold)
      facts = turn.createTime.timeOfDay(utcOffsetSeconds: offset)
    case .answer(let id):
      guard let run = turn.runs.first(where: { $0.id == id }) else { return }
      name = Span(VisibleText.make(run.speaker), .model, .bold)
      facts = RunFacts.text(run, now: studio.now)
    }
    // Half of a narrow row is enough for the facts, if the name needs the rest.
    let least = min(TextWidth.columns(of: name.text), (end - start) / 2)
    let shown = TextWrap.truncate(facts, columns: max(1, end - start - least - 1))
    let factsColumn = end - TextWidth.columns(of: shown)
    let room = factsColumn - start - 1
    grid.write(TextWrap.truncate(name.text, columns: max(1, room)), row: row, column: start, style: name.style)
    grid.write(shown, row: row, column: max(start, factsColumn), limit: end, style: Style(.faint))
  }
}

/// What stands out of a pane's text: what is selected, and what was found.
enum TextMarks {
  static func draw(_ marks: [TextMark], in rect: Rect, into grid: inout Grid) {
    for mark in marks where rect.contains(Point(row: mark.row, column: mark.columns.lowerBound)) {
      for column in mark.columns where column < rect.endColumn {
        grid[mark.row, column].style = Style(mark.role)
      }
    }
  }
}

/// What waits below the last row of the conversation, while it does not follow its end. It stands on a rule, so that no
/// text is under it.
enum FollowLabel {
  /// `nil` while the end is followed.
  static func text(_ studio: Studio, _ layout: Layout) -> String? {
    guard !layout.compares, !layout.conversation.isEmpty, !studio.transcript.isFollowing || studio.newRowCount > 0
    else { return nil }
    let count = studio.newRowCount
    return count > 0 ? label(countText(count, of: "new line"), studio) : plain(studio)
  }

  /// For a pane where what is new is not counted.
  static func plain(_ studio: Studio) -> String { label("follow", studio) }

  /// With the key that goes to the end from where the keys go: one with a name, rather than a letter.
  private static func label(_ what: String, _ studio: Studio) -> String {
    let labels = studio.settings.keymap.keys(for: .toEnd, at: studio.placeBehind).map(\.label)
    let key = labels.first { $0.count > 1 } ?? labels.first
    return " ↓ \(what)\(key.map { ": \($0)" } ?? "") "
  }

  /// Columns that it takes at the end of a rule with a title; 0 where it stands on another one.
  static func columns(on rule: Rect, _ studio: Studio, _ layout: Layout) -> Int {
    guard rule == layout.followRule, let text = text(studio, layout) else { return 0 }
    return TextWidth.columns(of: text) + 2
  }

  /// Puts it at the end of the rule it belongs on; the prompt's rule has its own place for it.
  static func draw(_ studio: Studio, _ layout: Layout, into grid: inout Grid) {
    let rule = layout.followRule
    guard !rule.isEmpty, rule != layout.promptRule, let text = text(studio, layout) else { return }
    let column = rule.endColumn - columns(on: rule, studio, layout)
    write(text, row: rule.row, column: column, pane: .conversation, into: &grid)
  }

  /// - Parameter pane: the one that it is about.
  /// - Returns: the column after it.
  @discardableResult
  static func write(_ text: String, row: Int, column: Int, pane: Pane, into grid: inout Grid) -> Int {
    let end = grid.write(text, row: row, column: column, style: Style(.selected))
    grid.setClick(
      on: Rect(row: row, column: column, rows: 1, columns: end - column),
      .command(CommandName.toEnd.rawValue, pane: pane.rawValue))
    return end
  }
}

/// The figures of a run in a few words.
enum RunFacts {
  /// While it runs, how long it takes; afterwards, time to the first token and speed.
  static func text(_ run: Run, now: Instant) -> String {
    if run.isActive {
      let elapsed = elapsed(run, now: now)
      if case .waiting = run.phase { return "waiting · \(elapsed)" }
      if case .queued(let until) = run.phase { return queue(until, now: now) }
      if run.isPreparing { return "not sent yet · \(elapsed)" }
      // Where there is no room for all, the silence is what a person wants to know.
      if isSilent(run, now: now) { return "● \(elapsed)" }
      let what = run.hasAnswerContent ? "answering" : run.hasContent ? "thinking" : "waiting for the answer"
      return "● \(what) · \(elapsed)"
    }
    var facts: [String] = []
    if let reason = run.finishReason, reason != .stop { facts.append(VisibleText.make(reason.rawValue)) }
    if let first = run.firstTextTime {
      facts.append("first \(durationText(milliseconds: first - run.startTime))")
    }
    if let speed = run.tokensPerSecond, speed >= 0.5 { facts.append("\(Int(speed.rounded())) tok/s") }
    if let attempts = run.attempts > 1 ? run.attempts : nil { facts.append("\(attempts) attempts") }
    if run.hops.count > 1 { facts.append("\(run.hops.count) requests") }
    if let version = run.modelVersion, run.backend != .simulator, version != ModelID.bare(run.model) {
      facts.append(VisibleText.make(version))
    }
    return facts.joined(separator: " · ")
  }

  private static func queue(_ until: Instant?, now: Instant) -> String {
    guard let until else { return "queued behind other requests" }
    return "queued: its turn comes in \(max(0, (until - now + 999) / 1000)) s"
  }

  /// How long a run takes already, or for how long its request has brought nothing.
  static func elapsed(_ run: Run, now: Instant) -> String {
    if isSilent(run, now: now), let silence = run.silence(at: now) { return "nothing for \(silence / 1000) s" }
    return elapsedText(milliseconds: now - run.startTime)
  }

  private static func isSilent(_ run: Run, now: Instant) -> Bool { run.silence(at: now).map { $0 >= 10_000 } ?? false }
}
