/// What an error answer means and what follows from it: one row of `FailureRow.all`. The first row that fits counts.
/// - Source: gemini-api.md sections 13 and 14; product.md section 8.
struct FailureRow: Hashable, Sendable {
  /// What makes a row fit, beside the status.
  enum Evidence: Hashable, Sendable {
    case anything
    /// The `reason` of an ErrorInfo, or of an old-style error.
    case reason(String)
    /// The name, such as `FAILED_PRECONDITION`.
    case status(String)
    /// All of these in the message, whatever their case.
    case words(String, String = "")
    /// No error object: a web page, or nothing.
    case noErrorObject
    /// The day's share is used up, the plan has none for this model, or the wait is a long one.
    case quotaIsGone
  }

  /// The statuses the row is for; `nil` if none is known.
  var codes: ClosedRange<Int>?
  var evidence: Evidence
  var kind: Failure.Kind
  var retry: Failure.Retry
  /// What to do next, as sentences.
  var nextStep: String

  private init(
    _ codes: ClosedRange<Int>?, _ evidence: Evidence, _ kind: Failure.Kind, _ retry: Failure.Retry, _ nextStep: String
  ) {
    self.codes = codes
    self.evidence = evidence
    self.kind = kind
    self.retry = retry
    self.nextStep = nextStep
  }

  private init(
    _ code: Int, _ evidence: Evidence, _ kind: Failure.Kind, _ retry: Failure.Retry, _ nextStep: String
  ) {
    self.init(code...code, evidence, kind, retry, nextStep)
  }

  static let all: [FailureRow] = [
    FailureRow(400, .reason("API_KEY_INVALID"), .authentication, .never, checkKey),
    FailureRow(400, .words("api key"), .invalidRequest, .never, checkKey),
    FailureRow(400, .words("user location"), .invalidRequest, .never, otherPlace),
    FailureRow(400, .words("billing"), .invalidRequest, .never, billing),
    FailureRow(400, .status("FAILED_PRECONDITION"), .invalidRequest, .never, otherPlace),
    FailureRow(400, .words("invalid", "thought signature"), .invalidRequest, .withoutSignatures, signatures),
    FailureRow(400, .words("corrupted", "thought signature"), .invalidRequest, .withoutSignatures, signatures),
    FailureRow(400, .words("missing", "thought_signature"), .invalidRequest, .never, signatures),
    FailureRow(400, .words("token count", "exceeds"), .invalidRequest, .never, tooLong),
    FailureRow(400, .words("thinking"), .invalidRequest, .never, thinking),
    FailureRow(400, .words("modalities"), .invalidRequest, .never, modalities),
    FailureRow(400, .words("developer instruction"), .invalidRequest, .never, noInstruction),
    FailureRow(400, .words("mime type"), .invalidRequest, .never, badPicture),
    FailureRow(400, .words("input image"), .invalidRequest, .never, badPicture),
    FailureRow(400, .words("image is not valid"), .invalidRequest, .never, badPicture),
    FailureRow(400, .words("unknown name"), .invalidRequest, .never, unknownField),
    FailureRow(400, .anything, .invalidRequest, .never, checkAll),
    FailureRow(401, .anything, .authentication, .never, checkKey),
    FailureRow(403, .reason("SERVICE_DISABLED"), .permission, .never, turnOn),
    FailureRow(403, .reason("IAM_PERMISSION_DENIED"), .permission, .never, askOwner),
    FailureRow(403, .words("leaked"), .permission, .never, checkKey),
    FailureRow(403, .words("cachedcontent"), .permission, .never, cacheIsGone),
    FailureRow(403, .words("the file"), .permission, .never, attachAgain),
    FailureRow(403, .anything, .permission, .never, restricted),
    FailureRow(404, .noErrorObject, .notFound, .never, checkAddress),
    FailureRow(404, .words("cache"), .notFound, .never, cacheIsGone),
    FailureRow(404, .words("file"), .notFound, .never, attachAgain),
    FailureRow(404, .anything, .notFound, .never, otherModel),
    FailureRow(408, .anything, .timeout, .backoff, shorter),
    FailureRow(413, .anything, .invalidRequest, .never, smaller),
    FailureRow(429, .quotaIsGone, .quotaExhausted, .never, quotaGone),
    FailureRow(429, .reason("MODEL_CAPACITY_EXHAUSTED"), .rateLimited, .backoff, busy),
    FailureRow(429, .anything, .rateLimited, .backoff, wait),
    FailureRow(499, .anything, .cancelled, .never, sendAgain),
    FailureRow(400...499, .anything, .invalidRequest, .never, checkAll),
    FailureRow(500, .anything, .server, .backoff, shortenIfItStays),
    FailureRow(502, .anything, .server, .backoff, shortenIfItStays),
    FailureRow(503, .anything, .server, .backoff, busy),
    FailureRow(504, .anything, .server, .backoff, shorter),
    FailureRow(500...599, .anything, .server, .never, shortenIfItStays),
    FailureRow(200...299, .noErrorObject, .malformedResponse, .never, "Check the base URL, or try again."),
    FailureRow(300...399, .anything, .malformedResponse, .never, checkAddress),
    FailureRow(nil, .anything, .server, .never, shortenIfItStays),
  ]

  private static let checkKey = "Check the API key: a new one is made at aistudio.google.com/apikey."
  private static let otherPlace =
    "The service is not offered to this key or place: see the terms of the key's project."
  private static let billing = "Turn on billing for the key's project, or choose a model that is free in your country."
  private static let signatures = "Ask again from an earlier turn, or begin a new session."
  private static let tooLong = "Shorten the prompt or begin a new session: the model takes no more at once."
  private static let thinking = "Change the thinking in the run settings: this model takes other values."
  private static let modalities = "Choose a model that answers with what is asked for, such as a picture model."
  private static let noInstruction = "Take the system instruction out: this model takes none."
  private static let badPicture =
    "Take the picture out, or attach it as PNG, JPEG or WebP: it would spoil every request that follows, too."
  private static let unknownField = "Take the field out of the run settings: this server does not know it."
  private static let checkAll = "Check the run settings, the pictures and the model, then send again."
  private static let turnOn = "Turn the API on for the key's project, wait a few minutes, then send again."
  private static let askOwner = "Ask the owner of the project for this permission, or use another key."
  private static let restricted = "The key may not do this: check what it is restricted to, and its project."
  private static let attachAgain = "Attach the file again: it has expired or belongs to another project."
  private static let cacheIsGone = "Take the cached content out of the request: it has expired or never was."
  private static let otherModel = "Choose another model: the list shows those this key may use."
  private static let checkAddress = "Check the base URL and, for Vertex AI, the location."
  private static let shorter = "Try again; a shorter prompt or less history helps."
  private static let smaller = "Send fewer or smaller pictures, or start a new session."
  private static let quotaGone =
    "Waiting a moment does not help: choose another model, or see the plan of the key's project."
  private static let busy = "The model is busy: try again in a moment, or choose another model."
  private static let wait = "Wait a moment, or choose another model."
  private static let sendAgain = "The server ended the request. Send it again."
  private static let shortenIfItStays =
    "Try again in a moment; if it stays, shorten the history or choose another model."
}

extension FailureRow {
  /// The row for an error answer.
  static func row(for report: ErrorReport) -> FailureRow {
    all.first { $0.fits(report) } ?? all[all.count - 1]
  }

  private func fits(_ report: ErrorReport) -> Bool {
    if let codes, report.code.map(codes.contains) != true { return false }
    switch evidence {
    case .anything: return true
    case .reason(let reason): return report.reasons.contains(reason)
    case .status(let name): return report.status == name
    case .words(let first, let second):
      let message = report.message.lowercased()
      return message.contains(first) && (second.isEmpty || message.contains(second))
    case .noErrorObject: return !report.isErrorObject
    case .quotaIsGone: return report.isQuotaGone
    }
  }
}
