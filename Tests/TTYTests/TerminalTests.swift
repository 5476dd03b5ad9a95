import Glibc
import Screen
import Testing

@testable import TTY

/// ncurses has one screen a process, so these run one after the other.
@Suite(.serialized) struct TerminalTests {
  let pty: Pty
  private let theme = Theme(name: "test", looks: [.title: .init(.palette(212)), .selected: .init(on: .palette(24))])

  init() throws {
    pty = try Pty()
  }

  func open(_ environment: [String: String] = [:], colors: ColorDepth? = nil) throws -> Terminal {
    try Terminal(
      environment: ["TERM": "xterm-256color"].merging(environment) { $1 }, colors: colors, input: pty.slave,
      output: pty.slave)
  }

  private func frame(
    _ text: String, size: Size = Size(columns: 80, rows: 24), style: Style = .plain, cursor: Point? = nil,
    pictures: [PlacedPicture] = [], title: String = "gemstudio", mouse: Bool = false
  ) -> Frame {
    var grid = Grid(size)
    grid.write(text, row: 0, column: 0, style: style)
    return Frame(grid: grid, theme: theme, cursor: cursor, pictures: pictures, title: title, mouse: mouse)
  }

  private func picture(_ id: String, row: Int = 4, column: Int = 10, rows: Int = 3, columns: Int = 8) -> PlacedPicture {
    let sixel = Array("\u{1b}Pq\(id)\u{1b}\\".utf8)
    return PlacedPicture(
      Picture(id: id, size: Size(columns: columns, rows: rows), form: .sixel, bytes: sixel),
      at: Point(row: row, column: column))
  }

  @Test func showsAFrame() throws {
    let terminal = try open()
    #expect(terminal.facts.size == Size(columns: 80, rows: 24))
    #expect(terminal.facts.cellPixels == TerminalFacts.Pixels(width: 10, height: 20))
    terminal.show(frame("hello", style: Style(.title), cursor: Point(row: 2, column: 7), title: "A \u{1b}title\u{7}"))
    let bytes = pty.take(from: terminal)
    for wanted in ["\u{1b}[?1049h", "\u{1b}[?2004h", "\u{1b}[?1004h", "38;5;212", "hello", "\u{1b}]2;A title\u{7}"] {
      #expect(bytes.has(wanted), "\(wanted.dropFirst())")
    }
    #expect(!bytes.has("\u{1b}[?1002h"))
    terminal.show(frame("hello", style: Style(.title), cursor: Point(row: 2, column: 7), title: "A \u{1b}title\u{7}"))
    #expect(pty.take(from: terminal) == [])
  }

  /// The rest of a large frame takes a slow line longer than a person waits for a letter.
  @Test func whatIsTypedComesBeforeTheRestOfAFrame() throws {
    let terminal = try open()
    func frame(_ text: String, typed: String) -> Frame {
      var grid = Grid(Size(columns: 80, rows: 24))
      for row in 0..<20 { grid.write("\(text) \(row)", row: row, column: 0, style: .plain) }
      grid.write(typed, row: 22, column: 0, style: .plain)
      return Frame(grid: grid, theme: theme, cursor: Point(row: 22, column: typed.count))
    }
    terminal.show(frame("before", typed: "a"))
    _ = pty.take(from: terminal)
    terminal.show(frame("then", typed: "ab"))
    let bytes = pty.take(from: terminal)
    let order = try ["b", "then", "19"].map { try #require(bytes.offset(of: $0)) }
    #expect(order == order.sorted())
    let cursor = try #require(String(decoding: bytes, as: UTF8.self).ranges(of: "\u{1b}[").last)
    #expect(String(decoding: bytes, as: UTF8.self)[cursor.upperBound...].contains("23"))
  }

  /// Whoever types waits for one part of a frame only, and gets the letter without more of it.
  @Test func aSlowLineGetsALargeFrameInParts() throws {
    let terminal = try open()
    func frame(_ text: String, typed: String) -> Frame {
      var grid = Grid(Size(columns: 80, rows: 24))
      for row in 0..<20 {
        grid.write((0..<15).map { "\(text)\(row)\($0)" }.joined(), row: row, column: 0, style: .plain)
      }
      grid.write(typed, row: 22, column: 0, style: .plain)
      return Frame(grid: grid, theme: theme, cursor: Point(row: 22, column: typed.count))
    }
    #expect(terminal.show(frame("a", typed: "x")))
    _ = pty.take(from: terminal)
    let now = ContinuousClock.now
    terminal.feed = PictureFeed(line: .far)
    terminal.feed.noteSent(0, at: now)
    terminal.feed.noteAnswer(at: now)
    terminal.feed.noteSent(2_000, at: now)
    terminal.feed.noteAnswer(at: now + .seconds(20))
    #expect(!terminal.show(frame("b", typed: "x")))
    let first = pty.take(from: terminal)
    #expect(first.has("b01b02") && !first.has("b191b192") && first.count < 1_000)
    #expect(!terminal.show(frame("b", typed: "xy")))
    let echo = pty.take(from: terminal)
    #expect(echo.has("y") && !echo.has("b"))
    var rest: [UInt8] = []
    var parts = 1
    terminal.feed.forget()
    while !terminal.show(frame("b", typed: "xy")) {
      rest += pty.take(from: terminal)
      terminal.feed.forget()
      parts += 1
    }
    rest += pty.take(from: terminal)
    #expect(parts >= 2 && rest.has("b191b192") && !rest.has("b01b02"))

    // Rows that are others in each part do not starve those below.
    var shown: [UInt8] = []
    for text in ["c", "d", "e", "f"] {
      terminal.feed.forget()
      terminal.show(frame(text, typed: "xy"))
      shown += pty.take(from: terminal)
    }
    #expect(shown.has("191") && shown.has("01"))
  }

  /// A picture that passes the end of a smaller region would scroll the text of the whole screen away.
  @Test func theWholeScreenIsTheScrollingRegionBeforeAPicture() throws {
    pty.setSize(columns: 120, rows: 40)
    let terminal = try open()
    terminal.show(frame("text", size: Size(columns: 120, rows: 40), pictures: [picture("A", row: 20)]))
    let bytes = pty.take(from: terminal)
    let text = String(decoding: bytes, as: UTF8.self)
    let regions = text.matches(of: /\u{1b}\[(\d*;?\d*)r/).map { String($0.output.1) }
    #expect(regions.last == "")
    let reset = try #require(bytes.offset(of: "\u{1b}[r"))
    let placed = try #require(bytes.offset(of: "\u{1b}PqA"))
    #expect(reset < placed)
  }

  @Test func textBesideAPictureIsRewrittenNotScrolled() throws {
    let terminal = try open()
    func rows(from first: Int, pictures: [PlacedPicture]) -> Frame {
      var grid = Grid(Size(columns: 80, rows: 24))
      for row in 0..<20 { grid.write("line number \(first + row) of many", row: row, column: 0, style: .plain) }
      return Frame(grid: grid, theme: theme, pictures: pictures)
    }
    let scrolls = /\u{1b}\[\d*;\d+r|\u{1b}\[\d*[STLM]/
    let shown = [picture("A", column: 50)]
    terminal.show(rows(from: 100, pictures: shown))
    _ = pty.take(from: terminal)
    terminal.show(rows(from: 103, pictures: shown))
    #expect(String(decoding: pty.take(from: terminal), as: UTF8.self).firstMatch(of: scrolls) == nil)
    // Without a picture it may.
    terminal.show(rows(from: 103, pictures: []))
    _ = pty.take(from: terminal)
    terminal.show(rows(from: 106, pictures: []))
    #expect(String(decoding: pty.take(from: terminal), as: UTF8.self).firstMatch(of: scrolls) != nil)
  }

  @Test func onceItAnsweredInPointsItIsAskedForThem() throws {
    let terminal = try open()
    _ = pty.take(from: terminal)
    terminal.ask()
    let first = pty.take(from: terminal)
    #expect(first.has("\u{1b}[16t") && !first.has("ReportCellSize"))
    terminal.ask(.cellPoints)
    #expect(pty.take(from: terminal) == Array("\u{1b}]1337;ReportCellSize\u{7}".utf8))
    pty.type("\u{1b}]1337;ReportCellSize=20.0;10.0;2.0\u{7}")
    pty.answer(terminal)
    terminal.askCellSize()
    #expect(pty.take(from: terminal) == Array("\u{1b}]1337;ReportCellSize\u{7}".utf8))
  }

  @Test func sendsOnlyWhatChanged() throws {
    let terminal = try open()
    terminal.show(frame("one two three"))
    _ = pty.take(from: terminal)
    terminal.show(frame("one 2wo three", mouse: true))
    let bytes = pty.take(from: terminal)
    #expect(bytes.has("2") && !bytes.has("three"))
    #expect(bytes.has("\u{1b}[?1002h\u{1b}[?1006h"))
    terminal.show(frame("one 2wo three"))
    #expect(pty.take(from: terminal).has("\u{1b}[?1006l\u{1b}[?1002l"))
  }

  @Test func wideCharactersAndOddOnes() throws {
    let terminal = try open()
    var grid = Grid(Size(columns: 80, rows: 24))
    grid[0, 0] = Cell("漢")
    grid[0, 1] = Cell(Cell.continuation.character)
    grid[0, 2] = Cell("e\u{301}")
    grid[0, 3] = Cell("\u{1b}")
    grid[0, 4] = Cell("x")
    grid[23, 79] = Cell("!")
    terminal.show(Frame(grid: grid, theme: theme))
    let bytes = pty.take(from: terminal)
    #expect(bytes.has("漢e\u{301}\u{fffd}x"))
    #expect(bytes.has("!"))
    grid[0, 0] = Cell("a")
    grid[0, 1] = Cell("b")
    terminal.show(Frame(grid: grid, theme: theme))
    #expect(pty.take(from: terminal).has("ab"))
  }

  @Test func placesAPictureAfterTheText() throws {
    let terminal = try open()
    terminal.show(frame("text", cursor: Point(row: 1, column: 2), pictures: [picture("one")]))
    let bytes = pty.take(from: terminal)
    let text = try #require(bytes.offset(of: "text"))
    let placed = try #require(bytes.offset(of: "\u{1b}[5;11H\u{1b}Pqone\u{1b}\\\u{1b}[2;3H"))
    #expect(text < placed)
    terminal.show(frame("other", cursor: Point(row: 1, column: 2), pictures: [picture("one")]))
    #expect(!pty.take(from: terminal).has("Pqone"))
  }

  @Test func removesAPictureWithSpacesBeforeTheText() throws {
    let terminal = try open()
    terminal.show(frame("text", pictures: [picture("one")]))
    _ = pty.take(from: terminal)
    terminal.show(frame("after"))
    let bytes = pty.take(from: terminal)
    let spaces = String(repeating: " ", count: 8)
    let wipe = "\u{1b}[m\u{1b}[5;11H\(spaces)\u{1b}[6;11H\(spaces)\u{1b}[7;11H\(spaces)\u{1b}["
    let wiped = try #require(bytes.offset(of: wipe))
    let text = try #require(bytes.offset(of: "after"))
    #expect(wiped < text)
  }

  @Test func aPictureUnderTextIsHiddenAndComesBack() throws {
    let terminal = try open()
    terminal.show(frame("text", pictures: [picture("one")]))
    _ = pty.take(from: terminal)
    var covered = frame("text", pictures: [picture("one")])
    covered.grid.write("popup", row: 5, column: 8, style: Style(.popup))
    terminal.show(covered)
    let hidden = pty.take(from: terminal)
    pty.answer(terminal)
    #expect(hidden.has("popup") && hidden.has("\u{1b}[7;11H        ") && !hidden.has("Pqone"))
    terminal.show(frame("text", pictures: [picture("one")]))
    #expect(pty.take(from: terminal).has("\u{1b}[5;11H\u{1b}Pqone"))
  }

  @Test func aPictureThatWouldScrollIsLeftOut() throws {
    let terminal = try open()
    let outside = [
      picture("low", row: 21), picture("wide", column: 73), picture("above", row: -1), picture("none", rows: 0),
    ]
    terminal.show(frame("text", pictures: outside))
    #expect(!pty.take(from: terminal).has("\u{1b}Pq"))
  }

  @Test func picturesAreSentAgainAfterARedrawAndAResize() throws {
    let terminal = try open()
    terminal.show(frame("text", pictures: [picture("one")]))
    _ = pty.take(from: terminal)
    terminal.redrawAll()
    terminal.show(frame("text", pictures: [picture("one")]))
    let redrawn = pty.take(from: terminal)
    #expect(redrawn.has("text") && redrawn.has("Pqone") && redrawn.has("\u{1b}[c"))
    pty.setSize(columns: 100, rows: 30)
    terminal.resize()
    #expect(terminal.facts.size == Size(columns: 100, rows: 30))
    #expect(terminal.facts.cellPixels == nil)
    terminal.show(frame("text", size: terminal.facts.size, pictures: [picture("one", row: 25, column: 90)]))
    let resized = pty.take(from: terminal)
    #expect(resized.has("\u{1b}[16t") && resized.has("text") && resized.has("\u{1b}[26;91H\u{1b}Pqone"))
  }

  /// A picture made for larger cells reaches over its own, and nothing else would clear what it covers there.
  @Test func anotherFontDrawsEverythingAgain() throws {
    let terminal = try open()
    func tell(_ answer: String) {
      pty.type(answer)
      _ = Pty.inputs(of: terminal) { !$0.isEmpty }
      terminal.show(frame("text", pictures: [picture("one")]))
    }
    tell("\u{1b}[6;20;10t")
    #expect(pty.take(from: terminal).has("Pqone"))
    tell("\u{1b}[6;20;10t")
    #expect(pty.take(from: terminal) == [])
    tell("\u{1b}[6;15;7t")
    let again = pty.take(from: terminal)
    let cleared = try #require(again.offset(of: "\u{1b}[2J"))
    let placed = try #require(again.offset(of: "Pqone"))
    #expect(cleared < placed)
  }

  @Test func aFrameOfAnotherSizeIsCut() throws {
    let terminal = try open()
    terminal.show(frame(String(repeating: "w", count: 200), size: Size(columns: 200, rows: 50)))
    #expect(pty.take(from: terminal).has(String(repeating: "w", count: 80)))
    terminal.show(frame("small", size: Size(columns: 10, rows: 2), cursor: Point(row: 90, column: 900)))
    #expect(pty.take(from: terminal).has("small"))
  }

  @Test func updatesAreSynchronizedWhereTheTerminalSaysSo() throws {
    let terminal = try open()
    pty.type("\u{1b}[?2026;2$y")
    _ = Pty.inputs(of: terminal) { $0.contains { $0.inputs.contains(.reply(.synchronizedOutput(2))) } }
    terminal.show(frame("text", pictures: [picture("one")]))
    let bytes = pty.take(from: terminal)
    let order = try ["\u{1b}[?2026h", "text", "Pqone", "\u{1b}[?2026l"].map { try #require(bytes.offset(of: $0)) }
    #expect(order == order.sorted())
  }

  @Test func insideTmuxUpdatesAreNotSynchronized() throws {
    let terminal = try open(["TMUX": "/tmp/tmux,1,0"])
    #expect(terminal.facts.isTmux)
    pty.type("\u{1b}[?2026;2$y")
    _ = Pty.inputs(of: terminal) { $0.contains { $0.inputs.contains(.reply(.synchronizedOutput(2))) } }
    terminal.show(frame("text", pictures: [picture("one")]))
    #expect(!pty.take(from: terminal).has("2026"))
  }

  @Test func aTerminalOfEightColors() throws {
    let terminal = try open(["TERM": "xterm"])
    #expect(terminal.facts.colors == .eight)
    var art = frame("title", style: Style(.title))
    for index in 0..<78 {
      art.grid[1, index] = Cell("x", Style(.text, foreground: UInt8(index % 9 * 28), background: UInt8(index / 9 * 28)))
    }
    terminal.show(art)
    let bytes = pty.take(from: terminal)
    #expect(bytes.has("title") && bytes.has("\u{1b}[3") && !bytes.has("38;5") && !bytes.has("[9"))
  }

  @Test func fewerColors() throws {
    let sixteen = try open(colors: .sixteen)
    sixteen.show(frame("title", style: Style(.title)))
    #expect(!pty.take(from: sixteen).has("38;5;212"))
    sixteen.close()
    _ = pty.take(from: sixteen)
    let none = try open(colors: ColorDepth.none)
    none.show(frame("chosen", style: Style(.selected)))
    let bytes = pty.take(from: none)
    #expect(bytes.has("7mchosen") && !bytes.has("48;5"))
  }
}
