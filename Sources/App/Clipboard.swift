import Core
import Foundation
import Gemini

/// Copies text, by the way that works where the program runs.
/// - Source: product.md section 4.
enum Clipboard {
  enum Outcome {
    /// It is done, or why not, as a sentence.
    case done(String)
    /// The terminal has to be asked, with the text in base64.
    case needsTerminal(String)
  }

  static func copy(_ text: String, isTmux: Bool) -> Outcome {
    guard !text.isEmpty else { return .done("There is no text to copy.") }
    if isTmux, run(["tmux", "load-buffer", "-w", "-"], input: text) {
      return .done("Copied to tmux's buffer, and to the clipboard where tmux may.")
    }
    let environment = ProcessInfo.processInfo.environment
    if environment["SSH_CONNECTION"] == nil {
      if environment["WAYLAND_DISPLAY"] != nil, run(["wl-copy"], input: text) { return .done("Copied by wl-copy.") }
      if environment["DISPLAY"] != nil, run(["xclip", "-selection", "clipboard"], input: text) {
        return .done("Copied by xclip.")
      }
    }
    return .needsTerminal(Base64.encode(Array(text.utf8)))
  }

  /// What tmux is set to do with copies: `on`, `external` or `off`; `nil` if it does not say.
  static var tmuxSetting: String? { Tmux.answer(to: ["show-options", "-sv", "set-clipboard"])?.trimmingBlanks }

  /// Runs a tool with the text as its input; false if it is missing or fails.
  private static func run(_ command: [String], input: String) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let pipe = Foundation.Pipe()
    process.standardInput = pipe
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    try? pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try? pipe.fileHandleForWriting.close()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
