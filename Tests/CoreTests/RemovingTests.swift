import Gemini
import Screen
import TestSupport
import Testing

@testable import Core

@Suite("Deleting turns and answers, and undo and redo in reading panes")
struct RemovingTests {
  private static func desk(_ prompts: String...) throws -> (desk: Desk, runs: [RunID]) {
    var desk = Desk()
    let runs = try prompts.map { try desk.talk($0, "answer to \($0)").run.id }
    return (desk, runs)
  }

  private static func shown(_ desk: Desk) -> [String] {
    desk.studio.session.path.map { desk.studio.session.turns[$0].content.text }
  }

  private static func mark(_ desk: Desk, _ turn: Int, run: RunID? = nil) -> VersionMark {
    VersionMark(session: desk.studio.session.id, turn: desk.studio.session.turns[turn].id, run: run)
  }

  /// Asks again for the current answer.
  private static func again(_ desk: inout Desk, _ text: String) throws -> RunID {
    let run = try #require(desk.press("r").generation).run.id
    desk.receive(run, ["text": .string(text)], finish: "STOP")
    desk.end(run)
    return run
  }

  @Test("The last turn goes, u brings it back, Ctrl+R deletes it again")
  func last() throws {
    var (desk, _) = try Self.desk("one", "two")
    let mark = Self.mark(desk, 1)
    let before = desk.studio
    let effects = desk.press("escape d")
    #expect(effects.first == .deleteVersion(mark, at: desk.now))
    #expect(effects.saved?.head == desk.studio.session.turns[0].id)
    #expect(Self.shown(desk) == ["one"] && desk.studio.historyEstimate.turns == 1)
    #expect(desk.studio.notice?.text == "The turn is deleted; u brings it back, for 30 days.")
    #expect(desk.studio.currentMessage == .answer(desk.studio.session.turns[0].runs[0].id))
    let undo = desk.press("u")
    #expect(undo.first == .restoreVersion(mark) && undo.saved?.head == mark.turn)
    #expect(desk.studio.session.turns == before.session.turns && desk.studio.session.head == before.session.head)
    #expect(desk.studio.historyEstimate == before.historyEstimate && desk.studio.session.removals.isEmpty)
    #expect(desk.press("ctrl+r").first == .deleteVersion(mark, at: desk.now))
    #expect(Self.shown(desk) == ["one"])
    desk.press("i")
    #expect(try desk.ask("three").request.contents.map(\.text) == ["one", "answer to one", "three"])
  }

  @Test("What followed a deleted turn follows the one before it, also a deleted first turn")
  func middle() throws {
    var (desk, runs) = try Self.desk("one", "two", "three")
    desk.press("escape K K d")
    #expect(Self.shown(desk) == ["one", "three"] && desk.studio.session.turns[1].parent == runs[0])
    #expect(desk.studio.currentMessage == .prompt(desk.studio.session.turns[1].id), "what came in its place is read")
    desk.press("K K d")
    #expect(Self.shown(desk) == ["three"] && desk.studio.session.turns[0].parent == nil)
    var asked = desk
    asked.press("i")
    #expect(try asked.ask("four").request.contents.map(\.text) == ["three", "answer to three", "four"])
    desk.press("u u")
    #expect(Self.shown(desk) == ["one", "two", "three"])
    #expect(desk.studio.session.turns.map(\.parent) == [nil, runs[0], runs[1]])
  }

  @Test("Of several answers only the shown one goes, what followed it follows the next; the last takes the turn along")
  func answers() throws {
    var (desk, runs) = try Self.desk("zero", "one")
    desk.press("escape")
    let second = try Self.again(&desk, "another")
    desk.press("i")
    try desk.talk("two", "2")
    desk.press("escape K K")
    let effects = desk.press("d")
    #expect(effects.first == .deleteVersion(Self.mark(desk, 1, run: second), at: desk.now))
    #expect(desk.studio.session.turns[1].runs.map(\.id) == [runs[1]])
    #expect(Self.shown(desk) == ["zero", "one", "two"] && desk.studio.session.turns[2].parent == runs[1])
    #expect(desk.studio.notice?.text.contains("This answer is deleted") == true)
    desk.press("d")
    #expect(Self.shown(desk) == ["zero", "two"])
    desk.press("u u")
    #expect(desk.studio.session.turns[1].runs.map(\.id) == [runs[1], second])
    #expect(desk.studio.session.turns[1].shownRun?.id == second && desk.studio.session.turns[2].parent == second)
    #expect(Self.shown(desk) == ["zero", "one", "two"])
  }

  @Test("Of several versions of a prompt the shown one goes, and another one is shown")
  func versions() throws {
    var (desk, _) = try Self.desk("one", "two")
    desk.press("escape K e")
    desk.type(" again")
    let other = try #require(desk.press("enter").generation)
    desk.receive(other.run.id, ["text": "2"], finish: "STOP")
    desk.end(other.run.id)
    #expect(Self.shown(desk) == ["one", "two again"])
    desk.press("escape d")
    #expect(Self.shown(desk) == ["one", "two"])
    desk.press("u")
    #expect(Self.shown(desk) == ["one", "two again"])
  }

  @Test("What is still coming, and all there is of a session, is not deleted: the reason is said")
  func refused() throws {
    var desk = Desk()
    let why = { (desk: Desk) in Command.named(.deleteTurn).whyOff(desk.studio) }
    #expect(why(desk) == "There is no message yet.")
    try desk.talk("one", "1")
    #expect(why(desk)?.contains("all there is") == true)
    let run = try desk.ask("two").run.id
    #expect(why(desk)?.contains("still coming") == true)
    desk.end(run, .cancelled)
    #expect(why(desk) == nil)
    desk.press("ctrl+c ctrl+x c")
    #expect(why(desk) == "There is no message yet.", "the next prompt is what the lanes show")
  }

  @Test("What the store does not do is not done")
  func storeRefuses() throws {
    var (desk, _) = try Self.desk("one", "two")
    let mark = Self.mark(desk, 1)
    desk.press("escape d")
    desk.send(.versionRefused(mark, isDeleted: false, "The disk is full."))
    #expect(Self.shown(desk) == ["one", "two"])
    #expect(desk.studio.notice?.text == "The disk is full." && desk.studio.whyNotUndoStep != nil)
    desk.press("d u")
    desk.send(.versionRefused(mark, isDeleted: true, "The disk is full."))
    #expect(Self.shown(desk) == ["one"])
  }

  @Test("What was deleted when the studio was open before can be brought back for 30 days")
  func earlier() throws {
    var session = Session.sample(turns: 3)
    let mark = VersionMark(session: session.id, turn: session.turns[1].id, run: nil)
    session.remove(mark, at: Desk.start)
    for (days, comesBack) in [(29, true), (31, false)] {
      var desk = Desk()
      desk.now = Desk.start + days * 86_400_000
      desk.send(.sessionOpened(session))
      #expect(Self.shown(desk) == ["Prompt 0", "Prompt 2"])
      desk.press("escape u")
      #expect(Self.shown(desk).count == (comesBack ? 3 : 2))
    }
  }

  @Test("Choosing another answer is undone and done again, with what followed it")
  func choosing() throws {
    var (desk, runs) = try Self.desk("one")
    desk.press("escape")
    let second = try Self.again(&desk, "another")
    desk.press("i")
    try desk.talk("two", "2")
    desk.press("escape K K h")
    #expect(desk.studio.session.turns[0].shownRun?.id == runs[0] && Self.shown(desk) == ["one"])
    let undo = desk.press("u")
    #expect(undo.chosen == second && Self.shown(desk) == ["one", "two"])
    #expect(undo.saved?.head == desk.studio.session.turns[1].id)
    #expect(desk.press("ctrl+r").chosen == runs[0] && Self.shown(desk) == ["one"])
    desk.press("ctrl+r")
    #expect(desk.studio.notice?.text == "Nothing was undone that could be done again.")
  }

  @Test("f goes on from the message one reads; u goes back to the end of the branch")
  func forking() throws {
    var (desk, runs) = try Self.desk("one", "two")
    desk.press("escape K K f")
    #expect(Self.shown(desk) == ["one"] && desk.studio.branchPoint == 1 && desk.studio.focus == .prompt)
    desk.press("tab u")
    #expect(Self.shown(desk) == ["one", "two"] && desk.studio.branchPoint == nil)
    desk.press("ctrl+r i")
    #expect(desk.studio.branchPoint == 1)
    #expect(try desk.talk("three", "3").turn.parent == runs[0])
    desk.press("escape u")
    #expect(Self.shown(desk) == ["one", "two"])
    desk.press("ctrl+r")
    #expect(Self.shown(desk) == ["one", "three"] && desk.studio.branchPoint == nil, "what was asked there is back too")
  }

  @Test("Any series of deletions, choices and new turns is undone to where it began")
  func anything() throws {
    for seed in 0..<20 {
      var random = Seeded(seed)
      var (desk, _) = try Self.desk("one", "two", "three", "four")
      desk.press("escape")
      _ = try Self.again(&desk, "4b")
      let before = desk.studio.session
      desk.press("escape")
      for _ in 0..<40 {
        desk.press(["d", "u", "ctrl+r", "h", "l", "K", "J", "d", "u"].randomElement(using: &random) ?? "u")
        #expect(!desk.studio.session.path.isEmpty)
        let parents = desk.studio.session.turns.compactMap(\.parent)
        #expect(parents.allSatisfy { id in desk.studio.session.turns.contains { $0.runs.contains { $0.id == id } } })
      }
      for _ in 0..<50 { desk.press("u") }
      #expect(desk.studio.session.turns.map(\.id) == before.turns.map(\.id))
      #expect(desk.studio.session.turns.map(\.parent) == before.turns.map(\.parent))
      #expect(desk.studio.session.turns.map { $0.runs.map(\.id) } == before.turns.map { $0.runs.map(\.id) })
    }
  }

  @Test("What stands behind the answer that takes the place of a deleted one is shown, and so it is without it again")
  func behindTheHeir() throws {
    var (desk, runs) = try Self.desk("one", "two", "three")
    desk.press("escape K K K")
    #expect(desk.studio.currentMessage == .prompt(desk.studio.session.turns[1].id))
    let second = try Self.again(&desk, "another answer to two")
    #expect(Self.shown(desk) == ["one", "two"])
    let effects = desk.press("d")
    #expect(Self.shown(desk) == ["one", "two", "three"])
    #expect(effects.saved?.head == desk.studio.session.turns[2].id)
    #expect(desk.studio.currentMessage == .answer(runs[1]))
    desk.press("u")
    #expect(Self.shown(desk) == ["one", "two"] && desk.studio.currentMessage == .answer(second))
    desk.press("ctrl+r")
    #expect(Self.shown(desk) == ["one", "two", "three"])
  }

  @Test(
    "Whatever came to the place of a deleted message, or came back, is on the screen", arguments: ["d", "d u", "h"])
  func seen(keys: String) throws {
    var desk = Desk(rows: 16)
    for prompt in ["one", "two", "three", "four"] {
      try desk.talk(prompt, String(repeating: "A line of it.\n\n", count: 12))
    }
    desk.press("escape g")
    if keys == "h" {
      _ = try Self.again(&desk, "again")
      #expect(Self.shown(desk) == ["one"])
    }
    desk.press(keys)
    #expect(Self.shown(desk).last == "four")
    let current = try #require(desk.studio.currentMessage.flatMap { desk.studio.transcript.index(of: $0) })
    #expect(current < 3, "\(current)")
    #expect(desk.studio.rows.contains { $0.message == current })
  }
}
