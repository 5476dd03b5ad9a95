import Core
import Gemini
import Screen

/// The session browser: the list, and a look at the selected session where there is room.
enum SessionBox {
  /// Columns of the marks before a title: pinned, and what it is doing.
  private static let markColumns = 3

  static func draw(_ studio: Studio, _ list: ListState, on screen: Rect, into frame: inout Frame) -> Rect {
    let browser = studio.browser
    let layout = BrowserLayout(screen.size)
    let columns = layout.size.columns - 4 - (layout.sideColumns > 0 ? layout.sideColumns + 3 : 0)
    let hasModel = columns >= 90
    let rect = ListBox.draw(
      title(browser, columns: layout.size.columns - 6, isFiltered: !list.filter.isEmpty), list,
      count: browser.rows.count,
      most: layout.sideColumns > 0 ? max(18, browser.rows.count) : browser.rows.count, empty: empty(studio, list),
      on: screen, columns: layout.size.columns, footRows: layout.footRows,
      foot: layout.footRows > 0 ? foot(studio, columns: columns, rows: layout.footRows) : [],
      sideColumns: layout.sideColumns, side: { side(studio, in: $0) }, into: &frame
    ) { index in
      row(browser.rows[index], studio, columns: columns, hasModel: hasModel)
    }
    let kinds = kinds(studio)
    if !kinds.isEmpty {
      frame.grid.write(
        " \(TextWrap.truncate("also: \(kinds)", columns: rect.columns - 6)) ", row: rect.endRow - 1,
        column: rect.column + 2,
        limit: rect.endColumn - 1, style: Style(.popupFaint))
    }
    return rect
  }

  private static func title(_ browser: SessionBrowser, columns: Int, isFiltered: Bool) -> String {
    let kinds = [browser.showsDemos ? "demos" : nil, browser.showsCommands ? "those of commands" : nil]
      .compactMap { $0 }
    let what =
      browser.showsDeleted
      ? "Deleted sessions" : "Sessions" + (kinds.isEmpty ? "" : ", with \(kinds.joined(separator: " and "))")
    guard browser.unlistedCount > 0 else { return what }
    let listed = browser.rows.count
    let share = "\(what): the newest \(countText(listed)) of \(countText(listed + browser.unlistedCount))"
    let whole = share + "; search looks through all"
    return isFiltered || TextWidth.columns(of: whole) > columns ? share : whole
  }

  /// What is not listed, with the keys that list it.
  private static func kinds(_ studio: Studio) -> String {
    let browser = studio.browser
    let all: [(Int, String, CommandName)] = [
      (browser.hiddenDemos, browser.hiddenDemos == 1 ? "demo" : "demos", .showDemoSessions),
      (browser.hiddenCommands, "of commands", .showCommandSessions),
      (browser.showsDeleted ? 0 : browser.deletedCount, "deleted", .showDeletedSessions),
    ]
    return all.compactMap { count, what, name in
      guard count > 0, let key = studio.settings.keymap.keys(for: name, at: .sessions).first?.label else { return nil }
      return "\(key) \(countText(count)) \(what)"
    }.joined(separator: " · ")
  }

  private static func empty(_ studio: Studio, _ list: ListState) -> String {
    if studio.listedSessions == nil { return "reading the sessions" }
    if !list.filter.isEmpty { return "No session here has these words in its title." }
    if studio.browser.showsDeleted { return "No session was deleted in the last 30 days." }
    let isHiding = studio.browser.hiddenDemos + studio.browser.hiddenCommands > 0
    return isHiding ? "There is no other session yet." : "No session is stored yet: the first prompt makes one."
  }

  private static func row(
    _ session: SessionSummary, _ studio: Studio, columns: Int, hasModel: Bool
  ) -> [Span] {
    let isRunning = studio.isRunning(session.id)
    let state =
      isRunning ? "●" : studio.endedBehind.contains(session.id) ? "✓" : session.id == studio.session.id ? "▌" : " "
    let title = session.title.isEmpty ? "(no title)" : VisibleText.make(session.title)
    var facts = SessionFacts.counts(session)
    if hasModel { facts.insert(TextWrap.truncate(VisibleText.make(session.model), columns: 24), at: 0) }
    let room = columns - markColumns
    let when = SessionFacts.time(session.deleteTime ?? session.updateTime, studio)
    // The title counts more than figures, and the time more than these.
    let texts = (0...facts.count).map { (facts.dropLast($0) + [when]).joined(separator: " · ") }
    let wanted = min(TextWidth.columns(of: title), room / 2)
    let right = texts.first { TextWidth.columns(of: $0) + wanted + 2 <= room } ?? when
    return [Span(session.isPinned ? "★" : " ", .popupTitle), Span(state + " ", .popupTitle)]
      + ListBox.spread(title, right, columns: room)
  }

  // MARK: The selected session

  private static func side(_ studio: Studio, in rect: Rect) -> [Line] {
    guard let session = studio.selectedSession else { return [] }
    let title = session.title.isEmpty ? "(no title)" : VisibleText.make(session.title)
    var lines = TextWrap.wrap([Span(title, .popupTitle, .bold)], columns: rect.columns)
    let facts = [VisibleText.make(session.model)] + SessionFacts.counts(session)
    lines += TextWrap.wrap(facts.joined(separator: " · "), columns: rect.columns, role: .popupFaint)
    let times = "begun \(SessionFacts.time(session.createTime, studio))"
    lines += TextWrap.wrap(times, columns: rect.columns, role: .popupFaint) + [Line()]
    return lines + turns(studio, session, columns: rect.columns, rows: rect.rows - lines.count)
  }

  /// The last turns as far as there is room, the newest with the most of it.
  private static func turns(_ studio: Studio, _ session: SessionSummary, columns: Int, rows: Int) -> [Line] {
    guard let preview = studio.browser.previews[session.id] else { return [] }
    var lines: [Line] = []
    for exchange in preview.exchanges.reversed() {
      let left = rows - lines.count
      guard left >= 3 else { break }
      var part = self.prompt(exchange, columns: columns, rows: lines.isEmpty ? 4 : 2)
      let room = min(lines.isEmpty ? 12 : 4, left - part.count - 1)
      part += answer(exchange, columns: columns, rows: room)
      guard part.count + 1 <= left else { break }
      lines = part + [Line()] + lines
    }
    return lines
  }

  private static func foot(_ studio: Studio, columns: Int, rows: Int) -> [Line] {
    guard let session = studio.selectedSession, let exchange = studio.browser.previews[session.id]?.exchanges.last
    else { return [] }
    let facts =
      [VisibleText.make(session.model)] + SessionFacts.counts(session)
      + ["begun \(SessionFacts.time(session.createTime, studio))"]
    let text = TextWrap.truncate(facts.joined(separator: " · "), columns: columns)
    let prompt = self.prompt(exchange, columns: columns, rows: 2)
    return [Line(text, .popupFaint)] + prompt + answer(exchange, columns: columns, rows: rows - 1 - prompt.count)
  }

  private static func prompt(_ exchange: SessionPreview.Exchange, columns: Int, rows: Int) -> [Line] {
    let files = exchange.files > 0 ? " [\(exchange.files) attached]" : ""
    let text = VisibleText.make(String(exchange.prompt.prefix(rows * columns * 2))) + files
    let lines = TextWrap.wrap([Span("› ", .popupTitle), Span(text, .popupTitle)], columns: columns)
    return Box.fit(lines, rows: rows, columns: columns)
  }

  private static func answer(_ exchange: SessionPreview.Exchange, columns: Int, rows: Int) -> [Line] {
    guard rows > 0 else { return [] }
    let pictures = exchange.pictures > 0 ? "▣ \(countText(exchange.pictures, of: "picture")) " : ""
    let text = pictures + VisibleText.make(String(exchange.answer.prefix(rows * columns * 2)))
    guard !text.isEmpty else { return [] }
    return Box.fit(TextWrap.wrap(text, columns: columns, role: .popup), rows: rows, columns: columns)
  }
}

/// What a session list says of a session beside its title.
enum SessionFacts {
  static func text(_ session: SessionSummary, _ studio: Studio) -> String {
    (counts(session) + [time(session.updateTime, studio)]).joined(separator: " · ")
  }

  /// Turns, pictures, and what kind of session it is.
  static func counts(_ session: SessionSummary) -> [String] {
    var facts = [countText(session.turns, of: "turn")]
    if session.images > 0 { facts.append(countText(session.images, of: "picture")) }
    if session.origin == .command { facts.append("command") }
    if session.isDemo { facts.append("demo") }
    return facts
  }

  /// `today 09:14`, `yesterday 18:02`, or the day.
  static func time(_ moment: Instant, _ studio: Studio) -> String {
    let offset = studio.settings.utcOffsetSeconds
    let day = moment.day(utcOffsetSeconds: offset)
    let time = moment.timeOfDay(utcOffsetSeconds: offset)
    if day == studio.now.day(utcOffsetSeconds: offset) { return "today \(time)" }
    return day == (studio.now + -86_400_000).day(utcOffsetSeconds: offset) ? "yesterday \(time)" : day
  }
}
