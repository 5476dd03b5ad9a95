import Core
import Gemini
import Testing

@testable import Views

@Suite("The figures of a run")
struct RunFactsTests {
  private let start = Instant(milliseconds: 1_000_000)

  private func run(_ events: RunEvent...) -> Run {
    var run = Run(
      id: RunID(rawValue: "r"), model: "m", backend: .developer, config: GenerationConfig(), startTime: start)
    for event in events { run.apply(event, at: start) }
    return run
  }

  @Test("A run that waits for its turn says so, and how long if that is known")
  func queued() {
    #expect(RunFacts.text(run(.queued(seconds: nil)), now: start + 20_000) == "queued behind other requests")
    let limited = run(.queued(seconds: 30))
    #expect(RunFacts.text(limited, now: start + 500) == "queued: its turn comes in 30 s")
    #expect(RunFacts.text(limited, now: start + 60_000) == "queued: its turn comes in 0 s")
  }

  @Test("Only a request that is out can have brought nothing for so long")
  func silence() throws {
    let failure = Failure(.server, "Busy", hint: "Wait.")
    #expect(RunFacts.text(run(), now: start + 13_000) == "not sent yet · 13 s")
    #expect(RunFacts.text(run(.attempt(1)), now: start + 13_000) == "● nothing for 13 s")
    let waiting = run(.attempt(1), .retry(failure, attempt: 1, delaySeconds: 30))
    #expect(RunFacts.text(waiting, now: start + 13_000) == "waiting · 13 s")
    #expect(RunFacts.elapsed(run(.attempt(1), .queued(seconds: 40)), now: start + 13_000) == "13 s")
    // The next attempt leaves later: what came or not before it does not count.
    var again = waiting
    again.apply(.attempt(2), at: start + 30_000)
    #expect(RunFacts.text(again, now: start + 34_000) == "● waiting for the answer · 34 s")
    #expect(RunFacts.text(again, now: start + 41_000) == "● nothing for 11 s")
  }

  @Test(
    "There is no speed of an answer that a filter took away, as its tokens did not all come",
    arguments: [("STOP", true), ("MAX_TOKENS", true), ("SAFETY", false), ("RECITATION", false)])
  func speed(reason: String, isShown: Bool) {
    var run = run(.attempt(1))
    let first: JSON = ["candidates": [["content": ["parts": [["text": "The hall "]]]]]]
    let last: JSON = [
      "candidates": [["content": ["parts": [["text": "is larger."]]], "finishReason": .string(reason)]],
      "usageMetadata": ["candidatesTokenCount": 900],
    ]
    for (json, time) in [(first, 1000), (last, 2000)] {
      run.apply(.received([GenerateContentResponse(json)]), at: start + time)
    }
    run.apply(.ended(nil), at: start + 2000)
    #expect((run.tokensPerSecond != nil) == isShown)
  }

  @Test("An answer over several requests says how many there were")
  func hops() throws {
    let response = GenerateContentResponse([
      "candidates": [["content": ["parts": [["text": "a"]]], "finishReason": "STOP"]]
    ])
    let long = run(.attempt(1), .received([response]), .hop(2), .received([response]), .ended(nil))
    #expect(RunFacts.text(long, now: start).contains("2 requests"))
    #expect(!RunFacts.text(run(.attempt(1), .received([response]), .ended(nil)), now: start).contains("request"))
  }
}
