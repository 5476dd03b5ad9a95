import TestSupport
import Testing

@Suite("Terminals that answer late")
struct LateAnswerTests {
  /// When a terminal answers, as far as the studio can tell: its own clock has no part in it.
  enum Moment: CaseIterable {
    case atOnce, afterTheFirstFrame, afterAKey, afterAnAnswer
  }

  @Test(
    "The first screen does not wait, and no byte of an answer reaches the prompt",
    arguments: Array(KnownTerminal.all.enumerated()).map { ($0.element, Moment.allCases[$0.offset % 4]) })
  func late(_ terminal: KnownTerminal, _ moment: Moment) async throws {
    let gemini = try ScriptedGemini { $0.answer("An answer.") }
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
    try await studio.leave()
    #expect(studio.pty.output.value.held.isEmpty)
  }

  /// What stands in the editor.
  private static func prompt(_ screen: TerminalScreen) -> String? {
    screen.lines.last { $0.hasPrefix("› ") }.map { String($0.dropFirst(2)) }
  }
}
