import Glibc
import Screen
import Testing

@testable import TTY

extension TerminalTests {
  /// Opening, lending, closing, and terminals that stall or go away.
  @Suite(.serialized) struct Life {
    private let pty: Pty

    init() throws {
      pty = try Pty()
    }

    private func open(_ environment: [String: String] = ["TERM": "xterm-256color"]) throws -> Terminal {
      try Terminal(environment: environment, input: pty.slave, output: pty.slave)
    }

    private func frame(_ text: String, pictures: [PlacedPicture] = [], mouse: Bool = false) -> Frame {
      var grid = Grid(Size(columns: 80, rows: 24))
      for row in 0..<24 { grid.write("\(text) \(row)", row: row, column: row, style: Style(.accent)) }
      return Frame(grid: grid, theme: Theme(name: "test"), pictures: pictures, mouse: mouse)
    }

    private var bigPicture: PlacedPicture {
      let sixel = Array("\u{1b}Pq".utf8) + [UInt8](repeating: 0x40, count: 300_000) + Array("\u{1b}\\".utf8)
      return PlacedPicture(
        Picture(id: "big", size: Size(columns: 8, rows: 3), form: .sixel, bytes: sixel), at: Point(row: 4, column: 60))
    }

    @Test func closingPutsEverythingBack() throws {
      let before = pty.modes
      let terminal = try open()
      #expect(pty.modes != before)
      terminal.show(frame("text", pictures: [bigPicture], mouse: true))
      _ = pty.take(from: terminal)
      terminal.close()
      let bytes = pty.take(from: terminal)
      #expect(pty.modes == before)
      let order = try ["\u{1b}[5;61H        ", "\u{1b}[?1002l", "\u{1b}[?1004l\u{1b}[?2004l", "\u{1b}[?1049l"]
        .map { try #require(bytes.offset(of: $0)) }
      #expect(order == order.sorted())
      #expect(bytes.has("\u{1b}[?25h"))
      terminal.close()
      #expect(pty.take(from: terminal) == [])
    }

    @Test func theCursorsShapeIsChangedOnceAndPutBack() throws {
      let terminal = try open()
      var shown = frame("text")
      terminal.show(shown)
      #expect(!pty.take(from: terminal).has(" q"))
      shown.cursorShape = .bar
      terminal.show(shown)
      #expect(pty.take(from: terminal).has("\u{1b}[6 q"))
      terminal.show(shown)
      #expect(!pty.take(from: terminal).has(" q"))
      terminal.close()
      #expect(pty.take(from: terminal).has("\u{1b}[2 q"))
    }

    @Test func aTerminalWithoutShapesIsAskedForNone() throws {
      let terminal = try open(["TERM": "vt220"])
      var shown = frame("text")
      shown.cursorShape = .block
      terminal.show(shown)
      terminal.close()
      #expect(!pty.take(from: terminal).has(" q"))
    }

    @Test func everyKeyReachesTheProgram() throws {
      let terminal = try open()
      pty.type("\u{13}\u{11}\u{1c}\u{1a}\u{3}\r\n\u{1b}OP")
      let wanted =
        [Key("s", .control), Key("q", .control), Key("\\", .control), Key("z", .control), Key("c", .control)]
        + [Key(.enter), Key("j", .control), Key(.function(1))]
      let readings = Pty.inputs(of: terminal) { $0.flatMap(\.inputs).count >= wanted.count }
      #expect(readings.flatMap(\.inputs) == wanted.map(TerminalInput.key))
      #expect(!readings.map(\.isHungUp).contains(true))
      #expect(terminal.inputDeadline == nil)
    }

    @Test func aLoneEscapeWaitsForItsDeadline() throws {
      let terminal = try open()
      pty.type("\u{1b}")
      _ = Pty.inputs(of: terminal) { $0.count == 1 }
      let deadline = try #require(terminal.inputDeadline)
      #expect(terminal.flushInput(at: deadline - .milliseconds(1)) == [])
      #expect(terminal.flushInput(at: deadline) == [.key(Key(.escape))])
      #expect(terminal.inputDeadline == nil)
    }

    @Test func aTerminalThatReadsNothingHoldsNobodyUp() throws {
      let terminal = try open()
      terminal.show(frame("first", pictures: [bigPicture]))
      #expect(terminal.wantsWrite)
      let pending = terminal.device.pendingCount
      for number in 0..<2_000 {
        #expect(!terminal.show(frame("frame \(number)", pictures: [bigPicture])))
      }
      #expect(terminal.device.pendingCount <= pending)
      let stalled = pty.take(from: terminal)
      #expect(stalled.has("first") && !stalled.has("frame"))
      #expect(!terminal.wantsWrite)
      #expect(terminal.show(frame("newest", pictures: [bigPicture])))
      let bytes = pty.take(from: terminal)
      #expect(bytes.has("newest") && !bytes.has("Pq@"))
    }

    @Test func closingDoesNotWaitForeverForAStalledTerminal() throws {
      let before = pty.modes
      let terminal = try open()
      terminal.show(frame("text", pictures: [bigPicture]))
      terminal.close()
      #expect(pty.modes == before)
    }

    @Test func aTerminalThatGoesAwayIsReported() throws {
      let terminal = try open()
      terminal.show(frame("text"))
      pty.type("bye")
      pty.hangUp()
      let readings = Pty.inputs(of: terminal) { $0.contains(where: \.isHungUp) }
      #expect(readings.last?.isHungUp == true)
      terminal.show(frame("more"))
      #expect(!terminal.wantsWrite)
    }

    @Test func lendingGivesTheTerminalAsItWas() throws {
      let before = pty.modes
      let terminal = try open()
      terminal.show(frame("text", mouse: true))
      let raw = pty.modes
      _ = pty.take(from: terminal)
      let inside = terminal.lend { (modes: pty.modes, bytes: pty.take(from: terminal)) }
      #expect(inside.modes == before)
      #expect(inside.bytes.has("\u{1b}[?1002l") && inside.bytes.has("\u{1b}[?1049l"))
      #expect(pty.modes == raw)
      terminal.show(frame("text", mouse: true))
      let bytes = pty.take(from: terminal)
      #expect(bytes.has("\u{1b}[?2004h") && bytes.has("\u{1b}[?1049h") && bytes.has("text 23"))
      #expect(bytes.has("\u{1b}[?1002h"))
    }

    @Test func lendingAgainAfterAFailureStillComesBack() throws {
      struct EditorFailed: Error {}
      let terminal = try open()
      terminal.show(frame("text"))
      let raw = pty.modes
      #expect(throws: EditorFailed.self) {
        try terminal.lend { () throws(EditorFailed) -> Void in throw EditorFailed() }
      }
      #expect(pty.modes == raw)
    }

    @Test func theShellsDescriptorStaysBlocking() throws {
      let terminal = try open()
      #expect(fcntl(pty.slave, F_GETFL) & O_NONBLOCK == 0)
      terminal.close()
    }

    @Test(arguments: [
      (["TERM": "xterm-256color"], true, true), (["TERM": "screen-256color"], false, true),
      (["TERM": "screen-256color", "TMUX": "x"], true, true), (["TERM": "linux"], false, false),
    ])
    func asksWhatTheTerminalUnderstands(_ environment: [String: String], _ asksStrings: Bool, _ asksSize: Bool) throws {
      let terminal = try open(environment)
      terminal.show(frame("text"))
      _ = pty.take(from: terminal)
      terminal.ask()
      let bytes = pty.take(from: terminal)
      #expect(bytes.suffix(3).elementsEqual(Array("\u{1b}[c".utf8)))
      #expect(bytes.has("]11;?") == asksStrings)
      // tmux takes it for a title.
      #expect(bytes.has("_Gi=31") == (asksStrings && environment["TMUX"] == nil))
      #expect(bytes.has("\u{1b}[16t") == asksSize)
    }

    @Test func problemsAreFoundBeforeAnythingHappens() throws {
      func problem(_ environment: [String: String]) -> TerminalError? {
        Terminal.problem(environment: environment, input: pty.slave, output: pty.slave)
      }
      #expect(problem(["TERM": "xterm-256color"]) == nil)
      #expect(problem([:]) == .noTerminalType)
      #expect(problem(["TERM": "dumb"]) == .poorTerminal("dumb"))
      #expect(problem(["TERM": "no-such-terminal"]) == .unknownTerminal("no-such-terminal"))
      let file = unsafe Glibc.open("/dev/null", O_RDWR)
      defer { Glibc.close(file) }
      let environment = ["TERM": "xterm"]
      #expect(Terminal.problem(environment: environment, input: pty.slave, output: file) == .outputIsNoTerminal)
      #expect(Terminal.problem(environment: environment, input: file, output: pty.slave) == .inputIsNoTerminal)
      let terminal = try open()
      #expect(problem(["TERM": "dumb"]) == .poorTerminal("dumb"))
      terminal.show(frame("still drawing"))
      #expect(pty.take(from: terminal).has("still drawing"))
    }

    @Test func signalsArrive() async throws {
      let (stream, continuation) = AsyncStream.makeStream(of: Signal.self)
      let signals = try Signals { continuation.yield($0) }
      var iterator = stream.makeAsyncIterator()
      // One after the other: each may be handled by another thread, and two at once come in either order.
      kill(getpid(), SIGWINCH)
      #expect(await iterator.next() == .windowChanged)
      kill(getpid(), SIGPIPE)
      kill(getpid(), SIGTERM)
      #expect(await iterator.next() == .terminate)
      withExtendedLifetime(signals) {}
    }
  }
}
