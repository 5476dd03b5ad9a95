import Core
import Gemini
import Screen

/// A list with a filter line above it.
enum ListBox {
  /// Draws frame and filter, and the rows by `row`.
  ///
  /// - Parameters:
  ///   - most: rows without a filter.
  ///   - invitation: what stands in an empty filter.
  ///   - footRows: rows at the bottom that are kept for `foot`, what there is to say of the selected row.
  ///   - place: where a row stands among those that can be selected; `nil` for a heading.
  ///   - side: where there is room beside the list for more of that; it is given its place.
  static func draw(
    _ title: String, _ list: ListState, count: Int, most: Int, empty: String, on screen: Rect, columns: Int,
    invitation: String = "type to filter", footRows: Int = 0, foot: [Line] = [], sideColumns: Int = 0,
    side: (Rect) -> [Line] = { _ in [] },
    place: (Int) -> Int? = { $0 }, into frame: inout Frame, row: (Int) -> [Span]
  ) -> Rect {
    // As high as the list without a filter, so that the box stands still while one types.
    let columns = min(columns, screen.columns - 2)
    let nothing = count == 0 ? sentence(empty, list, columns: columns - 4) : []
    // A list without anything is as high as the sentence that says so, once it is known and is all there is to say.
    let hasFoot = foot.contains { !$0.text.allSatisfy(\.isWhitespace) }
    let isBare = count == 0 && list.filter.isEmpty && empty.hasSuffix(".") && !hasFoot
    let (footRows, sideColumns) = isBare ? (0, 0) : (footRows, sideColumns)
    let below = footRows > 0 ? footRows + 1 : 0
    let rows = min(screen.rows - 2, isBare ? nothing.count + 4 : max(most, 5) + 3 + below)
    let rect = screen.centered(Size(columns: columns, rows: rows))
    let share = share(of: list, count: count, rows: rows - 3 - below, place: place)
    let titleRoom = rect.columns - 6 - (share.isEmpty ? 0 : TextWidth.columns(of: share) + 3)
    var room = Box.draw(TextWrap.truncate(title, columns: titleRoom), in: rect, into: &frame.grid)
    Box.note(share, row: rect.row, in: rect, into: &frame.grid)
    if sideColumns > 0 {
      let place = room.takeRight(sideColumns)
      _ = room.takeRight(3)
      for row in place.row..<place.endRow { frame.grid[row, room.endColumn + 1] = Cell("│", Style(.popupFaint)) }
      for (index, line) in side(place).prefix(place.rows).enumerated() {
        frame.grid.write(line, row: place.row + index, column: place.column, limit: place.endColumn)
      }
    }
    let filter = room.takeTop(1)
    if footRows > 0 {
      let place = room.takeBottom(footRows)
      for (index, line) in foot.prefix(footRows).enumerated() {
        frame.grid.write(line, row: place.row + index, column: place.column, limit: place.endColumn)
      }
      _ = room.takeBottom(1)
    }
    draw(filter: list.filter, invitation: invitation, in: filter, into: &frame)
    for (index, line) in nothing.enumerated() {
      frame.grid.write(line, row: room.row + 1 + index, column: room.column, limit: room.endColumn)
    }
    for (index, item) in Box.window(count, selected: list.selected, rows: room.rows).enumerated() {
      Box.row(row(item), isSelected: item == list.selected, in: room, row: room.row + index, into: &frame.grid)
      guard let clicked = place(item), let selected = place(list.selected) else { continue }
      frame.grid.setClick(
        on: Rect(row: room.row + index, column: room.column - 1, rows: 1, columns: room.columns + 2),
        .row(clicked - selected))
    }
    return rect
  }

  /// Why there is no row. Whoever filtered everything away is told the way back.
  private static func sentence(_ empty: String, _ list: ListState, columns: Int) -> [Line] {
    let isFilteredOut = !list.filter.isEmpty && empty.hasSuffix(".")
    let text = empty + (isFilteredOut ? " Backspace takes letters back." : "")
    return TextWrap.wrap(text, columns: columns, role: .popupFaint)
  }

  /// What is typed to filter a list, with the cursor behind it.
  static func draw(filter: String, invitation: String, in rect: Rect, into frame: inout Frame) {
    let end = frame.grid.write(
      VisibleText.make(filter), row: rect.row, column: rect.column + 2, limit: rect.endColumn - 1, style: Style(.popup))
    frame.grid.write("›", row: rect.row, column: rect.column, style: Style(.popupTitle))
    if filter.isEmpty {
      frame.grid.write(invitation, row: rect.row, column: rect.column + 2, style: Style(.popupFaint))
    }
    frame.cursor = Point(row: rect.row, column: min(end, rect.endColumn - 1))
  }

  /// `12 of 45`, where there are more rows than are shown.
  private static func share(of list: ListState, count: Int, rows: Int, place: (Int) -> Int?) -> String {
    guard count > rows, let selected = place(list.selected), selected >= 0 else { return "" }
    let all = (0..<count).count { place($0) != nil }
    return "\(countText(selected + 1)) of \(countText(all))"
  }

  private enum Item {
    case heading(String)
    /// By its place among the rows.
    case row(Int)
  }

  /// Draws a list whose rows stand in groups, each under a heading.
  /// - Parameter groups: of each row the heading of its group; rows of a group follow each other. None draws no headings.
  static func draw(
    _ title: String, _ list: ListState, groups: [String], count: Int, most: Int, empty: String, on screen: Rect,
    columns: Int,
    footRows: Int = 0, foot: [Line] = [], into frame: inout Frame, row: (Int) -> [Span]
  ) -> Rect {
    let items = (0..<count).flatMap { index -> [Item] in
      guard groups.indices.contains(index), !groups[index].isEmpty else { return [.row(index)] }
      let isFirst = index == 0 || groups[index - 1] != groups[index]
      return (isFirst ? [.heading(groups[index])] : []) + [.row(index)]
    }
    var placed = list
    placed.selected = items.firstIndex { if case .row(list.selected) = $0 { true } else { false } } ?? 0
    return draw(
      title, placed, count: items.count, most: most, empty: empty, on: screen, columns: columns, footRows: footRows,
      foot: foot, place: { if case .row(let place) = items[$0] { place } else { nil } }, into: &frame
    ) { index in
      switch items[index] {
      case .heading(let title): [Span(title, .popupFaint, .bold)]
      case .row(let place): row(place)
      }
    }
  }

  /// The room at the right of a list for what there is to say of the selected row. The bar of that row ends before it.
  /// - Parameter listColumns: of the rows at the left.
  static func side(of box: Rect, listColumns: Int, into grid: inout Grid) -> Rect {
    let room = Rect(
      row: box.row + 2, column: box.column + 2 + listColumns + 3, rows: box.rows - 3,
      columns: box.columns - listColumns - 7)
    grid.fill(
      Rect(row: room.row, column: room.column - 2, rows: room.rows, columns: room.columns + 3),
      with: Cell(" ", Style(.popup)))
    for row in room.row..<room.endRow { grid[row, room.column - 2] = Cell("│", Style(.popupFaint)) }
    return room
  }

  /// Text at the left and at the right of one row.
  static func spread(_ left: String, _ right: String, columns: Int, isOff: Bool = false) -> [Span] {
    let rightColumns = TextWidth.columns(of: right)
    let text = TextWrap.truncate(left, columns: max(1, columns - rightColumns - 1))
    let padding = String(repeating: " ", count: max(1, columns - rightColumns - TextWidth.columns(of: text)))
    return [Span(text, isOff ? .popupFaint : .popup), Span(padding, .popup), Span(right, .popupFaint)]
  }
}

enum PaletteBox {
  static func draw(_ studio: Studio, _ list: ListState, on screen: Rect, into frame: inout Frame) -> Rect {
    let commands = studio.palette(list)
    let columns = min(76, screen.columns - 2)
    return ListBox.draw(
      "Commands", list, count: commands.count, most: studio.palette(filter: "").count,
      empty: "No command has these letters.", on: screen, columns: 76,
      into: &frame
    ) { row(commands[$0], studio, columns: columns - 4) }
  }

  static func row(_ command: Command, _ studio: Studio, columns: Int) -> [Span] {
    let keymap = studio.settings.keymap
    // The key that works here, or one that works elsewhere.
    let here = keymap.keys(for: command.name, at: studio.placeBehind).first
    let keys = (here ?? keymap.allKeys(for: command.name).first?.keys)?.label ?? ""
    let isOff = command.whyOff(studio) != nil
    return ListBox.spread(command.title, OffMark.text(keys, isOff: isOff), columns: columns, isOff: isOff)
  }
}
