import Core
import Foundation
import Gemini
import Processes
import TestSupport
import Testing

@testable import Store

@Suite struct RepairTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A process that has run and ended.
  private func endedProcess() async throws -> ProcessMark {
    let process = try ChildProcess(["true"])
    _ = await process.end.wait { $0 != nil }
    return ProcessMark(boot: ProcessMark.current.boot, process: Int(process.pid), start: "1")
  }

  /// Stores a session with a run that goes on.
  private func addRun(_ id: String, owner: ProcessMark) throws -> Run {
    let store = try SessionStore(folder: folder.store, owner: owner)
    var session = Sample.session("s" + id, title: "Session of \(id)")
    session.turns = [Sample.turn("t" + id)]
    try store.add(session)
    var run = Sample.run(id)
    try store.begin(run, in: session.turns[0].id)
    run.apply(
      .received([try Sample.response(#"{"candidates":[{"content":{"parts":[{"text":"Half"}]}}]}"#)]),
      at: Instant(milliseconds: 3100))
    try store.recorder(for: run.id).record(run)
    return run
  }

  @Test func runsOfTheDeadAreEnded() async throws {
    let current = ProcessMark.current
    let half = try addRun("dead", owner: try await endedProcess())
    _ = try addRun("boot", owner: ProcessMark(boot: "other", process: current.process, start: current.start))
    _ = try addRun("reused", owner: ProcessMark(boot: current.boot, process: current.process, start: "0"))
    let alive = try addRun("alive", owner: .current)
    let store = try SessionStore(folder: folder.store)
    let repaired = try store.repairInterruptedRuns()
    #expect(repaired.map(\.run.rawValue) == ["dead", "boot", "reused"])
    #expect(repaired.map(\.session.title) == ["Session of dead", "Session of boot", "Session of reused"])
    let run = try #require(try store.session(SessionID(rawValue: "sdead"))?.turns[0].runs.first)
    #expect(!run.isActive)
    #expect(run.failure?.kind == .incompleteStream)
    #expect(run.failure?.message == "The studio ended while this answer was coming.")
    #expect(run.endTime == Instant(milliseconds: 3100))
    #expect(run.candidates == half.candidates)
    #expect(try store.session(SessionID(rawValue: "salive"))?.turns[0].runs == [alive])
    #expect(try store.repairInterruptedRuns().isEmpty)
  }

  @Test func runsOfAnotherLivingProcessAreLeftAlone() async throws {
    let input = Pipe()
    let process = try ChildProcess(["cat"], input: .descriptor(input.fileHandleForReading.fileDescriptor))
    let stat = try SystemFile.read("/proc/\(process.pid)/stat")
    let fields = String(decoding: stat, as: UTF8.self).split(separator: ") ").last?.split(separator: " ") ?? []
    let mark = ProcessMark(
      boot: ProcessMark.current.boot, process: Int(process.pid), start: String(fields[19]))
    let run = try addRun("other", owner: mark)
    let store = try SessionStore(folder: folder.store)
    #expect(mark.isAlive)
    #expect(try store.repairInterruptedRuns().isEmpty)
    #expect(try store.session(SessionID(rawValue: "sother"))?.turns[0].runs == [run])
    try input.fileHandleForWriting.close()
    _ = await process.end.wait { $0 != nil }
    #expect(!mark.isAlive)
    #expect(try store.repairInterruptedRuns().map(\.run.rawValue) == ["other"])
  }

  @Test func endedRunsAreNobodys() async throws {
    let owner = try await endedProcess()
    do {
      let store = try SessionStore(folder: folder.store, owner: owner)
      var session = Sample.session()
      session.turns = [Sample.turn()]
      session.turns[0].runs = [try Sample.richRun()]
      try store.add(session)
    }
    #expect(try SessionStore(folder: folder.store).repairInterruptedRuns().isEmpty)
  }

  @Test func marksAreReadBack() {
    #expect(ProcessMark(ProcessMark.current.text) == .current)
    #expect(ProcessMark.current.isAlive)
    #expect(ProcessMark.current.process == Int(ProcessInfo.processInfo.processIdentifier))
    #expect(!ProcessMark.current.boot.isEmpty && !ProcessMark.current.start.isEmpty)
    for text in ["", "a", "a b c", "a 1"] { #expect(ProcessMark(text) == nil) }
  }
}
