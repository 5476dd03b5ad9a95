import Screen
import TestSupport
import Testing

@testable import TTY

@Suite struct PicturePlaneTests {
  private static let size = Size(columns: 20, rows: 10)
  private let quiet = Damage(from: Grid(size), to: Grid(size))

  private func picture(
    _ id: String, row: Int = 2, column: Int = 3, rows: Int = 4, columns: Int = 6
  ) -> PlacedPicture {
    PlacedPicture(
      Picture(id: id, size: Size(columns: columns, rows: rows), form: .sixel, bytes: Array(id.utf8)),
      at: Point(row: row, column: column))
  }

  /// A coarse piece of everything, then a strip for each two rows.
  private func strips(_ id: String, row: Int, column: Int = 3, rows: Int, columns: Int = 6) -> PlacedPicture {
    let fine = stride(from: 0, to: rows, by: 2).map { Picture.Piece(rows: $0..<min(rows, $0 + 2), bytes: [1, 2]) }
    let pieces = [Picture.Piece(rows: 0..<rows, bytes: [1])] + fine
    return PlacedPicture(
      Picture(id: id, size: Size(columns: columns, rows: rows), form: .sixel, pieces: pieces),
      at: Point(row: row, column: column))
  }

  private func damage(_ points: [Point]) -> Damage {
    var grid = Grid(Self.size)
    for point in points { grid[point.row, point.column] = Cell("x") }
    return Damage(from: Grid(Self.size), to: grid)
  }

  @Test(arguments: [PicturePlane.Rule.byCell, .whole])
  func aNewPictureIsPlacedOnceAndKept(_ rule: PicturePlane.Rule) {
    var plane = PicturePlane(rule: rule)
    let a = picture("a")
    #expect(plane.plan(for: [a], damage: quiet) == PicturePlane.Plan(wipes: [], places: [a]))
    #expect(plane.plan(for: [a], damage: quiet).isEmpty)
    plane.forget()
    #expect(plane.plan(for: [a], damage: quiet).places == [a])
  }

  @Test func onlyWhatIsTornIsSentAgain() {
    var plane = PicturePlane(rule: .byCell)
    let a = strips("a", row: 2, rows: 6)
    #expect(plane.show([a], damage: quiet) == [])
    #expect(plane.take(1).map(\.index) == [0])
    #expect(plane.take(1).map(\.index) == [1])
    // The second strip has a hole now: it goes before the third; the coarse picture does not go again.
    #expect(plane.show([a], damage: damage([Point(row: 5, column: 4)])) == [])
    #expect(plane.take(1).map(\.index) == [2])
    #expect(plane.take(100).map(\.index) == [3])
    #expect(plane.isComplete)
    #expect(plane.show([a], damage: damage([Point(row: 2, column: 4)])) == [])
    #expect(plane.take(100).map(\.index) == [1])
    #expect(plane.isComplete)
  }

  @Test func withRoomForAllNobodyNeedsTheCoarsePicture() {
    var plane = PicturePlane(rule: .byCell)
    _ = plane.show([strips("a", row: 0, rows: 6)], damage: quiet)
    #expect(plane.take(.max).map(\.index) == [1, 2, 3])
    #expect(plane.isComplete)
  }

  @Test func aNewerPictureTakesThePlaceOfAnUnsentOne() {
    var plane = PicturePlane(rule: .byCell)
    _ = plane.plan(for: [picture("a")], damage: quiet)
    _ = plane.show([strips("b", row: 2, column: 3, rows: 4, columns: 6)], damage: quiet)
    _ = plane.show([picture("c")], damage: quiet)
    #expect(plane.take(.max).map(\.placed) == [picture("c")])
    // What "a" left is under "c", and goes with it.
    #expect(plane.show([], damage: quiet) == [picture("c").rect])
  }

  @Test func whatWasNeverSentIsNotWiped() {
    var plane = PicturePlane(rule: .byCell)
    _ = plane.show([picture("a")], damage: quiet)
    #expect(plane.show([], damage: quiet) == [])
  }

  @Test(arguments: [PicturePlane.Rule.byCell, .whole])
  func aRemovedPictureIsWipedAllOver(_ rule: PicturePlane.Rule) {
    var plane = PicturePlane(rule: rule)
    _ = plane.plan(for: [picture("a")], damage: quiet)
    #expect(plane.plan(for: [], damage: quiet) == PicturePlane.Plan(wipes: [picture("a").rect], places: []))
    #expect(plane.plan(for: [], damage: quiet).isEmpty)
  }

  @Test func aReplacementWipesOnlyWhatItLeavesOpen() {
    var plane = PicturePlane(rule: .byCell)
    _ = plane.plan(for: [picture("a")], damage: quiet)
    // Pictures of one size in cells may differ in pixels: the last row and column are wiped.
    let last = picture("b").rect
    #expect(
      plane.plan(for: [picture("b")], damage: quiet).wipes == last.uncovered(by: [last.wholeCells]))
    let small = picture("c", rows: 3, columns: 4)
    #expect(
      plane.plan(for: [small], damage: quiet).wipes
        == [Rect(row: 2, column: 6, rows: 2, columns: 3), Rect(row: 4, column: 3, rows: 2, columns: 6)])
  }

  @Test func insideTmuxAReplacementWipesTheWhole() {
    var plane = PicturePlane(rule: .whole)
    _ = plane.plan(for: [picture("a")], damage: quiet)
    #expect(plane.plan(for: [picture("b")], damage: quiet).wipes == [picture("a").rect])
  }

  @Test func textBesideAPictureLeavesItAlone() {
    var plane = PicturePlane(rule: .byCell)
    let a = picture("a")
    _ = plane.plan(for: [a], damage: quiet)
    #expect(plane.plan(for: [a], damage: damage([Point(row: 3, column: 2), Point(row: 7, column: 5)])).isEmpty)
    #expect(plane.plan(for: [a], damage: damage([Point(row: 3, column: 3)])).places == [a])
  }

  @Test func insideTmuxAnEraseOnTheRowTakesThePicture() {
    var plane = PicturePlane(rule: .whole)
    let a = picture("a")
    _ = plane.plan(for: [a], damage: quiet)
    let plan = plane.plan(for: [a], damage: damage([Point(row: 3, column: 15)]))
    #expect(plan == PicturePlane.Plan(wipes: [a.rect], places: [a]))
  }

  @Test func insideTmuxABorderAtTheEdgeKeepsThePicture() {
    var bordered = Grid(Self.size)
    bordered.fill(Rect(row: 0, column: 19, rows: 10, columns: 1), with: Cell("|"))
    var written = bordered
    written[3, 15] = Cell("x")
    var plane = PicturePlane(rule: .whole)
    _ = plane.plan(for: [picture("a")], damage: quiet)
    #expect(plane.plan(for: [picture("a")], damage: Damage(from: bordered, to: written)).isEmpty)
  }

  @Test func whatLayUnderARemovedPictureComesBack() {
    var plane = PicturePlane(rule: .byCell)
    let (below, above) = (picture("a"), picture("b", row: 4, column: 6))
    _ = plane.plan(for: [below, above], damage: quiet)
    #expect(plane.plan(for: [below], damage: quiet).places == [below])
  }

  @Test func aRectangleWithoutItsCoversHasTheRightCells() {
    var generator = Seeded(3)
    func rect() -> Rect {
      Rect(
        row: Int.random(in: 0..<8, using: &generator), column: Int.random(in: 0..<8, using: &generator),
        rows: Int.random(in: 0..<6, using: &generator), columns: Int.random(in: 0..<6, using: &generator))
    }
    for _ in 0..<2_000 {
      let whole = rect()
      let covers = (0..<Int.random(in: 0...3, using: &generator)).map { _ in rect() }
      let parts = whole.uncovered(by: covers)
      let isRight = (0..<14).allSatisfy { row in
        (0..<14).allSatisfy { column in
          let point = Point(row: row, column: column)
          let isOpen = whole.contains(point) && !covers.contains { $0.contains(point) }
          return parts.count { $0.contains(point) } == (isOpen ? 1 : 0)
        }
      }
      if !isRight { Issue.record("\(whole) without \(covers) gave \(parts)") }
    }
  }
}

extension PicturePlane {
  /// What one frame takes where everything may go at once: first wipe, then write the cells, then place, in order.
  struct Plan: Equatable {
    var wipes: [Rect]
    var places: [PlacedPicture]

    var isEmpty: Bool { wipes.isEmpty && places.isEmpty }
  }

  mutating func plan(for next: [PlacedPicture], damage: Damage) -> Plan {
    let wipes = show(next, damage: damage)
    return Plan(wipes: wipes, places: take(.max).map(\.placed))
  }
}
