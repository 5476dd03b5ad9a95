import Foundation
import TestSupport
import Testing

@testable import Processes

@Suite("Programs that are run beside this one")
struct SubprocessTests {
  /// What every program with a `Subprocess` sees to.
  init() { _ = signal(SIGPIPE, SIG_IGN) }

  private static let environment = ["PATH": "/usr/bin:/bin"]

  private func shell(_ command: String, _ output: Subprocess.Output = .kept) -> Subprocess {
    Subprocess(["/bin/sh", "-c", command], environment: Self.environment, output: output)
  }

  @Test("Whatever it is given comes out of it, also far more than a pipe holds")
  func bytes() throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 8) }
    #expect(try shell("cat").run(bytes, seconds: 60).output == bytes)
    #expect(try shell("wc -c").run(bytes, seconds: 60).output == Array("3000000\n".utf8))
  }

  @Test(
    "Its end is told, and what is kept of its output",
    arguments: [
      ("echo out; echo err >&2", .kept, "out\n", .exited(0)),
      ("echo out; echo err >&2", .keptWithErrors, "out\nerr\n", .exited(0)), ("echo out", .dropped, "", .exited(0)),
      ("exit 3", .kept, "", .exited(3)), ("kill -TERM $$", .kept, "", .killed(signal: SIGTERM)),
    ] as [(String, Subprocess.Output, String, Spawn.End)])
  func ends(command: String, output: Subprocess.Output, text: String, end: Spawn.End) throws {
    let outcome = try shell(command, output).run(seconds: 60)
    #expect(outcome == Subprocess.Outcome(output: Array(text.utf8), end: end, stop: nil))
    #expect(outcome.isGood == (end == .exited(0)))
  }

  @Test("What it leaves running in the background is not waited for", arguments: [Subprocess.Output.dropped, .kept])
  func background(output: Subprocess.Output) throws {
    // As wl-copy and xclip do: they go on for as long as the clipboard is theirs.
    let outcome = try shell("sleep 600 & echo $!", output).run(seconds: 60)
    #expect(outcome.isGood)
    if let sleeper = Int32(String(decoding: outcome.output, as: UTF8.self).dropLast()) { kill(sleeper, SIGKILL) }
  }

  @Test("One that is not there is said")
  func missing() {
    let program = Subprocess(["/no/such/program"], environment: Self.environment, output: .kept)
    let failure = #expect(throws: Spawn.Failure.self) { _ = try program.run(seconds: 60) }
    #expect(failure?.description == "/no/such/program cannot be started: No such file or directory")
  }

  @Test("One that takes too long, writes too much or is not wanted any more is ended with what it started")
  func stopped() throws {
    let late = try shell("echo begun; sleep 600 | cat").run(seconds: 0.2)
    #expect(late == Subprocess.Outcome(output: Array("begun\n".utf8), end: .killed(signal: SIGKILL), stop: .tooLong))
    let much = try shell("yes").run(limit: 1001, seconds: 60)
    #expect(much.stop == .tooMuch && much.output == Array(String(repeating: "y\n", count: 501).utf8.prefix(1001)))
    let early = shell("sleep 600")
    early.cancel()
    #expect(try early.run(seconds: 60).stop == .cancelled)
  }

  @Test("It can be ended from another thread, and afterwards that changes nothing")
  func cancelled() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("up-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let process = shell("touch \(path); sleep 600")
    let stop = Watched<Subprocess.Stop?>(nil)
    // A thread of its own: those that tests share may not wait for what a test does.
    Thread.detachNewThread { stop.set((try? process.run(seconds: 3600))?.stop) }
    while !FileManager.default.fileExists(atPath: path) { await Task.yield() }
    process.cancel()
    #expect(await stop.wait { $0 != nil } == .cancelled)
    process.cancel()
  }

  @Test("It gets no terminal, no signal that is ignored here, and no descriptor but its three")
  func inherited() throws {
    let pipe = Pipe()
    let held = pipe.fileHandleForWriting.fileDescriptor
    let outcome = try shell("test -e /proc/self/fd/\(held) && echo open; kill -PIPE $$").run(seconds: 60)
    #expect(outcome.output.isEmpty && outcome.end == .killed(signal: SIGPIPE))
    #expect(try shell("echo > /dev/tty").run(seconds: 60).end != .exited(0))
  }

  @Test("What it writes at its end counts as well: it is all there, or too much")
  func lastWords() throws {
    let outcome = try shell("head -c 60000 /dev/zero").run(limit: 50_000, seconds: 60)
    #expect(outcome.stop == .tooMuch && outcome.output.count == 50_000)
    #expect(try shell("head -c 60000 /dev/zero").run(limit: 60_000, seconds: 60).output.count == 60_000)
  }

  @Test("One that reads nothing is no trouble")
  func unread() throws {
    let outcome = try shell("exec 0<&-; echo done").run([UInt8](repeating: 120, count: 1_000_000), seconds: 60)
    #expect(outcome.isGood && outcome.output == Array("done\n".utf8))
  }
}
