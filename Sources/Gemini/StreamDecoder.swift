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
    let endsInLine = parser.isInLine
    return parser.finish().flatMap { message -> [Item] in
      let items = Self.items(message)
      // A line that never ended is an answer that broke off, not one that cannot be read.
      guard endsInLine, case .event = message, case .failure(let failure)? = items.first,
        failure.kind == .malformedResponse
      else { return items }
      return [.failure(.incompleteStream)]
    }
  }

  private static func items(_ message: SSEParser.Message) -> [Item] {
    switch message {
    // OpenAI's mark of the end, which some relays add.
    case .event(let bytes) where bytes.starts(with: "[DONE]".utf8): []
    case .event(let bytes), .object(let bytes): items(bytes)
    case .debris(let bytes): [malformed(bytes)]
    }
  }

  private static func items(_ bytes: [UInt8]) -> [Item] {
    guard let json = try? JSON(parsing: bytes) else { return [malformed(bytes)] }
    return (json.array ?? [json]).map { object in
      if let failure = Failure(object, httpStatus: nil) { return .failure(failure) }
      return GenerateContentResponse.isResponse(object) ? .response(GenerateContentResponse(object)) : malformed(bytes)
    }
  }

  private static func malformed(_ bytes: [UInt8]) -> Item {
    .failure(.malformed(Failure.excerpt(bytes)))
  }
}
