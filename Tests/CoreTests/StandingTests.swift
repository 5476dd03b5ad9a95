import Gemini
import Testing

@testable import Core

@Suite("Statistics of verdicts")
struct StandingTests {
  private static let flash = "gemini-flash-latest"
  private static let pro = "gemini-2.5-pro"

  private func answer(_ number: Int, _ model: String, _ config: JSONObject = JSONObject()) -> JudgedAnswer {
    JudgedAnswer(run: RunID(rawValue: "\(number)"), lane: number, model: model, config: GenerationConfig(config))
  }

  private func comparison(
    _ answers: [JudgedAnswer], _ choice: Verdict.Choice, label: String = "", isDemo: Bool = false
  ) -> JudgedComparison {
    JudgedComparison(
      verdict: Verdict(
        session: SessionID(rawValue: "s"), turn: TurnID(rawValue: "t"), answers: answers.map(\.run), choice: choice,
        label: label, time: Desk.start),
      prompt: "p", sessionTitle: "s", isDemo: isDemo, answers: answers)
  }

  private func won(_ number: Int) -> Verdict.Choice { .answer(RunID(rawValue: "\(number)")) }

  private func lines(_ standings: [Standing]) -> [String] {
    standings.map { "\($0.contestant.label): \($0.wins) \($0.ties) \($0.losses)" }
  }

  @Test("Wins, ties and losses are counted by model and settings")
  func counts() {
    let fast = answer(0, Self.flash, JSONObject(["thinkingConfig": ["thinkingLevel": "LOW", "includeThoughts": true]]))
    let same = answer(0, Self.flash, JSONObject(["thinkingConfig": ["thinkingLevel": "low"]]))
    let deep = answer(1, Self.pro, JSONObject(["temperature": .double(0.2), "thinkingConfig": ["thinkingBudget": -1]]))
    let plain = answer(2, Self.pro)
    let all = [
      comparison([fast, deep], won(0)), comparison([same, deep], won(1)), comparison([deep, fast, plain], won(1)),
      comparison([fast, deep], .tie), comparison([fast, deep], .none),
    ]
    #expect(
      lines(all.standings()) == [
        "gemini-2.5-pro · temperature 0.2 · thinking dynamic: 2 1 2", "gemini-flash-latest · thinking low: 1 1 3",
        "gemini-2.5-pro: 0 0 1",
      ])
    #expect(all.standings().map(\.comparisons) == [5, 5, 1])
  }

  @Test("The simulator, a contestant against itself, and a chosen answer that is gone count for nothing")
  func leftOut() {
    let (one, two) = (answer(0, Self.flash), answer(1, Self.flash))
    let other = answer(2, Self.pro)
    let all = [
      comparison([one, other], won(0), isDemo: true), comparison([one, two], won(0)), comparison([one, other], won(7)),
    ]
    #expect(all.standings().isEmpty)
    // Beside another one, an answer of each kind is enough to win.
    #expect(
      lines([comparison([one, two, other], won(1))].standings()) == ["\(Self.flash): 1 0 0", "\(Self.pro): 0 0 1"])
  }

  @Test("A label keeps the others out, in whatever case")
  func label() {
    let answers = [answer(0, Self.flash), answer(1, Self.pro)]
    let all = [
      comparison(answers, won(0), label: "Code"), comparison(answers, won(1), label: "prose"),
      comparison(answers, won(1)),
    ]
    #expect(lines(all.standings(label: "code")) == ["\(Self.flash): 1 0 0", "\(Self.pro): 0 0 1"])
    #expect(lines(all.standings(label: "")) == ["\(Self.pro): 1 0 0", "\(Self.flash): 0 0 1"])
    #expect(all.standings(label: "none").isEmpty)
  }

  @Test("System instructions tell contestants apart only where they differ")
  func instructions() {
    var (one, two) = (answer(0, Self.flash), answer(1, Self.pro))
    one.systemInstruction = "Be brief."
    two.systemInstruction = "Be brief."
    #expect(comparison([one, two], .tie).contestants.map(\.label) == [Self.flash, Self.pro])
    two.systemInstruction = ""
    #expect(
      comparison([one, two], .tie).contestants.map(\.label) == [
        "\(Self.flash) · system \"Be brief.\"", "\(Self.pro) · system none",
      ])
  }

  @Test(
    "The rate has Wilson's interval",
    arguments: [
      // By hand from the formula, with z = 1.959964.
      (8, 2, 0.8, 0.490, 0.943), (0, 10, 0.0, 0.0, 0.278), (10, 0, 1.0, 0.722, 1.0), (1, 0, 1.0, 0.207, 1.0),
      (50, 50, 0.5, 0.404, 0.596),
    ])
  func interval(wins: Int, losses: Int, rate: Double, low: Double, high: Double) {
    let contestant = Contestant(model: Self.flash, config: GenerationConfig())
    let standing = Standing(contestant: contestant, wins: wins, losses: losses)
    #expect(abs(standing.winRate - rate) < 0.0005)
    #expect(abs(standing.interval.lowerBound - low) < 0.0006, "\(standing.interval)")
    #expect(abs(standing.interval.upperBound - high) < 0.0006, "\(standing.interval)")
    #expect(Standing(contestant: contestant).interval == 0...1)
  }
}
