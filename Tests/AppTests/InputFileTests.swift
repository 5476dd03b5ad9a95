import Foundation
import Glibc
import TestSupport
import Testing

@testable import App

@Suite("Files that commands are given", .timeLimit(.minutes(3)))
struct InputFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let commands = [["show", "--protocol", "blocks"], ["images", "info"], ["attach"]]

  @Test("A pipe to which nobody writes is waited for until Ctrl+C", arguments: commands)
  func silentPipe(command: [String]) async throws {
    let pipe = folder.path + "/pipe.png"
    try #require(unsafe mkfifo(pipe, 0o600) == 0)
    let writer = Watched<Int32?>(nil)
    let result = try await ProgramProcess(folder).run(command + [pipe]) { process in
      Thread.detachNewThread {
        // Waits until the program has opened the pipe, and keeps it open without a byte.
        writer.set(unsafe open(pipe, O_WRONLY))
        kill(process, SIGINT)
      }
    }
    if let descriptor = writer.value ?? nil { close(descriptor) }
    #expect(result.exitCode == 130 && result.err.contains("Stopped while waiting for"), "\(result.err)")
  }

  @Test("A pipe is read to its end")
  func pipe() async throws {
    let picture = StoredPNG.make(width: 4, height: 2)
    let path = folder.path + "/pipe.png"
    try #require(unsafe mkfifo(path, 0o600) == 0)
    async let written: Void = Task.detached {
      guard let file = FileHandle(forWritingAtPath: path) else { return }
      for piece in [picture.prefix(10), picture.dropFirst(10)] { try? file.write(contentsOf: Data(piece)) }
      try? file.close()
    }.value
    let result = try await ProgramProcess(folder).run(["show", "--protocol", "none", path])
    await written
    #expect(result.exitCode == 0 && result.text.contains("4x2 PNG"), "\(result.err)")
  }

  @Test("An empty file is said to be empty, a folder to be one, and one that is too large how large it may be")
  func sentences() async throws {
    try folder.write("", to: "empty.png")
    let program = ProgramProcess(folder)
    for command in [["show", "--protocol", "blocks"], ["attach"]] {
      let result = try await program.run(command + ["empty.png"])
      #expect(result.exitCode == 1 && result.err.contains("empty.\n"), "\(result.err)")
    }
    for command in Self.commands {
      let result = try await program.run(command + ["."])
      #expect([1, 2].contains(result.exitCode) && result.err.contains("is a folder"), "\(result.err)")
    }
    let endless = try await program.run(["show", "--protocol", "blocks", "/dev/zero"])
    #expect(endless.exitCode == 1 && endless.err.contains("has more than"), "\(endless.err)")
  }
}
