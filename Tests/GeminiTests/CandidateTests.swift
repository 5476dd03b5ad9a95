import Testing

@testable import Gemini

@Suite struct CandidateTests {
  @Test func textOfOneKindGrowsAndKindsStayApart() {
    let run = collected(
      event(#"{"text":"I ","thought":true}"#) + event(#"{"text":"think.","thought":true},{"text":"Yes"}"#)
        + event(#"{"text":", it "}"#) + event(#"{"text":"is.","thought":false}"#, #","finishReason":"STOP""#))
    #expect(run.candidate.parts == [Part(text: "I think.", thought: true), Part(text: "Yes, it is.")])
    #expect(run.candidate.text(thought: true) == "I think.")
    #expect(run.candidate.text(thought: false) == "Yes, it is.")
  }

  @Test func alternatingThoughtsKeepTheirOrder() {
    let run = collected(event(#"{"text":"t1","thought":true},{"text":"a"},{"text":"t2","thought":true},{"text":"b"}"#))
    #expect(run.candidate.parts.map(\.thought) == [true, false, true, false])
    #expect(run.candidate.text(thought: true) == "t1t2")
  }

  @Test func signedPartsAreNeverMergedAndEmptySignedOnesKept() {
    let run = collected(
      event(#"{"text":"a"}"#) + event(#"{"text":"b","thoughtSignature":"S1"}"#)
        + event(#"{"text":"c","thoughtSignature":"S2"}"#) + event(#"{"text":"d"}"#) + event(#"{"text":"e"}"#)
        + event(#"{"text":"","thoughtSignature":"S+/="}"#, #","finishReason":"STOP""#))
    #expect(
      run.candidate.parts.map(\.json.text) == [
        #"{"text":"a"}"#, #"{"text":"b","thoughtSignature":"S1"}"#, #"{"text":"c","thoughtSignature":"S2"}"#,
        #"{"text":"de"}"#, #"{"text":"","thoughtSignature":"S+/="}"#,
      ])
  }

  @Test(arguments: [
    #"{}"#, #"{"text":""}"#, #"{"text":"","thought":true}"#, #"{"text":null}"#, #"{"inlineData":{}}"#,
    #"{"inlineData":{"mimeType":"image/png","data":""}}"#, "null",
  ])
  func emptyPartsGo(_ part: String) {
    let run = collected(event(#"{"text":"a"}"#) + event(part) + event(#"{"text":"b"}"#))
    #expect(run.failures.isEmpty)
    #expect(run.candidate.parts == [Part(text: "ab")])
  }

  @Test func aPartWithOtherKeysStaysByItself() {
    let run = collected(
      event(#"{"text":"a"}"#) + event(#"{"text":"b","partMetadata":{"x":1}}"#) + event(#"{"text":"c"}"#))
    #expect(run.candidate.parts.count == 3)
  }

  @Test func stopDoesNotEndTheStream() {
    let stop = #","finishReason":"STOP""#
    #expect(
      collected(event(#"{"text":"a"}"#, stop) + event(#"{"text":"b"}"#, stop)).candidate.text(thought: false) == "ab")
    let early = collected(event(#"{"text":"a"}"#, stop) + event(#"{"text":"b"}"#))
    #expect(early.candidate.text(thought: false) == "ab")
    #expect(early.candidate.finishReason == .stop)
  }

  @Test func theLastReasonAndMessageCount() {
    let run = collected(
      event(#"{"text":"a"}"#, #","finishReason":"STOP""#)
        + "data: {\"candidates\":[{\"finishReason\":\"SAFETY\",\"finishMessage\":\"No.\"}]}\n\n" + event(""))
    #expect(run.candidate.finishReason == FinishReason(rawValue: "SAFETY"))
    #expect(run.candidate.finishMessage == "No.")
  }

  @Test func aStreamWithoutReasonHasNone() {
    #expect(collected(event(#"{"text":"a"}"#)).candidate.finishReason == nil)
  }

  @Test func aChunkOfARoleAloneChangesNothing() {
    let roleOnly = "data: {\"candidates\":[{\"content\":{\"role\":\"model\"}}]}\n\n"
    let picture = event(#"{"inlineData":{"mimeType":"image/png","data":"iVBOR"}}"#, #","finishReason":"STOP""#)
    let run = collected(event(#"{"text":"a"}"#) + roleOnly + event(#"{"text":"b"}"#) + picture)
    #expect(run.candidate.parts.map(\.text) == ["ab", nil])
    #expect(run.candidate.parts.last?.blob?.mimeType == "image/png")
  }

  @Test func citationsOfEitherNameAreJoined() throws {
    for name in ["citationSources", "citations"] {
      func chunk(_ sources: String) -> String {
        event(#"{"text":"a"}"#, ",\"citationMetadata\":{\"\(name)\":[\(sources)]}")
      }
      let run = collected(
        chunk(#"{"uri":"a"}"#) + event(#"{"text":"b"}"#) + chunk(#"{"uri":"a"},{"uri":"b"}"#) + chunk(#"{"uri":"c"}"#))
      let citations = try #require(run.candidate.citationMetadata?[name]?.array)
      #expect(citations.map { $0["uri"] } == ["a", "b", "c"])
    }
  }

  @Test func emptyMetadataTakesNothingBack() {
    let grounding = #","groundingMetadata":{"webSearchQueries":["q"],"groundingChunks":[{"web":{"uri":"u"}}]}"#
    let run = collected(
      event("", #","urlContextMetadata":{"urlMetadata":[{"retrievedUrl":"u"}]}"#) + event("", grounding)
        + event("", #","groundingMetadata":{},"urlContextMetadata":{}"#)
        + event("", #","groundingMetadata":{"webSearchQueries":["q","r"]}"#))
    #expect(
      run.candidate.groundingMetadata == [
        "webSearchQueries": ["q", "r"], "groundingChunks": [["web": ["uri": "u"]]],
      ])
    #expect(run.candidate.urlContextMetadata == ["urlMetadata": [["retrievedUrl": "u"]]])
  }

  @Test func usageIsReplacedKeyByKey() {
    func usage(_ text: String) -> String { "data: {\"usageMetadata\":{\(text)}}\n\n" }
    let run = collected(
      usage(#""promptTokenCount":89,"totalTokenCount":89,"trafficType":"ON_DEMAND""#)
        + usage(#""thoughtsTokenCount":7"#) + usage(#""promptTokenCount":121,"totalTokenCount":null"#))
    #expect(run.usage.promptTokenCount == 121)
    #expect(run.usage.totalTokenCount == 89)
    #expect(run.usage.thoughtsTokenCount == 7)
    #expect(run.usage.candidatesTokenCount == nil)
    #expect(run.usage.json["trafficType"] == "ON_DEMAND")
  }

  @Test func whatIsRareIsKept() {
    func tokens(_ token: String) -> String {
      event("", #","logprobsResult":{"chosenCandidates":[{"token":"\#(token)"}]},"avgLogprobs":-0.5,"tokenCount":2"#)
    }
    let run = collected(tokens("a") + tokens("a") + event("", #","continuationToken":"T+/=""#) + event(""))
    #expect(run.candidate.logprobsResult == ["chosenCandidates": [["token": "a"], ["token": "a"]]])
    #expect(run.candidate.avgLogprobs == .number("-0.5"))
    #expect(run.candidate.tokenCount == 2)
    #expect(run.candidate.continuationToken == "T+/=")
  }

  @Test func usageOfSeveralRequestsIsAddedUp() throws {
    func usage(_ text: String) throws -> UsageMetadata { UsageMetadata(try #require(try json(text).object)) }
    let sum = UsageMetadata.sum([
      try usage(#"{"promptTokenCount":10,"details":[{"modality":"TEXT","tokenCount":10}],"trafficType":"A","x":null}"#),
      try usage(
        #"{"promptTokenCount":5,"thoughtsTokenCount":3,"details":[{"modality":"IMAGE","tokenCount":1},{"modality":"TEXT","tokenCount":4}],"trafficType":"B"}"#
      ), UsageMetadata(),
    ])
    #expect(
      JSON.object(sum.json).text
        == #"{"promptTokenCount":15,"details":[{"modality":"TEXT","tokenCount":14},{"modality":"IMAGE","tokenCount":1}],"#
        + #""trafficType":"B","thoughtsTokenCount":3}"#)
    #expect(UsageMetadata.sum([]) == UsageMetadata())
    let huge = try usage(#"{"totalTokenCount":\#(Int.max)}"#)
    #expect(UsageMetadata.sum([huge, huge]).json["totalTokenCount"]?.int == .max)
  }

  @Test func candidatesAreKeptApartByTheirIndex() throws {
    let items = decoded("data: {\"candidates\":[{\"index\":1,\"content\":{\"parts\":[{\"text\":\"b\"}]}},{}]}\n\n")
    guard case .response(let response) = try #require(items.first) else { throw CancellationError() }
    #expect(response.candidates.map(\.index) == [1, 0])
  }

  @Test func aLongAnswerGrowsInPlace() {
    var candidate = Candidate(index: 0)
    let chunk = Candidate(index: 0, parts: [Part(text: String(repeating: "x", count: 100))])
    for _ in 0..<20_000 { candidate.append(chunk) }
    #expect(candidate.text(thought: false).utf8.count == 2_000_000)
  }
}
