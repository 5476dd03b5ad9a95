import Foundation
import Gemini
import Synchronization
import Testing

@testable import App

@Suite("Where copies go")
struct ClipboardTests {
  init() { _ = signal(SIGPIPE, SIG_IGN) }

  /// A folder with tools that keep what they are given, each in a file of its name.
  private struct Tools {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("clipboard-\(UUID().uuidString)").path

    init(_ names: String...) throws {
      try FileManager.default.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: true)
      for name in names {
        let script = "#!/bin/sh\necho \"$@\" > \(folder)/\(name).arguments\nexec cat > \(folder)/\(name)\n"
        try write(script, name)
      }
    }

    func write(_ script: String, _ name: String) throws {
      let path = "\(folder)/bin/\(name)"
      try script.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    func text(_ name: String) -> String? { try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

    func clipboard(_ variables: [String: String], isTmux: Bool = false, passesThrough: Bool = false) -> Clipboard {
      var variables = variables
      variables["PATH"] = "\(folder)/bin:/bin"
      return Clipboard(
        variables: variables, isTmux: isTmux, passesThrough: passesThrough, folder: folder + "/state")
    }
  }

  private static let large = String(repeating: "0123456789", count: 8000)

  @Test("In tmux its buffer comes first, and tmux is asked to hand it on")
  func tmux() throws {
    let tools = try Tools("tmux", "xclip")
    let outcome = tools.clipboard(["TMUX": "/tmp/s,1,0", "DISPLAY": ":0"], isTmux: true).copy("a\u{1F}b\n")
    #expect(outcome == .done("Copied to tmux's buffer; tmux hands it to the terminal's clipboard where it may."))
    #expect(tools.text("tmux") == "a\u{1F}b\n" && tools.text("tmux.arguments") == "load-buffer -w -\n")
    #expect(tools.text("xclip") == nil)
  }

  @Test("A tmux that knows no -w keeps it for itself, and that is said")
  func oldTmux() throws {
    let tools = try Tools()
    try tools.write("#!/bin/sh\n[ \"$2\" = -w ] && exit 1\nexec cat > \(tools.folder)/tmux\n", "tmux")
    let outcome = tools.clipboard(["TMUX": "/tmp/s,1,0"], isTmux: true).copy("x")
    #expect(outcome == .done("Copied to tmux's buffer alone: this tmux does not hand it on."))
    #expect(tools.text("tmux") == "x")
  }

  @Test("Out of reach of tmux's socket it goes through tmux where that passes things on, and else to tmux")
  func farTmux() throws {
    let tools = try Tools()
    let text = Base64.encode(Array("x".utf8))
    let through = tools.clipboard([:], isTmux: true, passesThrough: true).copy("x")
    #expect(
      through
        == .needsTerminal(
          text, passesThrough: true,
          sentence:
            "Sent to the clipboard of the terminal around tmux (OSC 52); whether it takes it, the terminal does "
            + "not say."))
    let closed = tools.clipboard([:], isTmux: true).copy("x")
    #expect(
      closed
        == .needsTerminal(
          text, passesThrough: false,
          sentence: "Sent to tmux (OSC 52), which takes it only where its set-clipboard is on; it does not say."))
  }

  @Test(
    "On a desktop its tools take it, the next one where one is missing or fails",
    arguments: [
      ("wl-copy", ["WAYLAND_DISPLAY": "w", "DISPLAY": ":0"]), ("xclip", ["DISPLAY": ":0"]), ("xsel", ["DISPLAY": ":0"]),
    ])
  func desktop(tool: String, variables: [String: String]) throws {
    let tools = try Tools(tool)
    if tool == "xsel" { try tools.write("#!/bin/sh\nexit 1\n", "xclip") }
    #expect(tools.clipboard(variables).copy(Self.large) == .done("Copied by \(tool)."))
    #expect(tools.text(tool) == Self.large)
  }

  @Test("A tool that stays in the background, to hand the text out, has done its part")
  func background() throws {
    let tools = try Tools("xsel")
    let left = tools.folder + "/left"
    try tools.write("#!/bin/sh\ncat > \(tools.folder)/xclip\nsleep 600 &\necho $! > \(left)\n", "xclip")
    #expect(tools.clipboard(["DISPLAY": ":0"]).copy("x") == .done("Copied by xclip."))
    #expect(tools.text("xclip") == "x" && tools.text("xsel") == nil)
    if let sleeper = tools.text("left").flatMap({ Int32($0.dropLast()) }) { kill(sleeper, SIGKILL) }
  }

  @Test("A tool that hangs is given up")
  func hanging() throws {
    let tools = try Tools("xsel")
    try tools.write("#!/bin/sh\nexec sleep 100000\n", "xclip")
    #expect(tools.clipboard(["DISPLAY": ":0"]).copy(Self.large) == .done("Copied by xsel."))
  }

  @Test("Over ssh, or without any, the terminal is asked, and nothing is claimed")
  func terminal() throws {
    let tools = try Tools("xclip")
    let outcome = tools.clipboard(["DISPLAY": ":10", "SSH_CONNECTION": "a 1 b 22"]).copy("é")
    #expect(
      outcome
        == .needsTerminal(
          Base64.encode(Array("é".utf8)), passesThrough: false,
          sentence: "Sent to the terminal's clipboard (OSC 52); whether it takes it, the terminal does not say."))
    #expect(tools.text("xclip") == nil)
    #expect(tools.clipboard([:]).copy("") == .done("There is no text to copy."))
  }

  @Test("What is too large for terminals is put into a file for the person alone")
  func large() throws {
    let tools = try Tools()
    let path = tools.folder + "/state/copied.txt"
    let outcome = tools.clipboard([:]).copy(Self.large)
    #expect(outcome == .done("80 KB are too large for the terminal's clipboard: they are in \(path)."))
    #expect(tools.text("state/copied.txt") == Self.large)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("Copies are made elsewhere, one after the other: a slow tool holds up none but the copy behind it")
  func order() throws {
    let tools = try Tools("xclip")
    let gate = tools.folder + "/gate"
    try tools.write(
      "#!/bin/sh\nuntil [ -e \(gate) ]; do :; done\nexec cat >> \(tools.folder)/xclip\n", "xclip")
    let copier = Copier()
    let said = Mutex<[Clipboard.Outcome]>([])
    let isSaid = DispatchSemaphore(value: 0)
    for text in ["one ", "two", ""] {
      copier.copy(text, to: tools.clipboard(["DISPLAY": ":0"])) { outcome in
        said.withLock { $0.append(outcome) }
        isSaid.signal()
      }
    }
    #expect(said.withLock { $0 }.isEmpty, "nobody opened the gate")
    try Data().write(to: URL(fileURLWithPath: gate))
    for _ in 0..<3 { isSaid.wait() }
    copier.finish()
    let copied = Clipboard.Outcome.done("Copied by xclip.")
    #expect(said.withLock { $0 } == [copied, copied, .done("There is no text to copy.")])
    #expect(tools.text("xclip") == "one two")
  }
}
