import Core
import Foundation
import GRDB
import Gemini
import Testing

@testable import Store

@Suite struct RecorderTests {
  let store: SessionStore
  let session: Session

  init() throws {
    store = try SessionStore.inMemory()
    var session = Sample.session()
    session.turns = [Sample.turn()]
    try store.add(session)
    self.session = session
  }

  private func begin(_ run: Run) throws -> RunRecorder {
    try store.begin(run, in: session.turns[0].id)
    return store.recorder(for: run.id)
  }

  private func stored() throws -> Run? { try store.session(session.id)?.turns[0].runs.first }

  private func grow(_ run: inout Run, _ text: String, candidate: Int = 0, thought: Bool = false) {
    let part = Part(text: text, thought: thought)
    var response = GenerateContentResponse([:])
    response.candidates = [Candidate(index: candidate, parts: [part])]
    run.apply(.received([response]), at: (run.lastEventTime ?? run.startTime) + 200)
  }

  /// Counts the bytes of text written from now on.
  private func countBytes() throws {
    try store.queue.write { database in
      try database.execute(
        sql: """
          CREATE TEMP TABLE written (bytes INTEGER);
          CREATE TEMP TRIGGER onInsert AFTER INSERT ON main.part BEGIN INSERT INTO written VALUES (length(NEW.text)); END;
          CREATE TEMP TRIGGER onUpdate AFTER UPDATE ON main.part BEGIN INSERT INTO written VALUES (length(NEW.text)); END;
          """)
    }
  }

  private func countedBytes() throws -> Int {
    try store.queue.read { try Int.fetchOne($0, sql: "SELECT coalesce(sum(bytes), 0) FROM written") ?? 0 }
  }

  @Test func everyStepReadsBackEqual() throws {
    let whole = try Sample.richRun()
    var run = Sample.run()
    run.config = whole.config
    let recorder = try begin(run)
    #expect(try stored() == run)
    run.apply(.attempt(1), at: Instant(milliseconds: 3001))
    try recorder.record(run)
    #expect(try stored() == run)
    for candidate in whole.candidates {
      for part in candidate.parts {
        var response = GenerateContentResponse([:])
        response.candidates = [Candidate(index: candidate.index, parts: [part])]
        run.apply(.received([response]), at: Instant(milliseconds: 3100))
        try recorder.record(run)
        #expect(try stored() == run)
      }
    }
    run.apply(.ended(.cancelled), at: Instant(milliseconds: 5000))
    try recorder.record(run)
    #expect(try stored() == run)
  }

  @Test func whatOnlySomeAnswersHaveReadsBack() throws {
    var run = Sample.run()
    let recorder = try begin(run)
    run.apply(.attempt(1), at: Instant(milliseconds: 3001))
    let first = #"{"content":{"parts":[{"text":"One"}]},"continuationToken":"T+/=","logprobsResult":{"a":[1]}}"#
    let second = #"{"content":{"parts":[{"text":" two"}]},"finishReason":"STOP","avgLogprobs":-0.5,"tokenCount":2}"#
    let usage = #""usageMetadata":{"candidatesTokenCount":3}"#
    for (number, candidate) in [first, second].enumerated() {
      if number > 0 { run.apply(.hop(number + 1), at: Instant(milliseconds: 3050)) }
      let response = try Sample.response(
        #"{"candidates":[\#(candidate)],\#(usage),"createTime":"2026-11-22T10:00:00Z","modelStatus":{"modelStage":"S"}}"#
      )
      run.apply(.received([response]), at: Instant(milliseconds: 3100))
    }
    run.apply(.ended(nil), at: Instant(milliseconds: 3200))
    try recorder.record(run)
    #expect(try stored() == run)
    #expect(run.hops.count == 2 && run.answer?.continuationToken == "T+/=")
  }

  @Test func answersAreGoneOnFrom() throws {
    var run = Sample.run()
    let recorder = try begin(run)
    run.apply(.attempt(1), at: Instant(milliseconds: 3001))
    run.apply(.hop(2), at: Instant(milliseconds: 3002))
    run.apply(.ended(.cancelled), at: Instant(milliseconds: 3003))
    try recorder.record(run)
    try store.continue(run.id)
    run.isContinued = true
    #expect(try stored() == run)
    try store.continue(run.id, false)
    run.isContinued = false
    #expect(try stored() == run)
    #expect(throws: StoreError.missing("The answer")) { try store.continue(RunID(rawValue: "none")) }
  }

  /// What was taken back and came anew may be longer than before, and have the same beginning of parts.
  @Test func whatWasTakenBackIsWrittenAnew() throws {
    var run = Sample.run()
    let recorder = try begin(run)
    run.apply(.attempt(1), at: Instant(milliseconds: 3001))
    grow(&run, "first thoughts", thought: true)
    try recorder.record(run)
    run.apply(.attempt(2), at: Instant(milliseconds: 3500))
    grow(&run, "other and longer thoughts", thought: true)
    try recorder.record(run)
    #expect(try stored()?.candidates == run.candidates)
    #expect(run.candidates[0].parts == [Part(text: "other and longer thoughts", thought: true)])
  }

  @Test func longAnswerCostsWhatIsNew() throws {
    var run = Sample.run()
    let recorder = try begin(run)
    try countBytes()
    let piece = String(repeating: "Zeilen und Wörter 🏛️. ", count: 1000)
    for _ in 0..<200 {
      grow(&run, piece)
      try recorder.record(run)
    }
    run.apply(.ended(nil), at: Instant(milliseconds: 90_000))
    try recorder.record(run)
    let total = run.parts[0].text?.utf8.count ?? 0
    #expect(total > 5_000_000)
    #expect(try countedBytes() <= total + 200 * StoredPart.segmentSize)
    #expect(try stored() == run)
  }

  /// A run that is recorded and nothing else, beside the whole of it.
  private struct Recorded {
    var whole: Run
    var held: Run

    mutating func apply(_ event: RunEvent, at time: Int) {
      whole.apply(event, at: Instant(milliseconds: time))
      held.apply(event, at: Instant(milliseconds: time))
    }

    mutating func record(_ recorder: RunRecorder) throws {
      try recorder.record(held)
      recorder.release(&held)
    }

    var heldBytes: Int { held.candidates.flatMap(\.parts).reduce(0) { $0 + ($1.text?.utf8.count ?? 0) } }
  }

  private func text(_ text: String, candidate: Int = 0, thought: Bool = false, token: String? = nil) -> RunEvent {
    var response = GenerateContentResponse([:])
    var chunk = Candidate(index: candidate, parts: [Part(text: text, thought: thought)])
    chunk.continuationToken = token
    response.candidates = [chunk]
    return .received([response])
  }

  @Test func whatIsStoredIsLetGoOf() throws {
    var run = Recorded(whole: Sample.run(), held: Sample.run())
    let recorder = try begin(run.whole)
    run.apply(.attempt(1), at: 3001)
    let piece = String(repeating: "Zeilen und Wörter 🏛️. ", count: 1000)
    for number in 0..<60 {
      run.apply(text("\(number)" + piece, candidate: number % 2, thought: number < 20), at: 3100 + number)
      // What comes between recording and letting go of it stays.
      if number % 3 == 0 {
        try recorder.record(run.held)
        run.apply(text("more", candidate: number % 2, thought: number < 20), at: 3100 + number)
        recorder.release(&run.held)
      } else {
        try run.record(recorder)
      }
      #expect(run.heldBytes <= 4 * StoredPart.segmentSize + 4)
    }
    run.apply(.ended(nil), at: 4000)
    try run.record(recorder)
    let lengths = [run.held, run.whole].map { $0.candidates.map { $0.parts.map(\.textLength) } }
    #expect(lengths[0] == lengths[1])
    #expect(try stored() == run.whole)
  }

  /// A server that gives no token may do so later, and take back what came after it.
  @Test(arguments: [0, 1, 3]) func whatWasTakenBackAfterMuchWasLetGoOfIsWrittenAnew(moreParts: Int) throws {
    var run = Recorded(whole: Sample.run(), held: Sample.run())
    let recorder = try begin(run.whole)
    run.apply(.attempt(1), at: 3001)
    let piece = String(repeating: "Wörter ", count: 10_000)
    for event in [text("a thought", thought: true), text(piece), text(piece), text("other", candidate: 1)] {
      run.apply(event, at: 3100)
      try run.record(recorder)
    }
    let released = try #require(run.held.candidates.first?.parts.last?.released)
    #expect(released > 100_000)
    run.apply(text("Kept", token: "T"), at: 3200)
    for number in 0..<moreParts { run.apply(text(piece, thought: number % 2 == 1), at: 3300) }
    try run.record(recorder)
    #expect(run.held.candidates.first?.parts[1].released == released, "the way back to the token stays open")
    run.apply(.hop(2), at: 3400)
    run.apply(text(", and gone on with"), at: 3500)
    try run.record(recorder)
    #expect(run.whole.parts.last?.text?.hasSuffix("Wörter Kept, and gone on with") == true)
    #expect(run.whole.edition == (moreParts > 0 ? 1 : 0))
    #expect(try stored()?.candidates == run.whole.candidates)
    run.apply(.attempt(2), at: 3600)
    run.apply(text("All anew"), at: 3700)
    try run.record(recorder)
    #expect(try stored()?.candidates == run.whole.candidates)
    #expect(run.held == run.whole)
  }

  @Test func aStepThatFailsKeepsWhatItWouldHaveWritten() throws {
    var run = Recorded(whole: Sample.run(), held: Sample.run())
    let recorder = try begin(run.whole)
    let piece = String(repeating: "word ", count: 20_000)
    run.apply(text(piece), at: 3100)
    try run.record(recorder)
    try store.queue.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA max_page_count = \(Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0)")
    }
    run.apply(text(piece + piece), at: 3200)
    #expect(throws: StoreError.full) { try recorder.record(run.held) }
    recorder.release(&run.held)
    #expect(run.heldBytes >= 2 * piece.utf8.count)
    try store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
    try run.record(recorder)
    #expect(run.heldBytes <= StoredPart.segmentSize)
    #expect(try stored()?.candidates == run.whole.candidates)
  }

  @Test func segmentsEndBetweenCharacters() throws {
    let text = String(repeating: "a", count: StoredPart.segmentSize - 1) + String(repeating: "é🏛️", count: 9000)
    let segments = StoredPart.segments(of: Data(text.utf8))
    #expect(segments.allSatisfy { $0.count <= StoredPart.segmentSize && String(data: $0, encoding: .utf8) != nil })
    #expect(segments.reduce(Data(), +) == Data(text.utf8))
    #expect(StoredPart.segments(of: Data()).count == 1)
  }

  @Test func callWithoutNewsWritesNothing() throws {
    var run = Sample.run()
    let recorder = try begin(run)
    grow(&run, "Something")
    try recorder.record(run)
    let before = try store.queue.read { $0.totalChangesCount }
    try recorder.record(run)
    #expect(try store.queue.read { $0.totalChangesCount } == before)
  }

  @Test func candidatesGrowSideBySide() throws {
    var run = Sample.run()
    let recorder = try begin(run)
    for number in 0..<60 {
      grow(&run, "\(number) " + String(repeating: "x", count: 500), candidate: number % 3, thought: number < 20)
      try recorder.record(run)
      #expect(try stored()?.candidates == run.candidates)
    }
    #expect(run.candidates.count == 3)
  }

  @Test func runThatChangedBehindIsWrittenAnew() throws {
    var run = Sample.run()
    let recorder = try begin(run)
    grow(&run, String(repeating: "long ", count: 10_000), thought: true)
    grow(&run, "answer")
    try recorder.record(run)
    run.candidates[0].parts[0] = Part(text: "short", thought: true)
    try recorder.record(run)
    #expect(try stored() == run)
    run.candidates[0].parts.removeFirst()
    try recorder.record(run)
    #expect(try stored() == run)
    run.candidates = []
    try recorder.record(run)
    #expect(try stored() == run)
  }

  @Test func newRecorderGoesOnWhereAnotherStopped() throws {
    var run = Sample.run()
    let first = try begin(run)
    grow(&run, String(repeating: "one ", count: 10_000))
    grow(&run, "thinking", thought: true)
    try first.record(run)
    grow(&run, "two")
    try store.recorder(for: run.id).record(run)
    #expect(try stored() == run)
  }

  @Test func waitingRunReadsAsSending() throws {
    var run = Sample.run()
    let recorder = try begin(run)
    run.apply(.retry(.incompleteStream, attempt: 1, delaySeconds: 2), at: Instant(milliseconds: 3500))
    try recorder.record(run)
    #expect(try stored()?.phase == .sending)
  }

  @Test func runThatIsGoneIsMissing() throws {
    let run = Sample.run("never begun")
    #expect(throws: StoreError.missing("The answer")) { try store.recorder(for: run.id).record(run) }
    let recorder = try begin(Sample.run())
    #expect(throws: StoreError.missing("The answer")) { try recorder.record(run) }
    try store.queue.write { try $0.execute(sql: "DELETE FROM session") }
    var known = Sample.run()
    grow(&known, "text")
    #expect(throws: StoreError.missing("The answer")) { try recorder.record(known) }
  }

  @Test func picturesOfAnswersAreCountedOnce() throws {
    var run = Sample.run()
    let recorder = try begin(run)
    let picture = Part(.inlineData(Blob(mimeType: "image/png", data: .asset(Sample.image))))
    var thought = picture
    thought.thought = true
    var candidate = Candidate(index: 0, parts: [thought, picture])
    run.candidates = [candidate]
    try recorder.record(run)
    #expect(try store.latest()?.images == 1)
    candidate.parts.append(picture)
    run.candidates = [candidate]
    try recorder.record(run)
    #expect(try store.latest()?.images == 2)
    run.candidates = [Candidate(index: 0, parts: [picture])]
    try recorder.record(run)
    #expect(try store.latest()?.images == 1)
  }
}
