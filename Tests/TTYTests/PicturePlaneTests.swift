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

  /// Random frames on a model of the terminal: after each, every cell shows the picture it should, and nothing is left
  /// of those that went.
  @Test(arguments: [PicturePlane.Rule.byCell, .whole])
  func theScreenShowsWhatTheFrameSays(_ rule: PicturePlane.Rule) {
    var generator = Seeded(4)
    var plane = PicturePlane(rule: rule)
    var model = ScreenModel(rule: rule, size: Self.size)
    var text = Grid(Self.size)
    var old = text
    var pictures: [PlacedPicture] = []
    for step in 0..<10_000 {
      change(&text, &pictures, with: &generator)
      let new = Canvas.grid(text.blanked(under: pictures), pictures: pictures, size: Self.size)
      let isCleared = Int.random(in: 0..<50, using: &generator) == 0
      if isCleared {
        plane.forget()
        model.clear()
      }
      let damage = Damage(from: isCleared ? nil : old, to: new)
      let plan = plane.plan(for: pictures, damage: damage)
      plan.wipes.forEach { model.print($0) }
      write(new, damage, on: &model)
      plan.places.forEach { model.place($0) }
      old = new
      let wanted = (0..<Self.size.rows * Self.size.columns).map { index in
        let point = Point(row: index / Self.size.columns, column: index % Self.size.columns)
        return pictures.last { $0.rect.contains(point) }
      }
      guard model.visible == wanted, rule == .byCell || model.count == pictures.count else {
        Issue.record("step \(step): \(pictures.map(\.rect)) with \(plan)")
        return
      }
    }
  }

  private func change(
    _ text: inout Grid, _ pictures: inout [PlacedPicture], with generator: inout Seeded
  ) {
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      let row = Int.random(in: 0..<Self.size.rows, using: &generator)
      let column = Int.random(in: 0..<Self.size.columns, using: &generator)
      text[row, column] = Cell(["x", " ", "|"].randomElement(using: &generator) ?? " ")
    }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0 where !pictures.isEmpty: pictures.remove(at: Int.random(in: pictures.indices, using: &generator))
    case 1 where pictures.count < 3:
      let rows = Int.random(in: 1...5, using: &generator)
      let columns = Int.random(in: 1...8, using: &generator)
      let new = picture(
        "p\(Int.random(in: 0..<4, using: &generator))",
        row: Int.random(in: 0..<Self.size.rows - rows, using: &generator),
        column: Int.random(in: 0...Self.size.columns - columns, using: &generator), rows: rows, columns: columns)
      if !pictures.contains(new) { pictures.append(new) }
    default: break
    }
  }

  /// What curses does with a frame, at its worst: a changed piece is printed whole, and a row that ends in blanks is
  /// cleared from its last letter on.
  private func write(_ grid: Grid, _ damage: Damage, on model: inout ScreenModel) {
    for (row, columns) in damage.columns.enumerated() where !columns.isEmpty {
      model.print(Rect(row: row, column: columns.lowerBound, rows: 1, columns: columns.count))
      let last = (0..<Self.size.columns).last { grid[row, $0].character != " " } ?? -1
      if last < Self.size.columns - 1 { model.erase(row: row, from: last + 1) }
    }
  }
}

extension Grid {
  fileprivate func blanked(under pictures: [PlacedPicture]) -> Grid {
    var result = self
    for picture in pictures { result.fill(picture.rect, with: .blank) }
    return result
  }
}
