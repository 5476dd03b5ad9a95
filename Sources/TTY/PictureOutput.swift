import Screen

/// The pictures on the screen in whatever form they travel: turns what a frame shows into bytes.
///
/// For each frame `prepare`, then the cells are drawn, then `change`; between frames `take`, as the line allows.
struct PictureOutput {
  /// What the cells of a frame have to know of its pictures.
  struct Layers {
    /// These lie under the cells: printing takes them away.
    var under: [PlacedPicture] = []
    /// These are shown by the cells themselves.
    var byCells: [KittyPlane.Shown] = []
    /// True while anything is on the screen that must not scroll with the text.
    var isFixed = false
    /// True while the frame has other pictures than the one before, or has them elsewhere.
    var isChanging = false
  }

  /// What a frame's change takes, as bytes.
  struct Change {
    /// Before the cells.
    var before: [UInt8]
    /// After them.
    var after: [UInt8]
  }

  private var plane = PicturePlane(rule: .byCell)
  private var kitty: KittyPlane
  private var delivery = PictureDelivery()
  private var under: [PlacedPicture] = []
  private var kittyChange: (before: [KittyPlane.Command], after: [KittyPlane.Command]) = ([], [])
  /// The bytes that went out for each picture, by its id, since they were last asked for.
  private var spent: [String: Int] = [:]
  /// Inside tmux another window or pane is looked at, and what was passed through it would stay over that.
  var isAway = false

  /// - Parameter seed: anything; two programs on one terminal should not have the same.
  init(seed: Int) {
    kitty = KittyPlane(seed: seed)
  }

  /// What takes all pictures of Kitty's protocol away, whichever there are.
  var rescue: [UInt8] {
    kitty.ids.flatMap { render(KittyPlane.Command(bytes: PictureSequences.remove(id: $0))) }
  }

  // MARK: A frame

  /// Takes the pictures of the next frame.
  mutating func prepare(_ pictures: [PlacedPicture], delivery next: PictureDelivery, isTmux: Bool) -> Layers {
    var before: [KittyPlane.Command] = []
    if next.paneOrigin != delivery.paneOrigin {
      // tmux has drawn everything around the pane again, and in the old place may be something else by now.
      plane.forget()
      before = kitty.forget()
    }
    let wasFixed = isFixed
    delivery = next
    plane.rule = isTmux && next.paneOrigin == nil ? .whole : .byCell
    let isHidden = isAway && next.paneOrigin != nil
    let underBefore = under
    under = isHidden ? [] : pictures.filter { $0.picture.form != .kitty }
    let over = isHidden && !next.usesPlaceholders ? [] : pictures.filter { $0.picture.form == .kitty }
    kittyChange = kitty.show(over, usesPlaceholders: next.usesPlaceholders)
    kittyChange.before = before + kittyChange.before
    return Layers(
      under: under, byCells: next.usesPlaceholders ? kitty.shown : [],
      isFixed: wasFixed || !under.isEmpty || !next.usesPlaceholders && !over.isEmpty,
      isChanging: under != underBefore || !kittyChange.before.isEmpty || !kittyChange.after.isEmpty)
  }

  /// True while a picture may be on the screen that lies beside the cells, not in them.
  var isFixed: Bool { !plane.inked.isEmpty || !delivery.usesPlaceholders && !kitty.shown.isEmpty }

  /// The bytes for what changes with the frame, beside its cells. Those of new pictures come from `take`.
  /// - Parameter damage: the cells that are written.
  mutating func change(_ damage: Damage, in size: Size) -> Change {
    defer { kittyChange = ([], []) }
    let wipes = plane.show(under, damage: damage)
    return Change(
      before: kittyChange.before.flatMap(render) + wipe(wipes, in: size), after: kittyChange.after.flatMap(render))
  }

  // MARK: Between frames

  /// True when nothing is left to be sent.
  var isComplete: Bool { plane.isComplete && kitty.isComplete }

  /// True once a picture of Kitty's protocol was handed to the terminal, which keeps it until it is told otherwise.
  private(set) var hasUploads = false

  /// The bytes to be sent now.
  /// - Parameter limit: how many, unless a single piece has more.
  /// - Returns: the bytes, after which the cursor may be anywhere, and whether the frame has to be drawn again, as cells
  ///   change with them.
  mutating func take(_ limit: Int) -> (bytes: [UInt8], changesCells: Bool) {
    var result: [UInt8] = []
    for sheet in plane.take(limit) {
      let picture = sheet.placed.picture
      let bytes = PictureSequences.show(sheet.piece, of: picture, at: sheet.placed.origin, id: 0, delivery: delivery)
      spent[picture.id, default: 0] += bytes.count
      result += bytes
    }
    guard result.count < limit, !kitty.isComplete else { return (result, false) }
    let (commands, changesCells) = kitty.take(limit - result.count)
    for (command, picture) in commands {
      let bytes = render(command)
      if let picture {
        hasUploads = true
        spent[picture.id, default: 0] += bytes.count
      }
      result += bytes
    }
    return (result, changesCells)
  }

  /// The bytes that went out for each picture since the last call, by its id; nothing while more of them are to come.
  mutating func takeSpent() -> [String: Int] {
    guard isComplete else { return [:] }
    defer { spent = [:] }
    return spent
  }

  // MARK: The end

  /// The screen was cleared. What is returned takes out of the terminal's memory what clearing leaves there.
  mutating func forget() -> [UInt8] {
    plane.forget()
    return kitty.forget().flatMap(render)
  }

  /// Takes all pictures off the screen.
  mutating func leave(_ size: Size) -> [UInt8] {
    let wipes = wipe(plane.inked, in: size)
    return wipes + forget()
  }

  // MARK: Bytes

  private func wipe(_ rects: [Rect], in size: Size) -> [UInt8] {
    guard let origin = delivery.paneOrigin else { return Sequences.wipe(rects, in: size, cursor: []) }
    let moved = rects.map { rect in
      var rect = rect.clipped(to: size)
      rect.row += origin.row
      rect.column += origin.column
      return rect
    }
    let outer = Size(columns: origin.column + size.columns, rows: origin.row + size.rows)
    let bytes = Sequences.wipe(moved, in: outer, cursor: [])
    return bytes.isEmpty ? [] : PictureSequences.passThrough([bytes], at: origin)
  }

  private func render(_ command: KittyPlane.Command) -> [UInt8] {
    guard let origin = delivery.paneOrigin else {
      return (command.point.map { Sequences.moveCursor(row: $0.row, column: $0.column) } ?? []) + command.bytes
    }
    let point = command.point.map { Point(row: $0.row + origin.row, column: $0.column + origin.column) }
    return PictureSequences.passThrough([command.bytes], at: point)
  }
}

extension Rect {
  fileprivate func clipped(to size: Size) -> Rect {
    let top = max(0, row)
    let left = max(0, column)
    return Rect(
      row: top, column: left, rows: min(size.rows, endRow) - top, columns: min(size.columns, endColumn) - left)
  }
}
