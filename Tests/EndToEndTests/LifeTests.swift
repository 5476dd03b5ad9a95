import Foundation
import Gemini
import Glibc
import TestSupport
import Testing

@Suite("How the studio comes and goes")
struct LifeTests {
  /// Streams until the client is gone.
  private static let endless: ScriptedGemini.Script = { exchange in
    exchange.begin()
    exchange.thought("a thought before it")
    exchange.text("what came before the end")
    _ = exchange.connection.waitForPeerClose()
  }

  @Test("Ctrl+Z gives the terminal back to the shell as it was; fg brings the screen back")
  func suspend() async throws {
    let home = try Home()
    let gemini = try ScriptedGemini(Self.endless)
    let shell = try await Studio(
      home: home, gemini: gemini, variables: ["PS1": "shell> "], shell: true)
    try await shell.shows("shell>")
    let modes = shell.pty.modes
    shell.type("\(Studio.program)\n")
    try await shell.shows("Type a prompt and press Enter.")
    #expect(shell.pty.modes != modes)
    try await shell.send("stream on")
    try await shell.shows("what came before the end")
    shell.press(.ctrlZ)
    var screen = try await shell.shows("Stopped")
    #expect(!screen.isAlternate && screen.isCursorVisible)
    #expect(screen.modes.isDisjoint(with: [1000, 1002, 1004, 1006, 2004]))
    #expect(shell.pty.modes == modes)
    shell.type("fg\n")
    screen = try await shell.until("the studio again") {
      $0.screen.isAlternate && $0.screen.shows("what came before the end")
    }
    #expect(screen.modes.isSuperset(of: [1002, 1006, 2004]))
    shell.press(.ctrlC)
    try await shell.shows("The answer was stopped.")
    shell.press(.ctrlC)
    try await shell.shows("› write a prompt")
    shell.press(.ctrlD)
    try await shell.until("the shell again") { !$0.screen.isAlternate && $0.screen.shows("shell>") }
    try await eventually("the modes as they were") { shell.pty.modes == modes }
    shell.type("exit\n")
    #expect(try await shell.ended() == .exited(0))
  }

  @Test("Leaving puts back every mode and shows no picture of itself")
  func leave() async throws {
    let studio = try await Studio(home: try Home())
    let modes = studio.pty.modes
    try await studio.shows("Type a prompt and press Enter.")
    #expect(studio.pty.modes != modes)
    try await studio.leave()
    let screen = try await studio.until("the end of the alternate screen") { !$0.screen.isAlternate }
    #expect(screen.isCursorVisible)
    #expect(screen.modes == TerminalScreen.initialModes)
    #expect(screen.text.allSatisfy { $0 == "\n" })
    #expect(studio.pty.modes == modes)
  }

  @Test("A crash puts back every mode as well", arguments: [SIGSEGV, SIGABRT, SIGILL, SIGTRAP])
  func crash(signal: Int32) async throws {
    let studio = try await Studio(home: try Home())
    let modes = studio.pty.modes
    try await studio.shows("Type a prompt and press Enter.")
    studio.process.signal(signal)
    #expect(try await studio.ended() == .killed(signal: signal))
    let screen = try await studio.until("the end of the alternate screen") { !$0.screen.isAlternate }
    #expect(screen.isCursorVisible)
    #expect(screen.modes == TerminalScreen.initialModes)
    #expect(studio.pty.modes == modes)
  }

  @Test("SIGTERM ends the studio in order; what came is kept, labelled, with the prompt")
  func terminate() async throws {
    let home = try Home()
    let gemini = try ScriptedGemini(Self.endless)
    let studio = try await Studio.start(home: home, gemini: gemini)
    try await studio.send("a long story")
    try await studio.shows("what came before the end")
    studio.process.signal(SIGTERM)
    #expect(try await studio.ended() == .exited(0))
    try await studio.until("the end of the alternate screen") { !$0.screen.isAlternate }
    let again = try await Studio.start(home: home, gemini: gemini, ["-c"])
    try await again.shows("what came before the end")
    try await again.shows("The answer was stopped.")
    try await again.leave()
  }

  @Test("After SIGHUP the answer is finished without a terminal and stored")
  func hangUp() async throws {
    let home = try Home()
    let goOn = Watched(false)
    let gemini = try ScriptedGemini { exchange in
      exchange.begin()
      exchange.text("begun before, ")
      _ = goOn.blockingWait { $0 }
      exchange.text("ended behind the line")
      exchange.finish()
    }
    let studio = try await Studio.start(home: home, gemini: gemini)
    try await studio.send("go on without me")
    try await studio.shows("begun before,")
    studio.pty.hangUp()
    try await eventually("the end of the terminal") { !FileManager.default.fileExists(atPath: studio.pty.path) }
    goOn.set(true)
    #expect(try await studio.ended() == .exited(0))
    let again = try await Studio.start(home: home, gemini: gemini)
    try await again.shows("The answer in \"go on without me\" came after the terminal went away.")
    try await again.shows("Alt+1 go on without me")
    again.press(.altOne)
    try await again.shows("begun before, ended behind the line")
    #expect(!again.screen.shows("broke off"))
    try await again.leave()
  }

  @Test("With after_hangup = \"stop\" SIGHUP ends the answer, and what came is kept")
  func hangUpStops() async throws {
    let home = try Home()
    try Data("after_hangup = \"stop\"\n".utf8).write(to: URL(fileURLWithPath: home.data + "/config.toml"))
    let gemini = try ScriptedGemini(Self.endless)
    let studio = try await Studio.start(home: home, gemini: gemini)
    try await studio.send("stop with me")
    try await studio.shows("what came before the end")
    studio.pty.hangUp()
    #expect(try await studio.ended() == .exited(0))
    let again = try await Studio.start(home: home, gemini: gemini, ["-c"])
    try await again.shows("what came before the end")
    try await again.leave()
  }

  @Test("After kill -9 in mid-stream all is there that came up to 250 ms before, and the next start says so")
  func kill() async throws {
    let home = try Home()
    let sent = Watched<[ContinuousClock.Instant]>([])
    let gemini = try ScriptedGemini { exchange in
      exchange.begin()
      exchange.thought("a thought before it")
      let pace = DispatchSemaphore(value: 0)
      var number = 0
      while exchange.text("[\(number)] ") {
        number += 1
        sent.change { $0.append(.now) }
        _ = pace.wait(timeout: .now() + .milliseconds(20))
      }
    }
    let studio = try await Studio.start(
      home: home, gemini: gemini, terminal: Studio.Terminal(columns: 120, rows: 40), alone: true)
    try await studio.send("count")
    _ = await sent.wait { $0.count >= 60 }
    studio.process.signal(SIGKILL)
    let end = ContinuousClock.now
    #expect(try await studio.ended() == .killed(signal: SIGKILL))

    let again = try await Studio.start(
      home: home, gemini: gemini, terminal: Studio.Terminal(columns: 120, rows: 40))
    var screen = try await again.shows(
      "An answer in \"count\" was cut off when the studio ended; what came is kept. Alt+1 opens it.")
    try await again.shows("Alt+1 count")
    again.press(.altOne)
    screen = try await again.shows("a thought before it")
    screen = try await again.shows("The studio ended while this answer was coming.")
    let times = sent.value
    let words = screen.words.split(separator: " ")
    let last = try #require(
      words.last { $0.hasPrefix("[") && $0.hasSuffix("]") }.flatMap { Int($0.dropFirst().dropLast()) })
    // A machine that is slow to wake whoever waits counts for what it is: the longest it took here.
    let delays = zip(times, times.dropFirst()).map { $0.duration(to: $1) - .milliseconds(20) }
    let lateness = delays.max() ?? .zero
    let due = times.lastIndex { $0.duration(to: end) > .milliseconds(250) + lateness } ?? 0
    #expect(last >= due, "chunk \(last) is the last one stored, of \(times.count) sent; \(due) was due")
    #expect(due > 30)
    try await again.leave()
  }

  @Test("A terminal that reads nothing holds back neither receiving nor storing, and gets the newest frame in the end")
  func frozen() async throws {
    let home = try Home()
    let png = StoredPNG.make(width: 512, height: 512) { (UInt8(($0 * 7 + $1 * 13) & 255), UInt8(($0 ^ $1) & 255), 9) }
    let goOn = Watched(false)
    let isSent = Watched(false)
    let gemini = try ScriptedGemini { exchange in
      exchange.begin()
      exchange.text("The first line.\n\n")
      _ = goOn.blockingWait { $0 }
      exchange.picture(png)
      // A minute of 50 chunks a second.
      for number in 0..<3_000 { exchange.text("word \(number) of many, \(number % 20 == 19 ? "\n\n" : "")") }
      exchange.text("\n\nThe very last line.")
      exchange.finish()
      isSent.set(true)
    }
    let studio = try await Studio.start(
      home: home, gemini: gemini, terminal: Studio.Terminal(columns: 120, rows: 40), alone: true)
    try await studio.send("freeze")
    try await studio.shows("The first line.")
    studio.pty.stopReading()
    let before = studio.pty.output.value.bytes.count
    // Its own memory: pages of the program that are read in meanwhile are held for nobody.
    let memory = try #require(studio.process.status("RssAnon"))
    goOn.set(true)
    #expect(await isSent.wait(seconds: 120) { $0 } == true)
    try await eventually("the stored end", seconds: 60) { home.keeps("The very last line.") }
    let growth = try #require(studio.process.status("RssAnon")) - memory
    #expect(studio.pty.output.value.bytes.count - before <= 64 * 1024)
    studio.pty.startReading()
    let screen = try await studio.until("the newest frame") { output in
      output.screen.shows("The very last line.") && output.screen.wholePictures.count == 1
    }
    #expect(screen.unknown.isEmpty)
    let drained = studio.pty.output.value.bytes.count - before
    #expect(drained < 1 << 20, "frames are dropped, not queued")
    #expect(growth < 10_000, "KB of memory while nothing was read")
    try await studio.leave()
  }
}
