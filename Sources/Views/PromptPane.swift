import Core
import Gemini
import Screen

/// What is typed, its rule with attachments and what will be sent, and the lines above it.
enum PromptPane {
  static func draw(_ studio: Studio, _ layout: Layout, into frame: inout Frame) {
    for (index, line) in studio.noticeLines.prefix(layout.notice.rows).enumerated() {
      frame.grid.write(line, row: layout.notice.row + index, column: 1)
    }
    rule(studio, layout, into: &frame.grid)
    text(studio, in: layout.prompt, into: &frame)
    if let completion = studio.completion {
      // What was said stays in sight.
      CompletionBox.draw(
        completion, studio, above: layout.promptRule.row - layout.notice.rows, into: &frame.grid)
    }
  }

  private static func rule(_ studio: Studio, _ layout: Layout, into grid: inout Grid) {
    let rect = layout.promptRule
    guard !rect.isEmpty else { return }
    Rule.draw(in: rect, into: &grid)
    let hidden = hiddenRows(studio, rows: layout.prompt.rows)
    var start = rect.column + 2
    if studio.focus == .prompt, let vi = studio.viKeys {
      let mode = ViMode.span(vi)
      start = grid.write(" \(mode.text) ", row: rect.row, column: start, style: mode.style)
      if let word = ViMode.recording(vi) {
        start = grid.write("\(word) ", row: rect.row, column: start, style: Style(.faint))
      }
      if !hidden.isEmpty { start += 1 }
    }
    if !hidden.isEmpty { start = grid.write(" \(hidden) ", row: rect.row, column: start, style: Style(.faint)) }
    if layout.followRule == rect, let label = FollowLabel.text(studio, layout) {
      let isFirst = start == rect.column + 2
      start = FollowLabel.write(
        label, row: rect.row, column: isFirst ? start : start + 1, pane: .conversation, into: &grid)
    }
    let used = start == rect.column + 2 ? 0 : start - rect.column - 1
    let room = rect.columns - used - 8
    // That the conversation stays out is said before anything is typed; all else is worth its time only then.
    let isWanted = !studio.prompt.isEmpty || studio.session.sendsOnlyPicture
    let estimate = isWanted ? studio.sendEstimate : nil
    // Where all of it does not fit, the less needed goes first.
    let fitting =
      (0...5).lazy.map { spans(studio, estimate, brevity: $0) }.first { columns($0) <= room }
      ?? cut(spans(studio, estimate, brevity: 5), to: room)
    guard columns(fitting) > 0 else { return }
    let first = rect.endColumn - columns(fitting) - 4
    grid.write(" ", row: rect.row, column: first - 1, style: Style(.rule))
    let end = grid.write(Line(fitting), row: rect.row, column: first, limit: rect.endColumn - 2)
    setClicks(on: fitting, row: rect.row, column: first, studio, into: &grid)
    grid.write(" ", row: rect.row, column: end, limit: rect.endColumn, style: Style(.rule))
  }

  /// A click on a chip shows what is attached.
  private static func setClicks(
    on spans: [Span], row: Int, column: Int, _ studio: Studio, into grid: inout Grid
  ) {
    let count = studio.prompt.attachments.count
    let hasAll = spans.count { $0.style.role == .chip } == count
    var (at, chip) = (column, 0)
    for span in spans {
      let columns = TextWidth.columns(of: span.text)
      defer { at += columns }
      guard count > 0, span.style.role == .chip else { continue }
      grid.setClick(
        on: Rect(row: row, column: at, rows: 1, columns: columns),
        hasAll ? .item(chip) : .command(CommandName.showAttachment.rawValue))
      chip += 1
    }
  }

  private static func columns(_ spans: [Span]) -> Int { spans.reduce(0) { $0 + TextWidth.columns(of: $1.text) } }

  private static func cut(_ spans: [Span], to room: Int) -> [Span] {
    var left = room
    return spans.map { span in
      let text = TextWrap.truncate(span.text, columns: max(0, left))
      left -= TextWidth.columns(of: text)
      return Span(text, span.style)
    }
  }

  /// What will be sent. `brevity` leaves out, one after the other: types and tokens of attachments, the bytes, the names
  /// of attachments, all tokens, and words that go without saying.
  private static func spans(_ studio: Studio, _ estimate: SendEstimate?, brevity: Int) -> [Span] {
    let excess = estimate.map { SendFacts.excess($0, studio, brevity: brevity) } ?? []
    var spans = excess.map { Span("\($0) · ", .warning) }
    if studio.editedTurn != nil {
      spans.append(Span(brevity > 2 ? "another version" : "another version of this turn", .accent))
    } else if let turn = studio.branchPoint {
      spans.append(Span(brevity > 2 ? "after turn \(turn)" : "goes on from turn \(turn)", .accent))
    }
    let attachments = studio.prompt.attachments
    if attachments.count > 0, spans.count > excess.count { spans.append(Span(" ", .faint)) }
    if brevity > 2, attachments.count > 0 {
      spans.append(briefChips(studio, withSize: brevity < (excess.isEmpty ? 5 : 4)))
    } else {
      for (index, attachment) in attachments.enumerated() {
        if index > 0 { spans.append(Span(" ", .faint)) }
        let role: Role = studio.selectedChip == .attachment(index) ? .selected : .chip
        spans.append(Span(chip(attachment, studio, isBrief: brevity > 0), role))
      }
    }
    guard let estimate else { return spans }
    let isFull = estimate.limit.map { ContextGauge.isNearlyFull(estimate.tokens, of: $0) } ?? false
    let warning = studio.attachmentWarning(sending: estimate.bytes)
    let isPlain = warning == nil && !isFull && estimate.settingsLeftOut.isEmpty
    let role: Role = isPlain ? .faint : .warning
    let facts = SendFacts.text(estimate, studio, brevity: brevity)
    return spans + [Span((spans.count == excess.count ? "" : " · ") + facts, role)]
  }

  /// How many are attached, or the one that keys are about.
  private static func briefChips(_ studio: Studio, withSize: Bool) -> Span {
    let attachments = studio.prompt.attachments
    if case .attachment(let index)? = studio.selectedChip {
      let name = TextWrap.truncate(VisibleText.make(attachments[index].name), columns: 16)
      return Span("[\(index + 1)/\(attachments.count) \(name)]", .selected)
    }
    let size = withSize ? ", \(byteText(attachments.reduce(0) { $0 + $1.asset.byteCount }))" : ""
    return Span("[\(countText(attachments.count)) attached\(size)]", .chip)
  }

  /// `[room.jpg JPEG, 1.2 MB, 258 tokens]`, or briefly `[room.jpg 1.2 MB]`.
  private static func chip(_ attachment: Attachment, _ studio: Studio, isBrief: Bool) -> String {
    let name = TextWrap.truncate(VisibleText.make(attachment.name), columns: 24)
    let size = byteText(attachment.asset.byteCount)
    if isBrief { return "[\(name) \(size)]" }
    let tokens = studio.tokens(of: attachment).map { countText($0, of: "token") }
    let facts = [VisibleText.make(attachment.kind), size, tokens].compactMap { $0 }
    return "[\(name) \(facts.joined(separator: ", "))]"
  }

  private static func text(_ studio: Studio, in rect: Rect, into frame: inout Frame) {
    guard !rect.isEmpty else { return }
    let rows = studio.promptRows
    let hasKeys = studio.focus == .prompt
    frame.grid.write("›", row: rect.row, column: rect.column, style: hasKeys ? Style(.accent, .bold) : Style(.faint))
    let first = studio.firstPromptRow
    for index in first..<min(rows.rows.count, first + rect.rows) {
      let line = rows.line(index, of: studio.prompt)
      frame.grid.write(line, row: rect.row + index - first, column: rect.column + PromptRows.indent)
    }
    if studio.prompt.isTextEmpty {
      let text = hasKeys ? placeholder(studio) : wayBack(studio)
      frame.grid.write(text, row: rect.row, column: rect.column + 2, style: Style(.placeholder))
    }
    if studio.focus == .prompt, studio.overlay == nil {
      frame.cursorShape = ViMode.cursor(studio.viKeys)
      frame.cursor = Point(row: rect.row + rows.cursor.row - first, column: rect.column + 2 + rows.cursor.column)
    }
  }

  /// What of a long prompt does not fit above and below.
  private static func hiddenRows(_ studio: Studio, rows shown: Int) -> String {
    let rows = studio.promptRows
    let above = studio.firstPromptRow
    let below = rows.rows.count - shown - above
    return [above > 0 ? "↑ \(above)" : nil, below > 0 ? "↓ \(below)" : nil, above > 0 || below > 0 ? "more" : nil]
      .compactMap { $0 }.joined(separator: " ")
  }

  /// What stands in an empty prompt while a pane has the keys.
  private static func wayBack(_ studio: Studio) -> String {
    guard let key = studio.settings.keymap.keys(for: .home, at: studio.placeBehind).first else { return "" }
    return "\(key.label) to write"
  }

  private static func placeholder(_ studio: Studio) -> String {
    if studio.activeRun != nil { return "type the next prompt; it waits for the answer" }
    if studio.session.isComparison { return "write a prompt for all lanes" }
    return studio.session.use == .picture ? "describe a picture" : "write a prompt"
  }
}

/// The mode of the vi set, with the keys of a command that has begun.
enum ViMode {
  static func span(_ vi: ViKeys) -> Span {
    let keys = vi.pending.isEmpty ? "" : " " + VisibleText.make(String(vi.pending))
    switch vi.mode {
    case .insert: return Span("INSERT", .faint)
    case .replace: return Span("REPLACE", .accent, .bold)
    case .normal: return Span("NORMAL" + keys, .accent, .bold)
    case .visual: return Span("VISUAL" + keys, .accent, .bold)
    case .visualLine: return Span("VISUAL LINE" + keys, .accent, .bold)
    case .visualBlock: return Span("VISUAL BLOCK" + keys, .accent, .bold)
    }
  }

  /// That a macro is recorded, and under which letter.
  static func recording(_ vi: ViKeys) -> String? { vi.recorded.map { "recording @\($0)" } }

  /// The cursor in a text.
  static func cursor(_ vi: ViKeys?) -> CursorShape {
    vi.map { $0.mode == .insert ? .bar : .block } ?? .standard
  }
}

/// What goes with the next request, in words.
enum SendFacts {
  /// - Parameter brevity: 0 says all; at 2 the bytes go, at 4 the tokens.
  static func text(_ estimate: SendEstimate, _ studio: Studio, brevity: Int) -> String {
    var facts = [what(estimate, studio, brevity: brevity)]
    let settings = estimate.settingsLeftOut
    if !settings.isEmpty {
      let titles = settings.map { $0.lowercased() }.joined(separator: " or ")
      if brevity < 3 {
        facts[0] += " without \(titles)"
      } else {
        facts.append("\(countText(settings.count, of: "setting")) left out")
      }
    }
    let excess = excess(estimate, studio, brevity: brevity)
    if brevity > 4, !excess.isEmpty { return facts.joined(separator: ", ") }
    if estimate.pictures > 0 {
      if !estimate.isAlone || estimate.pictures > 1 { facts.append(countText(estimate.pictures, of: "picture")) }
    }
    if estimate.files > 0 { facts.append(countText(estimate.files, of: "file")) }
    if estimate.pictures + estimate.files > 0, brevity < 2 { facts.append(byteText(estimate.bytes)) }
    if estimate.leftOut > 0 { facts.append("\(countText(estimate.leftOut)) left out") }
    if brevity < 4, !isOver(estimate) { facts.append(tokens(estimate, isBrief: brevity > 2)) }
    if let cost = estimate.cost {
      let price = estimate.isCostWhole ? priceText(cost) : "from \(priceText(cost))"
      facts.append(estimate.requests > 1 ? "\(price) in all" : price)
    }
    return facts.joined(separator: ", ")
  }

  /// What is more than one request carries: tokens, and bytes where files can be taken out. It is said whatever the room.
  static func excess(_ estimate: SendEstimate, _ studio: Studio, brevity: Int) -> [String] {
    var excess = isOver(estimate) ? [tokens(estimate, isBrief: brevity > 2)] : []
    if estimate.bytes > RequestCheck.mostFileBytes, !studio.prompt.attachments.isEmpty {
      excess.append("\(byteText(estimate.bytes)) of \(byteText(RequestCheck.mostFileBytes))")
    }
    return excess
  }

  private static func isOver(_ estimate: SendEstimate) -> Bool { estimate.limit.map { estimate.tokens > $0 } ?? false }

  /// `2,913 of 1M tokens`, or `about 2,900 of 1M tokens` where nobody counted; from a tenth of the limit on with a bar.
  private static func tokens(_ estimate: SendEstimate, isBrief: Bool) -> String {
    let about = (estimate.isUneven ? "up to " : "") + (estimate.isCounted ? "" : "about ")
    let tokens = estimate.tokens
    let each = estimate.lanes > 1 ? " each" : ""
    guard let limit = estimate.limit, !isBrief || ContextGauge.isNearlyFull(tokens, of: limit) else {
      return about + countText(tokens, of: "token") + each
    }
    if isBrief {
      return "\(ContextGauge.percent(tokens, of: limit)) of \(ContextGauge.name(limit)) tokens\(each)"
    }
    let isMuch = tokens >= limit / 10
    let bar = ContextGauge.bar(tokens, of: limit) + " " + ContextGauge.percent(tokens, of: limit)
    return "\(about)\(countText(tokens)) of \(ContextGauge.name(limit)) tokens\(each)"
      + (isMuch ? " \(bar)" : "")
  }

  private static func what(_ estimate: SendEstimate, _ studio: Studio, brevity: Int) -> String {
    let verb = brevity < 5 ? "sends " : ""
    if estimate.lanes > 0 {
      let lanes = brevity < 5 ? "to \(countText(estimate.lanes, of: "lane"))" : "→ \(estimate.lanes)"
      return "\(verb)\(countText(estimate.turns, of: "turn")) \(lanes)"
    }
    let times = estimate.requests > 1 ? "\(estimate.requests) × " : ""
    guard estimate.isAlone else { return "\(verb)\(times)\(countText(estimate.turns, of: "turn"))" }
    let isPicture = estimate.pictures == 1 && studio.prompt.attachments.isEmpty
    return "\(verb)\(times)only this \(isPicture ? "picture" : "prompt")"
  }
}
