import Core
import Gemini
import Screen

/// An attachment alone on the screen, as it will be sent, with a line about it above and its keys below.
enum AttachmentScreen {
  /// Columns that a name gets at least, if it needs them.
  private static let nameColumns = 16

  static func draw(_ attachment: Attachment, _ studio: Studio, into frame: inout Frame) {
    let size = studio.terminal.size
    let line = Rect(row: 0, rows: 1, columns: size.columns)
    let room = SimulatorMark.draw(studio, in: line, into: &frame.grid).columns - 2
    let whole = VisibleText.make(attachment.name)
    // Which of them it is counts more than for which model its tokens are.
    let all = [true, false].map { " · " + text(attachment, studio, namesModel: $0) }
    let facts = all.first { TextWidth.columns(of: whole + $0) <= room } ?? all[1]
    let name = TextWrap.truncate(whole, columns: max(nameColumns, room - TextWidth.columns(of: facts)))
    let end = frame.grid.write(name, row: 0, column: 1, style: Style(.title, .bold))
    frame.grid.write(
      TextWrap.truncate(facts, columns: room + 1 - end), row: 0, column: end, style: Style(.faint))
    if let key = studio.previewKey {
      PictureArea.draw(key, studio, in: studio.pictureRoom, into: &frame)
    } else {
      let reason =
        attachment.isImage ? "No room for a picture here." : "It goes as it is. Only pictures can be looked at."
      PictureArea.box([attachment.name, reason], in: studio.pictureRoom, into: &frame.grid)
    }
    HintLine.draw(studio, in: Rect(row: size.rows - 1, rows: 1, columns: size.columns), into: &frame.grid)
  }

  private static func text(_ attachment: Attachment, _ studio: Studio, namesModel: Bool) -> String {
    var facts: [String] = []
    let all = studio.prompt.attachments
    if all.count > 1, let index = all.firstIndex(of: attachment) { facts.append("\(index + 1)/\(all.count)") }
    if let width = attachment.width, let height = attachment.height { facts.append("\(width)x\(height)") }
    facts += [VisibleText.make(attachment.kind), byteText(attachment.asset.byteCount)]
    facts.append(
      studio.tokens(of: attachment).map {
        "about \(countText($0, of: "token"))" + (namesModel ? " for \(VisibleText.make(studio.session.model))" : "")
      }
        ?? "its tokens are known to the service alone")
    return facts.joined(separator: " · ")
  }
}
