import TestSupport
import Testing

@Suite("Commands on a terminal")
struct CommandTests {
  @Test("Who waits for an answer sees for how long, and nothing of it stays")
  func waiting() async throws {
    let isSeen = Watched(false)
    let gemini = try ScriptedGemini { exchange in
      _ = isSeen.blockingWait { $0 }
      exchange.answer("A fine answer")
    }
    let terminal = try await Studio(home: try Home(), gemini: gemini, ["ask", "hello"])
    try await terminal.shows("gemstudio: waiting for gemini-flash-latest, 2")
    isSeen.set(true)
    try await terminal.shows("A fine answer")
    #expect(try await terminal.ended() == .exited(0))
    #expect(terminal.screen.lines.filter { $0 != "" } == ["A fine answer"])
  }

  @Test("Who compares sees a line a lane meanwhile, and of them nothing stays above the table")
  func lanes() async throws {
    let isSeen = Watched(false)
    let gemini = try ScriptedGemini { exchange in
      _ = isSeen.blockingWait { $0 }
      exchange.answer("A fine answer")
    }
    let terminal = try await Studio(
      home: try Home(), gemini: gemini, ["compare", "hello", "-m", "flash", "-m", "thinking"],
      terminal: Studio.Terminal(columns: 60, rows: 24))
    try await terminal.shows("gemini-flash-latest: waiting")
    let screen = try await terminal.shows("gemini-pro-latest: waiting · 2")
    #expect(screen.lines.filter { $0 != "" }.count == 2)
    isSeen.set(true)
    try await terminal.shows("A fine answer")
    #expect(try await terminal.ended() == .exited(0))
    let lines = terminal.screen.lines.filter { $0 != "" }
    #expect(Array(lines.prefix(2)) == ["1  gemini-flash-latest", "2  gemini-pro-latest"])
    #expect(lines.count { $0 == "A fine answer" } == 2)
  }

  @Test("A table fits the terminal, what there is no room for below its row")
  func table() async throws {
    let terminal = try await Studio(
      home: try Home(), ["models", "--offline", "2.5"], terminal: Studio.Terminal(columns: 60, rows: 24))
    #expect(try await terminal.ended() == .exited(0))
    let screen = try await terminal.shows("gemini-2.5-flash-image")
    #expect(screen.lines[0].hasPrefix("MODEL"))
    let place = try #require(screen.lines.firstIndex { $0.hasPrefix("gemini-2.5-pro ") })
    #expect(screen.lines[place + 1].hasPrefix("    end"))
    #expect(screen.lines[place + 1].hasSuffix(" 2026-12-01, then gemini-3.8-flash"))
  }
}
