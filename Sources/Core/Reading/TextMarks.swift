package import Screen

/// Cells of the screen that stand out: what is selected, and what was found.
package struct TextMark: Hashable, Sendable {
  package var row: Int
  package var columns: Range<Int>
  package var role: Role
}

extension Studio {
  /// Where the cursor of a reading pane stands on the screen.
  package var textCursor: Point? {
    guard overlay == nil, let selection, selection.takesKeys else { return nil }
    let rect = textRect(of: selection.pane)
    for row in 0..<rect.rows {
      guard let line = textLine(atRow: row, of: selection.pane) else { continue }
      if line == (selection.head.part, selection.head.line) {
        return Point(row: rect.row + row, column: min(rect.column + selection.head.column, rect.endColumn - 1))
      }
    }
    return nil
  }

  /// Works out what stands out on the screen.
  mutating func settleMarks() {
    textMarks = []
    if var finding {
      self.finding = nil
      let parts = partIDs(of: finding.pane)
      for part in partsShown(of: finding.pane) where parts.indices.contains(part) {
        refresh(&finding, parts[part], part)
      }
      textMarks += marks(in: finding.pane, withNotes: true) { cells, part, _ in found(cells, finding, part: part) }
      self.finding = finding
    }
    if let selection, selection.anchor != nil {
      textMarks += marks(in: selection.pane) { cells, part, line in
        let columns = selectedColumns(of: cells, line: line, ofPart: part, selection)
        return columns.isEmpty ? [] : [(columns, .selection)]
      }
    }
  }

  private func partsShown(of pane: TextPane) -> Set<Int> {
    Set((0..<textRect(of: pane).rows).compactMap { textLine(atRow: $0, of: pane)?.part })
  }

  private func marks(
    in pane: TextPane, withNotes: Bool = false,
    _ ranges: (LineCells, _ part: Int, _ line: Int) -> [(columns: Range<Int>, role: Role)]
  ) -> [TextMark] {
    let rect = textRect(of: pane)
    // Neighbouring lines are laid out together.
    var marks: [TextMark] = []
    var row = 0
    while row < rect.rows {
      guard let first = textLine(atRow: row, of: pane) else {
        row += 1
        continue
      }
      var end = row + 1
      while end < rect.rows, let next = textLine(atRow: end, of: pane), next.part == first.part { end += 1 }
      let lines = textLines(first.line..<first.line + end - row, ofPart: first.part, in: pane, withNotes: withNotes)
      for (index, line) in lines.enumerated() {
        for (columns, role) in ranges(LineCells(line), first.part, first.line + index) {
          let start = columns.lowerBound + rect.column
          let end = min(rect.endColumn, columns.upperBound + rect.column)
          if start < end { marks.append(TextMark(row: rect.row + row + index, columns: start..<end, role: role)) }
        }
      }
      row = end
    }
    return marks
  }
}
