import Screen

@testable import TTY

/// A terminal as far as pictures go: it reads the bytes that are sent around the cells, is told which cells are printed,
/// and knows which part of which picture each cell shows.
/// - Source: terminal-graphics.md sections 4 to 6.
struct ScreenModel {
  /// A cell of a picture, counted from the picture's corner.
  struct Tile: Hashable {
    let name: String
    let piece: Int
    let row: Int
    let column: Int
  }

  struct Image: Hashable {
    let name: String
    let piece: Int
  }

  private struct Held {
    let rect: Rect
    let image: Image
    let firstRow: Int

    func tile(row: Int, column: Int) -> Tile {
      Tile(name: image.name, piece: image.piece, row: row - rect.row + firstRow, column: column - rect.column)
    }
  }

  let rule: PicturePlane.Rule
  let size: Size
  /// Inside a pane of tmux, whose wrappers it opens: where the pane begins.
  let pane: Point?
  /// By cell, row-major, where each cell belongs to one picture.
  private var tiles: [Tile?]
  /// Where pictures are kept as a whole.
  private var held: [Held] = []
  private var cursor = Point(row: 0, column: 0)
  private var placeholders: [Cell?]

  // Kitty's protocol.
  private(set) var images: [UInt32: Image] = [:]
  private var virtualSizes: [UInt32: Size] = [:]
  private var placements: [UInt32: Rect] = [:]
  private var loading: (id: UInt32, text: String)?
  /// What a terminal would have stumbled over.
  private(set) var faults: [String] = []

  init(rule: PicturePlane.Rule, size: Size, pane: Point? = nil) {
    self.rule = rule
    self.size = size
    self.pane = pane
    tiles = Array(repeating: nil, count: size.rows * size.columns)
    placeholders = tiles.map { _ in nil }
  }

  // MARK: Cells

  /// The screen is cleared; pictures of Kitty's protocol stay in memory.
  mutating func clear() {
    self.held = []
    tiles = tiles.map { _ in nil }
    placeholders = tiles.map { _ in nil }
    placements = [:]
  }

  mutating func print(_ rect: Rect) {
    switch rule {
    case .whole: held.removeAll { $0.rect.intersects(rect) }
    case .byCell: for cell in cells(of: rect) { tiles[cell] = nil }
    }
    for cell in cells(of: rect) { placeholders[cell] = nil }
  }

  mutating func print(_ cell: Cell, at point: Point) {
    guard (0..<size.rows).contains(point.row), (0..<size.columns).contains(point.column) else { return }
    let index = point.row * size.columns + point.column
    switch rule {
    case .whole: held.removeAll { $0.rect.contains(point) }
    case .byCell: tiles[index] = nil
    }
    placeholders[index] = PlaceholderCells.isPlaceholder(cell.character) ? cell : nil
  }

  /// An erase sequence from a cell to the end of its row.
  mutating func erase(row: Int, from column: Int, to end: Int) {
    if rule == .whole { held.removeAll { $0.rect.row <= row && row < $0.rect.endRow } }
    print(Rect(row: row, column: column, rows: 1, columns: end - column))
  }

  /// The indices of a rectangle's cells, as far as it lies on the screen.
  private func cells(of rect: Rect) -> [Int] {
    let (left, right) = (max(0, rect.column), min(size.columns, rect.endColumn))
    guard left < right else { return [] }
    var cells: [Int] = []
    for row in max(0, rect.row)..<max(0, rect.row, min(size.rows, rect.endRow)) {
      cells += row * size.columns + left..<row * size.columns + right
    }
    return cells
  }

  // MARK: What is seen

  /// What each cell shows, row-major.
  var visible: [Tile?] {
    var result = tiles
    for item in held {
      for cell in cells(of: item.rect) {
        result[cell] = item.tile(row: cell / size.columns, column: cell % size.columns)
      }
    }
    for id in placements.keys.sorted() {
      guard let rect = placements[id], let image = images[id] else { continue }
      let item = Held(rect: rect, image: image, firstRow: 0)
      for cell in cells(of: rect) { result[cell] = item.tile(row: cell / size.columns, column: cell % size.columns) }
    }
    var last: (row: Int, column: Int, color: UInt8?)?
    for index in placeholders.indices {
      if index % size.columns == 0 { last = nil }
      guard let cell = placeholders[index] else {
        last = nil
        continue
      }
      let marks = cell.character.unicodeScalars.dropFirst().map { PlaceholderMarks.marks.firstIndex(of: $0) ?? -1 }
      let color = cell.style.foreground
      if marks.count == 2 {
        last = (marks[0], marks[1], color)
      } else if let before = last, marks.isEmpty, before.color == color {
        last = (before.row, before.column + 1, color)
      } else {
        last = nil
      }
      let id = UInt32(color ?? 0)
      guard let last, let image = images[id], let room = virtualSizes[id], last.row < room.rows,
        last.column < room.columns
      else { continue }
      result[index] = Tile(name: image.name, piece: image.piece, row: last.row, column: last.column)
    }
    return result
  }

  /// How many pictures the terminal keeps under its cells, hidden ones too.
  var count: Int { held.count }

  // MARK: Bytes

  /// Reads the bytes of pictures.
  mutating func feed(_ bytes: [UInt8]) {
    guard pane != nil else {
      outer(bytes[...])
      return
    }
    let wrapper = Array("\u{1b}Ptmux;".utf8)
    var rest = bytes[...]
    while !rest.isEmpty {
      guard rest.starts(with: wrapper) else {
        faults.append("bytes outside the wrapper: \(String(decoding: rest.prefix(20), as: UTF8.self).debugDescription)")
        return
      }
      rest = rest.dropFirst(wrapper.count)
      var payload: [UInt8] = []
      while let byte = rest.popFirst() {
        if byte == 0x1b, rest.popFirst() == 0x5c { break }
        payload.append(byte)
      }
      let before = cursor
      outer(payload[...])
      if cursor != before { faults.append("the cursor moved behind tmux's back") }
    }
  }

  /// What the terminal itself reads.
  private mutating func outer(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    var saved = cursor
    while let byte = rest.popFirst() {
      if byte == 0x20 {
        print(Rect(row: cursor.row, column: cursor.column, rows: 1, columns: 1))
        checkPane(Rect(row: cursor.row, column: cursor.column, rows: 1, columns: 1))
        cursor.column += 1
        continue
      }
      switch (byte, rest.popFirst()) {
      case (0x1b, UInt8(ascii: "7")): saved = cursor
      case (0x1b, UInt8(ascii: "8")): cursor = saved
      case (0x1b, UInt8(ascii: "[")):
        let text = Self.take(&rest, to: [0x48, 0x6d])
        let numbers = text.split(separator: ";").compactMap { Int($0) }
        if numbers.count == 2 { cursor = Point(row: numbers[0] - 1, column: numbers[1] - 1) }
      case (0x1b, UInt8(ascii: "P")):
        place(String(Self.takeString(&rest).dropFirst()))
      case (0x1b, UInt8(ascii: "]")):
        let text = Self.take(&rest, to: [0x07])
        let parts = text.split(separator: ":", maxSplits: 1)
        if !text.hasPrefix("1337;File=inline=1;") || parts.count != 2 { faults.append("no picture: \(text)") }
        place(Self.decode(parts.last ?? ""))
      case (0x1b, UInt8(ascii: "_")):
        let parts = Self.takeString(&rest).dropFirst().split(separator: ";", omittingEmptySubsequences: false)
        kitty(parts[0], parts.count > 1 ? parts[1] : "")
      default:
        faults.append("stray bytes: \(byte) \(String(decoding: rest.prefix(20), as: UTF8.self).debugDescription)")
        return
      }
    }
  }

  /// Takes what stands before one of some bytes, and that one.
  private static func take(_ rest: inout ArraySlice<UInt8>, to ends: [UInt8]) -> String {
    let text = rest.prefix { !ends.contains($0) }
    rest = rest.dropFirst(text.count + 1)
    return String(decoding: text, as: UTF8.self)
  }

  /// Takes what stands before `ESC \`, and that.
  private static func takeString(_ rest: inout ArraySlice<UInt8>) -> String {
    let text = take(&rest, to: [0x1b])
    rest = rest.dropFirst()
    return text
  }

  private mutating func checkPane(_ rect: Rect) {
    guard let pane else { return }
    if rect.row < pane.row || rect.column < pane.column { faults.append("drawn outside the pane: \(rect)") }
  }

  /// A piece named `name.piece.firstRow.rows.columns`.
  private mutating func place(_ text: String) {
    let parts = text.split(separator: ".").map(String.init)
    let numbers = parts.dropFirst().compactMap { Int($0) }
    guard numbers.count == 4 else {
      faults.append("no piece: \(text)")
      return
    }
    let rect = Rect(row: cursor.row, column: cursor.column, rows: numbers[2], columns: numbers[3])
    if rect.endRow >= size.rows { faults.append("the picture scrolls the screen") }
    checkPane(rect)
    let item = Held(rect: rect, image: Image(name: parts[0], piece: numbers[0]), firstRow: numbers[1])
    switch rule {
    case .whole: held.append(item)
    case .byCell:
      for cell in cells(of: rect) { tiles[cell] = item.tile(row: cell / size.columns, column: cell % size.columns) }
    }
    // Where a picture leaves the cursor, terminals do not agree.
    cursor.row += rect.rows
  }

  private mutating func kitty(_ control: Substring, _ payload: Substring) {
    var keys: [String: String] = [:]
    for pair in control.split(separator: ",") {
      let parts = pair.split(separator: "=").map(String.init)
      keys[parts[0]] = parts.last
    }
    let id = UInt32(keys["i"] ?? "") ?? 0
    if loading != nil, keys["a"] != nil { faults.append("a command between the parts of a picture") }
    switch (keys["a"], keys["d"]) {
    case ("t", _), (nil, _):
      if keys["a"] == "t" { loading = (id, "") }
      loading?.text += payload
      if keys["m"] == "0", let loaded = loading {
        let parts = Self.decode(loaded.text).split(separator: ".").map(String.init)
        // A file that was cut off shows nothing.
        images[loaded.id] = parts.last == "end" ? Image(name: parts[0], piece: Int(parts[1]) ?? -1) : nil
        loading = nil
      }
    case ("p", _):
      guard images[id] != nil, let columns = Int(keys["c"] ?? ""), let rows = Int(keys["r"] ?? "") else {
        faults.append("nothing to place: \(control)")
        return
      }
      if keys["U"] == "1" {
        virtualSizes[id] = Size(columns: columns, rows: rows)
      } else {
        placements[id] = Rect(row: cursor.row, column: cursor.column, rows: rows, columns: columns)
      }
    case ("d", "i"): placements[id] = nil
    case ("d", "I"):
      placements[id] = nil
      virtualSizes[id] = nil
      images[id] = nil
    default: faults.append("unknown: \(control)")
    }
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func decode(_ base64: some StringProtocol) -> String {
    var bits = 0
    var count = 0
    var bytes: [UInt8] = []
    for character in base64.utf8 {
      guard let value = alphabet.firstIndex(of: character) else { continue }
      bits = (bits << 6 | value) & 0xffff
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> count & 0xff))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
