import TestSupport
import Testing

@testable import Gemini

func failure(_ status: Int, _ body: String) -> Failure { Failure(httpStatus: status, body: bytes(body)) }

/// An error object of the API.
func error(_ code: Int, _ status: String, _ message: String = "Message.", details: String = "") -> String {
  "{\"error\":{\"code\":\(code),\"message\":\"\(message)\",\"status\":\"\(status)\",\"details\":[\(details)]}}"
}

func detail(_ type: String, _ fields: String) -> String {
  "{\"@type\":\"type.googleapis.com/google.rpc.\(type)\",\(fields)}"
}

@Suite struct FailureTests {
  @Test(arguments: [
    (400, "INVALID_ARGUMENT", Failure.Kind.invalidRequest), (400, "FAILED_PRECONDITION", .invalidRequest),
    (401, "UNAUTHENTICATED", .authentication), (403, "PERMISSION_DENIED", .permission), (404, "NOT_FOUND", .notFound),
    (413, "INVALID_ARGUMENT", .invalidRequest), (429, "RESOURCE_EXHAUSTED", .rateLimited),
    (499, "CANCELLED", .cancelled), (500, "INTERNAL", .server), (503, "UNAVAILABLE", .server),
    (504, "DEADLINE_EXCEEDED", .server),
  ])
  func theCodeDecidesTheKind(_ code: Int, _ status: String, _ kind: Failure.Kind) throws {
    let whole = failure(200, error(code, status))
    #expect(whole.kind == kind)
    #expect(whole.httpStatus == code)
    #expect(whole.status == status)
    #expect(whole.message == "Message.")
    #expect(whole.hint.hasSuffix("."))
    // The name alone says the same, as in the middle of a stream.
    let object = try json("{\"error\":{\"status\":\"\(status)\",\"message\":\"x\"}}")
    if code != 413 { #expect(Failure(object, httpStatus: nil)?.kind == kind) }
    #expect(Failure(object, httpStatus: nil)?.httpStatus == nil)
    #expect(Failure(object, httpStatus: 200)?.httpStatus == 200)
    // And so does the status of a response without an error object.
    #expect(failure(code, "").kind == kind)
  }

  @Test func aBadKeyIsA400() {
    let info = detail("ErrorInfo", #""reason":"API_KEY_INVALID","domain":"googleapis.com""#)
    let debug = detail("DebugInfo", #""detail":"Invalid API key: SECRET""#)
    let bad = failure(400, error(400, "INVALID_ARGUMENT", "API key not valid.", details: "\(info),\(debug)"))
    #expect(bad.kind == .authentication)
    #expect(bad.details.count == 1)
    #expect(!String(describing: bad).contains("SECRET"))
  }

  @Test func aHelpLinkIsShown() {
    let help = detail("Help", #""links":[{"description":"d","url":"https://example.com/enable"}]"#)
    #expect(failure(403, error(403, "PERMISSION_DENIED", details: help)).hint.contains("https://example.com/enable"))
  }

  static let retryInfo = detail("RetryInfo", #""retryDelay":"20.04466179s""#)
  static func quota(_ id: String) -> String {
    detail("QuotaFailure", "\"violations\":[{\"quotaMetric\":\"m\",\"quotaId\":\"\(id)\",\"quotaValue\":\"10\"}]")
  }

  @Test(arguments: [
    // With a quota and a delay.
    (
      "Quota exceeded for metric: m, limit: 10, model: x\\nPlease retry in 20.04s.",
      quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier") + "," + retryInfo, Failure.Kind.rateLimited,
      20.04466179 as Double?
    ),
    // With ErrorInfo alone.
    (
      "Quota exceeded.",
      detail(
        "ErrorInfo", #""reason":"RATE_LIMIT_EXCEEDED","metadata":{"quota_limit":"PerMinute","quota_limit_value":"60"}"#),
      .rateLimited, nil
    ),
    // With Help alone.
    ("Resource exhausted.", detail("Help", #""links":[{"url":"https://example.com"}]"#), .rateLimited, nil),
    // With nothing.
    ("Resource has been exhausted (e.g. check quota).", "", .rateLimited, nil),
    ("Resource exhausted. Please try again later.", "", .rateLimited, nil),
    // The day's share, no share, or a long wait.
    (
      "Quota exceeded.", quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier") + "," + retryInfo, .quotaExhausted,
      20.04466179
    ),
    ("Quota exceeded for metric: m, limit: 0, model: x\\nPlease retry in 5s.", "", .quotaExhausted, 5),
    ("Quota exceeded for metric: m, limit: 0\\nPlease retry in 5.5s.", "", .quotaExhausted, 5.5),
    ("Quota exceeded, limit: 0", "", .quotaExhausted, nil), ("Quota exceeded, limit: 0.", "", .quotaExhausted, nil),
    ("limit: 0.5, limit: 05", "", .rateLimited, nil), ("Quota.", quota("PerMinute"), .rateLimited, nil),
    ("Wait.", detail("RetryInfo", #""retryDelay":"301s""#), .quotaExhausted, 301),
    ("Wait.", detail("RetryInfo", #""retryDelay":"300s""#), .rateLimited, 300),
    ("Please retry in 11h25m37.5s.", "", .quotaExhausted, 41137.5),
    ("Please retry in 350ms.", "", .rateLimited, 0.35), ("Retry in 2s", "", .rateLimited, 2),
  ])
  func a429IsAPauseOrTheEnd(_ message: String, _ details: String, _ kind: Failure.Kind, _ delay: Double?) {
    let whole = failure(429, error(429, "RESOURCE_EXHAUSTED", message, details: details))
    #expect(whole.kind == kind)
    #expect(whole.retryDelaySeconds == delay)
    #expect(!whole.hint.isEmpty)
  }

  @Test(arguments: [
    "s", "-5s", "infs", "nans", "1e3", "20", "20 s", "", "1..2s", String(repeating: "9", count: 400) + "s",
  ])
  func whatIsNoDurationIsNone(_ text: String) {
    let info = detail("RetryInfo", "\"retryDelay\":\"\(text)\"")
    #expect(failure(503, error(503, "UNAVAILABLE", details: info)).retryDelaySeconds == nil)
  }

  @Test func relaysWrapTheErrorIntoItsMessage() {
    let inner = error(429, "RESOURCE_EXHAUSTED", "Slow down.", details: Self.retryInfo)
    var wrapped = inner
    for depth in 1...4 {
      wrapped = JSON(dictionaryLiteral: ("error", ["code": 502, "message": .string(" " + wrapped)])).text
      let read = failure(502, wrapped)
      #expect(read.kind == .rateLimited, "wrapped \(depth) times")
      #expect(read.message == "Slow down.")
      #expect(read.retryDelaySeconds == 20.04466179)
      #expect(read.httpStatus == 429)
    }
    let array = JSON(dictionaryLiteral: ("error", ["message": .string("[\(inner)]")])).text
    #expect(failure(500, array).message == "Slow down.")
    #expect(failure(500, "{\"error\":{\"message\":\"{not json\"}}").message == "{not json")
  }

  @Test func formsOfTheEnvelope() {
    let inner = error(404, "NOT_FOUND", "No such model.")
    #expect(failure(404, "[\(inner)]") == failure(404, inner))
    #expect(failure(404, "\u{FEFF}\(inner)\n") == failure(404, inner))
    #expect(failure(403, "{\"error\":\"Access denied\"}").message == "Access denied")
    #expect(failure(403, "{\"error\":\"Access denied\"}").kind == .permission)
    let old = failure(403, #"{"error":{"code":403,"errors":[{"message":"Old.","domain":"global","reason":"x"}]}}"#)
    #expect(old.message == "Old.")
    let gateway = failure(401, #"{"error":{"message":"Bad key","code":"invalid_api_key"}}"#)
    #expect(gateway.kind == .authentication && gateway.httpStatus == 401)
    let rpc = failure(429, #"{"error":{"message":"m","code":8,"status":"RESOURCE_EXHAUSTED"}}"#)
    #expect(rpc.kind == .rateLimited && rpc.httpStatus == 429)
    #expect(!failure(503, "{\"error\":{}}").message.isEmpty)
    #expect(Failure(["error": .null], httpStatus: nil) == nil)
    #expect(Failure([:], httpStatus: 500) == nil)
    #expect(Failure("error", httpStatus: 500) == nil)
    #expect(Failure([["error": [:]], ["error": [:]]], httpStatus: 500) == nil)
  }

  @Test func bodiesThatAreNoJSON() {
    let html = "<!DOCTYPE html>\n<title>Error 404 (Not Found)!!1</title>"
    #expect(failure(404, html).kind == .notFound)
    #expect(failure(404, html).hint.contains("base URL"))
    #expect(!failure(404, html).message.contains("<"))
    #expect(failure(502, "").kind == .server)
    #expect(failure(502, "").message.contains("502"))
    #expect(failure(302, "").kind == .malformedResponse)
    #expect(failure(302, "").hint.contains("base URL"))
    #expect(failure(200, html).kind == .malformedResponse)
    #expect(failure(200, html).message.contains("<!DOCTYPE html>"))
    #expect(failure(200, "").kind == .malformedResponse)
    #expect(failure(418, "teapot").kind == .invalidRequest)
  }

  @Test func randomBodiesNeverCrash() {
    let pieces = [
      "{", "}", "[", "]", "\"error\":", "\"message\":", "\"code\":", "\"details\":", "429", "null", ",",
      "\"{\\\"error\\\":1}\"",
    ]
    for seed in 0..<5000 {
      var random = Seeded(seed)
      let body = (0..<Int.random(in: 0..<14, using: &random)).compactMap { _ in pieces.randomElement(using: &random) }
        .joined()
      #expect(!failure(Int.random(in: 100...599, using: &random), body).hint.isEmpty, "\(body)")
    }
  }
}

@Suite struct RetryPolicyTests {
  private func delay(_ failure: Failure, attempt: Int = 1, hasAnswer: Bool = false, jitter: Double = 0) -> Double? {
    RetryPolicy().delay(after: failure, attempt: attempt, hasAnswer: hasAnswer, jitter: jitter)
  }

  @Test(arguments: [
    (400, false), (401, false), (403, false), (404, false), (408, true), (409, false), (413, false), (429, true),
    (499, false), (500, true), (501, false), (502, true), (503, true), (504, true), (505, false), (302, false),
  ])
  func someStatusesAreTriedAgain(_ status: Int, _ isTried: Bool) {
    #expect((delay(failure(status, "")) != nil) == isTried)
  }

  @Test func kindsWithoutAStatus() {
    func plain(_ kind: Failure.Kind) -> Failure { Failure(kind, "m", hint: "h") }
    let tried: [Failure.Kind] = [.network, .timeout, .server, .rateLimited]
    for kind in tried { #expect(delay(plain(kind)) == 1) }
    let notTried: [Failure.Kind] = [
      .authentication, .permission, .invalidRequest, .notFound, .quotaExhausted, .incompleteStream, .malformedResponse,
      .cancelled,
    ]
    for kind in notTried { #expect(delay(plain(kind)) == nil) }
    #expect(delay(.cancelled) == nil && delay(.incompleteStream) == nil && delay(.malformed("x")) == nil)
  }

  @Test func delaysDoubleUpToAMinute() {
    let busy = failure(503, "")
    #expect((1...5).map { delay(busy, attempt: $0) } == [1, 2, 4, 8, nil])
    #expect(delay(busy, attempt: 2, jitter: 0.5) == 2.5)
    var patient = RetryPolicy()
    patient.maximumAttempts = 2000
    #expect(patient.delay(after: busy, attempt: 7, hasAnswer: false, jitter: 0.25) == 60.25)
    #expect(patient.delay(after: busy, attempt: 1999, hasAnswer: false, jitter: 0) == 60)
  }

  @Test func theServersDelayIsHonoured() {
    var busy = failure(429, "")
    busy.retryDelaySeconds = 20
    #expect(delay(busy) == 20)
    busy.retryDelaySeconds = 0.1
    #expect(delay(busy, attempt: 3) == 4)
    busy.retryDelaySeconds = 301
    #expect(delay(busy) == nil)
  }

  @Test func onceTextWasShownOnlyAPersonAsksAgain() {
    #expect(delay(failure(503, ""), hasAnswer: true) == nil)
  }
}
