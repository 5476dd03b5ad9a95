/// An error answer taken apart, before it is said what it means.
/// - Source: gemini-api.md section 13.
struct ErrorReport {
  /// The HTTP status that counts: the object's code, else the one that belongs to its name, else the response's.
  var code: Int?
  /// The code in the object itself.
  var ownCode: Int?
  var status: String?
  var message = ""
  var details: [JSON] = []
  /// Why, in single words: of ErrorInfo details, and of the list of errors that older services send.
  var reasons: Set<String> = []
  /// False for a page or an empty body.
  var isErrorObject = true
  /// Seconds to wait, as a `Retry-After` header says.
  var retryAfterSeconds: Double?

  /// A status without an error object.
  init(httpStatus: Int) {
    code = httpStatus
    isErrorObject = false
    message = Self.text(of: httpStatus)
  }

  /// Reads an object that has `error`, alone or in an array; `nil` if this is none.
  init?(_ json: JSON, httpStatus: Int?) {
    guard var error = Self.errorObject(json) else { return nil }
    // Relays wrap the service's own error object into the message, sometimes more than once.
    for _ in 0..<5 {
      take(error)
      guard let start = message.first(where: { !$0.isWhitespace }), start == "{" || start == "[",
        let json = try? JSON(parsing: message), let inner = Self.errorObject(json)
      else { break }
      error = inner
    }
    if message.isEmpty {
      message = (ownCode ?? httpStatus).map(Self.text) ?? "The server reported an error without a text."
    }
    // Inside a stream the response's own status is a 200 that says nothing: the name in the object counts first.
    code = ownCode ?? status.flatMap(Self.httpStatus) ?? httpStatus
  }

  private mutating func take(_ error: JSON) {
    let errors = error["errors"]?.array ?? []
    // Relays also put other things under `code`, such as words and the numbers of gRPC.
    if let number = error["code"]?.int, (100..<600).contains(number) { ownCode = number }
    status = error["status"]?.string ?? status
    details = error["details"]?.array ?? details
    message = error["message"]?.string ?? errors.first?["message"]?.string ?? error.string ?? ""
    reasons.formUnion((details + errors).compactMap { $0["reason"]?.string })
  }

  private static func errorObject(_ json: JSON) -> JSON? {
    (json.array?.count == 1 ? json.array?.first : json)?["error"]
  }

  // MARK: Quotas

  /// Longer waits are left to the person.
  static let longestWait = 300.0

  /// True if waiting a moment does not help: the day's share is used up, the plan has none for this model, or the wait
  /// is longer than anybody sits before it.
  var isQuotaGone: Bool {
    if let retryDelaySeconds, retryDelaySeconds > Self.longestWait { return true }
    let limits = details.flatMap { $0["violations"]?.array ?? [] } + details.compactMap { $0["metadata"] }
    let names = limits.flatMap { limit in ["quotaId", "quota_limit"].compactMap { limit[$0]?.string } }
    if names.contains(where: { $0.contains("PerDay") }) { return true }
    return message.ranges(of: "limit: 0").contains { range in
      let next = message[range.upperBound...].prefix(2)
      return next.first?.isWholeNumber != true && !(next.first == "." && next.last?.isWholeNumber == true)
    }
  }

  /// The delay of RetryInfo, else the one in the text, else that of the header.
  var retryDelaySeconds: Double? {
    for detail in details {
      if let delay = detail["retryDelay"]?.string.flatMap({ Self.seconds($0[...]) }) { return delay }
    }
    let text = message.lowercased()
    return text.firstRange(of: "retry in ").flatMap { Self.seconds(text[$0.upperBound...]) } ?? retryAfterSeconds
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

  // MARK: Statuses

  /// What a status says where the server says nothing.
  private static func text(of status: Int) -> String {
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
}
