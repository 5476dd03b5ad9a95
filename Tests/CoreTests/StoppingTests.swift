import Gemini
import Screen
import Testing

@testable import Core

@Suite("Stopping and leaving")
struct StoppingTests {
  @Test("Ctrl+C stops the answer, keeps what came and does not count towards leaving")
  func stop() throws {
    var desk = Desk()
    let generation = try desk.ask("one")
    desk.receive(generation.run.id, ["text": "Half"])
    desk.type("typed")
    #expect(desk.press("ctrl+c") == [.cancel(generation.run.id)])
    #expect(desk.studio.prompt.text == "typed")
    desk.end(generation.run.id, .cancelled)
    #expect(try desk.run(generation.run.id).parts == [Part(text: "Half")])
    desk.press("ctrl+c")
    #expect(desk.studio.prompt.isEmpty && !desk.studio.hasQuit)
    #expect(!desk.press("ctrl+c").contains(.quit))
    #expect(desk.press("ctrl+c").last == .quit)
  }

  @Test("Ctrl+C clears a prompt, which undo and history bring back")
  func clears() {
    var desk = Desk()
    desk.send(.attached([AttachedPath(path: "a.jpg", attachment: .sample("a.jpg"))], problems: [], sends: false))
    desk.type("some words")
    let draft = desk.studio.prompt.draft
    #expect(desk.press("ctrl+c").isEmpty)
    #expect(desk.studio.prompt.isEmpty)
    desk.press("alt+z")
    #expect(desk.studio.prompt.draft == draft)
    desk.press("ctrl+c up")
    #expect(desk.studio.prompt.text == "some words")
  }

  @Test("Twice within 2 s leaves, later it does not")
  func twice() {
    var desk = Desk()
    desk.press("ctrl+c")
    #expect(desk.studio.notice?.text == "Ctrl+C again within 2 s leaves.")
    #expect(desk.studio.nextDeadline == desk.now + 2000)
    desk.wait(2000)
    #expect(desk.studio.notice == nil && desk.studio.nextDeadline == nil)
    #expect(!desk.press("ctrl+c").contains(.quit))
    desk.wait(1999)
    #expect(desk.press("ctrl+c") == [.quit])
    #expect(desk.studio.hasQuit)
  }

  @Test(
    "Anything between takes the offer to leave back, with its sentence",
    arguments: ["a ctrl+c", "ctrl+x r escape", "left"])
  func offer(keys: String) {
    var desk = Desk()
    desk.press("ctrl+c \(keys)")
    #expect(desk.studio.notice == nil && desk.studio.prompt.isEmpty)
    #expect(!desk.press("ctrl+c").contains(.quit))
    #expect(desk.studio.notice?.text == "Ctrl+C again within 2 s leaves.")
    desk.send(.input(.paste("some words")))
    #expect(!desk.press("ctrl+c").contains(.quit) && desk.studio.prompt.isEmpty)
    #expect(!desk.press("ctrl+c").contains(.quit))
    #expect(desk.press("ctrl+c").contains(.quit))
  }

  @Test("While an answer comes, stopping is the first row of the palette")
  func palette() throws {
    var desk = Desk()
    #expect(desk.studio.palette(filter: "").first?.name == .help)
    #expect(desk.studio.palette(filter: "stop").first?.name == .interrupt)
    let generation = try desk.ask("one")
    #expect(desk.studio.palette(filter: "").first?.name == .interrupt)
    #expect(desk.studio.palette(filter: "stop").first?.name == .interrupt)
    desk.press("ctrl+p")
    #expect(desk.press("enter") == [.cancel(generation.run.id)])
  }

  @Test("Ctrl+D leaves from an empty prompt; in text it deletes, in a pane it scrolls")
  func controlD() throws {
    var desk = Desk()
    desk.type("ab")
    desk.press("left")
    #expect(desk.press("ctrl+d").isEmpty)
    #expect(desk.studio.prompt.text == "a")
    desk.press("backspace")
    #expect(desk.press("ctrl+d") == [.remember(Studio.newDraftKey, ""), .quit])

    var reading = Desk()
    try reading.talk("one", "1")
    reading.press("escape")
    #expect(reading.studio.focus == .conversation)
    #expect(reading.press("ctrl+d").isEmpty && !reading.studio.hasQuit)
  }

  @Test("Esc in an empty prompt stops the answer; with text in it, it does not")
  func escape() throws {
    var desk = Desk()
    let generation = try desk.ask("one")
    desk.type("next")
    #expect(desk.press("escape").isEmpty)
    #expect(desk.studio.focus == .conversation)
    #expect(desk.press("escape").isEmpty)
    #expect(desk.studio.focus == .prompt && desk.studio.prompt.text == "next")
    desk.press("ctrl+u")
    #expect(desk.press("escape") == [.cancel(generation.run.id)])
  }

  @Test("Esc asks once more before it stops a picture, which is paid already")
  func escapePicture() throws {
    var desk = Desk()
    desk.press("ctrl+x i")
    let generation = try desk.ask("a cat")
    #expect(generation.run.model == "gemini-nano-banana-2.1")
    #expect(desk.press("escape").isEmpty)
    #expect(desk.studio.place == .question)
    #expect(desk.press("w").isEmpty)
    #expect(desk.studio.overlay == nil)
    desk.press("escape escape")
    #expect(desk.studio.overlay == nil && desk.studio.activeRun != nil)
    desk.receive(generation.run.id, ["text": "hm", "thought": true])
    desk.press("escape")
    #expect(desk.press("s") == [.cancel(generation.run.id)])
    desk.press("escape")
    desk.end(generation.run.id, .cancelled)
    #expect(desk.studio.overlay == nil)
  }

  @Test("Leaving while an answer streams asks")
  func question() throws {
    var desk = Desk()
    let generation = try desk.ask("one")
    #expect(desk.press("ctrl+d").isEmpty)
    #expect(desk.studio.place == .question)
    #expect(desk.press("s").isEmpty && !desk.studio.hasQuit)

    desk.press("ctrl+d f")
    #expect(desk.studio.leavesWhenDone)
    desk.wait(20_000)
    #expect(desk.studio.noticeLines.map(\.text).contains("The studio leaves when the answer is whole; Esc stays."))
    desk.press("escape")
    #expect(!desk.studio.leavesWhenDone && desk.studio.activeRun != nil, "the answer goes on, and the studio stays")
    desk.press("ctrl+d f")
    // Asked again, staying takes it back.
    desk.press("ctrl+x q escape")
    #expect(!desk.studio.leavesWhenDone)
    #expect(desk.studio.noticeLines.map(\.text) == ["The studio stays."])
    desk.press("ctrl+x q f")
    desk.receive(generation.run.id, ["text": "Done"], finish: "STOP")
    #expect(desk.end(generation.run.id).last == .quit)

    var stopping = Desk()
    let run = try stopping.ask("one").run.id
    let effects = stopping.press("ctrl+d l")
    #expect(effects.suffix(2) == [.cancel(run), .quit])
    #expect(stopping.studio.hasQuit)
  }

  @Test("After a hang-up a running answer is finished without a terminal, and what waited is not sent")
  func hangUp() throws {
    var desk = Desk()
    let generation = try desk.ask("one")
    desk.type("two")
    desk.press("enter")
    let effects = desk.send(.hangUp)
    #expect(effects.last == .detach)
    #expect(effects.saved?.draft.text == "two")
    #expect(desk.studio.isDetached && desk.studio.nextDeadline == nil)
    #expect(desk.press("a ctrl+c").isEmpty)
    #expect(desk.send(.hangUp).isEmpty)
    desk.receive(generation.run.id, ["text": "Done"], finish: "STOP")
    let end = desk.end(generation.run.id)
    #expect(end.generation == nil && end.last == .quit)
  }

  @Test("A hang-up ends the program if nothing runs, or if the settings say stop")
  func hangUpStops() throws {
    var idle = Desk()
    #expect(idle.send(.hangUp) == [.quit])

    var settings = Settings()
    settings.afterHangup = .stop
    var desk = Desk(settings: settings)
    let run = try desk.ask("one").run.id
    #expect(desk.send(.hangUp).suffix(2) == [.cancel(run), .quit])
  }

  @Test("A request to end stops the answers and keeps the draft")
  func terminate() throws {
    var desk = Desk()
    let run = try desk.ask("one").run.id
    desk.type("draft")
    let effects = desk.send(.terminate)
    #expect(effects.saved?.draft.text == "draft")
    #expect(effects.suffix(2) == [.cancel(run), .quit])
  }

  @Test("Only a long run rings, once, and only if no key was pressed lately")
  func bell() throws {
    var desk = Desk()
    var run = try desk.ask("one").run.id
    desk.wait(10_001)
    desk.receive(run, ["text": "1"], finish: "STOP")
    #expect(desk.end(run).contains(.bell))

    run = try desk.ask("two").run.id
    desk.wait(9_000)
    desk.receive(run, ["text": "2"], finish: "STOP")
    #expect(!desk.end(run).contains(.bell))

    run = try desk.ask("three").run.id
    desk.wait(20_000)
    desk.type("x")
    desk.wait(4_000)
    desk.receive(run, ["text": "3"], finish: "STOP")
    #expect(!desk.end(run).contains(.bell))

    run = try desk.ask("four").run.id
    desk.press("ctrl+u ctrl+x n")
    desk.wait(20_000)
    desk.receive(run, ["text": "4"], finish: "STOP")
    #expect(desk.end(run).contains(.bell), "also behind another session")
  }

  @Test("While a retry is waited for, Enter in an empty prompt tries now, and Esc or Ctrl+C cancels")
  func countdown() throws {
    var desk = Desk()
    let run = try desk.ask("one").run.id
    desk.send(.run(run, .attempt(1)))
    desk.send(.run(run, .retry(.sample(.rateLimited), attempt: 1, delaySeconds: 20)))
    #expect(desk.studio.noticeLines.map(\.text).joined(separator: " ").contains("Next attempt in 20 s"))
    desk.wait(5_500)
    #expect(desk.studio.noticeLines.map(\.text).joined(separator: " ").contains("Next attempt in 15 s"))
    #expect(desk.press("enter") == [.retryNow(run)])
    #expect(desk.press("escape") == [.cancel(run)])
    #expect(desk.press("ctrl+c") == [.cancel(run)])
  }
}
