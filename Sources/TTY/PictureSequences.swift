package import Screen

/// The bytes that hand pictures to a terminal, in each form it may take them, also through tmux.
/// - Source: terminal-graphics.md sections 5 and 6.
package enum PictureSequences {
  /// One piece of a picture, in its place.
  /// - Parameters:
  ///   - point: the cell of the whole picture's top left corner, on our own screen; `nil` for where the cursor is.
  ///   - id: the number the terminal knows this piece by, for Kitty's protocol: 1 to 255 with placeholders.
  /// - Returns: what is to be sent. Afterwards the cursor may be anywhere, except that with placeholders and inside tmux
  ///   it has not moved. With placeholders nothing shows before the cells are printed, see `PlaceholderMarks`.
  package static func show(
    _ piece: Picture.Piece, of picture: Picture, at point: Point?, id: UInt32, delivery: PictureDelivery
  ) -> [UInt8] {
    let size = Size(columns: picture.size.columns, rows: piece.rows.count)
    var sequences: [[UInt8]]
    switch picture.form {
    case .sixel: sequences = [piece.bytes]
    case .iTerm2: sequences = inline(piece.bytes, size: size)
    case .kitty:
      sequences = transmit(piece.bytes, id: id) + [put(id: id, size: size, isVirtual: delivery.usesPlaceholders)]
    }
    let isPlaced = picture.form != .kitty || !delivery.usesPlaceholders
    let corner = isPlaced ? point.map { Point(row: $0.row + piece.rows.lowerBound, column: $0.column) } : nil
    if let origin = delivery.paneOrigin {
      return passThrough(
        sequences, at: corner.map { Point(row: $0.row + origin.row, column: $0.column + origin.column) })
    }
    if let corner { sequences.insert(Sequences.moveCursor(row: corner.row, column: corner.column), at: 0) }
    return sequences.flatMap(\.self)
  }

  // MARK: Kitty

  /// Hands a PNG file over, to be shown later under its number.
  /// - Returns: the sequences, each small enough for every terminal.
  package static func transmit(_ png: [UInt8], id: UInt32) -> [[UInt8]] {
    let text = base64(png)
    let starts = text.isEmpty ? [0] : Array(stride(from: 0, to: text.count, by: mostKittyBytes))
    return starts.map { start in
      let end = min(text.count, start + mostKittyBytes)
      let keys = start == 0 ? "a=t,i=\(id),f=100,t=d,q=2," : "q=2,"
      return bytes("\u{1b}_G\(keys)m=\(end < text.count ? 1 : 0);") + text[start..<end] + stringEnd
    }
  }

  /// Shows a picture that was handed over: at the cursor, which stays where it is, or with `isVirtual` where its
  /// placeholders are printed.
  package static func put(id: UInt32, size: Size, isVirtual: Bool) -> [UInt8] {
    let place = isVirtual ? "U=1" : "p=1,C=1"
    return bytes("\u{1b}_Ga=p,\(place),i=\(id),c=\(size.columns),r=\(size.rows),q=2\u{1b}\\")
  }

  /// Takes a picture off the screen and out of the terminal's memory.
  package static func remove(id: UInt32) -> [UInt8] {
    bytes("\u{1b}_Ga=d,d=I,i=\(id),q=2\u{1b}\\")
  }

  /// Takes all pictures off the screen, and out of the terminal's memory.
  package static let removeAll = bytes("\u{1b}_Ga=d,d=A,q=2\u{1b}\\")

  /// - Source: kitty's protocol: no piece is longer than this.
  private static let mostKittyBytes = 4096

  // MARK: iTerm2

  /// A picture file shown at the cursor, over so many cells: in one sequence, or in several if it is large.
  package static func inline(_ file: [UInt8], size: Size) -> [[UInt8]] {
    let text = base64(file)
    let facts =
      "inline=1;size=\(file.count);width=\(size.columns);height=\(size.rows);preserveAspectRatio=1;doNotMoveCursor=1"
    if text.count <= mostInlineBytes { return [bytes("\u{1b}]1337;File=\(facts):") + text + bell] }
    let parts = stride(from: 0, to: text.count, by: mostPartBytes).map { start in
      bytes("\u{1b}]1337;FilePart=") + text[start..<min(text.count, start + mostPartBytes)] + bell
    }
    return [bytes("\u{1b}]1337;MultipartFile=\(facts)\u{7}")] + parts + [bytes("\u{1b}]1337;FileEnd\u{7}")]
  }

  /// tmux and others drop a longer sequence whole.
  private static let mostInlineBytes = 1_000_000
  private static let mostPartBytes = 250_000

  // MARK: tmux

  /// Sequences that tmux hands on to the terminal around it as they are, with as few wrappers as its limit allows. Each
  /// wrapper goes to the place first, because tmux forgets between two of them where the cursor was, and brings the
  /// cursor back.
  /// - Parameter point: the cell on the outer terminal's screen; `nil` for sequences that show nothing by themselves.
  package static func passThrough(_ sequences: [[UInt8]], at point: Point?) -> [UInt8] {
    let before = point.map { bytes("\u{1b}7") + Sequences.moveCursor(row: $0.row, column: $0.column) } ?? []
    let after = point == nil ? [] : bytes("\u{1b}8")
    var result: [UInt8] = []
    var payload: [UInt8] = []
    func wrap() {
      if payload.isEmpty { return }
      result += bytes("\u{1b}Ptmux;") + doublingEscapes(before + payload + after) + stringEnd
      payload = []
    }
    for sequence in sequences {
      if payload.count + sequence.count > mostPassedBytes { wrap() }
      payload += sequence
    }
    wrap()
    return result
  }

  /// The longest sequence tmux takes is a mebibyte, with its wrapper and every ESC doubled.
  package static let mostPassedBytes = 1_000_000

  private static func doublingEscapes(_ payload: [UInt8]) -> [UInt8] {
    payload.reduce(into: []) { result, byte in
      if byte == 0x1b { result.append(byte) }
      result.append(byte)
    }
  }

  // MARK: Bytes

  private static let stringEnd = bytes("\u{1b}\\")
  private static let bell: [UInt8] = [0x07]
  private static let alphabet = bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

  private static func base64(_ data: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((data.count + 2) / 3 * 4)
    var start = 0
    while start < data.count {
      let count = min(3, data.count - start)
      let group = (0..<3).reduce(0) { $0 << 8 | ($1 < count ? Int(data[start + $1]) : 0) }
      for index in 0..<4 { text.append(index <= count ? alphabet[group >> (18 - 6 * index) & 63] : UInt8(ascii: "=")) }
      start += 3
    }
    return text
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
