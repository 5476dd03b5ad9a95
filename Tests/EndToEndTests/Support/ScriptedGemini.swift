import Gemini
import Synchronization
import TestSupport

/// A server that speaks as Gemini does, each of its answers written by the test.
final class ScriptedGemini: Sendable {
  typealias Script = @Sendable (Exchange) -> Void

  /// The key of all tests, which is searched for wherever it must not be.
  static let key = KeySearch.key

  private let server: LoopbackServer

  /// One model that is in no table.
  static let listedModel: LoopbackServer.Handler = { _, connection in
    connection.respond(
      text: #"{"models":[{"name":"models/listed-model","supportedGenerationMethods":["generateContent"]}]}"#)
  }

  /// - Parameters:
  ///   - scripts: the answers to the requests for content, in order; the last one answers all that follow.
  ///   - models: answers the requests for the models.
  init(_ scripts: Script..., models: @escaping LoopbackServer.Handler = listedModel) throws {
    let count = Mutex(0)
    server = try LoopbackServer { request, connection in
      // What a studio asks by itself while one types is no part of a script.
      guard !request.path.contains("countTokens") else {
        connection.respond(status: 404, text: "{}")
        return
      }
      guard request.path.contains("enerateContent") else {
        models(request, connection)
        return
      }
      let number = count.withLock { count in
        defer { count += 1 }
        return count
      }
      scripts[min(number, scripts.count - 1)](Exchange(request: request, connection: connection))
    }
  }

  /// What makes a studio ask this server.
  var variables: [String: String] { ["GEMINI_API_KEY": Self.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL] }

  /// The requests for content so far.
  var requests: [ReceivedRequest] { server.requests.filter { $0.path.contains("enerateContent") } }

  /// How often the models were asked for.
  var listings: Int { server.requests.count { $0.method == "GET" } }

  /// Waits for so many requests.
  /// - Returns: the body of the last of them.
  func body(ofRequest count: Int) async throws -> JSON {
    // Everything the studio asks in these tests, but the list of models, is a request for content.
    try await eventually("request \(count)") { requests.count >= count }
    return try JSON(parsing: requests[count - 1].body)
  }

  func stop() { server.stop() }
}

/// One request for content, and the way to answer it.
struct Exchange: Sendable {
  let request: ReceivedRequest
  let connection: Connection

  /// Begins a stream.
  func begin() {
    connection.startChunked(headers: [("Content-Type", "text/event-stream")])
  }

  @discardableResult
  func event(_ json: JSON) -> Bool {
    connection.writeChunk("data: \(json.text)\r\n\r\n")
  }

  @discardableResult
  func part(_ part: JSON) -> Bool {
    event(["candidates": [["content": ["role": "model", "parts": [part]], "index": 0]]])
  }

  @discardableResult
  func text(_ text: String) -> Bool { part(["text": .string(text)]) }
  func thought(_ text: String) { part(["text": .string(text), "thought": true]) }

  func picture(_ bytes: [UInt8], signature: String = "c2lnbmF0dXJl") {
    part([
      "inlineData": ["mimeType": "image/png", "data": .string(Base64.encode(bytes))],
      "thoughtSignature": .string(signature),
    ])
  }

  /// The last event and the end of the body.
  func finish(_ reason: String = "STOP") {
    event([
      "candidates": [["finishReason": .string(reason), "index": 0]],
      "usageMetadata": ["promptTokenCount": 7, "candidatesTokenCount": 11, "thoughtsTokenCount": 13],
    ])
    connection.endChunked()
  }

  /// A whole answer of one text.
  func answer(_ text: String) {
    begin()
    self.text(text)
    finish()
  }

  /// An error as the API words it.
  func refuse(_ code: Int, _ status: String, _ message: String, details: [JSON] = []) {
    let error: JSON = [
      "error": [
        "code": .int(code), "message": .string(message), "status": .string(status), "details": .array(details),
      ]
    ]
    connection.respond(status: code, headers: [("Content-Type", "application/json")], text: error.text)
  }
}
