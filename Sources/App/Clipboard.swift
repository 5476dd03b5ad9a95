import Core
import Dispatch
import Foundation
import Gemini
import Processes

/// Copies text, by the way that works where the program runs.
/// - Source: product.md section 4.
struct Clipboard: Sendable {
  enum Outcome: Hashable {
    /// It is done, or why not, as a sentence.
    case done(String)
    /// The terminal has to be asked: the text in base64, whether tmux has to pass it through, and what to say then.
    case needsTerminal(String, passesThrough: Bool, sentence: String)
  }

  /// The environment of the process.
  let variables: [String: String]
  /// tmux is around the program, whether its socket can be reached or not.
  let isTmux: Bool
  /// tmux passes sequences on to the terminal around it.
  let passesThrough: Bool
  /// Where text goes that is too large for a terminal.
  let folder: String

  /// Bytes of base64 that every terminal takes which takes copies at all: some drop longer ones without a word.
  static let largestForTerminals = 100_000
  /// Seconds a tool may take; it normally needs a few milliseconds.
  fileprivate static let patience = 2.0

  func copy(_ text: String) -> Outcome {
    guard !text.isEmpty else { return .done("There is no text to copy.") }
    if variables["TMUX"]?.isEmpty == false {
      if run(["tmux", "load-buffer", "-w", "-"], input: text) {
        return .done("Copied to tmux's buffer; tmux hands it to the terminal's clipboard where it may.")
      }
      // Before 3.2 it knows no -w.
      if run(["tmux", "load-buffer", "-"], input: text) {
        return .done("Copied to tmux's buffer alone: this tmux does not hand it on.")
      }
    }
    for tool in Self.tools(variables) where run(tool, input: text) { return .done("Copied by \(tool[0]).") }
    let base64 = Base64.encode(Array(text.utf8))
    guard base64.utf8.count <= Self.largestForTerminals else { return keep(text) }
    if isTmux, !passesThrough {
      return .needsTerminal(
        base64, passesThrough: false,
        sentence: "Sent to tmux (OSC 52), which takes it only where its set-clipboard is on; it does not say.")
    }
    let terminal = isTmux ? "the clipboard of the terminal around tmux" : "the terminal's clipboard"
    return .needsTerminal(
      base64, passesThrough: isTmux,
      sentence: "Sent to \(terminal) (OSC 52); whether it takes it, the terminal does not say.")
  }

  /// The commands of this machine that take text for its clipboard, if somebody sits at it.
  static func tools(_ variables: [String: String]) -> [[String]] {
    func isSet(_ name: String) -> Bool { variables[name]?.isEmpty == false }
    if isSet("SSH_CONNECTION") { return [] }
    #if os(macOS)
      return [["pbcopy"]]
    #else
      return (isSet("WAYLAND_DISPLAY") ? [["wl-copy"]] : [])
        + (isSet("DISPLAY") ? [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]] : [])
    #endif
  }

  /// What tmux is set to do with copies: `on`, `external` or `off`; `nil` if it does not say.
  static var tmuxSetting: String? { Tmux.answer(to: ["show-options", "-sv", "set-clipboard"])?.trimmingBlanks }

  /// Puts text that no terminal takes into a file, which the next one replaces.
  private func keep(_ text: String) -> Outcome {
    let path = folder + "/copied.txt"
    let files = FileManager.default
    try? files.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try? files.removeItem(atPath: path)
    let size = byteText(text.utf8.count)
    guard files.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) else {
      return .done(
        "Nothing was copied: \(size) are too large for the terminal's clipboard, and \(path) cannot be written.")
    }
    return .done("\(size) are too large for the terminal's clipboard: they are in \(path).")
  }

  /// Runs a tool with the text as its input; false if it is missing, fails or takes too long.
  private func run(_ command: [String], input: String) -> Bool {
    let environment = variables.filter { !Environment.keyNames.contains($0.key) }
    // `env` looks for it on the PATH of these variables.
    let tool = Subprocess(["/usr/bin/env"] + command, environment: environment, output: .dropped)
    return (try? tool.run(Array(input.utf8), seconds: Self.patience))?.isGood == true
  }
}

/// Copies away from the main thread, as a tool may take its time: one text after the other, so that the last one stays.
final class Copier: Sendable {
  private let queue = DispatchQueue(label: "copies")

  func copy(
    _ text: String, to clipboard: Clipboard, _ report: @escaping @Sendable (Clipboard.Outcome) -> Void
  ) {
    queue.async { report(clipboard.copy(text)) }
  }

  /// Waits until all is copied, as long as one tool may take.
  func finish() {
    let isDone = DispatchSemaphore(value: 0)
    queue.async { isDone.signal() }
    _ = isDone.wait(timeout: .now() + Clipboard.patience)
  }
}
