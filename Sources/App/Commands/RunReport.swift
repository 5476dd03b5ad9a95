import Core
import Gemini

/// A run as JSON, with the wire's names and values.
/// - Source: product.md section 8.
enum RunReport {
  /// The object that `--format json` prints.
  /// - Parameter path: where the bytes of a picture are; `nil` if they are in no file.
  static func json(_ run: Run, path: (Blob) -> String?) -> JSON {
    [
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
  }

  private static func candidate(_ candidate: Candidate, of run: Run, path: (Blob) -> String?) -> JSON {
    let shown = Candidate(index: candidate.index, parts: run.shownParts(of: candidate))
    return [
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
