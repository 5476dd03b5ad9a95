import TestSupport
import Testing

@testable import Gemini

/// An error answer, and what is to be made of it.
struct Refused: Sendable, CustomTestStringConvertible {
  var status: Int?
  var body: String
  var kind: Failure.Kind
  var retry: Failure.Retry
  /// A part of the next step.
  var hint: String

  init(_ status: Int?, _ body: String, _ kind: Failure.Kind, _ retry: Failure.Retry, _ hint: String) {
    self.status = status
    self.body = body
    self.kind = kind
    self.retry = retry
    self.hint = hint
  }

  /// An error object with a text, and with details if there are any.
  init(
    _ status: Int, says text: String, details: String = "", name: String = "", _ kind: Failure.Kind,
    _ retry: Failure.Retry, _ hint: String
  ) {
    self.init(status, error(status, name, text, details: details), kind, retry, hint)
  }

  var testDescription: String { "\(status.map(String.init) ?? "none") \(body)" }

  static func info(_ reason: String, _ metadata: String = "") -> String {
    detail("ErrorInfo", #""reason":"\#(reason)","domain":"googleapis.com","metadata":{\#(metadata)}"#)
  }

  static let all: [Refused] = [
    Refused(
      400, says: "API key not valid. Please pass a valid API key.", details: info("API_KEY_INVALID"), .authentication,
      .never,
      "aistudio.google.com/apikey"),
    Refused(400, says: "API key not valid.", .invalidRequest, .never, "Check the API key"),
    Refused(400, says: "User location is not supported for the API use.", .invalidRequest, .never, "not offered"),
    Refused(
      400, says: "Gemini API free tier is not available in your country. Please enable billing on your project.",
      .invalidRequest, .never, "billing"),
    Refused(
      400, says: "Precondition check failed.", name: "FAILED_PRECONDITION", .invalidRequest, .never, "not offered"),
    Refused(400, says: "Invalid thought signature.", .invalidRequest, .withoutSignatures, "earlier turn"),
    Refused(400, says: "Corrupted thought signature.", .invalidRequest, .withoutSignatures, "earlier turn"),
    Refused(
      400, says: "Image part is missing a thought_signature in content position 3, part position 1.", .invalidRequest,
      .never, "earlier turn"),
    Refused(
      400, says: "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
      .invalidRequest, .never, "Shorten"),
    Refused(400, says: "Thinking level is not supported for this model.", .invalidRequest, .never, "thinking"),
    Refused(400, says: "The thinking budget (52428) is invalid.", .invalidRequest, .never, "thinking"),
    Refused(
      400, says: "Model does not support the requested response modalities: image", .invalidRequest, .never,
      "picture model"),
    Refused(
      400, says: "Developer instruction is not enabled for models/gemini-2.5-flash-image", .invalidRequest, .never,
      "system instruction"),
    Refused(400, says: "Unsupported MIME type: png", .invalidRequest, .never, "Take the picture out"),
    Refused(
      400, says: "Unable to process input image. Please retry or report in ...", .invalidRequest, .never,
      "Take the picture out"),
    Refused(400, says: "Provided image is not valid.", .invalidRequest, .never, "Take the picture out"),
    Refused(
      400, says: "Unknown name \\\"x\\\" at 'generation_config': Cannot find field.", .invalidRequest, .never,
      "Take the field out"),
    Refused(400, says: "Request contains an invalid argument.", .invalidRequest, .never, "run settings"),
    Refused(401, says: "Request had invalid credentials.", .authentication, .never, "API key"),
    Refused(
      403, says: "The API is disabled.", details: info("SERVICE_DISABLED"), .permission, .never, "Turn the API on"),
    Refused(403, says: "Denied.", details: info("IAM_PERMISSION_DENIED"), .permission, .never, "owner"),
    Refused(
      403, says: "Your API key was reported as leaked. Please use another API key.", .permission, .never,
      "a new one is made"),
    Refused(403, says: "CachedContent not found (or permission denied)", .permission, .never, "cached content"),
    Refused(
      403, says: "You do not have permission to access the File abc or it may not exist.", .permission, .never,
      "Attach the file again"),
    Refused(403, says: "The caller does not have permission", .permission, .never, "restricted"),
    Refused(404, "<!DOCTYPE html><title>Error 404</title>", .notFound, .never, "base URL"),
    Refused(404, "", .notFound, .never, "base URL"),
    Refused(404, says: "Not found: cached content metadata for 1.", .notFound, .never, "cached content"),
    Refused(404, says: "The file abc was not found.", .notFound, .never, "Attach the file again"),
    Refused(
      404, says: "models/x is not found for API version v1, or is not supported for generateContent. Call ListModels",
      .notFound, .never, "another model"),
    Refused(408, "", .timeout, .backoff, "shorter"),
    Refused(413, "", .invalidRequest, .never, "fewer or smaller pictures"),
    Refused(
      429, says: "Quota exceeded.", details: FailureTests.quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier"),
      .quotaExhausted, .never, "does not help"),
    Refused(429, says: "No capacity.", details: info("MODEL_CAPACITY_EXHAUSTED"), .rateLimited, .backoff, "busy"),
    Refused(429, says: "Resource has been exhausted (e.g. check quota).", .rateLimited, .backoff, "Wait"),
    Refused(499, says: "The operation was cancelled.", .cancelled, .never, "Send it again"),
    Refused(409, says: "Aborted.", .invalidRequest, .never, "Check"),
    Refused(500, says: "Internal error encountered.", .server, .backoff, "shorten the history"),
    Refused(502, "<html>Bad Gateway</html>", .server, .backoff, "Try again"),
    Refused(503, says: "The model is overloaded. Please try again later.", .server, .backoff, "busy"),
    Refused(504, says: "Deadline exceeded.", .server, .backoff, "shorter prompt"),
    Refused(501, says: "Not implemented.", .server, .never, "Try again"),
    Refused(505, "", .server, .never, "Try again"),
    Refused(204, "", .malformedResponse, .never, "base URL"),
    Refused(302, "", .malformedResponse, .never, "base URL"),
    Refused(nil, #"{"error":{"message":"Something."}}"#, .server, .never, "Try again"),
  ]
}

@Suite struct FailureTableTests {
  private func failure(_ refused: Refused) throws -> Failure {
    if let status = refused.status { return Failure(httpStatus: status, body: bytes(refused.body)) }
    return try #require(Failure(try json(refused.body), httpStatus: nil))
  }

  @Test(arguments: Refused.all)
  func everyAnswerHasItsRow(_ refused: Refused) throws {
    let failure = try failure(refused)
    #expect(failure.kind == refused.kind)
    #expect(failure.retry == refused.retry)
    #expect(failure.hint.contains(refused.hint), "\(failure.hint)")
    #expect(failure.hint.hasSuffix("."))
  }

  /// A row that nothing reaches says something wrong or stands behind one that says it all.
  @Test func everyRowIsReached() throws {
    let reached = try Refused.all.map { refused in
      let object = (try? JSON(parsing: refused.body)).flatMap { ErrorReport($0, httpStatus: refused.status) }
      let report = try #require(object ?? refused.status.map(ErrorReport.init(httpStatus:)))
      return FailureRow.row(for: report)
    }
    for row in FailureRow.all { #expect(reached.contains(row), "\(row)") }
  }

  @Test func noAnswerIsWithoutARow() {
    for status in 100..<700 {
      let failure = Failure(httpStatus: status, body: [])
      #expect(!failure.hint.isEmpty && !failure.message.isEmpty)
      let isRetried = [408, 429, 500, 502, 503, 504].contains(status)
      #expect((failure.retry == .backoff) == isRetried, "\(status)")
    }
  }

  // MARK: 429

  @Test func quotasOfErrorInfo() {
    func kind(_ metadata: String) -> Failure.Kind {
      Gemini.Failure(
        httpStatus: 429,
        body: bytes(
          error(429, "RESOURCE_EXHAUSTED", "Quota exceeded.", details: Refused.info("RATE_LIMIT_EXCEEDED", metadata)))
      ).kind
    }
    #expect(kind(#""quota_limit":"RequestsPerMinutePerProject","quota_limit_value":"60""#) == .rateLimited)
    #expect(kind(#""quota_limit":"RequestsPerDayPerProject","quota_limit_value":"60""#) == .quotaExhausted)
  }

  @Test func theHeaderCountsWhereTheBodyIsSilent() {
    let body = bytes(error(429, "RESOURCE_EXHAUSTED", "Slow down. Please retry in 5s."))
    #expect(Failure(httpStatus: 429, body: [], retryAfterSeconds: 7).retryDelaySeconds == 7)
    #expect(Failure(httpStatus: 503, body: [], retryAfterSeconds: 7).retryDelaySeconds == 7)
    #expect(Failure(httpStatus: 429, body: body, retryAfterSeconds: 7).retryDelaySeconds == 5)
    #expect(Failure(httpStatus: 429, body: [], retryAfterSeconds: 3600).kind == .quotaExhausted)
  }

  // MARK: Details

  private func remarks(_ details: String, message: String = "Message.") -> [String] {
    Failure(httpStatus: 400, body: bytes(error(400, "INVALID_ARGUMENT", message, details: details))).remarks
  }

  @Test func detailsAreNamed() {
    let fields = detail(
      "BadRequest",
      #""fieldViolations":[{"field":"generation_config.top_k","description":"Too large."},{"description":"Odd."},{}]"#)
    #expect(remarks(fields) == ["generation_config.top_k: Too large.", "Odd."])
    #expect(remarks(fields, message: "* generation_config.top_k: Too large.") == ["Odd."], "not twice")
    let precondition = detail(
      "PreconditionFailure", #""violations":[{"type":"TOS","subject":"project/1","description":"Terms not accepted."}]"#
    )
    #expect(remarks(precondition) == ["project/1: Terms not accepted."])
    let resource = detail("ResourceInfo", #""resourceType":"t","resourceName":"files/a","description":"Expired.""#)
    #expect(remarks(resource) == ["files/a: Expired."])
    #expect(remarks(detail("LocalizedMessage", #""locale":"de","message":"Zu viel.""#)) == ["Zu viel."])
    #expect(remarks(detail("RequestInfo", #""requestId":"r","description":"Seen.""#)) == ["Seen."])
    let permission = Refused.info(
      "IAM_PERMISSION_DENIED", #""permission":"aiplatform.endpoints.predict","resource":"projects/p""#)
    #expect(remarks(permission) == ["aiplatform.endpoints.predict: projects/p"])
    #expect(remarks(detail("DebugInfo", #""description":"secret","detail":"secret""#)).isEmpty)
    #expect(remarks(detail("BadRequest", #""fieldViolations":7"#)).isEmpty)
  }

  @Test func manyRemarksAreFewLines() {
    let violations = (0..<40).map { #"{"field":"f\#($0)","description":"Bad."}"# }.joined(separator: ",")
    let all = remarks(detail("BadRequest", "\"fieldViolations\":[\(violations)]"))
    #expect(all.count == 6)
    #expect(all.last == "There are 35 more remarks.")
  }

  @Test func linksFollowTheNextStep() {
    let help = detail("Help", #""links":[{"description":"d","url":"https://a.example"},{"url":"https://b.example"}]"#)
    let failure = Failure(httpStatus: 429, body: bytes(error(429, "RESOURCE_EXHAUSTED", details: help)))
    #expect(failure.hint.hasSuffix("another model. See https://a.example, https://b.example"))
  }
}
