import Gemini
import Screen
import Testing

@testable import Core

@Suite("Sessions, versions and panes")
struct SessionTests {
  @Test("A session that streams is parked while another one is shown, and comes back with what came")
  func parked() throws {
    var desk = Desk()
    let generation = try desk.ask("one")
    let first = desk.studio.session.id
    desk.press("ctrl+x n")
    #expect(desk.studio.session.id != first && desk.studio.session.turns.isEmpty)
    #expect(desk.studio.activeRun == nil && desk.studio.hasActiveRuns)
    desk.receive(generation.run.id, ["text": "Half"])
    #expect(desk.studio.session.turns.isEmpty)

    desk.send(.sessionsListed([.sample(first)]))
    #expect(desk.press("alt+1").allSatisfy { $0 != .openSession(first) })
    #expect(desk.studio.session.id == first)
    #expect(desk.studio.activeRun?.parts == [Part(text: "Half")])
    desk.receive(generation.run.id, ["text": " done"], finish: "STOP")
    desk.end(generation.run.id)
    #expect(try desk.run(generation.run.id).ending == .answered)
  }

  @Test("A parked session whose answer ended is read from the store again")
  func parkedAndEnded() throws {
    var desk = Desk()
    let generation = try desk.ask("one")
    let first = desk.studio.session.id
    desk.press("ctrl+x n")
    desk.receive(generation.run.id, ["text": "1"], finish: "STOP")
    #expect(desk.end(generation.run.id).isEmpty)
    #expect(!desk.studio.hasActiveRuns)
    desk.send(.sessionsListed([.sample(first)]))
    #expect(desk.press("alt+1") == [.openSession(first)])
  }

  @Test("Opening a session shows its last branch and asks for what its pictures are")
  func open() throws {
    var desk = Desk()
    var session = Session.sample(turns: 3)
    session.draft = Draft(text: "unsent")
    session.turns[2].content.parts.append(Core.Attachment.sample("a.jpg", 7).part)
    let effects = desk.send(.sessionOpened(session))
    #expect(effects.contains(.readFacts([.sample(7)])))
    #expect(desk.studio.prompt.text == "unsent")
    #expect(desk.studio.transcript.messages.count == 6)
    // A second answer to the same wish does no harm.
    desk.type("!")
    desk.send(.sessionOpened(session))
    #expect(desk.studio.prompt.text == "unsent!")
  }

  @Test("What is typed in an empty session is kept in the history when another one opens")
  func draftOfEmptySession() {
    var desk = Desk()
    desk.type("not sent")
    #expect(desk.send(.sessionOpened(.sample(turns: 1))).saved == nil)
    #expect(desk.studio.prompt.isEmpty)
    desk.press("up")
    #expect(desk.studio.prompt.text == "not sent")
  }

  @Test("The first screen opens the latest sessions by number, another screen does not")
  func recent() throws {
    var desk = Desk()
    let ids = (1...7).map { SessionID(rawValue: "s\($0)") }
    desk.send(.sessionsListed(ids.map { .sample($0) }))
    #expect(desk.studio.recentSessions.map(\.id) == Array(ids.prefix(5)))
    #expect(desk.press("alt+3") == [.openSession(ids[2])])
    try desk.talk("one", "1")
    #expect(desk.press("alt+3").isEmpty)
  }

  @Test("The list of sessions filters by words of the title, opens and renames")
  func list() {
    var desk = Desk()
    #expect(desk.press("ctrl+x s") == [.listSessions])
    let titles = ["Neon skyline", "A larger room", "Neon room"]
    desk.send(.sessionsListed(titles.enumerated().map { .sample(SessionID(rawValue: "\($0)"), title: $1) }))
    desk.type("room n")
    #expect(desk.studio.browser.rows.map(\.title) == ["Neon room"])
    desk.press("ctrl+r")
    #expect(desk.studio.place == .entry)
    desk.press("ctrl+u")
    desk.type("Hall")
    #expect(desk.press("enter") == [.rename(SessionID(rawValue: "2"), "Hall")])
    #expect(desk.studio.place == .sessions)
    desk.press("escape")
    #expect(desk.studio.recentSessions.map(\.title).contains("Hall"))
    desk.press("ctrl+x s")
    desk.send(.sessionsListed(titles.enumerated().map { .sample(SessionID(rawValue: "\($0)"), title: $1) }))
    #expect(desk.press("down down up enter").contains(.openSession(SessionID(rawValue: "1"))))
  }

  // MARK: Versions

  @Test("h and l walk the versions of a turn, and the branch below follows")
  func siblings() throws {
    var desk = Desk()
    let first = try desk.talk("one", "1")
    try desk.talk("two", "2")
    desk.press("escape K K")
    #expect(desk.studio.currentMessage == .answer(first.run.id))
    let second = try #require(desk.press("r").generation)
    #expect(!second.isNewTurn && second.turn.id == first.turn.id)
    #expect(second.request.contents.map(\.text) == ["one"])
    desk.receive(second.run.id, ["text": "uno"], finish: "STOP")
    desk.end(second.run.id)
    #expect(desk.studio.session.path.count == 1)
    #expect(desk.studio.currentSiblings.count == 2 && desk.studio.currentSibling == 1)

    #expect(desk.press("h").chosen == first.run.id)
    #expect(desk.studio.currentSibling == 0)
    #expect(desk.studio.transcript.messages.count == 4)
    #expect(desk.press("l").chosen == second.run.id)
    #expect(desk.studio.transcript.messages.count == 2)
    // They go round.
    desk.press("l")
    #expect(desk.studio.currentSibling == 0)
  }

  @Test("Nothing is regenerated while an answer comes, and the reason is said")
  func regenerateWhileStreaming() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    try desk.ask("two")
    #expect(desk.press("tab r").isEmpty)
    #expect(desk.studio.notice?.text == "An answer is still coming.")
  }

  @Test("e takes the picture of an answer as input of the next turn")
  func editPicture() throws {
    var desk = Desk()
    let generation = try desk.ask("a cat")
    desk.send(.run(generation.run.id, .received([.sample([.picture(.sample(5))], finish: "STOP")])))
    desk.end(generation.run.id)
    #expect(desk.studio.shownPicture?.asset == .sample(5))
    desk.press("escape e")
    #expect(desk.studio.focus == .prompt)
    #expect(desk.studio.prompt.attachments.map(\.asset) == [.sample(5)])
    let next = try desk.ask("with a hat")
    #expect(next.turn.content.blobs.map(\.asset) == [.sample(5)])
  }

  @Test("The picture of the current message is shown, else the newest before it")
  func pictures() throws {
    var desk = Desk()
    let first = try desk.ask("two cats")
    desk.send(
      .run(first.run.id, .received([.sample([.picture(.sample(5)), .picture(.sample(6))], finish: "STOP")])))
    desk.end(first.run.id)
    #expect(desk.studio.shownPicture?.asset == .sample(6))
    desk.press("tab tab h")
    #expect(desk.studio.focus == .preview)
    #expect(desk.studio.shownPicture?.asset == .sample(5))
    desk.press("i")
    try desk.talk("thanks", "You are welcome.")
    #expect(desk.studio.shownPicture?.asset == .sample(6))
    desk.press("ctrl+x o")
    #expect(desk.studio.overlay == .picture)
    desk.press("escape")
    #expect(desk.studio.overlay == nil)
    desk.press("escape g")
    desk.press("K K K")
    #expect(desk.studio.currentMessage == .prompt(first.turn.id))
    #expect(desk.studio.shownPicture == nil)
  }

  @Test("y copies the message's text; in the thinking pane, the thoughts")
  func copy() throws {
    var desk = Desk()
    let generation = try desk.ask("one")
    desk.receive(generation.run.id, ["text": "hm", "thought": true], ["text": "**1**"], finish: "STOP")
    desk.end(generation.run.id)
    #expect(desk.press("escape y") == [.copy("**1**")])
    #expect(desk.press("tab y") == [.copy("hm")])
    #expect(desk.press("shift+tab K y") == [.copy("one")])
  }

  @Test("Tab goes round the panes that are there, and the focus leaves a pane that goes")
  func focus() throws {
    var desk = Desk()
    desk.press("tab")
    #expect(desk.studio.focus == .prompt)
    let generation = try desk.ask("one")
    desk.receive(generation.run.id, ["text": "hm", "thought": true])
    desk.press("tab")
    #expect(desk.studio.focus == .conversation)
    desk.press("tab")
    #expect(desk.studio.focus == .thinking)
    #expect(desk.press("ctrl+t").contains(.remember("thinking.pane", "line")))
    #expect(desk.studio.focus == .conversation)
    desk.press("q")
    #expect(desk.studio.focus == .prompt)
  }

  @Test("Ctrl+T steps shown, one line, hidden; where thinking folded by itself, it opens first")
  func thinkingPane() throws {
    var desk = Desk(columns: 80, rows: 24)
    let generation = try desk.ask("one")
    desk.receive(generation.run.id, ["text": "hm", "thought": true])
    #expect(!desk.studio.layout.thinkingTitle.isEmpty && desk.studio.layout.thinking.isEmpty)
    #expect(desk.press("ctrl+t").contains(.remember("thinking.pane", "shown")))
    #expect(!desk.studio.layout.thinking.isEmpty)
    #expect(desk.press("ctrl+t").contains(.remember("thinking.pane", "line")))
    #expect(desk.studio.layout.thinking.isEmpty && !desk.studio.layout.thinkingTitle.isEmpty)
    #expect(desk.press("ctrl+t").contains(.remember("thinking.pane", "hidden")))
    #expect(desk.studio.layout.thinkingTitle.isEmpty)
    #expect(desk.press("ctrl+t").contains(.remember("thinking.pane", "shown")))
    #expect(!desk.studio.layout.thinking.isEmpty)
    // It never changes what is asked for.
    #expect(generation.request.generationConfig.includeThoughts == true)
  }
}
