import Testing

@testable import Gemini

func decoded(_ body: [UInt8], piece: Int = .max) -> [StreamDecoder.Item] {
  var decoder = StreamDecoder()
  var items: [StreamDecoder.Item] = []
  var rest = body[...]
  while !rest.isEmpty {
    items += decoder.feed(Array(rest.prefix(piece)))
    rest = rest.dropFirst(piece)
  }
  return items + decoder.finish()
}

func decoded(_ body: String) -> [StreamDecoder.Item] { decoded(bytes(body)) }

/// A stream's responses put together the way a run does it.
struct Collected {
  var candidate = Candidate(index: 0)
  var usage = UsageMetadata()
  var responses: [GenerateContentResponse] = []
  var failures: [Failure] = []

  init(_ items: [StreamDecoder.Item]) {
    for item in items {
      switch item {
      case .response(let response):
        responses.append(response)
        if let newer = response.usageMetadata { usage.merge(newer) }
        for chunk in response.candidates where chunk.index == 0 { candidate.append(chunk) }
      case .failure(let failure): failures.append(failure)
      }
    }
  }
}

func collected(_ body: String) -> Collected { Collected(decoded(body)) }

/// One event of a stream with the given parts.
func event(_ parts: String, _ rest: String = "") -> String {
  "data: {\"candidates\":[{\"content\":{\"parts\":[\(parts)],\"role\":\"model\"}\(rest)}]}\r\n\r\n"
}

@Suite struct StreamDecoderTests {
  @Test func streamsArraysAndSingleObjectsAreTheSame() {
    let first = #"{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}"#
    let second = #"{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP"}]}"#
    let expected = decoded("data: \(first)\r\n\r\ndata: \(second)\r\n\r\n")
    #expect(Collected(expected).candidate.text(thought: false) == "ab")
    #expect(decoded("[\(first)\n,\r\n\(second)\n]") == expected)
    #expect(decoded("\(first)\n\(second)") == expected)
    #expect(decoded("data: [\(first),\(second)]\n\n") == expected)
    #expect(decoded("data: [\(first)]\n\ndata: \(second)") == expected)
    #expect(decoded(first) == [expected[0]])
  }

  @Test func aMessageWithoutEndIsNoAnswer() {
    var decoder = StreamDecoder(limit: 200)
    let good = decoder.feed(bytes(event(#"{"text":"a"}"#)))
    #expect(Collected(good).candidate.text(thought: false) == "a")
    let items = (0..<9).flatMap { _ in decoder.feed([UInt8](repeating: 0x78, count: 100)) } + decoder.finish()
    #expect(Collected(items).failures.map(\.kind) == [.malformedResponse])
  }

  @Test func theMarkOfTheEndSaysNothing() {
    #expect(decoded("data: [DONE]\n\n").isEmpty)
    #expect(decoded("data:[DONE]").isEmpty)
    #expect(decoded("").isEmpty)
    #expect(decoded("data: []\n\n").isEmpty)
  }

  @Test(arguments: [
    "{}", "{\"candidates\":null,\"usageMetadata\":null}", "{\"createTime\":\"x\"}", "{\"candidates\":[]}",
  ])
  func anEventThatSaysNothingDoesNoHarm(_ payload: String) throws {
    let items = decoded("data: \(payload)\n\n")
    guard case .response(let response) = try #require(items.first) else { throw CancellationError() }
    #expect(items.count == 1)
    #expect(response.candidates.isEmpty)
  }

  @Test(arguments: [
    "data: \"just text\"\n\n", "data: 1\n\n", "data: null\n\n", "data: {\"a\":\n\n",
    "data: {\"this\":[{\"is\":{}}]}\n\n",
    "data: [1]\n\n", "<html>502</html>", "data: {\"totalTokens\":3}\n\n", "{\"error\": {\"code\": 503",
  ])
  func whatIsNoAnswerIsReported(_ body: String) throws {
    let failures = collected(body).failures
    #expect(failures.map(\.kind) == [.malformedResponse])
    #expect(failures.first?.hint.isEmpty == false)
  }

  @Test func aLongExcerptIsCut() throws {
    let failure = try #require(collected("<p>" + String(repeating: "x", count: 5000) + "\n").failures.first)
    #expect(failure.message.count < 200)
    #expect(failure.message.hasSuffix("…"))
  }

  @Test(arguments: [
    "{\n  \"error\": {\n    \"code\": 503,\n    \"message\": \"Busy.\",\n    \"status\": \"UNAVAILABLE\"\n  }\n}\n",
    "{\"error\":{\"code\":503,\"message\":\"Busy.\",\"status\":\"UNAVAILABLE\"}}",
    "data: {\"error\":{\"code\":503,\"message\":\"Busy.\",\"status\":\"UNAVAILABLE\"}}\n\n",
    "[{\"error\":{\"code\":503,\"message\":\"Busy.\",\"status\":\"UNAVAILABLE\"}}]",
    "data: [{\"error\":{\"code\":503,\"message\":\"Busy.\",\"status\":\"UNAVAILABLE\"}}]",
  ])
  func anErrorInMidStreamKeepsWhatCame(_ error: String) {
    let run = collected(event(#"{"text":"so far"}"#) + error)
    #expect(run.candidate.text(thought: false) == "so far")
    #expect(run.failures.map(\.kind) == [.server])
    #expect(run.failures.first?.httpStatus == 503)
    #expect(run.failures.first?.message == "Busy.")
  }

  @Test func anErrorOfNullIsNone() {
    let body = "data: {\"error\":null,\"candidates\":[{\"finishReason\":\"STOP\"}]}\n\n"
    #expect(collected(body).failures.isEmpty)
    #expect(collected(body).candidate.finishReason == .stop)
  }

  @Test func nullsEverywhereAreAbsent() {
    let body = """
      data: {"candidates":[{"content":{"parts":[{"text":"a","thought":null,"thoughtSignature":null,"inlineData":null}],\
      "role":null},"finishReason":null,"index":null,"safetyRatings":null,"citationMetadata":null}],\
      "promptFeedback":null,"usageMetadata":null,"modelVersion":null,"responseId":null}

      data: {"candidates":[{"content":null,"finishReason":"STOP","finishMessage":null}]}

      data: {"candidates":[{"content":{"parts":null},"groundingMetadata":null}],"usageMetadata":{"totalTokenCount":null}}

      """
    let run = collected(body)
    #expect(run.failures.isEmpty)
    #expect(run.candidate.parts == [Part(text: "a")])
    #expect(run.candidate.finishReason == .stop)
    #expect(run.candidate.safetyRatings == nil && run.candidate.citationMetadata == nil)
    #expect(run.usage == UsageMetadata())
    #expect(run.responses.allSatisfy { $0.promptFeedback == nil && $0.modelVersion == nil })
  }

  @Test func anyShapeOfWrongValueIsHarmless() {
    let values = ["1", "\"x\"", "[]", "{}", "true", "[1,null,\"x\",{}]"]
    for value in values {
      for body in [
        "{\"candidates\":\(value)}", "{\"candidates\":[\(value)]}", "{\"candidates\":[{\"content\":\(value)}]}",
        "{\"candidates\":[{\"content\":{\"parts\":\(value)}}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[\(value)]}}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\(value),\"inlineData\":\(value)}]}}]}",
        "{\"candidates\":[{\"finishReason\":\(value),\"index\":\(value),\"citationMetadata\":\(value)}]}",
        "{\"usageMetadata\":\(value),\"promptFeedback\":\(value),\"modelVersion\":\(value)}",
      ] {
        #expect(collected("data: \(body)\n\ndata: \(body)\n\n").responses.count == 2, "\(body)")
      }
    }
  }

  @Test func aLineThatNeverEndsIsAnAnswerThatBrokeOff() {
    let whole = Array("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"größer\"}]}}]}".utf8)
    for count in 7..<whole.count {
      var decoder = StreamDecoder()
      #expect(decoder.feed(Array(whole.prefix(count))).isEmpty)
      #expect(decoder.finish() == [.failure(.incompleteStream)], "\(count) bytes")
    }
    var decoder = StreamDecoder()
    #expect(decoder.feed(whole).isEmpty)
    guard case .response? = decoder.finish().first else {
      Issue.record("the last line may lack its end")
      return
    }
  }
}
