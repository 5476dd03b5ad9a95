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
}
