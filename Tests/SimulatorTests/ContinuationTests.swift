import Gemini
import Testing

@testable import Simulator

/// Answers that go on in another request.
struct ContinuationTests {
  private func asking(_ prompt: String = "Tell me about rivers", token: String? = nil) -> JSON {
    var object = JSONObject(["contents": body(prompt)["contents"] ?? []])
    object["continuationToken"] = token.map(JSON.string)
    return .object(object)
  }

  private func tokens(_ reply: Reply) -> [String] {
    reply.steps.compactMap { $0.chunk.candidate?["continuationToken"]?.string }
  }

  @Test func threeRequestsMakeOneAnswer() async throws {
    var text = ""
    var token: String?
    var reasons: [String?] = []
    var counts: [Int] = []
    repeat {
      let hop = try await reply("sim-continuation", asking(token: token))
      text += hop.text
      reasons.append(hop.candidate.finishReason?.rawValue)
      counts.append(hop.usage?.candidatesTokenCount ?? 0)
      token = hop.steps.last?.chunk.candidate?["continuationToken"]?.string
    } while token != nil
    #expect(reasons == ["CONTINUATION", "CONTINUATION", "STOP"])
    #expect(text.hasPrefix("## "))
    #expect(text.hasSuffix("(https://aistudio.google.com/apikey)."))
    #expect(Tokens.split(text).count == counts.reduce(0, +))
    #expect(counts.allSatisfy { $0 > 0 })
  }

  @Test func aCheckpointGoesOnInsideARequest() async throws {
    let first = try await reply("sim-continuation", asking())
    let checkpoint = try #require(tokens(first).first)
    #expect(tokens(first).count == 2)
    let place = try #require(first.steps.firstIndex { $0.chunk.candidate?["continuationToken"] != nil })
    #expect(place > 0 && place < first.steps.count - 1)
    var before = first
    before.steps = Array(first.steps[...place])
    let rest = try await reply("sim-continuation", asking(token: checkpoint))
    #expect(before.text + rest.text == first.text)
    #expect(rest.candidate.finishReason == .continuation)
  }

  @Test func theCutOneBreaksAfterItsCheckpoint() async throws {
    let first = try await reply("sim-continuation-cut", asking())
    #expect(first.ending == .cut)
    let token = try #require(first.steps.last?.chunk.candidate?["continuationToken"]?.string)
    let second = try await reply("sim-continuation-cut", asking(token: token))
    #expect(second.ending == .complete)
    #expect(second.candidate.finishReason == .continuation)
  }

  @Test func theTokenMayComeBackInTheOtherAlphabet() async throws {
    let token = try #require(tokens(try await reply("sim-continuation", asking())).last)
    let other = String(token.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    #expect(await refusal("sim-continuation", asking(token: other)) == nil)
  }

  /// The token with another place in the answer.
  private func at(_ position: String, in token: String) throws -> String {
    let text = String(decoding: try #require(Base64.decode(token)), as: UTF8.self)
    let end = try #require(text.lastIndex(of: ":"))
    return Base64.encode(Array((text[...end] + position).utf8))
  }

  @Test func wrongTokensAreRefused() async throws {
    let token = try #require(tokens(try await reply("sim-continuation", asking())).last)
    let wrong = [
      ("sim-continuation", asking(token: Base64.encode(Array("elsewhere".utf8)))),
      ("sim-continuation", asking("Tell me about lakes", token: token)),
      ("sim-continuation-cut", asking(token: token)),
      ("gemini-4-argon", asking(token: token)),
      ("sim-continuation", asking(token: try at("-5", in: token))),
      ("sim-continuation", asking(token: try at("9223372036854775807", in: token))),
    ]
    for (model, body) in wrong {
      #expect(await refusal(model, body)?.message == "Invalid continuation token.", "\(model)")
    }
    #expect(await refusal("sim-continuation", asking(token: "&"))?.message.contains("(TYPE_BYTES)") == true)
  }

  @Test func aWholeAnswerCarriesItsToken() async throws {
    let whole = try await reply("sim-continuation", asking()).whole.candidate
    #expect(whole?["finishReason"]?.string == "CONTINUATION")
    #expect(whole?["continuationToken"]?.string?.isEmpty == false)
  }
}
