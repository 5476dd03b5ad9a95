import Core
import Screen

/// A frame as text: what stands on the screen, then how it looks, then pictures, cursor and title.
enum ScreenText {
  static func make(_ frame: Frame) -> String {
    let size = frame.grid.size
    var text = "\(size.columns)x\(size.rows) · \(frame.title)\n\n"
    for row in 0..<size.rows {
      text +=
        "|" + line(row, of: frame) { $0.character == Cell.continuation.character ? "" : String($0.character) } + "|\n"
    }
    text += "\nlooks\n"
    for row in 0..<size.rows { text += "|" + line(row, of: frame, look) + "|\n" }
    text += "\n" + letters(in: frame) + "\n"
    for picture in frame.pictures {
      let rect = picture.rect
      text += "picture at \(rect.row),\(rect.column) of \(rect.columns)x\(rect.rows)\n"
    }
    text += frame.cursor.map { "cursor at \($0.row),\($0.column)\n" } ?? "no cursor\n"
    return text
  }

  private static func line(_ row: Int, of frame: Frame, _ text: (Cell) -> String) -> String {
    (0..<frame.grid.size.columns).map { text(frame.grid[row, $0]) }.joined()
  }

  /// One letter a role. A blank has none unless its background is not the terminal's.
  private static func look(_ cell: Cell) -> String {
    if cell.style.foreground != nil { return "*" }
    let hasBackground = Theme.dark[cell.style.role].background != .standard
    return cell.character == " " && !hasBackground ? " " : String(letters[cell.style.role] ?? "?")
  }

  private static let letters: [Role: Character] = [
    .text: "t", .faint: "f", .rule: "r", .title: "T", .accent: "a", .marker: "m", .user: "u", .model: "M",
    .thinking: "k", .activity: "y", .heading: "H", .strong: "S", .code: "c", .codeBlock: "C", .link: "l",
    .quote: "q", .tableRule: "R", .keyword: "1", .string: "2", .comment: "3", .number: "4", .type: "5",
    .attribute: "6", .added: "7", .removed: "8", .prompt: "p", .placeholder: "P", .chip: "h", .hintKey: "K",
    .hintText: "i",
    .status: "s", .popup: "o", .popupTitle: "O", .popupFaint: "F", .selected: "X", .selection: "x", .match: "g",
    .success: "n", .warning: "w", .error: "e",
  ]

  /// The letters that occur, with their roles.
  private static func letters(in frame: Frame) -> String {
    let roles = Set(frame.grid.cells.map(\.style.role))
    return Role.allCases.filter(roles.contains).map { "\(letters[$0] ?? "?") \($0.name)" }.joined(separator: ", ")
  }
}
