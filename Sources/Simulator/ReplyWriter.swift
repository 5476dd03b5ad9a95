import Gemini

/// Writes the chunks of one reply, counting tokens as it goes.
/// - Source: gemini-api.md sections 5 to 8.
struct ReplyWriter {
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
    let (text, isStopped) = cutAtStop(text)
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
  private func cutAtStop(_ text: String) -> (text: String, isStopped: Bool) {
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
    changeLast { $0["finishReason"] = .string(reason) }
  }

  private mutating func changeLast(_ change: (inout JSONObject) -> Void) {
    guard let last = steps.indices.last else { return }
    steps[last].chunk.changeCandidate(change)
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

  /// All tokens go into thoughts that are not shown.
  mutating func thinkInVain() {
    thoughtTokens = request.config.maxOutputTokens ?? 8192
    finish("MAX_TOKENS", content: false)
  }

  /// Ends with a candidate that has a reason and no content.
  mutating func stop(_ reason: String) { steps.append(withoutContent(reason)) }

  /// The chunk that ends an answer without content.
  /// - Parameter ratings: the probability that blocked it, by category.
  func withoutContent(_ reason: String, ratings: KeyValuePairs<String, String> = [:]) -> Reply.Step {
    var candidate = JSONObject(["finishReason": .string(reason), "index": 0])
    if !ratings.isEmpty {
      candidate["safetyRatings"] = .array(
        ratings.map { ["category": .string($0.key), "probability": .string($0.value), "blocked": true] })
    }
    return Reply.Step(pause: pause(20), chunk: response(["candidates": [.object(candidate)]]))
  }

  /// Calls functions; of calls side by side only the first is signed.
  /// - Source: gemini-api.md sections 5 and 8.
  mutating func call(_ calls: [FunctionCalls.Call]) {
    if isOver { return }
    var parts: [JSON] = []
    for call in calls {
      let value: JSON = ["name": .string(call.name), "args": call.arguments]
      var part = JSONObject(["functionCall": value])
      if request.signsParts, parts.isEmpty { part["thoughtSignature"] = .string(signature) }
      parts.append(.object(part))
      answerTokens += Tokens.estimate(value.text)
    }
    add(parts, pause: pause(300))
    isOver = true
    changeLast { candidate in
      candidate["finishReason"] = "STOP"
      candidate["finishMessage"] = "Model generated function call(s)."
    }
  }

  /// One of the requests an answer takes, with a checkpoint in its middle.
  /// - Source: gemini-api.md section 11.
  mutating func goOn(_ text: String) {
    let start = request.continuation
    let tokens = Tokens.split(text)
    let end = start.end(of: tokens.count)
    let middle = min(start.position + (end - start.position) / 2, end)
    stream(Array(tokens[min(start.position, end)..<middle]))
    changeLast { [request] in
      $0["continuationToken"] = .string(Continuation(position: middle).token(for: request))
    }
    stream(Array(tokens[middle..<end]))
    finish(end < tokens.count ? "CONTINUATION" : "STOP", content: true)
    guard end < tokens.count else { return }
    changeLast { [request] in $0["continuationToken"] = .string(Continuation(position: end).token(for: request)) }
  }

  /// The same few chunks over and over; what they cost is told in the last one.
  mutating func flood(_ text: String) {
    stream(Tokens.split(text))
    let round = steps.map { step in
      var chunk = step.chunk.object ?? JSONObject()
      chunk["usageMetadata"] = nil
      return Reply.Step(pause: 0, chunk: .object(chunk))
    }
    let count = 20_000
    answerTokens = answerTokens * count / round.count
    steps = (0..<count - 1).map { round[$0 % round.count] }
    add([["text": "\n\nThat was the flood."]], pause: 0)
    finish("STOP", content: true)
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
