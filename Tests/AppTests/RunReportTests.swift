import Core
import Gemini
import Testing

@testable import App

/// An answer with thoughts, text in two pieces, a draft and a picture.
private let pictureStream = [
  #"{"candidates":[{"content":{"parts":[{"text":"Hm. ","thought":true}]}}],"usageMetadata":{"promptTokenCount":3},"modelVersion":"m-1","responseId":"id"}"#,
  #"{"candidates":[{"content":{"parts":[{"text":"Here "},{"text":"it is"}]}}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":2}}"#,
  #"{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":{"sha256":"aa","bytes":5}},"thought":true},{"inlineData":{"mimeType":"image/png","data":{"sha256":"bb","bytes":7}},"thoughtSignature":"S"}]},"finishReason":"STOP","safetyRatings":[{"category":"X"}]}]}"#,
]

@Suite("A run as JSON")
struct RunReportTests {
  private let keys = [
    "model", "backend", "modelVersion", "responseId", "text", "candidates", "promptFeedback", "usageMetadata", "timing",
    "error",
  ]
  private let candidateKeys = [
    "index", "text", "thoughts", "parts", "images", "finishReason", "finishMessage", "safetyRatings",
    "citationMetadata", "groundingMetadata", "urlContextMetadata",
  ]

  @Test("A whole answer has all its keys and the wire's values")
  func whole() throws {
    let run = try makeRun(pictureStream)
    let object = RunReport.json(run) { $0.asset?.sha256 == "bb" ? "/x/cat.png" : nil }
    #expect(object.object?.members.map(\.key) == keys)
    #expect(object["model"]?.string == "gemini-flash-latest")
    #expect(object["backend"]?.string == "developer")
    #expect(object["modelVersion"]?.string == "m-1")
    #expect(object["text"]?.string == "Here it is")
    #expect(object["usageMetadata"]?.text == #"{"promptTokenCount":4,"candidatesTokenCount":2}"#)
    #expect(object.object?.members.last?.value == .null)
    let candidate = try #require(object["candidates"]?.array?.first)
    #expect(candidate.object?.members.map(\.key) == candidateKeys)
    #expect(candidate["thoughts"]?.string == "Hm. ")
    #expect(candidate["finishReason"]?.string == "STOP")
    #expect(candidate["safetyRatings"]?.text == #"[{"category":"X"}]"#)
    let parts = try #require(candidate["parts"]?.array)
    #expect(parts.count == 4)
    #expect(parts[1].text == #"{"text":"Here it is"}"#)
    #expect(
      parts[3].text
        == #"{"inlineData":{"mimeType":"image/png","data":{"sha256":"bb","bytes":7}},"thoughtSignature":"S"}"#)
    #expect(
      candidate["images"]?.text
        == #"[{"mimeType":"image/png","bytes":5,"sha256":"aa","path":null,"thought":true},"#
        + #"{"mimeType":"image/png","bytes":7,"sha256":"bb","path":"/x/cat.png","thought":false}]"#)
    #expect(
      object["timing"]?.text
        == #"{"firstEventMs":10,"firstThoughtMs":10,"firstTextMs":20,"totalMs":40,"attempts":1}"#)
  }

  @Test("What came before an error stands beside it")
  func failed() throws {
    let json = try JSON(
      parsing:
        #"{"error":{"code":503,"status":"UNAVAILABLE","message":"Busy","details":[{"retryDelay":"3.5s"}]}}"#)
    let run = try makeRun(
      [#"{"candidates":[{"content":{"parts":[{"text":"Half"}]}}]}"#], failure: Failure(json, httpStatus: 200))
    let object = RunReport.json(run) { _ in nil }
    #expect(object["text"]?.string == "Half")
    let error = try #require(object["error"])
    #expect(
      error.object?.members.map(\.key)
        == ["kind", "httpStatus", "status", "message", "retryDelaySeconds", "hint", "details"])
    #expect(error["kind"]?.string == "server")
    #expect(error["httpStatus"]?.int == 503)
    #expect(error["retryDelaySeconds"]?.double == 3.5)
    #expect(run.exitCode == 4)
  }

  @Test("Nothing at all is an object all the same")
  func nothing() throws {
    let object = RunReport.json(try makeRun([], failure: .cancelled)) { _ in nil }
    #expect(object.object?.members.map(\.key) == keys)
    #expect(object["text"]?.string == "")
    #expect(object["candidates"]?.text == "[]")
    #expect(object["usageMetadata"] == nil)
    #expect(object["error"]?["kind"]?.string == "cancelled")
  }

  @Test("A refused prompt shows its feedback")
  func refused() throws {
    let run = try makeRun([#"{"promptFeedback":{"blockReason":"SAFETY"}}"#])
    #expect(RunReport.json(run) { _ in nil }["promptFeedback"]?.text == #"{"blockReason":"SAFETY"}"#)
    #expect(run.exitCode == 3)
  }
}

@Suite("A run as lines")
struct EventLinesTests {
  private func lines(_ responses: [String], defersImages: Bool = false) throws -> [JSON] {
    let run = try makeRun(responses)
    var lines = EventLines(run, defersImages: defersImages)
    var all = lines.lines(for: .attempt(1), at: run.startTime) { _ in nil }
    for (index, text) in responses.enumerated() {
      all += lines.lines(for: .received([try response(text)]), at: run.startTime + (index + 1) * 10) { _ in "early" }
    }
    return all + lines.lines(forEndOf: run, exitCode: run.exitCode) { _ in "late" }
  }

  private func events(_ lines: [JSON]) -> [String] { lines.compactMap { $0["event"]?.string } }

  @Test("Every line says what, where and when, and joining the texts gives the text")
  func order() throws {
    let lines = try lines(pictureStream)
    #expect(
      events(lines)
        == ["attempt", "thought", "usage", "text", "text", "usage", "image", "image", "finish", "done"])
    for line in lines {
      #expect(line.object?.members.prefix(4).map(\.key) == ["event", "lane", "candidate", "atMs"])
    }
    let joined = lines.filter { $0["event"]?.string == "text" }.compactMap { $0["text"]?.string }.joined()
    #expect(joined == "Here it is")
    #expect(lines.first { $0["event"]?.string == "usage" }?["atMs"]?.int == 10)
    #expect(lines.last?["exitCode"]?.int == 0)
    #expect(lines.last?["timing"]?["totalMs"]?.int == 40)
  }

  @Test("Pictures that go to files come once they are there")
  func deferred() throws {
    let now = try lines(pictureStream).filter { $0["event"]?.string == "image" }
    #expect(now.map { $0["path"]?.string } == ["early", "early"])
    let later = try lines(pictureStream, defersImages: true)
    #expect(events(later).suffix(4) == ["image", "image", "finish", "done"])
    #expect(later.compactMap { $0["path"]?.string } == ["late", "late"])
  }

  @Test("Code, calls and marks are parts; each candidate has its number")
  func parts() throws {
    let lines = try lines([
      #"{"candidates":[{"content":{"parts":[{"executableCode":{"language":"PYTHON","code":"1"}},{"text":"","thoughtSignature":"S"}]}},"#
        + #"{"index":1,"content":{"parts":[{"text":"other"}]},"finishReason":"STOP"}]}"#
    ])
    #expect(events(lines) == ["attempt", "part", "part", "text", "finish", "error", "done"])
    #expect(lines[1]["part"]?["executableCode"]?["code"]?.string == "1")
    #expect(lines[2]["part"]?["thoughtSignature"]?.string == "S")
    #expect(lines[3]["candidate"]?.int == 1)
    #expect(lines[4]["candidate"]?.int == 1)
    #expect(lines[5]["error"]?["kind"]?.string == "incompleteStream")
  }

  @Test("A retry says why and how long")
  func retry() throws {
    let run = try makeRun([])
    var lines = EventLines(run, defersImages: false)
    let failure = Failure(httpStatus: 429, body: [])
    let line = lines.lines(for: .retry(failure, attempt: 1, delaySeconds: 2.5), at: run.startTime) { _ in nil }
    #expect(line.count == 1)
    #expect(line.first?["attempt"]?.int == 1)
    #expect(line.first?["delaySeconds"]?.double == 2.5)
    #expect(line.first?["error"]?["kind"]?.string == "rateLimited")
  }
}
