import Images
import Screen
import TTY

/// Prints pictures into the text of a terminal, by the best way it has.
struct PictureShow: Sendable {
  enum Way: String, CaseIterable, Sendable { case sixel, art }

  /// What a person wants of it; what is `nil` follows the terminal.
  struct Wishes: Hashable, Sendable {
    var columns: Int?
    var rows: Int?
    var way: Way?
    /// Bytes of a sixel picture at most.
    var budget: Int
  }

  let console: Console
  let pictures: PictureProcess
  /// Variables of the process.
  let environment: [String: String]

  /// Prints one picture below what is on the terminal.
  /// - Returns: why it could not be shown, if so.
  func print(_ bytes: [UInt8], _ wishes: Wishes) async -> ImageError? {
    let probe = console.out.isTerminal ? TerminalProbe(environment: environment) : nil
    let way = wishes.way ?? (probe?.hasSixel == true ? .sixel : .art)
    let cell =
      probe?.cellPixels.map { PixelSize(width: $0.width, height: $0.height) } ?? PixelSize(width: 10, height: 20)
    // The line below the picture belongs to the shell.
    let screen = probe?.facts.size ?? Size(columns: 80, rows: 25)
    var size = Size(columns: wishes.columns ?? screen.columns, rows: wishes.rows ?? max(1, screen.rows - 1))
    if way == .sixel { size = Self.clamped(size, cell, probe?.replies ?? []) }
    let colors = TerminalColors.count(environment)
    let operation: PictureRequest.Operation =
      switch way {
      case .sixel:
        .picture(
          PictureEncoding(
            form: .sixel, maxSize: size, cellPixels: cell, byteBudget: wishes.budget,
            maxColors: Self.registers(probe?.replies ?? [])))
      case .art: .art(maxSize: size, cellPixels: cell, colors: TerminalColors.art(colors))
      }
    let request = PictureRequest(
      key: "", operation: operation, background: Self.background(probe?.replies ?? []), picture: bytes)
    switch await pictures.run(request) {
    case .picture(let picture): console.out.write(Self.placed(picture, onTerminal: console.out.isTerminal))
    case .art(let grid): console.out.write(Array(ArtText.lines(grid, colors: colors).utf8))
    case .failure(let error): return error
    default: return .workerFailed("it answered something else than was asked")
    }
    return nil
  }

  /// The picture with room made for it first: terminals differ in where they leave the cursor afterwards.
  private static func placed(_ picture: Picture, onTerminal: Bool) -> [UInt8] {
    let sixel = picture.pieces.flatMap(\.bytes)
    guard onTerminal else { return sixel }
    let rows = picture.size.rows
    let before = "\r" + String(repeating: "\n", count: rows) + "\u{1b}[\(rows)A\u{1b}7"
    return Array(before.utf8) + sixel + Array("\u{1b}8\u{1b}[\(rows)B\r".utf8)
  }

  /// A terminal drops a picture larger than the largest it takes.
  /// - Source: terminal-graphics.md section 1.
  private static func clamped(_ size: Size, _ cell: PixelSize, _ replies: [TerminalReply]) -> Size {
    for case .sixelGeometry(let width, let height) in replies {
      return Size(
        columns: max(1, min(size.columns, width / cell.width)), rows: max(1, min(size.rows, height / cell.height)))
    }
    return size
  }

  private static func registers(_ replies: [TerminalReply]) -> Int {
    for case .colorRegisters(let count) in replies where count >= 2 { return min(count, 256) }
    return 256
  }

  private static func background(_ replies: [TerminalReply]) -> RGB {
    for case .background(let red, let green, let blue) in replies {
      return RGB(red: UInt8(clamping: red), green: UInt8(clamping: green), blue: UInt8(clamping: blue))
    }
    return .black
  }
}
