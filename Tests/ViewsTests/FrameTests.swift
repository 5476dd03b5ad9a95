import Core
import Foundation
import Gemini
import Screen
import TestSupport
import Testing

@testable import Views

@Suite("Every frame")
struct FrameTests {
  /// What is wrong with a frame, for any terminal.
  private static func problem(of frame: Frame, size: Size) -> String? {
    guard frame.grid.size == size else { return "the grid is \(frame.grid.size)" }
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let character = frame.grid[row, column].character
        if let byte = character.asciiValue, byte >= 0x20, byte < 0x7F { continue }
        let isWide = TextWidth.columns(of: character) == 2
        if character == Cell.continuation.character {
          guard column > 0, TextWidth.columns(of: frame.grid[row, column - 1].character) == 2 else {
            return "half a wide character at \(row),\(column)"
          }
        } else if TextWidth.columns(of: character) == 0 || VisibleText.make(String(character)) != String(character) {
          return "\(character.unicodeScalars.map(\.value)) at \(row),\(column)"
        }
        if isWide, column + 1 >= size.columns || frame.grid[row, column + 1].character != Cell.continuation.character {
          return "a wide character without its other half at \(row),\(column)"
        }
      }
    }
    if let cursor = frame.cursor, !Rect(size).contains(cursor) { return "the cursor is at \(cursor)" }
    if VisibleText.make(frame.title) != frame.title || frame.title.contains(where: \.isNewline) {
      return "the title is \(frame.title)"
    }
    for picture in frame.pictures {
      guard picture.rect.row >= 0, picture.rect.column >= 0, picture.rect.endRow <= size.rows,
        picture.rect.endColumn <= size.columns
      else { return "a picture at \(picture.rect)" }
      for row in picture.rect.row..<picture.rect.endRow {
        for column in picture.rect.column..<picture.rect.endColumn where frame.grid[row, column].character != " " {
          return "text under a picture at \(row),\(column)"
        }
      }
    }
    return nil
  }

  @Test("A scene fits together at any size it is resized to", arguments: Scene.allCases)
  func resized(scene: Scene) throws {
    var desk = try scene.desk(Size(columns: 100, rows: 34))
    var random = Seeded(7)
    var sizes = [(1, 1), (2, 1), (1, 60), (200, 1), (59, 15), (60, 16), (61, 17), (79, 33), (109, 34), (110, 16)]
    for _ in 0..<40 { sizes.append((Int.random(in: 1...200, using: &random), Int.random(in: 1...60, using: &random))) }
    for (columns, rows) in sizes {
      let size = Size(columns: columns, rows: rows)
      desk.send(.resized(size, cellPixels: nil))
      let problem = Self.problem(of: render(desk.studio), size: size)
      #expect(problem == nil, "\(scene) at \(columns)x\(rows): \(problem ?? "")")
    }
  }

  @Test("Whatever was pressed, it can be drawn at any size", arguments: 1...6)
  func random(seed: Int) throws {
    var random = Seeded(seed)
    var desk = try (Scene.allCases.randomElement(using: &random) ?? .answer).desk(Size(columns: 120, rows: 40))
    let keys =
      Command.table.flatMap { $0.bindings.flatMap { [Key](sequence: $0.keys) ?? [] } } + "a日/@ ".map { Key($0) }
    for step in 0..<300 {
      desk.send(.input(.key(keys.randomElement(using: &random) ?? Key(.enter))))
      guard step.isMultiple(of: 5) else { continue }
      let size = Size(columns: Int.random(in: 1...200, using: &random), rows: Int.random(in: 1...60, using: &random))
      desk.send(.resized(size, cellPixels: nil))
      let problem = Self.problem(of: render(desk.studio), size: size)
      #expect(problem == nil, "\(size): \(problem ?? "")")
      desk.send(.resized(Size(columns: 120, rows: 40), cellPixels: nil))
    }
  }

  @Test("A box over wide characters leaves no halves of them", arguments: 60...66)
  func boxesOverWideText(columns: Int) throws {
    let size = Size(columns: columns, rows: 24)
    var desk = Desk(size)
    try desk.talk("幅", String(repeating: "とても大きい。", count: 200))
    for keys in ["ctrl+p", "f1", "ctrl+x r", "ctrl+x y", "ctrl+x m", "escape pageup"] {
      var covered = desk
      covered.press(keys)
      let problem = Self.problem(of: render(covered.studio), size: size)
      #expect(problem == nil, "\(keys): \(problem ?? "")")
    }
  }

  @Test("What models and files say is shown, and never commands the terminal", arguments: [60, 120])
  func hostile(columns: Int) throws {
    let evil = "\u{1B}]0;title\u{7}\u{1B}[2J\u{9B}31m\u{202E}abc\u{0}\r\n\u{7F}\u{85}e\u{301}👩‍👩‍👧日本\u{200B}\u{FE0F}"
    let size = Size(columns: columns, rows: 40)
    var desk = Desk(size)
    desk.attach(evil + ".jpg", 3, bytes: 10)
    desk.paste(evil)
    let id = try desk.ask("x")
    desk.receive(
      id,
      [
        ["text": .string(evil), "thought": true],
        ["text": .string("# \(evil)\n\n`\(evil)`\n\n| \(evil) |\n|--|\n| \(evil) |")],
      ])
    func check(_ what: String) {
      let problem = Self.problem(of: render(desk.studio), size: size)
      #expect(problem == nil, "\(what): \(problem ?? "")")
    }
    check("streaming")
    desk.end(id, Failure(.server, evil, hint: evil))
    check("failed")
    desk.send(.notice(evil, .warning))
    check("notice")
    desk.send(.sessionsListed([.sample(evil, daysAgo: 1, turns: 1)]))
    desk.press("ctrl+x s")
    desk.send(.sessionsListed([.sample(evil, daysAgo: 1, turns: 1)]))
    check("sessions")
    desk.press("ctrl+r")
    check("rename")
    desk.press("escape ctrl+x m")
    desk.send(.modelsListed([.sample(evil, inputTokenLimit: 1)].compactMap { $0 }))
    desk.paste(evil)
    check("models")
    desk.press("escape ctrl+x y")
    desk.paste(evil)
    desk.press("enter ctrl+x r")
    check("settings")
    desk.press("escape")
    desk.type("@a")
    desk.send(.pathsCompleted(token: "a", [evil, "a" + evil]))
    check("completion")
    desk.send(.storeRefused(id, evil))
    check("question")
  }

  @Test("A completion leaves what was said in sight")
  func completionAndNotice() {
    var desk = Desk(Size(columns: 80, rows: 24))
    desk.type("@go")
    desk.send(.notice("good.bmp goes as PNG.", .info))
    desk.send(.pathsCompleted(token: "go", ["good.bmp", "good.png"]))
    let grid = render(desk.studio).grid
    let rows = (0..<24).map { row in
      String((0..<80).map { grid[row, $0].character }).trimmingCharacters(in: .whitespaces)
    }
    #expect(rows.contains("good.bmp goes as PNG.") && rows.contains("good.bmp") && rows.contains("good.png"))
  }

  @Test("A picture that fills the screen says its name, however little room there is", arguments: [60, 80, 120])
  func attachmentName(columns: Int) {
    var desk = Desk(Size(columns: columns, rows: 24))
    desk.attach("the living room at dusk.jpg", 1, bytes: 1_234_567)
    desk.press("ctrl+x v")
    let grid = render(desk.studio).grid
    let top = String((0..<columns).map { grid[0, $0].character })
    #expect(top.hasPrefix(columns == 60 ? " the living room" : " the living room at dusk.jpg ·"), "\(top)")
    #expect(top.contains(columns == 60 ? "…" : "tokens"), "\(top)")
  }

  @Test("A picture is hidden while something lies over it")
  func overlays() throws {
    let desk = try Scene.picture.desk(Size(columns: 120, rows: 40))
    #expect(render(desk.studio).pictures.count == 1)
    for keys in ["ctrl+p", "f1", "ctrl+x s", "ctrl+x r", "ctrl+x m", "ctrl+x y"] {
      var covered = desk
      covered.press(keys)
      let frame = render(covered.studio)
      for picture in frame.pictures {
        let rect = picture.rect
        let isFree = (rect.row..<rect.endRow).allSatisfy { row in
          (rect.column..<rect.endColumn).allSatisfy { frame.grid[row, $0] == .blank }
        }
        #expect(isFree, "\(keys)")
      }
    }
    var help = desk
    help.press("f1")
    #expect(render(help.studio).pictures.isEmpty)
    help.press("escape")
    #expect(render(help.studio).pictures.count == 1)
    help.press("ctrl+x o")
    #expect(render(help.studio).pictures.first?.rect.rows ?? 0 > 20)
  }

  @Test("The cursor stands where typing goes, and nowhere while one reads")
  func cursor() throws {
    var desk = Desk(Size(columns: 80, rows: 24))
    try desk.talk("one", "1")
    desk.type("日本")
    #expect(render(desk.studio).cursor == Point(row: 22, column: 6))
    desk.press("escape")
    #expect(render(desk.studio).cursor == nil)
    desk.press("ctrl+p")
    desk.type("ab")
    let frame = render(desk.studio)
    let cursor = try #require(frame.cursor)
    #expect(frame.grid[cursor.row, cursor.column - 1].character == "b")
  }

  @Test("An answer that comes or has come in another session is marked in the window title")
  func titleBehind() throws {
    var desk = Desk()
    let id = try desk.ask("Hello there")
    desk.press("ctrl+x n")
    #expect(render(desk.studio).title == "● gemstudio")
    desk.receive(id, [["text": "Hi"]], finish: "STOP")
    desk.end(id)
    #expect(render(desk.studio).title == "✓ gemstudio")
  }

  @Test("A long title is cut only where the line is full")
  func longTitle() throws {
    let prompt = "Say " + (0..<16).map { "word\($0)" }.joined(separator: " ")
    var desk = Desk(Size(columns: 200, rows: 60))
    try desk.talk(prompt, "1")
    #expect(ScreenText.make(render(desk.studio)).contains("\n| \(prompt) · 1 turn "))
    #expect(TextWidth.columns(of: render(desk.studio).title) <= 62)
  }

  @Test("The window title carries the session and whether an answer comes")
  func title() throws {
    var desk = Desk()
    #expect(render(desk.studio).title == "gemstudio")
    let id = try desk.ask("Hello there")
    #expect(render(desk.studio).title == "● Hello there")
    desk.end(id, .cancelled)
    #expect(render(desk.studio).title == "Hello there")
  }

  @Test("The offline simulator is named on every screen, in the warning colour", arguments: Scene.allCases)
  func simulator(scene: Scene) throws {
    for size in [Layout.minimum, Size(columns: 120, rows: 40)] {
      var desk = try scene.desk(size)
      desk.askSimulator()
      try Self.checkSimulator(desk, "\(scene) at \(size.columns)")
    }
  }

  @Test("The offline simulator is named over all that can be opened, and beside a long title")
  func simulatorOverlays() throws {
    var desk = Desk(Layout.minimum, backend: .simulator)
    try desk.talk("A prompt that makes a long title for the session", "1")
    desk.press("alt+t")
    desk.attach("the living room at dusk.jpg", 1, bytes: 1_234_567)
    for keys in ["", "ctrl+x v", "ctrl+x a", "ctrl+x p", "ctrl+x y", "ctrl+x e", "ctrl+x m", "f1", "ctrl+x k"] {
      var covered = desk
      covered.press(keys)
      try Self.checkSimulator(covered, keys)
    }
  }

  private static func checkSimulator(_ desk: Desk, _ what: String) throws {
    let frame = render(desk.studio)
    let line = (0..<frame.grid.size.columns).map { frame.grid[0, $0].character }
    let name = Array("offline simulator")
    let start = line.indices.first { line[$0...].starts(with: name) }
    let column = try #require(start, "\(what): \(String(line))")
    #expect((column..<column + name.count).allSatisfy { frame.grid[0, $0].style.role == .warning }, "\(what)")
    let before = column == 0 || line[column - 1] == " "
    #expect(before, "\(what): it is apart from what stands before")
  }

  @Test("Beside the simulator's name the viewer still says what is looked at")
  func narrowViewer() throws {
    var desk = try Scene.viewerZoomed.desk(Layout.minimum)
    desk.askSimulator()
    #expect(ScreenText.make(render(desk.studio)).contains("| A neon … · 5/5 · 1376x7"))
  }

  @Test("The menu shows all its letters, on as many pages as it takes", arguments: GoldenScreenTests.sizes)
  func wholeMenu(size: Size) throws {
    var desk = try Scene.menu.desk(size)
    var screen = ""
    for _ in 0..<desk.studio.menuLayout.pageCount {
      screen += ScreenText.make(render(desk.studio))
      desk.press("pagedown")
    }
    for row in desk.studio.settings.keymap.menu(at: .emptyPrompt) where !row.command.hint.isEmpty {
      let keys = row.keys.label
      #expect(screen.contains(" \(keys) ") || screen.contains(" (\(keys)) "), "\(keys)")
      #expect(screen.contains(row.command.hint), "\(keys)")
    }
  }
}
