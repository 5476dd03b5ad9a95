import Core
import Gemini

/// A run as JSON, with the wire's names and values.
/// - Source: product.md section 8.
enum RunReport {
  /// The object that `--format json` prints.
  /// - Parameter path: where the bytes of a picture are; `nil` if they are in no file.
  static func json(_ run: Run, path: (Blob) -> String?) -> JSON {
    let object: JSON = [
      "model": .string(run.model),
      "backend": .string(run.backend.rawValue),
      "modelVersion": string(run.modelVersion),
      "responseId": string(run.responseId),
      "text": .string(run.shownText(thought: false)),
      "candidates": .array(run.candidates.map { candidate($0, of: run, path: path) }),
      "promptFeedback": run.promptFeedback?.json ?? .null,
      "usageMetadata": run.usage.json.isEmpty ? .null : .object(run.usage.json),
      "timing": timing(run),
      "error": run.failure.map(error) ?? .null,
    ]
    return object.adding(extras(of: run))
  }

  /// What only some answers have, by the wire's names; `hops` is what each request used, of several.
  static func extras(of run: Run) -> [(String, JSON)] {
    let hops = run.hops.map { JSON.object($0.json) }
    return present([
      ("createTime", run.createTime.map(JSON.string)), ("modelStatus", run.modelStatus),
      ("hops", hops.isEmpty ? nil : .array(hops)),
    ])
  }

  /// What only some candidates have, by the wire's names.
  static func extras(of candidate: Candidate) -> [(String, JSON)] {
    present([
      ("avgLogprobs", candidate.avgLogprobs), ("logprobsResult", candidate.logprobsResult),
      ("tokenCount", candidate.tokenCount), ("continuationToken", candidate.continuationToken.map(JSON.string)),
    ])
  }

  private static func present(_ members: [(String, JSON?)]) -> [(String, JSON)] {
    members.compactMap { key, value in value.map { (key, $0) } }
  }

  private static func candidate(_ candidate: Candidate, of run: Run, path: (Blob) -> String?) -> JSON {
    let shown = Candidate(index: candidate.index, parts: run.shownParts(of: candidate))
    let object: JSON = [
      "index": .int(candidate.index),
      "text": .string(shown.text(thought: false)),
      "thoughts": .string(shown.text(thought: true)),
      "parts": .array(candidate.parts.map(\.json)),
      "images": .array(
        shown.parts.compactMap { part in
          part.blob.flatMap { $0.isImage ? image($0, isThought: part.thought, path: path($0)) : nil }
        }),
      "finishReason": string(candidate.finishReason?.rawValue),
      "finishMessage": string(candidate.finishMessage),
      "safetyRatings": candidate.safetyRatings ?? [],
      "citationMetadata": candidate.citationMetadata ?? .null,
      "groundingMetadata": candidate.groundingMetadata ?? .null,
      "urlContextMetadata": candidate.urlContextMetadata ?? .null,
    ]
    return object.adding(extras(of: candidate))
  }

  static func image(_ blob: Blob, isThought: Bool, path: String?) -> JSON {
    [
      "mimeType": .string(blob.mimeType),
      "bytes": .int(blob.asset?.byteCount ?? 0),
      "sha256": string(blob.asset?.sha256),
      "path": string(path),
      "thought": .bool(isThought),
    ]
  }

  /// Milliseconds since the command was ready to send.
  static func timing(_ run: Run) -> JSON {
    func since(_ time: Instant?) -> JSON { time.map { .int($0 - run.startTime) } ?? .null }
    return [
      "firstEventMs": since(run.firstEventTime),
      "firstThoughtMs": since(run.firstThoughtTime),
      "firstTextMs": since(run.firstTextTime),
      "totalMs": since(run.endTime),
      "attempts": .int(run.attempts),
    ]
  }

  static func error(_ failure: Failure) -> JSON {
    [
      "kind": .string(failure.kind.rawValue),
      "httpStatus": failure.httpStatus.map(JSON.int) ?? .null,
      "status": string(failure.status),
      "message": .string(failure.message),
      "retryDelaySeconds": failure.retryDelaySeconds.map(JSON.double) ?? .null,
      "hint": .string(failure.hint),
      "details": .array(failure.details),
    ]
  }

  static func string(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
}

extension JSON {
  /// The object with more members at its end.
  fileprivate func adding(_ members: [(String, JSON)]) -> JSON {
    guard var object else { return self }
    for (key, value) in members { object[key] = value }
    return .object(object)
  }
}
