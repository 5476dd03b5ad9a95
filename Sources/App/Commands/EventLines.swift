import Core
import Gemini

/// What happens to a run as lines of JSON, for `--format jsonl`.
/// - Source: product.md section 8.
struct EventLines: Sendable {
  private let startTime: Instant
  private let lane: Int
  /// The number of the prompt in a list.
  private let prompt: Int?
  /// True if pictures get their files only at the end, and so their lines.
  private let defersImages: Bool
  /// Of the request that is under way.
  private var usage = UsageMetadata()
  private var attempt = 1
  /// The number of the request, once the answer takes more than one.
  private var hop: Int?
  private var deferred: [(blob: Blob, isThought: Bool, candidate: Int)] = []
  private let splitsReasoning: Bool
  /// What splits reasoning in tags from the answer, by candidate.
  private var splitters: [Int: ReasoningSplitter] = [:]

  /// - Parameters:
  ///   - lane: its number among requests that left together.
  ///   - prompt: the number of the prompt in a list; `nil` outside of lists.
  init(_ run: Run, lane: Int = 0, prompt: Int? = nil, defersImages: Bool) {
    self.lane = lane
    self.prompt = prompt
    startTime = run.startTime
    self.defersImages = defersImages
    splitsReasoning = run.splitsReasoning
  }

  /// The lines of an event that is not the end.
  /// - Parameter path: where the bytes of a picture are; `nil` if they are in no file.
  mutating func lines(for event: RunEvent, at now: Instant, path: (Blob) -> String?) -> [JSON] {
    switch event {
    case .queued: return []
    case .attempt(let number):
      usage = UsageMetadata()
      attempt = number
      splitters = [:]
      return [line("attempt", at: now, ["attempt": .int(number)])]
    case .hop(let number):
      usage = UsageMetadata()
      hop = number
      return [line("attempt", 0, at: now, [("attempt", .int(attempt))] + hopMember)]
    case .retry(let failure, let attempt, let delaySeconds):
      let members: [(String, JSON)] = [
        ("attempt", .int(attempt)), ("delaySeconds", .double(delaySeconds)), ("error", RunReport.error(failure)),
      ]
      return [line("retry", 0, at: now, members + hopMember)]
    case .received(let responses):
      var lines: [JSON] = []
      for response in responses {
        for candidate in response.candidates {
          for part in shown(candidate) where !part.isEmpty {
            lines += self.lines(for: part, of: candidate.index, at: now, path: path)
          }
        }
        if let usage = response.usageMetadata { lines += usageLines(usage, at: now) }
      }
      return lines
    case .ended:
      return splitters.keys.sorted().flatMap { index in
        (splitters[index]?.finish() ?? []).flatMap { lines(for: $0, of: index, at: now, path: path) }
      }
    }
  }

  /// The parts of a chunk, those of reasoning in tags flagged as thought.
  private mutating func shown(_ chunk: Candidate) -> [Part] {
    guard splitsReasoning else { return chunk.parts }
    return chunk.parts.flatMap { splitters[chunk.index, default: ReasoningSplitter()].take($0) }
  }

  private mutating func lines(for part: Part, of candidate: Int, at now: Instant, path: (Blob) -> String?) -> [JSON] {
    if let text = part.text, !text.isEmpty {
      var members: [(String, JSON)] = [("text", .string(text))]
      if let signature = part.thoughtSignature { members.append(("thoughtSignature", .string(signature))) }
      return [line(part.thought ? "thought" : "text", candidate, at: now, members)]
    }
    guard let blob = part.blob, blob.isImage else {
      return [line("part", candidate, at: now, [("part", part.json)])]
    }
    if defersImages {
      deferred.append((blob, part.thought, candidate))
      return []
    }
    return [imageLine(blob, isThought: part.thought, candidate, at: now, path: path(blob))]
  }

  private func imageLine(_ blob: Blob, isThought: Bool, _ candidate: Int, at now: Instant, path: String?) -> JSON {
    let image = RunReport.image(blob, isThought: isThought, path: path).object
    return line("image", candidate, at: now, image?.members.map { ($0.key, $0.value) } ?? [])
  }

  private mutating func usageLines(_ newer: UsageMetadata, at now: Instant) -> [JSON] {
    let before = usage
    usage.merge(newer)
    guard usage != before else { return [] }
    return [line("usage", 0, at: now, [("usageMetadata", .object(usage.json))] + hopMember)]
  }

  private var hopMember: [(String, JSON)] { hop.map { [("hop", .int($0))] } ?? [] }

  /// The lines of the end: pictures that waited for their files, how each candidate ended, an error, and `done`.
  func lines(forEndOf run: Run, exitCode: Int32, path: (Blob) -> String?) -> [JSON] {
    let now = run.endTime ?? startTime
    var lines: [JSON] = []
    for candidate in run.candidates {
      let promoted = run.promotedPicture(of: candidate).flatMap { candidate.parts[$0].blob }
      for item in deferred where item.candidate == candidate.index {
        let isThought = item.isThought && item.blob != promoted
        lines.append(imageLine(item.blob, isThought: isThought, item.candidate, at: now, path: path(item.blob)))
      }
      // A draft that turned out to be the answer was given as a draft already.
      if let promoted, !defersImages {
        lines.append(imageLine(promoted, isThought: false, candidate.index, at: now, path: path(promoted)))
      }
    }
    // What was given as reasoning in tags turned out to be the answer.
    if splitsReasoning, !run.splitsReasoning, let text = run.answer?.text(thought: false), !text.isEmpty {
      lines.append(line("text", 0, at: now, [("text", .string(text))]))
    }
    if let feedback = run.promptFeedback { lines.append(line("finish", at: now, ["promptFeedback": feedback.json])) }
    for candidate in run.candidates {
      guard let reason = candidate.finishReason else { continue }
      let members: [(String, JSON)] = [
        ("finishReason", .string(reason.rawValue)), ("finishMessage", RunReport.string(candidate.finishMessage)),
        ("safetyRatings", candidate.safetyRatings ?? []),
        ("citationMetadata", candidate.citationMetadata ?? .null),
        ("groundingMetadata", candidate.groundingMetadata ?? .null),
        ("urlContextMetadata", candidate.urlContextMetadata ?? .null),
      ]
      lines.append(line("finish", candidate.index, at: now, members + RunReport.extras(of: candidate)))
    }
    if let failure = run.failure { lines.append(line("error", at: now, ["error": RunReport.error(failure)])) }
    lines.append(
      line(
        "done", 0, at: now,
        [
          ("exitCode", .int(Int(exitCode))), ("model", .string(run.model)), ("backend", .string(run.backend.rawValue)),
          ("modelVersion", RunReport.string(run.modelVersion)), ("responseId", RunReport.string(run.responseId)),
          ("timing", RunReport.timing(run)),
        ] + RunReport.extras(of: run)))
    return lines
  }

  private func line(_ event: String, at now: Instant, _ members: KeyValuePairs<String, JSON>) -> JSON {
    line(event, 0, at: now, members.map { ($0.key, $0.value) })
  }

  private func line(_ event: String, _ candidate: Int, at now: Instant, _ members: [(String, JSON)]) -> JSON {
    var object = JSONObject([
      "event": .string(event), "lane": .int(lane), "candidate": .int(candidate), "atMs": .int(now - startTime),
    ])
    object["prompt"] = prompt.map(JSON.int)
    for (key, value) in members { object[key] = value }
    return .object(object)
  }
}
