import Gemini
import Screen
import Testing

@testable import Core

@Suite("A comparison in the studio")
struct ComparisonTests {
  static let flash = "gemini-flash-latest"
  static let pro = "gemini-pro-latest"

  /// A comparison whose prompt is on its way to each lane.
  static func asking(lanes: Int = 2, columns: Int = 120, rows: Int = 40) throws -> (desk: Desk, runs: [RunID]) {
    var desk = Desk(columns: columns, rows: rows)
    desk.press("ctrl+x c tab")
    for _ in 2..<max(2, lanes) { desk.press("a") }
    desk.press("1 i")
    desk.type("a question")
    let runs = desk.press("enter").generations.map(\.run.id)
    #expect(runs.count == lanes)
    return (desk, runs)
  }

  /// One whose lanes have answered.
  static func answered(lanes: Int = 2, columns: Int = 120, rows: Int = 40) throws -> (desk: Desk, runs: [RunID]) {
    var (desk, runs) = try asking(lanes: lanes, columns: columns, rows: rows)
    for (index, run) in runs.enumerated() {
      desk.receive(run, ["text": .string("By lane \(index + 1).")], finish: "STOP")
      desk.end(run)
    }
    return (desk, runs)
  }

  // MARK: Opening

  @Test("A comparison that was only looked at leaves the conversation as it was; a lane that was set or asked is taken")
  func lookedAt() throws {
    var desk = Desk()
    desk.studio.session.config.temperature = 0.5
    let config = desk.studio.session.config
    desk.press("ctrl+x c ctrl+x c")
    #expect(!desk.studio.session.isComparison)
    #expect(desk.studio.session.config == config && desk.studio.session.model == Self.flash)

    desk.press("ctrl+x c")
    desk.studio.session.lanes[0].model = Self.pro
    desk.press("ctrl+x c")
    #expect(desk.studio.session.model == Self.pro)

    var (asked, _) = try Self.answered()
    let lane = asked.studio.session.lanes[0]
    asked.press("ctrl+x c")
    #expect(asked.studio.session.config == lane.config && lane.config.thinkingLevel != nil)
  }

  @Test("Flash stands beside itself at the lowest and the highest thinking it has, with all other settings")
  func flashPair() {
    var desk = Desk()
    desk.studio.session.config.temperature = 0.5
    desk.press("ctrl+x c")
    let lanes = desk.studio.session.lanes
    #expect(lanes.map(\.model) == [Self.flash, Self.flash])
    #expect(lanes.map(\.config.thinkingLevel) == ["low", "high"])
    #expect(lanes.map(\.config.temperature) == [0.5, 0.5])
    #expect(desk.studio.place == .emptyPrompt && desk.studio.visiblePanes == [.prompt, .compare])
    var same = Desk()
    same.press("f3")
    #expect(same.studio.session.lanes.count == 2)
  }

  @Test("Another text model stands beside the thinking alias; that one beside flash; a picture model beside itself")
  func otherPairs() {
    func pair(_ change: (inout Studio) -> Void) -> [String] {
      var desk = Desk()
      change(&desk.studio)
      desk.press("ctrl+x c")
      return desk.studio.session.lanes.map(\.model)
    }
    #expect(pair { $0.session.textModel = "gemini-2.5-pro" } == ["gemini-2.5-pro", Self.pro])
    #expect(pair { $0.session.textModel = Self.pro } == [Self.pro, Self.flash])
    let picture = "gemini-nano-banana-2.1"
    #expect(pair { $0.session.use = .picture } == [picture, picture])
  }

  @Test("A conversation becomes a comparison and goes on in each lane")
  func conversation() throws {
    var desk = Desk()
    try desk.talk("one", "Common ground.")
    #expect(desk.press("ctrl+x c").saved?.lanes.count == 2)
    #expect(desk.studio.comparedAnswers.count == 2 && desk.studio.comparedAnswers.allSatisfy { $0.run == nil })
    desk.press("tab K")
    #expect(desk.studio.comparedAnswers.map { $0.run?.shownText(thought: false) } == ["Common ground."])
    desk.press("J 2 ctrl+t i")
    #expect(desk.studio.focusedPlace == 1)
    desk.type("two")
    let sent = desk.press("enter").generations
    #expect(
      sent.map { $0.request.contents.map(\.text) } == Array(repeating: ["one", "Common ground.", "two"], count: 2))
    #expect(sent.map { $0.request.generationConfig.thinkingLevel } == ["LOW", "HIGH"])
  }

  @Test("Esc goes from the prompt to the lanes, also before anything was asked")
  func escape() {
    var desk = Desk()
    desk.press("ctrl+x c escape 2")
    #expect(desk.studio.focus == .compare && desk.studio.prompt.isEmpty)
    #expect(desk.studio.comparison.lane == desk.studio.session.lanes[1].id)
    desk.press("escape")
    #expect(desk.studio.focus == .prompt)
  }

  // MARK: Lanes

  @Test("Model, settings and thinking level are those of the focused lane")
  func laneSettings() {
    var desk = Desk()
    desk.press("ctrl+x c tab 2 alt+t")
    #expect(desk.studio.session.lanes.map(\.config.thinkingLevel) == ["low", nil])
    desk.press("ctrl+x r")
    desk.type("0.2")
    desk.press("enter escape")
    #expect(desk.studio.session.lanes.map(\.config.temperature) == [nil, 0.2])
    #expect(desk.studio.session.config.temperature == nil)
    desk.press("ctrl+x m")
    desk.type("gemini-2.5-pro")
    desk.press("enter")
    #expect(desk.studio.session.lanes.map(\.model) == [Self.flash, "gemini-2.5-pro"])
    #expect(desk.studio.session.model == Self.flash)
    desk.press("1 ctrl+x m")
    desk.type("some-other-model")
    desk.press("enter")
    #expect(desk.studio.session.lanes[0].config.isEmpty, "a level of flash is none of an unknown model's")
  }

  @Test("The system instruction is shared, and can be a lane's own in its settings")
  func systemInstruction() {
    var desk = Desk()
    desk.press("ctrl+x c ctrl+x y")
    desk.type("Be kind.")
    desk.press("enter tab 2 ctrl+x r down down down down enter ctrl+u")
    desk.type("Be brief.")
    desk.press("enter escape")
    #expect(desk.studio.session.systemInstruction == "Be kind.")
    #expect(desk.studio.session.lanes.map(\.systemInstruction) == [nil, "Be brief."])
  }

  @Test("A lane says that its system instruction is the session's, and a reset gives that back")
  func sharedInstruction() throws {
    var desk = Desk()
    func row() throws -> SettingRow {
      try #require(desk.studio.settingRows.first { $0.field == .systemInstruction })
    }
    desk.press("ctrl+x c tab 2 ctrl+x r")
    #expect(try row().source == nil && !row().isChanged)
    desk.press("escape i ctrl+x y")
    desk.type("Be kind.")
    desk.press("enter tab ctrl+x r down down down down")
    #expect(try row().source == "from the session" && row().value == "Be kind.")
    desk.press("ctrl+r")
    #expect(desk.studio.session.lanes.map(\.systemInstruction) == [nil, nil], "there is nothing of its own to reset")
    desk.press("enter ctrl+u")
    desk.type("Be brief.")
    desk.press("enter")
    #expect(try row().source == "lane 2")
    desk.press("ctrl+r")
    #expect(desk.studio.session.lanes[1].systemInstruction == nil)
    #expect(try row().source == "from the session" && row().value == "Be kind.")
    desk.press("enter ctrl+u enter")
    #expect(desk.studio.session.lanes[1].systemInstruction?.isEmpty == true, "what is emptied by hand is none")
    #expect(try row().source == "lane 2" && row().value == "none")
    desk.press("alt+r")
    #expect(desk.studio.session.lanes[1].systemInstruction == nil)
  }

  @Test("The key writes the focused lane's system instruction in its pane, and that of all from the prompt")
  func whoseInstruction() throws {
    var desk = Desk()
    desk.press("ctrl+x c ctrl+x y")
    #expect(desk.studio.openEntry?.title == "System instruction · session")
    desk.type("Be kind.")
    desk.press("enter tab 2 ctrl+x y")
    let entry = try #require(desk.studio.openEntry)
    #expect(entry.title == "System instruction · lane 2" && entry.editor.text == "Be kind.")
    #expect(entry.help.hasPrefix("It is the session's"))
    desk.press("enter")
    #expect(desk.studio.session.lanes[1].systemInstruction == nil, "it was left as it is")
    desk.press("ctrl+x y ctrl+u")
    desk.type("Be brief.")
    desk.press("enter i")
    #expect(desk.studio.session.systemInstruction == "Be kind.")
    #expect(desk.studio.session.lanes.map(\.systemInstruction) == [nil, "Be brief."])
    desk.type("a question")
    #expect(desk.press("enter").generations.map(\.request.systemInstruction) == ["Be kind.", "Be brief."])
  }

  @Test("Lanes are added as copies, taken out, and repeated; two stay, and four are the most")
  func counts() {
    var desk = Desk()
    desk.press("ctrl+x c tab D")
    #expect(desk.studio.session.lanes.count == 2)
    desk.press("2 a a a")
    #expect(desk.studio.session.lanes.map(\.config.thinkingLevel) == ["low", "high", "high", "high"])
    #expect(Set(desk.studio.session.lanes.map(\.id)).count == 4)
    desk.press("1 D")
    #expect(desk.studio.session.lanes.count == 3)
    desk.press("R 2")
    #expect(desk.studio.session.lanes.map(\.config.thinkingLevel) == ["high", "high"])
  }

  @Test("All lanes together are asked about before they cost more than is paid unasked")
  func cost() throws {
    var settings = Settings()
    settings.confirmAboveUSD = 0.001
    var desk = Desk(settings: settings)
    desk.press("ctrl+x c")
    desk.type(String(repeating: "word ", count: 400))
    let estimate = desk.studio.sendEstimate
    #expect(estimate.lanes == 2 && estimate.requests == 2)
    let one = try #require(
      desk.studio.traits(of: Self.flash).leastCost(
        promptTokens: estimate.tokens, on: desk.now.day(utcOffsetSeconds: 0), images: 0, imageSize: nil))
    #expect(estimate.cost == 2 * one)
    desk.studio.settings.confirmAboveUSD = one * 1.5
    #expect(desk.press("enter").generations.isEmpty)
    #expect(desk.studio.place == .question)
    #expect(desk.press("s").generations.count == 2)
  }

  // MARK: Running

  @Test("A lane that fails, is limited or is stopped holds no other; each is asked again alone")
  func independence() throws {
    var (desk, runs) = try Self.asking(lanes: 4)
    desk.end(runs[0], .sample(.server, httpStatus: 500))
    desk.send(.run(runs[1], .retry(.sample(.rateLimited, httpStatus: 429), attempt: 1, delaySeconds: 30)))
    desk.receive(runs[2], ["text": "Fine."], finish: "STOP")
    desk.end(runs[2])
    desk.receive(runs[3], ["text": "Not yet wh"])
    #expect(desk.studio.prompt.isEmpty, "others may still answer")
    desk.press("tab 4")
    #expect(desk.press("x") == [.cancel(runs[3])])
    desk.end(runs[3], .cancelled)
    desk.press("2")
    #expect(desk.press("r") == [.retryNow(runs[1])])
    desk.press("1")
    let again = desk.press("r").generations
    #expect(again.map(\.run.lane) == [0] && again[0].turn.runs.count == 5)
    #expect(desk.studio.comparedAnswers[0].run?.id == again[0].run.id)
    #expect(desk.press("r").isEmpty, "it is on its way")
    desk.press("3")
    let version = desk.press("r").generations
    #expect(version.map(\.run.lane) == [desk.studio.session.lanes[2].id])
    #expect(desk.press("ctrl+c").count == 3, "stops all that run")
  }

  @Test("A lane that was stopped, or failed, says the key that asks it again, while that is a step")
  func nextStep() throws {
    var (desk, runs) = try Self.asking()
    func text(_ place: Int) -> String {
      desk.studio.comparison.columns[desk.studio.comparedAnswers[place].id]?.lines(rows: 20).map(\.text)
        .joined(separator: " ") ?? ""
    }
    desk.receive(runs[0], ["text": "Not yet wh"])
    desk.end(runs[0], .cancelled)
    #expect(text(0).hasSuffix("The answer was stopped. What came is kept. r asks it again."))
    desk.end(runs[1], .sample(.server))
    #expect(text(1).contains("Try again.") && text(1).hasSuffix("r asks it again."))
    desk.press("ctrl+u tab r")
    let again = try #require(desk.studio.activeRun?.id)
    desk.receive(again, ["text": "Fine."], finish: "STOP")
    desk.end(again)
    #expect(text(0) == "Fine.")
  }

  @Test("Only when all lanes failed the prompt comes back, and then goes to all again")
  func allFail() throws {
    var (desk, runs) = try Self.asking()
    desk.end(runs[0], .sample(.server))
    #expect(desk.studio.prompt.isEmpty)
    desk.end(runs[1], .sample(.server))
    #expect(desk.studio.prompt.text == "a question")
    let again = desk.press("enter").generations
    #expect(again.map(\.run.lane) == [0, 1] && again.allSatisfy { !$0.isNewTurn })
  }

  @Test("A queued prompt goes to all lanes once all have answered, and comes back with a sentence if one did not")
  func queue() throws {
    var (desk, runs) = try Self.asking()
    desk.type("and then")
    desk.press("enter")
    desk.receive(runs[1], ["text": "Second."], finish: "STOP")
    desk.end(runs[1])
    #expect(desk.studio.queued != nil)
    desk.receive(runs[0], ["text": "First."], finish: "STOP")
    let next = desk.end(runs[0]).generations
    #expect(next.map { $0.request.contents.map(\.text)[1] } == ["First.", "Second."])
    #expect(desk.studio.queued == nil)

    var (bad, badRuns) = try Self.asking()
    bad.type("and then")
    bad.press("enter")
    bad.end(badRuns[1], .sample(.server))
    bad.receive(badRuns[0], ["text": "First."], finish: "STOP")
    #expect(bad.end(badRuns[0]).generations.isEmpty)
    #expect(bad.studio.prompt.text == "and then")
    #expect(
      bad.studio.notice?.text
        == "Lane 2 gave no whole answer, so the prompt that waited came back: Enter sends it to all lanes.")
  }

  // MARK: Going on

  @Test("The conversation goes on from the focused lane exactly, with its model and settings; the others stay")
  func choosing() throws {
    var (desk, _) = try Self.answered()
    desk.type("two")
    let second = desk.press("enter").generations
    for (index, generation) in second.enumerated() {
      desk.receive(generation.run.id, ["text": .string("Second by \(index + 1).")], finish: "STOP")
      desk.end(generation.run.id)
    }
    desk.press("tab 2")
    let effects = desk.press("enter")
    #expect(!desk.studio.session.isComparison && desk.studio.place == .emptyPrompt)
    #expect(desk.studio.session.config.thinkingLevel == "high")
    #expect(effects.saved?.lanes.isEmpty == true)
    let wanted = ["a question", "By lane 2.", "two", "Second by 2.", "three"]
    let kept = desk.studio.session
    let next = try desk.ask("three")
    #expect(next.request.contents.map(\.text) == wanted && next.run.lane == nil)
    var fresh = Desk(seed: 2)
    fresh.send(.sessionOpened(kept))
    #expect(try fresh.ask("three").request.contents.map(\.text) == wanted)
  }

  @Test("Lanes that were asked nothing are left without a word of other answers")
  func leaving() {
    var desk = Desk()
    desk.press("ctrl+x c tab 2 enter")
    #expect(!desk.studio.session.isComparison && desk.studio.session.config.thinkingLevel == "high")
    #expect(desk.studio.notice?.text == "Back to one conversation, with \(desk.studio.session.model).")
  }

  @Test("h and l in the conversation walk through the lanes' answers, each with what it went on to")
  func siblings() throws {
    var (desk, runs) = try Self.answered()
    desk.type("two")
    let second = desk.press("enter").generations.map(\.run.id)
    for run in second {
      desk.receive(run, ["text": "More."], finish: "STOP")
      desk.end(run)
    }
    desk.press("tab 2 enter escape K K l")
    #expect(desk.studio.session.path.map { desk.studio.session.turns[$0].shownRun?.id } == [runs[0], second[0]])
    desk.press("l")
    #expect(desk.studio.session.path.map { desk.studio.session.turns[$0].shownRun?.id } == [runs[1], second[1]])
  }

  @Test("A turn that lanes answered is compared again, with the lanes as they were")
  func reopening() throws {
    var (desk, runs) = try Self.answered()
    let lanes = desk.studio.session.lanes
    desk.press("tab 2 enter")
    try desk.talk("two", "Alone.")
    desk.press("escape K K ctrl+x c")
    #expect(desk.studio.session.lanes == lanes)
    #expect(desk.studio.comparedAnswers.map { $0.run?.id } == runs)
    #expect(desk.studio.focusedPlace == 1)
    desk.press("J")
    #expect(desk.studio.comparedAnswers.map { $0.run?.shownText(thought: false) } == ["Alone."])
  }

  @Test("A stored comparison opens as one")
  func stored() throws {
    let (desk, runs) = try Self.answered()
    var other = Desk(seed: 2)
    other.send(.sessionOpened(desk.studio.session))
    #expect(other.studio.showsComparison)
    #expect(other.studio.comparedAnswers.map { $0.run?.id } == runs)
  }

  @Test("Merging asks the first lane's model by a prompt that a person sees, with the answers quoted")
  func merging() throws {
    var (desk, runs) = try Self.answered()
    desk.press("tab 2 M")
    #expect(!desk.studio.session.isComparison)
    #expect(desk.studio.prompt.text.contains("Answer 2, by \(Self.flash):\n\n> By lane 2."))
    let sent = try #require(desk.press("enter").generation)
    #expect(sent.turn.parent == runs[0] && sent.run.model == Self.flash)
    #expect(sent.request.generationConfig.thinkingLevel == "LOW")
  }
}
