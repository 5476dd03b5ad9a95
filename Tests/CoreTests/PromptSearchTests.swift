import Gemini
import Screen
import Testing

@testable import Core

@Suite("Searching the prompts of earlier times")
struct PromptSearchTests {
  private static let stored = [
    PastPrompt(text: "Draw a red house", time: Desk.start, session: "Houses"),
    PastPrompt(text: "one", time: Desk.start),
    PastPrompt(text: "Draw a house\nwith a RED roof\nand a door", time: Desk.start),
  ]

  private func search(_ desk: Desk) throws -> PromptSearch {
    guard case .prompts(let search) = desk.studio.overlay else { throw Failure.sample(.notFound) }
    return search
  }

  @Test("What this studio knows is there at once, then the prompts of all sessions")
  func list() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    desk.type("given up")
    desk.press("ctrl+c")
    #expect(desk.press("ctrl+r") == [.listPrompts(includesDemo: false)])
    #expect(try search(desk).rows.map(\.text) == ["given up", "one"])
    desk.press("down")
    desk.send(.promptsListed(Self.stored))
    #expect(try search(desk).rows.map(\.text) == ["given up"] + Self.stored.map(\.text))
    #expect(try search(desk).selected?.text == "one", "what was selected stays selected")
    #expect(try search(desk).rows[0].time == nil)
    var offline = Desk(backend: .simulator)
    #expect(offline.press("ctrl+r") == [.listPrompts(includesDemo: true)])
  }

  @Test("A prompt that is in no session any more stands where it was sent; what one began at stays the newest")
  func order() throws {
    var desk = Desk()
    for text in ["old", "gone", "one"] { try desk.talk(text, "1") }
    desk.press("ctrl+r")
    let known = ["from another window", "one", "old", "older"].map { PastPrompt(text: $0, time: Desk.start) }
    desk.send(.promptsListed(known))
    #expect(try search(desk).rows.map(\.text) == ["from another window", "one", "gone", "old", "older"])
    #expect(try search(desk).list.selected == 0)
  }

  @Test("Every word is looked for in whatever case, and the key that opened the search goes on")
  func filter() throws {
    var desk = Desk()
    desk.press("ctrl+r")
    desk.send(.promptsListed(Self.stored))
    desk.type("red house")
    #expect(try search(desk).rows.count == 2)
    desk.press("ctrl+r")
    #expect(try search(desk).selected == Self.stored[2])
    desk.press("enter")
    #expect(desk.studio.prompt.text == Self.stored[2].text && desk.studio.overlay == nil)
    #expect(desk.studio.notice == nil)
    desk.press("ctrl+r")
    desk.type("nowhere")
    desk.press("enter")
    #expect(try search(desk).rows.isEmpty)
    desk.send(.promptsListed([]))
  }

  @Test("Esc keeps what was typed, and Enter leaves it within reach")
  func typed() throws {
    var desk = Desk()
    desk.type("my own words")
    desk.press("ctrl+r")
    desk.send(.promptsListed(Self.stored))
    desk.press("escape")
    #expect(desk.studio.prompt.text == "my own words")
    desk.press("ctrl+r")
    desk.send(.promptsListed(Self.stored))
    desk.press("enter")
    #expect(desk.studio.prompt.text == "Draw a red house")
    #expect(desk.studio.notice?.text == "^_ brings back what was typed.")
    var walked = desk
    desk.press("ctrl+_")
    #expect(desk.studio.prompt.text == "my own words")
    walked.press("down")
    #expect(walked.studio.prompt.text == "my own words")
  }
}
