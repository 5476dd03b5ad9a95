import Core
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct DamageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var file: URL { URL(fileURLWithPath: folder.database) }

  /// Stores 600 sessions and spoils the page that holds the title of the one in the middle.
  private func makeDamagedStore() throws {
    do {
      let store = try SessionStore(folder: folder.store)
      for number in 0..<600 {
        var session = Sample.session("s\(number)", title: "Title number \(number)!", updated: number)
        session.turns = [Sample.turn("t\(number)")]
        try store.add(session)
      }
      for number in [0, 599] {
        try store.judge(
          Verdict(
            session: SessionID(rawValue: "s\(number)"), turn: TurnID(rawValue: "t\(number)"), answers: [], choice: .tie,
            time: Instant(milliseconds: number)))
      }
    }
    var bytes = try Data(contentsOf: file)
    let place = try #require(bytes.range(of: Data("Title number 300!".utf8)))
    let page = place.lowerBound / 4096 * 4096
    #expect(bytes[page] == 0x0D, "a leaf of a table")
    bytes.replaceSubrange(page..<page + 512, with: Data(repeating: 0xFF, count: 512))
    try bytes.write(to: file)
  }

  private func findDamage() throws {
    let store = try SessionStore(folder: folder.store)
    #expect(throws: StoreError.damaged(path: folder.database)) { try store.sessions(matching: "number", limit: 1000) }
  }

  @Test func aCheckFindsDamageThatReadingAFewSessionsDoesNot() throws {
    try makeDamagedStore()
    let store = try SessionStore(folder: folder.store)
    #expect(try store.sessions(limit: 1).count == 1)
    #expect(throws: StoreError.damaged(path: folder.database)) { try store.check() }
  }

  private var asideFiles: [String] {
    get throws { try folder.files(folder.store).filter { $0.hasPrefix("studio.db.damaged-") } }
  }

  @Test func damageFoundInUseIsRepairedAtTheNextStart() throws {
    try makeDamagedStore()
    let before = try Data(contentsOf: file)
    try findDamage()
    let store = try SessionStore(folder: folder.store)
    let sessions = try store.sessions(matching: "number", limit: 1000)
    #expect(sessions.count > 500 && sessions.count < 600)
    #expect(sessions.first?.title == "Title number 599!" && sessions.last?.title == "Title number 0!")
    #expect(sessions.allSatisfy { $0.turns == 1 })
    #expect(try store.session(SessionID(rawValue: "s599"))?.turns.count == 1)
    #expect(try store.verdicts().map(\.verdict.session.rawValue) == ["s599", "s0"])
    let aside = try #require(try asideFiles.first { !$0.hasSuffix("-shm") && !$0.hasSuffix("-wal") })
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.store + "/" + aside)) == before)
    #expect(store.notice?.contains("\(sessions.count) sessions were recovered") == true)
    #expect(store.notice?.contains(folder.store + "/" + aside) == true)
    #expect(try store.queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
    #expect(try store.queue.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check") }.isEmpty)
    #expect(try folder.mode(folder.database) == 0o600)
    let next = try SessionStore(folder: folder.store)
    #expect(next.notice == nil)
    try next.check()
    #expect(next.byteCount >= 4096)
  }

  @Test func nothingIsMovedWhileAnotherProcessHasItOpen() throws {
    try makeDamagedStore()
    let other = try SessionStore(folder: folder.store)
    try findDamage()
    #expect(try SessionStore(folder: folder.store).notice == nil)
    #expect(try asideFiles.isEmpty)
    #expect(try other.latest()?.title == "Title number 599!")
  }

  @Test func fileThatIsNoDatabaseIsSetAside() throws {
    try FileManager.default.createDirectory(atPath: folder.store, withIntermediateDirectories: true)
    let rubbish = Data(repeating: UInt8(ascii: "x"), count: 10_000)
    try rubbish.write(to: file)
    let store = try SessionStore(folder: folder.store)
    #expect(store.notice?.contains("0 sessions were recovered") == true)
    try store.save(Sample.session())
    #expect(try asideFiles.count == 1)
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.store + "/" + (try asideFiles)[0])) == rubbish)
  }

  @Test func databaseWithoutATableOfContentsIsSetAside() throws {
    try makeDamagedStore()
    var bytes = try Data(contentsOf: file)
    bytes.replaceSubrange(100..<300, with: Data(repeating: 0xFF, count: 200))
    try bytes.write(to: file)
    let store = try SessionStore(folder: folder.store)
    #expect(store.notice?.contains("0 sessions were recovered") == true)
    #expect(try store.latest() == nil)
    #expect(try asideFiles.contains { try Data(contentsOf: URL(fileURLWithPath: folder.store + "/" + $0)) == bytes })
  }

  @Test func rubbishThatIsInUseIsLeftAlone() throws {
    do { _ = try SessionStore(folder: folder.store) }
    let presence = try StorePresence(folder.store + "/studio.lock")
    defer { withExtendedLifetime(presence) {} }
    #expect(presence.share())
    let rubbish = Data(repeating: UInt8(ascii: "x"), count: 10_000)
    try rubbish.write(to: file)
    #expect(throws: StoreError.damaged(path: folder.database)) { try SessionStore(folder: folder.store) }
    #expect(try Data(contentsOf: file) == rubbish)
  }

  @Test func wholeDatabaseIsKeptWhenACheckWasWished() throws {
    do { try SessionStore(folder: folder.store).save(Sample.session()) }
    let presence = try StorePresence(folder.store + "/studio.lock")
    presence.requestCheck()
    let store = try SessionStore(folder: folder.store)
    #expect(store.notice == nil)
    #expect(try store.latest()?.title == "Neon skyline")
    #expect(!presence.wantsCheck)
  }
}
