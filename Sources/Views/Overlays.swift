import Core
import Screen

/// What lies over the panes. A picture under it is hidden for as long.
enum Overlays {
  /// - Returns: the cells of a box over the panes; `nil` if there is none.
  @discardableResult
  static func draw(_ studio: Studio, into frame: inout Frame) -> Rect? {
    let screen = Rect(studio.terminal.size)
    var covered: Rect?
    switch studio.overlay {
    case .help(let scroll, let filter):
      covered = HelpBox.draw(studio, scroll: scroll, filter: filter, on: screen, into: &frame)
    case .palette(let list): covered = PaletteBox.draw(studio, list, on: screen, into: &frame)
    case .sessions(let list): covered = SessionBox.draw(studio, list, on: screen, into: &frame)
    case .prompts(let search): covered = PromptSearchBox.draw(studio, search, on: screen, into: &frame)
    case .models(let list): covered = ModelBox.draw(studio, list, on: screen, into: &frame)
    case .studioSettings(let list): covered = StudioSettingsBox.draw(studio, list, on: screen, into: &frame)
    case .themes(let list): covered = ThemeBox.draw(studio, list, on: screen, into: &frame)
    case .files(let picker): covered = FileBox.draw(studio, picker, on: screen, into: &frame)
    case .settings(let panel): covered = SettingsBox.draw(studio, panel, on: screen, into: &frame)
    case .library(let list): covered = LibraryBox.draw(studio, list, on: screen, into: &frame)
    case .presets(let list): covered = PresetBox.draw(studio, list, on: screen, into: &frame)
    case .figures(let scroll): covered = FiguresBox.draw(studio, scroll: scroll, on: screen, into: &frame.grid)
    case .usage(let scroll): covered = UsageBox.draw(studio, scroll: scroll, on: screen, into: &frame.grid)
    case .links(let list): covered = LinkBox.draw(studio, list, on: screen, into: &frame)
    case .turns(let list): covered = TurnBox.draw(studio, list, on: screen, into: &frame)
    case .output(let output): covered = OutputBox.draw(studio, output, on: screen, into: &frame.grid)
    case .verdicts(let list): covered = VerdictBox.draw(studio, list, on: screen, into: &frame)
    case .lineUps(let list): covered = LineUpBox.draw(studio, list, on: screen, into: &frame)
    case .tree(let state): covered = PictureTreeBox.draw(studio, state, on: screen, into: &frame.grid)
    case .entry(let entry): covered = EntryBox.draw(studio, entry, on: screen, into: &frame)
    case .question(let question): covered = QuestionBox.draw(question, on: screen, into: &frame.grid)
    case .pasted(let pasted): covered = PastedBox.draw(pasted, on: screen, into: &frame.grid)
    case .chips, .picture, .gallery, .attachment, nil: break
    }
    if let covered {
      frame.pictures.removeAll { $0.rect.intersects(covered) }
      clearSides(of: covered, in: &frame)
      clearPrompt(studio.layout.prompt, beside: covered, in: &frame)
      notice(studio, on: covered, into: &frame.grid)
    }
    return drawMenu(studio, into: &frame) ?? covered
  }

  /// The letters of a begun sequence, over panes and what lies over them.
  /// - Returns: the cells of their box; `nil` if there is none.
  @discardableResult
  static func drawMenu(_ studio: Studio, into frame: inout Frame) -> Rect? {
    guard studio.takesMenu, studio.showsMenu else { return nil }
    let menu = MenuBox.draw(studio, into: &frame.grid)
    frame.pictures.removeAll { $0.rect.intersects(menu) }
    clearSides(of: menu, in: &frame)
    if let cursor = frame.cursor, menu.contains(cursor) { frame.cursor = nil }
    clearPrompt(studio.layout.prompt, beside: menu, in: &frame)
    notice(studio, on: menu, into: &frame.grid)
    return menu
  }

  /// What is said under a box stands in its frame, and above that if it takes more rows than one.
  private static func notice(_ studio: Studio, on box: Rect, into grid: inout Grid) {
    guard let notice = studio.notice, box.intersects(studio.layout.notice), box.columns > 12 else { return }
    let style = notice.kind == .info ? Style(.popup) : Style(.popupWarning, .bold)
    let columns = box.columns - 6
    let lines = Box.fit(
      TextWrap.wrap(VisibleText.make(notice.text), columns: columns, role: style.role), rows: min(4, box.rows - 2),
      columns: columns)
    for (index, line) in lines.enumerated() {
      let row = box.endRow - lines.count + index
      if index < lines.count - 1 {
        grid.fill(
          Rect(row: row, column: box.column + 1, rows: 1, columns: box.columns - 2), with: Cell(" ", Style(.popup)))
      }
      grid.write(" \(line.text) ", row: row, column: box.column + 2, limit: box.endColumn - 2, style: style)
    }
  }

  /// Fewer columns beside a box than these show ends of lines and of rules, which say nothing: they are left blank.
  private static let readableColumns = 12

  private static func clearSides(of box: Rect, in frame: inout Frame) {
    for columns in [0..<box.column, box.endColumn..<frame.grid.size.columns] where columns.count < readableColumns {
      let side = Rect(row: box.row, column: columns.lowerBound, rows: box.rows, columns: columns.count)
      guard !side.isEmpty else { continue }
      frame.grid.blank(side, .plain)
      frame.pictures.removeAll { $0.rect.intersects(side) }
      if let cursor = frame.cursor, side.contains(cursor) { frame.cursor = nil }
    }
  }

  /// Of a prompt that a box covers, the letters at its sides say nothing, nor does the cursor.
  private static func clearPrompt(_ prompt: Rect, beside box: Rect, in frame: inout Frame) {
    let rows = max(prompt.row, box.row)..<max(prompt.row, box.row, min(prompt.endRow, box.endRow))
    for columns in [
      prompt.column..<max(prompt.column, box.column), box.endColumn..<max(box.endColumn, prompt.endColumn),
    ] {
      frame.grid.fill(
        Rect(row: rows.lowerBound, column: columns.lowerBound, rows: rows.count, columns: columns.count), with: .blank)
    }
    if let cursor = frame.cursor, prompt.contains(cursor), rows.contains(cursor.row), !box.contains(cursor) {
      frame.cursor = nil
    }
  }
}

extension Grid {
  /// Makes room for something over the panes.
  mutating func cover(_ rect: Rect, with style: Style) {
    blank(rect, style)
    setClick(on: rect, .nothing)
  }

  /// Leaves nothing of what is there. Of a wide character that is half in it, the other half goes too.
  mutating func blank(_ rect: Rect, _ style: Style) {
    for row in max(0, rect.row)..<max(0, min(size.rows, rect.endRow)) {
      for column in [rect.column, rect.endColumn] where column > 0 && column < size.columns {
        guard self[row, column].character == Cell.continuation.character else { continue }
        self[row, column - 1] = .blank
        self[row, column] = .blank
      }
    }
    fill(rect, with: Cell(" ", style))
  }
}

/// A framed box of text over the panes.
enum Box {
  /// Draws the frame and returns the room inside.
  static func draw(_ title: String, in rect: Rect, into grid: inout Grid) -> Rect {
    grid.cover(rect, with: Style(.popup))
    let line = Style(.popupFaint)
    for column in rect.column..<rect.endColumn {
      grid[rect.row, column] = Cell("─", line)
      grid[rect.endRow - 1, column] = Cell("─", line)
    }
    for row in rect.row..<rect.endRow {
      grid[row, rect.column] = Cell("│", line)
      grid[row, rect.endColumn - 1] = Cell("│", line)
    }
    grid[rect.row, rect.column] = Cell("╭", line)
    grid[rect.row, rect.endColumn - 1] = Cell("╮", line)
    grid[rect.endRow - 1, rect.column] = Cell("╰", line)
    grid[rect.endRow - 1, rect.endColumn - 1] = Cell("╯", line)
    grid.write(
      " \(TextWrap.truncate(title, columns: rect.columns - 6)) ", row: rect.row, column: rect.column + 2,
      limit: rect.endColumn - 2, style: Style(.popupTitle, .bold))
    return rect.inset(rows: 1, columns: 2)
  }

  /// Puts a few words at the right of a line of the frame.
  static func note(_ text: String, row: Int, in rect: Rect, into grid: inout Grid) {
    guard !text.isEmpty else { return }
    grid.write(
      " \(text) ", row: row, column: rect.endColumn - TextWidth.columns(of: text) - 4, limit: rect.endColumn - 1,
      style: Style(.popupFaint))
  }

  /// The lines of a text from the first that is shown; where they are more than there are rows, the frame says so.
  static func text(_ lines: [Line], from scroll: Int, title: String, in rect: Rect, into grid: inout Grid) {
    text(lines, from: scroll, in: draw(title, in: rect, into: &grid), of: rect, into: &grid)
  }

  /// - Parameter room: for the lines, in the frame `rect`.
  static func text(_ lines: [Line], from scroll: Int, in room: Rect, of rect: Rect, into grid: inout Grid) {
    for (index, line) in lines.dropFirst(scroll).prefix(room.rows).enumerated() {
      row(line.spans, isSelected: false, in: room, row: room.row + index, into: &grid)
    }
    guard lines.count > room.rows else { return }
    let end = min(lines.count, scroll + room.rows)
    note("\(countText(end)) of \(countText(lines.count))", row: rect.endRow - 1, in: rect, into: &grid)
  }

  /// One row of a list, its text cut to the room; the selected one stands out.
  static func row(_ spans: [Span], isSelected: Bool, in rect: Rect, row: Int, into grid: inout Grid) {
    if isSelected {
      grid.fill(
        Rect(row: row, column: rect.column - 1, rows: 1, columns: rect.columns + 2), with: Cell(" ", Style(.selected)))
    }
    var at = rect.column
    for span in spans {
      let text = TextWrap.truncate(span.text, columns: max(0, rect.endColumn - at))
      let style = isSelected ? Style(.selected, span.style.attributes) : span.style
      at = grid.write(text, row: row, column: at, limit: rect.endColumn, style: style)
    }
  }

  /// As many lines as there are rows, the last with a mark if there are more.
  static func fit(_ lines: [Line], rows: Int, columns: Int) -> [Line] {
    let shown = lines.prefix(max(0, rows))
    guard lines.count > rows, let last = shown.last else { return Array(shown) }
    let role = last.spans.first?.style.role ?? .popup
    return shown.dropLast() + [Line(TextWrap.truncate(last.text + " …", columns: columns), role)]
  }

  /// The rows of a list around the selected one.
  static func window(_ count: Int, selected: Int, rows: Int) -> Range<Int> {
    let first = max(0, min(selected - rows / 2, count - rows))
    return first..<min(count, first + rows)
  }
}

/// How keys are shown whose command cannot be used now: in brackets, so that it is seen without colours.
enum OffMark {
  static func text(_ keys: String, isOff: Bool) -> String { isOff && !keys.isEmpty ? "(\(keys))" : keys }
}

/// The letters of a begun sequence.
enum MenuBox {
  static func draw(_ studio: Studio, into grid: inout Grid) -> Rect {
    let menu = studio.menuLayout
    let title = menu.pageCount > 1 ? "Menu · \(menu.page + 1) of \(menu.pageCount)" : "Menu"
    _ = Box.draw(title, in: menu.frame, into: &grid)
    for item in menu.items {
      let isOff = item.command.whyOff(studio) != nil
      let keys = OffMark.text(item.keys.label, isOff: isOff)
      let padding = String(repeating: " ", count: max(1, MenuLayout.keyColumns - TextWidth.columns(of: keys)))
      Box.row(
        [
          Span(keys, isOff ? .popupFaint : .popupTitle),
          Span(padding + item.command.hint, isOff ? .popupFaint : .popup),
        ], isSelected: false, in: item.place, row: item.place.row, into: &grid)
    }
    guard menu.pageCount > 1 else { return menu.frame }
    let name: CommandName = menu.page + 1 < menu.pageCount ? .nextMenuPage : .previousMenuPage
    guard let key = studio.settings.keymap.keys(for: name, at: .menu).first else { return menu.frame }
    let more = " \(key.label) \(name == .nextMenuPage ? "shows more" : "goes back") "
    grid.write(
      more, row: menu.frame.endRow - 1, column: menu.frame.endColumn - TextWidth.columns(of: more) - 2,
      limit: menu.frame.endColumn - 1, style: Style(.popupFaint))
    return menu.frame
  }
}

/// All keys and what they do.
enum HelpBox {
  static func draw(
    _ studio: Studio, scroll: Int, filter: String, on screen: Rect, into frame: inout Frame
  ) -> Rect {
    let rect = screen.centered(Size(columns: studio.helpColumns + 4, rows: screen.rows - 2))
    var room = Box.draw("Help", in: rect, into: &frame.grid)
    ListBox.draw(filter: filter, invitation: "type to find a key or command", in: room.takeTop(1), into: &frame)
    let lines = HelpText.lines(of: studio, filter: filter, columns: room.columns)
    Box.text(lines, from: scroll, in: room, of: rect, into: &frame.grid)
    return rect
  }
}

/// A choice between letters.
enum QuestionBox {
  static func draw(_ question: Question, on screen: Rect, into grid: inout Grid) -> Rect {
    let columns = min(screen.columns - 4, 64)
    let text = TextWrap.wrap(VisibleText.make(question.text), columns: columns - 4, role: .popup)
    let rows = min(screen.rows - 2, text.count + question.choices.count + 3)
    let rect = screen.centered(Size(columns: columns, rows: rows))
    let room = Box.draw(question.title, in: rect, into: &grid)
    let shown = Box.fit(text, rows: room.rows - question.choices.count - 1, columns: room.columns)
    for (index, line) in shown.enumerated() { grid.write(line, row: room.row + index, column: room.column) }
    for (index, choice) in question.choices.enumerated() {
      Box.row(
        [Span(String(choice.key), .popupTitle), Span("  \(choice.title)", .popup)], isSelected: false, in: room,
        row: room.row + shown.count + 1 + index, into: &grid)
      grid.setClick(
        on: Rect(row: room.row + shown.count + 1 + index, column: room.column, rows: 1, columns: room.columns),
        .key(Key(choice.key)))
    }
    return rect
  }
}

/// A text asked for.
enum EntryBox {
  static func draw(_ studio: Studio, _ entry: TextEntry, on screen: Rect, into frame: inout Frame) -> Rect {
    let columns = min(screen.columns - 4, 76)
    let rows = PromptRows(entry.editor, columns: studio.entryColumns)
    let notes = TextWrap.wrap(
      VisibleText.make(entry.note), columns: columns - 4,
      role: entry.problem == nil ? .popupFaint : .popupWarning)
    let shown = min(rows.rows.count, max(1, screen.rows - 8))
    var rect = screen.centered(Size(columns: columns, rows: min(screen.rows - 2, shown + notes.count + 3)))
    // What is looked for is seen above it.
    if case .find = entry.purpose { rect.row = screen.endRow - 1 - rect.rows }
    let room = Box.draw(entry.title, in: rect, into: &frame.grid)
    let first = max(0, rows.cursor.row - shown + 1)
    for index in first..<min(rows.rows.count, first + shown) {
      let line = rows.line(index, of: entry.editor)
      let spans = line.spans.map { $0.style.role == .selection ? $0 : Span($0.text, .popup) }
      Box.row(spans, isSelected: false, in: room, row: room.row + index - first, into: &frame.grid)
    }
    for (index, line) in Box.fit(notes, rows: room.rows - shown - 1, columns: room.columns).enumerated() {
      frame.grid.write(line, row: room.row + shown + 1 + index, column: room.column, limit: room.endColumn)
    }
    frame.cursor = Point(row: room.row + rows.cursor.row - first, column: room.column + rows.cursor.column)
    guard let vi = studio.viKeysOfEntry else { return rect }
    let mode = ViMode.span(vi)
    frame.cursorShape = ViMode.cursor(vi)
    let end = frame.grid.write(
      " \(mode.text) ", row: rect.endRow - 1, column: rect.column + 2, limit: rect.endColumn - 1,
      style: Style(vi.mode == .insert ? .popupFaint : .popupTitle, mode.style.attributes))
    guard let word = ViMode.recording(vi) else { return rect }
    frame.grid.write(
      "\(word) ", row: rect.endRow - 1, column: end, limit: rect.endColumn - 1, style: Style(.popupFaint))
    return rect
  }
}
