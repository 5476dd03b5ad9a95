import Gemini
import Screen
import Testing

@testable import Core

@Suite("Lines above the prompt")
struct NoticeTests {
  private static let ids = ["a", "b", "c"].map(SessionID.init(rawValue:))

  private static func texts(_ desk: Desk) -> [String] { desk.studio.noticeLines.map(\.text) }

  @Test(
    "A sentence about sessions names one way to them, the shortest",
    arguments: [
      (["a"], " Alt+1 opens it."), (["c"], " Alt+3 opens it."), (["c", "a", "c"], " Alt+1, Alt+3 open them."),
      (["gone"], " ^X s lists the sessions."), (["a", "gone"], " ^X s lists the sessions."), ([], ""),
    ])
  func way(sessions: [String], way: String) {
    var desk = Desk()
    desk.send(.notice("It was cut off.", .error, about: sessions.map(SessionID.init(rawValue:))))
    desk.send(.sessionsListed(Self.ids.map { .sample($0) }))
    #expect(Self.texts(desk) == ["It was cut off." + way])
  }

  @Test("No way is named to the session that is open, and none by number where the numbers do not stand")
  func openAlready() throws {
    var desk = Desk()
    desk.send(.sessionsListed(Self.ids.map { .sample($0) }))
    desk.send(.notice("It was cut off.", .error, about: [desk.studio.session.id]))
    #expect(Self.texts(desk) == ["It was cut off."])
    try desk.talk("hello", "Hi")
    desk.send(.notice("It was cut off.", .error, about: [Self.ids[0]]))
    #expect(Self.texts(desk) == ["It was cut off. ^X s lists the sessions."])
  }

  @Test("What was said of one view goes with the next one that opens, and stays in it")
  func otherView() {
    var desk = Desk()
    desk.press("ctrl+x m")
    desk.send(.notice("All answers are stored now.", .info))
    desk.press("down")
    #expect(desk.studio.notice?.text == "All answers are stored now.")
    desk.press("escape")
    #expect(desk.studio.notice != nil)
    desk.press("ctrl+x r")
    #expect(desk.studio.notice == nil)
    desk.send(.notice("The disk is full.", .warning))
    desk.press("escape ctrl+x m")
    #expect(desk.studio.notice != nil)
  }

  @Test("What was said of a file that was attached goes when the next one is")
  func attached() {
    var desk = Desk()
    for (name, number, text) in [("a.jpg", 1, nil), ("a.jpg", 1, "a.jpg is attached already."), ("b.jpg", 2, nil)] {
      desk.send(.attached([AttachedPath(path: name, attachment: .sample(name, number))], problems: [], sends: false))
      #expect(desk.studio.notice?.text == text)
    }
  }

  @Test("An answer that ends in another session is said, until that one is opened")
  func behind() throws {
    var desk = Desk()
    let generation = try desk.ask("Neon skyline")
    desk.press("ctrl+x n")
    desk.receive(generation.run.id, ["text": "Here"], finish: "STOP")
    #expect(desk.studio.endedBehind.isEmpty)
    desk.end(generation.run.id)
    #expect(desk.studio.notice?.text == #"The answer in "Neon skyline" has come."#)
    #expect(desk.studio.notice?.sessions == [generation.session.id])
    #expect(desk.studio.endedBehind == [generation.session.id])
    var session = generation.session
    session.turns = [generation.turn]
    desk.send(.sessionOpened(session))
    #expect(desk.studio.endedBehind.isEmpty)
  }

  @Test(
    "After a failure that another model may not have, a key for one is offered",
    arguments: [
      (Failure.sample(.quotaExhausted, httpStatus: 429), true), (.sample(.rateLimited, httpStatus: 429), true),
      (.sample(.server, httpStatus: 503), true), (.sample(.notFound, httpStatus: 404, status: "NOT_FOUND"), true),
      (.sample(.authentication, httpStatus: 401), false), (.sample(.network), false), (.cancelled, false),
    ])
  func otherModel(failure: Failure, isOffered: Bool) throws {
    var desk = Desk()
    desk.end(try desk.ask("hello").run.id, failure)
    #expect(Self.texts(desk).contains("^X m chooses another model") == isOffered)
  }

  @Test("The model chosen then is asked with Enter, as the prompt has come back")
  func chosenModel() throws {
    var desk = Desk()
    desk.end(try desk.ask("hello").run.id, .sample(.quotaExhausted, httpStatus: 429))
    desk.press("ctrl+x m")
    desk.type("gemini-2.5-flash")
    #expect(desk.press("enter").generation == nil)
    #expect(desk.studio.notice?.text == "gemini-2.5-flash takes the next turn: Enter asks it.")
    let generation = try #require(desk.press("enter").generation)
    #expect(generation.run.model == "gemini-2.5-flash" && !generation.isNewTurn)
    #expect(!Self.texts(desk).contains { $0.contains("another model") })
  }

  @Test("An ended model offers its successor, and nothing else beside it")
  func successor() throws {
    var settings = Settings()
    settings.textModel = "gemini-2.0-flash"
    var desk = Desk(settings: settings)
    desk.end(try desk.ask("hello").run.id, .sample(.notFound, httpStatus: 404, status: "NOT_FOUND"))
    #expect(Self.texts(desk) == ["Alt+S asks gemini-3.5-flash-lite instead"])
  }

  @Test("Numbers and what they count agree", arguments: [(0, "0 tokens"), (1, "1 token"), (2900, "2,900 tokens")])
  func plurals(count: Int, text: String) {
    #expect(countText(count, of: "token") == text)
  }

  @Test("What was said and could be read goes with the next command, but not with a letter that is typed")
  func read() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    desk.press("escape")
    desk.send(.notice("The prompt is copied.", .info))
    desk.wait(1000)
    desk.press("k")
    #expect(desk.studio.notice != nil, "nobody reads as fast")
    desk.press("i")
    desk.wait(1000)
    desk.type("a letter")
    #expect(desk.studio.notice != nil)
    desk.press("escape")
    #expect(desk.studio.notice == nil)
  }
}
