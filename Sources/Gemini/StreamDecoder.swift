/// Turns the bytes of an answer's body into responses, whatever form the body has: SSE, a JSON array, one object.
/// - Source: gemini-api.md sections 0 and 6.
package struct StreamDecoder: Sendable {
  package enum Item: Hashable, Sendable {
    case response(GenerateContentResponse)
    /// The server broke off with an error object; the body may go on, but nothing after it counts.
    case failure(Failure)
  }

  private var parser: SSEParser

  /// - Parameter limit: the most bytes of one message.
  package init(limit: Int = SSEParser.usualLimit) { parser = SSEParser(limit: limit) }

  package mutating func feed(_ bytes: [UInt8]) -> [Item] {
    Self.items(parser.feed(bytes))
  }

  package mutating func finish() -> [Item] {
    let endsInLine = parser.isInLine
    return parser.finish().flatMap { message -> [Item] in
      let items = Self.items([message])
      // A line that never ended is an answer that broke off, not one that cannot be read.
      guard endsInLine, case .event = message, case .failure(let failure)? = items.first,
        failure.kind == .malformedResponse
      else { return items }
      return [.failure(.incompleteStream)]
    }
  }

  private static func items(_ messages: consuming [SSEParser.Message]) -> [Item] {
    var items: [Item] = []
    items.reserveCapacity(messages.count)
    for index in messages.indices {
      let json = json(messages[index])
      // A message may be a picture, and goes before the picture is made of its JSON.
      messages[index] = .debris([])
      switch json {
      case .success(.array(let objects)): for object in objects { items.append(item(object)) }
      case .success(let object): items.append(item(object))
      case .failure(let failure): items.append(.failure(failure))
      }
    }
    return items
  }

  private static func json(_ message: SSEParser.Message) -> Result<JSON, Failure> {
    switch message {
    // OpenAI's mark of the end, which some relays add.
    case .event(let bytes) where bytes.starts(with: "[DONE]".utf8): .success([])
    case .event(let bytes), .object(let bytes):
      (try? JSON(parsing: bytes)).map(Result.success) ?? .failure(.malformed(Failure.excerpt(bytes)))
    case .debris(let bytes): .failure(.malformed(Failure.excerpt(bytes)))
    case .excess: .failure(.malformed("a message that is longer than any answer."))
    }
  }

  private static func item(_ object: JSON) -> Item {
    if let failure = Failure(object, httpStatus: nil) { return .failure(failure) }
    return GenerateContentResponse.isResponse(object)
      ? .response(GenerateContentResponse(object))
      : .failure(.malformed(Failure.excerpt(Array(object.text.utf8))))
  }
}
