import Gemini
import Screen
import Testing

@testable import Core

@Suite("Sending a prompt")
struct SendingTests {
  @Test("Enter sends what is typed, empties the prompt and names the session")
  func enter() throws {
    var desk = Desk()
    let generation = try desk.ask("Which room is larger?")
    #expect(desk.studio.prompt.isEmpty)
    #expect(desk.studio.session.title == "Which room is larger?")
    #expect(generation.isNewTurn && generation.isStored)
    #expect(generation.request.model == "gemini-flash-latest")
    #expect(generation.request.contents == [Content(parts: [Part(text: "Which room is larger?")])])
    #expect(generation.session.id == desk.studio.session.id && generation.session.turns.isEmpty)
    #expect(generation.turn.runs == [generation.run])
    #expect(desk.studio.activeRun?.id == generation.run.id)
  }

  @Test("An empty or blank prompt sends nothing and stays", arguments: ["", "   "])
  func nothing(text: String) {
    var desk = Desk()
    desk.type(text)
    #expect(desk.press("enter").isEmpty)
    #expect(desk.studio.prompt.text == text)
    #expect(desk.studio.session.turns.isEmpty)
  }

  @Test("A backslash at the end of the line makes Enter a line break")
  func backslash() throws {
    var desk = Desk()
    desk.type("first\\")
    #expect(desk.press("enter").isEmpty)
    desk.type("second")
    #expect(desk.studio.prompt.text == "first\nsecond")
    desk.press("up end")
    desk.type("\\")
    #expect(desk.press("enter").isEmpty)
    #expect(desk.studio.prompt.text == "first\n\nsecond")
  }

  @Test("Ctrl+J and Alt+Enter start a new line", arguments: ["ctrl+j", "alt+enter"])
  func newline(key: String) {
    var desk = Desk()
    desk.type("a")
    #expect(desk.press(key).isEmpty)
    desk.type("b")
    #expect(desk.studio.prompt.text == "a\nb")
  }

  @Test("Paths after an @ are read first, then the prompt goes out without them")
  func paths() throws {
    var desk = Desk()
    desk.type("compare @room.jpg with @hall.jpg please, @home")
    #expect(desk.press("enter") == [.attach(paths: ["room.jpg", "hall.jpg"], sends: true)])
    #expect(desk.studio.activeRun == nil)
    let attached = [
      AttachedPath(path: "room.jpg", attachment: .sample("room.jpg", 1)),
      AttachedPath(path: "hall.jpg", attachment: .sample("hall.jpg", 2)),
    ]
    let generation = try #require(desk.send(.attached(attached, problems: [], sends: true)).generation)
    let content = generation.turn.content
    #expect(content.text == "compare with please, @home")
    #expect(content.blobs.map(\.asset) == [.sample(1), .sample(2)])
    #expect(content.blobs.first?.other["displayName"]?.string == "room.jpg")
    // The same answer once more, because Enter was pressed twice, sends nothing.
    #expect(desk.send(.attached(attached, problems: [], sends: true)).generation == nil)
    #expect(desk.studio.session.turns.count == 1)
  }

  @Test("A path that cannot be read keeps the prompt and says why")
  func badPath() {
    var desk = Desk()
    desk.type("see @no.png")
    desk.press("enter")
    let effects = desk.send(.attached([], problems: ["no.png does not exist."], sends: true))
    #expect(effects.generation == nil)
    #expect(desk.studio.prompt.text == "see @no.png")
    #expect(desk.studio.notice?.text == "no.png does not exist.")
    #expect(desk.studio.notice?.kind == .error)
  }

  @Test("A model id that cannot stand in an address keeps the prompt")
  func badModel() {
    var settings = Settings()
    settings.textModel = "gemini flash"
    var desk = Desk(settings: settings)
    desk.type("hello")
    #expect(desk.press("enter").isEmpty)
    #expect(desk.studio.prompt.text == "hello")
    #expect(desk.studio.session.turns.isEmpty)
    #expect(desk.studio.notice?.text.contains("gemini flash") == true)
  }

  // MARK: The queue

  @Test("Enter while an answer streams queues one prompt, which goes out after a good end")
  func queue() throws {
    var desk = Desk()
    let first = try desk.ask("one")
    desk.type("two")
    #expect(desk.press("enter").isEmpty)
    #expect(desk.studio.queued?.draft == Draft(text: "two"))
    #expect(desk.studio.prompt.isEmpty)
    desk.type("three")
    #expect(desk.press("enter").isEmpty)
    #expect(desk.studio.queued?.draft == Draft(text: "two"))
    #expect(desk.studio.prompt.text == "three")

    desk.receive(first.run.id, ["text": "1"], finish: "STOP")
    let second = try #require(desk.end(first.run.id).generation)
    #expect(second.turn.content.text == "two")
    #expect(second.request.contents.map(\.text) == ["one", "1", "two"])
    #expect(desk.studio.queued == nil)
    #expect(desk.studio.prompt.text == "three")
  }

  @Test("A queued prompt returns to the editor if the answer fails, before what was typed since")
  func queueAfterFailure() throws {
    var desk = Desk()
    let first = try desk.ask("one")
    desk.type("two")
    desk.press("enter")
    desk.type("three")
    #expect(desk.end(first.run.id, .sample(.server)).generation == nil)
    #expect(desk.studio.queued == nil)
    #expect(desk.studio.prompt.text == "two\nthree")
  }

  @Test("A queued prompt stays with its session when another one is opened")
  func queueOfParkedSession() throws {
    var desk = Desk()
    try desk.ask("one")
    let id = desk.studio.session.id
    desk.type("two")
    desk.press("enter")
    desk.type("three")
    let saved = try #require(desk.press("ctrl+x n").saved)
    #expect(saved.id == id)
    #expect(saved.draft.text == "two\nthree")
    #expect(desk.studio.prompt.isEmpty)
    desk.send(.sessionsListed([.sample(id)]))
    desk.press("alt+1")
    #expect(desk.studio.session.id == id)
    #expect(desk.studio.queued?.draft.text == "two" && desk.studio.prompt.text == "three")
  }

  // MARK: Coming back

  @Test("The prompt of a failed run comes back; unchanged it makes a second run of the same turn")
  func resend() throws {
    var desk = Desk()
    let first = try desk.ask("hello")
    desk.end(first.run.id, .sample(.network))
    #expect(desk.studio.prompt.text == "hello")
    #expect(desk.studio.editedTurn == nil)
    let second = try #require(desk.press("enter").generation)
    #expect(!second.isNewTurn)
    #expect(second.turn.id == first.turn.id)
    #expect(desk.studio.session.turns.count == 1)
    #expect(desk.studio.session.turns[0].runs.map(\.id) == [first.run.id, second.run.id])
    #expect(desk.studio.session.turns[0].chosen == second.run.id)
  }

  @Test("Changed, it is a turn of its own, and the failed one stays where it was")
  func resendChanged() throws {
    var desk = Desk()
    try desk.talk("start", "ok")
    let first = try desk.ask("hello")
    desk.end(first.run.id, .cancelled)
    desk.type(" there")
    let second = try #require(desk.press("enter").generation)
    #expect(second.isNewTurn)
    #expect(second.turn.parent == first.run.id)
    #expect(desk.studio.session.siblings(of: 1) == [1])
    #expect(desk.studio.transcript.turnCount == 3)
    #expect(second.request.contents.map(\.text) == ["start", "ok", "hello there"])
  }

  @Test("A prompt that comes back never overwrites what was typed, and pictures come back with it")
  func neverOverwrites() throws {
    var desk = Desk()
    desk.send(.attached([AttachedPath(path: "a.jpg", attachment: .sample("a.jpg"))], problems: [], sends: false))
    let first = try desk.ask("hello")
    #expect(first.turn.content.blobs.count == 1)
    desk.type("meanwhile")
    desk.end(first.run.id, .sample(.server))
    #expect(desk.studio.prompt.text == "meanwhile")
    #expect(desk.studio.editedTurn == nil)

    desk.press("ctrl+c")
    let second = try desk.ask("again")
    desk.end(second.run.id, .sample(.server))
    #expect(desk.studio.prompt.draft == Draft(text: "again"))
    desk.press("escape ctrl+c escape K K K e")
    #expect(desk.studio.prompt.text == "hello")
    #expect(desk.studio.prompt.attachments.map(\.name) == ["a.jpg"])
  }

  @Test("A prompt that comes back has its folded pastes, with what was typed before and behind them")
  func foldsComeBack() throws {
    let paste = String(repeating: "a line of a log\n", count: 400)
    var desk = Desk()
    desk.type("see ")
    desk.send(.input(.paste(paste)))
    desk.type("and say why")
    let draft = desk.studio.prompt.draft
    let first = try #require(desk.press("enter").generation)
    desk.end(first.run.id, .sample(.network))
    #expect(desk.studio.prompt.draft == draft && draft.folds == [4..<4 + paste.utf8.count])
    #expect(desk.studio.prompt.text == "see " + paste + "and say why")
    #expect(desk.press("enter").generation?.isNewTurn == false)
  }

  @Test("Esc makes a prompt that came back a new turn again and keeps its text")
  func newTurnAgain() throws {
    var desk = Desk()
    let first = try desk.ask("hello")
    desk.end(first.run.id, .sample(.network))
    desk.press("escape")
    #expect(desk.studio.editedTurn == nil)
    #expect(desk.studio.prompt.text == "hello")
    let second = try #require(desk.press("enter").generation)
    #expect(second.turn.id != first.turn.id)
  }

  // MARK: Simulator and real models

  @Test("A demo session never goes on with a real model, and the other way round")
  func walls() throws {
    var desk = Desk(backend: .simulator)
    try desk.talk("hello", "hi")
    #expect(desk.studio.session.isDemo)
    desk.send(.keyEntered(.accepted(savedIn: "~/.config/gemstudio/.env")))
    desk.type("more")
    #expect(desk.press("enter").isEmpty)
    #expect(desk.studio.prompt.text == "more")
    desk.press("ctrl+x n")
    #expect(!desk.studio.session.isDemo)

    var offline = Desk(backend: .simulator)
    offline.send(.sessionOpened(.sample(turns: 1)))
    offline.type("more")
    #expect(offline.press("enter").isEmpty)
    #expect(offline.press("escape r").isEmpty)
  }

  @Test("A demo's queued prompt comes back once there is a key")
  func queueAcrossTheWall() throws {
    var desk = Desk(backend: .simulator)
    let first = try desk.ask("one")
    desk.type("two")
    desk.press("enter")
    desk.send(.keyEntered(.accepted(savedIn: ".env")))
    desk.receive(first.run.id, ["text": "1"], finish: "STOP")
    #expect(desk.end(first.run.id).generation == nil)
    #expect(desk.studio.prompt.text == "two")
  }

  // MARK: A store that refuses

  @Test("A store that refuses asks: send unsaved, or take the prompt back", arguments: ["s", "c", "escape"])
  func storeRefuses(key: String) throws {
    var desk = Desk()
    let generation = try desk.ask("hello")
    desk.send(.storeRefused(generation.run.id, "The disk is full"))
    #expect(desk.studio.place == .question)
    // A letter of a word that was being typed is no answer.
    #expect(desk.press("s").isEmpty)
    #expect(desk.studio.place == .question)
    desk.wait(600)
    let effects = desk.press(key)
    #expect(desk.studio.overlay == nil)
    if key == "s" {
      let again = try #require(effects.generation)
      #expect(!again.isStored && again.run.id == generation.run.id && again.request == generation.request)
    } else {
      #expect(effects.generation == nil)
      #expect(desk.studio.activeRun == nil)
      #expect(desk.studio.prompt.text == "hello" && desk.studio.focus == .prompt)
      #expect(desk.studio.session.turns.isEmpty && desk.studio.session.title.isEmpty && desk.studio.session.head == nil)
      let again = try #require(desk.press("enter").generation)
      #expect(again.isNewTurn && again.request == generation.request)
    }
  }

  @Test("What is taken back of a conversation leaves it as it was, and comes before what was typed meanwhile")
  func takesBack() throws {
    var desk = Desk()
    let first = try desk.talk("one", "1")
    let before = desk.studio.session
    let refused = try desk.ask("two")
    desk.type("three")
    desk.press("enter")
    desk.type("four")
    desk.send(.storeRefused(refused.run.id, "The disk is full"))
    desk.wait(600)
    desk.press("c")
    #expect(desk.studio.prompt.text == "two\nthree\nfour" && desk.studio.queued == nil)
    #expect(desk.studio.session.turns == before.turns && desk.studio.session.head == before.head)
    #expect(desk.studio.session.removals.isEmpty && desk.studio.session.title == before.title)
    desk.press("alt+backspace ctrl+u")
    // Another answer that is refused leaves the one there is; another version of a prompt is one again.
    desk.press("escape")
    let again = try #require(desk.press("r").generation)
    desk.send(.storeRefused(again.run.id, "The disk is full"))
    desk.wait(600)
    desk.press("c")
    #expect(desk.studio.session.turns[0].runs.map(\.id) == [first.run.id])
    #expect(desk.studio.latestRun?.id == first.run.id)
  }

  @Test("What was refused and is asked about is not lost with the session that is left, or with the studio")
  func asksOnLeaving() throws {
    for event in [Event.sessionOpened(.sample(turns: 1)), .terminate] {
      var desk = Desk()
      try desk.talk("one", "1")
      let refused = try desk.ask("two")
      desk.send(.storeRefused(refused.run.id, "The disk is full"))
      let saved = desk.send(event).compactMap { if case .save(let session) = $0 { session } else { nil } }
      #expect(saved.first?.draft.text == "two" && saved.first?.head == refused.turn.parent.map { _ in saved[0].head })
    }
  }

  @Test("What was refused after its session was left waits there, or where a new session begins")
  func refusedBehind() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    let left = desk.studio.session.id
    let refused = try desk.ask("two")
    desk.send(.sessionOpened(.sample(turns: 1)))
    let effects = desk.send(.storeRefused(refused.run.id, "The disk is full"))
    let saved = effects.compactMap { if case .save(let session) = $0 { session } else { nil } }
    #expect(saved.map(\.id) == [left] && saved.first?.draft.text == "two" && effects.generation == nil)
    #expect(desk.studio.overlay == nil && desk.studio.notice?.text.contains("it waits in \"one\"") == true)

    desk.press("ctrl+x n")
    let first = try desk.ask("three")
    desk.send(.sessionOpened(.sample(turns: 1)))
    let kept = desk.send(.storeRefused(first.run.id, "The disk is full"))
    #expect(desk.studio.notice?.text.contains("it waits in the next new session") == true)
    #expect(kept.contains(.remember(Studio.newDraftKey, try #require(Draft(text: "three").json?.text))))
    desk.press("ctrl+x n")
    #expect(desk.studio.prompt.text == "three")

    // The store refused the draft of the left session as well: it is saved once more when the studio ends.
    let end = desk.send(.terminate).compactMap { if case .save(let session) = $0 { session } else { nil } }
    #expect(end.contains { $0.id == left && $0.draft.text == "two" })
  }

  @Test("What was refused after a first prompt was left for another new session is in its prompt")
  func refusedBeforeIt() throws {
    var desk = Desk()
    let first = try desk.ask("one")
    desk.press("ctrl+x n")
    desk.type("typed meanwhile")
    desk.send(.storeRefused(first.run.id, "The disk is full"))
    #expect(desk.studio.prompt.text == "one\ntyped meanwhile")
    #expect(desk.studio.notice?.text.contains("it waits in the prompt") == true)
  }
}
