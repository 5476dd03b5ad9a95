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
  private let requiresKey: Bool
  private let counter = RequestCounter()
  private let paintings = RequestCounter()
  private let pictures = KnownPictures()

  /// - Parameter requiresKey: refuses requests without a key.
  init(codec: any PictureCodec, requiresKey: Bool = false) {
    self.codec = codec
    self.requiresKey = requiresKey
  }

  /// - Parameters:
  ///   - path: without the query, percent-decoded.
  ///   - query: the items by name.
  ///   - key: that of the header or the query.
  ///   - body: `nil` if it is longer than a request may be.
  func response(
    method: String, path: String, query: [String: String], key: String? = nil, body: [UInt8]?
  ) async -> Response {
    // Without events the errors of a stream stand in an array too.
    var isArray = false
    do throws(Refusal) {
      try checkKey(key)
      guard let body else { throw .tooLarge }
      let call = try Call(method: method, path: path)
      try call.checkQuery(query)
      let version = call.version
      switch call.kind {
      case .listModels:
        return .json(
          status: 200,
          try SimulatorModels.page(
            version: version, size: query["pageSize"] ?? query["page_size"],
            token: query["pageToken"] ?? query["page_token"]))
      case .getModel(let model):
        return .json(status: 200, SimulatorModels.json(try entry(model, call, method: "getModel")))
      case .countTokens(let model):
        _ = try entry(model, call, method: "countTokens")
        return .json(
          status: 200, try TokenCount.answer(model: model, body: try Self.parsed(body), version: version))
      case .generate(let model):
        _ = try entry(model, call, method: "generateContent")
        let reply = try await reply(model: model, body: try Self.parsed(body), version: version)
        if case .failure(let refusal) = reply.ending { throw refusal }
        return .reply(reply, .whole)
      case .stream(let model):
        isArray = query["alt"] != "sse"
        _ = try entry(model, call, method: "streamGenerateContent")
        let reply = try await reply(model: model, body: try Self.parsed(body), version: version)
        return .reply(reply, isArray ? .array : .events)
      }
    } catch {
      return .json(status: error.code, isArray ? [error.json] : error.json)
    }
  }

  /// Any key opens the simulator but one that is empty or `invalid`.
  private func checkKey(_ key: String?) throws(Refusal) {
    guard let key else {
      if requiresKey { throw .noKey }
      return
    }
    if ["", "invalid"].contains(key.lowercased()) { throw .badKey }
  }

  private func entry(_ model: String, _ call: Call, method: String) throws(Refusal) -> SimulatorModels.Entry {
    guard let entry = SimulatorModels.entry(model), entry.isIn(version: call.version) else {
      throw .unknownModel(model, version: call.version, method: method)
    }
    return entry
  }

  private static func parsed(_ body: [UInt8]) throws(Refusal) -> JSON {
    do throws(JSONError) {
      return try JSON(parsing: body)
    } catch {
      throw .invalid("Invalid JSON payload received. At byte \(error.offset), \(error.reason).")
    }
  }

  /// The reply to the body of one generateContent.
  func reply(model: String, body: JSON, version: String = "v1beta") async throws(Refusal) -> Reply {
    let request = try GenerateRequest(model: model, body: body, version: version)
    if let special = request.special, let refusal = special.refusal(number: counter.next(model)) { throw refusal }
    try await checkPictures(of: request)
    var pictures: [RGBImage] = []
    for blob in request.pictures where !PictureType.isHEIC(blob) { pictures.append(try await decoded(blob)) }
    var source: RGBImage?
    if request.wantsPicture, let blob = request.pictureToEdit, !PictureType.isHEIC(blob) {
      source = if let first = pictures.first { first } else { try await decoded(blob) }
    }
    let answer = Answer(
      to: request, pictures: pictures, source: source, variation: request.wantsPicture ? variation(of: request) : 0)
    return Reply(
      answer, to: request, draft: try await encoded(answer.draft), picture: try await encoded(answer.picture))
  }

  /// The request's own seed, or how often the same was asked before: of several pictures asked for at once no two are
  /// alike, and the first is the same in every process.
  private func variation(of request: GenerateRequest) -> Int {
    var seed = request.seed
    return request.config["seed"]?.int ?? paintings.next(String(seed.next()))
  }

  /// A picture that cannot be read is refused each time it comes, also from the history.
  /// - Source: gemini-api.md section 9.
  private func checkPictures(of request: GenerateRequest) async throws(Refusal) {
    for blob in request.contents.flatMap(\.blobs) where blob.isImage {
      guard case .bytes(let bytes) = blob.data, let type = PictureType(bytes) else { throw .unreadablePicture }
      if type == .heic || pictures.contains(bytes) { continue }
      _ = try await decoded(blob)
      pictures.insert(bytes)
    }
  }

  private func decoded(_ blob: Blob) async throws(Refusal) -> RGBImage {
    guard case .bytes(let bytes) = blob.data, let image = try? await codec.decode(bytes) else {
      throw .unreadablePicture
    }
    return image
  }

  private func encoded(_ image: RGBImage?) async throws(Refusal) -> [UInt8]? {
    guard let image else { return nil }
    guard let png = try? await codec.encodePNG(image) else { throw .internalError }
    return png
  }
}

/// Counts the requests of each kind from 0, over all connections.
private final class RequestCounter: Sendable {
  private let counts = Mutex<[String: Int]>([:])

  func next(_ kind: String) -> Int {
    counts.withLock { counts in
      defer { counts[kind, default: 0] += 1 }
      return counts[kind, default: 0]
    }
  }
}

/// Remembers pictures that could be read: a history sends the same ones again and again.
private final class KnownPictures: Sendable {
  private let hashes = Mutex<Set<Int>>([])

  func contains(_ bytes: [UInt8]) -> Bool {
    let hash = bytes.hashValue
    return hashes.withLock { $0.contains(hash) }
  }

  func insert(_ bytes: [UInt8]) {
    let hash = bytes.hashValue
    _ = hashes.withLock { $0.insert(hash) }
  }
}
