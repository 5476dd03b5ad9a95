import Foundation
import TestSupport
import Testing

@testable import App

@Suite("Commands that get a text")
struct PipedCommandTests {
  init() { _ = signal(SIGPIPE, SIG_IGN) }

  private static let variables = ["PATH": "/usr/bin:/bin", "GEMINI_API_KEY": "secret", "LANG": "C"]

  private static func run(_ command: String, _ input: String = "", patience: Int = 60) -> (
    output: String, ending: String
  ) {
    PipedCommand(command, variables: variables, patience: patience).run(input: input)
  }

  @Test("They get the text as it is, and what they write comes back")
  func output() {
    let text = "two\u{0} lines\n" + String(repeating: "x", count: 100_000)
    let (output, ending) = Self.run("cat", text)
    #expect(output == text && ending.isEmpty)
    #expect(Self.run("tr a-z A-Z | cat; echo oops >&2", "abc").output == "ABCoops\n")
  }

  @Test(
    "How they end is said",
    arguments: [
      ("exit 3", "It ended with exit code 3."), ("true", "It ended well and wrote nothing."),
      ("kill -9 $$", "It was ended by signal 9."),
      ("no-such-command-anywhere 2>/dev/null", "It ended with exit code 127."),
    ])
  func endings(command: String, ending: String) {
    #expect(Self.run(command).ending == ending)
  }

  @Test("They never see the key")
  func key() {
    #expect(Self.run("env; echo $GEMINI_API_KEY").output.contains("secret") == false)
  }

  @Test("One that does not end is ended with all that it started, and what it wrote stays")
  func patience() {
    let (output, ending) = Self.run("echo begun; sleep 600 | cat", patience: 1)
    #expect(output == "begun\n" && ending == "It was ended after 1 s.")
  }

  @Test("One that writes without end is ended")
  func size() {
    let (output, ending) = Self.run("yes")
    #expect(output.utf8.count == PipedCommand.mostBytes && ending == "It was ended, as it wrote more than 200 KB.")
  }

  @Test("One that does not read is no trouble")
  func unread() {
    #expect(Self.run("exec 0<&-; echo done", String(repeating: "x", count: 1_000_000)).output == "done\n")
  }

  @Test("It can be ended, also before it began")
  func cancel() async {
    let early = PipedCommand("sleep 600", variables: Self.variables)
    early.cancel()
    #expect(early.run(input: "").ending == "It was ended.")
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("piped-\(UUID().uuidString)").path
    let late = PipedCommand("touch \(path); sleep 600", variables: Self.variables, patience: 3600)
    let ending = Watched<String?>(nil)
    // A thread of its own: those that tests share may not wait for what a test does.
    Thread.detachNewThread { ending.set(late.run(input: "").ending) }
    while !FileManager.default.fileExists(atPath: path) { await Task.yield() }
    late.cancel()
    #expect(await ending.wait { $0 != nil } == "It was ended.")
  }
}
