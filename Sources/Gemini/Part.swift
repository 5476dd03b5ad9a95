/// One part of a Content: exactly one kind of data, and modifiers.
///
/// Keys that are not known here are kept in `other` and go back as they came: the API wants the model's parts exactly
/// as received.
/// - Source: gemini-api.md sections 4, 5 and 8.
package struct Part: Hashable, Sendable {
  package enum Data: Hashable, Sendable {
    case text(String)
    case inlineData(Blob)
    case fileData(JSONObject)
    case functionCall(JSONObject)
    case functionResponse(JSONObject)
    case executableCode(language: String, code: String, rest: JSONObject)
    case codeExecutionResult(outcome: String, output: String, rest: JSONObject)
    /// Data of a kind this program does not know, or none: all of it is in `other`.
    case unknown
  }

  package var data: Data
  /// True for a part of the model's reasoning.
  package var thought: Bool
  /// An opaque mark that has to go back unchanged.
  package var thoughtSignature: String?
  /// All other keys, in the order they came.
  package var other: JSONObject
  /// UTF-8 bytes that stood before its text and were let go of, as they are kept elsewhere. None on the wire.
  package private(set) var released = 0

  package init(
    _ data: Data, thought: Bool = false, thoughtSignature: String? = nil, other: JSONObject = JSONObject()
  ) {
    self.data = data
    self.thought = thought
    self.thoughtSignature = thoughtSignature
    self.other = other
  }

  package init(text: String, thought: Bool = false) {
    self.init(.text(text), thought: thought)
  }

  /// The text, if this is a text part.
  package var text: String? {
    if case .text(let text) = data { return text }
    return nil
  }

  /// UTF-8 bytes of its whole text, those that were let go of among them.
  package var textLength: Int { released + (text?.utf8.count ?? 0) }

  /// Lets go of the beginning of its text, which is kept elsewhere.
  /// - Parameter end: counted from the beginning of the whole text, in UTF-8 bytes, between two characters.
  package mutating func release(upTo end: Int) {
    guard end > released, case .text(let text) = data else { return }
    data = .text(String(decoding: text.utf8.dropFirst(end - released), as: UTF8.self))
    released = end
  }

  /// The picture or file, if this is an `inlineData` part.
  package var blob: Blob? {
    if case .inlineData(let blob) = data { return blob }
    return nil
  }

  /// True for a part `{}`, or one of empty text or no bytes that carries nothing else.
  package var isEmpty: Bool {
    guard thoughtSignature == nil, other.isEmpty else { return false }
    switch data {
    case .unknown: return true
    case .text(let text): return text.isEmpty
    case .inlineData(let blob): return blob.data == .bytes([])
    default: return false
    }
  }
}

/// Bytes inside a Content: the bytes themselves, or the asset that keeps them.
package struct Blob: Hashable, Sendable {
  package enum Data: Hashable, Sendable {
    case bytes([UInt8])
    case asset(AssetReference)
    /// Base64 that could not be read.
    case unreadable
  }

  package var mimeType: String
  package var data: Data
  /// All other keys, such as `displayName`.
  package var other: JSONObject

  package init(mimeType: String, data: Data, other: JSONObject = JSONObject()) {
    self.mimeType = mimeType
    self.data = data
    self.other = other
  }

  package var asset: AssetReference? {
    if case .asset(let reference) = data { return reference }
    return nil
  }

  package var isImage: Bool { mimeType.hasPrefix("image/") }
}

/// The exact bytes of one picture or file, by their SHA-256.
package struct AssetReference: Hashable, Sendable {
  /// 64 lower-case hexadecimal digits.
  package let sha256: String
  /// Bytes.
  package let byteCount: Int

  package init(sha256: String, byteCount: Int) {
    self.sha256 = sha256
    self.byteCount = byteCount
  }
}

extension Part {
  package init(_ json: JSON) {
    self.init(.unknown)
    for member in json.object?.members ?? [] where !member.value.isNull {
      switch member.key {
      case "thought": thought = member.value.bool ?? false
      case "thoughtSignature": thoughtSignature = member.value.string
      default:
        if isEmptyData, let data = Data(member) { self.data = data } else { other.append(member) }
      }
    }
  }

  /// True while no data was found. A text that is empty gives way to other data: some relays write out every key.
  private var isEmptyData: Bool { data == .unknown || data == .text("") }

  /// The part as on the wire; an asset's bytes stand as `{"sha256", "bytes"}`.
  package var json: JSON {
    var object = JSONObject()
    switch data {
    case .text(let text): object["text"] = .string(text)
    case .inlineData(let blob): object["inlineData"] = blob.json
    case .fileData(let file): object["fileData"] = .object(file)
    case .functionCall(let call): object["functionCall"] = .object(call)
    case .functionResponse(let response): object["functionResponse"] = .object(response)
    case .executableCode(let language, let code, let rest):
      var value = rest
      if !language.isEmpty { value["language"] = .string(language) }
      value["code"] = .string(code)
      object["executableCode"] = .object(value)
    case .codeExecutionResult(let outcome, let output, let rest):
      var value = rest
      if !outcome.isEmpty { value["outcome"] = .string(outcome) }
      if !output.isEmpty { value["output"] = .string(output) }
      object["codeExecutionResult"] = .object(value)
    case .unknown: break
    }
    if thought { object["thought"] = true }
    if let thoughtSignature { object["thoughtSignature"] = .string(thoughtSignature) }
    for member in other.members { object[member.key] = member.value }
    return .object(object)
  }
}

extension Part.Data {
  /// The data under one key of a part; `nil` if the key is not known or its value has another shape.
  init?(_ member: JSONObject.Member) {
    switch (member.key, member.value) {
    case ("text", .string(let text)): self = .text(text)
    case ("inlineData", .object(let blob)): self = .inlineData(Blob(blob))
    case ("fileData", .object(let file)): self = .fileData(file)
    case ("functionCall", .object(let call)): self = .functionCall(call)
    case ("functionResponse", .object(let response)): self = .functionResponse(response)
    case ("executableCode", .object(let code)):
      self = .executableCode(
        language: code["language"]?.string ?? "", code: code["code"]?.string ?? "",
        rest: code.without(["language", "code"]))
    case ("codeExecutionResult", .object(let result)):
      self = .codeExecutionResult(
        outcome: result["outcome"]?.string ?? "", output: result["output"]?.string ?? "",
        rest: result.without(["outcome", "output"]))
    default: return nil
    }
  }
}

extension Blob {
  init(_ object: JSONObject) {
    let data: Data
    switch object["data"] {
    case .string(let text): data = Base64.decode(text).map(Data.bytes) ?? .unreadable
    case .object(let reference):
      if let sha256 = reference["sha256"]?.string, let count = reference["bytes"]?.int {
        data = .asset(AssetReference(sha256: sha256, byteCount: count))
      } else {
        data = .unreadable
      }
    case nil: data = .bytes([])
    default: data = .unreadable
    }
    self.init(
      mimeType: object["mimeType"]?.string ?? "application/octet-stream", data: data,
      other: object.without(["mimeType", "data"]))
  }

  var json: JSON {
    var object = JSONObject(["mimeType": .string(mimeType)])
    switch data {
    case .bytes(let bytes): object["data"] = .string(Base64.encode(bytes))
    case .asset(let reference):
      object["data"] = ["sha256": .string(reference.sha256), "bytes": .int(reference.byteCount)]
    case .unreadable: object["data"] = ""
    }
    for member in other.members { object[member.key] = member.value }
    return .object(object)
  }
}
