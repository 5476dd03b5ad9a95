import Core
import Screen

/// Earlier prompts, and the selected one as it was written.
enum PromptSearchBox {
  static func draw(_ studio: Studio, _ search: PromptSearch, on screen: Rect, into frame: inout Frame) -> Rect {
    let rows = search.rows
    let columns = min(100, screen.columns - 2)
    let footRows = screen.rows < 20 ? 4 : screen.rows < 30 ? 5 : 8
    let empty =
      rows.isEmpty && !search.isRead
      ? "reading the prompts"
      : search.prompts.isEmpty ? "No prompt was sent yet." : "No prompt holds all these words."
    return ListBox.draw(
      "Earlier prompts", search.list, count: rows.count, most: search.prompts.count, empty: empty, on: screen,
      columns: columns, footRows: footRows, foot: preview(search, rows: footRows, columns: columns - 4), into: &frame
    ) { index in
      ListBox.spread(title(rows[index]), time(rows[index], studio), columns: columns - 4)
    }
  }

  /// All of it in one line.
  private static func title(_ prompt: PastPrompt) -> String {
    VisibleText.make(prompt.text.prefix(300).split(whereSeparator: \.isNewline).joined(separator: " "))
  }

  private static func time(_ prompt: PastPrompt, _ studio: Studio) -> String {
    guard let time = prompt.time else { return "not sent" }
    let offset = studio.settings.utcOffsetSeconds
    let day = time.day(utcOffsetSeconds: offset)
    return day == studio.now.day(utcOffsetSeconds: offset) ? time.timeOfDay(utcOffsetSeconds: offset) : day
  }

  /// The session it is from, and its lines around the first that holds what is looked for.
  private static func preview(_ search: PromptSearch, rows: Int, columns: Int) -> [Line] {
    guard let prompt = search.selected else { return [] }
    let session = prompt.session.isEmpty ? "" : "in “\(VisibleText.make(prompt.session))”"
    let head = Line(TextWrap.truncate(session, columns: columns), .popupFaint)
    let lines = String(prompt.text.prefix(20_000)).split(separator: "\n", omittingEmptySubsequences: false)
    let word = search.list.filter.lowercased().split(separator: " ").first ?? ""
    let found = word.isEmpty ? 0 : lines.firstIndex { $0.lowercased().contains(word) } ?? 0
    let first = found < rows - 1 ? 0 : found - 1
    let wrapped = lines[first...].prefix(rows).flatMap { line in
      TextWrap.wrap(VisibleText.make(line.isEmpty ? " " : String(line)), columns: columns, role: .popup)
    }
    let more = lines.count - first > rows ? wrapped + [Line()] : wrapped
    return [head] + Box.fit(more, rows: rows - 1, columns: columns)
  }
}
