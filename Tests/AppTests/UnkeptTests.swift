import Core
import Dispatch
import GRDB
import Gemini
import Synchronization
import Testing

@testable import App
@testable import Store

/// A store that refuses for a while.
@Suite("What the store refused", .timeLimit(.minutes(1)))
struct UnkeptTests {
  let store: SessionStore
  let queue = DispatchQueue(label: "store")
  let start = Instant(milliseconds: 3000)
  private let notes = Notes()

  /// What the threads of a test say.
  private final class Notes: Sendable {
    private let state = Mutex(([StoreError?](), 0))

    var said: [StoreError?] { state.withLock { $0.0 } }
    func say(_ error: StoreError?) { state.withLock { $0.0.append(error) } }

    /// - Returns: how many tries there were.
    func countTry() -> Int {
      state.withLock { state in
        state.1 += 1
        return state.1
      }
    }
  }

  init() throws { store = try SessionStore.inMemory() }

  private func setPages(_ count: Int?) throws {
    try store.queue.writeWithoutTransaction { database in
      let pages = try count ?? Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages)")
    }
  }

  private func makeSession() -> (session: Session, turn: Turn, run: Run) {
    var session = Session(
      id: SessionID(rawValue: "s"), createTime: start, textModel: "gemini-flash-latest", pictureModel: "p")
    let turn = Turn(
      id: TurnID(rawValue: "t"), parent: nil, content: Content(parts: [Part(text: "hello")]), createTime: start)
    session.head = turn.id
    return (
      session, turn,
      Run(
        id: RunID(rawValue: "r"), model: "gemini-flash-latest", backend: .developer, config: GenerationConfig(),
        startTime: start)
    )
  }

  private func text(_ count: Int, finish: String? = nil) throws -> RunEvent {
    let words = String(repeating: "word ", count: count)
    let reason = finish.map { #","finishReason":"\#($0)""# } ?? ""
    return .received([
      try response(#"{"candidates":[{"content":{"parts":[{"text":"\#(words)"}]}\#(reason)}]}"#)
    ])
  }

  @Test("A disk that is full for a while: the journal is behind, says so once, and catches up")
  func fullForAWhile() throws {
    let (session, turn, run) = makeSession()
    try store.save(session)
    try store.insert(turn, in: session.id)
    try store.begin(run, in: turn.id)
    let journal = RunJournal(run, recorder: store.recorder(for: run.id), queue: queue) { [notes] _, error in
      notes.say(error)
    }
    #expect(journal.catchUp())
    try setPages(nil)
    var whole = run
    let events: [RunEvent] = try [text(50_000), text(1, finish: "STOP"), .ended(nil)]
    for (event, time) in zip(events, [100, 200, 300]) {
      whole.apply(event, at: start + time)
      journal.apply(event, at: start + time)
    }
    queue.sync {}
    #expect(notes.said == [.full])
    #expect(!journal.catchUp())
    #expect(notes.said == [.full])
    #expect(journal.run == whole, "it has all that the store lacks")
    try setPages(1_000_000)
    #expect(journal.catchUp())
    #expect(notes.said == [.full, nil])
    #expect(try store.session(session.id)?.turns.first?.runs == [whole])
    #expect(journal.run.parts[0].text?.utf8.count ?? 0 <= StoredPart.segmentSize, "and lets go of what it has")
  }

  @Test("A turn that was sent unsaved is stored with its session once the store takes it, and tried until then")
  func adopts() async throws {
    let (session, turn, run) = makeSession()
    try setPages(nil)
    let store = store
    let (stored, yield) = AsyncStream<Void>.makeStream()
    let journal = RunJournal(
      run, recorder: store.recorder(for: run.id), queue: queue,
      begin: { [notes] run throws(StoreError) in
        // The disk has room before the third try.
        if notes.countTry() == 3 {
          try? store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        }
        try store.adopt(run, of: turn, in: session)
      },
      onChange: { _, error in if error == nil { yield.finish() } })
    let unkept = UnkeptRuns(queue: queue, pause: .milliseconds(1))
    var whole = run
    for (event, time) in try [(text(50_000, finish: "STOP"), 100), (.ended(nil), 200)] {
      whole.apply(event, at: start + time)
      journal.apply(event, at: start + time)
    }
    unkept.add(run.id, journal)
    for await _ in stored {}
    queue.sync {}
    let found = try #require(try store.session(session.id))
    #expect(found.path == [0] && found.turns[0].runs == [whole])
  }

  @Test("Of a long answer the journal holds what the store lacks, and much text does not wait for its turn")
  func holdsLittle() throws {
    let (session, turn, run) = makeSession()
    try store.save(session)
    try store.insert(turn, in: session.id)
    try store.begin(run, in: turn.id)
    let journal = RunJournal(run, recorder: store.recorder(for: run.id), queue: queue) { [notes] _, error in
      notes.say(error)
    }
    var whole = run
    let piece = try text(10_000)
    for number in 1...200 {
      whole.apply(piece, at: start + number)
      journal.apply(piece, at: start + number)
      queue.sync {}
      #expect(journal.run.parts[0].text?.utf8.count ?? 0 <= (256 << 10) + StoredPart.segmentSize)
    }
    whole.apply(.ended(.cancelled), at: start + 1000)
    journal.apply(.ended(.cancelled), at: start + 1000)
    queue.sync {}
    #expect(try store.session(session.id)?.turns.first?.runs == [whole])
    #expect(whole.parts[0].textLength == 10_000_000)
    #expect(notes.said.isEmpty)
  }
}
