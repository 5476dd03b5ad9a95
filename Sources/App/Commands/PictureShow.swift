import Core
import Gemini
import Images
import Screen
import TTY

/// Prints pictures into the text of a terminal, by the best way it has.
struct PictureShow: Sendable {
  /// The room a picture may take; what is `nil` follows the terminal.
  struct Room: Hashable, Sendable {
    var columns: Int?
    var rows: Int?
  }

  private let console: Console
  private let pictures: PictureProcess
  private let budget: Int
  /// `nil` for a pipe or a file.
  private let terminal: AskedTerminal?
  private let choice: PictureChoice
  private let colors: Int

  /// Asks the terminal, if the pictures go to one and the way is not settled without.
  /// - Parameter wish: the way, whatever the terminal says of itself; `nil` follows the settings.
  init(_ console: Console, _ workshop: Workshop, wish: Settings.Pictures? = nil) {
    let wish = wish ?? workshop.settings.pictures
    let asks = ![.blocks, .none].contains(wish)
    let terminal =
      console.out.isTerminal ? AskedTerminal(workshop.environment.process, asks: asks) : nil
    self.init(console, workshop, terminal: terminal, wish: wish)
    if terminal != nil, choice.reason == .silence {
      console.note(
        "The terminal did not answer within \(AskedTerminal.patience) s, so pictures are \(choice.way.name); "
          + "--protocol or the setting pictures names another way.")
    }
  }

  /// - Parameter terminal: the terminal the pictures go to; `nil` for a pipe or a file.
  init(_ console: Console, _ workshop: Workshop, terminal: AskedTerminal?, wish: Settings.Pictures) {
    self.console = console
    self.terminal = terminal
    pictures = workshop.pictures
    colors = TerminalColors.count(workshop.environment.process)
    var state = terminal?.state ?? TerminalState(size: Size(columns: 80, rows: 25))
    state.colors = colors
    choice = PictureChoice(state, wish: wish)
    budget = workshop.pictureBudget
  }

  /// Prints one picture below what is on the terminal.
  /// - Parameter name: what it is called where it cannot be seen.
  /// - Returns: why it could not be shown, if so.
  func print(_ bytes: [UInt8], name: String, in room: Room = Room()) async -> ImageError? {
    let pixels = terminal?.state.cell ?? PixelSize(width: 10, height: 20)
    // The line below the picture belongs to the shell.
    let screen = terminal?.state.size ?? Size(columns: 80, rows: 25)
    let size = Size(columns: room.columns ?? screen.columns, rows: room.rows ?? max(1, screen.rows - 1))
    let operation: PictureRequest.Operation
    switch choice.way {
    case .box: return box(bytes, name)
    case .art(let colors):
      operation = .art(maxSize: size, cellPixels: pixels, colors: TerminalColors.art(colors))
    case .kittyPlaceholders, .kittyPlaced, .iTerm2, .sixel:
      operation = .picture(
        PictureEncoding(
          form: choice.way.form ?? .sixel, maxSize: largest(size, pixels), cellPixels: pixels, byteBudget: budget,
          maxColors: terminal?.state.sixelColors ?? 256))
    }
    let request = PictureRequest(
      key: "", operation: operation, background: terminal?.background ?? .black, picture: bytes)
    switch await pictures.run(request) {
    case .picture(let picture): console.out.write(inText(picture))
    case .art(let grid): console.out.write(Array(ArtText.lines(grid, colors: colors).utf8))
    case .failure(let error): return error
    default: return .workerFailed("it answered something else than was asked")
    }
    return nil
  }

  /// The line that stands for a picture: `▣ room.png · 1024x1024 PNG · 1.6 MB`.
  private func box(_ bytes: [UInt8], _ name: String) -> ImageError? {
    do throws(ImageError) {
      let header = try ImageHeader(bytes)
      let facts = PictureFacts(width: header.width, height: header.height, kind: header.type.label)
      // One line, whatever the file is called.
      let name = name.split(whereSeparator: \.isNewline).joined(separator: " ")
      console.out.line("▣ \(name) · \(facts.text) · \(byteText(bytes.count))")
      return nil
    } catch {
      return error
    }
  }

  /// A terminal drops a picture larger than the largest it takes, and placeholders name so many rows and columns only.
  /// - Source: terminal-graphics.md sections 1 and 6.
  private func largest(_ size: Size, _ cell: PixelSize) -> Size {
    var size = size
    if choice.way == .sixel, let largest = terminal?.state.showing.largestSixel {
      size.columns = min(size.columns, largest.width / cell.width)
      size.rows = min(size.rows, largest.height / cell.height)
    }
    if choice.way == .kittyPlaceholders {
      size.columns = min(size.columns, PlaceholderMarks.marks.count)
      size.rows = min(size.rows, PlaceholderMarks.marks.count)
    }
    return Size(columns: max(1, size.columns), rows: max(1, size.rows))
  }

  // MARK: In the flow of text

  private func inText(_ picture: Picture) -> [UInt8] {
    guard terminal != nil else { return picture.pieces.flatMap(\.bytes) }
    return choice.way == .kittyPlaceholders ? placeholders(picture) : placed(picture)
  }

  /// The picture with room made for it first: terminals differ in where they leave the cursor afterwards.
  private func placed(_ picture: Picture) -> [UInt8] {
    let rows = picture.size.rows
    let room = Array(("\r" + String(repeating: "\n", count: rows) + "\u{1b}[\(rows)A").utf8)
    let after = Array("\u{1b}[\(rows)B\r".utf8)
    guard choice.delivery.paneOrigin != nil else {
      // Each piece is placed from the corner, so each begins where the first did.
      return room + Array("\u{1b}7".utf8)
        + picture.pieces.flatMap { piece in
          let down = piece.rows.lowerBound > 0 ? "\u{1b}[\(piece.rows.lowerBound)B" : ""
          return Array(down.utf8) + show(piece, of: picture, at: nil) + Array("\u{1b}8".utf8)
        } + after
    }
    // The terminal around tmux has a cursor of its own, so the place has to be known.
    console.out.write(room)
    let corner = TerminalProbe.cursor(limit: .seconds(1)) ?? Point(row: 0, column: 0)
    return picture.pieces.flatMap { show($0, of: picture, at: corner) } + after
  }

  /// The picture handed over, and the characters that stand for it.
  private func placeholders(_ picture: Picture) -> [UInt8] {
    // The highest byte of a number has a mark of its own, so that these never meet those of a studio.
    let top = UInt32.random(in: 1...255)
    return picture.pieces.flatMap { piece -> [UInt8] in
      let color = UInt32.random(in: 1...255)
      let id = top << 24 | color
      let lines = (0..<piece.rows.count).map { row in
        let cells = (0..<picture.size.columns).map { column in
          let scalars = [PlaceholderMarks.placeholder] + [row, column, Int(top)].map { PlaceholderMarks.marks[$0] }
          return String(String.UnicodeScalarView(scalars))
        }
        return "\u{1b}[38;5;\(color)m" + cells.joined() + "\u{1b}[39m\n"
      }
      let data = PictureSequences.show(piece, of: picture, at: nil, id: id, delivery: choice.delivery)
      return data + Array(lines.joined().utf8)
    }
  }

  private func show(_ piece: Picture.Piece, of picture: Picture, at corner: Point?) -> [UInt8] {
    PictureSequences.show(
      piece, of: picture, at: corner, id: .random(in: 1 << 24...UInt32.max), delivery: choice.delivery)
  }
}

extension PictureShow {
  /// Prints the pictures of an answer, one below the other.
  func print(_ blobs: [Blob], from assets: Assets) async {
    for blob in blobs {
      guard let reference = blob.asset, let bytes = try? assets.read(reference) else { continue }
      if let problem = await print(bytes, name: "picture") { console.note(problem.sentence) }
    }
  }
}
