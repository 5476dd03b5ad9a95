import Core
import Gemini
import Testing

@testable import Store

/// What two windows make of one session, and what a store makes of what it refused before.
@Suite struct SavingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A session of one turn that both windows have read.
  private func windows() throws -> (one: SessionStore, other: SessionStore, session: Session) {
    let one = try SessionStore(folder: folder.store)
    var session = Sample.session()
    session.turns = [Sample.turn()]
    session.turns[0].runs = [Sample.run()]
    session.head = session.turns[0].id
    try one.add(session)
    let other = try SessionStore(folder: folder.store)
    let read = try #require(try other.session(session.id))
    for window in [one, other] { window.know(read, keepsDraft: false) }
    return (one, other, read)
  }

  @Test func whatOneWindowDidNotChangeStaysAsTheOtherMadeIt() throws {
    let (one, other, read) = try windows()
    var theirs = read
    theirs.title = "Renamed"
    theirs.use = .picture
    theirs.updateTime = Instant(milliseconds: 9000)
    theirs.head = TurnID(rawValue: "t2")
    try other.save(theirs)
    try other.insert(Sample.turn("t2", "More", parent: "r1"), in: read.id)

    var ours = read
    ours.draft = Draft(text: "half a prompt")
    ours.updateTime = Instant(milliseconds: 5000)
    try one.save(ours)
    let found = try #require(try one.session(read.id))
    #expect(found.path == [0, 1])
    #expect(found.title == "Renamed" && found.use == .picture)
    #expect(found.updateTime == Instant(milliseconds: 9000))
    #expect(found.draft.text == "half a prompt")

    // Both changed it: the later one is what is wanted.
    ours.title = "Ours"
    try one.save(ours)
    #expect(try other.session(read.id)?.title == "Ours")
  }

  @Test func whatWasOnlyReadIsNotTakenForShown() throws {
    let (one, other, read) = try windows()
    var theirs = read
    theirs.title = "Renamed"
    theirs.draft = Draft(text: "their draft")
    try other.save(theirs)
    // For an export, say.
    _ = try one.session(read.id)
    var ours = read
    ours.use = .picture
    try one.save(ours)
    #expect(try one.session(read.id)?.title == "Renamed")

    // Now it is shown, with this window's own empty draft, which is no reason to write one.
    let shown = try #require(try one.session(read.id))
    one.know(shown, keepsDraft: true)
    ours = shown
    ours.draft = Draft()
    try one.save(ours)
    #expect(try one.session(read.id)?.draft.text == "their draft")
  }

  @Test func adoptingWritesNothingOverWhatIsNewer() throws {
    let (one, _, read) = try windows()
    let old = read
    var newer = read
    newer.title = "Newer"
    newer.draft = Draft(text: "typed since")
    try one.save(newer)
    var turn = read.turns[0]
    turn.chosen = RunID(rawValue: "r1")
    try one.update(turn)
    var late = old.turns[0]
    late.chosen = nil
    try one.adopt(Sample.run("r2"), of: late, in: old)
    try one.save(newer)
    let found = try #require(try one.session(read.id))
    #expect(found.title == "Newer" && found.draft.text == "typed since")
    #expect(found.turns[0].runs.map(\.id.rawValue) == ["r1", "r2"] && found.turns[0].chosen?.rawValue == "r1")
  }

  @Test func aSessionThatIsGoneIsStoredWhole() throws {
    let (one, other, read) = try windows()
    try other.write { try $0.run("DELETE FROM session") }
    try one.save(read)
    #expect(try other.session(read.id)?.title == read.title)
  }

  @Test func saysHowMuchThereIs() throws {
    let (one, other, read) = try windows()
    let before = try one.extent(of: read.id)
    #expect(before == SessionExtent(turns: 1, runs: 1, ended: 0))
    var run = Sample.run("r2")
    try other.begin(run, in: read.turns[0].id)
    run.apply(.ended(nil), at: Instant(milliseconds: 4000))
    try other.recorder(for: run.id).record(run)
    let after = try one.extent(of: read.id)
    #expect(after == SessionExtent(turns: 1, runs: 2, ended: 1))
    #expect(after.isMore(than: before) && !before.isMore(than: after) && !after.isMore(than: after))
    #expect(try one.extent(of: SessionID(rawValue: "none")) == SessionExtent(turns: 0, runs: 0, ended: 0))
  }

  @Test func whatHangsOnARefusedTurnGoesOnFromTheOneBefore() throws {
    let store = try SessionStore.inMemory()
    var session = Sample.session()
    session.turns = [Sample.turn(), Sample.turn("t3", "And now?", parent: "refused")]
    session.turns[0].runs = [Sample.run()]
    session.head = TurnID(rawValue: "t3")
    try store.add(session)
    #expect(try store.session(session.id)?.path == [0, 1])

    session.head = TurnID(rawValue: "refused")
    try store.save(session)
    let found = try #require(try store.session(session.id))
    #expect(found.head == TurnID(rawValue: "t3") && found.path == [0, 1])
  }

  @Test("What was refused is stored with all it hangs on", arguments: ["nothing", "session", "turn", "run"])
  func adopts(there: String) throws {
    let store = try SessionStore.inMemory()
    var session = Sample.session()
    let turn = Sample.turn()
    session.head = turn.id
    var run = Sample.run()
    if there != "nothing" { try store.save(session) }
    if there == "turn" || there == "run" { try store.insert(turn, in: session.id) }
    if there == "run" { try store.begin(run, in: turn.id) }
    run.apply(
      .received([try Sample.response(#"{"candidates":[{"content":{"parts":[{"text":"Late."}]}}]}"#)]),
      at: Instant(milliseconds: 3100))
    try store.adopt(run, of: turn, in: session)
    try store.recorder(for: run.id).record(run)
    let found = try #require(try store.session(session.id))
    #expect(found.path == [0] && found.turns[0].content == turn.content && found.turns[0].runs == [run])
  }
}
