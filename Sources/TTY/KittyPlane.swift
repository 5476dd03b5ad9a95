import Screen

/// Remembers which pictures a terminal with Kitty's protocol keeps under which numbers, where they are shown, and what is
/// still to be sent.
///
/// Text does not take such a picture away. It is handed over once and then shown and hidden by a few bytes: placed over
/// the cells, or, with placeholders, wherever cells in its colour are. While a picture is on its way, the one that was in
/// its place stays.
/// - Source: terminal-graphics.md section 6.
struct KittyPlane {
  struct Command: Hashable {
    let bytes: [UInt8]
    /// The cell it acts on, `nil` if the cursor does not matter.
    var point: Point?
  }

  /// A picture at its place, under the number the terminal knows it by.
  struct Face: Hashable {
    let placed: PlacedPicture
    let id: UInt32
  }

  /// What is shown for a wanted picture.
  struct Shown: Hashable {
    let wanted: PlacedPicture
    /// The picture itself, finer or coarser, or another one until it has come.
    var face: Face
    /// With placeholders: so many rows of cells from the top are its own, those below are of what was there before.
    var rows: Int
    var behind: Face?

    fileprivate var isRevealed: Bool { rows >= face.placed.rect.rows }
    fileprivate var visible: Face { isRevealed ? face : behind ?? face }
    fileprivate var ids: [UInt32] { [face.id] + (behind.map { [$0.id] } ?? []) }
  }

  private struct Slot {
    let id: UInt32
    let picture: Picture
    let piece: Int
    var isComplete = false
    var lastUse = 0
  }

  private struct Upload {
    let id: UInt32
    var rest: ArraySlice<[UInt8]>
    var hasBegun = false
  }

  /// How many pictures a terminal is asked to keep.
  static let mostPictures = 16
  /// Smaller than the protocol allows, so that a slow line is free again soon.
  private static let chunkBytes = 2_048

  /// The numbers in use are from here on, so many as pictures are kept.
  let firstID: UInt32
  private(set) var shown: [Shown] = []
  private(set) var usesPlaceholders = false
  private var wanted: [PlacedPicture] = []
  private var slots: [Slot] = []
  private var upload: Upload?
  private var uses = 0

  /// - Parameter seed: anything; two programs on one terminal should not have the same.
  init(seed: Int) {
    // Colours below 16 have sequences of their own, so those are not used as numbers.
    firstID = UInt32(Self.mostPictures * (1 + abs(seed % 15)))
  }

  /// All numbers that may be in use.
  var ids: Range<UInt32> { firstID..<firstID + UInt32(Self.mostPictures) }

  // MARK: What is shown

  /// Takes the pictures that are to be on the screen from now on; `take` says what is to be sent for that.
  /// - Returns: what goes before the cells of the frame, and what after them.
  mutating func show(_ next: [PlacedPicture], usesPlaceholders: Bool) -> (before: [Command], after: [Command]) {
    var before: [Command] = []
    if usesPlaceholders != self.usesPlaceholders {
      before += forget()
      self.usesPlaceholders = usesPlaceholders
    }
    wanted = next
    before += endUnwantedUpload()
    let (hidden, after) = update()
    // The protocol wants the parts of a picture without other commands in between.
    if !hidden.isEmpty || !after.isEmpty { before += endUpload() }
    return (before + hidden, after)
  }

  /// Works out what is shown of what the terminal has.
  /// - Returns: what takes pictures away that nothing replaces, and what shows others.
  private mutating func update() -> (hidden: [Command], others: [Command]) {
    let old = shown
    shown = wanted.compactMap { entry(for: $0, before: old) }
    uses += 1
    for index in slots.indices where shown.contains(where: { $0.ids.contains(slots[index].id) }) {
      slots[index].lastUse = uses
    }
    var hidden: [Command] = []
    var others: [Command] = []
    if !usesPlaceholders {
      for item in shown where !old.contains(where: { $0.face == item.face }) {
        others.append(
          Command(
            bytes: PictureSequences.put(id: item.face.id, size: item.face.placed.picture.size, isVirtual: false),
            point: item.face.placed.origin))
      }
      for face in old.map(\.face) where !shown.contains(where: { $0.face.id == face.id }) {
        let command = Command(bytes: PictureSequences.hide(id: face.id))
        if shown.contains(where: { $0.face.placed.rect.intersects(face.placed.rect) }) {
          others.append(command)
        } else {
          hidden.append(command)
        }
      }
    }
    return (hidden, others + freeCoarse())
  }

  private func entry(for placed: PlacedPicture, before old: [Shown]) -> Shown? {
    let same = old.first { $0.wanted == placed }
    guard let id = best(of: placed.picture) else {
      // Nothing of it has come yet: what is in its place stays, if nothing of that would stick out.
      let ghost = (same ?? old.first { placed.rect.encloses($0.visible.placed.rect) })?.visible
      return ghost.map { Shown(wanted: placed, face: $0, rows: $0.placed.rect.rows) }
    }
    let face = Face(placed: placed, id: id)
    if let same, same.face == face { return same }
    let ghost = (same ?? old.first { placed.rect.encloses($0.visible.placed.rect) })?.visible
    return Shown(wanted: placed, face: face, rows: usesPlaceholders ? 0 : placed.rect.rows, behind: ghost)
  }

  private func best(of picture: Picture) -> UInt32? {
    slots.filter { $0.isComplete && $0.picture == picture }.max { $0.piece < $1.piece }?.id
  }

  /// Frees the coarse pictures of which a finer one has come and is shown.
  private mutating func freeCoarse() -> [Command] {
    let shownIDs = Set(shown.flatMap(\.ids))
    let coarse = slots.filter { slot in
      slot.isComplete && !shownIDs.contains(slot.id)
        && slots.contains { $0.isComplete && $0.picture == slot.picture && $0.piece > slot.piece }
    }
    return coarse.map { free($0.id) }
  }

  private mutating func free(_ id: UInt32) -> Command {
    slots.removeAll { $0.id == id }
    return Command(bytes: PictureSequences.remove(id: id))
  }

  /// The screen was cleared or is left: all pictures are taken out of the terminal's memory.
  mutating func forget() -> [Command] {
    let commands = endUpload() + slots.map { Command(bytes: PictureSequences.remove(id: $0.id)) }
    slots = []
    shown = []
    wanted = []
    return commands
  }

  // MARK: What is sent

  /// True when nothing is left to be sent.
  var isComplete: Bool { upload == nil && nextUpload(room: 0) == nil && shown.allSatisfy(\.isRevealed) }

  /// What is to be sent now, in order.
  /// - Parameter limit: the bytes it may have. The first command is taken even if it has more.
  /// - Returns: the commands, each with the picture whose it is, and whether the frame has to be drawn again, as cells
  ///   change their colour.
  mutating func take(_ limit: Int) -> (commands: [(Command, Picture?)], changesCells: Bool) {
    var commands: [(Command, Picture?)] = []
    var room = limit
    var changesCells = reveal(&room)
    while commands.isEmpty && !changesCells || room > 0 {
      if upload == nil {
        guard let (picture, piece) = nextUpload(room: room), let removed = begin(picture, piece: piece) else { break }
        commands += removed.map { ($0, nil) }
      }
      guard let id = upload?.id, let sequence = upload?.rest.first else { break }
      if sequence.count > room, !commands.isEmpty || changesCells { break }
      commands.append((Command(bytes: sequence), slots.first { $0.id == id }?.picture))
      room = max(0, room - sequence.count)
      upload?.rest.removeFirst()
      upload?.hasBegun = true
      if upload?.rest.isEmpty == true {
        finish(id)
        let (hidden, others) = update()
        commands += (others + hidden).map { ($0, nil) }
        changesCells = reveal(&room) || changesCells
      }
    }
    return (commands, changesCells)
  }

  /// Gives rows of cells to pictures that have come, as many as there is room for.
  private mutating func reveal(_ room: inout Int) -> Bool {
    var changesCells = false
    for index in shown.indices where !shown[index].isRevealed && room > 0 {
      let rect = shown[index].face.placed.rect
      let cost = PlaceholderCells.rowBytes(columns: rect.columns)
      let rows = min(rect.rows - shown[index].rows, max(1, room / cost))
      shown[index].rows += rows
      room = max(0, room - rows * cost)
      if shown[index].isRevealed { shown[index].behind = nil }
      changesCells = true
    }
    return changesCells
  }

  private mutating func finish(_ id: UInt32) {
    upload = nil
    for index in slots.indices where slots[index].id == id { slots[index].isComplete = true }
  }

  /// The next piece to hand over: first something of each picture, and at once the whole where there is room.
  private func nextUpload(room: Int) -> (Picture, piece: Int)? {
    for picture in wanted.map(\.picture) where best(of: picture) == nil {
      let whole = picture.pieces.count - 1
      return (picture, picture.lineBytes(ofPiece: whole) <= room ? whole : 0)
    }
    for picture in wanted.map(\.picture) {
      let whole = picture.pieces.count - 1
      if !slots.contains(where: { $0.isComplete && $0.picture == picture && $0.piece == whole }) {
        return (picture, whole)
      }
    }
    return nil
  }

  /// Gives a piece a number.
  /// - Returns: what frees the number; `nil` if all of them are in use.
  private mutating func begin(_ picture: Picture, piece: Int) -> [Command]? {
    var commands: [Command] = []
    if slots.count >= Self.mostPictures {
      let inUse = Set(shown.flatMap(\.ids))
      let wanted = Set(wanted.map(\.picture))
      let spare = slots.filter { !inUse.contains($0.id) && !wanted.contains($0.picture) }
      guard let oldest = spare.min(by: { $0.lastUse < $1.lastUse }) else { return nil }
      commands.append(free(oldest.id))
    }
    guard let id = ids.first(where: { id in !slots.contains { $0.id == id } }) else { return nil }
    slots.append(Slot(id: id, picture: picture, piece: piece, lastUse: uses))
    var sequences = PictureSequences.transmit(picture.pieces[piece].bytes, id: id, mostBytes: Self.chunkBytes)
    if usesPlaceholders { sequences.append(PictureSequences.put(id: id, size: picture.size, isVirtual: true)) }
    upload = Upload(id: id, rest: sequences[...])
    return commands
  }

  private mutating func endUnwantedUpload() -> [Command] {
    guard let id = upload?.id, let slot = slots.first(where: { $0.id == id }),
      !wanted.contains(where: { $0.picture == slot.picture })
    else { return [] }
    return endUpload()
  }

  /// Ends an upload early; a terminal that has a part of it would wait for the rest.
  private mutating func endUpload() -> [Command] {
    guard let upload else { return [] }
    self.upload = nil
    let removal = free(upload.id)
    return upload.hasBegun ? [Command(bytes: PictureSequences.endTransmission), removal] : []
  }
}

extension Rect {
  func encloses(_ other: Rect) -> Bool {
    row <= other.row && other.endRow <= endRow && column <= other.column && other.endColumn <= endColumn
  }
}
