import Foundation
import TestSupport
import Testing

/// The built studio in a terminal of its own, driven as a person drives it.
final class Studio: Sendable {
  /// What is looked for in the environment of every studio: no key of the machine's owner, no other folder.
  private static let plainEnvironment = [
    "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
  ]

  /// The program beside the tests' own.
  static let program: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (tests as NSString).deletingLastPathComponent + "/gemstudio"
  }()

  let pty: Pty
  let process: ChildProcess
  let home: Home
  /// Answers as long as the studio is there.
  private let gemini: ScriptedGemini?

  struct Terminal {
    var columns = 80
    var rows = 24
    var replies = TerminalReplies.sixel
  }

  /// Runs a program in a terminal, without waiting for anything.
  /// - Parameters:
  ///   - variables: added to a plain environment; an empty value takes the variable out.
  ///   - shell: starts an interactive shell instead of the studio.
  ///   - alone: while it runs, no other studio does.
  init(
    home: Home, gemini: ScriptedGemini? = nil, _ arguments: [String] = [], variables: [String: String] = [:],
    terminal: Terminal = Terminal(), shell: Bool = false, alone: Bool = false
  ) async throws {
    self.home = home
    self.gemini = gemini
    var environment = Self.plainEnvironment.merging(gemini?.variables ?? [:]) { $1 }
    environment = environment.merging(variables) { $1 }.filter { !$0.value.isEmpty }
    environment["HOME"] = home.path
    environment["GEMSTUDIO_HOME"] = home.data
    let slot = await Slots.studios.take(alone: alone)
    do {
      pty = try Pty(columns: terminal.columns, rows: terminal.rows, replies: terminal.replies)
      process = try ChildProcess(
        (shell ? ["/bin/sh", "-i"] : [Self.program]) + arguments, environment: environment, folder: home.work, on: pty)
    } catch {
      await Slots.studios.give(slot)
      throw error
    }
    Task { [end = process.end] in
      _ = await end.wait(seconds: 3600) { $0 != nil }
      await Slots.studios.give(slot)
    }
  }

  /// Starts the studio and waits for its first screen.
  static func start(
    home: Home, gemini: ScriptedGemini? = nil, _ arguments: [String] = [], variables: [String: String] = [:],
    terminal: Terminal = Terminal(), alone: Bool = false
  ) async throws -> Studio {
    let studio = try await Studio(
      home: home, gemini: gemini, arguments, variables: variables, terminal: terminal, alone: alone)
    try await studio.until("the first screen") { $0.screen.isAlternate && $0.screen.lines.last != "" }
    return studio
  }

  // MARK: What a person sees

  var screen: TerminalScreen { pty.output.value.screen }

  struct NeverCame: Error, CustomStringConvertible {
    let description: String
  }

  /// Waits until the screen and the bytes are as wanted.
  /// - Throws: `NeverCame` with the screen as it is, after `seconds`.
  @discardableResult
  func until(
    _ what: String, seconds: Double = 120, _ condition: @escaping @Sendable (Pty.Output) -> Bool
  ) async throws -> TerminalScreen {
    if let output = await pty.output.wait(seconds: seconds, until: condition) {
      checkForKey(output)
      return output.screen
    }
    throw NeverCame(description: "\(what) never came; the screen is\n\(screen.text)")
  }

  /// Waits until the screen shows a text, also one that wraps.
  @discardableResult
  func shows(_ text: String, seconds: Double = 120) async throws -> TerminalScreen {
    try await until("\"\(text)\"", seconds: seconds) { $0.screen.shows(text) }
  }

  /// Waits until the screen shows a text no more.
  @discardableResult
  func hides(_ text: String) async throws -> TerminalScreen {
    try await until("the end of \"\(text)\"") { !$0.screen.shows(text) }
  }

  // MARK: What a person does

  func type(_ text: String) { pty.type(text) }
  func press(_ key: Key) { pty.type(key.rawValue) }

  enum Key: String {
    case enter = "\r", escape = "\u{1b}", tab = "\t", backspace = "\u{7f}"
    case up = "\u{1b}[A", down = "\u{1b}[B", right = "\u{1b}[C", left = "\u{1b}[D"
    case altOne = "\u{1b}1"
    case ctrlC = "\u{3}", ctrlD = "\u{4}", ctrlE = "\u{5}", ctrlJ = "\n", ctrlL = "\u{c}", ctrlP = "\u{10}"
    case ctrlT = "\u{14}", ctrlU = "\u{15}", ctrlX = "\u{18}", ctrlZ = "\u{1a}"
  }

  /// Types a prompt, waits until it stands in the editor, sends it, and waits until it is a turn of its own.
  func send(_ prompt: String) async throws {
    type(prompt)
    let turns = Self.turns(on: try await shows("› " + prompt))
    press(.enter)
    // A narrow status line has no room for the count; there the prompt has left the editor.
    try await until("turn \(turns + 1)") { Self.turns(on: $0.screen) > turns || !$0.screen.shows("› " + prompt) }
  }

  /// The count of turns in the status line.
  private static func turns(on screen: TerminalScreen) -> Int {
    screen.lines[0].firstMatch(of: /· (\d+) turns?/).flatMap { Int($0.1) } ?? 0
  }

  /// Pastes as a terminal does.
  func paste(_ text: String) { type("\u{1b}[200~\(text)\u{1b}[201~") }

  /// Nobody may see the key: not on the screen, not in the list of processes.
  private func checkForKey(_ output: Pty.Output) {
    let isShown = output.screen.shows(KeySearch.key)
    #expect(!isShown, "The key is on the screen:\n\(output.screen.text)")
    let isInArguments = KeySearch().isInArguments(of: process.pid)
    #expect(!isInArguments, "The key is in the list of processes.")
  }

  /// Nor did it pass through the terminal, nor is it in a file but the `.env` for it.
  private func checkForKeyAtEnd() {
    let search = KeySearch()
    let isWritten = search.isIn(pty.output.value.bytes)
    #expect(!isWritten, "The key was written to the terminal.")
    let files = search.files(in: home.path)
    #expect(files.isEmpty, "The key is in \(files).")
  }

  /// The end of the program.
  func ended(seconds: Double = 120) async throws -> ChildProcess.End {
    if let end = await process.end.wait(seconds: seconds, until: { $0 != nil }) ?? nil {
      checkForKeyAtEnd()
      return end
    }
    throw NeverCame(description: "the end never came; the screen is\n\(screen.text)")
  }

  /// Waits until no answer is coming: neither its message nor the keys speak of one.
  func answered() async throws {
    let signs = ["● ", "^C stop", " waiting · ", "nothing for "]
    try await until("the end of the answer") { output in
      !output.screen.lines.contains { line in signs.contains { line.contains($0) } }
    }
  }

  /// Leaves by the menu when no answer is coming, and waits for the end.
  func leave() async throws {
    try await answered()
    type(Key.ctrlX.rawValue + "q")
    #expect(try await ended() == .exited(0))
  }
}

/// Looks again until a condition holds: for what cannot wake anybody, such as a file.
func eventually(_ what: String, seconds: Double = 120, _ condition: () -> Bool) async throws {
  let end = ContinuousClock.now + .seconds(seconds)
  while !condition() {
    guard ContinuousClock.now < end else { throw Studio.NeverCame(description: "\(what) never came") }
    try await Task.sleep(for: .milliseconds(10))
  }
}
