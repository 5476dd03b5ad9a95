import Core
import Markdown
import Screen

/// The links of a message.
enum LinkBox {
  static func draw(_ studio: Studio, _ list: ListState, on screen: Rect, into frame: inout Frame) -> Rect {
    let links = studio.links(filter: list.filter)
    let columns = min(92, screen.columns - 2)
    return ListBox.draw(
      "Links of this message", list, count: links.count, most: studio.currentLinks.count,
      empty: "No link has these letters.", on: screen, columns: 92, into: &frame
    ) { index in
      let link = links[index]
      let address = TextWrap.truncate(VisibleText.make(link.address), columns: (columns - 4) * 3 / 5)
      let isSame = link.text.isEmpty || link.text == link.address
      let text = "\(link.number)  " + (isSame ? VisibleText.make(link.address) : link.text)
      return ListBox.spread(text, isSame ? "" : address, columns: columns - 4)
    }
  }
}

/// The prompts of a session.
enum TurnBox {
  static func draw(_ studio: Studio, _ list: ListState, on screen: Rect, into frame: inout Frame) -> Rect {
    let turns = studio.turns(filter: list.filter)
    let columns = min(92, screen.columns - 2)
    let offset = studio.settings.utcOffsetSeconds
    let width = String(turns.last?.number ?? 1).count
    return ListBox.draw(
      "Prompts of this session", list, count: turns.count, most: studio.transcript.turnCount,
      empty: "No prompt has these words.", on: screen, columns: 92, into: &frame
    ) { index in
      let prompt = turns[index]
      let number = String(prompt.number)
      let turn = studio.session.turns[prompt.turn]
      let versions = prompt.versions > 1 ? "\(prompt.versions) versions · " : ""
      return ListBox.spread(
        String(repeating: " ", count: max(0, width - number.count)) + "\(number)  \(prompt.text)",
        versions + turn.createTime.timeOfDay(utcOffsetSeconds: offset), columns: columns - 4)
    }
  }
}

/// What a command wrote that a text was piped to.
enum OutputBox {
  static func draw(_ studio: Studio, _ output: PipedOutput, on screen: Rect, into grid: inout Grid) -> Rect {
    let lines = output.lines(columns: studio.outputColumns)
    let rect = screen.centered(
      Size(columns: studio.outputColumns + 4, rows: max(5, min(lines.count + 2, screen.rows - 2))))
    let title = TextWrap.truncate("Output of " + VisibleText.make(output.command), columns: rect.columns - 8)
    Box.text(lines, from: output.scroll, title: title, in: rect, into: &grid)
    return rect
  }
}
