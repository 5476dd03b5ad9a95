/// Turns the bytes of an answer's body into responses, whatever form the body has: SSE, a JSON array, one object.
/// - Source: gemini-api.md sections 0 and 6.
package struct StreamDecoder: Sendable {
  package enum Item: Hashable, Sendable {
    case response(GenerateContentResponse)
    /// The server broke off with an error object; the body may go on, but nothing after it counts.
    case failure(Failure)
  }

  private var parser = SSEParser()

  package init() {}

  package mutating func feed(_ bytes: [UInt8]) -> [Item] {
    parser.feed(bytes).flatMap(Self.items)
  }

  package mutating func finish() -> [Item] {
    parser.finish().flatMap(Self.items)
  }

  private static func items(_ message: SSEParser.Message) -> [Item] {
    switch message {
    case .event(let bytes):
      if bytes.starts(with: "[DONE]".utf8) { return [] }
      return items(bytes)
    case .object(let bytes): return items(bytes)
    case .debris(let bytes):
      return [.failure(.malformed(excerpt(bytes)))]
    }
  }

  private static func items(_ bytes: [UInt8]) -> [Item] {
    guard let json = try? JSON(parsing: bytes) else { return [.failure(.malformed(excerpt(bytes)))] }
    if let failure = Failure(json, httpStatus: nil) { return [.failure(failure)] }
    let objects = json.array ?? [json]
    guard !objects.isEmpty, objects.allSatisfy(GenerateContentResponse.isResponse) else {
      return [.failure(.malformed(excerpt(bytes)))]
    }
    return objects.map { .response(GenerateContentResponse($0)) }
  }

  /// The beginning of what cannot be read, short enough for a sentence.
  private static func excerpt(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.prefix(120), as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    return text.count > 80 ? text.prefix(80) + "…" : text
  }
}
