package import Foundation

/// What the body of an answer says, by a reader of its own: Foundation's JSON, lines cut by hand. It is what the
/// program's reading is held against, so it shares nothing with it.
/// - Source: gemini-api.md sections 5, 6 and 13; product.md section 8.
package struct SampleReading {
  package struct Candidate {
    package var text = ""
    package var thoughts = ""
    /// The parts as on the wire, neighbouring texts joined.
    package var parts: [NSDictionary] = []
    package var finishReason: String?
    package var finishMessage: String?
    package var safetyRatings: NSArray = []
    package var citationMetadata: NSDictionary?
    package var groundingMetadata: NSDictionary?
    package var urlContextMetadata: NSDictionary?

    package init() {}
  }

  package struct Failure {
    package var kind: String
    package var code: Int?
    package var status: String?
    package var message: String?
  }

  package var candidates: [Int: Candidate] = [:]
  package var promptFeedback: NSDictionary?
  package var usage: [String: Any] = [:]
  package var modelVersion: String?
  package var responseId: String?
  package var failure: Failure?
  /// The status the response comes with.
  package var httpStatus = 200
  private let isStream: Bool

  package init(_ body: [UInt8], isStream: Bool) {
    self.isStream = isStream
    var objects: [Any] = []
    var outside: [String] = []
    if isStream {
      var event: [String] = []
      for line in Self.lines(body) + [""] {
        if line.hasPrefix("data:") {
          event.append(String(line.dropFirst(line.hasPrefix("data: ") ? 6 : 5)))
        } else if !line.isEmpty {
          outside.append(line)
        } else if !event.isEmpty {
          objects += Self.json(event.joined(separator: "\n")).map { [$0] } ?? []
          event = []
        }
      }
    } else {
      outside = [String(decoding: body, as: UTF8.self)]
    }
    let hasEvents = !objects.isEmpty
    let rest = outside.joined(separator: "\n")
    if let object = Self.json(rest) {
      objects.append(object)
    } else if rest.contains("<html") {
      httpStatus = 404
      failure = Failure(kind: "notFound", code: 404)
    }
    for object in objects where failure == nil { read(object) }
    if !hasEvents, let code = failure?.code { httpStatus = code }
    if isStream, failure == nil, !isBlocked, answer.finishReason == nil { failure = Failure(kind: "incompleteStream") }
  }

  /// The candidate that is the answer.
  package var answer: Candidate { candidates[0] ?? Candidate() }

  private static func lines(_ body: [UInt8]) -> [String] {
    String(decoding: body, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
      .replacingOccurrences(of: "\r", with: "\n").components(separatedBy: "\n")
  }

  private static func json(_ text: String) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  // MARK: Reading

  private mutating func read(_ any: Any) {
    guard let object = (any as? [String: Any])?.said else { return fail("malformedResponse") }
    if let error = object["error"] as? [String: Any] { return read(error: error) }
    let known = ["candidates", "promptFeedback", "usageMetadata", "modelVersion", "responseId", "createTime"]
    guard object.isEmpty || known.contains(where: { object[$0] != nil }) else { return fail("malformedResponse") }
    promptFeedback = object["promptFeedback"] as? NSDictionary ?? promptFeedback
    usage.merge((object["usageMetadata"] as? [String: Any] ?? [:]).said) { $1 }
    modelVersion = object["modelVersion"] as? String ?? modelVersion
    responseId = object["responseId"] as? String ?? responseId
    for candidate in object["candidates"] as? [[String: Any]] ?? [] {
      candidates[candidate["index"] as? Int ?? 0, default: Candidate()].take(candidate.said)
    }
  }

  private mutating func fail(_ kind: String) { failure = Failure(kind: kind) }

  private mutating func read(error: [String: Any]) {
    let code = error["code"] as? Int
    let details = error["details"] as? [[String: Any]] ?? []
    let kind =
      switch code ?? 0 {
      case 401: "authentication"
      case 400 where details.contains { $0["reason"] as? String == "API_KEY_INVALID" }: "authentication"
      case 403: "permission"
      case 404: "notFound"
      case 429: isQuotaGone(error["message"] as? String ?? "", details) ? "quotaExhausted" : "rateLimited"
      case 499: "cancelled"
      case 500...: "server"
      default: "invalidRequest"
      }
    failure = Failure(
      kind: kind, code: code, status: error["status"] as? String, message: error["message"] as? String)
  }

  private func isQuotaGone(_ message: String, _ details: [[String: Any]]) -> Bool {
    let quotas = details.flatMap { $0["violations"] as? [[String: Any]] ?? [] }.compactMap { $0["quotaId"] as? String }
    return quotas.contains { $0.contains("PerDay") } || message.contains("limit: 0,")
  }

  // MARK: What it means

  private var isBlocked: Bool {
    promptFeedback?["blockReason"] != nil || promptFeedback?["blockReasonMessage"] != nil
  }

  private var hasContent: Bool {
    answer.parts.contains { $0["thought"] as? Bool != true && ($0.count > 1 || $0["text"] as? String != "") }
  }

  /// The exit code of a command for this answer.
  package var exitCode: Int32 {
    if let failure { return hasContent || failure.kind == "incompleteStream" ? 4 : 1 }
    let stops = [
      "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
      "IMAGE_RECITATION", "IMAGE_OTHER", "NO_IMAGE",
    ]
    return isBlocked || stops.contains(answer.finishReason ?? "") || !hasContent ? 3 : 0
  }
}

extension SampleReading.Candidate {
  fileprivate mutating func take(_ json: [String: Any]) {
    for part in (json["content"] as? [String: Any])?["parts"] as? [[String: Any]] ?? [] {
      take(part: part.said)
    }
    finishReason = json["finishReason"] as? String ?? finishReason
    finishMessage = json["finishMessage"] as? String ?? finishMessage
    safetyRatings = json["safetyRatings"] as? NSArray ?? safetyRatings
    citationMetadata = Self.merged(citationMetadata, json["citationMetadata"], appends: true)
    groundingMetadata = Self.merged(groundingMetadata, json["groundingMetadata"], appends: false)
    urlContextMetadata = Self.merged(urlContextMetadata, json["urlContextMetadata"], appends: false)
  }

  private mutating func take(part: [String: Any]) {
    let isThought = part["thought"] as? Bool == true
    let isPlain = Set(part.keys).isSubset(of: ["text", "thought"])
    guard let piece = part["text"] as? String, isPlain else {
      if isThought { thoughts += part["text"] as? String ?? "" } else { text += part["text"] as? String ?? "" }
      if !part.isEmpty { parts.append(part as NSDictionary) }
      return
    }
    if isThought { thoughts += piece } else { text += piece }
    guard !piece.isEmpty else { return }
    if let last = parts.last as? [String: Any], let before = last["text"] as? String,
      Set(last.keys).isSubset(of: ["text", "thought"]), (last["thought"] as? Bool == true) == isThought
    {
      parts.removeLast()
      parts.append(last.merging(["text": before + piece]) { $1 } as NSDictionary)
    } else {
      parts.append(part as NSDictionary)
    }
  }

  /// Chunks repeat metadata as far as they know it; lists of citations go on from chunk to chunk.
  private static func merged(_ old: NSDictionary?, _ new: Any?, appends: Bool) -> NSDictionary? {
    guard let new = (new as? [String: Any])?.said else { return old }
    var all = old as? [String: Any] ?? [:]
    for (key, value) in new {
      if appends, let before = all[key] as? [NSDictionary], let more = value as? [NSDictionary] {
        all[key] = before + more.filter { !before.contains($0) }
      } else {
        all[key] = value
      }
    }
    return all as NSDictionary
  }
}

extension [String: Any] {
  /// Without the keys whose value is null: that is the same as absent.
  fileprivate var said: [String: Any] { filter { !($0.value is NSNull) } }
}
