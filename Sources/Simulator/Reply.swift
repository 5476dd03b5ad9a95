import Gemini

/// What goes over the wire for one request: the chunks of a stream, and when.
struct Reply: Hashable, Sendable {
  struct Step: Hashable, Sendable {
    /// Milliseconds to wait before this chunk.
    var pause: Int
    /// A GenerateContentResponse.
    var chunk: JSON
  }

  enum Ending: Hashable, Sendable {
    case complete
    /// The connection is dropped.
    case cut
    /// An error object follows the chunks.
    case failure(Refusal)
  }

  var steps: [Step] = []
  var ending = Ending.complete
  /// True if the pauses are what the reply is about, and are kept at any pace.
  var keepsPauses = false

  /// The answer of `generateContent`: all chunks as one.
  var whole: JSON {
    guard var response = steps.last?.chunk.object else { return [:] }
    guard response["candidates"] != nil else { return .object(response) }
    var parts: [JSON] = []
    for part in steps.flatMap({ $0.chunk["candidates"]?.array?.first?["content"]?["parts"]?.array ?? [] }) {
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
    var candidate = response["candidates"]?.array?.first?.object ?? JSONObject()
    if !parts.isEmpty { candidate["content"] = ["parts": .array(parts), "role": "model"] }
    response["candidates"] = [.object(candidate)]
    return .object(response)
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
    default:
      writer.think(answer.thoughts, draft: draft)
      writer.say(answer.text, picture: picture)
    }
    steps = writer.steps
    keepsPauses = request.special == .slow
    switch request.special {
    case .cut: breakOff(.cut)
    case .error: breakOff(.failure(.overloaded))
    case .safety:
      breakOff(.complete)
      steps.append(writer.safetyStop(after: steps.last?.chunk))
    default: break
    }
  }

  /// Leaves the first chunks standing.
  private mutating func breakOff(_ ending: Ending) {
    steps = Array(steps.prefix(min(4, max(steps.count - 1, 1))))
    self.ending = ending
  }
}

/// Writes the chunks of one reply, counting tokens as it goes.
/// - Source: gemini-api.md sections 5 to 8.
private struct ReplyWriter {
  private let request: GenerateRequest
  private var seed: Seed
  private let signature: String
  private let responseID: String
  private var thoughtTokens = 0
  private var answerTokens = 0
  private(set) var steps: [Reply.Step] = []
  private var isOver = false

  init(_ request: GenerateRequest) {
    self.request = request
    var seed = request.seed
    responseID = "sim-" + String(seed.next(), radix: 36)
    let mark = (0..<6).flatMap { _ in
      let bits = seed.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
    }
    signature = Base64.encode(Array("offline-simulator:".utf8) + mark)
    self.seed = seed
  }

  /// Milliseconds a token takes: with the pauses between paragraphs, about 120 tokens a second.
  private static let tokenPause = 6

  private func pause(_ usual: Int) -> Int {
    switch request.special {
    case .slow: 400
    case .echo: 0
    default: usual
    }
  }

  mutating func think(_ thoughts: [String], draft: [UInt8]?) {
    for thought in thoughts {
      let tokens = Tokens.split(thought)
      let kept = tokens.prefix(allowance)
      thoughtTokens += kept.count
      if request.showsThoughts, !kept.isEmpty {
        let part: JSON = ["text": .string(kept.joined()), "thought": true]
        add([part], pause: pause(250 + kept.count * 3))
      }
      if kept.count < tokens.count { return finish("MAX_TOKENS", content: request.showsThoughts) }
    }
    if let draft, request.showsThoughts {
      var part = inline(draft)
      part["thought"] = true
      add([.object(part)], pause: pause(400))
    }
  }

  mutating func say(_ text: String, picture: [UInt8]?) {
    if isOver { return }
    let (text, isStopped) = stopped(text)
    let tokens = Tokens.split(text)
    let kept = Array(tokens.prefix(allowance))
    let isCut = kept.count < tokens.count
    if request.traits.makesImages, request.signsParts, !kept.isEmpty {
      // A part with a signature is never one of several pieces: it comes whole.
      answerTokens += kept.count
      add([["text": .string(kept.joined()), "thoughtSignature": .string(signature)]], pause: pause(300))
    } else {
      stream(kept)
    }
    if let picture, !isCut, !isStopped {
      guard allowance >= pictureTokens else { return finish("MAX_TOKENS", content: true) }
      answerTokens += pictureTokens
      var part = inline(picture)
      if request.signsParts { part["thoughtSignature"] = .string(signature) }
      add([.object(part)], pause: pause(600))
    }
    finish(isCut ? "MAX_TOKENS" : "STOP", content: true)
  }

  /// The text up to the first stop sequence.
  private func stopped(_ text: String) -> (text: String, isStopped: Bool) {
    let stops = request.config["stopSequences"]?.array?.compactMap(\.string).filter { !$0.isEmpty } ?? []
    guard let first = stops.compactMap({ text.firstRange(of: $0)?.lowerBound }).min() else { return (text, false) }
    return (String(text[..<first]), true)
  }

  private mutating func stream(_ tokens: [Substring]) {
    var at = 0
    var isFirst = true
    while at < tokens.count {
      let size = request.special == .echo ? 64 : seed.number(2...5)
      let piece = tokens[at..<min(at + size, tokens.count)]
      let endsParagraph = at > 0 && tokens[at - 1].contains("\n") || piece.contains { $0.hasPrefix("\n\n") }
      answerTokens += piece.count
      let usual = piece.count * Self.tokenPause + (endsParagraph ? 60 : 0) + (isFirst ? 250 : 0)
      add([["text": .string(piece.joined())]], pause: pause(usual))
      at += piece.count
      isFirst = false
    }
  }

  /// Ends the answer: in a last chunk of its own where signatures are given, else in the last of the text.
  mutating func finish(_ reason: String, content: Bool) {
    isOver = true
    if request.signsParts, !request.traits.makesImages, content {
      add([["text": "", "thoughtSignature": .string(signature)]], pause: 0)
    } else if steps.isEmpty || !content {
      add(content ? [["text": ""]] : [], pause: pause(200))
    }
    guard let last = steps.indices.last, var chunk = steps[last].chunk.object,
      var candidate = chunk["candidates"]?.array?.first?.object
    else { return }
    candidate["finishReason"] = .string(reason)
    chunk["candidates"] = [.object(candidate)]
    steps[last].chunk = .object(chunk)
  }

  /// A stream of one event without candidates.
  mutating func block() {
    let ratings: JSON = [["category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "HIGH", "blocked": true]]
    steps = [
      Reply.Step(
        pause: pause(250),
        chunk: response(["promptFeedback": ["blockReason": "SAFETY", "safetyRatings": ratings]]))
    ]
  }

  /// The chunk of a filter that stops an answer: ratings, no content.
  func safetyStop(after chunk: JSON?) -> Reply.Step {
    var object = chunk?.object ?? JSONObject()
    let ratings: JSON = [["category": "HARM_CATEGORY_HARASSMENT", "probability": "MEDIUM", "blocked": true]]
    object["candidates"] = [["finishReason": "SAFETY", "index": 0, "safetyRatings": ratings]]
    return Reply.Step(pause: pause(20), chunk: .object(object))
  }

  /// Output tokens that may still be spent: thoughts and answer count together.
  private var allowance: Int { (request.config.maxOutputTokens ?? Int.max) - thoughtTokens - answerTokens }

  private var pictureTokens: Int { request.model.hasPrefix("gemini-2") ? 1290 : 1120 }

  private func inline(_ png: [UInt8]) -> JSONObject {
    JSONObject(["inlineData": ["mimeType": "image/png", "data": .string(Base64.encode(png))]])
  }

  private mutating func add(_ parts: [JSON], pause: Int) {
    var content = JSONObject()
    if !parts.isEmpty { content["parts"] = .array(parts) }
    content["role"] = "model"
    let candidate: JSON = ["content": .object(content), "index": 0]
    steps.append(Reply.Step(pause: pause, chunk: response(["candidates": [candidate]])))
  }

  private func response(_ first: KeyValuePairs<String, JSON>) -> JSON {
    var object = JSONObject(first)
    object["usageMetadata"] = .object(usage)
    object["modelVersion"] = .string("\(request.model) (offline simulator)")
    object["responseId"] = .string(responseID)
    return .object(object)
  }

  private var usage: JSONObject {
    let prompt = request.promptTokens
    let promptCount = prompt.reduce(0) { $0 + $1.count }
    var usage = JSONObject(["promptTokenCount": .int(promptCount)])
    if answerTokens > 0 { usage["candidatesTokenCount"] = .int(answerTokens) }
    usage["totalTokenCount"] = .int(promptCount + answerTokens + thoughtTokens)
    usage["promptTokensDetails"] = .array(
      prompt.map { ["modality": .string($0.modality), "tokenCount": .int($0.count)] })
    if thoughtTokens > 0 { usage["thoughtsTokenCount"] = .int(thoughtTokens) }
    return usage
  }
}
