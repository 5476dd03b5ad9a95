import Gemini
import Testing

@testable import Simulator

struct ReplyTests {
  @Test(
    arguments: ["gemini-flash-latest", "gemini-2.5-flash", "gemini-2.0-flash"],
    ["Hello", "Tell me about rivers", "Write something long", "Make a table of fruit", "Show me code", ""]
  ) func everyAnswerIsAStreamOfTheAPIsShape(model: String, prompt: String) async throws {
    let reply = try await reply(model, body(prompt))
    let responses = reply.responses
    #expect(responses.dropLast().allSatisfy { $0.candidates.first?.finishReason == nil })
    #expect(responses.last?.candidates.first?.finishReason == .stop)
    #expect(responses.allSatisfy { $0.candidates.count == 1 && $0.responseId == responses[0].responseId })
    #expect(responses.allSatisfy { $0.modelVersion?.contains("offline simulator") == true })
    let totals = responses.compactMap { $0.usageMetadata?.totalTokenCount }
    #expect(totals.count == responses.count)
    #expect(totals == totals.sorted())
    #expect(reply.text.contains("offline simulator"))
    #expect(reply.text.contains("not from a Gemini model") || reply.text.contains("not a Gemini model"))

    let whole = GenerateContentResponse(reply.whole)
    #expect(whole.candidates.first?.parts == reply.candidate.parts)
    #expect(whole.candidates.first?.finishReason == .stop)
    #expect(whole.usageMetadata == reply.usage)
  }

  @Test func theSameRequestGetsTheSameReply() async throws {
    let first = try await reply("gemini-flash-latest", body("Tell me about rivers"))
    #expect(try await reply("gemini-flash-latest", body("Tell me about rivers")) == first)
    #expect(try await reply("gemini-pro-latest", body("Tell me about rivers")) != first)
  }

  @Test func promptsDecideTheForm() async throws {
    func words(_ prompt: String) async throws -> Int {
      try await reply("gemini-2.0-flash", body(prompt)).text.split(whereSeparator: \.isWhitespace).count
    }
    #expect(try await words("Hello") < 80)
    #expect((120...280).contains(try await words("Tell me about the rivers of Europe")))
    #expect(try await words("Something long, please") > 1000)
    #expect(try await words("How long is the Danube?") < 280)
    let three = try await reply("gemini-2.0-flash", body("Write three paragraphs")).text
    #expect(three.contains("Paragraph 3 of 3."))
    let table = try await reply("gemini-2.0-flash", body("A table of fruit")).text
    #expect(table.contains("| --- |"))
    #expect(try await reply("gemini-2.0-flash", body("Show me code")).text.contains("```python"))
  }

  @Test(
    "Answers to one prompt differ by the thinking that was asked for, and name the model and the setting",
    arguments: ["Hello", "Tell me about rivers", "A table of fruit", "Show me code", "Write three paragraphs"])
  func answersDifferWithTheThinking(prompt: String) async throws {
    func text(_ model: String, _ thinking: JSON) async throws -> String {
      try await reply(model, body(prompt, config: ["thinkingConfig": thinking])).text
    }
    func budget(_ tokens: JSON) async throws -> String {
      try await text("gemini-2.5-flash", ["thinkingBudget": tokens])
    }
    let low = try await text("gemini-flash-latest", ["thinkingLevel": "LOW"])
    let high = try await text("gemini-flash-latest", ["thinkingLevel": "high"])
    #expect(low.contains("for `gemini-flash-latest`, with thinking at level low. The first word of the prompt is"))
    #expect(high.contains("for `gemini-flash-latest`, with thinking at level high. The first word of the prompt is"))
    #expect(high.count > low.count + 100)
    #expect(try await budget(0).contains("for `gemini-2.5-flash`, without thinking."))
    #expect(try await budget(512).contains("a thinking budget of 512 tokens."))
    #expect(try await budget(-1).contains("as much thinking as it sees fit."))
    let older = try await reply("gemini-2.0-flash", body(prompt)).text
    #expect(older.contains("`gemini-2.0-flash`, which does not think."))
  }

  @Test func theShowcaseHasAllKindsOfMarkdown() async throws {
    let text = try await reply("gemini-2.0-flash", body("Tell me about rivers")).text
    for mark in ["## ", "\n- ", "\n1. ", "| --- |", "```swift", "\n> ", "**", "*emphasis*", "](https://"] {
      #expect(text.contains(mark), "\(mark)")
    }
  }

  @Test func laterTurnsKnowTheEarlierOnes() async throws {
    let contents = [
      Content(parts: [Part(text: "My cat is called Minou")]),
      Content(role: .model, parts: [Part(text: "Noted.")]),
      Content(parts: [Part(text: "What is my cat called?")]),
    ]
    let text = try await reply("gemini-2.0-flash", body(contents, system: "Answer as a pirate")).text
    #expect(text.contains("turn 2"))
    #expect(text.contains("My cat is called Minou"))
    #expect(text.contains("Answer as a pirate"))
  }

  @Test func quotedPromptsCanDoNoHarm() async throws {
    let prompt = "see\u{1B}[31m \u{202E}red `code` [link](x) <b>\n# heading"
    let text = try await reply("gemini-2.0-flash", body(prompt)).text
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
    #expect(!text.contains("[link](x)"))
    #expect(!text.contains("\n# heading"))
    #expect(!text.contains(" <b>"))
  }

  @Test func theLimitOfTokensCutsTheAnswer() async throws {
    let whole = try await reply("gemini-2.0-flash", body("Tell me about rivers")).text
    let reply = try await reply("gemini-2.0-flash", body("Tell me about rivers", config: ["maxOutputTokens": 20]))
    #expect(reply.candidate.finishReason == .maxTokens)
    #expect(reply.usage?.candidatesTokenCount == 20)
    #expect(whole.hasPrefix(reply.text))
    #expect(!reply.text.isEmpty)
    #expect(reply.text.count < whole.count)
  }

  @Test func stopSequencesEndTheAnswerBeforeThem() async throws {
    let whole = try await reply("gemini-2.0-flash", body("Tell me about rivers")).text
    let config: JSON = ["stopSequences": ["### Settings", "no such text"]]
    let stopped = try await reply("gemini-2.0-flash", body("Tell me about rivers", config: config))
    #expect(stopped.candidate.finishReason == .stop)
    #expect(whole.hasPrefix(stopped.text + "### Settings"))
  }

  @Test func newModelsSignALastEmptyPart() async throws {
    let last = try #require(try await reply("gemini-flash-latest", body("Hello")).candidate.parts.last)
    #expect(last.text?.isEmpty == true)
    #expect(Base64.decode(try #require(last.thoughtSignature)) != nil)
    let older = try await reply("gemini-2.5-flash", body("Hello"))
    #expect(older.candidate.parts.allSatisfy { $0.thoughtSignature == nil })
  }

  @Test func jsonIsAnsweredInJSON() async throws {
    let free = try await reply(
      "gemini-2.0-flash", body("List two rivers", config: ["responseMimeType": "application/json"]))
    #expect(try JSON(parsing: free.text)["simulator"]?.bool == true)

    let schema: JSON = [
      "type": "OBJECT",
      "properties": [
        "name": ["type": "STRING"], "length": ["type": "INTEGER", "minimum": 100],
        "kind": ["type": "STRING", "enum": ["river", "lake"]],
        "towns": ["type": "ARRAY", "items": ["type": "STRING"], "minItems": 3],
      ],
    ]
    let config: JSON = ["responseMimeType": "application/json", "responseSchema": schema]
    let answer = try JSON(parsing: await reply("gemini-2.0-flash", body("A river", config: config)).text)
    #expect(answer["name"]?.string?.isEmpty == false)
    #expect(answer["length"]?.int == 100)
    #expect(answer["kind"]?.string == "river")
    #expect(answer["towns"]?.array?.count == 3)
  }

  @Test func tokensJoinToTheirText() {
    let text = "Zwölf Boxkämpfer jagen 12,5 m quer — 🚣‍♀️ über\n\n  den Sylter  Deich!"
    let tokens = Tokens.split(text)
    #expect(tokens.joined() == text)
    #expect(tokens.count > 10)
    #expect(Tokens.split("").isEmpty)
  }
}
