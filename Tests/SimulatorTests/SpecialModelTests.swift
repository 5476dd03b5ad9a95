import Foundation
import Gemini
import Testing

@testable import Simulator

/// The ids no service has.
struct SpecialModelTests {
  @Test func theEchoIsExactAndWithoutPause() async throws {
    let prompt = "  one\r\n\ttwo \u{2028} `three` 🚣‍♀️"
    let reply = try await reply("sim-echo", body(prompt))
    #expect(reply.text == "Offline simulator, echo:\n\n" + prompt)
    #expect(reply.steps.allSatisfy { $0.pause == 0 })
  }

  @Test func otherModelsArePacedLikePeopleSeeThem() async throws {
    for prompt in ["Tell me about the rivers of Europe", "Show me code"] {
      let reply = try await reply("gemini-2.0-flash", body(prompt))
      #expect((1000...4000).contains(reply.steps.reduce(0) { $0 + $1.pause }))
    }
    let slow = try await reply("sim-slow", body("Tell me about rivers"))
    #expect(slow.pace == .kept)
    #expect(slow.steps.allSatisfy { $0.pause == 400 })
  }

  @Test(arguments: [("sim-429", 1.0), ("sim-429-retry", 6.5), ("sim-429-info", nil), ("sim-429-bare", nil)])
  func everyOtherRequestExceedsTheQuota(model: String, delay: Double?) async throws {
    let service = SimulatorService(codec: StoredPNG())
    for _ in 0..<2 {
      do throws(Refusal) {
        _ = try await service.reply(model: model, body: body("Hello"))
        Issue.record("The quota held.")
      } catch {
        let failure = try #require(Failure(error.json, httpStatus: nil))
        #expect(failure.httpStatus == 429)
        #expect(failure.kind == .rateLimited)
        #expect(failure.retryDelaySeconds == delay)
      }
      // Other models are counted by themselves.
      _ = try await service.reply(model: "sim-echo", body: body("Hello"))
      let passed = try await service.reply(model: model, body: body("Hello"))
      #expect(passed.candidate.finishReason == .stop)
    }
  }

  @Test(
    arguments: [
      ("sim-429-day", 429, .quotaExhausted), ("sim-500", 500, .server), ("sim-503", 503, .server),
      ("sim-bad-key", 400, .authentication),
    ] as [(String, Int, Failure.Kind)]) func someRefuseEveryRequest(
      model: String, code: Int, kind: Failure.Kind
    ) async throws
  {
    let service = SimulatorService(codec: StoredPNG())
    for _ in 0..<3 {
      do throws(Refusal) {
        _ = try await service.reply(model: model, body: body("Hello"))
        Issue.record("It was answered.")
      } catch {
        #expect(error.code == code)
        #expect(Failure(error.json, httpStatus: code)?.kind == kind)
      }
    }
  }

  @Test func failuresInMidStreamAreWhatTheirNamesSay() async throws {
    let cut = try await reply("sim-cut", body("Tell me about rivers"))
    #expect(cut.ending == .cut)
    #expect(!cut.text.isEmpty)
    #expect(cut.candidate.finishReason == nil)
    let error = try await reply("sim-error", body("Tell me about rivers"))
    #expect(error.ending == .failure(.overloaded))
    #expect(error.candidate.finishReason == nil)
    let stall = try await reply("sim-stall", body("Tell me about rivers"))
    #expect(stall.ending == .silence)
    #expect(stall.steps.count == 1)
    let malformed = try await reply("sim-malformed", body("Tell me about rivers"))
    #expect(malformed.steps.filter(\.isBroken).count == 1)
    #expect(malformed.steps.last?.isBroken == false)
    #expect(!malformed.isWhole)
  }

  @Test(arguments: [("sim-safety", "SAFETY"), ("sim-recitation", "RECITATION")])
  func filtersStopAnAnswerThatHasBegun(model: String, reason: String) async throws {
    let answer = try await reply(model, body("Tell me about rivers"))
    #expect(answer.candidate.finishReason?.rawValue == reason)
    #expect(!answer.text.isEmpty)
    #expect(answer.steps.last?.chunk.candidate?["content"] == nil)
    #expect(answer.steps.dropLast().allSatisfy { $0.chunk.candidate?["finishReason"] == nil })
  }

  @Test(arguments: [
    ("sim-empty", "STOP"), ("sim-no-image", "NO_IMAGE"), ("sim-max-tokens", "MAX_TOKENS"),
  ]) func someAnswersHaveNoContent(model: String, reason: String) async throws {
    let answer = try await reply(model, body("Tell me about rivers"))
    #expect(answer.responses.count == 1)
    #expect(answer.candidate.finishReason?.rawValue == reason)
    #expect(answer.candidate.parts.isEmpty)
    #expect(answer.usage?.candidatesTokenCount == nil)
  }

  @Test func thinkingMayTakeAllTokens() async throws {
    let config: JSON = ["maxOutputTokens": 777]
    let usage = try await reply("sim-max-tokens", body("Tell me about rivers", config: config)).usage
    #expect(usage?.thoughtsTokenCount == 777)
  }

  @Test func theModelWithoutAPictureCountsAsOneThatMakesThem() async throws {
    let config: JSON = ["responseModalities": ["TEXT", "IMAGE"], "imageConfig": ["aspectRatio": "1:1"]]
    #expect(await refusal("sim-no-image", body("A cat", config: config)) == nil)
  }

  @Test func aBlockedPromptHasNoCandidates() async throws {
    let blocked = try await reply("sim-blocked", body("Tell me about rivers"))
    #expect(blocked.responses.map { $0.promptFeedback?.isBlock } == [true])
    #expect(blocked.responses[0].candidates.isEmpty)
  }

  @Test func thoughtsMayStandInTheAnswer() async throws {
    let answer = try await reply("sim-think-tags", body("Tell me about rivers"))
    #expect(answer.thoughts.isEmpty)
    #expect(answer.text.hasPrefix("<think>\n**"))
    let halves = answer.text.components(separatedBy: "</think>")
    #expect(halves.count == 2)
    #expect(halves.last?.contains("offline simulator") == true)
    // The tags are cut anywhere, as text is.
    #expect(!answer.responses.contains { $0.candidates.first?.text(thought: false).contains("</think>") == true })
  }

  @Test func stopMayComeEarlyOftenOrNever() async throws {
    func reasons(_ model: String) async throws -> [Bool] {
      let answer = try await reply(model, body("Tell me about rivers"))
      #expect(answer.text.contains("offline simulator"))
      return answer.responses.map { $0.candidates.first?.finishReason == .stop }
    }
    let early = try await reasons("sim-early-stop")
    #expect(early.count > 10)
    #expect(early.firstIndex(of: true) == 2)
    #expect(early.count { $0 } == 1)
    #expect(try await reasons("sim-stop-every-chunk").allSatisfy { $0 })
    #expect(try await reasons("sim-no-finish").allSatisfy { !$0 })
    let whole = try await reply("sim-early-stop", body("Tell me about rivers")).whole
    #expect(whole.candidate?["finishReason"]?.string == "STOP")
  }

  @Test func nullsStandForEverythingAbsent() async throws {
    let answer = try await reply("sim-nulls", body("Tell me about rivers"))
    for step in answer.steps {
      let text = step.chunk.text
      for key in ["promptFeedback", "citationMetadata", "thoughtSignature", "thought", "cachedContentTokenCount"] {
        #expect(text.contains("\"\(key)\":null"), "\(key)")
      }
    }
    #expect(answer.steps.first?.chunk.text.contains("\"finishReason\":null") == true)
    #expect(answer.candidate.finishReason == .stop)
    #expect(answer.text.contains("offline simulator"))
  }

  @Test func theFloodIsManyChunksAndKeepsItsCount() async throws {
    let answer = try await reply("sim-flood", body("Tell me about rivers"))
    #expect(answer.steps.count == 20_000)
    #expect(answer.pace == .flood)
    #expect(answer.steps.allSatisfy { $0.pause == 0 })
    #expect(answer.steps.dropLast().allSatisfy { $0.chunk["usageMetadata"] == nil })
    #expect(try #require(answer.usage?.candidatesTokenCount) > 20_000)
    #expect(answer.steps.last?.chunk.candidate?["finishReason"]?.string == "STOP")
  }

  @Test(.timeLimit(.minutes(2))) func theLargePictureIsTenMegabytesInOnePart() async throws {
    let answer = try await reply("sim-10mb-image", body("Anything"))
    let blobs = answer.candidate.parts.compactMap(\.blob)
    guard blobs.count == 1, case .bytes(let bytes) = blobs[0].data else {
      Issue.record("There are \(blobs.count) pictures.")
      return
    }
    #expect((10_000_000...11_000_000).contains(bytes.count))
    #expect(PictureType(bytes) == .png)
    #expect(answer.candidate.finishReason == .stop)
  }

  @Test func thePageOfTheDocumentationHasEachOfThem() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "docs/simulator.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `sim-") }.map(String.init)
    #expect(rows == SpecialModel.allCases.map { "| `\($0.rawValue)` | \($0.summary) |" })
  }

  @Test func eachIdIsListedWithASentence() {
    for model in SpecialModel.allCases {
      #expect(model.rawValue.hasPrefix("sim-"))
      #expect(model.summary.hasSuffix("."))
      #expect(SimulatorModels.list.contains(model.summary))
    }
    #expect(Set(SpecialModel.allCases.map(\.displayName)).count == SpecialModel.allCases.count)
  }
}
