extension Failure {
  /// Reads an error answer by its content: the error object, alone or in an array, or anything else a server or a
  /// gateway may send.
  /// - Parameter retryAfterSeconds: what the `Retry-After` header says.
  /// - Source: gemini-api.md section 13.
  package init(httpStatus: Int, body: [UInt8], retryAfterSeconds: Double? = nil) {
    let object = (try? JSON(parsing: body)).flatMap { ErrorReport($0, httpStatus: httpStatus) }
    var report = object ?? ErrorReport(httpStatus: httpStatus)
    report.retryAfterSeconds = retryAfterSeconds
    self.init(report)
    self.httpStatus = report.ownCode ?? httpStatus
    if object == nil, (200..<300).contains(httpStatus) { message = Failure.malformed(Failure.excerpt(body)).message }
  }

  /// Reads an object that has `error`; `nil` if this is none.
  package init?(_ json: JSON, httpStatus: Int?) {
    guard let report = ErrorReport(json, httpStatus: httpStatus) else { return nil }
    self.init(report)
    self.httpStatus = report.ownCode ?? httpStatus
  }

  private init(_ report: ErrorReport) {
    let row = FailureRow.row(for: report)
    let details = report.details.filter { $0["@type"]?.string?.hasSuffix("DebugInfo") != true }
    self.init(
      row.kind, report.message, hint: row.nextStep, httpStatus: report.code, status: report.status,
      retryDelaySeconds: report.retryDelaySeconds, details: details, retry: row.retry)
    let links = details.flatMap { $0["links"]?.array ?? [] }.compactMap { $0["url"]?.string }
    if !links.isEmpty { hint += " See \(links.prefix(3).joined(separator: ", "))" }
  }

  /// The beginning of what cannot be read, short enough for a sentence.
  static func excerpt(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.prefix(120), as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    if text.isEmpty { return "nothing" }
    return text.count > 80 ? text.prefix(80) + "…" : text
  }

  /// What the details add to the message: fields, conditions, resources, permissions, each as a sentence or less.
  /// - Source: gemini-api.md section 13.
  package var remarks: [String] {
    let all = details.flatMap(remarks).filter { !$0.isEmpty && !message.contains($0) }
    let shown = all.prefix(Self.mostRemarks).map(\.self)
    return all.count > shown.count ? shown + [more(all.count - shown.count)] : shown
  }

  private static let mostRemarks = 5

  private func more(_ count: Int) -> String {
    count == 1 ? "There is one more remark." : "There are \(count) more remarks."
  }

  private func remarks(_ detail: JSON) -> [String] {
    func text(_ json: JSON, _ keys: String...) -> String {
      keys.compactMap { json[$0]?.string }.filter { !$0.isEmpty }.joined(separator: ": ")
    }
    let fields = (detail["fieldViolations"]?.array ?? []).map { violation in
      // The service likes to say the same in both places.
      let isSaid = violation["description"]?.string.map(message.contains) ?? false
      return isSaid ? "" : text(violation, "field", "description")
    }
    let violations = (detail["violations"]?.array ?? []).map { text($0, "subject", "description") }
    switch detail["@type"]?.string?.split(separator: ".").last {
    case "LocalizedMessage": return [text(detail, "message")]
    case "ErrorInfo":
      guard detail["reason"]?.string == "IAM_PERMISSION_DENIED", let metadata = detail["metadata"] else { return [] }
      return [text(metadata, "permission", "resource")]
    case "ResourceInfo": return [text(detail, "resourceName", "description")]
    default: return fields + violations + [text(detail, "description")]
    }
  }
}
