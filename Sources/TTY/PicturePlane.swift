import Screen

/// Remembers which pictures are on the screen and says what must be wiped and placed for the next frame.
///
/// A picture is no part of the cells: it stays until something is printed over it. Which printing takes how much of it
/// away depends on the terminal.
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

  /// What to do for one frame: first wipe, then write the cells, then place, in order.
  struct Plan: Equatable {
    /// Rectangles to print full of spaces.
    var wipes: [Rect] = []
    var places: [PlacedPicture] = []

    var isEmpty: Bool { wipes.isEmpty && places.isEmpty }
  }

  var rule: Rule
  /// What is on the screen, in the order it was placed.
  private(set) var shown: [PlacedPicture] = []

  init(rule: Rule) {
    self.rule = rule
  }

  /// The screen was cleared: no picture is left on it.
  mutating func forget() {
    shown = []
  }

  /// The steps from what is shown to `next`, which counts as shown from now on.
  mutating func plan(for next: [PlacedPicture], damage: Damage) -> Plan {
    var plan = Plan()
    let gone = shown.filter { !next.contains($0) }.map(\.rect)
    plan.wipes = rule == .whole ? gone : gone.flatMap { $0.uncovered(by: next.map(\.rect.wholeCells)) }
    var stale = next.map { !shown.contains($0) }
    // Sending a picture again can spoil a further one, so this goes on until all that stay are whole.
    while let index = next.indices.first(where: { index in
      !stale[index]
        && (isHarmed(next[index].rect, by: damage)
          || (gone + plan.wipes).contains(where: next[index].rect.intersects)
          || next[..<index].indices.contains { stale[$0] && next[$0].rect.intersects(next[index].rect) })
    }) {
      stale[index] = true
      if rule == .whole { plan.wipes.append(next[index].rect) }
    }
    plan.places = next.indices.filter { stale[$0] }.map { next[$0] }
    shown = next
    return plan
  }

  private func isHarmed(_ rect: Rect, by damage: Damage) -> Bool {
    damage.touches(rect) || rule == .whole && damage.mayErase(onRowsOf: rect)
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
