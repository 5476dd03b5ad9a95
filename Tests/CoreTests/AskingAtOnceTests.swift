import Gemini
import Screen
import Testing

@testable import Core

@Suite("Several pictures asked for at once")
struct AskingAtOnceTests {
  /// A studio that asks its picture model for several pictures, and what it asked for.
  private static func asking(_ count: Int) throws -> (desk: Desk, runs: [RunID], generations: [Generation]) {
    var desk = Desk()
    desk.press("ctrl+x i")
    desk.studio.session.pictureCount = count
    desk.type("a house")
    let generations = desk.press("enter").generations
    return (desk, generations.map(\.run.id), generations)
  }

  @Test("They are runs of one turn, the turn itself stored once, each stored beside those before it")
  func requests() throws {
    let (desk, runs, generations) = try Self.asking(3)
    #expect(generations.map(\.isNewTurn) == [true, false, false])
    #expect(generations.map(\.turn.runs.count) == [1, 2, 3])
    #expect(Set(generations.map(\.request)).count == 1)
    #expect(desk.studio.session.turns.count == 1)
    #expect(desk.studio.activeRuns.map(\.id) == runs)
  }

  @Test("A seed that was set is another one in each, as the same would draw the same picture")
  func seeds() throws {
    var desk = Desk()
    desk.press("ctrl+x i")
    desk.studio.session.pictureCount = 3
    desk.studio.session.config["seed"] = 7
    desk.type("a house")
    let generations = desk.press("enter").generations
    #expect(generations.map { $0.request.generationConfig["seed"]?.int } == [7, 8, 9])
    #expect(generations.map { $0.run.config["seed"]?.int } == [7, 8, 9])
  }

  @Test("The panel sets how many, for picture models alone; a text model is asked once")
  func panel() throws {
    var desk = Desk()
    desk.press("ctrl+x r down down down down down down down down right")
    #expect(desk.studio.session.pictureCount == 1, "a text model makes none")
    desk.press("escape ctrl+x i ctrl+x r down down down down down down down down right right")
    #expect(desk.studio.session.pictureCount == 3)
    desk.press("enter ctrl+u")
    desk.type("9")
    desk.press("enter")
    guard case .entry(let entry) = desk.studio.overlay else {
      Issue.record("the box stays")
      return
    }
    #expect(entry.problem == "From 1 to 8 pictures can be asked for at once.")
    desk.press("ctrl+u")
    desk.type("4")
    desk.press("enter escape")
    #expect(desk.studio.session.pictureCount == 4)
    #expect(desk.studio.session.requestCount(ModelTraits("gemini-flash-latest")) == 1)
  }

  @Test("The first picture that comes is shown and stays shown; the others are stepped to")
  func firstPicture() throws {
    var (desk, runs, _) = try Self.asking(3)
    desk.receive(runs[1], .picture(.sample(2)), finish: "STOP")
    #expect(desk.studio.latestRun?.id == runs[1])
    #expect(desk.effects.chosen == runs[1])
    desk.end(runs[1])
    desk.receive(runs[0], .picture(.sample(1)), finish: "STOP")
    desk.end(runs[0])
    #expect(desk.studio.latestRun?.id == runs[1])
    #expect(desk.studio.picturePlace == (2, 2))
    desk.press("ctrl+x o right")
    #expect(desk.studio.latestRun?.id == runs[0])
    #expect(desk.effects.chosen == runs[0])
    #expect(desk.studio.shownPicture?.asset == .sample(1))
  }

  @Test("What became of the others stands below the one that is shown")
  func note() throws {
    var (desk, runs, _) = try Self.asking(3)
    desk.receive(runs[2], .picture(.sample(3)), finish: "STOP")
    desk.end(runs[2])
    desk.end(runs[0], .sample(.server))
    let turn = desk.studio.session.turns[0]
    let note = AnswerNotes.batch(of: turn.runs[2], in: turn)
    #expect(note == "3 of 3 asked for at once · 1 still to come · 1 came without a picture")
    #expect(desk.studio.rows.contains { $0.text == note })
  }

  @Test("A failure keeps the others, and the prompt comes back only if none came")
  func failures() throws {
    var (desk, runs, _) = try Self.asking(2)
    desk.receive(runs[1], .picture(.sample(1)), finish: "STOP")
    desk.end(runs[1])
    desk.end(runs[0], .sample(.server))
    #expect(desk.studio.prompt.isEmpty)
    #expect(try desk.ask("in red").turn.parent == runs[1])

    var (bad, badRuns, _) = try Self.asking(2)
    bad.end(badRuns[0], .sample(.server))
    #expect(bad.studio.prompt.isEmpty, "another may still come")
    bad.end(badRuns[1], .sample(.server))
    #expect(bad.studio.prompt.text == "a house")
  }

  @Test("Stop stops all of them, by Ctrl+C at once and by Esc after a question")
  func stop() throws {
    var (desk, runs, _) = try Self.asking(3)
    #expect(desk.press("ctrl+c") == runs.map { .cancel($0) })
    var (asked, others, _) = try Self.asking(3)
    asked.press("escape")
    #expect(asked.studio.overlay?.place == .question)
    #expect(asked.press("s") == others.map { .cancel($0) })
  }

  @Test("A prompt that waits goes out when all have ended, after one that is whole")
  func queue() throws {
    var (desk, runs, _) = try Self.asking(2)
    desk.type("in red")
    desk.press("enter")
    desk.receive(runs[1], .picture(.sample(1)), finish: "STOP")
    #expect(desk.end(runs[1]).generation == nil)
    let next = try #require(desk.end(runs[0], .sample(.server)).generation)
    #expect(next.turn.parent == runs[1])
  }

  @Test("A store that refuses is one question for all of them")
  func refusingStore() throws {
    var (desk, runs, _) = try Self.asking(2)
    for run in runs { desk.send(.storeRefused(run, "The disk is full")) }
    desk.wait(600)
    let effects = desk.press("s")
    #expect(effects.generations.map(\.run.id) == runs)
    #expect(effects.generations.allSatisfy { !$0.isStored })
  }
}

extension TranscriptRow {
  fileprivate var text: String? { if case .body(let line) = kind { line.text } else { nil } }
}
