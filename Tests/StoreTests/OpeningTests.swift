import Core
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct OpeningTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func onlyTheOwnerMayRead() throws {
    let store = try SessionStore(folder: folder.store)
    try store.save(Sample.session())
    #expect(try folder.mode(folder.store) == 0o700)
    let files = try folder.files(folder.store)
    #expect(files == ["studio.db", "studio.db-shm", "studio.db-wal", "studio.lock"])
    for file in files { #expect(try folder.mode(folder.store + "/" + file) == 0o600, "\(file)") }
    #expect(store.notice == nil)
  }

  @Test func rightsOfOthersAreTakenAway() throws {
    try FileManager.default.createDirectory(atPath: folder.store, withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: folder.database))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.database)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.store)
    let store = try SessionStore(folder: folder.store)
    #expect(try folder.mode(folder.store) == 0o700)
    #expect(try folder.mode(store.path) == 0o600)
  }

  @Test func logIsWrittenAheadAndRowsAreBound() throws {
    let store = try SessionStore(folder: folder.store)
    let modes = try store.queue.read { database in
      try ["journal_mode", "synchronous", "foreign_keys"].map { try String.fetchOne(database, sql: "PRAGMA \($0)") }
    }
    #expect(modes == ["wal", "1", "1"])
  }

  @Test func fileInPlaceOfTheFolderIsSaid() throws {
    try Data("a file".utf8).write(to: URL(fileURLWithPath: folder.store))
    let error = #expect(throws: StoreError.self) { try SessionStore(folder: folder.store) }
    #expect(error == .cannotOpen(path: folder.store, reason: "Not a directory"))
    #expect(error?.sentence.contains(folder.store) == true)
  }

  @Test func folderInPlaceOfTheDatabaseIsSaid() throws {
    try FileManager.default.createDirectory(atPath: folder.database, withIntermediateDirectories: true)
    let error = #expect(throws: StoreError.self) { try SessionStore(folder: folder.store) }
    #expect(error == .cannotOpen(path: folder.database, reason: "unable to open database file"))
  }

  @Test func placesThatCannotBeWrittenAreSaid() throws {
    let error = #expect(throws: StoreError.self) { try SessionStore(folder: "/proc/gemstudio") }
    guard case .cannotOpen(path: "/proc/gemstudio", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  enum Newer: String, CaseIterable {
    case migration = "INSERT INTO grdb_migrations VALUES ('999 from the future')"
    case number = "PRAGMA user_version = 2"
  }

  @Test(arguments: Newer.allCases) func newerDatabaseIsUntouched(_ newer: Newer) throws {
    do {
      let store = try SessionStore(folder: folder.store)
      try store.save(Sample.session())
      try store.queue.writeWithoutTransaction { try $0.execute(sql: newer.rawValue) }
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.database))
    let error = #expect(throws: StoreError.self) { try SessionStore(folder: folder.store) }
    #expect(error == .newerThanProgram(path: folder.database))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.database)) == before)
    #expect(try folder.files(folder.store) == ["studio.db", "studio.lock"])
  }

  @Test func newerDatabaseWithALogIsUntouched() throws {
    let other = try TemporaryFolder()
    let store = try SessionStore(folder: other.store)
    try store.queue.writeWithoutTransaction { try $0.execute(sql: Newer.migration.rawValue) }
    // As a process leaves them that is killed.
    try FileManager.default.copyItem(atPath: other.store, toPath: folder.store)
    let log = folder.database + "-wal"
    let before = try [folder.database, log].map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    #expect(throws: StoreError.newerThanProgram(path: folder.database)) { try SessionStore(folder: folder.store) }
    #expect(try [folder.database, log].map { try Data(contentsOf: URL(fileURLWithPath: $0)) } == before)
  }

  @Test(arguments: [
    "1 sessions, turns and runs", "2 details of runs", "3 pictures", "4 deleted pictures", "5 verdicts",
    "6 pinned and deleted sessions", "7 deleted turns and answers",
  ])
  func databaseOfEveryVersionOpens(_ version: String) throws {
    try FileManager.default.createDirectory(atPath: folder.store, withIntermediateDirectories: true)
    do {
      let queue = try DatabaseQueue(path: folder.database)
      try Migrations.all.migrate(queue, upTo: version)
      try queue.write { database in
        try database.execute(
          sql: """
            INSERT INTO session (id, title, searchTitle, createTime, updateTime, origin, isDemo, textModel,
              pictureModel, modelUse, settings)
            VALUES ('old', 'Old', 'old', 1, 2, 'studio', 0, 'a', 'b', 'text', '{}')
            """)
      }
    }
    let store = try SessionStore(folder: folder.store)
    #expect(try store.session(SessionID(rawValue: "old"))?.title == "Old")
    #expect(try store.queue.read { try Migrations.all.hasCompletedMigrations($0) })
  }

  @Test func everyVersionIsTested() {
    #expect(
      Migrations.all.migrations == [
        "1 sessions, turns and runs", "2 details of runs", "3 pictures", "4 deleted pictures", "5 verdicts",
        "6 pinned and deleted sessions", "7 deleted turns and answers",
      ])
  }

  @Test func whatAKilledProcessWroteIsThere() throws {
    let other = try TemporaryFolder()
    let store = try SessionStore(folder: other.store)
    var session = Sample.session()
    session.turns = [Sample.turn()]
    try store.add(session)
    try store.begin(Sample.run(), in: session.turns[0].id)
    let recorder = store.recorder(for: Sample.run().id)
    var run = Sample.run()
    run.apply(
      .received([try Sample.response(#"{"candidates":[{"content":{"parts":[{"text":"Half"}]}}]}"#)]),
      at: Instant(milliseconds: 3100))
    try recorder.record(run)
    try FileManager.default.copyItem(atPath: other.store, toPath: folder.store)
    let found = try SessionStore(folder: folder.store).session(session.id)
    #expect(found?.turns[0].runs == [run])
  }

  @Test func storesAtOneTimeSeeEachOthersChanges() throws {
    let stores = try (0..<4).map { _ in try SessionStore(folder: folder.store) }
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: 4) { number in
      failures.catching {
        for count in 0..<25 {
          var session = Sample.session("s\(number)-\(count)")
          session.turns = [Sample.turn("t\(number)-\(count)")]
          try stores[number].add(session)
        }
      }
    }
    #expect(failures.all.isEmpty)
    #expect(try stores[0].sessions(limit: 1000).count == 100)
    #expect(try stores[3].sessions(limit: 1000).allSatisfy { $0.turns == 1 })
  }

  @Test func startingTogetherMakesOneStore() throws {
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      failures.catching { try SessionStore(folder: folder.store).save(Sample.session("s\(number)")) }
    }
    #expect(failures.all.isEmpty)
    #expect(try SessionStore(folder: folder.store).sessions(limit: 100).count == 8)
  }
}
