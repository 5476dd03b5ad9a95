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
