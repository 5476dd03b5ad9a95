import Gemini
import Screen
import Testing

@testable import Core

/// A session that is open in two windows, and answers that the store refuses.
@Suite struct OtherWindowTests {
  @Test("Coming back to the window asks whether another one went on, and takes that in; what is typed stays")
  func refreshes() throws {
    var desk = Desk()
    desk.send(.sessionOpened(.sample(turns: 2)))
    desk.type("half a prompt")
    let effects = desk.send(.input(.focus(true)))
    let extent = SessionExtent(turns: 2, runs: 2, ended: 2)
    #expect(effects.contains(.refreshSession(desk.studio.session.id, extent)))
    #expect(effects.saved?.draft.text == "half a prompt")

    var stored = Session.sample(turns: 4)
    stored.use = .picture
    desk.send(.sessionRefreshed(stored))
    #expect(desk.studio.session.path == [0, 1, 2, 3])
    #expect(desk.studio.session.use == .picture)
    #expect(desk.studio.prompt.text == "half a prompt")
    #expect(desk.studio.notice?.text == "Another window added 2 turns to this session.")
    #expect(desk.studio.rows.last?.message == 7)
  }

  @Test("An answer that comes in another window is shown whole once it is over")
  func comesElsewhere() throws {
    var desk = Desk()
    var stored = Session.sample(turns: 2) { $0 == 0 ? "First." : "It begins" }
    stored.turns[1].runs[0].phase = .streaming
    desk.send(.sessionOpened(stored))
    var plain = PlainConversation()
    func lines() -> [String] {
      desk.studio.rows.compactMap { if case .body(let line) = $0.kind { line.text } else { nil } }
    }
    func spoken() -> String { plain.next(desk.studio, columns: 80).map(\.text).joined(separator: "\n") }
    #expect(lines().contains("It begins") && !spoken().contains("It begins"))
    #expect(desk.studio.latestRun?.failure?.message.contains("another window") == true)
    #expect(Command.named(.continueAnswer).whyOff(desk.studio)?.contains("another window") == true)
    let extent = SessionExtent(turns: 2, runs: 2, ended: 1)
    #expect(desk.send(.input(.focus(true))).contains(.refreshSession(stored.id, extent)))
    for _ in 0..<3 {
      let due = try #require(desk.studio.nextDeadline)
      #expect(due - desk.now == Studio.lookDelay, "It is looked for every two seconds, without a key")
      desk.now = due
      #expect(desk.send(.tick).contains(.refreshSession(stored.id, extent)))
    }
    // What is edited stays so, and so the answer is taken in all the same.
    var editing = desk
    editing.press("escape e")
    editing.now = editing.now + 2 * Studio.lookDelay
    #expect(editing.send(.tick).contains { if case .refreshSession = $0 { true } else { false } })
    editing.send(.sessionRefreshed(.sample(turns: 2) { $0 == 0 ? "First." : "It begins\n\nand it ends." }))
    #expect(editing.studio.editedTurn != nil && editing.studio.latestRun?.failure == nil)
    editing.press("escape escape")
    #expect(Command.named(.regenerate).whyOff(desk.studio)?.contains("another window") == true)
    desk.send(.sessionRefreshed(.sample(turns: 2) { $0 == 0 ? "First." : "It begins\n\nand it ends." }))
    #expect(lines().contains("and it ends.") && lines().contains("It begins"))
    #expect(spoken().hasPrefix("\ngemini-flash-latest:\nIt begins\n\nand it ends.\n\nend of the answer"))
    #expect(desk.studio.latestRun?.failure == nil)
    #expect(desk.studio.notice == nil)
    #expect(desk.studio.nextDeadline == nil)
  }

  @Test("A terminal that tells nothing of focus: while a prompt is typed it is asked what another window added")
  func whileTyping() {
    var desk = Desk()
    desk.send(.sessionOpened(.sample(turns: 2)))
    desk.type("next")
    #expect(desk.wait(1000).contains { if case .refreshSession = $0 { true } else { false } })
    desk.send(.sessionRefreshed(.sample(turns: 3)))
    #expect(desk.studio.notice?.text == "Another window added 1 turn to this session.")
    #expect(desk.studio.session.path == [0, 1, 2] && desk.studio.prompt.text == "next")
    #expect(!desk.wait(60_000).contains { if case .refreshSession = $0 { true } else { false } })
  }

  @Test("While something stands on what is shown it stays")
  func staysWhileNeeded() throws {
    var desk = Desk()
    desk.send(.sessionOpened(.sample(turns: 2)))
    let generation = try desk.ask("a third")
    func asks() -> Bool {
      desk.send(.input(.focus(true))).contains { if case .refreshSession = $0 { true } else { false } }
    }
    #expect(!asks())
    desk.send(.sessionRefreshed(.sample(turns: 4)))
    #expect(desk.studio.session.turns.count == 3)
    desk.receive(generation.run.id, ["text": "Yes."], finish: "STOP")
    desk.end(generation.run.id)
    #expect(asks())
    desk.press("tab e")
    #expect(desk.studio.editedTurn != nil)
    #expect(!asks())
    desk.send(.input(.focus(false)))
    #expect(!desk.effects.contains { if case .refreshSession = $0 { true } else { false } })
  }

  @Test("What was done here since it was asked is not undone by a late answer: it is asked again")
  func lateAnswer() throws {
    var desk = Desk()
    desk.send(.sessionOpened(.sample(turns: 3)))
    desk.send(.input(.focus(true)))
    desk.press("tab d")
    #expect(desk.studio.session.turns.count == 2)
    let effects = desk.send(.sessionRefreshed(.sample(turns: 4)))
    #expect(desk.studio.session.turns.count == 2)
    #expect(effects.contains { if case .refreshSession(_, let extent) = $0 { extent.deleted == 1 } else { false } })
  }

  @Test("A prompt that was refused and taken back hides nothing that another window adds")
  func takenBack() throws {
    var desk = Desk()
    desk.send(.sessionOpened(.sample(turns: 2)))
    let refused = try desk.ask("a third")
    desk.send(.storeRefused(refused.run.id, "The disk is full"))
    desk.wait(600)
    desk.press("c ctrl+a ctrl+k")
    let extent = SessionExtent(turns: 2, runs: 2, ended: 2)
    #expect(desk.send(.input(.focus(true))).contains(.refreshSession(desk.studio.session.id, extent)))
    desk.send(.sessionRefreshed(.sample(turns: 3)))
    #expect(desk.studio.session.path == [0, 1, 2])
  }

  @Test("Whatever was changed here since it was asked, a late answer does not undo it", arguments: ["h", "d", "d u"])
  func changedSince(keys: String) throws {
    var desk = Desk()
    var stored = Session.sample(turns: 3)
    var other = stored.turns[2].runs[0]
    other = Run(
      id: RunID(rawValue: "other"), model: other.model, backend: .developer, config: GenerationConfig(),
      startTime: Desk.start)
    other.apply(.ended(nil), at: Desk.start)
    stored.turns[2].runs.append(other)
    desk.send(.sessionOpened(stored))
    desk.send(.input(.focus(true)))
    desk.press("escape " + keys)
    let changed = desk.studio.session
    let asks = desk.send(.sessionRefreshed(stored)).contains { if case .refreshSession = $0 { true } else { false } }
    #expect(asks && desk.studio.session.turns == changed.turns)
  }

  // MARK: What the store refused

  @Test("Leaving when the answer is complete asks if it could not be stored")
  func leavesWhenDone() throws {
    var desk = Desk()
    let run = try desk.ask("hello").run.id
    desk.send(.keepingFailed(run, "The disk is full"))
    desk.press("ctrl+x q")
    desk.press("f")
    desk.receive(run, ["text": "Yes."], finish: "STOP")
    #expect(!desk.end(run).contains(.quit))
    #expect(desk.studio.place == .question)
    #expect(desk.press("l").contains(.quit))
  }

  @Test("An answer that cannot be stored says so until it is, and leaving asks")
  func unkept() throws {
    var desk = Desk()
    let generation = try desk.ask("hello")
    let run = generation.run.id
    desk.send(.keepingFailed(run, "The disk is full"))
    #expect(desk.studio.notice?.text.hasPrefix("The disk is full. The answer goes on") == true)
    desk.receive(run, ["text": "Yes."], finish: "STOP")
    desk.end(run)
    #expect(desk.shows("This answer is not stored yet."))
    #expect(!desk.press("ctrl+d").contains(.quit))
    #expect(desk.studio.place == .question)
    desk.press("s")
    #expect(!desk.studio.hasQuit)

    // Another session is no reason to forget it.
    desk.press("ctrl+x n")
    #expect(!desk.press("ctrl+d").contains(.quit))
    desk.press("escape")
    desk.send(.keepingFailed(run, nil))
    #expect(desk.studio.notice?.text == "All answers are stored now.")
    #expect(desk.press("ctrl+d").contains(.quit))
  }

  @Test("What was sent unsaved is held until the store takes it, also while another session is shown")
  func unsaved() throws {
    var desk = Desk()
    let generation = try desk.ask("hello")
    desk.send(.storeRefused(generation.run.id, "The disk is full"))
    desk.wait(600)
    desk.press("s")
    desk.receive(generation.run.id, ["text": "Yes."], finish: "STOP")
    desk.end(generation.run.id)
    #expect(desk.shows("This answer is not stored yet."))
    let id = desk.studio.session.id
    desk.press("ctrl+x n")
    #expect(desk.studio.parked[id] != nil)
    desk.send(.keepingFailed(generation.run.id, nil))
    #expect(desk.studio.parked[id] == nil)
    #expect(desk.press("ctrl+d").contains(.quit))
  }
}

extension Desk {
  /// True if a line of the conversation has these words.
  fileprivate func shows(_ words: String) -> Bool {
    studio.rows.contains { if case .body(let line) = $0.kind { line.text.contains(words) } else { false } }
  }
}
