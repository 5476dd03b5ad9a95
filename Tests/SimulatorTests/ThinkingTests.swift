import Gemini
import Testing

@testable import Simulator

struct ThinkingTests {
  private func thinking(_ fields: JSON) -> JSON { ["thinkingConfig": fields] }

  @Test(arguments: [
    "gemini-flash-latest", "gemini-pro-latest", "gemini-4-argon", "gemini-3-flash-preview", "gemini-2.5-pro",
    "gemini-2.0-flash-thinking-exp", "sim-thinking",
  ]) func thoughtsComeFirstAndUnderBoldHeadings(model: String) async throws {
    let reply = try await reply(model, body("Why is the sky blue?", config: thinking(["includeThoughts": true])))
    let kinds = reply.candidate.parts.map(\.thought)
    #expect(kinds.first == true)
    #expect(kinds == kinds.sorted { $0 && !$1 })
    #expect(reply.thoughts.hasPrefix("**"))
    #expect(reply.thoughts.hasSuffix("\n\n\n"))
    #expect(try #require(reply.usage?.thoughtsTokenCount) > 0)
    #expect(reply.text.contains("offline simulator"))
  }

  @Test func thoughtsThatAreNotAskedForAreCountedAllTheSame() async throws {
    let shown = try await reply("gemini-pro-latest", body("Why?", config: thinking(["includeThoughts": true])))
    let hidden = try await reply("gemini-pro-latest", body("Why?"))
    #expect(hidden.thoughts.isEmpty)
    #expect(hidden.usage?.thoughtsTokenCount == shown.usage?.thoughtsTokenCount)
    #expect(hidden.text == shown.text)
  }

  @Test func aBudgetOfZeroTurnsThinkingOff() async throws {
    let config = thinking(["includeThoughts": true, "thinkingBudget": 0])
    let reply = try await reply("gemini-2.5-flash", body("Why?", config: config))
    #expect(reply.thoughts.isEmpty)
    #expect(reply.usage?.thoughtsTokenCount == nil)
  }

  @Test func higherLevelsThinkMore() async throws {
    var counts: [Int] = []
    for level in ["minimal", "low", "medium", "HIGH"] {
      let config = thinking(["thinkingLevel": .string(level)])
      counts.append(try await reply("gemini-3.5-flash", body("Why?", config: config)).usage?.thoughtsTokenCount ?? 0)
    }
    #expect(counts[0] == 0)
    #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(
    arguments: [
      ("gemini-2.0-flash", ["includeThoughts": true], "Thinking is not enabled for models/gemini-2.0-flash"),
      (
        "gemini-flash-latest", ["thinkingLevel": "minimal"],
        "Thinking level MINIMAL is not supported for this model"
      ),
      ("gemini-2.5-flash", ["thinkingLevel": "low"], "Thinking level is not supported for this model."),
      (
        "gemini-2.5-flash", ["thinkingBudget": 52428],
        "The thinking budget (52428) is invalid. Please choose a value between 0 and 24576."
      ),
      (
        "gemini-2.5-pro", ["thinkingBudget": 0],
        "The thinking budget (0) is invalid. Please choose a value between 128 and 32768."
      ),
      (
        "gemini-3.5-flash", ["thinkingBudget": 100, "thinkingLevel": "low"],
        "You can only set one of thinking budget and thinking level."
      ),
      ("gemini-4-argon", ["thinkingBudget": 1024], "Thinking budget is not supported for this model."),
      ("gemma-4-31b-it", ["thinkingBudget": 0], "Thinking budget is not supported for this model."),
      ("gemma-4-31b-it", ["thinkingLevel": "low"], "Thinking level LOW is not supported for this model"),
      ("gemini-4-argon", ["thinkingLevel": "XHIGH"], "Thinking level XHIGH is not supported for this model"),
      ("gemini-3.1-flash-image", ["thinkingLevel": "low"], "Thinking level LOW is not supported for this model"),
      ("gemini-2.0-flash-thinking-exp", ["thinkingBudget": 1], "Thinking budget is not supported for this model."),
      (
        "gemini-2.5-flash-image", ["includeThoughts": false],
        "Thinking is not enabled for models/gemini-2.5-flash-image"
      ),
      (
        "gemini-2.5-flash-lite", ["thinkingBudget": 511],
        "The thinking budget (511) is invalid. Please choose a value between 512 and 24576."
      ),
      ("sim-echo", ["includeThoughts": true], "Thinking is not enabled for models/sim-echo"),
      (
        "gemini-3.5-flash", ["thinkingLevel": "much"],
        "Invalid value at 'generation_config.thinking_config.thinking_level' "
          + "(type.googleapis.com/google.ai.generativelanguage.v1beta.ThinkingConfig.ThinkingLevel), \"much\""
      ),
    ] as [(String, JSON, String)]) func settingsAModelLacksAreRefused(
      model: String, fields: JSON, message: String
    ) async throws
  {
    let refusal = try #require(await refusal(model, body("Why?", config: thinking(fields))))
    #expect(refusal.code == 400)
    #expect(refusal.message == message)
  }

  @Test(
    arguments: [
      ("gemini-2.0-flash", [:]), ("gemini-2.5-pro", ["thinkingBudget": -1]),
      ("gemini-2.5-pro", ["thinkingBudget": 128]),
      ("gemini-2.5-flash", ["thinkingBudget": 0, "includeThoughts": true]), ("gemini-2.5-flash", ["thinkingBudget": 1]),
      ("gemini-2.5-flash-lite", ["thinkingBudget": 0]), ("gemini-3.8-flash", ["thinkingLevel": "Low"]),
      ("gemini-3.8-flash", ["thinkingLevel": "THINKING_LEVEL_UNSPECIFIED"]),
      ("gemini-3.5-flash", ["thinkingLevel": "minimal"]), ("gemma-4-31b-it", ["thinkingLevel": "minimal"]),
      ("gemini-nano-banana-2.1", ["thinkingLevel": "medium"]),
      ("gemini-2.0-flash-thinking-exp", ["includeThoughts": true]),
      // These take a budget and do not keep to it.
      ("gemini-3.6-flash", ["thinkingBudget": 0]), ("gemini-3.7-flash", ["thinkingBudget": 512]),
    ] as [(String, JSON)]) func settingsAModelHasAreTaken(model: String, fields: JSON) async
  {
    #expect(await refusal(model, body("Why?", config: thinking(fields))) == nil)
  }

  @Test func thinkingMayEatTheWholeAllowance() async throws {
    let config: JSON = ["maxOutputTokens": 12, "thinkingConfig": ["includeThoughts": true]]
    let reply = try await reply("gemini-pro-latest", body("Why?", config: config))
    #expect(reply.text.isEmpty)
    #expect(reply.candidate.finishReason == .maxTokens)
    #expect(reply.usage?.thoughtsTokenCount == 12)
    #expect(reply.usage?.candidatesTokenCount == nil)
  }
}
