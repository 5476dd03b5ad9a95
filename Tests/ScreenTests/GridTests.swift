import Testing

@testable import Screen

@Suite("Grids of cells")
struct GridTests {
  private func grid(_ rows: [String]) -> Grid {
    var grid = Grid(Size(columns: 8, rows: rows.count))
    for (row, text) in rows.enumerated() { grid.write(text, row: row, column: 0, style: .plain) }
    return grid
  }

  @Test(
    "What changed in a row reaches from the first changed cell to the last",
    arguments: [
      ("abcdefgh", 0..<0), ("Xbcdefgh", 0..<1), ("abcdefgX", 7..<8), ("abXdeXgh", 2..<6), ("XXXXXXXX", 0..<8),
    ])
  func changes(text: String, columns: Range<Int>) {
    let old = grid(["zzzzzzzz", "abcdefgh", "zzzzzzzz"])
    let new = grid(["ZZZZZZZZ", text, "ZZZZZZZZ"])
    let changed = new.changedColumns(ofRow: 1, from: old)
    #expect(columns.isEmpty ? changed.isEmpty : changed == columns)
  }

  @Test("Another look is a change too, and so is another character of the same letter")
  func looks() {
    let old = grid(["abcdefgh"])
    var new = old
    new[0, 3].style = Style(.error)
    new[0, 5].character = "f\u{301}"
    #expect(new.changedColumns(ofRow: 0, from: old) == 3..<6)
  }
}
