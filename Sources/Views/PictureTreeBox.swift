import Core
import Gemini
import Screen

/// Which picture was made from which: a line each, and all that is known of the selected one.
enum PictureTreeBox {
  /// Columns of the selected picture and its facts, where there is room beside the tree.
  private static let sideColumns = 30
  /// Rows of its facts where they stand below.
  private static let footRows = 3

  static func draw(_ studio: Studio, _ state: TreeState, on screen: Rect, into grid: inout Grid) -> Rect {
    let tree = PictureTree(studio.session)
    guard let node = tree.index(of: state.selected), let selected = tree.rows.firstIndex(where: { $0.node == node })
    else { return Rect(rows: 0, columns: 0) }
    let isWide = screen.columns >= 76
    let wanted = tree.rows.count + (isWide ? 2 : footRows + 3)
    let size = Size(
      columns: min(screen.columns - 2, 120), rows: min(screen.rows - 2, max(wanted, isWide ? 17 : 0)))
    let rect = screen.centered(size)
    var room = Box.draw("Pictures · which was made from which", in: rect, into: &grid)
    if isWide {
      var side = room.takeRight(sideColumns)
      let bar = side.column
      for row in side.row..<side.endRow { grid[row, bar] = Cell("│", Style(.popupFaint)) }
      side = Rect(row: side.row, column: side.column + 2, rows: side.rows, columns: side.columns - 2)
      drawSide(tree.nodes[node], tree, studio, in: side, into: &grid)
      room.columns -= 1
    } else {
      let foot = room.takeBottom(footRows)
      _ = room.takeBottom(1)
      write(facts(of: tree.nodes[node], tree, studio, columns: foot.columns), in: foot, into: &grid)
    }
    if tree.rows.count > room.rows {
      let place = "\(countText(selected + 1)) of \(countText(tree.rows.count))"
      Box.note(place, row: rect.endRow - 1, in: rect, into: &grid)
    }
    let current = studio.currentNode(in: tree)
    for (index, item) in Box.window(tree.rows.count, selected: selected, rows: room.rows).enumerated() {
      let spans = row(tree.rows[item], tree, studio, current: current, columns: room.columns)
      Box.row(spans, isSelected: item == selected, in: room, row: room.row + index, into: &grid)
    }
    return rect
  }

  private static func row(
    _ row: PictureTree.Row, _ tree: PictureTree, _ studio: Studio, current: PictureTree.ID?, columns: Int
  ) -> [Span] {
    let node = tree.nodes[row.node]
    // A tree that parts often is cut at the left: the nearest lines say most.
    let lines = row.lines.count > columns / 2 ? "…" + row.lines.suffix(columns / 2) : row.lines
    let mark = node.id == current ? "● " : "○ "
    let time = studio.run(of: node)?.startTime ?? studio.session.turns[node.turn].createTime
    let right = [version(of: node, studio), time.timeOfDay(utcOffsetSeconds: studio.settings.utcOffsetSeconds)]
      .compactMap { $0 }.joined(separator: " · ")
    let room = columns - TextWidth.columns(of: lines) - 2
    let text = VisibleText.make(studio.prompt(of: node))
    return [Span(lines, .popupFaint), Span(mark, node.id == current ? .popupTitle : .popupFaint)]
      + ListBox.spread(text.isEmpty ? "a picture" : text, right, columns: room)
  }

  /// `2/4` for one of several answers to its prompt.
  private static func version(of node: PictureTree.Node, _ studio: Studio) -> String? {
    let all = studio.session.turns[node.turn].runs.flatMap { run in
      run.answerPictures.indices.map { PictureTree.ID.made(run.id, $0) }
    }
    guard all.count > 1, let place = all.firstIndex(of: node.id) else { return nil }
    return "\(place + 1)/\(all.count)"
  }

  private static func drawSide(
    _ node: PictureTree.Node, _ tree: PictureTree, _ studio: Studio, in rect: Rect, into grid: inout Grid
  ) {
    var room = rect
    let art = node.blob.asset.map { studio.shelf.thumbnail(of: $0) } ?? []
    if !art.isEmpty {
      write(art, in: room.takeTop(art.count), into: &grid)
      _ = room.takeTop(1)
    }
    write(facts(of: node, tree, studio, columns: room.columns), in: room, into: &grid)
  }

  /// What it is, the whole prompt, and what it was made from.
  private static func facts(
    of node: PictureTree.Node, _ tree: PictureTree, _ studio: Studio, columns: Int
  ) -> [Line] {
    var facts = [
      node.blob.asset.flatMap { studio.shelf.facts[$0.sha256]?.text } ?? VisibleText.make(node.blob.mimeType)
    ]
    if let asset = node.blob.asset { facts.append(byteText(asset.byteCount)) }
    if let run = studio.run(of: node) {
      let model = run.backend == .simulator ? "offline simulator" : VisibleText.make(run.model)
      facts.append(model)
    } else {
      facts.append("given with turn \(node.turn + 1)")
    }
    if let parent = node.parent.map({ tree.nodes[$0] }) {
      facts.append("made from “\(TextWrap.truncate(VisibleText.make(studio.prompt(of: parent)), columns: 40))”")
    }
    return TextWrap.wrap(VisibleText.make(studio.prompt(of: node)), columns: columns, role: .popup)
      .prefix(columns < 40 ? 6 : 1)
      + TextWrap.wrap(facts.joined(separator: " · "), columns: columns, role: .popupFaint)
  }

  private static func write(_ lines: some Collection<Line>, in rect: Rect, into grid: inout Grid) {
    for (index, line) in lines.prefix(rect.rows).enumerated() {
      grid.write(line, row: rect.row + index, column: rect.column, limit: rect.endColumn)
    }
  }
}
