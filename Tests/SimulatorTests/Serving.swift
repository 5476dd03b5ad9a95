import Foundation
import FoundationNetworking
import Gemini
import Simulator
import Testing

func url(_ endpoint: Endpoint, _ base: String) throws -> URL {
  try #require(URL(string: endpoint.url(base: base, version: "v1beta")))
}

func request(_ model: String, _ prompt: String, stream: Bool, base: String) throws -> URLRequest {
  let content = Content(parts: [Part(text: prompt)])
  let endpoint = Endpoint.generateContent(GenerateContentRequest(model: model, contents: [content]), stream: stream)
  var request = URLRequest(url: try url(endpoint, base))
  request.httpMethod = endpoint.method
  request.httpBody = endpoint.body.map { Data($0.encoded) }
  request.setValue("application/json", forHTTPHeaderField: "Content-Type")
  request.setValue("any key will do", forHTTPHeaderField: "x-goog-api-key")
  return request
}

/// Starts a server for as long as a test needs it.
func withServer(
  requiresKey: Bool = false, log: (@Sendable (String) -> Void)? = nil,
  _ test: (SimulatorServer, _ base: String) async throws -> Void
) async throws {
  let server = SimulatorServer(codec: StoredPNG(), pace: .instant, requiresKey: requiresKey, log: log)
  _ = try await server.start()
  let base = try #require(await server.baseURL)
  do { try await test(server, base) } catch {
    await server.stop()
    throw error
  }
  await server.stop()
}

func items(_ bytes: [UInt8]) -> [StreamDecoder.Item] {
  var decoder = StreamDecoder()
  return decoder.feed(bytes) + decoder.finish()
}

func text(_ items: [StreamDecoder.Item]) -> String {
  items.reduce(into: "") { text, item in
    if case .response(let response) = item { text += response.candidates.first?.text(thought: false) ?? "" }
  }
}
