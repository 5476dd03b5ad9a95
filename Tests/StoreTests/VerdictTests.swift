import Core
import GRDB
import Gemini
import Testing

@testable import Store

@Suite("Verdicts in the store")
struct VerdictTests {
  private let store: SessionStore

  init() throws { store = try SessionStore.inMemory() }

  /// Stores a session with one turn and an answer of each of two lanes.
  private func compare(_ number: Int, isDemo: Bool = false) throws -> Verdict {
    var session = Sample.session("s\(number)", title: "Session \(number)")
    session.isDemo = isDemo
    var turn = Sample.turn("t\(number)", "Prompt \(number)")
    turn.runs = ["a", "b"].enumerated().map { lane, letter in
      var run = Run(
        id: RunID(rawValue: "\(letter)\(number)"), model: "model-\(letter)", backend: .developer,
        config: GenerationConfig(JSONObject(["temperature": .int(lane)])), startTime: Instant(milliseconds: 3000))
      run.lane = lane
      run.extras = RequestExtras(
        GenerateContentRequest(model: run.model, contents: []), systemInstruction: "Be \(letter).")
      return run
    }
    session.turns = [turn]
    try store.add(session)
    return Verdict(
      session: session.id, turn: turn.id, answers: turn.runs.map(\.id), choice: .tie,
      time: Instant(milliseconds: 5000 + number))
  }

  @Test("A verdict comes back whole, with who gave the answers")
  func whole() throws {
    var verdict = try compare(1)
    verdict.choice = .answer(RunID(rawValue: "b1"))
    verdict.note = "Shorter, and \"right\".\0"
    verdict.label = "Übersetzung"
    verdict.isBlind = true
    try store.judge(verdict)
    let answers = ["a", "b"].enumerated().map { lane, letter in
      JudgedAnswer(
        run: RunID(rawValue: "\(letter)1"), lane: lane, model: "model-\(letter)",
        config: GenerationConfig(JSONObject(["temperature": .int(lane)])), systemInstruction: "Be \(letter).")
    }
    #expect(
      try store.verdicts() == [
        JudgedComparison(verdict: verdict, prompt: "Prompt 1", sessionTitle: "Session 1", answers: answers)
      ])
  }

  @Test("Judging again replaces the verdict", arguments: [Verdict.Choice.tie, .none, .answer(RunID(rawValue: "a1"))])
  func again(_ choice: Verdict.Choice) throws {
    var verdict = try compare(1)
    verdict.choice = .answer(RunID(rawValue: "b1"))
    verdict.note = "First thought"
    try store.judge(verdict)
    verdict.choice = choice
    verdict.note = ""
    verdict.time = Instant(milliseconds: 9000)
    try store.judge(verdict)
    #expect(try store.verdicts().map(\.verdict) == [verdict])
  }

  @Test("They are listed newest first, by label in whatever case, by session, and no more than asked for")
  func lists() throws {
    for (number, label) in ["Ärger", "code", "ärger", ""].enumerated() {
      var verdict = try compare(number, isDemo: number == 1)
      verdict.label = label
      try store.judge(verdict)
    }
    func times(_ label: String? = nil, in session: SessionID? = nil, limit: Int = 100) throws -> [Int] {
      try store.verdicts(label: label, in: session, limit: limit).map { $0.verdict.time.milliseconds - 5000 }
    }
    #expect(try times() == [3, 2, 1, 0])
    #expect(try times("ÄRGER") == [2, 0])
    #expect(try times("ärger", limit: 1) == [2])
    #expect(try times("") == [3])
    #expect(try times(in: SessionID(rawValue: "s1")) == [1])
    #expect(try times("nothing").isEmpty)
    #expect(try store.verdicts().map(\.isDemo) == [false, false, true, false])
  }

  @Test("A turn that is not there, or is of another session, has no verdict")
  func missing() throws {
    var verdict = try compare(1)
    _ = try compare(2)
    verdict.session = SessionID(rawValue: "s2")
    #expect(throws: StoreError.missing("The turn")) { try store.judge(verdict) }
    #expect(try store.verdicts().isEmpty)
  }

  @Test("A verdict goes with its session, and stays when an answer goes")
  func gone() throws {
    let verdict = try compare(1)
    try store.judge(verdict)
    try store.queue.write { try $0.execute(sql: "DELETE FROM run WHERE id = 'a1'") }
    let found = try store.verdicts()
    #expect(found.map(\.verdict) == [verdict])
    #expect(found.first?.answers.map(\.run.rawValue) == ["b1"])
    try store.queue.write { try $0.execute(sql: "DELETE FROM session") }
    #expect(try store.verdicts().isEmpty)
  }
}
