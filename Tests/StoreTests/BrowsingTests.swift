import Core
import Foundation
import Gemini
import Testing

@testable import Store

@Suite("What the session browser does with the store")
struct BrowsingTests {
  private let store: SessionStore

  init() throws { store = try SessionStore.inMemory() }

  private static let day = 86_400_000

  private func titles(deletedSince: Instant? = nil) throws -> [String] {
    try store.sessions(limit: 9, deletedSince: deletedSince).map(\.title)
  }

  private func prompts() throws -> [String] { try store.pastPrompts(limit: 9, includesDemo: true).map(\.text) }

  @Test("A deleted session is in no list, history or verdict, and comes back whole")
  func deleting() throws {
    var turn = Sample.turn("t1", "Look here")
    turn.runs = [try Sample.richRun("r1")]
    try store.save(Sample.session("s1", title: "one"))
    try store.insert(turn, in: SessionID(rawValue: "s1"))
    try store.save(Sample.session("s2", title: "two", updated: 900))
    let before = try store.session(SessionID(rawValue: "s1"))
    try store.deleteSession(SessionID(rawValue: "s1"), at: Instant(milliseconds: 5000))
    #expect(try titles() == ["two"] && store.latest()?.title == "two")
    #expect(try titles(deletedSince: Instant(milliseconds: 4999)) == ["one", "two"])
    #expect(try titles(deletedSince: Instant(milliseconds: 5000)) == ["two"])
    #expect(try store.session(prefix: "s1") == .none && prompts().isEmpty)
    #expect(try store.pictures(limit: 9).isEmpty)
    try store.restoreSession(SessionID(rawValue: "s1"))
    #expect(try titles() == ["one", "two"] && store.session(SessionID(rawValue: "s1")) == before)
    #expect(try prompts() == ["Look here"] && !store.pictures(limit: 9).isEmpty)
    #expect(throws: StoreError.missing("The session")) {
      try store.deleteSession(SessionID(rawValue: "s9"), at: Instant(milliseconds: 0))
    }
  }

  @Test("A list has the newest of each kind and all pinned ones, counts the others, and is searched as a whole")
  func listing() throws {
    for number in 1...5 { try store.save(Sample.session("s\(number)", title: "Room \(number)", updated: number)) }
    for number in 1...3 {
      var session = Sample.session("c\(number)", title: "Hall \(number)", updated: 10 + number)
      session.origin = .command
      try store.save(session)
    }
    try store.setPinned(SessionID(rawValue: "s1"), true)
    try store.deleteSession(SessionID(rawValue: "s5"), at: Instant(milliseconds: 5000))
    let then = Instant(milliseconds: 4000)
    let list = try store.list(most: 2, deletedSince: then)
    #expect(list.sessions.map(\.title) == ["Hall 3", "Hall 2", "Room 5", "Room 4", "Room 3", "Room 1"])
    let kinds = [Session.Origin.studio, .command].map { SessionKind(origin: $0, isDemo: false, isDeleted: false) }
    #expect(list.unlisted == [kinds[0]: 1, kinds[1]: 1])
    #expect(try store.list(matching: "ROOM 2", most: 2, deletedSince: then).sessions.map(\.title) == ["Room 2"])
    #expect(try store.list(most: 9, deletedSince: Instant(milliseconds: 5000)).sessions.count == 7)
  }

  @Test("A session with an answer that is still coming is not deleted")
  func coming() throws {
    try store.save(Sample.session("s1"))
    var turn = Sample.turn("t1")
    turn.runs = [Sample.run("r1")]
    try store.insert(turn, in: SessionID(rawValue: "s1"))
    #expect(throws: StoreError.self) {
      try store.deleteSession(SessionID(rawValue: "s1"), at: Instant(milliseconds: 5000))
    }
    #expect(try titles().count == 1)
  }

  @Test("An answer that another window asks for brings the deleted session back")
  func goingOn() throws {
    let id = SessionID(rawValue: "s1")
    try store.save(Sample.session("s1", title: "one"))
    try store.insert(Sample.turn("t1"), in: id)
    try store.deleteSession(id, at: Instant(milliseconds: 5000))
    try store.begin(Sample.run("r1"), in: TurnID(rawValue: "t1"))
    #expect(try titles() == ["one"])
  }

  @Test("Pins are kept, and saving a session changes neither pin nor deletion")
  func pins() throws {
    try store.save(Sample.session("s1", title: "one"))
    try store.setPinned(SessionID(rawValue: "s1"), true)
    try store.save(Sample.session("s1", title: "other"))
    #expect(try store.sessions(limit: 1).first?.isPinned == true)
    try store.deleteSession(SessionID(rawValue: "s1"), at: Instant(milliseconds: 5000))
    try store.save(Sample.session("s1", title: "again"))
    #expect(try titles().isEmpty)
    #expect(throws: StoreError.missing("The session")) { try store.setPinned(SessionID(rawValue: "s9"), true) }
  }

  @Test("After 30 days a deleted session goes, and its files unless another one has a use for them")
  func purging() throws {
    let folder = try TemporaryFolder()
    let assets = AssetStore(folder: folder.path + "/assets")
    let own = try assets.write(Array("own".utf8), mimeType: "image/png")
    let shared = try assets.write(Array("shared".utf8), mimeType: "image/png")
    func turn(_ id: String, _ references: [AssetReference]) -> Turn {
      var turn = Sample.turn(id)
      turn.content.parts += references.map {
        Part(.inlineData(Blob(mimeType: "image/png", data: .asset($0))))
      }
      return turn
    }
    for (session, turn) in [("s1", turn("t1", [own, shared])), ("s2", turn("t2", [shared]))] {
      try store.save(Sample.session(session, title: session))
      try store.insert(turn, in: SessionID(rawValue: session))
    }
    let start = Instant(milliseconds: Int(Date().timeIntervalSince1970 * 1000))
    try store.deleteSession(SessionID(rawValue: "s1"), at: start)
    #expect(try store.purgeSessions(in: assets, at: start + 29 * Self.day) == 0)
    #expect(try store.purgeSessions(in: assets, at: start + 61 * Self.day) == 1)
    #expect(try store.session(SessionID(rawValue: "s1")) == nil && titles() == ["s2"])
    #expect(throws: StoreError.self) { try assets.read(own) }
    #expect(try assets.read(shared) == Array("shared".utf8))
  }

  @Test("The look at a session has the last turns of the shown branch, the oldest first")
  func preview() throws {
    var session = Sample.session("s1")
    session.head = TurnID(rawValue: "t4")
    try store.save(session)
    var parent: String?
    for number in 1...4 {
      var turn = Sample.turn("t\(number)", "Prompt \(number)", parent: parent)
      var run = Sample.run("r\(number)")
      let parts = #"{"text":"hm","thought":true},{"text":"Answer \#(number)"}"#
      let response = try Sample.response(#"{"candidates":[{"content":{"parts":[\#(parts)]}}]}"#)
      run.apply(.received([response]), at: Instant(milliseconds: 3100))
      run.apply(.ended(nil), at: Instant(milliseconds: 3200))
      var other = Sample.run("other\(number)")
      other.apply(.ended(nil), at: Instant(milliseconds: 3200))
      turn.runs = [run, other]
      turn.chosen = run.id
      try store.insert(turn, in: session.id)
      parent = "r\(number)"
    }
    // A version beside the branch.
    try store.insert(Sample.turn("t5", "Aside", parent: "r1"), in: session.id)
    let preview = try store.preview(of: session.id, turns: 3)
    #expect(preview.exchanges.map(\.prompt) == ["Prompt 2", "Prompt 3", "Prompt 4"])
    #expect(preview.exchanges.map(\.answer) == ["Answer 2", "Answer 3", "Answer 4"])
    #expect(try store.preview(of: SessionID(rawValue: "s9"), turns: 3).exchanges.isEmpty)
  }
}
