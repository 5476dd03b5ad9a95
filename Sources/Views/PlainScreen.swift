package import Core
import Markdown
import Screen

/// The studio line by line, for screen readers and terminals that are only written to: what is new is appended, and one
/// line at the end changes, the one with the prompt.
package struct PlainScreen: Sendable {
  /// What is to be done on the terminal.
  package struct Output: Hashable, Sendable {
    /// Lines to append, without control characters.
    package var lines: [String]
    /// The last line.
    package var prompt: String
    /// The column of the cursor in it.
    package var cursor: Int
  }

  private var conversation = PlainConversation()
  private var isGreeted = false
  private var notices: [String] = []
  /// What the thing in front is called, and what was read of it.
  private var front = ""
  private var frontLines: [String] = []
  /// The places found so far.
  private var foundCount = 0

  package init() {}

  package mutating func next(_ studio: Studio, columns: Int) -> Output {
    var lines = isGreeted ? [] : greeting(studio)
    isGreeted = true
    let hasFound = studio.foundCount != foundCount
    foundCount = studio.foundCount
    lines += conversation.next(studio, columns: max(20, min(columns - 1, 100)), hasFound: hasFound).map(Self.text)
    // Another number in the same words is news here.
    if hasFound, let notice = studio.notice { notices.removeAll { $0 == Self.told(VisibleText.make(notice.text)) } }
    lines += newNotices(studio)
    if hasFound { lines += found(studio) }
    lines += newFront(studio)
    let (prompt, cursor) = lastLine(studio, columns: columns)
    return Self.output(lines, prompt: prompt, cursor: cursor, columns: columns)
  }

  private func greeting(_ studio: Studio) -> [String] {
    let send = studio.spelledKey(for: .send).map { " Type a prompt and press \($0)." } ?? ""
    let ways = [(CommandName.help, "reads all keys"), (.palette, "finds a command")]
      .compactMap { name, does in studio.spelledKey(for: name).map { "\($0) \(does)" } }
    var lines = ["gemstudio, line by line.\(send)" + (ways.isEmpty ? "" : " \(ways.joined(separator: ", ")).")]
    if studio.backend == .simulator {
      let key = studio.spelledKey(for: .enterKey).map { " \($0) enters a key." } ?? ""
      lines.append("There is no API key: the offline simulator answers.\(key)")
    }
    for (name, session) in zip(CommandName.recents, studio.recentSessions) {
      let key = studio.spelledKey(for: name).map { "\($0) opens" } ?? "A latest session"
      lines.append("\(key): \(VisibleText.make(session.title))")
    }
    return lines
  }

  /// What is said above the prompt, once for each time it says something else; a countdown that goes on is no news.
  private mutating func newNotices(_ studio: Studio) -> [String] {
    let lines = studio.noticeLines.map(Self.text)
    let told = lines.map(Self.told)
    defer { notices = told }
    return zip(lines, told).filter { !notices.contains($1) }.map(\.0)
  }

  /// What makes a notice another one than it was.
  private static func told(_ text: String) -> String { Self.text(Line(text)).filter { !$0.isNumber } }

  /// The line that a search went to.
  private func found(_ studio: Studio) -> [String] {
    guard let (message, line) = studio.foundLine else { return [] }
    let place = message.map { "message \($0) of \(studio.transcript.messages.count): " } ?? ""
    return [place + Self.text(line)]
  }

  // MARK: What lies in front

  /// The rows of what lies in front as they are read, and the selected one.
  private struct Front {
    var title = ""
    var lines: [String] = []
    var selected: String?
  }

  private static func front(of studio: Studio) -> Front? {
    if case .chips? = studio.overlay { return nil }
    if case .help(_, let filter)? = studio.overlay {
      let lines = HelpText.lines(of: studio, filter: filter).map(text)
      guard !filter.isEmpty else { return Front(title: "Help", lines: lines) }
      // The first letters leave more than anybody wants to hear.
      let isShort = lines.count <= mostHelpLines
      return Front(
        title: "Help with \"\(VisibleText.make(filter))\"",
        lines: isShort ? lines : ["\(lines.count { $0.hasPrefix(" ") }) keys; further letters leave fewer."])
    }
    if studio.takesMenu, studio.showsMenu {
      return Front(
        title: "Menu",
        lines: studio.menuRows.map { row in
          let isOff = row.command.whyOff(studio) != nil
          return "\(OffMark.text(row.keys.spelled, isOff: isOff)): \(row.command.title)"
        })
    }
    var frame = Frame(grid: Grid(studio.terminal.size), theme: studio.theme)
    var rect = Rect(studio.terminal.size)
    var isBox = false
    if let covered = Overlays.draw(studio, into: &frame) {
      (rect, isBox) = (covered, true)
    } else if studio.overlay != nil {
      frame = render(studio)
    } else {
      return nil
    }
    frame.grid.useASCIIMarks()
    var front = Front()
    let columns = isBox ? rect.column + 1..<rect.endColumn - 1 : rect.column..<rect.endColumn
    for row in rect.row..<rect.endRow {
      let cells = columns.map { frame.grid[row, $0] }.filter { $0.character != Cell.continuation.character }
      let text = String(cells.map(\.character)).trimmingBlanks
      if isBox, row == rect.row {
        let title = cells.filter { $0.style.role == .popupTitle }.map(\.character)
        front.title = String(title).trimmingBlanks
      } else if !text.isEmpty, !isBox || row < rect.endRow - 1 {
        front.lines.append(text)
        if cells.contains(where: { $0.style.role == .selected }) {
          front.selected = text.split(separator: " ").joined(separator: " ")
        }
      }
    }
    return front
  }

  /// Lines of help that are read while its filter is typed.
  private static let mostHelpLines = 16

  private mutating func newFront(_ studio: Studio) -> [String] {
    guard let now = Self.front(of: studio) else {
      (front, frontLines) = ("", [])
      return []
    }
    defer { (front, frontLines) = (now.title, now.lines) }
    let isNew = now.title != front || frontLines.isEmpty
    switch studio.takesMenu && studio.showsMenu ? nil : studio.overlay {
    case .palette, .sessions, .models, .themes, .lineUps, .presets, .files, .settings, .studioSettings, .tree,
      .verdicts, .prompts:
      // The selected row is the last line, where it is read as it changes.
      let ways: [(CommandName, String)] = [
        (.selectPrevious, "goes up"), (.selectNext, "goes down"), (.accept, "accepts"), (.close, "closes"),
      ]
      return isNew ? ["", "\(now.title):" + studio.ways(ways, at: studio.place)] : []
    case .entry:
      return isNew
        ? ["", now.title] + now.lines.dropFirst() : now.lines.dropFirst().filter { !frontLines.contains($0) }
    default:
      return isNew ? ["", now.title].filter { $0 != front } + now.lines : now.lines.filter { !frontLines.contains($0) }
    }
  }

  // MARK: The last line

  private func lastLine(_ studio: Studio, columns: Int) -> (text: String, cursor: Int?) {
    if studio.takesMenu, studio.showsMenu { return ("\(studio.pendingKeys.spelled) ", nil) }
    switch studio.overlay {
    case .entry(let entry):
      return line(entry.title, PromptRows(entry.editor, columns: studio.entryColumns), of: entry.editor)
    case .question: return ("? ", nil)
    case .chips(let index): return ("chip \(index + 1) of the prompt, Escape goes back to the text", nil)
    case .help(_, let filter): return ("Escape closes, letters filter: \(VisibleText.make(filter))", nil)
    case .figures, .picture, .gallery, .attachment, .pasted: return ("Escape closes: ", nil)
    case .some:
      let front = Self.front(of: studio) ?? Front()
      let row = front.selected ?? "nothing here"
      // The title was read when it opened; the row is to be heard whole.
      let named = "\(front.title): \(row)"
      return (TextWidth.columns(of: named) < columns ? named : row, nil)
    case nil: break
    }
    if studio.focus != .prompt {
      let ways = studio.ways([(.nextMessage, "goes on"), (.previousMessage, "goes back"), (.home, "returns")])
      return ("reading \(studio.focus.rawValue):\(ways)", nil)
    }
    if let completion = studio.completion, completion.items.indices.contains(completion.selected) {
      let place = "\(completion.selected + 1) of \(completion.items.count)"
      return ("@\(VisibleText.make(completion.items[completion.selected])), \(place)", nil)
    }
    return line(studio.activeRun == nil ? "" : "answering", studio.promptRows, of: studio.prompt)
  }

  /// The row of a text that the cursor is in.
  private func line(_ label: String, _ rows: PromptRows, of editor: PromptEditor) -> (text: String, cursor: Int?) {
    let place = rows.rows.count > 1 ? "line \(rows.cursor.row + 1) of \(rows.rows.count)" : ""
    let head = [label, place].filter { !$0.isEmpty }.joined(separator: ", ") + "> "
    return (head + rows.line(rows.cursor.row, of: editor).text, TextWidth.columns(of: head) + rows.cursor.column)
  }

  // MARK: Text

  /// A line as it is read: marks in letters, and what is exact as it is.
  private static func text(_ line: Line) -> String {
    let spans = line.spans.filter { !MarkdownDocument.codeMarks.contains($0) }
    let line = Line(spans.map { span in SmallNumber.value(span.text).map { Span("[\($0)]", span.style) } ?? span })
    var grid = Grid(Size(columns: TextWidth.columns(of: line.text), rows: 1))
    grid.write(line, row: 0, column: 0)
    grid.useASCIIMarks()
    let cells = grid.cells.map(\.character).filter { $0 != Cell.continuation.character }
    return String(cells).trimmed(of: " ", atEndOnly: true)
  }

  /// Lines are broken between words. The last one is never longer than the terminal is wide: of a longer one the end is
  /// shown.
  private static func output(_ lines: [String], prompt: String, cursor: Int?, columns: Int) -> Output {
    let room = max(10, columns - 1)
    let lines = lines.flatMap { line in
      TextWidth.columns(of: line) > room ? TextWrap.wrap(line, columns: room, role: .text).map(\.text) : [line]
    }
    let width = TextWidth.columns(of: prompt)
    let end = cursor ?? width
    guard width > room else { return Output(lines: lines, prompt: prompt, cursor: end) }
    guard let cursor, cursor > room else {
      let shown = ASCIIMarks.cut(prompt, columns: room)
      return Output(lines: lines, prompt: shown, cursor: min(end, TextWidth.columns(of: shown)))
    }
    var cut = 0
    var rest = Substring(prompt)
    while end - cut > room, let first = rest.popFirst() { cut += TextWidth.columns(of: first) }
    return Output(lines: lines, prompt: ASCIIMarks.cut(String(rest), columns: room), cursor: end - cut)
  }
}

extension ASCIIMarks {
  /// A text that is cut where there is no room for it.
  fileprivate static func cut(_ text: String, columns: Int) -> String {
    let cut = TextWrap.truncate(text, columns: columns)
    return cut == text ? text : String(cut.dropLast()) + "~"
  }
}

extension String {
  fileprivate func trimmed(of signs: String, atEndOnly: Bool = false) -> String {
    var text = self[...]
    while let last = text.last, signs.contains(last) { text.removeLast() }
    while !atEndOnly, let first = text.first, signs.contains(first) { text.removeFirst() }
    return String(text)
  }
}
