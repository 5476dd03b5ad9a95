import Gemini
import Screen
import Testing

@testable import Core

@Suite("Drafts")
struct DraftTests {
  @Test("A new session's draft is kept a moment after it was typed, with what is attached, and taken back whole")
  func new() throws {
    var desk = Desk()
    desk.send(.handedOver(HandOver(id: 1, attachments: [.sample("a.jpg", 1), .sample("b.jpg", 2)])))
    desk.type("see \"this\"")
    desk.wait(1000)
    let kept = desk.effects.compactMap { effect -> String? in
      if case .remember(Studio.newDraftKey, let text) = effect { text } else { nil }
    }
    var next = Desk()
    next.studio.restore(draft: try #require(kept.first))
    #expect(next.studio.prompt.draft == desk.studio.prompt.draft)
    // What nobody touched is not kept again.
    next.wait(5000)
    #expect(next.effects.isEmpty)
    next.press("ctrl+c ctrl+_")
    #expect(next.studio.prompt.draft == desk.studio.prompt.draft)
  }

  @Test("A new session that was left before anything was sent is begun again with what was typed and attached in it")
  func left() throws {
    var desk = Desk()
    let other = Session.sample(turns: 1)
    desk.send(.handedOver(HandOver(id: 1, attachments: [.sample("a.jpg", 1)])))
    desk.type("half a thought")
    let draft = desk.studio.prompt.draft
    desk.send(.sessionOpened(other))
    #expect(desk.studio.session.id == other.id && desk.studio.prompt.isEmpty)
    desk.press("ctrl+x n")
    #expect(desk.studio.prompt.draft == draft)
    let run = try #require(desk.press("enter").generation).run.id
    desk.receive(run, ["text": "1"], finish: "STOP")
    desk.end(run)
    desk.press("ctrl+x n")
    #expect(desk.studio.session.turns.isEmpty && desk.studio.prompt.isEmpty)
  }

  @Test("What an earlier start kept of a new session waits for one, if a stored session is opened")
  func behindStored() {
    var desk = Desk()
    desk.studio.restore(draft: "kept")
    desk.send(.sessionOpened(.sample(turns: 1)))
    #expect(desk.studio.prompt.isEmpty)
    desk.press("ctrl+x n")
    #expect(desk.studio.prompt.text == "kept")
  }

  /// Leaves the session for another one, and opens it as the store has it.
  private func comeBack(_ desk: inout Desk) {
    var stored = desk.studio.session
    desk.send(.sessionOpened(.sample(turns: 1)))
    for case .save(let header) in desk.effects where header.id == stored.id { stored.draft = Draft(header.draft.json) }
    desk.send(.sessionOpened(stored))
  }

  @Test("A prompt that is edited is still a version of its turn when its session is left and opened again")
  func edited() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    try desk.talk("two", "2")
    desk.press("tab K K e")
    let turn = try #require(desk.studio.editedTurn)
    #expect(turn == desk.studio.session.turns[0].id)
    desk.type(" changed")
    comeBack(&desk)
    #expect(desk.studio.editedTurn == turn && desk.studio.prompt.text == "one changed")
    desk.press("enter")
    #expect(desk.studio.session.siblings(of: 0) == [0, 2])
  }

  @Test("A prompt that came back is asked again when its session is left and opened again")
  func again() throws {
    var desk = Desk()
    let run = try desk.ask("one").run
    desk.end(run.id, .cancelled)
    comeBack(&desk)
    #expect(desk.studio.prompt.text == "one")
    #expect(desk.press("enter").generation?.isNewTurn == false)
  }

  @Test("What was typed before a turn was edited is a new turn when it is brought back")
  func broughtBack() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    desk.type("my draft")
    desk.press("escape K e")
    #expect(desk.studio.prompt.text == "one" && desk.studio.editedTurn != nil)
    #expect(desk.studio.notice?.text.hasSuffix("brings back what was typed.") == true)
    desk.press("alt+z")
    #expect(desk.studio.prompt.text == "my draft" && desk.studio.editedTurn == nil)
  }

  @Test("What makes a prompt a new turn again is kept as well, and a turn that is gone is forgotten")
  func noVersion() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    desk.press("tab K e")
    desk.wait(1000)
    desk.press("escape")
    #expect(desk.wait(1000).contains { if case .save(let header) = $0 { header.draft.origin == nil } else { false } })
    desk.press("tab K e")
    var stored = desk.studio.session
    desk.send(.sessionOpened(.sample(turns: 1)))
    stored.draft = Draft(text: "one", origin: .version(of: TurnID(rawValue: "gone")))
    desk.send(.sessionOpened(stored))
    #expect(desk.studio.editedTurn == nil && desk.studio.prompt.text == "one")
  }

  @Test("The prompt that waits is part of the session's draft", arguments: [true, false])
  func waiting(isTakenBack: Bool) throws {
    var desk = Desk()
    let run = try desk.ask("one").run.id
    desk.type("two")
    desk.press("enter")
    desk.type("three")
    desk.wait(1000)
    #expect(desk.effects.saved?.draft.text == "two\nthree")
    if isTakenBack { desk.press("alt+q") }
    desk.receive(run, ["text": "1"], finish: "STOP")
    desk.end(run)
    desk.wait(1000)
    #expect(desk.studio.prompt.text == (isTakenBack ? "two\nthree" : "three"))
  }

  @Test(
    "What was kept as bare text is read as text",
    arguments: ["plain words", "{\"text\":1}", "{\"text\":\"a\"}", "[1", "{\"attachments\":[]}"])
  func bare(text: String) {
    #expect(Draft(kept: text) == Draft(text: text))
  }

  @Test("A draft is the same after it was kept, and an empty one is nothing")
  func whole() throws {
    let draft = Draft(text: "a\n\u{1}", attachments: [.sample("x", 3)])
    #expect(Draft(kept: try #require(draft.json).text) == draft)
    #expect(Draft().json == nil && Draft(nil) == Draft())
  }

  @Test("Folded pastes come back folded, and go out byte for byte", arguments: ["", "é"])
  func folds(typed: String) throws {
    let pastes = [String(repeating: "one\r\n", count: 900), "\u{301}" + String(repeating: "two\n", count: 40)]
    var desk = Desk()
    desk.type("see " + typed)
    desk.send(.input(.paste(pastes[0])))
    desk.type(" and" + typed)
    desk.send(.input(.paste(pastes[1])))
    desk.send(.input(.paste("short")))
    let draft = desk.studio.prompt.draft
    #expect(draft.folds.count == 2)
    let kept = try #require(draft.json).text
    var next = Desk()
    next.studio.restore(draft: kept)
    let editor = next.studio.prompt
    #expect(editor.characters.compactMap { editor.paste(at: $0) } == pastes)
    #expect(editor.characters.count == desk.studio.prompt.characters.count)
    let text = try #require(next.press("enter").generation).turn.content.text
    #expect(Array(text.utf8) == Array(("see " + typed + pastes[0] + " and" + typed + pastes[1] + "short").utf8))
  }

  @Test("A prompt that waits and the one behind it keep their folded pastes")
  func foldsOfBoth() {
    let paste = String(repeating: "x", count: 5000)
    let first = Draft(text: "é" + paste, folds: [2..<5002])
    let both = first.followed(by: Draft(text: paste + "a", folds: [0..<5000]))
    #expect(both.folds == [2..<5002, 5003..<10_003])
    #expect(PromptEditor(both).draft == both)
    #expect(Draft().followed(by: first) == first)
  }

  @Test(
    "Folds that are none of a kept text are left out, and its text stays",
    arguments: ["[[0,9]]", "[[1,2]]", "[[-1,2]]", "[[3,1]]", "[[0]]", "[7]", "{}", "[[0,2],[0,2]]"])
  func wrongFolds(folds: String) throws {
    let draft = Draft(try JSON(parsing: #"{"text":"éa","attachments":[],"folds":\#(folds)}"#))
    let editor = PromptEditor(draft)
    #expect(editor.text == "éa")
  }
}
