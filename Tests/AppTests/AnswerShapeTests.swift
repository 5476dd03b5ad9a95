import Foundation
import TestSupport
import Testing

/// Shapes of answers that the service is known to give, and that the recordings lack.
/// - Source: gemini-api.md sections 0, 6, 8 and 15.
@Suite("Answers of every shape, asked for by the program", .serialized)
struct AnswerShapeTests {
  private func stream(_ name: String, _ events: String..., lineEnd: String = "\r\n") -> AnswerCheck {
    AnswerCheck(name, Array(events.map { "data: \($0)\(lineEnd)\(lineEnd)" }.joined().utf8), isStream: true)
  }

  private func unary(_ name: String, _ body: String) -> AnswerCheck {
    AnswerCheck(name, Array(body.utf8), isStream: false)
  }

  private func parts(_ object: [String: Any], candidate: Int = 0) -> NSArray? {
    (object["candidates"] as? [[String: Any]])?[candidate]["parts"] as? NSArray
  }

  private func json(_ text: String) throws -> NSObject? {
    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSObject
  }

  @Test("A signature stays on its part, also on one of empty text, and keeps its text apart from the neighbours'")
  func signatures() async throws {
    let check = stream(
      "signatures",
      #"{"candidates":[{"content":{"role":"model","parts":[{"text":"Thinking","thought":true}]},"index":0}]}"#,
      #"{"candidates":[{"content":{"role":"model","parts":[{"text":"A"},{"text":"B"}]},"index":0}]}"#,
      #"{"candidates":[{"content":{"role":"model","parts":[{"text":"C","thoughtSignature":"c2ln+/=="}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"D"}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"ZW5k"}]},"finishReason":"STOP"}]}"#)
    let expected =
      #"[{"text":"Thinking","thought":true},{"text":"AB"},{"text":"C","thoughtSignature":"c2ln+/=="},{"text":"D"},"#
      + #"{"text":"","thoughtSignature":"ZW5k"}]"#
    #expect(try parts(await check.json()) == json(expected))
    #expect(check.reading.answer.text == "ABCD")
    try await check.lines()
  }

  @Test("Of calls in parallel the first is signed, and nothing of them changes")
  func calls() async throws {
    let calls =
      #"[{"functionCall":{"id":"1","name":"a","args":{"n":1.50,"none":null,"deep":[{"x":[]}]}},"thoughtSignature":"Uw=="},"#
      + #"{"functionCall":{"id":"2","name":"b","args":{}}}]"#
    let check = stream(
      "calls", #"{"candidates":[{"content":{"role":"model","parts":\#(calls)},"finishReason":"STOP"}]}"#)
    #expect(try parts(await check.json()) == json(calls))
    #expect(check.reading.exitCode == 0)
  }

  @Test("A picture of 3 MB in one line arrives byte for byte")
  func largePicture() async throws {
    var random = Seeded(3)
    let bytes =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + (0..<3_000_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let picture =
      #"{"inlineData":{"mimeType":"image/png","data":"\#(Data(bytes).base64EncodedString())"},"thoughtSignature":"Uw=="}"#
    let check = stream(
      "3 MB", #"{"candidates":[{"content":{"parts":[{"text":"Here"}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[\#(picture)]},"finishReason":"STOP"}]}"#)
    let object = try await check.json()
    let images = (object["candidates"] as? [[String: Any]])?.first?["images"] as? [[String: Any]]
    #expect(images?.first?["bytes"] as? Int == bytes.count)
  }

  @Test("Null is the same as absent, wherever a gateway writes it")
  func nulls() async throws {
    let event =
      #"{"candidates":[{"content":{"role":null,"parts":[{"text":"T","thought":null,"thoughtSignature":null,"#
      + #""inlineData":null}]},"finishReason":null,"finishMessage":null,"index":null,"safetyRatings":null,"#
      + #""citationMetadata":null,"groundingMetadata":null}],"promptFeedback":null,"usageMetadata":null,"#
      + #""modelVersion":null,"responseId":null,"error":null}"#
    let last =
      #"{"candidates":[{"content":null,"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"x":null}}"#
    let check = stream("nulls", event, event, #"{"candidates":null}"#, last)
    let object = try await check.json()
    #expect(object["text"] as? String == "TT")
    #expect(try parts(object) == json(#"[{"text":"TT"}]"#))
    #expect(object["usageMetadata"] as? NSDictionary == ["promptTokenCount": 3])
  }

  @Test("STOP before the end, or in every event, ends nothing: what follows counts")
  func earlyStop() async throws {
    let first = #"{"candidates":[{"content":{"parts":[{"text":"One "}]},"finishReason":"STOP"}]}"#
    let second = #"{"candidates":[{"content":{"parts":[{"text":"two"}]}}]}"#
    let third = #"{"candidates":[{"content":{"parts":[{"text":" three"}]},"finishReason":"STOP"}]}"#
    let early = try await stream("early STOP", first, second).json()
    #expect(early["text"] as? String == "One two")
    let every = try await stream("STOP in every event", first, third, third).json()
    #expect(every["text"] as? String == "One  three three")
  }

  @Test("A stream without a reason for its end is cut off, an answer in one piece is whole")
  func noReason() async throws {
    let body = #"{"candidates":[{"content":{"parts":[{"text":"Half"}]}}]}"#
    let check = stream("no reason", body)
    try await check.json()
    try await check.lines()
    #expect(check.reading.exitCode == 4)
    let whole = unary("no reason in one piece", body)
    try await whole.json()
    #expect(whole.reading.exitCode == 0)
    let empty = stream("nothing but usage", #"{"usageMetadata":{"promptTokenCount":3}}"#)
    try await empty.json()
    #expect(empty.reading.exitCode == 4)
  }

  @Test("Exit codes follow the reason and what came with it")
  func exitCodes() async throws {
    let cases: [(reason: String, text: String, code: Int32)] = [
      ("MAX_TOKENS", "cut", 0), ("MAX_TOKENS", "", 3), ("STOP", "", 3), ("SAFETY", "some", 3),
      ("RECITATION", "some", 3),
      ("NO_IMAGE", "some", 3), ("NOBODY_KNOWS", "some", 0), ("NOBODY_KNOWS", "", 3), ("OTHER", "", 3),
    ]
    for (reason, text, code) in cases {
      let check = stream(
        "\(reason) with \"\(text)\"",
        #"{"candidates":[{"content":{"parts":[{"text":"\#(text)"}]},"finishReason":"\#(reason)"}]}"#)
      #expect(check.reading.exitCode == code, "\(reason)")
      try await check.json()
    }
  }

  @Test("Ends of lines, marks and the last event come in every form", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(lineEnd: String) async throws {
    let events = [
      #"{"candidates":[{"content":{"parts":[{"text":"Zeile\u2028eins"}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":" 二 \u0085"}]},"finishReason":"STOP"}]}"#,
    ]
    let text = events.map { "data:\($0)" }.joined(separator: lineEnd + lineEnd)
    try await AnswerCheck("an open end", Array(text.utf8), isStream: true).json()
  }

  @Test("Several candidates stay apart, and the first one is the answer")
  func candidates() async throws {
    let check = stream(
      "candidates",
      #"{"candidates":[{"index":1,"content":{"parts":[{"text":"b"}]}},{"content":{"parts":[{"text":"a"}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"A"}]},"finishReason":"STOP"},{"index":1,"finishReason":"STOP"}]}"#)
    #expect(try await check.json()["text"] as? String == "aA")
  }
}
