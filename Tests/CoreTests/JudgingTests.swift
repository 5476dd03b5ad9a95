import Gemini
import Screen
import Testing

@testable import Core

@Suite("Differences, judging and reading in a comparison")
struct JudgingTests {
  /// A comparison whose lanes have answered these texts.
  private static func answered(_ texts: [String], columns: Int = 120, rows: Int = 24) throws -> (Desk, [RunID]) {
    var (desk, runs) = try ComparisonTests.asking(lanes: texts.count, columns: columns, rows: rows)
    for (run, text) in zip(runs, texts) {
      desk.receive(run, ["text": .string(text)], finish: "STOP")
      desk.end(run)
    }
    desk.press("tab")
    desk.work()
    return (desk, runs)
  }

  private static func paragraphs(_ words: [String], times: Int = 1) -> String {
    words.map { word in Array(repeating: "The paragraph about \(word).", count: times).joined(separator: " ") }
      .joined(separator: "\n\n")
  }

  // MARK: Reading

  @Test("Columns scroll together by the paragraph, and each by itself once unlocked")
  func locked() throws {
    let words = ["apples", "pears", "plums", "cherries", "grapes", "quinces", "medlars", "figs", "dates", "limes"]
    var (desk, _) = try Self.answered([
      Self.paragraphs(words, times: 6), "A long preface.\n\nOf two paragraphs.\n\n" + Self.paragraphs(words, times: 9),
    ])
    desk.press("g")
    while desk.top(0) != "The paragraph about cherries. The paragraph about" { desk.press("j") }
    #expect(desk.top(1).hasPrefix("The paragraph about cherries."))
    desk.press("s 2 g")
    #expect(desk.top(1) == "A long preface.")
    #expect(desk.top(0).hasPrefix("The paragraph about cherries."))
  }

  @Test("On a narrow screen another lane is flipped to in place, its like paragraph at the top")
  func flipping() throws {
    let words = ["apples", "pears", "plums", "cherries", "grapes", "quinces", "medlars", "figs", "dates", "limes"]
    var (desk, _) = try Self.answered(
      [Self.paragraphs(words, times: 4), "Preface.\n\n" + Self.paragraphs(words, times: 7)], columns: 80)
    #expect(desk.studio.compareLayout.columns.map(\.place) == [0])
    desk.press("g")
    while !desk.top(0).hasPrefix("The paragraph about plums.") { desk.press("j") }
    desk.press("2")
    #expect(desk.studio.compareLayout.columns.map(\.place) == [1])
    #expect(desk.top(1).hasPrefix("The paragraph about plums."))
  }

  @Test("What is read above the end never moves while an answer grows; how much came is counted")
  func reading() throws {
    var (desk, runs) = try ComparisonTests.asking(rows: 20)
    for run in runs { desk.receive(run, ["text": .string(String(repeating: "A line.\n\n", count: 30))]) }
    desk.press("tab g")
    let before = desk.top(0)
    for run in runs { desk.receive(run, ["text": .string(String(repeating: "More.\n\n", count: 10))]) }
    #expect(desk.top(0) == before && desk.top(1) == before)
    #expect(desk.studio.comparison.columns.values.allSatisfy { $0.newCount == 20 })
    desk.press("G")
    #expect(desk.studio.comparison.columns.values.allSatisfy { $0.isFollowing })
  }

  @Test("Thoughts are open while they are all there is, then fold to their title; the key steps the focused lane's")
  func thoughts() throws {
    var (desk, runs) = try ComparisonTests.asking()
    for run in runs { desk.receive(run, ["text": "Hm, hm.", "thought": true]) }
    #expect(desk.lines(0).contains("│ Hm, hm.") && desk.lines(1).contains("│ Hm, hm."))
    desk.receive(runs[0], ["text": "Well."])
    #expect(!desk.lines(0).contains("│ Hm, hm.") && desk.lines(0).contains("Well."))
    desk.press("ctrl+t")
    #expect(desk.lines(0).contains { $0.hasPrefix("▾ Thinking") } == false)
    desk.press("ctrl+t")
    #expect(desk.lines(0).contains("│ Hm, hm."))
    desk.receive(runs[1], ["text": "Well."])
    #expect(!desk.lines(1).contains("│ Hm, hm."))
  }

  @Test("J and K go from turn to turn, and the focus of a lane chooses the answer that keys are about")
  func turns() throws {
    var (desk, runs) = try ComparisonTests.answered()
    desk.type("two")
    let second = desk.press("enter").generations.map(\.run.id)
    for run in second { desk.end(run, .cancelled) }
    desk.press("tab K 2")
    #expect(desk.studio.currentRun?.id == runs[1])
    #expect(desk.press("y") == [.copy("By lane 2.")])
    desk.press("J")
    #expect(desk.studio.currentRun?.id == second[1])
  }

  @Test("The picture of the focused lane is the one that is looked at")
  func pictures() throws {
    var (desk, runs) = try ComparisonTests.asking()
    for (number, run) in runs.enumerated() { desk.receive(run, .picture(.sample(number + 1)), finish: "STOP") }
    desk.press("tab 2 o")
    #expect(desk.studio.overlay == .picture && desk.studio.shownPicture?.asset == .sample(2))
    desk.press("h")
    #expect(desk.studio.shownPicture?.asset == .sample(1) && desk.studio.focusedPlace == 0)
  }

  // MARK: Differences

  @Test("Two answers are compared off the main thread, also what is whole of them while they grow")
  func differences() throws {
    var (desk, runs) = try ComparisonTests.asking(columns: 80)
    desk.receive(runs[0], ["text": "The hall is larger.\n\nIts door says so.\n\nAnd"])
    desk.receive(runs[1], ["text": "The room is larger.\n\nIts door says so.\n\nBut"])
    let effects = desk.press("tab =")
    #expect(
      effects.contains { if case .compareTexts(let job) = $0 { job.key.pair == .init(a: 0, b: 1) } else { false } })
    #expect(desk.studio.differenceLines == nil)
    desk.work()
    let lines = desk.studio.differenceLines?.map(\.text) ?? []
    #expect(lines.first == "~ The ~~hall~~ room is larger.")
    #expect(lines.contains("  Its door says so.") && lines.last == "… But")
    desk.press("escape")
    #expect(desk.studio.comparison.pair == nil && desk.studio.place == .compare)
  }

  @Test("On a wide screen the two stand beside each other, paragraph by paragraph, then as one text, then in columns")
  func beside() throws {
    var (desk, _) = try Self.answered([
      "The hall is larger.\n\nIts door says so.\n\nGone.", "The room is larger.\n\nNew.\n\nIts door says so.",
    ])
    desk.press("=")
    desk.work()
    let halves = desk.studio.differenceLines?.map { line in
      line.text.split(separator: "│", omittingEmptySubsequences: false).map { String($0).trimmingBlanks }
    }
    #expect(
      halves == [
        ["~ The ~~hall~~ is larger.", "~ The room is larger."], ["", ""], ["", "+ New."], ["", ""],
        ["Its door says so.", "Its door says so."], ["", ""], ["- Gone.", ""],
      ])
    desk.press("=")
    desk.work()
    #expect(desk.studio.differenceLines?.first?.text == "~ The ~~hall~~ room is larger.")
    desk.press("=")
    #expect(desk.studio.comparison.pair == nil)
    desk.press("=")
    desk.send(.resized(Size(columns: 80, rows: 24), cellPixels: nil))
    desk.work()
    #expect(desk.studio.differenceLines?.first?.text == "~ The ~~hall~~ room is larger.", "no room for two any more")
  }

  @Test("Their end is followed once one went there, until one goes back")
  func followedDifferences() throws {
    var (desk, runs) = try ComparisonTests.asking(columns: 80, rows: 20)
    func grow(_ desk: inout Desk) {
      for run in runs { desk.receive(run, ["text": .string(String(repeating: "One more.\n\n", count: 40))]) }
      desk.work()
    }
    func below(_ desk: Desk) -> Int {
      (desk.studio.differenceLines?.count ?? 0) - desk.studio.comparison.differenceTop
        - desk.studio.compareLayout.rows
    }
    grow(&desk)
    desk.press("tab =")
    desk.work()
    grow(&desk)
    #expect(desk.studio.comparison.differenceTop == 0)
    desk.press("G")
    grow(&desk)
    #expect(desk.studio.comparison.differenceTop > 0 && below(desk) == 0)
    desk.press("k")
    grow(&desk)
    #expect(below(desk) > 1)
  }

  @Test("Which two are compared is changed by h, l and numbers")
  func pairs() throws {
    var (desk, _) = try Self.answered(["One.", "Two.", "Three."])
    desk.press("= =")
    #expect(desk.studio.comparison.pair == .init(a: 0, b: 1))
    desk.press("l l")
    #expect(desk.studio.comparison.pair == .init(a: 1, b: 2))
    desk.press("1")
    #expect(desk.studio.comparison.pair == .init(a: 0, b: 1))
    desk.press("h")
    #expect(desk.studio.comparison.pair == .init(a: 1, b: 2))
  }

  @Test("Answers in JSON are compared field by field")
  func fields() throws {
    var (desk, _) = try Self.answered([#"{"name": "hall", "width": 8}"#, #"{"width": 9, "name": "hall"}"#])
    desk.press("=")
    desk.work()
    #expect(desk.studio.differenceLines?.map(\.text) == ["~ width  8 → 9"])
    #expect(desk.studio.comparison.texts?.summary == "1 field differs")
  }

  // MARK: Judging

  @Test("A verdict names the answers in the order of their lanes, with a note and a label")
  func verdict() throws {
    var (desk, runs) = try Self.answered(["One.", "Two."])
    desk.press("v 2")
    desk.type("#code reads better")
    let effects = desk.press("enter")
    let verdict = try #require(effects.compactMap { if case .judge(let verdict) = $0 { verdict } else { nil } }.first)
    #expect(verdict.answers == runs && verdict.choice == .answer(runs[1]) && !verdict.isBlind)
    #expect(verdict.note == "reads better" && verdict.label == "code")
    #expect(verdict.turn == desk.studio.session.turns[0].id && verdict.session == desk.studio.session.id)
    for (key, choice) in [("t", Verdict.Choice.tie), ("n", .none)] {
      let effects = desk.press("v \(key) enter")
      #expect(effects.contains { if case .judge(let verdict) = $0 { verdict.choice == choice } else { false } })
    }
    #expect(desk.press("v 1 escape").isEmpty, "Esc gives none")
    #expect(desk.press("v c").isEmpty && desk.studio.overlay == nil)
  }

  @Test("The better answer has the focus afterwards, so that going on goes on from it")
  func better() throws {
    var (desk, runs) = try Self.answered(["One.", "Two.", "Three."])
    desk.press("3")
    let effects = desk.press("v 2 enter")
    #expect(desk.studio.focusedAnswer?.run?.id == runs[1] && effects.chosen == runs[1])
    #expect(desk.studio.notice?.text.hasPrefix("Kept: lane 2") == true)
    desk.press("1 v t enter")
    #expect(desk.studio.focusedAnswer?.run?.id == runs[0])
  }

  @Test("Nothing is asked about answers that are not stored yet")
  func unkept() throws {
    var (desk, runs) = try Self.answered(["One.", "Two."])
    desk.send(.keepingFailed(runs[1], "The disk is full"))
    desk.press("v")
    #expect(desk.studio.overlay == nil)
    #expect(desk.studio.notice?.text == "An answer of this turn is not stored yet. Judge it when it is.")
    desk.send(.keepingFailed(runs[1], nil))
    desk.press("v")
    #expect(desk.studio.overlay != nil)
  }

  @Test("Blind, the order is shuffled by the seed and nothing is told until the verdict")
  func blind() throws {
    var orders: Set<[Int]> = []
    for seed in 1...8 {
      var desk = Desk(seed: UInt64(seed))
      desk.press("ctrl+x c tab a a B")
      let order = try #require(desk.studio.session.blindOrder)
      orders.insert(order)
    }
    #expect(orders.count > 2)
    var (desk, runs) = try Self.answered(["One.", "Two."])
    desk.press("B")
    #expect(desk.studio.session.isBlind)
    for keys in [
      "f", "M", "a", "D", "R", "w", "W", "ctrl+x m", "ctrl+x r", "ctrl+x R", "ctrl+x y", "ctrl+x p", "ctrl+x $",
      "alt+t",
      "enter", "ctrl+x c",
    ] {
      desk.press(keys)
      #expect(desk.studio.notice?.text == Command.whileBlind(desk.studio) && desk.studio.overlay == nil, "\(keys)")
    }
    let order = desk.studio.comparedAnswers.map { $0.run?.id }
    let effects = desk.press("v 1 enter")
    let verdict = try #require(effects.compactMap { if case .judge(let verdict) = $0 { verdict } else { nil } }.first)
    #expect(verdict.answers == runs && verdict.choice == order[0].map { .answer($0) })
    #expect(!verdict.isBlind, "who answered had been seen")
    #expect(effects.saved?.blindOrder == nil && !desk.studio.session.isBlind)
  }

  @Test("A verdict is blind where nobody had seen who answered, also in the session as it is stored")
  func blindFromTheStart() throws {
    var desk = Desk()
    desk.press("ctrl+x c tab B i")
    desk.wait(1000)
    desk.type("which?")
    for run in desk.press("enter").generations.map(\.run.id) {
      desk.receive(run, ["text": "this one"], finish: "STOP")
      desk.end(run)
    }
    desk.wait(1000)
    let verdicts = desk.press("tab v 1 enter").compactMap { if case .judge(let verdict) = $0 { verdict } else { nil } }
    #expect(verdicts.map(\.isBlind) == [true])
  }

  @Test("A blind comparison is kept with its session, also for the next one, until it is judged or shown")
  func blindness() throws {
    var (desk, runs) = try Self.answered(["One.", "Two."])
    let order = try #require(desk.press("B").saved?.blindOrder)
    var other = Desk(seed: 2)
    other.send(.sessionOpened(desk.studio.session))
    #expect(other.studio.session.isBlind)
    #expect(
      other.studio.comparedAnswers.map(\.lane) == order
        && Set(other.studio.comparedAnswers.map { $0.run?.id }) == Set(runs))
    desk.press("ctrl+x n")
    #expect(desk.studio.session.isBlind && desk.studio.comparedAnswers.map(\.lane) == order)
    #expect(other.press("tab v t enter").saved?.blindOrder == nil)
    #expect(!other.studio.session.isBlind)
  }

  @Test("While a comparison is blind no sentence names a model")
  func unnamed() throws {
    var (desk, runs) = try ComparisonTests.asking()
    let model = desk.studio.session.lanes[1].model
    desk.receive(runs[0], ["text": "One."], finish: "STOP")
    desk.end(runs[0])
    desk.press("tab B")
    let failure = Failure(
      .notFound, "models/\(model) is not found for API version v1", hint: "Choose another than \(model).")
    desk.end(runs[1], failure)
    let lines = desk.studio.comparison.columns.values.flatMap { $0.lines(rows: 30).map(\.text) }
    let shown = lines.joined(separator: " ")
    #expect(shown.contains("The model is not found") && !shown.contains(model))
    desk.send(.notice("\(model) is busy.", .warning))
    #expect(desk.studio.notice?.text == "The model is busy.")
    var plain = PlainConversation()
    let read = plain.next(desk.studio, columns: 80).map(\.text).joined(separator: "\n")
    #expect(read.contains("answer 1:") && !read.contains(model) && !read.contains(desk.studio.session.lanes[0].model))
    desk.press("B")
    #expect(
      desk.studio.comparison.columns.values.contains { column in
        column.lines(rows: 30).contains { $0.text.contains(model) }
      })
  }

  @Test("The table of verdicts counts what a label begins with")
  func table() throws {
    var (desk, _) = try Self.answered(["One.", "Two."])
    #expect(desk.press("V").contains(.listVerdicts))
    let answers = [("a", "gemini-2.5-pro"), ("b", "gemini-2.5-flash")].map {
      JudgedAnswer(run: RunID(rawValue: $0), lane: 0, model: $1)
    }
    desk.send(
      .verdictsListed([
        JudgedComparison(
          verdict: Verdict(
            session: desk.studio.session.id, turn: TurnID(rawValue: "t"), answers: answers.map(\.run),
            choice: .answer(answers[0].run), label: "code", time: desk.now), prompt: "", sessionTitle: "",
          answers: answers)
      ]))
    #expect(desk.studio.standings(filter: "co").map(\.wins) == [1, 0])
    #expect(desk.studio.standings(filter: "prose").isEmpty)
  }
}

extension Desk {
  /// Does what is to be worked out off the main thread, until nothing is left.
  mutating func work() {
    send(.tick)
    var last = effects
    for _ in 0..<8 {
      guard
        let job = last.compactMap({ if case .compareTexts(let job) = $0 { job } else { nil } }).first
          ?? pendingJob
      else { return }
      last = send(.textsCompared(job.run()))
    }
  }

  /// What was asked for before.
  private var pendingJob: TextComparison.Job? {
    guard let key = studio.comparison.wanted else { return nil }
    let answers = studio.comparedAnswers
    return TextComparison.Job(
      key: key, texts: answers.map { studio.comparison.columns[$0.id]?.source ?? "" },
      isGrowing: answers.map { $0.run?.isActive == true })
  }

  /// The lines of a column on the screen.
  func lines(_ place: Int) -> [String] {
    studio.comparison.columns[studio.comparedAnswers[place].id]?.lines(rows: studio.compareLayout.rows).map(\.text)
      ?? []
  }

  func top(_ place: Int) -> String { lines(place).first ?? "" }
}
