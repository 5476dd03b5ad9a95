import Gemini
import Synchronization

/// The API without a network: method, path and body in, an answer out.
struct SimulatorService: Sendable {
  enum Response: Sendable {
    case json(status: Int, JSON)
    case reply(Reply, Framing)
  }

  /// How a reply goes over the wire.
  /// - Source: gemini-api.md section 6.
  enum Framing: Hashable, Sendable {
    case events, array, whole
  }

  let codec: any PictureCodec
  private let quota = RequestCounter()

  init(codec: any PictureCodec) { self.codec = codec }

  /// - Parameters:
  ///   - path: without the query, percent-decoded.
  ///   - query: the items by name.
  func response(method: String, path: String, query: [String: String], body: [UInt8]) async -> Response {
    do throws(Refusal) {
      switch try Call(method: method, path: path) {
      case .listModels:
        return .json(status: 200, try SimulatorModels.page(size: query["pageSize"], token: query["pageToken"]))
      case .getModel(let model, let version):
        guard let found = SimulatorModels.model(model) else {
          throw .unknownModel(model, version: version, method: "getModel")
        }
        return .json(status: 200, found)
      case .countTokens(let model, let version):
        try checkKnown(model, version: version, method: "countTokens")
        return .json(status: 200, try TokenCount.answer(model: model, body: try Self.parsed(body)))
      case .generate(let model, let version):
        try checkKnown(model, version: version, method: "generateContent")
        let reply = try await reply(model: model, body: try Self.parsed(body))
        if case .failure(let refusal) = reply.ending { throw refusal }
        return .reply(reply, .whole)
      case .stream(let model, let version):
        try checkKnown(model, version: version, method: "streamGenerateContent")
        let reply = try await reply(model: model, body: try Self.parsed(body))
        return .reply(reply, query["alt"] == "sse" ? .events : .array)
      }
    } catch {
      return .json(status: error.code, error.json)
    }
  }

  private func checkKnown(_ model: String, version: String, method: String) throws(Refusal) {
    if !SimulatorModels.modelIDs.contains(model) { throw .unknownModel(model, version: version, method: method) }
  }

  private static func parsed(_ body: [UInt8]) throws(Refusal) -> JSON {
    do throws(JSONError) {
      return try JSON(parsing: body)
    } catch {
      throw .invalid("Invalid JSON payload received. At byte \(error.offset), \(error.reason).")
    }
  }

  /// The reply to the body of one generateContent.
  func reply(model: String, body: JSON) async throws(Refusal) -> Reply {
    let request = try GenerateRequest(model: model, body: body)
    if request.special == .overloaded { throw .overloaded }
    if request.special == .quota, quota.next().isMultiple(of: 2) { throw .quota(model: model) }
    var pictures: [RGBImage] = []
    for blob in request.pictures { pictures.append(try await decoded(blob)) }
    var source: RGBImage?
    if request.wantsPicture, let blob = request.pictureToEdit {
      source = if let first = pictures.first { first } else { try await decoded(blob) }
    }
    let answer = Answer(to: request, pictures: pictures, source: source)
    return Reply(
      answer, to: request, draft: try await encoded(answer.draft), picture: try await encoded(answer.picture))
  }

  private func decoded(_ blob: Blob) async throws(Refusal) -> RGBImage {
    guard case .bytes(let bytes) = blob.data, let image = try? await codec.decode(bytes) else {
      throw .unreadablePicture
    }
    return image
  }

  private func encoded(_ image: RGBImage?) async throws(Refusal) -> [UInt8]? {
    guard let image else { return nil }
    guard let png = try? await codec.encodePNG(image) else {
      throw Refusal(code: 500, status: "INTERNAL", message: "Internal error encountered.")
    }
    return png
  }
}

/// Counts requests from 0, over all connections.
private final class RequestCounter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      defer { count += 1 }
      return count
    }
  }
}

/// What a path and a method mean.
/// - Source: gemini-api.md section 1.
private enum Call {
  case listModels
  case getModel(String, version: String)
  case generate(String, version: String)
  case stream(String, version: String)
  case countTokens(String, version: String)

  init(method: String, path: String) throws(Refusal) {
    let words = path.split(separator: "/").map(String.init)
    guard words.count >= 2, ["v1beta", "v1", "v1alpha"].contains(words[0]), words[1] == "models" else {
      throw .notFound
    }
    let version = words[0]
    let target = words.dropFirst(2).joined(separator: "/")
    let name = target.split(separator: ":", maxSplits: 1).map(String.init)
    switch (method, name.count == 2 ? name[1] : nil) {
    case ("GET", nil): self = target.isEmpty ? .listModels : .getModel(target, version: version)
    case ("POST", "generateContent"): self = .generate(name[0], version: version)
    case ("POST", "streamGenerateContent"): self = .stream(name[0], version: version)
    case ("POST", "countTokens"): self = .countTokens(name[0], version: version)
    default: throw .notFound
    }
  }
}

/// The answer of `countTokens`.
/// - Source: gemini-api.md section 12.
enum TokenCount {
  static func answer(model: String, body: JSON) throws(Refusal) -> JSON {
    let body = WireKeys.camelCased(body)
    guard let object = body.object else {
      throw .invalid("Invalid JSON payload received. Root element must be a message.")
    }
    try RequestRules.checkNames(object, ["contents", "generateContentRequest", "model"], at: "")
    if object["contents"] != nil, object["generateContentRequest"] != nil {
      throw .invalid("Only one of contents and generate_content_request can be set.")
    }
    let counted = object["generateContentRequest"] ?? body
    let tokens = try GenerateRequest(model: model, body: counted).promptTokens
    return [
      "totalTokens": .int(tokens.reduce(0) { $0 + $1.count }),
      "promptTokensDetails": .array(
        tokens.map { ["modality": .string($0.modality), "tokenCount": .int($0.count)] }),
    ]
  }
}
