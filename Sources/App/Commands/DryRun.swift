import Core
import Gemini
import Store

/// A request as it would be sent, the key hidden.
struct DryRun: Sendable {
  private let endpoint: Endpoint

  /// - Throws: if a picture of the session cannot be read.
  init(_ request: GenerateContentRequest, _ assets: Assets, isStream: Bool) throws(CommandError) {
    endpoint = .generateContent(try request.complete(assets), stream: isStream)
  }

  init(_ endpoint: Endpoint) { self.endpoint = endpoint }

  /// Prints method, address, headers and the exact body.
  /// - Returns: the exit code.
  func print(to server: Server, _ format: OutputFormat, _ out: Output) -> Int32 {
    out.line(format == .text ? text(to: server) : json(to: server).text)
    return 0
  }

  func text(to server: Server) -> String {
    var lines = ["\(endpoint.method) \(server.url(of: endpoint))"]
    lines += server.shownHeaders.map { "\($0.name): \($0.value)" }
    if let body = endpoint.body { lines += ["", body.text] }
    return lines.joined(separator: "\n")
  }

  func json(to server: Server) -> JSON {
    var headers = JSONObject()
    for header in server.shownHeaders { headers[header.name] = .string(header.value) }
    return [
      "method": .string(endpoint.method), "url": .string(server.url(of: endpoint)), "headers": .object(headers),
      "body": endpoint.body ?? .null,
    ]
  }
}

extension GenerateContentRequest {
  /// The request with the bytes of its pictures in place.
  /// - Throws: if one of them cannot be read.
  func complete(_ assets: Assets) throws(CommandError) -> GenerateContentRequest {
    do {
      return try resolved { try assets.read($0) }
    } catch {
      throw CommandError((error as? StoreError)?.sentence ?? "A picture of this session cannot be read.")
    }
  }
}
