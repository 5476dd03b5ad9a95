package import Screen

/// The letters of a begun sequence: in as many columns and on as many pages as it takes to show them all.
package struct MenuLayout: Sendable {
  package struct Item: Sendable {
    package var keys: [Key]
    package var command: Command
    /// Where it stands, in one row.
    package var place: Rect
  }

  /// The frame around the letters.
  package private(set) var frame = Rect(rows: 0, columns: 0)
  /// What stands on the page.
  package private(set) var items: [Item] = []
  package private(set) var page = 0
  package private(set) var pageCount = 1

  /// A higher menu takes the eye too far.
  private static let mostRows = 16
  /// Columns of the keys before the words.
  package static let keyColumns = 4
  private static let gap = 2
  /// Frame and blank at both sides.
  private static let border = 2

  /// - Parameter wanted: the page; one beyond the last is the last.
  init(_ rows: [(keys: [Key], command: Command)], page wanted: Int, on screen: Size) {
    // The first line stays in sight, and the last one, which has the keys.
    let most = min(Self.mostRows, screen.rows - 4)
    let room = screen.columns - 2 - 2 * Self.border
    let widths = rows.map { Self.keyColumns + TextWidth.columns(of: $0.command.hint) }
    guard !rows.isEmpty, most > 0 else { return }
    // As few columns as hold all; where even as many as fit do not, the rest is on other pages.
    var columns = 1
    var height = min(most, rows.count)
    while columns * height < rows.count {
      let next = min(most, (rows.count + columns) / (columns + 1))
      guard Self.width(columns + 1, next, of: widths) <= room else {
        height = most
        break
      }
      (columns, height) = (columns + 1, next)
    }
    if Self.width(columns, height, of: widths) > room, columns > 1 { columns -= 1 }
    let perPage = columns * height
    pageCount = (rows.count + perPage - 1) / perPage
    page = max(0, min(wanted, pageCount - 1))
    let width = min(room, Self.width(columns, height, of: widths))
    frame = Rect(
      row: max(1, screen.rows - height - 4), column: screen.columns - width - 2 * Self.border - 2, rows: height + 2,
      columns: width + 2 * Self.border)
    frame.column = max(0, frame.column)
    var column = frame.column + Self.border
    let first = page * perPage
    for start in stride(from: first, to: min(rows.count, first + perPage), by: height) {
      let part = start..<min(rows.count, start + height)
      let columns = min(widths[part].max() ?? 0, frame.endColumn - Self.border - column)
      for index in part {
        let place = Rect(row: frame.row + 1 + index - start, column: column, rows: 1, columns: columns)
        items.append(Item(keys: rows[index].keys, command: rows[index].command, place: place))
      }
      column += columns + Self.gap
    }
  }

  /// Columns of the widest page.
  private static func width(_ columns: Int, _ height: Int, of widths: [Int]) -> Int {
    let each = stride(from: 0, to: widths.count, by: height).map {
      widths[$0..<min(widths.count, $0 + height)].max() ?? 0
    }
    let pages = stride(from: 0, to: each.count, by: columns).map { first in
      let part = each[first..<min(each.count, first + columns)]
      return part.reduce(0, +) + (part.count - 1) * gap
    }
    return pages.max() ?? 0
  }
}

extension Studio {
  /// False where the menu stays away: from a question, and from a text of one line.
  package var takesMenu: Bool {
    switch overlay {
    case .entry(let entry): entry.isMultiline
    case .question: false
    default: true
    }
  }

  /// True for keys that mean over what is in front what they mean behind it, as they mean nothing there. A text that is
  /// typed would be lost.
  func reachBehind(_ keys: [Key]) -> Bool {
    guard overlay != nil, openEntry == nil, takesMenu, let first = keys.first, first.typed == nil else { return false }
    return settings.keymap.match([first], at: .everywhere) == .prefix
  }

  /// Does what was chosen in the menu. What is in front is closed first, unless the command has a key there: then it is
  /// about what is selected there. Where the command is off, everything stays.
  mutating func performFromMenu(_ name: CommandName) -> [Effect] {
    guard let overlay, settings.keymap.keys(for: name, at: overlay.place).isEmpty else { return perform(name) }
    var closed = self
    var effects: [Effect] = []
    var last: Overlay?
    while closed.overlay != nil, closed.overlay != last {
      last = closed.overlay
      effects += closed.performInOverlay(.close)
    }
    if let reason = Command.named(name).whyOff(closed) {
      say(reason)
      return []
    }
    self = closed
    return effects + perform(name)
  }

  /// What the keys do that may follow those of a begun sequence.
  package var menuRows: [(keys: [Key], command: Command)] {
    settings.keymap.menu(at: openEntry == nil ? placeBehind : .entry).filter { !$0.command.hint.isEmpty }
  }

  /// The menu on the page that is looked at.
  package var menuLayout: MenuLayout {
    MenuLayout(menuRows, page: menuPage, on: terminal.size)
  }

  /// Why the menu has no page in this direction.
  func whyNoMenuPage(by delta: Int) -> String? {
    guard showsMenu else { return "No menu is open." }
    let menu = menuLayout
    if menu.pageCount == 1 { return "The menu has one page only." }
    return (0..<menu.pageCount).contains(menu.page + delta) ? nil : "This is the \(delta > 0 ? "last" : "first") page."
  }

  mutating func stepMenuPage(by delta: Int) { menuPage = menuLayout.page + delta }

  /// A click on a letter means the letter; one beside the menu closes it.
  mutating func receiveInMenu(_ mouse: Mouse) -> [Effect] {
    let menu = menuLayout
    switch mouse.action {
    case .wheelUp: menuPage = max(0, menu.page - 1)
    case .wheelDown: menuPage = min(menu.pageCount - 1, menu.page + 1)
    case .press where mouse.button == 1:
      let item = menu.items.first { $0.place.contains(mouse.point) }
      if item == nil, menu.frame.contains(mouse.point) { return [] }
      forgetSequence()
      return item.map { performFromMenu($0.command.name) } ?? []
    case .press, .release, .drag: break
    }
    return []
  }
}
