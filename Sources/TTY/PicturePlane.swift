import Screen

/// Remembers which pictures lie under the cells, piece by piece, and says what must be wiped and what is still to be
/// sent.
///
/// Such a picture, sixel or iTerm2's, is no part of the cells: it stays until something is printed over it. Which
/// printing takes how much of it away depends on the terminal.
/// - Source: terminal-graphics.md sections 4 and 5.
struct PicturePlane {
  /// How a terminal loses pictures.
  enum Rule {
    /// A printed or erased cell takes the part of the picture under it.
    case byCell
    /// tmux: a printed cell, or an erase anywhere on one of its rows, takes the whole picture, and a picture placed
    /// over another does not replace it.
    case whole
  }

  /// A piece to be sent, at the place of its picture.
  struct Sheet: Hashable {
    let placed: PlacedPicture
    let index: Int

    var piece: Picture.Piece { placed.picture.pieces[index] }
    var rect: Rect { placed.rect(ofPiece: index) }
  }

  private enum PieceState {
    case missing
    /// It was on the screen, or something coarser was, and now there is a hole: it is sent before those that only make
    /// the picture finer.
    case torn
    case sent
  }

  private struct Item {
    let placed: PlacedPicture
    var pieces: [PieceState]
    /// True if anything may be seen in its place: pieces of its own, or what it is drawn over.
    var hasInk = false

    /// The pieces that cover everything together: all but a coarse first one, over which the others lie.
    var finest: Range<Int> {
      let all = placed.picture.pieces
      return (all.dropFirst().contains { $0.rows.overlaps(all[0].rows) } ? 1 : 0)..<all.count
    }
    var isComplete: Bool { !pieces.contains { $0 != .sent } }
    var unsent: [Int] { pieces.indices.filter { pieces[$0] != .sent } }

    /// True if nothing of what was there can be seen beside its first piece for long.
    var covers: Bool { finest.lowerBound == 0 || placed.rect(ofPiece: 0) == placed.rect }
  }

  var rule: Rule
  /// In the order they are placed.
  private var items: [Item] = []

  init(rule: Rule) {
    self.rule = rule
  }

  /// The rectangles that may show pictures.
  var inked: [Rect] { items.filter(\.hasInk).map(\.placed.rect) }

  /// The screen was cleared: no picture is left on it.
  mutating func forget() {
    items = []
  }

  /// Takes the pictures that are to be on the screen from now on; `take` says what is to be sent for that.
  /// - Parameter damage: the cells that are written for it.
  /// - Returns: rectangles to print full of spaces before the cells are written.
  mutating func show(_ next: [PlacedPicture], damage: Damage) -> [Rect] {
    let kept = keptItems(for: next)
    let gone = items.indices.filter { items[$0].hasInk && !kept.contains($0) }.map { items[$0].placed.rect }
    items = next.enumerated().map { index, placed in
      var item =
        kept[index].map { items[$0] } ?? Item(placed: placed, pieces: placed.picture.pieces.map { _ in .missing })
      item.hasInk = item.hasInk || gone.contains(where: placed.rect.intersects)
      return item
    }
    let covers = items.filter(\.covers).map(\.placed.rect.wholeCells)
    var wipes = rule == .whole ? gone : gone.flatMap { $0.uncovered(by: covers) }
    // Sending a picture again can spoil a further one, so this goes on until all that stay are whole.
    var isStable = false
    while !isStable {
      isStable = true
      for index in items.indices {
        let holes = gone + wipes + items[..<index].flatMap { item in item.unsent.map(item.placed.rect(ofPiece:)) }
        guard tear(index, holes: holes, damage: damage) else { continue }
        isStable = false
        if rule == .whole { wipes.append(items[index].placed.rect) }
      }
    }
    return wipes
  }

  /// The item of each picture that is on the screen already, and not under one that it is now to lie over.
  private func keptItems(for next: [PlacedPicture]) -> [Int?] {
    var last = -1
    return next.map { placed in
      guard let index = items.firstIndex(where: { $0.placed == placed }), index > last else { return nil }
      last = index
      return index
    }
  }

  /// Notes what a picture has lost.
  /// - Returns: true if something of it has to be sent that had not to be before.
  private mutating func tear(_ index: Int, holes: [Rect], damage: Damage) -> Bool {
    let placed = items[index].placed
    func isHit(_ rect: Rect) -> Bool { damage.touches(rect) || holes.contains(where: rect.intersects) }
    guard items[index].pieces.contains(.sent) else { return false }
    if rule == .whole {
      guard isHit(placed.rect) || damage.mayErase(onRowsOf: placed.rect) else { return false }
      items[index].pieces = items[index].pieces.map { _ in .missing }
      return true
    }
    var isTorn = false
    for piece in items[index].finest where isHit(placed.rect(ofPiece: piece)) {
      isTorn = isTorn || items[index].pieces[piece] == .sent
      items[index].pieces[piece] = .torn
    }
    return isTorn
  }

  /// True when nothing is left to be sent.
  var isComplete: Bool { items.allSatisfy(\.isComplete) }

  /// The pieces to be sent now, in order; they count as sent.
  /// - Parameter limit: the bytes they may have together. The first is taken even if it has more.
  mutating func take(_ limit: Int) -> [Sheet] {
    var sheets: [Sheet] = []
    var room = limit
    for index in items.indices {
      for piece in order(of: items[index], room: room) {
        let sheet = Sheet(placed: items[index].placed, index: piece)
        let cost = sheet.placed.picture.lineBytes(ofPiece: piece)
        guard cost <= room || sheets.isEmpty else { return sheets }
        room = max(0, room - cost)
        items[index].pieces[piece] = .sent
        items[index].hasInk = true
        sheets.append(sheet)
      }
      // Where there is room for all finer pieces, nobody needs the coarse one.
      if items[index].finest.allSatisfy({ items[index].pieces[$0] == .sent }) { items[index].pieces[0] = .sent }
    }
    return sheets
  }

  private func order(of item: Item, room: Int) -> [Int] {
    let fine = item.finest.filter { item.pieces[$0] == .torn } + item.finest.filter { item.pieces[$0] == .missing }
    guard item.finest.lowerBound > 0, item.pieces[0] != .sent else { return fine }
    let isRoomForAll = fine.reduce(0) { $0 + item.placed.picture.lineBytes(ofPiece: $1) } <= room
    return isRoomForAll ? fine : [0] + fine
  }
}

extension PlacedPicture {
  func rect(ofPiece index: Int) -> Rect {
    let piece = picture.pieces[index]
    return Rect(
      row: origin.row + piece.rows.lowerBound, column: origin.column + piece.column, rows: piece.rows.count,
      columns: picture.size.columns - piece.column)
  }
}

extension Picture {
  /// About as many bytes as a piece takes on the line.
  func lineBytes(ofPiece index: Int) -> Int {
    let count = pieces[index].bytes.count
    return form == .sixel ? count : (count + 2) / 3 * 4
  }
}

extension Rect {
  /// The cells a picture of this size surely fills: its last row and column may be covered in part only, and what was
  /// there before would show beside it.
  var wholeCells: Rect { Rect(row: row, column: column, rows: rows - 1, columns: columns - 1) }

  /// The parts of this rectangle that none of `covers` covers, as rectangles that do not overlap.
  func uncovered(by covers: [Rect]) -> [Rect] {
    covers.reduce(into: isEmpty ? [] : [self]) { parts, cover in
      parts = parts.flatMap { $0.subtracting(cover) }
    }
  }

  private func subtracting(_ other: Rect) -> [Rect] {
    guard intersects(other) else { return [self] }
    let top = max(row, other.row)
    let bottom = min(endRow, other.endRow)
    return [
      Rect(row: row, column: column, rows: top - row, columns: columns),
      Rect(row: top, column: column, rows: bottom - top, columns: other.column - column),
      Rect(row: top, column: other.endColumn, rows: bottom - top, columns: endColumn - other.endColumn),
      Rect(row: bottom, column: column, rows: endRow - bottom, columns: columns),
    ].filter { !$0.isEmpty }
  }
}
