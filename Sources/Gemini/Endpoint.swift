/// One call of the API as plain data: where and what. Keys and bases are not its business.
/// - Source: gemini-api.md section 1.
package struct Endpoint: Hashable, Sendable {
  package var method: String
  /// Below base and version, such as `models/gemini-flash-latest:generateContent`.
  package var path: String
  /// What follows the `?`, or nothing.
  package var query: String
  package var body: JSON?

  private init(method: String, path: String, query: String = "", body: JSON? = nil) {
    self.method = method
    self.path = path
    self.query = query
    self.body = body
  }

  package static func generateContent(_ request: GenerateContentRequest, stream: Bool) -> Endpoint {
    Endpoint(
      method: "POST",
      path: modelPath(request.model) + (stream ? ":streamGenerateContent" : ":generateContent"),
      query: stream ? "alt=sse" : "", body: request.json)
  }

  /// Counts what a request would send. Its settings count nothing and stay out.
  /// - Source: gemini-api.md section 12.
  package static func countTokens(_ request: GenerateContentRequest) -> Endpoint {
    var counted = JSONObject()
    if request.systemInstruction?.isEmpty == false || !request.tools.isEmpty {
      var inner = request
      inner.generationConfig = GenerationConfig()
      inner.safetySettings = []
      inner.other = JSONObject()
      // This form names the model a second time, in full.
      var body = JSONObject(["model": .string(fullName(request.model))])
      for member in inner.json.object?.members ?? [] { body[member.key] = member.value }
      counted["generateContentRequest"] = .object(body)
    } else {
      counted["contents"] = .array(request.contents.map(\.json))
    }
    return Endpoint(method: "POST", path: modelPath(request.model) + ":countTokens", body: .object(counted))
  }

  /// One page of the models; `pageToken` is the one the page before ended with.
  package static func listModels(pageToken: String? = nil) -> Endpoint {
    let token = pageToken.map { "&pageToken=" + percentEncoded($0) } ?? ""
    return Endpoint(method: "GET", path: "models", query: "pageSize=1000" + token)
  }

  package static func getModel(_ model: String) -> Endpoint {
    Endpoint(method: "GET", path: modelPath(model))
  }

  /// The full address at a base such as `https://host/` or `http://127.0.0.1:8080/gateway`, joined by one slash.
  package func url(base: String, version: String) -> String {
    var base = base
    while base.hasSuffix("/") { base.removeLast() }
    return "\(base)/\(version)/\(path)" + (query.isEmpty ? "" : "?\(query)")
  }

  private static func modelPath(_ model: String) -> String {
    fullName(model).split(separator: "/", omittingEmptySubsequences: false).map { percentEncoded(String($0)) }
      .joined(separator: "/")
  }

  private static func fullName(_ model: String) -> String {
    model.hasPrefix("models/") || model.hasPrefix("tunedModels/") ? model : "models/" + model
  }

  private static func percentEncoded(_ text: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    var out = ""
    for byte in text.utf8 {
      if plain.contains(byte) {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        out += "%" + (hex.count == 1 ? "0" + hex : hex)
      }
    }
    return out
  }
}

/// A model id that can stand in an address.
package enum ModelID {
  /// Why an id cannot be used, as a sentence; `nil` if it can.
  /// - Source: gemini-api.md section 1.
  package static func problem(_ id: String) -> String? {
    if id.isEmpty { return "The model id is empty. Name one, such as gemini-flash-latest." }
    let isBad =
      id.contains("..") || id.unicodeScalars.contains { "?&#%".unicodeScalars.contains($0) || $0.value <= 0x20 }
    guard isBad || id.hasPrefix("/") || id.hasSuffix("/") else { return nil }
    return
      "\"\(id)\" cannot be a model id: it may not hold blanks, `..`, `?`, `&`, `#` or `%`. List the models for the right one."
  }

  /// The id without `models/`.
  package static func bare(_ id: String) -> String {
    id.hasPrefix("models/") ? String(id.dropFirst(7)) : id
  }
}
