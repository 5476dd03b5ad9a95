import TestSupport
import Testing

@Suite("Terminals that answer late")
struct LateAnswerTests {
  /// When a terminal answers, as far as the studio can tell: its own clock has no part in it.
  enum Moment: CaseIterable {
    case atOnce, afterTheFirstFrame, afterAKey, afterAnAnswer
  }

  private static let png = StoredPNG.make(width: 96, height: 64)

  @Test(
    "The first screen does not wait, no byte of an answer reaches the prompt, and pictures go the terminal's way",
    arguments: Array(KnownTerminal.all.enumerated()).map { ($0.element, Moment.allCases[$0.offset % 4]) })
  func late(_ terminal: KnownTerminal, _ moment: Moment) async throws {
    let gemini = try ScriptedGemini { exchange in
      exchange.begin()
      exchange.text("An answer.")
      exchange.picture(Self.png)
      exchange.finish()
    }
    let replies = TerminalReplies.known(terminal, isHeld: moment != .atOnce)
    let studio = try await Studio.start(
      home: try Home(), gemini: gemini, variables: terminal.variables,
      terminal: Studio.Terminal(columns: 80, rows: 24, replies: replies))
    if moment == .afterAnAnswer {
      try await studio.send("hello")
      try await studio.shows("An answer.")
      try await studio.answered()
    }
    if moment == .afterAKey {
      studio.type("ab")
      try await studio.until("the first keys") { Self.prompt($0.screen) == "ab" }
    }
    studio.pty.release(typing: "c")
    studio.type("d")
    let typed = moment == .afterAKey ? "abcd" : "cd"
    try await studio.until("the prompt \(typed)") { Self.prompt($0.screen) == typed }
    studio.press(.ctrlC)
    try await studio.shows("› write a prompt")
    if moment != .afterAnAnswer { try await studio.send("draw") }
    try await studio.until("a picture as \(terminal.way)") { output in
      output.screen.shows("Preview · ") && Self.ways(of: output).contains(terminal.way)
    }
    try await studio.leave()
    #expect(Self.ways(of: studio.pty.output.value).subtracting(["art"]) == Set([terminal.way]).subtracting(["art"]))
    #expect(studio.pty.output.value.held.isEmpty)
  }

  /// The ways on which pictures have come so far; that of letters is open to all.
  private static func ways(of output: Pty.Output) -> Set<String> {
    let marks = [
      ("\u{1b}_Ga=p,U=1", "placeholders"), ("\u{1b}_Ga=p,p=1", "kitty"), ("\u{1b}]1337;File=", "iterm2"),
      ("\u{1b}P0;", "sixel"), ("\u{1b}Pq", "sixel"), ("Preview · ", "art"),
    ]
    return Set(marks.filter { output.contains($0.0) }.map(\.1))
  }

  /// What stands in the editor.
  private static func prompt(_ screen: TerminalScreen) -> String? {
    screen.lines.last { $0.hasPrefix("› ") }.map { String($0.dropFirst(2)) }
  }
}
