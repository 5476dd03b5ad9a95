import Gemini
import Testing

@testable import Core

@Suite("Lanes of a comparison")
struct LaneTests {
  private static let flash = "gemini-flash-latest"
  private static let pro = "gemini-2.5-pro"

  /// A comparison of two models, after one turn that both have in common.
  private func comparison() throws -> Desk {
    var desk = Desk()
    try desk.talk("one", "Common ground.")
    desk.studio.session.lanes = [Lane(id: 0, model: Self.flash), Lane(id: 1, model: Self.pro)]
    return desk
  }

  @Test("One prompt makes one turn and a request for each lane, with its own settings")
  func sending() throws {
    var desk = try comparison()
    desk.studio.session.lanes[1].config.temperature = 0.2
    desk.studio.session.lanes[1].systemInstruction = "Be brief."
    desk.type("two")
    let sent = desk.press("enter").generations
    #expect(sent.map(\.run.model) == [Self.flash, Self.pro])
    #expect(sent.map(\.run.lane) == [0, 1])
    #expect(sent.map(\.isNewTurn) == [true, false])
    #expect(Set(sent.map(\.turn.id)).count == 1)
    #expect(sent.map(\.request.generationConfig.temperature) == [nil, 0.2])
    #expect(sent.map { $0.request.systemInstruction ?? "" } == ["", "Be brief."])
    #expect(desk.studio.session.turns[1].shownRun?.lane == 0)
    #expect(desk.studio.session.turns[1].isCompared)
    #expect(!desk.studio.session.turns[0].isCompared)
  }

  @Test("d deletes the answer of the focused lane, the last one takes the turn along, and u brings them back")
  func deleting() throws {
    var desk = try comparison()
    func ask(_ prompt: String) {
      desk.type(prompt)
      for generation in desk.press("enter").generations {
        desk.receive(generation.run.id, ["text": .string("\(prompt) by \(generation.run.model)")], finish: "STOP")
        desk.end(generation.run.id)
      }
    }
    ask("two")
    ask("three")
    let before = desk.studio.session
    let runs = before.turns[1].runs.map(\.id)
    desk.press("tab K 2")
    let effects = desk.press("d")
    #expect(
      effects.first
        == .deleteVersion(VersionMark(session: before.id, turn: before.turns[1].id, run: runs[1]), at: desk.now))
    #expect(desk.studio.session.turns.map(\.runs.count) == [1, 1, 2] && desk.studio.comparedTurn == 1)
    #expect(desk.studio.notice?.text.hasSuffix("for 30 days. The other answers stay.") == true)
    #expect(desk.studio.focusedAnswer?.run == nil && desk.studio.comparison.lane == 1)
    #expect(Command.named(.deleteTurn).whyOff(desk.studio) == "This lane has no answer to this turn.")
    desk.press("1 d")
    #expect(desk.studio.session.turns.map(\.content.text) == ["one", "three"])
    #expect(desk.studio.comparedTurn == 1 && desk.studio.session.turns[1].parent == before.turns[0].runs[0].id)
    #expect(desk.studio.session.lanes == before.lanes)
    desk.press("u")
    #expect(desk.studio.comparedTurn == 1 && desk.studio.focusedAnswer?.run?.id == runs[0])
    desk.press("u")
    #expect(desk.studio.comparison.lane == 1 && desk.studio.focusedAnswer?.run?.id == runs[1])
    #expect(desk.studio.session.turns.map(\.parent) == before.turns.map(\.parent))
    #expect(desk.studio.session.turns.map { $0.runs.map(\.id) } == before.turns.map { $0.runs.map(\.id) })
    desk.press("ctrl+r")
    #expect(desk.studio.session.turns.map(\.runs.count) == [1, 1, 2])
    desk.press("u =")
    #expect(Command.named(.deleteTurn).whyOff(desk.studio)?.contains("Go back to the columns") == true)
  }

  @Test("Each lane goes on from its own answers, and no signature reaches another model")
  func histories() throws {
    var desk = try comparison()
    desk.type("two")
    let first = desk.press("enter").generations
    for (generation, text) in zip(first, ["By flash.", "By pro."]) {
      desk.receive(
        generation.run.id, ["text": .string(text), "thoughtSignature": "c2ln"], finish: "STOP")
      desk.end(generation.run.id)
    }
    desk.type("three")
    let second = desk.press("enter").generations
    #expect(
      second.map { $0.request.contents.map(\.text) } == [
        ["one", "Common ground.", "two", "By flash.", "three"], ["one", "Common ground.", "two", "By pro.", "three"],
      ])
    #expect(second.map { $0.request.contents[3].parts[0].thoughtSignature } == ["c2ln", "c2ln"])
    for generation in second {
      let kept = desk.studio.session.request(
        of: generation.run.id, traits: desk.studio.traits(of: generation.run.model))
      #expect(kept?.contents == generation.request.contents)
    }
    // The answer of the second lane leads back through its own answers.
    var session = desk.studio.session
    _ = session.choose(second[1].run.id)
    #expect(session.turns.map { $0.shownRun?.lane } == [nil, 1, 1])
    session.lanes = []
    let next = session.request(forTurn: 2, traits: ModelTraits(Self.flash), showsThoughts: false)
    #expect(next.contents.map(\.text) == ["one", "Common ground.", "two", "By pro.", "three"])
    #expect(next.contents[3].parts[0].thoughtSignature == nil)
  }

  @Test("A lane whose answer failed goes on without that turn")
  func failedLane() throws {
    var desk = try comparison()
    desk.type("two")
    let first = desk.press("enter").generations
    desk.receive(first[0].run.id, ["text": "Fine."], finish: "STOP")
    desk.end(first[0].run.id)
    desk.end(first[1].run.id, .sample(.server, httpStatus: 500))
    desk.press("ctrl+u")
    desk.type("three")
    let second = desk.press("enter").generations
    #expect(second[0].request.contents.map(\.text) == ["one", "Common ground.", "two", "Fine.", "three"])
    #expect(second[1].request.contents.map(\.text) == ["one", "Common ground.", "three"])
  }

  @Test("Numbers of lanes are never used again")
  func numbers() throws {
    var desk = try comparison()
    #expect(desk.studio.session.nextLaneNumber == 2)
    desk.type("two")
    desk.press("enter")
    desk.studio.session.lanes = []
    #expect(desk.studio.session.nextLaneNumber == 2)
    #expect(Session.sample(turns: 1).nextLaneNumber == 0)
  }

  @Test("A lane says what it sets otherwise than the first")
  func differences() {
    var first = Lane(id: 0, model: Self.flash)
    first.config["thinkingConfig.thinkingLevel"] = "low"
    first.config.temperature = 0.5
    var second = Lane(id: 1, model: Self.pro, systemInstruction: "Be brief.")
    second.config["thinkingConfig.thinkingLevel"] = "high"
    second.config["stopSequences"] = ["END"]
    #expect(
      JSON.object(second.differences(from: first)) == [
        "model": .string(Self.pro), "thinkingConfig.thinkingLevel": "high", "stopSequences": ["END"],
        "temperature": .null, "systemInstruction": "Be brief.",
      ])
    #expect(first.differences(from: first).isEmpty)
    #expect(Lane(second.json) == second)
    #expect(Lane(["id": 1]) == nil)
  }

  @Test("Figures are those of the run's own clock and of the last usage")
  func figures() throws {
    var run = Run(
      id: RunID(rawValue: "r"), model: Self.flash, backend: .developer, config: GenerationConfig(),
      startTime: Desk.start)
    run.apply(.received([.sample([["text": "hm", "thought": true]])]), at: Desk.start + 300)
    run.apply(.received([.sample([["text": "Fine."]])]), at: Desk.start + 500)
    let usage: JSON = [
      "promptTokenCount": 12, "cachedContentTokenCount": 4, "thoughtsTokenCount": 30, "candidatesTokenCount": 100,
    ]
    run.apply(
      .received([.sample([["text": " Day."]], finish: "STOP", extra: JSONObject(["usageMetadata": usage]))]),
      at: Desk.start + 1400)
    #expect(run.figures(by: .builtIn, at: Desk.start + 1450).total == 1450)
    run.apply(.ended(nil), at: Desk.start + 1500)
    let figures = run.figures(by: .builtIn, at: Desk.start + 9000)
    #expect([figures.firstEvent, figures.firstThought, figures.firstText, figures.total] == [300, 300, 500, 1500])
    #expect(
      [figures.promptTokens, figures.cachedTokens, figures.thoughtTokens, figures.answerTokens] == [12, 4, 30, 100])
    #expect(figures.tokensPerSecond == 100)
    #expect(figures.cost != nil)
  }

  @Test("Back in one conversation, a prompt that waited goes out behind a whole answer, whatever became of the others")
  func queuedAlone() throws {
    for isWhole in [true, false] {
      var desk = try comparison()
      desk.type("two")
      let runs = desk.press("enter").generations.map(\.run.id)
      desk.type("three")
      desk.press("enter tab 1 enter")
      #expect(!desk.studio.session.isComparison && desk.studio.queued != nil)
      for (index, run) in runs.enumerated() {
        desk.receive(run, ["text": "An answer."], finish: "STOP")
        desk.end(run, (index == 0) == isWhole ? nil : .cancelled)
      }
      if isWhole {
        #expect(desk.effects.generation?.request.contents.map(\.text).last == "three")
      } else {
        #expect(desk.effects.generation == nil && desk.studio.prompt.text == "three")
        #expect(
          desk.studio.notice?.text
            == "This answer is not whole, so the prompt that waited came back: Enter sends it.")
      }
    }
  }

  @Test("Thoughts that are opened above what is read are gone to, nothing of that is new, and the last step goes back")
  func steppedThoughts() throws {
    let answer = String(repeating: "A line.\n\n", count: 30)
    for start in ["g", "g j j j j j j", "G"] {
      var (desk, runs) = try ComparisonTests.asking(rows: 20)
      for run in runs {
        desk.receive(run, ["text": "Hm, hm.", "thought": true], ["text": .string(answer)], finish: "STOP")
        desk.end(run)
      }
      desk.press("tab s ctrl+t \(start)")
      let before = desk.lines(0)
      desk.press("ctrl+t")
      #expect(desk.top(0).hasPrefix("▾ Thinking") && desk.lines(0).contains("│ Hm, hm."), "\(start)")
      #expect(desk.studio.comparison.columns.values.allSatisfy { $0.newCount == 0 })
      desk.press("ctrl+t")
      #expect(desk.top(0).hasPrefix("▸ Thinking"))
      desk.press("ctrl+t")
      #expect(desk.lines(0) == before && desk.studio.notice?.text == "Thinking is hidden here.")
      #expect(desk.studio.comparison.columns.values.allSatisfy { $0.newCount == 0 })
    }
  }

  @Test("In a lane that did not think, and in a blind comparison, the key says why nothing is seen")
  func noThoughts() throws {
    var (desk, _) = try ComparisonTests.answered()
    desk.press("tab ctrl+t")
    #expect(desk.studio.notice?.text == "Thinking is hidden here.")
    desk.press("ctrl+t")
    #expect(desk.studio.notice?.text == "This answer has no thinking; it is shown here when there is some.")
    desk.press("B ctrl+t")
    #expect(desk.studio.notice?.text == "Thinking is hidden while nobody is to know which answer is whose.")
  }
}
