import Gemini
import Screen
import Testing

@testable import Core

@Suite("Waiting for an answer")
struct WaitingTests {
  /// A turn whose first attempt was refused: the next one is made after a delay.
  private static func waiting(_ desk: inout Desk, seconds: Double = 24) throws -> RunID {
    let id = try desk.ask("hello").run.id
    desk.send(.run(id, .attempt(1)))
    desk.send(.run(id, .retry(.sample(.rateLimited, httpStatus: 429), attempt: 1, delaySeconds: seconds)))
    return id
  }

  private static func lines(_ desk: Desk) -> String { desk.studio.noticeLines.map(\.text).joined(separator: " ") }

  @Test("The countdown says how long, why, and which keys end the wait from here")
  func countdown() throws {
    var desk = Desk()
    let id = try Self.waiting(&desk)
    desk.wait(4000)
    #expect(
      Self.lines(desk).hasPrefix("Next attempt in 20 s: Enter tries now, Esc cancels, ^X m asks another model."))
    #expect(Self.lines(desk).contains("It failed"))
    #expect(desk.press("enter") == [.retryNow(id)])
    desk.type("next")
    #expect(Self.lines(desk).hasPrefix("Next attempt in 20 s: ^C cancels, ^X m asks another model."))
    #expect(desk.press("ctrl+c") == [.cancel(id)])
    desk.end(id, .cancelled)
    #expect(!Self.lines(desk).contains("Next attempt"))
  }

  @Test("The wait for a limit of requests is counted down as well, and another model can be asked meanwhile")
  func limiter() throws {
    var desk = Desk()
    let id = try desk.ask("hello").run.id
    desk.send(.run(id, .queued(seconds: 30)))
    desk.wait(10_000)
    #expect(
      Self.lines(desk)
        == "Sent in 20 s, as the limit of requests to this model is reached: Esc cancels, ^X m asks another model.")
    desk.send(.run(id, .queued(seconds: nil)))
    #expect(Self.lines(desk).hasPrefix("Sent when another answer has ended, as the limit"))
    desk.press("ctrl+x m")
    desk.type("gemini-2.5-flash")
    #expect(desk.press("enter").generation?.run.model == "gemini-2.5-flash")
  }

  /// A prompt waits and another is half written, when their session is left for another one.
  private static func left(_ desk: inout Desk) throws -> (session: SessionID, run: RunID) {
    let run = try desk.ask("one").run.id
    desk.type("two")
    desk.press("enter")
    desk.type("half a thought")
    let id = desk.studio.session.id
    desk.send(.sessionOpened(.sample(turns: 1)))
    #expect(desk.effects.saved?.draft.text == "two\nhalf a thought", "Both are stored, for the case of a crash")
    return (id, run)
  }

  @Test("A prompt that waits in a session that was left goes out there when the answer has ended well")
  func queuedBehind() throws {
    var desk = Desk()
    let (id, run) = try Self.left(&desk)
    let shown = desk.studio.session
    desk.receive(run, ["text": "1"], finish: "STOP")
    let effects = desk.send(.run(run, .ended(nil)))
    let generation = try #require(effects.generation)
    #expect(generation.turn.content.text == "two" && generation.turn.parent == run)
    #expect(effects.saved?.id == id && effects.saved?.draft.text == "half a thought")
    #expect(desk.studio.session == shown && desk.studio.isRunning(id))
    desk.receive(generation.run.id, ["text": "2"], finish: "STOP")
    desk.press("alt+1")
    if desk.studio.session.id != id { _ = desk.studio.open(id) }
    #expect(desk.studio.session.turns.map(\.content.text) == ["one", "two"])
    #expect(desk.studio.prompt.text == "half a thought" && desk.studio.queued == nil)
    #expect(desk.studio.latestRun?.shownText(thought: false) == "2")
  }

  @Test("It stays there, and that is said, when the answer did not end well")
  func heldBehind() throws {
    var desk = Desk()
    let (_, run) = try Self.left(&desk)
    let effects = desk.send(.run(run, .ended(.sample(.server))))
    #expect(effects.generation == nil && effects.saved?.draft.text == "two\nhalf a thought")
    #expect(
      desk.studio.notice?.text == "The prompt that waited in \"one\" did not go out and is in the editor there.")
  }

  @Test("Whoever comes back before the answer has ended finds both as they were")
  func backInTime() throws {
    var desk = Desk()
    let (id, run) = try Self.left(&desk)
    _ = desk.studio.open(id)
    #expect(desk.studio.queued?.draft.text == "two" && desk.studio.prompt.text == "half a thought")
    desk.receive(run, ["text": "1"], finish: "STOP")
    desk.end(run)
    #expect(desk.effects.generation?.turn.content.text == "two" && desk.studio.prompt.text == "half a thought")
  }

  @Test("Another model is asked the same while the first one makes us wait, and the first is given up")
  func anotherModel() throws {
    var desk = Desk()
    let id = try Self.waiting(&desk)
    desk.press("ctrl+x m")
    desk.type("gemini-2.5-flash")
    let effects = desk.press("enter")
    let generation = try #require(effects.generation)
    #expect(effects.contains(.cancel(id)))
    #expect(generation.run.model == "gemini-2.5-flash" && !generation.isNewTurn)
    #expect(generation.request.contents.map(\.text) == ["hello"])
    #expect(desk.studio.session.turns.count == 1 && desk.studio.currentSiblings.count == 2)
    // The prompt does not come back, as it is being answered.
    desk.end(id, .cancelled)
    #expect(desk.studio.prompt.isEmpty)
    #expect(desk.studio.activeRun?.id == generation.run.id)
    desk.receive(generation.run.id, ["text": "Hi"], finish: "STOP")
    desk.end(generation.run.id)
    #expect(try desk.ask("more").request.contents.map(\.text) == ["hello", "Hi", "more"])
  }

  @Test("Given up while it waits, a run says why it waited")
  func givenUp() throws {
    var desk = Desk()
    let id = try Self.waiting(&desk)
    #expect(desk.press("escape") == [.cancel(id)])
    desk.end(id, .cancelled)
    let run = try desk.run(id)
    #expect(
      run.endingSentence
        == "\(Failure.sample(.rateLimited).message.asSentence) It was not tried again. Send the prompt again later.")
    #expect(run.failure?.kind == .cancelled && run.exitCode == 130)
  }

  @Test("Choosing the same model again tries it now")
  func sameModel() throws {
    var desk = Desk()
    let id = try Self.waiting(&desk)
    desk.press("ctrl+x m")
    desk.type("gemini-flash-latest")
    let effects = desk.press("enter")
    #expect(effects.generation == nil && effects.contains(.retryNow(id)))
  }

  @Test("A prompt that waited for the model that was given up waits for the other one")
  func queueMovesOn() throws {
    var desk = Desk()
    let id = try Self.waiting(&desk)
    desk.type("and then?")
    desk.press("enter")
    desk.press("ctrl+x m")
    desk.type("gemini-2.5-flash")
    let other = try #require(desk.press("enter").generation).run.id
    #expect(desk.end(id, .cancelled).generation == nil)
    #expect(desk.studio.queued?.draft.text == "and then?")
    desk.receive(other, ["text": "Hi"], finish: "STOP")
    #expect(desk.end(other).generation?.request.contents.map(\.text) == ["hello", "Hi", "and then?"])
  }

  @Test("A queued prompt follows the answer it was written for, whatever is looked at meanwhile")
  func queueAcrossSiblings() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    let again = try #require(desk.press("escape r").generation).run.id
    desk.press("i")
    desk.type("two")
    desk.press("enter")
    desk.press("tab h")
    #expect(desk.studio.currentRun?.id != again)
    desk.receive(again, ["text": "eins"], finish: "STOP")
    let effects = desk.end(again)
    #expect(effects.generation?.request.contents.map(\.text) == ["one", "eins", "two"])
    #expect(effects.generation?.turn.parent == again)
    #expect(effects.chosen == again)
    #expect(desk.studio.transcript.turnCount == 2)
  }

  @Test("A queued prompt stays a version of the turn it was edited from")
  func queueOfEdit() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    let again = try #require(desk.press("escape r").generation).run.id
    // The prompt of the turn is edited while its answer streams, and waits; another edit begins meanwhile.
    desk.press("e")
    desk.type(" more")
    desk.press("enter")
    desk.press("tab K e")
    desk.receive(again, ["text": "eins"], finish: "STOP")
    let sent = try #require(desk.end(again).generation)
    #expect(sent.turn.content.text == "one more" && sent.turn.parent == nil)
    #expect(desk.studio.prompt.text == "one" && desk.studio.editedTurn != nil)
  }

  // MARK: Without a terminal

  @Test("What came after the terminal went away is told at the next start")
  func arrivals() throws {
    var desk = Desk()
    let first = try desk.ask("Neon skyline").run.id
    desk.press("ctrl+x n")
    let second = try desk.ask("A room").run.id
    desk.send(.hangUp)
    desk.receive(first, ["text": "Here"], finish: "STOP")
    let one = desk.end(first)
    let kept = Arrival.read(try #require(Self.arrivals(one)))
    #expect(kept.map(\.title) == ["Neon skyline"] && kept.map(\.isWhole) == [true])
    #expect(Arrival.sentence(kept) == #"The answer in "Neon skyline" came after the terminal went away."#)
    #expect(!one.contains(.quit))
    let both = desk.end(second, .sample(.network))
    let two = Arrival.read(try #require(Self.arrivals(both)))
    #expect(Set(two.map(\.session)).count == 2)
    #expect(Arrival.sentence(two) == "2 answers came after the terminal went away, 1 of them not whole.")
    #expect(both.contains(.quit))
  }

  @Test("Nothing is told of answers that came while there was a terminal")
  func noArrivals() throws {
    var desk = Desk()
    let id = try desk.ask("hello").run.id
    desk.receive(id, ["text": "Hi"], finish: "STOP")
    #expect(Self.arrivals(desk.end(id)) == nil)
  }

  @Test("What is given up because the terminal is gone is told, too", arguments: [Settings.AfterHangup.stop, .finish])
  func givenUp(after: Settings.AfterHangup) throws {
    var settings = Settings()
    settings.afterHangup = after
    var desk = Desk(settings: settings)
    try desk.ask("Neon skyline")
    var effects = desk.send(.hangUp)
    if after == .finish {
      #expect(Self.arrivals(effects) == nil)
      effects = desk.send(.terminate)
    }
    let kept = Arrival.read(try #require(Self.arrivals(effects)))
    #expect(
      Arrival.sentence(kept)
        == #"The answer in "Neon skyline" ended after the terminal went away, and is not whole."#)
  }

  /// What is kept for the next start.
  private static func arrivals(_ effects: [Effect]) -> String? {
    effects.compactMap { if case .remember(Arrival.key, let text) = $0 { text } else { nil } }.last
  }

  // MARK: Lists

  @Test("Enter in the list of sessions before it was read leaves the box open")
  func earlyEnter() throws {
    var desk = Desk()
    desk.press("ctrl+x s enter")
    #expect(desk.studio.place == .sessions)
    desk.send(.sessionsListed([.sample(SessionID(rawValue: "other"))]))
    #expect(desk.press("enter") == [.openSession(SessionID(rawValue: "other"))])
  }
}
