import Core
import Foundation
import GRDB
import Gemini
import Testing

@testable import Store

@Suite("Deleting pictures in the store")
struct DeletingTests {
  private let folder: TemporaryFolder
  private let store: SessionStore
  private let assets: AssetStore
  /// Files have the time of the system's clock, so that the clock of these tests begins a little after it.
  private let now = Instant(milliseconds: Int(Date().timeIntervalSince1970 * 1000) + 60_000)
  private static let day = 86_400_000

  init() throws {
    folder = try TemporaryFolder()
    store = try SessionStore(folder: folder.store)
    assets = AssetStore(folder: folder.path + "/assets")
  }

  private func asset(_ text: String) throws -> AssetReference {
    try assets.write(Array(text.utf8), mimeType: "image/png")
  }

  private func part(_ asset: AssetReference, thought: Bool = false) -> Part {
    Part(.inlineData(Blob(mimeType: "image/png", data: .asset(asset))), thought: thought)
  }

  /// A session of one turn that was answered by these pictures.
  @discardableResult
  private func add(
    _ id: String, _ pictures: [AssetReference], prompt: [AssetReference] = [], hasEnded: Bool = true
  ) throws -> Session {
    var run = Run(
      id: RunID(rawValue: "\(id)r"), model: "m", backend: .developer, config: GenerationConfig(), startTime: now)
    var candidate = Candidate(index: 0)
    candidate.parts = pictures.map { part($0) }
    candidate.finishReason = .stop
    run.candidates = [candidate]
    if hasEnded { run.apply(.ended(nil), at: now) }
    var session = Sample.session(id)
    session.turns = [Sample.turn("\(id)t")]
    session.turns[0].content.parts += prompt.map { part($0) }
    session.turns[0].runs = [run]
    try store.add(session)
    return session
  }

  private func listed(deleted: Bool = false, at time: Instant? = nil) throws -> [AssetReference] {
    try store.page(PictureQuery(isDeleted: deleted), limit: 100, now: time ?? now).pictures.map(\.asset)
  }

  private func days(_ count: Int) -> Instant { now + count * Self.day }

  @Test("A deleted picture is in no list and no count, its answer is as it was, and restoring takes all of that back")
  func deleteAndRestore() throws {
    let (one, two) = (try asset("one"), try asset("two"))
    let session = try add("a", [one, two])
    #expect(try store.deletePicture(one.sha256, at: now) == 1)
    #expect(try listed() == [two] && listed(deleted: true) == [one])
    #expect(try store.sessions(limit: 1).first?.images == 1)
    #expect(try store.picture(prefix: one.sha256) == .none)
    guard case .one(let found) = try store.picture(prefix: String(one.sha256.prefix(8)), deletedAt: now) else {
      Issue.record("not among the deleted ones")
      return
    }
    #expect(found.asset == one && found.deleteTime == now)
    let run = try #require(try store.session(session.id)?.turns[0].runs[0])
    #expect(run.deletions == [one.sha256: now] && run.parts == session.turns[0].runs[0].parts)
    #expect(run.answerPictures.compactMap(\.asset) == [two])
    #expect(try store.restorePicture(one.sha256, of: run.id, at: days(29)) == 1)
    #expect(Set(try listed()) == [one, two])
    #expect(try store.sessions(limit: 1).first?.images == 2)
    #expect(try store.session(session.id) == session)
    #expect(throws: StoreError.missing("A deleted picture like that")) { try store.restorePicture(one.sha256, at: now) }
    #expect(throws: StoreError.missing("The picture")) { try store.deletePicture("00", at: now) }
  }

  @Test("The same bytes go out of one answer, or out of all")
  func shared() throws {
    let one = try asset("one")
    try add("a", [one])
    try add("b", [one])
    try store.deletePicture(one.sha256, of: RunID(rawValue: "ar"), at: now)
    #expect(try store.page(PictureQuery(), limit: 9).pictures.map(\.run.rawValue) == ["br"])
    #expect(try store.deletePicture(one.sha256, at: now) == 1)
    #expect(try store.restorePicture(one.sha256, at: now) == 2)
  }

  @Test("A picture of an answer that is still coming is not deleted")
  func coming() throws {
    let one = try asset("one")
    try add("a", [one], hasEnded: false)
    let error = #expect(throws: StoreError.self) { try store.deletePicture(one.sha256, at: now) }
    #expect(error?.sentence.contains("still coming") == true)
    #expect(try listed() == [one])
  }

  @Test("After 30 days, not before, the file goes, and nothing brings the picture back")
  func thirtyDays() throws {
    let (one, two) = (try asset("one"), try asset("two"))
    try add("a", [one, two])
    try store.deletePicture(one.sha256, at: now)
    #expect(try store.purgePictures(in: assets, at: days(30) + -1) == 0)
    #expect(assets.path(one, mimeType: "image/png") != nil)
    #expect(try store.purgePictures(in: assets, at: days(30)) == 1)
    #expect(assets.path(one, mimeType: "image/png") == nil && assets.path(two, mimeType: "image/png") != nil)
    #expect(try listed() == [two] && listed(deleted: true).isEmpty && listed(deleted: true, at: days(30)).isEmpty)
    #expect(throws: StoreError.self) { try store.restorePicture(one.sha256, at: now) }
    #expect(try store.purgePictures(in: assets, at: days(60)) == 0, "it is done once")
  }

  enum Use: CaseIterable { case otherAnswer, prompt, draft, newDraft, fileOfAnswer, youngerDeletion, justAttached }

  @Test("Bytes that something else has a use for stay", arguments: Use.allCases)
  func uses(_ use: Use) throws {
    let one = try asset("one")
    try add("a", [one])
    var time = days(30)
    switch use {
    case .otherAnswer: try add("b", [one])
    case .prompt: try add("b", [], prompt: [one])
    case .draft:
      var session = Sample.session("b")
      session.draft = Draft(attachments: [Attachment(name: "x", mimeType: "image/png", asset: one)])
      try store.save(session)
    case .newDraft:
      let draft = Draft(text: "a", attachments: [Attachment(name: "x", mimeType: "image/png", asset: one)])
      try store.setSetting(Studio.newDraftKey, try #require(draft.json).text)
    case .fileOfAnswer:
      try add("b", [])
      try store.write { database in
        let json = #"{"inlineData":{"mimeType":"audio/wav","data":{"sha256":"\#(one.sha256)","bytes":3}}}"#
        try database.run(
          "INSERT INTO part SELECT key, 0, 0, 0, 0, 0, ?, NULL FROM run WHERE id = 'br'", [json])
      }
    case .youngerDeletion:
      try add("b", [one])
      try store.deletePicture(one.sha256, of: RunID(rawValue: "br"), at: days(1))
    case .justAttached:
      // Deleted long ago, and written once more just now.
      time = now
      _ = try asset("one")
    }
    try store.deletePicture(
      one.sha256, of: RunID(rawValue: "ar"), at: use == .justAttached ? now + -31 * Self.day : now)
    #expect(try store.purgePictures(in: assets, at: time) == 0)
    #expect(assets.path(one, mimeType: "image/png") != nil)
    guard use == .youngerDeletion else { return }
    #expect(try store.purgePictures(in: assets, at: days(31)) == 1)
    #expect(assets.path(one, mimeType: "image/png") == nil)
  }

  @Test("A deleted picture stays so in a database that was recovered, and its count is right")
  func recovered() throws {
    let (one, two) = (try asset("one"), try asset("two"))
    let path = folder.database
    let other = try TemporaryFolder()
    do {
      try add("a", [one, two])
      try store.deletePicture(one.sha256, at: now)
      _ = try store.queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
      try FileManager.default.createDirectory(atPath: other.store, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: path, toPath: other.database)
    }
    _ = try DamagedDatabase.replace(other.database)
    let again = try SessionStore(folder: other.store)
    #expect(try again.pictures(limit: 9).map(\.asset) == [two])
    #expect(try again.sessions(limit: 1).first?.images == 1)
    #expect(try again.restorePicture(one.sha256, at: now) == 1)
    #expect(try again.sessions(limit: 1).first?.images == 2)
  }

  @Test(
    "A long search gives up after a while and says where it goes on; drafts and demos are left out unless asked for")
  func effort() throws {
    for number in 0..<7 { try add("s\(number)", [try asset("\(number)")]) }
    var query = PictureQuery(words: "no such word")
    let page = try store.page(query, limit: 5, effort: 3)
    #expect(page.pictures.isEmpty && page.next != nil)
    let rest = try store.page(query, after: page.next, limit: 5, effort: 9)
    #expect(rest.pictures.isEmpty && rest.next == nil)
    query.words = ""
    let first = try store.page(query, limit: 5)
    #expect(first.pictures.count == 5 && first.next == first.pictures.last?.cursor)
    var demo = Sample.session("d")
    demo.isDemo = true
    try store.save(demo)
    var run = Sample.run("dr")
    var candidate = Candidate(index: 0)
    candidate.parts = [part(try asset("draft"), thought: true), part(try asset("demo"))]
    candidate.finishReason = .stop
    run.candidates = [candidate]
    run.apply(.ended(nil), at: now)
    var turn = Sample.turn("dt")
    turn.runs = [run]
    try store.insert(turn, in: demo.id)
    func count(drafts: Bool, demos: Bool) throws -> Int {
      query.hasDrafts = drafts
      query.hasDemos = demos
      return try store.page(query, limit: 99).pictures.count
    }
    #expect(try count(drafts: true, demos: true) == 9 && count(drafts: false, demos: true) == 8)
    #expect(try count(drafts: true, demos: false) == 7)
  }
}
