/// Why a run ended without a whole answer: what kind it is, what the service said, and what to do next.
/// - Source: gemini-api.md sections 13 and 14.
package struct Failure: Error, Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case authentication, permission, invalidRequest, notFound, rateLimited, quotaExhausted, server, network, timeout
    case incompleteStream, malformedResponse, cancelled
  }

  package var kind: Kind
  /// The error object's `code` if there is one, else the status of the response.
  package var httpStatus: Int?
  /// The name, such as `RESOURCE_EXHAUSTED`.
  package var status: String?
  /// What happened, in the service's words where it gave some.
  package var message: String
  /// How long the service asks to wait.
  package var retryDelaySeconds: Double?
  /// What to do next, as a sentence.
  package var hint: String
  /// The details of the error object, without those that may echo the request.
  package var details: [JSON]

  package init(
    _ kind: Kind, _ message: String, hint: String, httpStatus: Int? = nil, status: String? = nil,
    retryDelaySeconds: Double? = nil, details: [JSON] = []
  ) {
    self.kind = kind
    self.message = message
    self.hint = hint
    self.httpStatus = httpStatus
    self.status = status
    self.retryDelaySeconds = retryDelaySeconds
    self.details = details
  }

  package static let cancelled = Failure(
    .cancelled, "The answer was stopped.", hint: "What came is kept. Send the prompt again for a whole answer.")

  package static let incompleteStream = Failure(
    .incompleteStream, "The answer broke off before its end.",
    hint: "What came is kept. Ask again for a whole answer.")

  package static func malformed(_ what: String) -> Failure {
    Failure(
      .malformedResponse, "The server sent something that is no answer of this API: \(what)",
      hint: "Check the base URL, or try again.")
  }
}

extension Failure {
  /// Reads an error answer by its content: the error object, alone or in an array, or anything else a server or a
  /// gateway may send.
  package init(httpStatus: Int, body: [UInt8]) {
    if let json = try? JSON(parsing: body), let failure = Failure(json, httpStatus: httpStatus) {
      self = failure
    } else {
      self = Failure.classified(code: httpStatus, status: nil, message: Failure.reason(httpStatus), details: [])
    }
  }

  /// Reads an object that has `error`; `nil` if this is none.
  package init?(_ json: JSON, httpStatus: Int?) {
    let object = json.array?.count == 1 ? json.array?.first : json
    guard let error = object?["error"] else { return nil }
    var code = error["code"]?.int ?? httpStatus
    var status = error["status"]?.string
    var message = error["message"]?.string ?? error.string ?? ""
    var details = error["details"]?.array ?? []
    // Relays wrap the service's own error object into the message, sometimes more than once.
    for _ in 0..<4 {
      guard message.hasPrefix("{") || message.hasPrefix("["), let inner = try? JSON(parsing: message) else { break }
      guard let error = (inner.array?.first ?? inner)["error"] else { break }
      code = error["code"]?.int ?? code
      status = error["status"]?.string ?? status
      details = error["details"]?.array ?? details
      message = error["message"]?.string ?? ""
    }
    if message.isEmpty { message = code.map(Failure.reason) ?? "The server reported an error without a text." }
    self = Failure.classified(code: code, status: status, message: message, details: details)
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 400: "The server refused the request (400)."
    case 401: "The server wants credentials (401)."
    case 403: "The server forbids this (403)."
    case 404: "There is nothing at this address (404)."
    case 408: "The server waited too long for the request (408)."
    case 413: "The request is too large (413)."
    case 429: "Too many requests (429)."
    case 300..<400: "The server points to another address (\(status)); it was not followed."
    case 500..<600: "The server is in trouble (\(status))."
    default: "The server answered with status \(status)."
    }
  }

  private static func classified(code: Int?, status: String?, message: String, details: [JSON]) -> Failure {
    let shown = details.filter { $0["@type"]?.string?.hasSuffix("DebugInfo") != true }
    let reasons = details.compactMap { $0["reason"]?.string }
    let delay = retryDelay(details: details, message: message)
    let help = details.compactMap { $0["links"]?.array?.first?["url"]?.string }.first
    var failure = Failure(
      .server, message, hint: "", httpStatus: code, status: status, retryDelaySeconds: delay, details: shown)
    switch (code, status) {
    case (401, _), (_, "UNAUTHENTICATED"):
      failure.kind = .authentication
      failure.hint = "Check the API key: a new one is made at aistudio.google.com/apikey."
    case (400, _) where reasons.contains("API_KEY_INVALID"):
      failure.kind = .authentication
      failure.hint = "Check the API key: a new one is made at aistudio.google.com/apikey."
    case (403, _):
      failure.kind = .permission
      failure.hint =
        help.map { "See \($0)" } ?? "The key may not do this: check what it is restricted to, and its project."
    case (404, _):
      failure.kind = .notFound
      failure.hint = "Choose another model: the list shows those this key may use."
    case (429, _), (_, "RESOURCE_EXHAUSTED"):
      let isFinal = isQuotaGone(details: details, message: message) || (delay ?? 0) > 300
      failure.kind = isFinal ? .quotaExhausted : .rateLimited
      failure.hint =
        isFinal
        ? "Waiting a moment does not help: choose another model, or see the plan of the key's project."
        : "Wait a moment, or choose another model."
    case (499, _):
      failure.kind = .cancelled
      failure.hint = "The server ended the request. Send it again."
    case (408, _), (504, _):
      failure.kind = code == 504 ? .server : .timeout
      failure.hint = "Try again; a shorter prompt or less history helps."
    case (413, _):
      failure.kind = .invalidRequest
      failure.hint = "Send fewer or smaller pictures, or start a new session."
    case (.some(400..<500), _):
      failure.kind = .invalidRequest
      failure.hint =
        status == "FAILED_PRECONDITION"
        ? "The service is not offered to this key or place: see the terms of the key's project."
        : "Check the run settings, the pictures and the model, then send again."
    case (503, _):
      failure.hint = "The model is busy: try again in a moment, or choose another model."
    default:
      failure.hint = "Try again in a moment; if it stays, shorten the history or choose another model."
    }
    return failure
  }

  /// The delay of RetryInfo, else the one in the text.
  private static func retryDelay(details: [JSON], message: String) -> Double? {
    for detail in details {
      if let delay = detail["retryDelay"]?.string.flatMap(seconds) { return delay }
    }
    guard let range = message.range(of: "retry in ", ignoringCase: true) else { return nil }
    let delay = message[range].prefix { "0123456789.ms".contains($0) }
    return seconds(String(delay))
  }

  /// `20.04s` or `350ms`.
  private static func seconds(_ text: String) -> Double? {
    let text = text.hasSuffix(".") ? String(text.dropLast()) : text
    if text.hasSuffix("ms") { return Double(text.dropLast(2)).map { $0 / 1000 } }
    if text.hasSuffix("s") { return Double(text.dropLast()) }
    return nil
  }

  private static func isQuotaGone(details: [JSON], message: String) -> Bool {
    let violations = details.flatMap { $0["violations"]?.array ?? [] }
    let isDaily = violations.contains { $0["quotaId"]?.string?.contains("PerDay") == true }
    let isNotInPlan = message.contains("limit: 0,") || message.hasSuffix("limit: 0")
    return isDaily || isNotInPlan
  }
}

extension String {
  /// Where the text after `needle` begins.
  fileprivate func range(of needle: String, ignoringCase: Bool) -> PartialRangeFrom<String.Index>? {
    let low = lowercased()
    guard low.utf8.count == utf8.count, let found = low.firstRange(of: needle) else { return nil }
    return found.upperBound...
  }
}
