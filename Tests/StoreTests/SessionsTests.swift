import Core
import Foundation
import GRDB
import Gemini
import Testing

@testable import Store

@Suite struct SessionsTests {
  let store: SessionStore

  init() throws { store = try SessionStore.inMemory() }

  private func titles(_ words: String) throws -> [String] {
    try store.sessions(matching: words, limit: 100).map(\.title)
  }

  @Test func wholeSessionReadsBackEqual() throws {
    let folder = try TemporaryFolder()
    var session = Sample.session()
    session.systemInstruction = "Be brief.\0\n\"Quoted\""
    session.tools = [ServiceTool.json("googleSearch")]
    session.safetySettings = [HarmSetting.json("HARM_CATEGORY_HARASSMENT", "OFF")]
    session.preset = "quick"
    session.config = GenerationConfig(JSONObject(["temperature": .number("0.70"), "unknown": ["deep": .null]]))
    session.use = .picture
    session.lanes = [
      Lane(id: 3, model: "gemini-flash-latest", config: session.config),
      Lane(id: 5, model: "gemini-2.5-pro", systemInstruction: "Be brief."),
    ]
    session.blindOrder = [5, 3]
    session.draft = Draft(
      text: "half a promp\0t",
      attachments: [
        Attachment(name: "room.jpg", mimeType: "image/jpeg", asset: Sample.image, width: 640, height: 480),
        Attachment(name: "a.pdf", mimeType: "application/pdf", asset: Sample.image),
      ])
    var first = Sample.turn("t1")
    first.content.parts += session.draft.attachments.map(\.part)
    first.content.parts.append(Part(.inlineData(Blob(mimeType: "image/png", data: .unreadable))))
    first.runs = [try Sample.richRun("r1"), try Sample.richRun("r2")]
    first.chosen = RunID(rawValue: "r1")
    var second = Sample.turn("t2", "More\0", parent: "r1")
    second.runs = [Sample.run("r3")]
    second.runs[0].lane = 5
    session.turns = [first, second, Sample.turn("t3", "Sibling", parent: "r1")]
    session.head = second.id
    do { try SessionStore(folder: folder.store).add(session) }
    let found = try SessionStore(folder: folder.store).session(session.id)
    #expect(found == session)
    #expect(found?.path == [0, 1])
  }

  @Test func signaturesComeBackByteForByte() throws {
    var session = Sample.session()
    session.turns = [Sample.turn()]
    session.turns[0].runs = [try Sample.richRun()]
    try store.add(session)
    let found = try store.session(session.id)?.turns[0].runs[0].candidates.map { $0.parts.map(\.json.encoded) }
    #expect(found == session.turns[0].runs[0].candidates.map { $0.parts.map(\.json.encoded) })
    #expect(found?.first?.contains { String(decoding: $0, as: UTF8.self).contains("c2ln+/==") } == true)
  }

  @Test func savingAgainKeepsTheTurns() throws {
    var session = Sample.session()
    session.turns = [Sample.turn()]
    session.turns[0].runs = [try Sample.richRun()]
    try store.add(session)
    session.title = "Renamed"
    session.head = session.turns[0].id
    session.updateTime = Instant(milliseconds: 9000)
    try store.save(session)
    #expect(try store.session(session.id) == session)
  }

  @Test func unknownSessionIsNone() throws {
    #expect(try store.session(SessionID(rawValue: "none")) == nil)
    #expect(try store.latest() == nil)
    #expect(throws: StoreError.missing("The session")) { try store.rename(SessionID(rawValue: "none"), to: "x") }
    #expect(throws: StoreError.missing("The session")) {
      try store.insert(Sample.turn(), in: SessionID(rawValue: "none"))
    }
    #expect(throws: StoreError.missing("The turn")) { try store.begin(Sample.run(), in: TurnID(rawValue: "none")) }
    #expect(throws: StoreError.missing("The turn")) { try store.update(Sample.turn("none")) }
  }

  @Test func listIsNewestFirstWithCounts() throws {
    for number in 0..<5 { try store.save(Sample.session("s\(number)", title: "T\(number)", updated: number % 3)) }
    try store.insert(Sample.turn("a"), in: SessionID(rawValue: "s2"))
    try store.insert(Sample.turn("b"), in: SessionID(rawValue: "s2"))
    let list = try store.sessions(limit: 4)
    #expect(list.map(\.title) == ["T2", "T4", "T1", "T3"])
    #expect(list.map(\.turns) == [2, 0, 0, 0])
    #expect(list[0].model == "gemini-flash-latest")
    #expect(try store.latest() == list[0])
  }

  @Test func listKeepsOutWhatIsNotWanted() throws {
    var command = Session(
      id: SessionID(rawValue: "c"), title: "command", createTime: Instant(milliseconds: 1), origin: .command,
      textModel: "t", pictureModel: "p")
    command.use = .picture
    var demo = Sample.session("d", title: "demo")
    demo.isDemo = true
    for session in [command, demo, Sample.session("s", title: "studio")] { try store.save(session) }
    #expect(try store.sessions(limit: 9).map(\.title) == ["studio", "demo", "command"])
    #expect(try store.sessions(limit: 9, origins: [.studio]).map(\.title) == ["studio", "demo"])
    #expect(try store.sessions(limit: 9, origins: [.command]).map(\.model) == ["p"])
    #expect(try store.sessions(limit: 9, includesDemo: false).map(\.title) == ["studio", "command"])
    #expect(try store.sessions(limit: 9, origins: []).isEmpty)
    #expect(try store.latest(origins: [.command])?.title == "command")
  }

  @Test func searchWantsEveryWordInAnyCase() throws {
    for (number, title) in ["Neon Skyline", "skyline at dawn", "Über 100% größer", "snake_case", "snakeXcase"]
      .enumerated()
    {
      try store.save(Sample.session("s\(number)", title: title, updated: -number))
    }
    #expect(try titles("SKYLINE") == ["Neon Skyline", "skyline at dawn"])
    #expect(try titles(" dawn  sky ") == ["skyline at dawn"])
    #expect(try titles("über GRÖSSER").isEmpty)
    #expect(try titles("ÜBER GRÖß") == ["Über 100% größer"])
    #expect(try titles("%") == ["Über 100% größer"])
    #expect(try titles("e_c") == ["snake_case"])
    #expect(try titles("\\").isEmpty)
    #expect(try titles("'").isEmpty)
    try store.rename(SessionID(rawValue: "s3"), to: "Now a Python")
    #expect(try titles("python") == ["Now a Python"])
    #expect(try titles("_").isEmpty)
  }

  @Test func prefixesFindSessions() throws {
    for (number, id) in ["abc", "abcd", "abx", "q_1"].enumerated() {
      try store.save(Sample.session(id, updated: number))
    }
    func ids(_ prefix: String) throws -> [String] {
      switch try store.session(prefix: prefix) {
      case .none: []
      case .one(let session): ["=", session.id.rawValue]
      case .several(let sessions): sessions.map(\.id.rawValue)
      }
    }
    #expect(try ids("ab") == ["abx", "abcd", "abc"])
    #expect(try ids("abc") == ["=", "abc"])
    #expect(try ids("abcd") == ["=", "abcd"])
    #expect(try ids("q") == ["=", "q_1"])
    for none in ["", "z", "q__", "a%", "abcde"] { #expect(try ids(none).isEmpty, "\(none)") }
  }

  @Test func draftsAreKeptAndCleared() throws {
    var session = Sample.session()
    session.draft = Draft(text: "unsent")
    try store.save(session)
    #expect(try store.session(session.id) == session)
    session.draft = Draft()
    try store.save(session)
    #expect(try store.session(session.id) == session)
  }

  @Test func turnsCanChange() throws {
    var session = Sample.session()
    session.turns = [Sample.turn()]
    try store.add(session)
    for id in ["r1", "r2"] { try store.begin(Sample.run(id), in: session.turns[0].id) }
    session.turns[0].runs = [Sample.run("r1"), Sample.run("r2")]
    session.turns[0].chosen = RunID(rawValue: "r1")
    session.turns[0].content.parts.append(Part(text: "More."))
    try store.update(session.turns[0])
    #expect(try store.session(session.id) == session)
  }

  @Test func settingsAreRemembered() throws {
    #expect(try store.setting("pane") == nil)
    try store.setSetting("pane", "line")
    try store.setSetting("pane", "hidden")
    #expect(try store.setting("pane") == "hidden")
  }

  @Test func pastPromptsAreEachThereOnceNewestFirst() throws {
    let session = Sample.session()
    try store.save(session)
    for (number, prompt) in ["one", "two", "one", "", "three"].enumerated() {
      try store.insert(Sample.turn("t\(number)", prompt), in: session.id)
    }
    let command = Session(
      id: SessionID(rawValue: "c"), createTime: session.createTime, origin: .command, textModel: "t", pictureModel: "p")
    try store.save(command)
    try store.insert(Sample.turn("c1", "from a script"), in: command.id)
    var demo = Session(
      id: SessionID(rawValue: "d"), createTime: session.createTime, isDemo: true, textModel: "t", pictureModel: "p")
    demo.title = "A demo"
    try store.save(demo)
    try store.insert(Sample.turn("d1", "to nobody"), in: demo.id)
    let prompts = try store.pastPrompts(limit: 10, includesDemo: true)
    #expect(prompts.map(\.text) == ["to nobody", "three", "one", "two"])
    #expect(prompts.first?.session == "A demo" && prompts.first?.time == Sample.turn("d1", "").createTime)
    #expect(try store.pastPrompts(limit: 2, includesDemo: false).map(\.text) == ["three", "one"])
  }

  @Test func rowsThatMakeNoSenseAreReadAllTheSame() throws {
    var session = Sample.session()
    session.turns = [Sample.turn()]
    session.turns[0].runs = [try Sample.richRun()]
    try store.add(session)
    try store.queue.write { database in
      try database.execute(
        sql: """
          UPDATE session SET origin = '?', modelUse = '?', settings = '{', draft = '[1]';
          UPDATE turn SET content = 'no JSON';
          UPDATE run SET backend = '?', config = '[', usage = '7', promptFeedback = '', failure = '{"kind":"?"}';
          UPDATE candidate SET details = '"';
          UPDATE part SET json = '{{', text = x'FF00';
          """)
    }
    let found = try #require(try store.session(session.id))
    #expect(found.title == session.title)
    #expect(found.turns[0].runs[0].failure?.kind == .server)
    #expect(found.turns[0].runs[0].parts.first?.text == "\u{FFFD}\0")
  }

  @Test func thousandSessionsAreListedByTheIndex() throws {
    let plan = try store.queue.read { database in
      try database.firstRow("EXPLAIN QUERY PLAN SELECT id FROM session ORDER BY updateTime DESC, key DESC LIMIT 5")?
        .text(3)
    }
    #expect(plan?.contains("sessionByUpdateTime") == true)
  }
}
