extension Failure {
  /// Reads an error answer by its content: the error object, alone or in an array, or anything else a server or a
  /// gateway may send.
  /// - Source: gemini-api.md section 13.
  package init(httpStatus: Int, body: [UInt8]) {
    if let json = try? JSON(parsing: body), let failure = Failure(json, httpStatus: httpStatus) {
      self = failure
    } else if (200..<300).contains(httpStatus) {
      self = .malformed(Failure.excerpt(body))
      self.httpStatus = httpStatus
    } else {
      self = Failure.classified(code: httpStatus, status: nil, message: Failure.reason(httpStatus), details: [])
      // The API itself says 404 with an error object; without one the address is not the API's.
      if httpStatus == 404 { hint = Failure.addressHint }
    }
  }

  /// Reads an object that has `error`; `nil` if this is none.
  package init?(_ json: JSON, httpStatus: Int?) {
    guard var error = Failure.errorObject(json) else { return nil }
    var code: Int?
    var status: String?
    var details: [JSON] = []
    var message = ""
    // Relays wrap the service's own error object into the message, sometimes more than once.
    for _ in 0..<5 {
      // Relays also put other things under `code`, such as words and the numbers of gRPC.
      if let number = error["code"]?.int, (100..<600).contains(number) { code = number }
      status = error["status"]?.string ?? status
      details = error["details"]?.array ?? details
      message = error["message"]?.string ?? error["errors"]?.array?.first?["message"]?.string ?? error.string ?? ""
      guard let start = message.first(where: { !$0.isWhitespace }), start == "{" || start == "[",
        let json = try? JSON(parsing: message), let inner = Failure.errorObject(json)
      else { break }
      error = inner
    }
    if message.isEmpty {
      message = (code ?? httpStatus).map(Failure.reason) ?? "The server reported an error without a text."
    }
    // Inside a stream the response's own status is a 200 that says nothing: the name in the object counts first.
    self = Failure.classified(
      code: code ?? status.flatMap(Failure.httpStatus) ?? httpStatus, status: status, message: message,
      details: details)
    self.httpStatus = code ?? httpStatus
  }

  private static func errorObject(_ json: JSON) -> JSON? {
    (json.array?.count == 1 ? json.array?.first : json)?["error"]
  }

  /// The beginning of what cannot be read, short enough for a sentence.
  static func excerpt(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.prefix(120), as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    if text.isEmpty { return "nothing" }
    return text.count > 80 ? text.prefix(80) + "…" : text
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

  private static let keyHint = "Check the API key: a new one is made at aistudio.google.com/apikey."
  private static let addressHint = "Check the base URL and, for Vertex AI, the location."

  private static func classified(code: Int?, status: String?, message: String, details: [JSON]) -> Failure {
    let delay = retryDelay(details: details, message: message)
    var failure = Failure(
      .server, message, hint: "", httpStatus: code, status: status, retryDelaySeconds: delay,
      details: details.filter { $0["@type"]?.string?.hasSuffix("DebugInfo") != true })
    switch code {
    case 401:
      failure.kind = .authentication
      failure.hint = keyHint
    case 400 where details.contains { $0["reason"]?.string == "API_KEY_INVALID" }:
      failure.kind = .authentication
      failure.hint = keyHint
    case 403:
      failure.kind = .permission
      let help = details.lazy.compactMap { $0["links"]?.array?.first?["url"]?.string }.first
      failure.hint =
        help.map { "What to change is at \($0)" }
        ?? "The key may not do this: check what it is restricted to, and its project."
    case 404:
      failure.kind = .notFound
      failure.hint = "Choose another model: the list shows those this key may use."
    case 429:
      let isFinal = isQuotaGone(details: details, message: message) || (delay ?? 0) > 300
      failure.kind = isFinal ? .quotaExhausted : .rateLimited
      failure.hint =
        isFinal
        ? "Waiting a moment does not help: choose another model, or see the plan of the key's project."
        : "Wait a moment, or choose another model."
    case 499:
      failure.kind = .cancelled
      failure.hint = "The server ended the request. Send it again."
    case 408:
      failure.kind = .timeout
      failure.hint = "Try again; a shorter prompt or less history helps."
    case 413:
      failure.kind = .invalidRequest
      failure.hint = "Send fewer or smaller pictures, or start a new session."
    case .some(400..<500):
      failure.kind = .invalidRequest
      failure.hint =
        status == "FAILED_PRECONDITION"
        ? "The service is not offered to this key or place: see the terms of the key's project."
        : "Check the run settings, the pictures and the model, then send again."
    case 503:
      failure.hint = "The model is busy: try again in a moment, or choose another model."
    case 504:
      failure.hint = "Try again; a shorter prompt or less history helps."
    case .some(300..<400):
      failure.kind = .malformedResponse
      failure.hint = addressHint
    default:
      failure.hint = "Try again in a moment; if it stays, shorten the history or choose another model."
    }
    return failure
  }

  /// The HTTP status that goes with a status name.
  private static func httpStatus(_ name: String) -> Int? {
    switch name {
    case "INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE": 400
    case "UNAUTHENTICATED": 401
    case "PERMISSION_DENIED": 403
    case "NOT_FOUND": 404
    case "RESOURCE_EXHAUSTED": 429
    case "CANCELLED": 499
    case "INTERNAL", "UNKNOWN", "DATA_LOSS": 500
    case "UNIMPLEMENTED": 501
    case "UNAVAILABLE": 503
    case "DEADLINE_EXCEEDED": 504
    default: nil
    }
  }

  /// The delay of RetryInfo, else the one in the text.
  private static func retryDelay(details: [JSON], message: String) -> Double? {
    for detail in details {
      if let delay = detail["retryDelay"]?.string.flatMap({ seconds($0[...]) }) { return delay }
    }
    let text = message.lowercased()
    return text.firstRange(of: "retry in ").flatMap { seconds(text[$0.upperBound...]) }
  }

  /// The duration at the start of a text: `20.04s`, `350ms` or `1h2m3.5s`.
  private static func seconds(_ text: Substring) -> Double? {
    var rest = text
    var total: Double?
    while let first = rest.first, first.isASCII, first.isWholeNumber {
      let digits = rest.prefix { $0 == "." || $0.isASCII && $0.isWholeNumber }
      let unit = rest.dropFirst(digits.count).prefix { $0.isASCII && $0.isLetter }
      guard let value = Double(digits) else { return nil }
      switch unit {
      case "ms": total = (total ?? 0) + value / 1000
      case "s": total = (total ?? 0) + value
      case "m": total = (total ?? 0) + value * 60
      case "h": total = (total ?? 0) + value * 3600
      default: return nil
      }
      rest = rest[unit.endIndex...]
    }
    return total.flatMap { $0.isFinite ? $0 : nil }
  }

  /// True if waiting a moment does not help: the day's share is used up, or the plan has none for this model.
  private static func isQuotaGone(details: [JSON], message: String) -> Bool {
    let violations = details.flatMap { $0["violations"]?.array ?? [] }
    if violations.contains(where: { $0["quotaId"]?.string?.contains("PerDay") == true }) { return true }
    return message.ranges(of: "limit: 0").contains { range in
      let next = message[range.upperBound...].prefix(2)
      return next.first?.isWholeNumber != true && !(next.first == "." && next.last?.isWholeNumber == true)
    }
  }
}
