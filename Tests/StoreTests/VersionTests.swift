import Core
import Foundation
import GRDB
import Gemini
import Testing

@testable import Store

@Suite("Deleting turns and answers in the store")
struct VersionTests {
  private let folder: TemporaryFolder
  private let store: SessionStore
  private let assets: AssetStore
  /// Files have the time of the system's clock, so that the clock of these tests begins a little after it.
  private let now = Instant(milliseconds: Int(Date().timeIntervalSince1970 * 1000) + 60_000)

  init() throws {
    folder = try TemporaryFolder()
    store = try SessionStore(folder: folder.store)
    assets = AssetStore(folder: folder.path + "/assets")
  }

  private func run(_ id: String, _ picture: AssetReference? = nil) -> Run {
    var run = Run(
      id: RunID(rawValue: id), model: "m", backend: .developer, config: GenerationConfig(), startTime: now)
    var candidate = Candidate(index: 0)
    candidate.parts = [Part(text: "answer \(id)")]
    if let picture { candidate.parts.append(Part(.inlineData(Blob(mimeType: "image/png", data: .asset(picture))))) }
    candidate.finishReason = .stop
    run.candidates = [candidate]
    run.apply(.ended(nil), at: now)
    return run
  }

  /// Three turns, the second with two answers, of which the third follows the second.
  private func add(_ pictures: [AssetReference] = []) throws -> Session {
    var session = Sample.session("s")
    let answers = [
      [run("r1")], [run("r2", pictures.first), run("r3", pictures.dropFirst().first)],
      [run("r4", pictures.dropFirst(2).first)],
    ]
    for (index, (parent, runs)) in zip([nil, "r1", "r3"], answers).enumerated() {
      var turn = Turn(
        id: TurnID(rawValue: "t\(index + 1)"), parent: parent.map(RunID.init),
        content: Content(parts: [Part(text: "prompt \(index + 1)")]), createTime: now, runs: runs)
      turn.chosen = runs.last?.id
      session.turns.append(turn)
    }
    session.head = TurnID(rawValue: "t3")
    try store.add(session)
    return session
  }

  private func mark(_ turn: String, _ run: String? = nil) -> VersionMark {
    VersionMark(
      session: SessionID(rawValue: "s"), turn: TurnID(rawValue: turn), run: run.map { RunID(rawValue: $0) })
  }

  private func session() throws -> Session { try #require(try store.session(SessionID(rawValue: "s"))) }

  private func summary() throws -> SessionSummary { try #require(try store.sessions(limit: 1).first) }

  private func picture(_ text: String) throws -> AssetReference {
    try assets.write(Array(text.utf8), mimeType: "image/png")
  }

  @Test("A deleted turn is in nothing that is read, what followed it follows the one before, and all of it comes back")
  func turn() throws {
    let pictures = try ["a", "b", "c"].map(picture)
    _ = try add(pictures)
    let before = try session()
    #expect(try summary().turns == 3 && summary().images == 3)
    try store.deleteVersion(mark("t2"), at: now)
    let left = try session()
    #expect(left.turns.map(\.id.rawValue) == ["t1", "t3"] && left.turns[1].parent?.rawValue == "r1")
    #expect(left.path == [0, 1] && left.removals.map(\.mark) == [mark("t2")])
    #expect(try summary().turns == 2 && summary().images == 1)
    #expect(
      try store.extent(of: left.id) == SessionExtent(turns: 2, runs: 2, ended: 2, deleted: 1, deleteTime: now))
    #expect(try store.pastPrompts(limit: 9, includesDemo: true).map(\.text) == ["prompt 3", "prompt 1"])
    #expect(try store.preview(of: left.id, turns: 5).exchanges.map(\.prompt) == ["prompt 1", "prompt 3"])
    #expect(try store.pictures(limit: 9).map(\.asset) == [pictures[2]])
    #expect(try store.picture(prefix: pictures[0].sha256) == .none)
    try store.restoreVersion(mark("t2"))
    #expect(try session() == before)
    #expect(try summary().turns == 3 && summary().images == 3)
  }

  @Test("Of a turn one answer is deleted; another takes its place")
  func answer() throws {
    let pictures = try ["a", "b", "c"].map(picture)
    _ = try add(pictures)
    let before = try session()
    try store.deleteVersion(mark("t2", "r3"), at: now)
    let left = try session()
    #expect(left.turns[1].runs.map(\.id.rawValue) == ["r2"] && left.turns[2].parent?.rawValue == "r2")
    #expect(left.turns[1].shownRun?.id.rawValue == "r2" && left.path == [0, 1, 2])
    #expect(try summary().turns == 3 && summary().images == 2)
    #expect(try store.preview(of: left.id, turns: 5).exchanges[1].answer == "answer r2")
    // Then all of the turn, and a picture of another one: each counts once.
    try store.deleteVersion(mark("t2"), at: now + 1)
    try store.deletePicture(pictures[2].sha256, at: now)
    #expect(try summary().turns == 2 && summary().images == 0)
    #expect(try session().turns.map(\.id.rawValue) == ["t1", "t3"])
    try store.restorePicture(pictures[2].sha256, at: now)
    try store.restoreVersion(mark("t2"))
    #expect(try summary().images == 2)
    try store.restoreVersion(mark("t2", "r3"))
    #expect(try session() == before && summary().images == 3)
  }

  @Test("How much there is of a session is the same in the store and as it is read, whatever was deleted, in any order")
  func extent() throws {
    _ = try add()
    let marks = [mark("t2", "r3"), mark("t2"), mark("t2", "r2"), mark("t3", "r4")]
    for (index, mark) in marks.enumerated() {
      try store.deleteVersion(mark, at: now + index)
      let read = try session()
      #expect(
        try store.extent(of: read.id)
          == SessionExtent(
            turns: read.turns.count, runs: read.turns.flatMap(\.runs).count, ended: read.turns.flatMap(\.runs).count,
            deleted: read.removals.count, deleteTime: now + index))
    }
    #expect(try session().turns.map(\.id.rawValue) == ["t1"])
    // As many as before, but others.
    let before = try store.extent(of: session().id)
    try store.restoreVersion(marks[3])
    try store.deleteVersion(mark("t3"), at: now + 9)
    #expect(try store.extent(of: session().id).isMore(than: before))
  }

  @Test("What is still coming is not deleted, nor what is not there")
  func refused() throws {
    _ = try add()
    try store.begin(
      Run(
        id: RunID(rawValue: "new"), model: "m", backend: .developer, config: GenerationConfig(), startTime: now),
      in: TurnID(rawValue: "t3"))
    #expect(throws: StoreError.self) { try store.deleteVersion(mark("t3"), at: now) }
    #expect(throws: StoreError.self) { try store.deleteVersion(mark("t3", "new"), at: now) }
    try store.deleteVersion(mark("t3", "r4"), at: now)
    #expect(throws: StoreError.missing("The turn")) { try store.deleteVersion(mark("t9"), at: now) }
    #expect(throws: StoreError.missing("The answer")) { try store.restoreVersion(mark("t1", "r9")) }
  }

  @Test("After 30 days it is gone for good with its files, and the conversation stays as it is shown")
  func purge() throws {
    let pictures = try ["a", "b", "c"].map(picture)
    _ = try add(pictures)
    try store.deleteVersion(mark("t2", "r3"), at: now)
    try store.deleteVersion(mark("t1"), at: now + 1)
    let shown = try session()
    #expect(try store.purgeVersions(in: assets, at: now + 29 * 86_400_000) == 0)
    #expect(try store.purgeVersions(in: assets, at: now + 31 * 86_400_000) == 2)
    let left = try session()
    #expect(left.turns == shown.turns && left.path == shown.path && left.removals.isEmpty)
    #expect(try summary().turns == 2 && summary().images == 2)
    #expect(
      assets.path(pictures[1], mimeType: "image/png") == nil && assets.path(pictures[0], mimeType: "image/png") != nil)
    #expect(try store.purgeVersions(in: assets, at: now + 62 * 86_400_000) == 0)
  }
}
