import Core
import Foundation
import Gemini
import Store
import TestSupport
import Testing

@testable import App

/// What a command leaves behind when it is ended, or when a disk takes nothing more.
@Suite("Commands that are cut short", .timeLimit(.minutes(5)))
struct InterruptedProgramTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func program(_ server: LoopbackServer) -> ProgramProcess {
    ProgramProcess(folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
  }

  private func texts(_ request: ReceivedRequest) throws -> [String] {
    try JSON(parsing: request.body)["contents"]?.array?.compactMap { $0["parts"]?.array?.first?["text"]?.string } ?? []
  }

  /// Waits until the program has printed a text; the test fails if that never happens.
  private func waitForOutput(_ text: String) {
    let end = ContinuousClock.now + .seconds(60)
    func hasText(_ name: String) -> Bool {
      name.hasSuffix(".out") && String(decoding: folder.bytes(name) ?? [], as: UTF8.self).contains(text)
    }
    while !folder.names.contains(where: hasText), ContinuousClock.now < end { sched_yield() }
  }

  @Test("A hang-up ends with 130; what came is stored, and the next turn says that it goes without it")
  func hangup() async throws {
    let process = Watched<Int32?>(nil)
    let server = try scripted(
      { _, connection in
        connection.startChunked()
        connection.writeChunk(chunk("Half"))
        waitForOutput("Half")
        if let id = process.blockingWait(until: { $0 != nil }) ?? nil { kill(id, SIGHUP) }
        _ = connection.waitForPeerClose()
      }, { $1.respond(text: chunk("Whole", finish: "STOP")) }, { $1.respond(text: chunk("Third", finish: "STOP")) })
    let result = try await program(server).run(["ask", "one"]) { process.set($0) }
    #expect(result.exitCode == 130)
    #expect(result.text == "Half")
    #expect(result.err.contains("The answer was stopped. What came is kept."), "\(result.err)")

    let store = try SessionStore(folder: folder.path + "/home")
    let summary = try #require(try store.sessions(limit: 2).first)
    let run = try #require(try store.session(summary.id)?.turns.first?.runs.first)
    #expect(run.answer?.text(thought: false) == "Half")
    #expect(run.failure?.kind == .cancelled)

    let next = try await program(server).run(["ask", "two", "--continue"])
    #expect(next.text == "Whole")
    #expect(next.err.contains("The last turn has no whole answer, so this request goes without it"), "\(next.err)")
    #expect(try texts(try #require(server.requests.last)) == ["two"])
    let third = try await program(server).run(["ask", "three", "--continue"])
    #expect(third.err.isEmpty, "\(third.err)")
    #expect(try texts(try #require(server.requests.last)) == ["two", "Whole", "three"])
  }

  @Test("A disk that takes no more leaves what had the name, and is exit code 1", arguments: ["text", "picture"])
  func fullDisk(kind: String) async throws {
    let bytes = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let part =
      kind == "text"
      ? #"{"text":"\#(String(repeating: "long ", count: 60_000))"}"#
      : #"{"inlineData":{"mimeType":"image/png","data":"\#(bytes.base64EncodedString())"}}"#
    let server = try LoopbackServer { _, connection in
      connection.respond(text: events(#"{"candidates":[{"content":{"parts":[\#(part)]},"finishReason":"STOP"}]}"#))
    }
    try folder.write("precious", to: "a.png")
    // No file may grow beyond 64 KB, which is to the program as if the disk were full.
    let result = try await program(server).run(["ask", "hi", "-o", "a.png", "--no-store"], fileLimit: 64)
    #expect(result.exitCode == 1)
    #expect(result.err.contains("\(folder.path)/a.png cannot be written"), "\(result.err)")
    #expect(folder.bytes("a.png") == Array("precious".utf8))
    #expect(folder.names.filter { !$0.hasPrefix(".") && $0 != "home" } == ["a.png"])
    let device = try await program(server).run(["ask", "hi", "-o", "/dev/full", "--no-store"])
    #expect(device.exitCode == 1)
    #expect(device.err.contains("/dev/full cannot be written"), "\(device.err)")
  }
}
