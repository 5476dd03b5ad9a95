import Core
import Screen

/// The prompts of the library, and the text of the selected one: beside them where there is room, else below.
enum LibraryBox {
  static func draw(_ studio: Studio, _ list: ListState, on screen: Rect, into frame: inout Frame) -> Rect {
    let found = studio.library(filter: list.filter)
    let offers = studio.libraryOffers(filter: list.filter)
    let columns = min(screen.columns - 2, 120)
    let isBeside = screen.columns >= 80
    let listColumns = isBeside ? (columns - 7) * 2 / 5 : columns - 4
    let previewRows = screen.rows < 20 ? 4 : 8
    let text = studio.selectedPrompt?.text ?? offer(studio, list, found.count, offers) ?? ""
    let lines = TextWrap.wrap(
      VisibleText.make(text), columns: isBeside ? columns - 7 - listColumns : columns - 4, role: .popup)
    let rect = ListBox.draw(
      "Library", list, count: found.count + offers.count,
      most: max(isBeside ? 21 : 0, (studio.library?.count ?? 0) + 2),
      empty: empty(studio, list), on: screen, columns: columns, footRows: isBeside ? 0 : previewRows,
      foot: isBeside ? [] : Box.fit(lines, rows: previewRows, columns: columns - 4), into: &frame
    ) { index in
      guard found.indices.contains(index) else {
        let name = VisibleText.make(list.filter.trimmingBlanks)
        let what = offers[index - found.count] == .prompt ? "prompt" : "system instruction"
        let replaces = studio.isInLibrary(list.filter)
        return ListBox.spread(
          replaces ? "replace \"\(name)\" with the \(what)" : "keep the \(what) as \"\(name)\"", "",
          columns: listColumns)
      }
      let count = Template(found[index].text).variables.count
      return ListBox.spread(
        VisibleText.make(found[index].title), count > 0 ? "{{\(count)}}" : "", columns: listColumns)
    }
    if isBeside, !text.isEmpty {
      let room = ListBox.side(of: rect, listColumns: listColumns, into: &frame.grid)
      for (index, line) in Box.fit(lines, rows: room.rows, columns: room.columns).enumerated() {
        frame.grid.write(line, row: room.row + index, column: room.column, limit: room.endColumn)
      }
    }
    return rect
  }

  private static func empty(_ studio: Studio, _ list: ListState) -> String {
    if studio.library == nil { return "reading the library" }
    let how = "Type a name to keep the prompt you have written under it."
    return list.filter.isEmpty
      ? "Nothing is kept yet. \(how) Files of your own go into \(VisibleText.make(studio.libraryFolder))."
      : "No prompt has these words. With something in the prompt, it can be kept under them."
  }

  /// The text that a row keeps.
  private static func offer(
    _ studio: Studio, _ list: ListState, _ count: Int, _ offers: [TemplateFilling.Target]
  ) -> String? {
    guard offers.indices.contains(list.selected - count) else { return nil }
    return offers[list.selected - count] == .prompt ? studio.prompt.text : studio.setup.systemInstruction
  }
}
