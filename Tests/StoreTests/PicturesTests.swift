import Core
import Foundation
import GRDB
import Gemini
import Testing

@testable import Store

@Suite("The pictures of all sessions") struct PicturesTests {
  let store: SessionStore

  init() throws { store = try SessionStore.inMemory() }

  /// A picture by a number, which is also the start of its SHA-256.
  private static func part(_ number: Int, thought: Bool = false, mimeType: String = "image/png") -> String {
    let digits = String(number)
    let sha256 = digits + String(repeating: "0", count: 64 - digits.count)
    return #"{"inlineData":{"mimeType":"\#(mimeType)","data":{"sha256":"\#(sha256)","bytes":\#(number)}}"#
      + (thought ? #","thought":true}"# : "}")
  }

  /// A session of one turn a prompt, each answered by these parts.
  private func add(
    _ id: String, _ answers: [(prompt: String, parts: [String])], at time: Int = 3000, finish: String = "STOP",
    isDemo: Bool = false
  ) throws {
    var session = Sample.session(id, title: "About \(id)")
    session.isDemo = isDemo
    for (index, answer) in answers.enumerated() {
      var run = Run(
        id: RunID(rawValue: "\(id)r\(index)"), model: "gemini-2.5-flash-image", backend: .developer,
        config: GenerationConfig(), startTime: Instant(milliseconds: time + index))
      let parts = answer.parts.joined(separator: ",")
      run.apply(
        .received([
          try Sample.response(
            #"{"candidates":[{"content":{"parts":[\#(parts)]},"finishReason":"\#(finish)"}],"modelVersion":"v1"}"#)
        ]), at: Instant(milliseconds: time + index))
      run.apply(.ended(nil), at: Instant(milliseconds: time + index))
      var turn = Sample.turn("\(id)t\(index)", answer.prompt)
      turn.runs = [run]
      session.turns.append(turn)
    }
    try store.add(session)
  }

  private func numbers(_ pictures: [StoredPicture]) -> [Int] { pictures.map(\.asset.byteCount) }

  @Test("They come newest first, with all that a list says of them")
  func list() throws {
    try add("a", [("an old cat", [Self.part(11), #"{"text":"Here"}"#, Self.part(12)])], at: 5000)
    try add("b", [("a new dog", [Self.part(21)]), ("no picture", [#"{"text":"No"}"#])], at: 9000, isDemo: true)
    let all = try store.pictures(limit: 10)
    #expect(numbers(all) == [21, 12, 11])
    let first = try #require(all.first)
    #expect(first.prompt == "a new dog")
    #expect(first.model == "gemini-2.5-flash-image" && first.modelVersion == "v1")
    #expect(first.session.rawValue == "b" && first.sessionTitle == "About b" && first.isDemo)
    #expect(first.turn.rawValue == "bt0" && first.run.rawValue == "br0")
    #expect(first.createTime == Instant(milliseconds: 9000) && first.mimeType == "image/png" && !first.isDraft)
    #expect(numbers(try store.pictures(in: SessionID(rawValue: "a"), limit: 10)) == [12, 11])
  }

  @Test("Pages follow each other without a gap, also while new pictures come and old ones go")
  func pages() throws {
    for number in 0..<7 { try add("s\(number)", [("p", [Self.part(10 + number), Self.part(30 + number)])], at: 5000) }
    var seen: [Int] = []
    var cursor: PictureCursor?
    while true {
      let page = try store.pictures(after: cursor, limit: 3)
      seen += numbers(page)
      cursor = page.last?.cursor
      if page.count < 3 { break }
      if seen.count == 3 { try add("new", [("p", [Self.part(99)])], at: 6000) }
      if seen.count == 6 { try delete("s6") }
    }
    #expect(seen == [36, 16, 35, 15, 34, 14, 33, 13, 32, 12, 31, 11, 30, 10])
  }

  private func delete(_ session: String) throws {
    try store.write { try $0.run("DELETE FROM session WHERE id = ?", [session]) }
  }

  @Test("A deleted session takes its pictures along")
  func deleted() throws {
    try add("a", [("p", [Self.part(11)])])
    try add("b", [("p", [Self.part(21)])])
    try delete("a")
    #expect(numbers(try store.pictures(limit: 10)) == [21])
    #expect(try store.picture(prefix: "11") == .none)
  }

  @Test(
    "A prompt is found by all its words, in whatever case and script",
    arguments: [("LIGHTHOUSE dusk", [11]), ("leuchtturm äpfel", [12]), ("dusk äpfel", []), ("  ", [12, 11])])
  func search(words: String, expected: [Int]) throws {
    try add(
      "a",
      [("A \"lighthouse\"\nat dusk", [Self.part(11)]), ("Ein Leuchtturm mit ÄPFELN und Äpfel", [Self.part(12)])])
    #expect(numbers(try store.pictures(matching: words, limit: 10)) == expected)
  }

  @Test(
    "A draft is told from the answer as everywhere else",
    arguments: [
      ([(11, true), (12, true), (13, false)], "STOP", [false, true, true]),
      ([(11, true), (12, true)], "STOP", [false, true]), ([(11, true)], "IMAGE_SAFETY", [true]),
    ])
  func drafts(parts: [(Int, Bool)], finish: String, expected: [Bool]) throws {
    try add("a", [("p", parts.map { Self.part($0.0, thought: $0.1) })], finish: finish)
    let found = try store.pictures(limit: 10)
    #expect(found.map(\.isDraft) == expected)
    let run = try #require(try store.session(SessionID(rawValue: "a"))?.turns.first?.runs.first)
    let final = run.finalPictures.compactMap(\.asset)
    #expect(found.filter { !$0.isDraft }.map(\.asset) == final)
  }

  @Test("The beginning of a SHA-256 means one picture, none, or several")
  func prefix() throws {
    try add("a", [("p", [Self.part(11), Self.part(12)])], at: 1000)
    try add("b", [("again", [Self.part(11)])], at: 2000)
    guard case .one(let found) = try store.picture(prefix: "110") else {
      Issue.record("no picture")
      return
    }
    #expect(found.prompt == "again", "the newest of those with the same bytes")
    guard case .several(let hashes) = try store.picture(prefix: "1") else {
      Issue.record("not several")
      return
    }
    #expect(hashes.map { $0.prefix(2) } == ["11", "12"])
    for name in ["", "2", "g", "11%", "_1"] { #expect(try store.picture(prefix: name) == .none, "\(name)") }
  }

  @Test("Only pictures whose bytes are kept are among them")
  func others() throws {
    try add(
      "a",
      [
        (
          "p",
          [
            Self.part(11, mimeType: "application/pdf"), Self.part(12),
            #"{"inlineData":{"mimeType":"image/png","data":"not base64!"}}"#,
            #"{"text":"\"inlineData\" image/png"}"#, #"{"functionCall":{"name":"inlineData"}}"#,
          ]
        )
      ])
    #expect(numbers(try store.pictures(limit: 10)) == [12])
  }

  @Test("A run that is written anew has each picture once")
  func rewritten() throws {
    var session = Sample.session()
    session.turns = [Sample.turn()]
    try store.add(session)
    var run = Sample.run()
    try store.begin(run, in: session.turns[0].id)
    let recorder = store.recorder(for: run.id)
    for parts in [Self.part(11), Self.part(12)] {
      run.apply(.attempt(1), at: Instant(milliseconds: 3000))
      run.apply(
        .received([try Sample.response(#"{"candidates":[{"content":{"parts":[\#(parts)]}}]}"#)]),
        at: Instant(milliseconds: 3100))
      try recorder.record(run)
    }
    #expect(numbers(try store.pictures(limit: 10)) == [12])
  }

  @Test("A store of an earlier version gets its pictures into the list")
  func migrated() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.store, withIntermediateDirectories: true)
    do {
      let queue = try DatabaseQueue(path: folder.database)
      try Migrations.all.migrate(queue, upTo: "2 details of runs")
      try queue.write { database in
        try database.execute(
          sql: """
            INSERT INTO session (key, id, title, searchTitle, createTime, updateTime, origin, isDemo, textModel,
              pictureModel, modelUse, settings)
            VALUES (1, 'old', 'Old', 'old', 1, 2, 'studio', 0, 'a', 'b', 'text', '{}');
            INSERT INTO turn (key, id, session, createTime, content)
            VALUES (1, 't', 1, 1, '{"role":"user","parts":[{"text":"a cat"}]}');
            INSERT INTO run (key, id, turn, model, backend, isUnary, startTime, isEnded, attempts)
            VALUES (1, 'r', 1, 'm', 'developer', 0, 7, 1, 1);
            """)
        for (position, json) in [Self.part(11), "no JSON \"inlineData\"", Self.part(12)].enumerated() {
          try database.execute(
            sql: "INSERT INTO part VALUES (1, 0, ?, 0, 0, 1, ?, NULL)", arguments: [position, json])
        }
      }
    }
    let found = try SessionStore(folder: folder.store).pictures(limit: 10)
    #expect(numbers(found) == [12, 11])
    #expect(found.first?.prompt == "a cat" && found.first?.createTime == Instant(milliseconds: 7))
  }
}
