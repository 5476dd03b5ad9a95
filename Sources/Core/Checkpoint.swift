import Gemini

/// How far an answer had come when the server gave a continuation token: a request with that token goes on from here,
/// and brings anew what came after it.
/// - Source: gemini-api.md section 11.
struct Checkpoint: Hashable, Sendable {
  fileprivate let partCount: Int
  /// UTF-8 bytes of the last part, if it is text.
  fileprivate let textLength: Int
  fileprivate let logprobsResult: JSON?

  init(_ candidate: Candidate) {
    partCount = candidate.parts.count
    textLength = candidate.parts.last?.text?.utf8.count ?? 0
    logprobsResult = candidate.logprobsResult
  }
}

extension Candidate {
  /// Takes away what came after a checkpoint of this candidate.
  /// - Returns: true if there was anything.
  mutating func cut(at checkpoint: Checkpoint) -> Bool {
    logprobsResult = checkpoint.logprobsResult
    let hasMoreParts = parts.count > checkpoint.partCount
    if hasMoreParts { parts.removeLast(parts.count - checkpoint.partCount) }
    guard let last = parts.indices.last, let text = parts[last].text, text.utf8.count > checkpoint.textLength else {
      return hasMoreParts
    }
    parts[last].data = .text(String(decoding: text.utf8.prefix(checkpoint.textLength), as: UTF8.self))
    return true
  }
}
