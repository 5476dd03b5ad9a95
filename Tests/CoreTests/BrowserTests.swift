import Gemini
import Screen
import Testing

@testable import Core

@Suite("The session browser")
struct BrowserTests {
  private static func id(_ name: String) -> SessionID { SessionID(rawValue: name) }

  private static func summary(_ name: String, _ change: (inout SessionSummary) -> Void = { _ in }) -> SessionSummary {
    var summary = SessionSummary.sample(id(name), title: name)
    change(&summary)
    return summary
  }

  /// The open browser with a session of each kind.
  static func desk(columns: Int = 120) -> Desk {
    var desk = Desk(columns: columns)
    desk.press("ctrl+x s")
    desk.send(
      .sessionsListed([
        summary("one"), summary("two of a command") { $0.origin = .command },
        summary("three, a demo") { $0.isDemo = true },
        summary("four, deleted") { $0.deleteTime = desk.now }, summary("five") { $0.isPinned = true }, summary("six"),
      ]))
    return desk
  }

  private static func titles(_ desk: Desk) -> [String] { desk.studio.browser.rows.map(\.title) }

  @Test("Pinned sessions stand first; those of commands, demos and deleted ones are listed when they are asked for")
  func kinds() {
    var desk = Self.desk()
    #expect(Self.titles(desk) == ["five", "one", "six"])
    let browser = desk.studio.browser
    #expect(browser.hiddenCommands == 1 && browser.hiddenDemos == 1 && browser.deletedCount == 1)
    desk.press("ctrl+f")
    #expect(Self.titles(desk) == ["five", "one", "two of a command", "six"])
    desk.press("ctrl+g")
    #expect(Self.titles(desk).count == 5)
    desk.press("ctrl+f ctrl+t")
    #expect(Self.titles(desk) == ["four, deleted"])
    desk.press("escape ctrl+x s")
    #expect(Self.titles(desk) == ["five", "one", "six"])
    #expect(desk.studio.recentSessions.map(\.title) == ["one", "three, a demo", "five", "six"])
  }

  @Test("The session that is open is selected; without it the first one is")
  func current() {
    var desk = Self.desk()
    #expect(desk.studio.selectedSession?.title == "five")
    desk.press("escape")
    let open = Session(id: Self.id("six"), createTime: desk.now, textModel: "text", pictureModel: "picture")
    desk.send(.sessionOpened(open))
    desk.press("ctrl+x s")
    desk.send(.sessionsListed([Self.summary("one"), Self.summary("five") { $0.isPinned = true }, Self.summary("six")]))
    #expect(desk.studio.selectedSession?.title == "six")
  }

  @Test("Without a key, demos are what there is, and they are listed")
  func simulator() {
    var desk = Desk(backend: .simulator)
    desk.press("ctrl+x s")
    desk.send(.sessionsListed([Self.summary("a demo") { $0.isDemo = true }]))
    #expect(Self.titles(desk) == ["a demo"])
  }

  @Test("Every word has to be in the title, in any case and order, and the selection goes back to the first")
  func search() {
    var desk = Self.desk()
    desk.press("ctrl+f ctrl+g down down")
    desk.type("F ")
    #expect(Self.titles(desk) == ["five", "two of a command"] && desk.studio.selectedSession?.title == "five")
    desk.type("CO o")
    #expect(Self.titles(desk) == ["two of a command"])
  }

  @Test("Pinning keeps the selection on the session, wherever it goes")
  func pin() {
    var desk = Self.desk()
    desk.press("down down")
    #expect(desk.press("alt+p").first == .pinSession(Self.id("six"), true))
    #expect(Self.titles(desk) == ["five", "six", "one"] && desk.studio.selectedSession?.title == "six")
    #expect(desk.press("alt+p") == [.pinSession(Self.id("six"), false)])
    #expect(Self.titles(desk) == ["five", "one", "six"] && desk.studio.selectedSession?.title == "six")
  }

  @Test("The newest session is selected, not the one that stood first when the browser was open before")
  func openedAgain() {
    var desk = Self.desk()
    desk.press("escape ctrl+x s")
    desk.send(.sessionsListed([Self.summary("newer"), Self.summary("one"), Self.summary("six")]))
    #expect(desk.studio.selectedSession?.title == "newer")
  }

  @Test("A deleted session is gone from the list and comes back, at once or from the deleted ones")
  func delete() {
    var desk = Self.desk()
    desk.press("alt+u")
    #expect(desk.studio.notice?.text.contains("No session was deleted since") == true)
    desk.press("down")
    #expect(desk.press("ctrl+d").contains(.deleteSession(Self.id("one"), at: desk.now)))
    #expect(Self.titles(desk) == ["five", "six"] && desk.studio.selectedSession?.title == "six")
    #expect(desk.studio.recentSessions.contains { $0.title == "one" } == false)
    #expect(desk.press("alt+u").contains(.restoreSession(Self.id("one"), at: desk.now)))
    #expect(Self.titles(desk) == ["five", "one", "six"] && desk.studio.selectedSession?.title == "one")
    desk.wait(100)
    desk.press("down delete ctrl+t")
    #expect(Self.titles(desk) == ["four, deleted", "six"])
    desk.press("down")
    #expect(desk.press("alt+u") == [.restoreSession(Self.id("six"), at: desk.now)])
    let effects = desk.press("enter")
    #expect(effects.contains(.restoreSession(Self.id("four, deleted"), at: desk.now)))
    #expect(effects.contains(.openSession(Self.id("four, deleted"))))
  }

  @Test("Deleting the session that is shown begins a new one behind the browser; a running one is not deleted")
  func deleteShown() throws {
    var desk = Desk()
    let first = try desk.ask("one")
    let shown = desk.studio.session.id
    desk.press("ctrl+x s")
    desk.send(.sessionsListed([.sample(shown, title: "one")]))
    #expect(desk.press("ctrl+d").isEmpty)
    #expect(desk.studio.notice?.text.contains("still coming") == true)
    desk.receive(first.run.id, ["text": "1"], finish: "STOP")
    desk.end(first.run.id)
    desk.press("escape")
    desk.type("half of a prompt")
    desk.press("ctrl+x s")
    let effects = desk.press("ctrl+d")
    #expect(effects.first == .deleteSession(shown, at: desk.now))
    #expect(desk.studio.prompt.text == "half of a prompt")
    #expect(desk.studio.session.id != shown && desk.studio.session.turns.isEmpty && desk.studio.place == .sessions)
    #expect(desk.studio.notice?.text.contains("The session is deleted") == true)
  }

  @Test("What the store does not delete is not deleted: it is in the list, with the reason, and is not offered to undo")
  func refusedDeletion() {
    var desk = Self.desk()
    desk.press("down ctrl+d ctrl+d")
    #expect(Self.titles(desk) == ["five"])
    desk.send(.deletionRefused(Self.id("six"), wasDeletedAt: nil, "The disk is full."))
    #expect(Self.titles(desk) == ["five", "six"])
    #expect(desk.studio.notice?.text == "The session was not deleted. The disk is full.")
    #expect(desk.studio.notice?.kind == .error)
    #expect(desk.press("alt+u").contains(.restoreSession(Self.id("one"), at: desk.now)))
    desk.press("alt+u")
    #expect(desk.studio.notice?.text.contains("No session was deleted since") == true)
    desk.send(.deletionRefused(Self.id("one"), wasDeletedAt: desk.now, "The disk is full."))
    #expect(Self.titles(desk) == ["five", "six"])
    #expect(desk.press("alt+u").contains(.restoreSession(Self.id("one"), at: desk.now)))
  }

  @Test("Of too many sessions those of shown kinds are counted, and a search looks through all of them, one at a time")
  func tooMany() {
    var desk = Desk()
    desk.press("ctrl+x s")
    let kind = SessionKind(origin: .studio, isDemo: false, isDeleted: false)
    let commands = SessionKind(origin: .command, isDemo: false, isDeleted: false)
    desk.send(.sessionsListed([Self.summary("one"), Self.summary("two")], unlisted: [kind: 5, commands: 7]))
    #expect(desk.studio.browser.unlistedCount == 5 && desk.studio.browser.hiddenCommands == 7)
    desk.press("ctrl+f")
    #expect(desk.studio.browser.unlistedCount == 12 && desk.studio.browser.hiddenCommands == 0)
    #expect(desk.press("o").contains(.searchSessions("o")))
    #expect(Self.titles(desk) == ["one", "two"] && desk.studio.browser.unlistedCount == 0)
    #expect(!desk.press("l").contains(.searchSessions("ol")))
    #expect(Self.titles(desk).isEmpty)
    #expect(desk.send(.sessionsFound(SessionList([Self.summary("one")]), filter: "o")) == [.searchSessions("ol")])
    #expect(Self.titles(desk).isEmpty)
    let old = Self.summary("an old one")
    desk.send(.sessionsFound(SessionList([old], unlisted: [kind: 3]), filter: "ol"))
    #expect(Self.titles(desk) == ["an old one"] && desk.studio.browser.unlistedCount == 3)
    #expect(desk.press("ctrl+d").contains(.deleteSession(old.id, at: desk.now)) && Self.titles(desk).isEmpty)
  }

  @Test("A search that the store refuses says so, shows what is known, and the next letter searches again")
  func refusedSearch() {
    var desk = Desk()
    desk.press("ctrl+x s")
    let kind = SessionKind(origin: .studio, isDemo: false, isDeleted: false)
    desk.send(.sessionsListed([Self.summary("one"), Self.summary("two")], unlisted: [kind: 5]))
    #expect(desk.press("o").contains(.searchSessions("o")))
    #expect(desk.send(.searchRefused("The disk is away.", filter: "o")).isEmpty)
    #expect(desk.studio.notice?.text == "The disk is away." && Self.titles(desk) == ["one", "two"])
    #expect(desk.press("n").contains(.searchSessions("on")))
    #expect(Self.titles(desk) == ["one"])
    // One that was refused when more was typed already goes on at once.
    desk.press("e")
    #expect(desk.send(.searchRefused("The disk is away.", filter: "on")) == [.searchSessions("one")])
  }

  @Test("A list that is whole is searched where it is")
  func wholeList() {
    var desk = Self.desk()
    #expect(!desk.press("o n").contains { if case .searchSessions = $0 { true } else { false } })
  }

  @Test("The look at the selected session is read once, when keys rest, and only where there is room")
  func preview() {
    var desk = Self.desk()
    #expect(desk.studio.browser.awaitedPreviews == [Self.id("five")])
    let exchange = SessionPreview.Exchange(prompt: "one", files: 0, answer: "1", pictures: 0)
    desk.send(.sessionPreviewed(SessionPreview(session: Self.id("five"), exchanges: [exchange])))
    #expect(desk.studio.browser.previews[Self.id("five")]?.exchanges == [exchange])
    desk.wait(100)
    #expect(desk.press("down") == [.previewSession(Self.id("one"), turns: 4)])
    desk.wait(10)
    #expect(desk.press("down").isEmpty && desk.studio.nextDeadline != nil)
    desk.wait(100)
    #expect(desk.studio.browser.awaitedPreviews == [Self.id("one"), Self.id("six")])
    #expect(desk.press("up").isEmpty)
    var small = Desk(columns: 80, rows: 20)
    small.press("ctrl+x s")
    #expect(small.send(.sessionsListed([Self.summary("one")])).isEmpty)
  }

  @Test("Esc leaves renaming for the browser, with its filter and selection")
  func rename() {
    var desk = Self.desk()
    desk.type("i")
    desk.press("down ctrl+r escape")
    #expect(desk.studio.selectedSession?.title == "six")
  }

  @Test(
    "A title is the first line of the first prompt without signs of Markdown, cut at a word",
    arguments: [
      ("# Neon *skyline*\n\nat night", "Neon skyline"),
      ("\n\n- [ ] **Which** of `these` rooms?", "Which of these rooms?"),
      ("> 1. see [the guide](https://a.b/c) and ![it](x.png)", "see the guide and it"),
      ("```swift\nlet a_b = c_d * 2 * e\n```", "let a_b = c_d * 2 * e"),
      ("---\nsnake_case and 3 * 4 * 5", "snake_case and 3 * 4 * 5"),
      ("***", "***"), ("  two   blanks\tand a tab ", "two blanks and a tab"),
      ("C# or #1?", "C# or #1?"), ("2. zwei", "zwei"), ("2.5 or 3", "2.5 or 3"),
    ])
  func title(prompt: String, title: String) throws {
    var desk = Desk()
    try desk.ask(prompt)
    #expect(desk.studio.session.title == title)
  }

  @Test("A long first line is cut at a word, one without blanks within it")
  func longTitle() throws {
    var desk = Desk()
    try desk.ask("The   quick\tbrown " + String(repeating: "fox ", count: 80))
    let title = desk.studio.session.title
    #expect(title.hasPrefix("The quick brown fox") && title.hasSuffix("fox…") && title.count <= 160)
    desk = Desk()
    try desk.ask(String(repeating: "東京", count: 100))
    #expect(desk.studio.session.title.count == 160)
  }
}
