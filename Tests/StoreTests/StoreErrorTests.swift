import Core
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct StoreErrorTests {
  @Test func fullDiskLosesNothingThatCame() throws {
    let store = try SessionStore.inMemory()
    var session = Sample.session()
    session.turns = [Sample.turn()]
    try store.add(session)
    var run = Sample.run()
    try store.begin(run, in: session.turns[0].id)
    let recorder = store.recorder(for: run.id)
    run.apply(
      .received([try Sample.response(#"{"candidates":[{"content":{"parts":[{"text":"First "}]}}]}"#)]),
      at: Instant(milliseconds: 3100))
    try recorder.record(run)
    let before = run
    let long = String(repeating: "word ", count: 50_000)
    run.apply(
      .received([try Sample.response(#"{"candidates":[{"content":{"parts":[{"text":"\#(long)"}]}}]}"#)]),
      at: Instant(milliseconds: 3200))
    try store.queue.writeWithoutTransaction { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages)")
    }
    #expect(throws: StoreError.full) { try recorder.record(run) }
    #expect(try store.session(session.id)?.turns[0].runs == [before])
    try store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
    try recorder.record(run)
    #expect(try store.session(session.id)?.turns[0].runs == [run])
  }

  @Test func lockOfAnotherProgramIsSaid() throws {
    let folder = try TemporaryFolder()
    let store = try SessionStore(folder: folder.store)
    try store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 0") }
    let other = try DatabaseQueue(path: folder.database)
    try other.write { _ in
      #expect(throws: StoreError.locked) { try store.save(Sample.session()) }
      let seen = try store.sessions(limit: 10)
      #expect(seen.isEmpty)
    }
    try store.save(Sample.session())
    #expect(try store.sessions(limit: 10).count == 1)
  }

  @Test(arguments: [
    (ResultCode.SQLITE_FULL, StoreError.full), (.SQLITE_CORRUPT, .damaged(path: "p")),
    (.SQLITE_CORRUPT_INDEX, .damaged(path: "p")), (.SQLITE_NOTADB, .damaged(path: "p")), (.SQLITE_BUSY, .locked),
    (.SQLITE_BUSY_SNAPSHOT, .locked), (.SQLITE_LOCKED, .locked), (.SQLITE_READONLY_DBMOVED, .readOnly(path: "p")),
    (.SQLITE_CANTOPEN_ISDIR, .cannotOpen(path: "p", reason: "words")), (.SQLITE_IOERR_FSYNC, .io("words")),
    (.SQLITE_NOMEM, .io("words")),
  ])
  func codesOfSQLiteHaveTheirMeaning(_ code: ResultCode, _ error: StoreError) {
    #expect(StoreError(DatabaseError(resultCode: code, message: "words"), path: "p") == error)
  }

  @Test func sentencesSayWhatToDo() {
    let errors: [StoreError] = [
      .cannotOpen(path: "/p", reason: "Permission denied"), .newerThanProgram(path: "/p"), .damaged(path: "/p"), .full,
      .readOnly(path: "/p"), .locked, .io("disk I/O error"), .missing("The session"),
    ]
    for error in errors {
      #expect(error.sentence.hasSuffix("."))
      #expect(error.sentence.count > 40)
      #expect(!error.sentence.contains("Optional"))
    }
    #expect(Set(errors.map(\.sentence)).count == errors.count)
  }
}
