import Screen
import TestSupport
import Testing

@testable import TTY

/// What the program believes to be on the screen, held against a model of the terminal after random operations.
@Suite struct PictureModelTests {
  private static let size = Size(columns: 20, rows: 10)
  private static let pane = Point(row: 3, column: 5)

  struct Kind: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let form: PictureForm
    var rule = PicturePlane.Rule.byCell
    var delivery = PictureDelivery()
    var isTmux = false
  }

  static let kinds = [
    Kind(testDescription: "sixel, xterm's rules", form: .sixel),
    Kind(testDescription: "iTerm2", form: .iTerm2),
    Kind(testDescription: "sixel, tmux's own", form: .sixel, rule: .whole, isTmux: true),
    Kind(
      testDescription: "sixel through tmux", form: .sixel, delivery: PictureDelivery(paneOrigin: pane), isTmux: true),
    Kind(testDescription: "kitty, placed", form: .kitty),
    Kind(testDescription: "kitty, placeholders", form: .kitty, delivery: PictureDelivery(usesPlaceholders: true)),
    Kind(
      testDescription: "kitty, placed through tmux", form: .kitty, delivery: PictureDelivery(paneOrigin: pane),
      isTmux: true),
    Kind(
      testDescription: "kitty, placeholders through tmux", form: .kitty,
      delivery: PictureDelivery(usesPlaceholders: true, paneOrigin: pane), isTmux: true),
  ]

  @Test(arguments: kinds)
  func theScreenShowsWhatTheFrameSays(_ kind: Kind) {
    var trial = Trial(kind, seed: 4)
    for step in 0..<10_000 {
      trial.change()
      guard trial.problem == nil else { break }
      if step % 50 == 49 { trial.settle() }
    }
    #expect(trial.problem == nil)
    trial.leave()
    #expect(trial.problem == nil)
  }

  /// The program's side and the terminal's, and what moves them.
  struct Trial {
    private let kind: Kind
    private var generator: Seeded
    private var output = PictureOutput(seed: 3)
    private var model: ScreenModel
    private var text = Grid(PictureModelTests.size)
    private var pictures: [PlacedPicture] = []
    private var old: Grid?
    /// What is not as it should be.
    private(set) var problem: String?

    private var size: Size { PictureModelTests.size }
    private var origin: Point { kind.delivery.paneOrigin ?? Point(row: 0, column: 0) }

    init(_ kind: Kind, seed: UInt64) {
      self.kind = kind
      generator = Seeded(seed)
      let origin = kind.delivery.paneOrigin
      let whole = Size(
        columns: PictureModelTests.size.columns + 2 * (origin?.column ?? 0),
        rows: PictureModelTests.size.rows + 2 * (origin?.row ?? 0))
      model = ScreenModel(rule: kind.rule, size: whole, pane: origin)
    }

    private mutating func random(to limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &generator) }

    // MARK: Operations

    /// One random step of a session.
    mutating func change() {
      for _ in 0..<random(to: 4) {
        let letters: [Character] = ["x", " ", "|"]
        text[random(to: size.rows), random(to: size.columns)] = Cell(letters[random(to: 3)])
      }
      switch random(to: 8) {
      case 0 where !pictures.isEmpty: pictures.remove(at: random(to: pictures.count))
      case 1, 2: addPicture()
      case 3 where !pictures.isEmpty: movePicture(random(to: pictures.count))
      case 4 where !pictures.isEmpty: replacePicture(random(to: pictures.count))
      default: break
      }
      if random(to: 60) == 0 { clear() }
      if kind.delivery.paneOrigin != nil, random(to: 20) == 0 { output.isAway.toggle() }
      draw()
      // The line takes nothing, a little, or everything.
      for _ in 0..<random(to: 3) { send(random(to: 2) == 0 ? 60 : .max) }
      if let fault = model.faults.first { problem = fault }
      if random(to: 5) == 0 { check() }
    }

    private mutating func picture(rows: Int, columns: Int) -> Picture {
      let name = "p\(random(to: 6))x\(rows)x\(columns)"
      // tmux's own sixel is never sent in strips.
      let isCoarse = kind.rule == .byCell && random(to: 2) == 0
      func piece(_ index: Int, _ first: Int, _ count: Int) -> Picture.Piece {
        let text = "\(name).\(index).\(first).\(count).\(columns)"
        let data = kind.form == .sixel ? "\u{1b}Pq\(text)\u{1b}\\" : kind.form == .kitty ? text + ".end" : text
        return Picture.Piece(rows: first..<first + count, bytes: Array(data.utf8))
      }
      var pieces = [piece(0, 0, rows)]
      if isCoarse, kind.form == .kitty { pieces.append(piece(1, 0, rows)) }
      if isCoarse, kind.form != .kitty { pieces += (0..<rows).map { piece($0 + 1, $0, 1) } }
      return Picture(
        id: name + (isCoarse ? "c" : ""), size: Size(columns: columns, rows: rows), form: kind.form, pieces: pieces)
    }

    private mutating func add(_ picture: Picture) {
      let placed = PlacedPicture(
        picture,
        at: Point(
          row: random(to: size.rows - picture.size.rows), column: random(to: size.columns - picture.size.columns + 1)))
      // One picture is shown once; those of Kitty's protocol lie beside each other.
      if pictures.contains(where: { $0.picture == picture }) { return }
      if kind.form == .kitty, pictures.contains(where: { $0.rect.intersects(placed.rect) }) { return }
      pictures.append(placed)
    }

    private mutating func addPicture() {
      guard pictures.count < 3 else { return }
      add(picture(rows: 2 + random(to: 4), columns: 2 + random(to: 7)))
    }

    private mutating func movePicture(_ index: Int) {
      add(pictures.remove(at: index).picture)
    }

    private mutating func replacePicture(_ index: Int) {
      let old = pictures.remove(at: index)
      let new = picture(rows: old.rect.rows, columns: old.rect.columns)
      if !pictures.contains(where: { $0.picture == new }) { pictures.append(PlacedPicture(new, at: old.origin)) }
    }

    private mutating func clear() {
      model.feed(output.forget())
      model.clear()
      old = nil
    }

    // MARK: Drawing, as the terminal's owner does it

    private mutating func draw() {
      let layers = output.prepare(pictures, delivery: kind.delivery, isTmux: kind.isTmux)
      var blank = text
      for picture in pictures { blank.fill(picture.rect, with: .blank) }
      let grid = Canvas.grid(blank, layers: layers, size: size)
      let damage = Damage(from: old, to: grid)
      let change = output.change(damage, in: size)
      model.feed(change.before)
      write(grid, damage)
      model.feed(change.after)
      old = grid
    }

    /// What curses does with a frame, at its worst: a changed piece is printed whole, and a row that ends in blanks is
    /// cleared from its last letter on.
    private mutating func write(_ grid: Grid, _ damage: Damage) {
      for (row, columns) in damage.columns.enumerated() where !columns.isEmpty {
        for column in columns {
          model.print(grid[row, column], at: Point(row: row + origin.row, column: column + origin.column))
        }
        let last = (0..<size.columns).last { grid[row, $0].character != " " } ?? -1
        if last < size.columns - 1 {
          model.erase(
            row: row + origin.row, from: last + 1 + origin.column, to: size.columns + origin.column)
        }
      }
    }

    private mutating func send(_ limit: Int) {
      let (bytes, changesCells) = output.take(limit)
      model.feed(bytes)
      if changesCells { draw() }
    }

    /// Sends everything and compares each cell.
    mutating func settle() {
      var rounds = 0
      while !output.isComplete, rounds < 1_000 {
        send(60)
        rounds += 1
      }
      if !output.isComplete { problem = "never complete" }
      let shown = output.isAway && kind.delivery.paneOrigin != nil && !kind.delivery.usesPlaceholders ? [] : pictures
      for (index, tile) in model.visible.enumerated() {
        let point = self.point(index)
        let wanted = shown.last { $0.rect.contains(point) }
        let name = wanted.map { String($0.picture.id.prefix { $0 != "c" }) }
        let isRight =
          tile?.name == name
          && (tile == nil
            || tile?.row == wanted.map { point.row - $0.origin.row }
              && tile?.column == wanted.map { point.column - $0.origin.column }
              && ((wanted?.picture.pieces.count ?? 0) == 1 || tile?.piece != 0))
        if !isRight, problem == nil { problem = "at \(point) is \(String(describing: tile)), not \(name ?? "nothing")" }
      }
      if kind.rule == .whole, model.count != shown.count { problem = "\(model.count) pictures are kept" }
      check()
    }

    mutating func leave() {
      pictures = []
      model.feed(output.leave(size))
      if model.visible.contains(where: { $0 != nil }) || !model.images.isEmpty { problem = "something is left" }
      check()
    }

    /// What holds at any time: pictures are where they may be, and nothing strange was sent.
    private mutating func check() {
      if problem != nil { return }
      if let fault = model.faults.first { problem = fault }
      if model.images.count > KittyPlane.mostPictures { problem = "\(model.images.count) pictures in memory" }
      for (index, tile) in model.visible.enumerated() where tile != nil {
        if !pictures.contains(where: { $0.rect.contains(point(index)) }) {
          problem = "at \(point(index)) is \(String(describing: tile)), where no picture is"
          return
        }
      }
    }

    private func point(_ index: Int) -> Point {
      Point(row: index / model.size.columns - origin.row, column: index % model.size.columns - origin.column)
    }
  }
}
