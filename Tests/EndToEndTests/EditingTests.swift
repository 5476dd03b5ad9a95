import Foundation
import Gemini
import TestSupport
import Testing

@Suite("The prompt and the person's own editor")
struct EditingTests {
  /// Shows the text it is to edit, waits for a line on the terminal itself, and changes the text by it.
  private static let editor = """
    trap : INT
    stty -echo
    text=$(cat "$1")
    printf 'editing %s\\n' "$text"
    until read -r key </dev/tty && [ -n "$key" ]; do :; done
    stty sane
    printf 'changed by %s' "$key" > "$1"
    """

  private static let openEditor = Studio.Key.ctrlX.rawValue + Studio.Key.ctrlE.rawValue

  @Test("A full-screen editor gets the terminal, with Ctrl+C its own, and gives it back with the text")
  func editor() async throws {
    let home = try Home()
    let gemini = try ScriptedGemini { $0.answer("from the editor") }
    let path = try home.write(Array(Self.editor.utf8), as: "editor")
    let studio = try await Studio.start(home: home, gemini: gemini, variables: ["EDITOR": "sh '\(path)'"])
    studio.type("first words")
    try await studio.shows("› first words")
    studio.type(Self.openEditor)
    let screen = try await studio.shows("editing first words")
    #expect(!screen.isAlternate)
    studio.press(.ctrlC)
    studio.type("k\r")
    try await studio.shows("› changed by k")
    #expect(studio.screen.isAlternate)
    studio.press(.enter)
    try await studio.shows("from the editor")
    #expect(!home.kept.contains { $0.hasSuffix(".md") }, "the file is removed")
    try await studio.leave()
  }

  @Test("Ctrl+Z in the editor stops studio and editor together; fg goes on with both")
  func suspendEditor() async throws {
    let home = try Home()
    let path = try home.write(Array(Self.editor.utf8), as: "editor")
    let shell = try await Studio(
      home: home, variables: ["EDITOR": "sh '\(path)'", "PS1": "shell> "], shell: true)
    try await shell.shows("shell>")
    shell.type("\(Studio.program)\n")
    try await shell.shows("Type a prompt and press Enter.")
    shell.type("some words")
    try await shell.shows("› some words")
    shell.type(Self.openEditor)
    try await shell.shows("editing some words")
    shell.press(.ctrlZ)
    try await shell.shows("Stopped")
    shell.type("fg\n")
    try await eventually("the foreground") { shell.pty.foregroundGroup != shell.process.pid }
    shell.type("z\r")
    try await shell.shows("› changed by z")
    shell.press(.ctrlC)
    try await shell.shows("› write a prompt")
    shell.press(.ctrlD)
    try await shell.until("the shell") { !$0.screen.isAlternate }
    shell.type("exit\n")
    #expect(try await shell.ended() == .exited(0))
  }

  @Test("An editor that is not there is a sentence, and the prompt is as it was")
  func missingEditor() async throws {
    let studio = try await Studio.start(home: try Home(), variables: ["EDITOR": "/nowhere/editor"])
    studio.type("kept words")
    try await studio.shows("› kept words")
    studio.type(Self.openEditor)
    try await studio.shows("The editor /nowhere/editor could not be started; the text is as it was.")
    #expect(studio.screen.shows("› kept words"))
    studio.press(.ctrlC)
    try await studio.shows("› write a prompt")
    try await studio.leave()
  }

  @Test("A paste of 5 MB folds to a chip and is sent as it was")
  func largePaste() async throws {
    let gemini = try ScriptedGemini { $0.answer("read it all") }
    let text = (0..<100_000).map { "line \($0) with words and žluť, 50 bytes or so more" }.joined(separator: "\n")
    #expect(text.utf8.count > 5_000_000)
    let studio = try await Studio.start(home: try Home(), gemini: gemini)
    studio.type("what is this: ")
    studio.paste(text)
    try await studio.until("the chip") { output in
      output.screen.lines.contains { $0.hasPrefix("› what is this: [") } && output.screen.shows("sends 1 turn")
    }
    #expect(!studio.screen.shows("line 99999"))
    studio.press(.enter)
    try await studio.shows("This request costs at least")
    studio.type("s")
    try await studio.shows("read it all")
    let sent = try await gemini.body(ofRequest: 1)["contents"]?.array?.last?["parts"]?.array?.first?["text"]?.string
    #expect(sent == "what is this: " + text)
    try await studio.leave()
  }
}
