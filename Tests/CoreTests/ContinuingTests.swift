import Gemini
import Screen
import Testing

@testable import Core

@Suite("Going on from a stopped answer")
struct ContinuingTests {
  private func stopped(_ parts: JSON..., failure: Failure = .cancelled) throws -> (desk: Desk, run: RunID) {
    var desk = Desk()
    try desk.talk("one", "1")
    let id = try desk.ask("two").run.id
    for part in parts { desk.receive(id, part) }
    desk.end(id, failure)
    return (desk, id)
  }

  @Test("A stopped answer is out of the next request, unless one key takes it in", arguments: [false, true])
  func request(continues: Bool) throws {
    var (desk, id) = try stopped(["text": "hm", "thought": true], ["text": "Half of"])
    if continues { #expect(desk.press("alt+c") == [.continueRun(id, true)]) }
    desk.press("ctrl+c")
    let request = try desk.ask("three").request
    let partial = ["two", "Half of"]
    #expect(request.contents.map(\.text) == ["one", "1"] + (continues ? partial : []) + ["three"])
    #expect(request.contents.map(\.role) == request.contents.indices.map { $0.isMultiple(of: 2) ? .user : .model })
  }

  @Test("What broke off can be gone on from as well")
  func brokenOff() throws {
    var (desk, _) = try stopped(["text": "Half of"], failure: .sample(.network))
    desk.press("alt+c")
    #expect(
      try #require(desk.press("enter").generation).request.contents.map(\.text).suffix(2) == [
        "Half of", Studio.continuation,
      ])
  }

  @Test("The prompt that came back makes room for one that goes on; Enter sends it as a turn of its own")
  func prompt() throws {
    var (desk, id) = try stopped(["text": "Half of"])
    #expect(desk.studio.prompt.text == "two")
    desk.press("alt+c")
    #expect(desk.studio.prompt.text == Studio.continuation)
    let generation = try #require(desk.press("enter").generation)
    #expect(generation.isNewTurn && generation.turn.parent == id)
    #expect(generation.request.contents.map(\.text) == ["one", "1", "two", "Half of", Studio.continuation])
  }

  @Test("What was typed stays and is sent")
  func typed() throws {
    var (desk, _) = try stopped(["text": "Half of"])
    desk.type(", but shorter")
    desk.press("alt+c")
    #expect(desk.studio.prompt.text == "two, but shorter")
    let generation = try #require(desk.press("enter").generation)
    #expect(
      generation.isNewTurn && generation.request.contents.map(\.text).suffix(2) == ["Half of", "two, but shorter"])
  }

  @Test("The answer says that the next request goes on from it, and the estimate counts it")
  func shown() throws {
    var (desk, _) = try stopped(["text": "Half of"])
    let before = desk.studio.sendEstimate.turns
    desk.press("alt+c")
    #expect(desk.studio.sendEstimate.turns == before + 1)
    let texts = desk.studio.rows.compactMap { if case .body(let line) = $0.kind { line.text } else { nil } }
    #expect(texts.contains("The next request goes on from what came."))
  }

  @Test("The same key takes it back, until the conversation has gone on")
  func takenBack() throws {
    var (desk, id) = try stopped(["text": "Half of"])
    let (before, prompt) = (desk.studio.session, desk.studio.prompt.text)
    #expect(!prompt.isEmpty)
    desk.press("alt+c")
    #expect(desk.press("alt+c") == [.continueRun(id, false)])
    #expect(desk.studio.session == before && desk.studio.prompt.text == prompt, "the prompt is back as well")
    #expect(desk.studio.notice?.text == "The next request leaves out again what came of this answer.")
    #expect(desk.press("alt+c") == [.continueRun(id, true)])
    let generation = try #require(desk.press("enter").generation)
    desk.receive(generation.run.id, ["text": "the rest"], finish: "STOP")
    desk.end(generation.run.id)
    desk.press("escape K K")
    #expect(desk.studio.currentMessage == .answer(id))
    #expect(
      Command.named(.continueAnswer).whyOff(desk.studio) == "The conversation went on after this answer already.")
  }

  @Test("An answer that the limit of tokens cut off is in the next request anyway: the key asks for the rest")
  func cutOff() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    let cut = try desk.ask("two").run.id
    desk.receive(cut, ["text": "Half of"], finish: "MAX_TOKENS")
    desk.end(cut)
    #expect(Command.named(.continueAnswer).whyOff(desk.studio) == nil)
    #expect(desk.press("alt+c").isEmpty)
    #expect(desk.studio.prompt.text == Studio.continuation)
    let generation = try #require(desk.press("enter").generation)
    #expect(generation.isNewTurn && generation.turn.parent == cut)
    #expect(generation.request.contents.map(\.text).suffix(2) == ["Half of", Studio.continuation])
    desk.receive(generation.run.id, ["text": "the rest"], finish: "STOP")
    desk.end(generation.run.id)
    desk.press("escape K K")
    #expect(desk.studio.currentMessage == .answer(cut))
    #expect(
      Command.named(.continueAnswer).whyOff(desk.studio) == "The conversation went on after this answer already.")
  }

  @Test("Where there is no stopped answer the command is off and says why")
  func off() throws {
    let command = Command.named(.continueAnswer)
    var desk = Desk()
    #expect(command.whyOff(desk.studio) == "No answer was stopped here.")
    try desk.talk("one", "1")
    #expect(command.whyOff(desk.studio) == "No answer was stopped here.")
    let thought = try stopped(["text": "hm", "thought": true]).desk
    #expect(command.whyOff(thought.studio) == "No answer was stopped here.")
    let partial = try stopped(["text": "Half of"]).desk
    #expect(command.whyOff(partial.studio) == nil)
  }

  @Test("What was said of a key that took back goes when it is pressed again")
  func saidOnce() throws {
    var (desk, _) = try stopped(["text": "Half of"])
    desk.press("alt+c alt+c")
    #expect(!desk.studio.isContinuing && desk.studio.notice != nil)
    desk.press("alt+c")
    #expect(desk.studio.isContinuing && desk.studio.notice == nil)
  }

  @Test("Where the limit of tokens cut it off, the key takes its own prompt back, and nobody else's")
  func cutOffTakenBack() throws {
    var desk = Desk()
    let cut = try desk.ask("two").run.id
    desk.receive(cut, ["text": "Half of"], finish: "MAX_TOKENS")
    desk.end(cut)
    desk.press("alt+c")
    #expect(desk.studio.isContinuing)
    #expect(desk.press("alt+c").isEmpty && desk.studio.prompt.isEmpty && !desk.studio.isContinuing)
    desk.type("in my own words")
    desk.press("alt+c")
    #expect(desk.studio.prompt.text == "in my own words")
  }
}
