import Gemini

/// What goes over the wire for one request: the chunks of a stream, and when.
struct Reply: Hashable, Sendable {
  struct Step: Hashable, Sendable {
    /// Milliseconds to wait before this chunk.
    var pause: Int
    /// A GenerateContentResponse.
    var chunk: JSON
    /// True if the chunk stops in the middle of its JSON.
    var isBroken = false
  }

  enum Ending: Hashable, Sendable {
    case complete
    /// The connection is dropped.
    case cut
    /// An error object follows the chunks.
    case failure(Refusal)
    /// Nothing more comes, and the connection stays.
    case silence
  }

  enum Pace: Hashable, Sendable {
    /// The pauses are kept if the server keeps pauses.
    case usual
    /// The pauses are what the reply is about, and are always kept.
    case kept
    /// A few bytes at a time.
    case trickle
    /// Many chunks at a time.
    case flood
  }

  var steps: [Step] = []
  var ending = Ending.complete
  var pace = Pace.usual

  /// True if nothing is wrong with the way it goes out, so that an answer of `generateContent` can be one body.
  var isWhole: Bool { ending == .complete && pace != .trickle && !steps.contains(where: \.isBroken) }

  /// The answer of `generateContent`: all chunks as one.
  var whole: JSON {
    guard var response = steps.last?.chunk.object else { return [:] }
    let candidates = steps.compactMap { $0.chunk.candidate }
    guard var candidate = candidates.last else { return .object(response) }
    var parts: [JSON] = []
    for part in candidates.flatMap({ $0["content"]?["parts"]?.array ?? [] }) {
      if let text = part["text"]?.string, let before = parts.last, let start = before["text"]?.string,
        part["thoughtSignature"] == nil, before["thoughtSignature"] == nil, part["thought"] == before["thought"],
        var joined = before.object
      {
        joined["text"] = .string(start + text)
        parts[parts.count - 1] = .object(joined)
      } else {
        parts.append(part)
      }
    }
    if !parts.isEmpty { candidate["content"] = ["parts": .array(parts), "role": "model"] }
    candidate["finishReason"] = candidates.compactMap { $0["finishReason"] }.last
    response["candidates"] = [.object(candidate)]
    return .object(response)
  }
}

extension JSON {
  /// The candidate of a chunk.
  var candidate: JSONObject? { self["candidates"]?.array?.first?.object }

  /// A chunk with its candidate changed; one without stays as it is.
  mutating func changeCandidate(_ change: (inout JSONObject) -> Void) {
    guard var chunk = object, var candidate else { return }
    change(&candidate)
    chunk["candidates"] = [.object(candidate)]
    self = .object(chunk)
  }
}

extension Reply {
  /// The reply that carries an answer.
  /// - Parameters:
  ///   - draft: the answer's draft as a PNG file.
  ///   - picture: the answer's picture as a PNG file.
  init(_ answer: Answer, to request: GenerateRequest, draft: [UInt8]? = nil, picture: [UInt8]? = nil) {
    var writer = ReplyWriter(request)
    switch request.special {
    case .blocked: writer.block()
    case .empty: writer.finish("STOP", content: false)
    case .maxTokens: writer.thinkInVain()
    case .noImage: writer.stop("NO_IMAGE")
    case .flood: writer.flood(answer.text)
    case .continuation?, .continuationCut?: writer.goOn(answer.text)
    default:
      writer.think(answer.thoughts, draft: draft)
      if answer.calls.isEmpty {
        writer.say(answer.text, picture: picture)
      } else {
        writer.call(answer.calls)
      }
    }
    steps = writer.steps
    if let special = request.special { spoil(as: special, request: request, by: writer) }
  }
}
